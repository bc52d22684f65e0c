//! `headword links --review`: shows a question, waits for a key, and carries out the decision.

use std::io::{self, IsTerminal};

use console::{Key, Term, style};

use super::printing::error;
use crate::diagnostic::failure::{Failure, Task};
use crate::diagnostic::{Faults, visible_text};
use crate::disk::Disk;
use crate::project::config::Options;
use crate::review::question::Question;
use crate::review::{Decision, Review};
use crate::text::counted;

/// The keys, as every question shows them.
const KEYS: &str = "\
r right                  a right in all entries
n not here               p never on this phrase    e only where I write it
s skip                   S skip in all entries
u undo                   q end";

/// The result of a key.
enum Next {
    /// Show the next question.
    Question,
    /// Wait for another key.
    Key,
    /// End the review.
    End,
}

/// Asks about the links of a project until all are decided or the person ends it. Gives the last lines to print.
///
/// # Errors
///
/// [`Failure::Usage`] if there is no terminal; the errors of [`Review::begin`]; and an error of the terminal.
pub(super) fn run(disk: &Disk, options: &Options, faults: &Faults) -> Result<String, Failure> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Failure::Usage(
            "`--review` asks questions, so it needs a terminal: use `--summary` to see the most doubtful words"
                .to_owned(),
        ));
    }
    let mut review = Review::begin(disk, options, faults)?;
    let mut session = Session {
        terminal: Term::stdout(),
        decisions: 0,
    };
    loop {
        let next = match review.question().cloned() {
            Some(question) => session.ask(&question, &mut review)?,
            None => session.last(&mut review)?,
        };
        if let Next::End = next {
            return Ok(session.end(&review));
        }
    }
}

/// A review at a terminal.
struct Session {
    terminal: Term,
    /// The number of decisions that were carried out and not taken back.
    decisions: usize,
}

impl Session {
    /// Prints some lines.
    fn show(&self, text: &str) -> Result<(), Failure> {
        let printed = self.terminal.write_line(text);
        printed.map_err(|error| Failure::system(Task::Print, error))
    }

    /// Waits for a key.
    fn key(&self) -> Result<Key, Failure> {
        let key = self.terminal.read_key();
        key.map_err(|error| Failure::system(Task::ReadKeys, error))
    }

    /// Asks a question until there is a decision.
    fn ask(&mut self, question: &Question, review: &mut Review<'_>) -> Result<Next, Failure> {
        self.show(&asked(question, review.count()))?;
        loop {
            let next = self.act(question, review)?;
            if !matches!(next, Next::Key) {
                return Ok(next);
            }
        }
    }

    /// After the last question, the last decision can still be taken back.
    fn last(&mut self, review: &mut Review<'_>) -> Result<Next, Failure> {
        if self.decisions == 0 {
            return Ok(Next::End);
        }
        self.show(
            "no question is left: `u` takes back the last decision, any other key ends the review",
        )?;
        match self.key()? {
            Key::Char('u') => self.undo(review),
            _ => Ok(Next::End),
        }
    }

    /// Waits for a key and does what it means.
    fn act(&mut self, question: &Question, review: &mut Review<'_>) -> Result<Next, Failure> {
        let decision = match self.key()? {
            Key::Char('r') => Decision::Right,
            Key::Char('a') => Decision::RightEverywhere,
            Key::Char('n') => Decision::NotHere,
            Key::Char('e') => Decision::OnlyWritten,
            Key::Char('p') => match self.phrase(question)? {
                Some(phrase) => Decision::NeverOn(phrase),
                None => return Ok(Next::Key),
            },
            Key::Char('s') => {
                review.skip();
                return Ok(Next::Question);
            }
            Key::Char('S') => {
                review.skip_word();
                return Ok(Next::Question);
            }
            Key::Char('u') => return self.undo(review),
            Key::Char('q') | Key::Escape | Key::CtrlC => return Ok(Next::End),
            _ => return Ok(Next::Key),
        };
        match review.decide(&decision) {
            Ok(Some(path)) => {
                self.decisions += 1;
                self.show(&format!("{} {path}\n", told(&decision)))?;
                Ok(Next::Question)
            }
            Ok(None) => Ok(Next::Question),
            Err(Failure::Usage(why)) => {
                error(&why);
                Ok(Next::Key)
            }
            Err(failure) => Err(failure),
        }
    }

