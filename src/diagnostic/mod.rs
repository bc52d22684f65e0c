//! Faults in what authors wrote: collected by every stage, printed by one renderer.
//!
//! A fault has a code, which the documentation explains; a message; the place, underlined; and what
//! to type instead, for readers and as edits. Each stage goes on after a fault where it can, so that one run reports all.

pub use self::codes::Code;
pub use self::collection::Faults;
pub use self::fix::{Fix, Suggestion};
pub use self::levels::Levels;
pub use self::records::{EditRecord, FixRecord, Location, Record, Region};
use crate::source::Place;
use crate::text::bidi::is_bidi_control;

mod codes;
mod collection;
pub mod disk_error;
pub mod failure;
mod fix;
mod levels;
pub mod progress;
mod records;
mod terminal;

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// The site is published; `--strict` makes it an error.
    Warning,
    /// No fault: something to know.
    Note,
}

/// One fault, with what is needed to understand and mend it.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    code: Code,
    message: String,
    place: Option<Place>,
    path: Option<String>,
    label: Option<String>,
    also: Vec<(Place, String)>,
    help: Vec<String>,
    fixes: Vec<Fix>,
    rank: Option<usize>,
}

impl Diagnostic {
    /// A fault of this kind; `message` in lower case, no full stop, names in backticks.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: visible_text(message.into()),
            place: None,
            path: None,
            label: None,
            also: Vec::new(),
            help: Vec::new(),
            fixes: Vec::new(),
            rank: None,
        }
    }

    /// Points at the text at fault.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Points at a file as a whole, by its path from the project's root.
    #[must_use]
    pub fn at_path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(visible_text(path.into()));
        self
    }

    /// Says something beside the underlined text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(visible_text(label.into()));
        self
    }

    /// Points at a second place that has to do with the fault, and says how.
    #[must_use]
    pub fn also(mut self, place: Place, label: impl Into<String>) -> Self {
        self.also.push((place, visible_text(label.into())));
        self
    }

    /// Says what to do; more than one help is shown in order.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(visible_text(help.into()));
        self
    }

    /// Says what to type, and carries the edits that type it, so that the two cannot disagree. `help`
    /// makes a sentence of the suggestions' texts in backticks:
    ///
    /// `help_edit([Suggestion::new("a")], |[a]| format!("write {a}"))` says "write `a`".
    #[must_use]
    pub fn help_edit<const N: usize>(
        mut self,
        suggestions: [Suggestion; N],
        help: impl FnOnce([String; N]) -> String,
    ) -> Self {
        let shown = suggestions.each_ref().map(Suggestion::shown);
        self.fixes
            .extend(suggestions.into_iter().filter_map(Suggestion::fix));
        self.help(help(shown))
    }

    /// As [`Diagnostic::help_edit`], of which one of any number of suggestions is to be chosen; `help`
    /// gets their texts with `between` them: "did you mean `A` or `B`?".
    #[must_use]
    pub fn help_choice(
        mut self,
        suggestions: impl IntoIterator<Item = Suggestion>,
        between: &str,
        help: impl FnOnce(&str) -> String,
    ) -> Self {
        let suggestions: Vec<Suggestion> = suggestions.into_iter().collect();
        let shown: Vec<String> = suggestions.iter().map(Suggestion::shown).collect();
        self.fixes
            .extend(suggestions.into_iter().filter_map(Suggestion::fix));
        self.help(help(&shown.join(between)))
    }

    /// Carries the edits for a help that shows no text to type, such as "remove it".
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// What kind of fault it is.
    pub fn code(&self) -> Code {
        self.code
    }

    /// What is wrong, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The ways to correct it, one of which is to be chosen.
    pub fn fixes(&self) -> &[Fix] {
        &self.fixes
    }

    /// The text at fault, if the diagnostic points at one.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// Says that it is about the glossary as a whole, and how much it matters among its like: it is
    /// shown after those of single files, the lowest rank first.
    #[must_use]
    pub fn ranked(mut self, rank: usize) -> Self {
        self.rank = Some(rank);
        self
    }

    /// The file at fault, by its path from the project's root.
    pub fn file(&self) -> Option<&str> {
        let of_place = self.place.as_ref().map(|place| place.file.path.as_str());
        of_place.or(self.path.as_deref())
    }

    /// What tells diagnostics apart, and orders them.
    fn order(&self) -> (Option<usize>, (&str, usize, usize), Code, &str) {
        let place = match (&self.place, &self.path) {
            (Some(place), _) => place.order(),
            (None, Some(path)) => (path.as_str(), 0, 0),
            (None, None) => ("", 0, 0),
        };
        (self.rank, place, self.code, &self.message)
    }
}

/// The longest text of a message that is shown whole, in characters: names in it are anybody's.
const LONGEST: usize = 1_000;

/// A text without what a terminal would take for a command, or what would turn its direction: names
/// in messages are anybody's.
pub fn visible_text(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    let is_unsafe = |c: char| c.is_control() || is_bidi_control(c);
    if !text.contains(is_unsafe) {
        return text;
    }
    text.chars()
        .map(|c| {
            if is_unsafe(c) {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect()
}

/// A library's message in the form of ours: on one line, the first letter small, no full stop.
pub fn reworded(message: &str) -> String {
    let line = message.trim().trim_end_matches('.').replace('\n', ", ");
    let mut rest = line.chars();
    let first = rest.next();
    match (first, rest.clone().next()) {
        // an acronym keeps its capitals
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(rest).collect()
        }
        _ => line,
    }
}
