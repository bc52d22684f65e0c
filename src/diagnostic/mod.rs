//! Diagnostics: errors, warnings and notes about the text of authors. Every stage reports them; one
//! renderer prints them.
//!
//! A diagnostic has a code, which the documentation explains; a message; a place, which is underlined; and
//! a fix, as a help for readers and as edits. A stage continues after an error if it can, so that one run
//! reports all of them.

use std::collections::{BTreeMap, BTreeSet};

pub use self::affected::AffectedPage;
pub use self::codes::Code;
pub use self::collection::{Faults, FirstDiagnostics, Most};
pub use self::fix::{Fix, Suggestion};
pub use self::levels::Levels;
pub use self::records::{EditRecord, FixRecord, Location, Record, Region};
use crate::source::Place;
use crate::text::bidi::is_bidi_control;
use crate::text::counted;

mod affected;
mod codes;
mod collection;
pub mod disk_error;
pub mod failure;
mod fix;
mod levels;
mod moved;
pub mod progress;
mod records;
mod terminal;

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A problem that stops the build: nothing is published.
    Error,
    /// A problem that stops the build only with `--strict`.
    Warning,
    /// Something to know; it never stops the build.
    Note,
}

/// An error, a warning or a note, with everything that readers need to understand and fix it.
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
    affected: BTreeSet<AffectedPage>,
    subject: Option<String>,
}

impl Diagnostic {
    /// A diagnostic with a code and a message: in lower case, without a full stop, names in backticks.
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
            affected: BTreeSet::new(),
            subject: None,
        }
    }

    /// Points at the text with the problem.
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

    /// Adds a label beside the underlined text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(visible_text(label.into()));
        self
    }

    /// Points at a second place of the same problem; `label` names its part in the problem.
    #[must_use]
    pub fn also(mut self, place: Place, label: impl Into<String>) -> Self {
        self.also.push((place, visible_text(label.into())));
        self
    }

    /// Adds a help: something that the author can do. Several helps are shown in the order of the calls.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(visible_text(help.into()));
        self
    }

    /// Adds a help with text to type, together with the edits that type it, so that the two cannot disagree.
    /// `help` gets the suggestions' texts in backticks and returns the sentence:
    ///
    /// `help_edit([Suggestion::new("a")], |[a]| format!("write {a}"))` shows "write `a`".
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

    /// As [`Diagnostic::help_edit`], for any number of suggestions, of which the author chooses one. `help`
    /// gets their texts joined by `between`: "did you mean `A` or `B`?".
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

    /// Adds the edits of a help without text to type, such as "remove it".
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// The same diagnostic with other fixes: `change` gets each of them. The helps stay.
    #[must_use]
    pub fn with_fixes(mut self, change: impl FnMut(Fix) -> Option<Fix>) -> Self {
        self.fixes = self.fixes.into_iter().filter_map(change).collect();
        self
    }

    /// The code, which identifies the kind of the problem.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The message, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The label beside the text with the problem.
    pub fn label_text(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// Other places of the same problem, each with its label.
    pub fn other_places(&self) -> &[(Place, String)] {
        &self.also
    }

    /// The helps, in order.
    pub fn helps(&self) -> &[String] {
        &self.help
    }

    /// The number of pages on which a mistake in a template shows, and the first of them by name.
    pub fn pages(&self) -> Option<String> {
        affected::summary(&self.affected)
    }

    /// The fixes, of which the author chooses one.
    pub fn fixes(&self) -> &[Fix] {
        &self.fixes
    }

    /// The text with the problem, if the diagnostic points at one.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// Marks the diagnostic as one about the whole glossary. Those are shown after the diagnostics of single
    /// files, the lowest rank first.
    #[must_use]
    pub fn ranked(mut self, rank: usize) -> Self {
        self.rank = Some(rank);
        self
    }

    /// Names a page on which the problem shows. Diagnostics of the same place that name pages are one problem,
    /// even if their messages differ: a template's mistake, which each page meets with its own values. The
    /// collection unites them.
    #[must_use]
    pub fn on_page(mut self, page: AffectedPage) -> Self {
        self.affected.insert(page);
        self
    }

    /// Names the subject of the problem, such as a name. [`one_for_each_subject`] unites diagnostics with the same
    /// code and subject.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    fn is_on_pages(&self) -> bool {
        !self.affected.is_empty()
    }

    /// One diagnostic for two with the same key: all pages of both, and the message of the first page.
    fn united(self, other: Self) -> Self {
        let (mut first, second) = if other.affected.first() < self.affected.first() {
            (other, self)
        } else {
            (self, other)
        };
        first.affected.extend(second.affected);
        first
    }

    /// The path of the file with the problem, from the project's root; `None` if the diagnostic has none.
    pub fn file(&self) -> Option<&str> {
        let of_place = self.place.as_ref().map(|place| place.file.path.as_str());
        of_place.or(self.path.as_deref())
    }

    /// Whether a file, by its path, is that of the problem, of another place of it, or of a fix.
    pub fn is_about(&self, path: &str) -> bool {
        self.file() == Some(path)
            || self.also.iter().any(|(place, _)| place.file.path == path)
            || self.fixes.iter().any(|fix| fix.file.path == path)
    }

    /// The key by which diagnostics are sorted. Two diagnostics with the same key are the same.
    fn order(&self) -> (Option<usize>, (&str, usize, usize), Code, &str) {
        let place = match (&self.place, &self.path) {
            (Some(place), _) => place.order(),
            (None, Some(path)) => (path.as_str(), 0, 0),
            (None, None) => ("", 0, 0),
        };
        let message = if self.affected.is_empty() || self.place.is_none() {
            self.message.as_str()
        } else {
            ""
        };
        (self.rank, place, self.code, message)
    }
}

