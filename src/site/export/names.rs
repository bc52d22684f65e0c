//! The names of entries as programs need them that read words, not entries.

use std::collections::{BTreeSet, HashMap};

use icu_properties::CodePointSetData;
use icu_properties::props::GraphemeExtend;

use crate::entry::front_matter::CaseMode;
use crate::glossary::{Entry, EntryId, Glossary, Label, LabelKind};
use crate::text::fold::lower;
use crate::text::language::Language;

/// Every name that means exactly one entry, with this entry, in the order of the entries. The title of one entry comes
/// before another name of the same spelling. Entries that share a title have their sense in brackets.
pub(super) fn unambiguous(glossary: &Glossary) -> Vec<(&str, EntryId)> {
    let mut titles: HashMap<&str, usize> = HashMap::new();
    let mut others: HashMap<&str, usize> = HashMap::new();
    for (_, entry) in glossary.iter() {
        for label in &entry.labels {
            let counts = match label.kind {
                LabelKind::Title => &mut titles,
                _ => &mut others,
            };
            *counts.entry(&label.text).or_default() += 1;
        }
    }
    let mut names = Vec::new();
    for (id, entry) in glossary.iter() {
        for label in &entry.labels {
            let name = label.text.as_str();
            let is_clear = match label.kind {
                LabelKind::Title => titles.get(name) == Some(&1),
                _ => !titles.contains_key(name) && others.get(name) == Some(&1),
            };
            if is_clear {
                names.push((name, id));
            }
        }
    }
    names
}

/// The words of all names that readers may use, in the order of bytes. A word is a run of letters and digits, with
/// apostrophes between them, and has a letter. Its letters are small if it means any case,
/// by the rules of the language.
pub(super) fn words(glossary: &Glossary, language: &Language) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for (_, entry) in glossary.iter() {
        for label in used(entry) {
            let cut = label
                .text
                .split(|c| !is_of_word(c) && !matches!(c, '\'' | '’'));
            let cut = cut.map(|word| word.trim_matches(['\'', '’']));
            let cut = cut
                .filter(|word| word.contains(char::is_alphabetic) && word.chars().nth(1).is_some());
            words.extend(cut.map(|word| match is_exact(entry, word) {
                true => word.to_owned(),
                false => lower(word, language),
            }));
        }
    }
    words
}

/// Whether a character may be inside a word: a letter, a digit or a combining mark.
pub(super) fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || CodePointSetData::new::<GraphemeExtend>().contains(c)
}

/// The names that may be used for an entry.
pub(super) fn used(entry: &Entry) -> impl Iterator<Item = &Label> {
    let labels = entry.labels.iter();
    labels.filter(|label| !matches!(label.kind, LabelKind::Hidden | LabelKind::Deprecated))
}

/// Whether a name of an entry, or a word of it, means only its own case. In *smart* case, it does if a word has a
/// capital after its first letter.
pub(super) fn is_exact(entry: &Entry, name: &str) -> bool {
    match entry.front.case {
        CaseMode::Exact => true,
        CaseMode::Any => false,
        CaseMode::Smart => {
            let mut words = name.split(|c| !is_of_word(c));
            words.any(|word| word.chars().skip(1).any(char::is_uppercase))
        }
    }
}
