//! All names of a glossary as a list, to find those that an author may mean with the letters typed so far.

use std::sync::Arc;

use strsim::osa_distance;

use crate::glossary::{EntryId, LabelKind};
use crate::link::Frame;
use crate::text::fold::fold;
use crate::text::language::Language;

/// A name in the list.
#[derive(Debug)]
pub(super) struct ListedName {
    /// The name as its author wrote it.
    pub(super) text: String,
    /// Its entry.
    pub(super) entry: EntryId,
    /// Its kind.
    pub(super) kind: LabelKind,
    /// The name without case, hyphens and spaces.
    folded: String,
    /// The same for the name from each of its words on, except the first.
    from_words: Vec<String>,
}

/// How a name fits the letters that were typed; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It has no other letters.
    Whole,
    /// It begins with them.
    Beginning,
    /// One of its words begins with them.
    Word,
    /// It contains them.
    Inside,
}

/// All names of a glossary.
pub(super) struct NameTable {
    frame: Arc<Frame>,
    names: Vec<ListedName>,
    language: Language,
}

impl NameTable {
    /// The names of the entries in a frame, but not those to avoid.
    pub(super) fn new(frame: &Arc<Frame>) -> Self {
        let language = frame.names.language().clone();
        let entries = frame.glossary.iter();
        let names = entries.flat_map(|(id, entry)| {
            let labels = entry.labels.iter();
            let good = labels.filter(|label| label.kind != LabelKind::Deprecated);
            good.map(move |label| (id, label))
        });
        let names = names.map(|(entry, label)| {
            let text = label.text.clone();
            let starts = text.match_indices([' ', '-']);
            let from_words =
                starts.map(|(at, _)| fold(text.get(at + 1..).unwrap_or(""), &language));
            ListedName {
                folded: fold(&text, &language),
                from_words: from_words.collect(),
                entry,
                kind: label.kind,
                text,
            }
        });
        let names = names.collect();
        Self {
            frame: Arc::clone(frame),
            names,
            language,
        }
    }

    /// Whether the table has the names of a frame.
    pub(super) fn is_of(&self, frame: &Arc<Frame>) -> bool {
        Arc::ptr_eq(&self.frame, frame)
    }

    /// The names that fit some letters, at most `most`: the best first, shorter ones before longer ones.
    /// Without letters, all names fit.
    pub(super) fn search(&self, typed: &str, most: usize) -> Vec<&ListedName> {
        let typed = fold(typed, &self.language);
        let fitting = self.names.iter().filter_map(|name| {
            let fit = name.fit(&typed)?;
            Some(((fit, name.kind, name.folded.len(), &name.folded), name))
        });
        let mut fitting: Vec<_> = fitting.collect();
        if typed.is_empty() {
            // the order of the glossary
            fitting.sort_by_key(|(_, name)| (name.kind != LabelKind::Title, name.entry));
        } else {
            fitting.sort_by_key(|(one, _)| *one);
        }
        let fitting = fitting.into_iter().take(most);
        fitting.map(|(_, name)| name).collect()
    }
}

/// The fewest letters with which similar names are looked for: fewer letters are similar to too many.
const FEWEST_LETTERS: usize = 4;

impl NameTable {
    /// The names that begin almost with some letters, or of which a word does: at most `most`, the best
    /// first. One letter in four may differ, but not the first.
    pub(super) fn similar(&self, typed: &str, most: usize) -> Vec<&ListedName> {
        let typed = fold(typed, &self.language);
        let length = typed.chars().count();
        if length < FEWEST_LETTERS {
            return Vec::new();
        }
        let similar = self.names.iter().filter_map(|name| {
            let starts = name.from_words.iter().chain([&name.folded]);
            let distance = starts
                .filter_map(|start| distance(&typed, length, start))
                .min()?;
            Some(((distance, name.kind, name.folded.len(), &name.folded), name))
        });
        let mut similar: Vec<_> = similar.collect();
        similar.sort_by_key(|(order, _)| *order);
        similar
            .into_iter()
            .take(most)
            .map(|(_, name)| name)
            .collect()
    }
}

/// The number of letters in which the beginning of a name differs from `length` typed letters (the optimal
/// string alignment distance); `None` if they are too many.
fn distance(typed: &str, length: usize, name: &str) -> Option<usize> {
    if typed.chars().next() != name.chars().next() {
        return None;
    }
    let beginning = |letters: usize| -> String { name.chars().take(letters).collect() };
    let lengths = [length - 1, length, length + 1];
    let distances = lengths.map(|letters| osa_distance(typed, &beginning(letters)));
    let least = distances.into_iter().min()?;
    (least <= length / 4).then_some(least)
}

impl ListedName {
    fn fit(&self, typed: &str) -> Option<Fit> {
        if self.folded == typed {
            Some(Fit::Whole)
        } else if self.folded.starts_with(typed) {
            Some(Fit::Beginning)
        } else if self.from_words.iter().any(|word| word.starts_with(typed)) {
            Some(Fit::Word)
        } else if typed.len() > 2 && self.folded.contains(typed) {
            Some(Fit::Inside)
        } else {
            None
        }
    }
}
