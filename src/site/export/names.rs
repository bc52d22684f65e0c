//! The names of entries as programs need them that read words, not entries.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use icu_properties::CodePointSetData;
use icu_properties::props::GraphemeExtend;

use crate::entry::front_matter::CaseMode;
use crate::glossary::{Entry, EntryId, Glossary, Label, LabelKind};

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
/// apostrophes between them, and has a letter. Its letters are small if it means any case.
pub(super) fn words(glossary: &Glossary) -> BTreeSet<String> {
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
                false => word.to_lowercase(),
            }));
        }
    }
    words
}

/// Whether a character may be inside a word: a letter, a digit or a combining mark.
pub(super) fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || CodePointSetData::new::<GraphemeExtend>().contains(c)
}

/// A name to avoid, with the headwords to use instead.
pub(super) struct Avoided<'g> {
    /// The name. Its letters are small if it means any case.
    pub(super) name: String,
    /// Whether the name means only this case.
    pub(super) is_exact: bool,
    /// The headwords to use instead, in the order of the entries.
    pub(super) instead: Vec<&'g str>,
}

/// All names to avoid, in the order of bytes. A name that may be used for an entry is left out. If it differs from such
/// a name only in case, it means only its own case.
pub(super) fn avoided(glossary: &Glossary) -> Vec<Avoided<'_>> {
    let entries = || glossary.iter().map(|(_, entry)| entry);
    let names: HashSet<&str> = entries()
        .flat_map(used)
        .map(|label| label.text.as_str())
        .collect();
    let folded: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let mut avoided: BTreeMap<String, Avoided<'_>> = BTreeMap::new();
    for entry in entries() {
        for name in entry
            .names(LabelKind::Deprecated)
            .filter(|name| !names.contains(name))
        {
            let is_exact = is_exact(entry, name) || folded.contains(&name.to_lowercase());
            let name = match is_exact {
                true => name.to_owned(),
                false => name.to_lowercase(),
            };
            let avoided = avoided.entry(name.clone()).or_insert(Avoided {
                name,
                is_exact,
                instead: Vec::new(),
            });
            if !avoided.instead.contains(&entry.headword.as_str()) {
                avoided.instead.push(&entry.headword);
            }
        }
    }
    avoided.into_values().collect()
}

/// The names that may be used for an entry.
fn used(entry: &Entry) -> impl Iterator<Item = &Label> {
    let labels = entry.labels.iter();
    labels.filter(|label| !matches!(label.kind, LabelKind::Hidden | LabelKind::Deprecated))
}

/// Whether a name of an entry, or a word of it, means only its own case. In *smart* case, it does if a word has a
/// capital after its first letter.
fn is_exact(entry: &Entry, name: &str) -> bool {
    match entry.front.case {
        CaseMode::Exact => true,
        CaseMode::Any => false,
        CaseMode::Smart => {
            let mut words = name.split(|c| !is_of_word(c));
            words.any(|word| word.chars().skip(1).any(char::is_uppercase))
        }
    }
}

/// A name as a regular expression that finds this text.
pub(super) fn as_pattern(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if "\\^$.|?*+()[]{}/".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