/// The largest number of places to show of a problem that is in several places.
const MAX_PLACES: usize = 3;

/// Unites the diagnostics that have the same code and subject: the first of them, in the order of files and places,
/// with the next two places and the number of all. `count` adds the number to the message.
pub fn one_for_each_subject<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    count: impl Fn(&str, usize) -> String,
) -> Vec<Diagnostic> {
    let mut united = Vec::new();
    let mut of_subject: BTreeMap<(Code, &str), Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics {
        match &diagnostic.subject {
            Some(subject) => {
                let all = of_subject.entry((diagnostic.code, subject)).or_default();
                all.push(diagnostic);
            }
            None => united.push(diagnostic.clone()),
        }
    }
    for mut all in of_subject.into_values() {
        all.sort_by_key(|diagnostic| diagnostic.order());
        let Some((first, others)) = all.split_first() else {
            continue;
        };
        let mut one = (*first).clone();
        if !others.is_empty() {
            one.message = visible_text(count(&one.message, all.len()));
        }
        let places = others.iter().filter_map(|other| other.place.clone());
        let more = all.len().saturating_sub(MAX_PLACES);
        for (index, place) in places.take(MAX_PLACES - 1).enumerate() {
            let label = match more {
                more if more > 0 && index + 2 == MAX_PLACES => {
                    format!(
                        "here, and in {}",
                        counted(more, "more place", "more places")
                    )
                }
                _ => "here".to_owned(),
            };
            one = one.also(place, label);
        }
        united.push(one);
    }
    united
}

/// The most characters of a message that are shown. Messages contain names, which may have any length.
const LONGEST: usize = 1_000;

/// Makes a text safe to show in a terminal: replaces control characters and bidi controls by U+FFFD, and
/// cuts the text after 1,000 characters. Messages contain names, which may contain anything.
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

/// A library's message in the form of Headword's: on one line, in lower case, without a full stop.
/// `Unexpected token.` becomes `unexpected token`.
pub fn reworded(message: &str) -> String {
    let line = message.trim().trim_end_matches('.').replace('\n', ", ");
    let mut rest = line.chars();
    let first = rest.next();
    match (first, rest.clone().next()) {
        // an acronym keeps its capitals: `HTML …`
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(rest).collect()
        }
        _ => line,
    }
}
