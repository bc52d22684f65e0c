//! Reads the project before each question, and answers it.

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::thread;

use super::answers::{Answers, Question};
use super::server;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::{Failure, Task};
use crate::disk::Disk;
use crate::project::config::Options;
use crate::site::phrases::Phrases;
use crate::workbench::Workbench;

/// Serves the glossary of a project in a language on standard input and output, until the input ends. `language` is a
/// tag that somebody has typed; without it, the main language is meant.
///
/// # Errors
///
/// The folder is not a project, the glossary does not have the language, or the streams fail.
pub fn run(disk: &Disk, options: Options, language: Option<&str>) -> Result<(), Failure> {
    let mut workbench = Workbench::new(disk, options);
    let (sender, questions) = mpsc::channel::<Question>();
    // a folder without a glossary is a mistake in the assistant's settings: somebody has to see it at once
    let introduction = match with_answers(&mut workbench, language, |answers| {
        answers.map(Answers::introduction).unwrap_or_default()
    }) {
        Err(failure @ Failure::Usage(_)) => return Err(failure),
        introduction => introduction.unwrap_or_default(),
    };
    thread::scope(|scope| {
        let server = thread::Builder::new()
            .spawn_scoped(scope, move || server::run(sender, introduction))
            .map_err(|error| Failure::system(Task::StartThreads, error))?;
        // the server drops its end when the assistant closes the input
        for question in questions {
            let mut question = Some(question);
            let asked = with_answers(&mut workbench, language, |answers| {
                if let Some(question) = question.take() {
                    question(answers);
                }
            });
            if let (Err(failure), Some(question)) = (asked, question) {
                question(Err(&failure.to_string()));
            }
        }
        let stopped = || {
            Err(Failure::system(
                Task::AnswerAssistants,
                "the server stopped",
            ))
        };
        server.join().unwrap_or_else(|_| stopped())
    })
}

/// Calls `ask` with the answers of the project as it is now, or with its errors in words.
///
/// # Errors
///
/// The project cannot be read at all; then `ask` is not called.
fn with_answers<T>(
    workbench: &mut Workbench<'_>,
    language: Option<&str>,
    ask: impl FnOnce(Result<&Answers<'_>, &str>) -> T,
) -> Result<T, Failure> {
    let faults = Faults::default();
    let reading = workbench.read(&BTreeSet::new(), &faults)?;
    if faults.any_error() {
        let errors = faults.errors();
        return Ok(ask(Err(&errors.text())));
    }
    let linked = reading.linked.in_language(language)?;
    let phrases = Phrases::new(&reading.sources.phrases, &linked.config.edition.language);
    let answers = Answers::new(linked, &linked.config, &phrases.pages);
    Ok(ask(Ok(&answers)))
}
