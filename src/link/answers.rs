//! The links that an editor called right, in `linking.toml`. A review does not ask about them again.
//!
//! ```toml
//! right = [
//!   'adapter -> type "type"',
//! ]
//! ```

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::diagnostic::Faults;
use crate::glossary::EntryId;
use crate::link::{LinkedGlossary, faults};
use crate::names::NameIndex;
use crate::project::keys::write::{around, quoted};
use crate::project::keys::{Document, Syntax};
use crate::source::{Place, SourceFile, Span};
use crate::text::fold::fold;

/// The comment at the beginning of a new file.
const HEAD: &str = "\
# Links that are right, by the answers to `headword links --review`: the entry, the entry that it links to, and
# the words of the link. An answer counts as long as both entries have the words.

";

/// The key of the answers.
const RIGHT: &str = "right";

/// A link that is right: from an entry to another one, with these words. Both entries are given by their slugs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    /// The entry with the link in its text.
    pub entry: String,
    /// The entry that it leads to.
    pub target: String,
    /// The words of the link.
    pub phrase: String,
}

impl Answer {
    /// The answer as a string of TOML, in single quotation marks if it has none.
    pub fn to_toml(&self) -> String {
        let text = self.to_string();
        if text.contains('\'') || text.contains(char::is_control) {
            quoted(&text)
        } else {
            format!("'{text}'")
        }
    }

    /// Reads the text of an answer, as [`Display`](fmt::Display) writes it.
    fn read(text: &str) -> Option<Self> {
        let (entry, rest) = text.split_once(" -> ")?;
        let (target, phrase) = rest.split_once(" \"")?;
        let phrase = phrase
            .strip_suffix('"')
            .filter(|phrase| !phrase.is_empty())?;
        let slug = |text: &str| (!text.is_empty() && !text.contains(' ')).then(|| text.to_owned());
        Some(Self {
            entry: slug(entry)?,
            target: slug(target)?,
            phrase: phrase.to_owned(),
        })
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            entry,
            target,
            phrase,
        } = self;
        write!(f, "{entry} -> {target} \"{phrase}\"")
    }
}

/// All answers of a project.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// The file; `None` if there is none.
    file: Option<Arc<SourceFile>>,
    /// The answers with their bytes in the file, in its order.
    right: Vec<(Answer, Span)>,
}

impl Answers {
    /// Reads `linking.toml`, if there is one. Errors are reported.
    pub fn read(file: Option<&Arc<SourceFile>>, faults: &Faults) -> Self {
        let Some(file) = file else {
            return Self::default();
        };
        let document = Document::parse(file, 0..file.text.len(), 0..0, Syntax::Toml, faults);
        let mut keys = document.keys(faults);
        let mut right = Vec::new();
        for written in keys.strings(RIGHT) {
            match Answer::read(&written.text) {
                Some(answer) => right.push((answer, written.span)),
                None => faults.report(faults::invalid_answer(Place::new(file, written.span))),
            }
        }
        keys.finish();
        Self {
            file: Some(Arc::clone(file)),
            right,
        }
    }

    /// The answers with their bytes in the file.
    pub fn iter(&self) -> impl Iterator<Item = &(Answer, Span)> {
        self.right.iter()
    }

    /// The file; `None` if there is none.
    pub fn file(&self) -> Option<&Arc<SourceFile>> {
        self.file.as_ref()
    }

    /// Whether a link is among the answers. The case of its words does not count.
    pub fn contains(&self, answer: &Answer) -> bool {
        let is_same = |(other, _): &(Answer, Span)| {
            other.entry == answer.entry
                && other.target == answer.target
                && other.phrase.to_lowercase() == answer.phrase.to_lowercase()
        };
        self.right.iter().any(is_same)
    }

    /// The text of the file with more answers. All answers are in order, one on each line; other lines of the
    /// file do not change.
    pub fn with<'a>(&'a self, more: impl IntoIterator<Item = &'a Answer>) -> String {
        let mut all: BTreeSet<&Answer> = self.right.iter().map(|(answer, _)| answer).collect();
        all.extend(more);
        let lines: String = all
            .iter()
            .map(|answer| format!("  {},\n", answer.to_toml()))
            .collect();
        let list = format!("{RIGHT} = [\n{lines}]\n");
        let Some(file) = &self.file else {
            return format!("{HEAD}{list}");
        };
        match around(&file.text, RIGHT) {
            Some((head, tail)) => format!("{head}{list}{}", tail.trim_start_matches('\n')),
            None => format!("{list}\n{}", file.text),
        }
    }

    /// The answers that no longer count: an entry is gone, the text of the first no longer has the words, or
    /// they are no longer a name of the second.
    pub fn outdated(&self, linked: &LinkedGlossary, names: &NameIndex) -> Vec<&Answer> {
        let answers = self.right.iter().map(|(answer, _)| answer);
        answers
            .filter(|answer| !counts(answer, linked, names))
            .collect()
    }
}

/// Whether both entries of an answer have its words.
fn counts(answer: &Answer, linked: &LinkedGlossary, names: &NameIndex) -> bool {
    let glossary = &linked.glossary;
    let by_slug = |slug: &str| -> Option<EntryId> {
        glossary.ids().find(|id| glossary.entry(*id).slug == slug)
    };
    let (Some(entry), Some(target)) = (by_slug(&answer.entry), by_slug(&answer.target)) else {
        return false;
    };
    let language = names.language();
    let entry = glossary.entry(entry);
    let body = entry.file.slice(entry.body.start..);
    let has_words = fold(body, language).contains(&fold(&answer.phrase, language));
    let mut mentions = names.mentions(&answer.phrase).into_iter();
    has_words && mentions.any(|mention| names.candidates(&mention).any(|id| id == target))
}
