//! The links that an editor called right, in `linking.toml`. A review does not ask about them again.
//!
//! ```toml
//! right = [
//!   'adapter -> type "type"',
//! ]
//! ```

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Faults;
use crate::diagnostic::disk_error::DiskError;
use crate::disk::Disk;
use crate::link::{LinkedGlossary, faults};
use crate::names::NameIndex;
use crate::project::keys::write::with_lines;
use crate::project::keys::{Document, Syntax};
use crate::project::load;
use crate::site_map::Route;
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
        Syntax::Toml.quoted_like(&self.to_string(), "'")
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
    /// Reads `linking.toml` of the project at `root`, if there is one. Errors in it are reported.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn read(disk: &Disk, root: &Path, faults: &Faults) -> Result<Self, DiskError> {
        let Some(file) = load::answers(disk, root, faults)? else {
            return Ok(Self::default());
        };
        let document = Document::parse(&file, 0..file.text.len(), 0..0, Syntax::Toml, faults);
        let mut keys = document.keys(faults);
        let mut right = Vec::new();
        for written in keys.strings(RIGHT) {
            match Answer::read(&written.text) {
                Some(answer) => right.push((answer, written.span)),
                None => faults.report(faults::invalid_answer(Place::new(&file, written.span))),
            }
        }
        keys.finish();
        Ok(Self {
            file: Some(Arc::clone(&file)),
            right,
        })
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
        let lines = all.into_iter().map(Answer::to_toml);
        with_lines(self.file.as_deref(), HEAD, RIGHT, lines)
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
    let by_slug = |slug: &str| match linked.site_map.route(&format!("{slug}/"))? {
        Route::Entry(id) => Some(*id),
        _ => None,
    };
    let (Some(entry), Some(target)) = (by_slug(&answer.entry), by_slug(&answer.target)) else {
        return false;
    };
    let language = names.language();
    let entry = glossary.entry(entry);
    let words = fold(&answer.phrase, language);
    let examples = entry.examples.iter().map(|example| &example.body);
    let mut texts = examples.chain([&entry.body]);
    let has_words = texts.any(|text| {
        let text = text.file.slice(text.start..);
        fold(text, language).contains(&words)
    });
    let mut mentions = names.mentions(&answer.phrase).into_iter();
    has_words && mentions.any(|mention| names.candidates(&mention).any(|id| id == target))
}