    /// Takes back the last decision.
    fn undo(&mut self, review: &mut Review<'_>) -> Result<Next, Failure> {
        match review.undo() {
            Ok(Some(path)) => {
                self.decisions -= 1;
                self.show(&format!("taken back: {path} is as it was before\n"))?;
                Ok(Next::Question)
            }
            Ok(None) => {
                self.show("there is no decision to take back")?;
                Ok(Next::Key)
            }
            Err(failure @ Failure::Changed { .. }) => {
                error(&failure.to_string());
                Ok(Next::Key)
            }
            Err(failure) => Err(failure),
        }
    }

    /// The phrase of the question that never mentions the entry; asks which one if there are two.
    fn phrase(&self, question: &Question) -> Result<Option<String>, Failure> {
        match question.phrases.as_slice() {
            [] => {
                self.show("no word beside it makes a phrase here: `n` leaves this place plain")?;
                Ok(None)
            }
            [phrase] => Ok(Some(phrase.clone())),
            phrases => {
                let numbered = phrases.iter().zip(1..);
                let list: Vec<_> = numbered
                    .map(|(phrase, number)| format!("{number} \"{}\"", shown(phrase)))
                    .collect();
                self.show(&format!("which phrase?  {}", list.join("  ")))?;
                let Key::Char(key) = self.key()? else {
                    return Ok(None);
                };
                let chosen = key.to_digit(10).and_then(|number| {
                    let index = usize::try_from(number).ok()?.checked_sub(1)?;
                    phrases.get(index).cloned()
                });
                if chosen.is_none() {
                    self.show(KEYS)?;
                }
                Ok(chosen)
            }
        }
    }

    /// The last lines of a review.
    fn end(&self, review: &Review<'_>) -> String {
        let decisions = counted(self.decisions, "decision", "decisions");
        match review.count() {
            0 => format!("{decisions}; no question is left\n"),
            left => format!(
                "{decisions}; {} left\n",
                counted(left, "question is", "questions are")
            ),
        }
    }
}

/// A decision that was carried out, as the session tells it, before the path of the changed file.
fn told(decision: &Decision) -> String {
    match decision {
        Decision::Right => "right, kept in".to_owned(),
        Decision::RightEverywhere => "right in all entries, kept in".to_owned(),
        Decision::NotHere => "plain text now, in".to_owned(),
        Decision::NeverOn(phrase) => format!("never on \"{phrase}\", in"),
        Decision::OnlyWritten => "only references link to it, by".to_owned(),
    }
}

/// A question as a person reads it. `count` is the number of questions that are left, with this one.
///
/// ```text
/// 12 questions are left. "type" links to Type in 9 entries.
///
///   Adapter: An adapter is a kind of «type» that fits.
///   Type: A set of values that a program can use.
///
///   often: "data type" 9, "type of" 3
/// ```
fn asked(question: &Question, count: usize) -> String {
    let [from, to] = &question.headwords;
    let [before, after] = &question.sentence;
    let words = question.place.text().replace(['\n', '\r'], " ");
    let (path, (line, column)) = (
        &question.place.file.path,
        question.place.file.line_column(question.place.span.start),
    );
    let mut text = format!(
        "{} left. \"{}\" links to {} in {}.\n\n  {}: {}{}{}\n  {}: {}\n  {path}:{line}:{column}\n",
        counted(count, "question is", "questions are"),
        shown(&question.link.phrase),
        shown(to),
        counted(question.links, "entry", "entries"),
        style(shown(from)).bold(),
        shown(before),
        style(shown(&words)).reverse(),
        shown(after),
        style(shown(to)).bold(),
        shown(&question.gloss),
    );
    if !question.frequent.is_empty() {
        let frequent = question.frequent.iter();
        let frequent: Vec<_> = frequent
            .map(|phrase| format!("\"{}\" {}", shown(&phrase.text), phrase.times))
            .collect();
        text += &format!("\n  often: {}\n", frequent.join(", "));
    }
    format!("{text}\n{KEYS}")
}

/// A text of the project without characters that could change what a terminal shows.
fn shown(text: &str) -> String {
    visible_text(text.to_owned())
}
