//! The fingerprint of an entry's text. A translation records with it which text it translates.

use std::fmt;
use std::sync::Arc;

use super::{Entry, LabelKind};
use crate::diagnostic::Faults;
use crate::disk::Digest;
use crate::entry::front_matter::FrontMatter;
use crate::entry::translated::DIGITS;
use crate::source::SourceFile;

/// A fingerprint of the title, the other names and the body of an entry: the first 12 hexadecimal digits of a SHA-256
/// sum. White space, line wraps, the order of names, and all other keys make no difference.
///
/// Translations have it in their files, so it must stay the same in all versions of Headword.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

/// The relation of a translation to the text that it translates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Currency {
    /// The text is the one that the translation records.
    Current,
    /// The text has changed since.
    Outdated,
    /// The translation does not record its text.
    Unrecorded,
}

impl Fingerprint {
    /// The fingerprint of an entry with this front matter and this body, in Markdown.
    pub fn of(front: &FrontMatter, body: &str) -> Self {
        let names = front.texts().filter_map(|(kind, name)| {
            let key = key(kind.label()?);
            Some(format!("{key} {}\n", without_space(&name.text)))
        });
        let mut names: Vec<String> = names.collect();
        names.sort();
        names.dedup();
        let text = format!("{}{}", names.concat(), without_layout(body));
        let mut sum = Digest::of(text.as_bytes()).to_string();
        sum.truncate(DIGITS);
        Self(sum)
    }

    /// The fingerprint of an entry.
    pub fn of_entry(entry: &Entry) -> Self {
        Self::of(&entry.front, entry.file.slice(entry.body.start..))
    }

    /// The fingerprint of an entry's file, whatever mistakes it has.
    pub fn of_file(file: &Arc<SourceFile>) -> Self {
        let (front, start) = FrontMatter::read(file, &Faults::default());
        Self::of(&front, file.slice(start..))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Currency {
    /// The relation of a translation to its entry in the main language.
    pub fn of(translation: &Entry, original: &Entry) -> Self {
        match &translation.front.translated {
            None => Self::Unrecorded,
            Some(record) if record.text == Fingerprint::of_entry(original).as_str() => {
                Self::Current
            }
            Some(_) => Self::Outdated,
        }
    }
}

/// The word for a kind of names in the text of a fingerprint.
fn key(kind: LabelKind) -> &'static str {
    match kind {
        LabelKind::Title => "title",
        LabelKind::Synonym => "synonyms",
        LabelKind::Abbreviation => "abbreviations",
        LabelKind::Variant => "variants",
        LabelKind::Hidden => "hidden",
        LabelKind::Deprecated => "avoid",
    }
}

/// A text without white space. A line may be wrapped between two words, and in Chinese and Japanese anywhere, so a
/// single space in the place of each wrap would not do.
fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A body in Markdown without white space. The signs `>` of a quotation count once, not on each of its lines, because
/// their number depends on line wraps.
fn without_layout(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut depth = 0;
    for line in body.lines() {
        let words = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        if words.is_empty() {
            continue;
        }
        let signs = line
            .chars()
            .take(line.chars().count() - words.chars().count());
        let signs = signs.filter(|c| *c == '>').count();
        if signs != depth {
            text.push('\n');
            text.push_str(&">".repeat(signs));
            depth = signs;
        }
        text.extend(words.chars().filter(|c| !c.is_whitespace()));
    }
    text
}
