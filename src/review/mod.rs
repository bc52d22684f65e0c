//! `headword links --review`: the links that need a person's decision, one after the other, and the edits that
//! the decisions make.
//!
//! ```text
//! project ─► questions, the most doubtful first ─► answer ─► edit of a file ─► project, read again
//!                                                    │
//!                                                    └─ "right" ─► linking.toml
//! ```

use std::collections::BTreeSet;
use std::sync::Arc;

use self::edits::{never_on, not_here, only_written, right};
use self::question::{Question, questions};
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::disk::edits::Edits;
use crate::entry::ParsedEntry;
use crate::link::Editions;
use crate::link::answers::{Answer, Answers};
use crate::pipeline;
use crate::project::config::{Config, Options};
use crate::source::SourceFile;

mod edits;
pub mod question;

/// A decision about a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The link is right. The answer is kept in `linking.toml`.
    Right,
    /// This link and all others of the word to the same entry are right.
    RightEverywhere,
    /// The words mean something else at this place: they become `[[|words]]`.
    NotHere,
    /// A phrase never mentions the entry: it is added to `exclude` in the settings.
    NeverOn(String),
    /// Only references link to the entry: it gets `link = "explicit"`.
    OnlyWritten,
}

/// The change of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Its path from the project's root.
    pub path: String,
    /// The text before the change; `None` if the file is new.
    before: Option<String>,
    after: String,
}

/// A decision that was carried out, to undo it.
struct Done {
    question: Question,
    change: FileChange,
}

/// A review of a project's links.
pub struct Review<'d> {
    disk: &'d Disk,
    options: Options,
    project: Project,
    questions: Vec<Question>,
    /// The links that the person does not want to decide about now.
    skipped: BTreeSet<Answer>,
    done: Vec<Done>,
}

impl<'d> Review<'d> {
    /// Reads the project that `options` name, and finds the links that need a decision.
    ///
    /// # Errors
    ///
    /// [`Failure::Faults`] if the project has errors, which are reported to `faults`, and the errors of
    /// [`pipeline::read`].
    pub fn begin(disk: &'d Disk, options: &Options, faults: &Faults) -> Result<Self, Failure> {
        let mut review = Self {
            disk,
            options: options.clone(),
            project: Project::read(disk, options, &[], faults)?,
            questions: Vec::new(),
            skipped: BTreeSet::new(),
            done: Vec::new(),
        };
        review.ask();
        Ok(review)
    }

    /// The next question, the most doubtful one; `None` if all are answered.
    pub fn question(&self) -> Option<&Question> {
        self.questions.first()
    }

    /// The number of questions that are left.
    pub fn count(&self) -> usize {
        self.questions.len()
    }

    /// Carries out a decision about the first question: one file of the project changes. Returns the path of this
    /// file; `None` if there is no question.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] if the file has a form that Headword cannot change; [`Failure::Faults`] if the project
    /// has errors now, because somebody changed it meanwhile; and the errors of [`Edits::apply`].
    pub fn decide(&mut self, decision: &Decision) -> Result<Option<String>, Failure> {
        let Some(question) = self.question().cloned() else {
            return Ok(None);
        };
        let change = self.change(&question, decision)?;
        self.write(&change, false)?;
        let path = change.path.clone();
        self.done.push(Done { question, change });
        self.read_again()?;
        Ok(Some(path))
    }

    /// The change of a file that carries out a decision about a question.
    fn change(&self, question: &Question, decision: &Decision) -> Result<FileChange, Failure> {
        match decision {
            Decision::Right => Ok(right(&self.project.answers, [&question.link])),
            Decision::RightEverywhere => {
                let questions = self.questions.iter().map(|other| &other.link);
                let links = questions.filter(|link| link.target == question.link.target);
                Ok(right(&self.project.answers, links))
            }
            Decision::NotHere => Ok(not_here(question)),
            Decision::NeverOn(phrase) => never_on(phrase, &self.project.settings),
            Decision::OnlyWritten => only_written(question),
        }
    }

    /// Leaves the first question out, for this review only.
    pub fn skip(&mut self) {
        if let Some(question) = self.question() {
            self.skipped.insert(question.link.clone());
            self.questions.remove(0);
        }
    }

    /// Leaves all questions about the word of the first question out, for this review only.
    pub fn skip_word(&mut self) {
        let Some(target) = self.question().map(|first| first.link.target.clone()) else {
            return;
        };
        let links = self.questions.iter().map(|question| &question.link);
        let of_word = links.filter(|link| link.target == target);
        self.skipped.extend(of_word.cloned());
        self.questions
            .retain(|question| question.link.target != target);
    }

    /// Takes back the last decision. Returns the path of the file that is as before; `None` if there is no
    /// decision to take back.
    ///
    /// # Errors
    ///
    /// As [`Review::decide`]: if the file was changed since, it stays as it is.
    pub fn undo(&mut self) -> Result<Option<String>, Failure> {
        let Some(Done { question, change }) = self.done.pop() else {
            return Ok(None);
        };
        self.write(&change, true)?;
        self.read_again()?;
        // the question comes back as the next one
        if let Some(at) = self
            .questions
            .iter()
            .position(|other| other.link == question.link)
        {
            let question = self.questions.remove(at);
            self.questions.insert(0, question);
        }
        Ok(Some(change.path))
    }

    /// Writes a change, or takes it back.
    fn write(&self, change: &FileChange, is_undone: bool) -> Result<(), Failure> {
        let mut edits = Edits::new(&self.options.root);
        let (path, after) = (change.path.as_str(), change.after.as_str());
        match (&change.before, is_undone) {
            (Some(before), false) => edits.replace(path, before.as_str(), after),
            (Some(before), true) => edits.replace(path, after, before.as_str()),
            (None, false) => edits.create(path, after),
            (None, true) => edits.remove(path, after),
        }
        edits.apply(self.disk)
    }

    /// Reads the project after a change.
    fn read_again(&mut self) -> Result<(), Failure> {
        let faults = Faults::default();
        let known: Vec<_> = self.project.linked.parsed().cloned().collect();
        self.project = Project::read(self.disk, &self.options, &known, &faults)?;
        self.ask();
        Ok(())
    }

    /// Finds the questions that are neither answered nor skipped.
    fn ask(&mut self) {
        let language = &self.project.config.edition.language;
        self.questions = questions(&self.project.linked.main.glossary, language);
        self.questions.retain(|question| {
            !self.project.answers.contains(&question.link) && !self.skipped.contains(&question.link)
        });
    }
}

/// A project as it was read at one moment.
struct Project {
    settings: Arc<SourceFile>,
    config: Config,
    linked: Editions,
    answers: Answers,
}

impl Project {
    fn read(
        disk: &Disk,
        options: &Options,
        known: &[Arc<ParsedEntry>],
        faults: &Faults,
    ) -> Result<Self, Failure> {
        let project = pipeline::read(disk, options, faults)?;
        let linked = pipeline::link(&project.sources, known, &project.config);
        linked.report(faults);
        let answers = Answers::read(disk, &options.root, faults)?;
        if faults.any_error() {
            return Err(Failure::Faults);
        }
        Ok(Self {
            settings: project.settings,
            config: project.config,
            linked,
            answers,
        })
    }
}
