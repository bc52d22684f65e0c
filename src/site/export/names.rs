//! The names of entries as programs need them that read words, not entries.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use icu_properties::CodePointSetData;
use icu_properties::props::GraphemeExtend;

use crate::entry::front_matter::CaseMode;
use crate::glossary::{Entry, EntryId, Glossary, Label, LabelKind};
use crate::text::slice;

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
    /// The longer names of which it is a part.
    pub(super) inside: Vec<Inside>,
}

/// A longer name of which a name to avoid is a part: *solar cell*, if *cell* is to be avoided. What it has around the name
/// to avoid, in small letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Inside {
    before: String,
    after: String,
    /// Whether the longer name may be used.
    is_right: bool,
}

impl Avoided<'_> {
    /// Whether the name is a part of one that may be used. Programs that look at single words would report that one too.
    pub(super) fn is_part_of_right_name(&self) -> bool {
        self.inside.iter().any(|longer| longer.is_right)
    }

    /// What a regular expression for the name begins and ends with, so that it does not find the name inside a longer one.
    /// The syntax is the same in JavaScript and in .NET, whose regular expressions Vale has.
    ///
    /// ```text
    /// cell    in solar cell, fuel cell    (?<!solar[\s-]+|fuel[\s-]+)
    /// cell    in cell phone                                           (?![\s-]+phone)
    /// cell    in a cell wall              (?!(?<=a[\s-]+)cell[\s-]+wall)
    /// ```
    pub(super) fn limits(&self) -> (String, String) {
        let mut before = Vec::new();
        let mut after = Vec::new();
        let mut around = String::new();
        for longer in &self.inside {
            let [first, last] = [&longer.before, &longer.after].map(|text| spaced_pattern(text));
            match (first.is_empty(), last.is_empty()) {
                (false, true) => before.push(first),
                (true, false) => after.push(last),
                _ => {
                    let name = spaced_pattern(&self.name);
                    around.push_str(&format!("(?!(?<={first}){name}{last})"));
                }
            }
        }
        if !before.is_empty() {
            around.push_str(&format!("(?<!{})", before.join("|")));
        }
        let after = match after.is_empty() {
            true => String::new(),
            false => format!("(?!{})", after.join("|")),
        };
        (around, after)
    }
}

/// A text as a regular expression, in which spaces and hyphens stand for each other.
fn spaced_pattern(text: &str) -> String {
    const JOIN: &str = r"[\s-]+";
    let is_join = |c: char| c.is_whitespace() || c == '-';
    let words = text.split(is_join).filter(|word| !word.is_empty());
    let mut pattern = words.map(as_pattern).collect::<Vec<_>>().join(JOIN);
    if text.starts_with(is_join) {
        pattern.insert_str(0, JOIN);
    }
    if text.ends_with(is_join) {
        pattern.push_str(JOIN);
    }
    pattern
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
                inside: Vec::new(),
            });
            if !avoided.instead.contains(&entry.headword.as_str()) {
                avoided.instead.push(&entry.headword);
            }
        }
    }
    let mut avoided: Vec<_> = avoided.into_values().collect();
    find_longer(&folded, &mut avoided);
    avoided
}

/// Finds the names of which names to avoid are a part, among the names to use, which are in small letters, and among the
/// names to avoid themselves.
fn find_longer(used: &HashSet<String>, avoided: &mut [Avoided<'_>]) {
    let to_avoid: Vec<String> = avoided.iter().map(|it| it.name.to_lowercase()).collect();
    let mut sought: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, name) in to_avoid.iter().enumerate() {
        sought.entry(name).or_default().push(index);
    }
    let longest = to_avoid.iter().map(String::len).max().unwrap_or_default();
    let used = used.iter().map(|name| (name, true));
    for (name, is_right) in used.chain(to_avoid.iter().map(|name| (name, false))) {
        let borders = borders(name);
        for (number, start) in borders.iter().enumerate() {
            let ends = borders.iter().skip(number + 1);
            for end in ends.take_while(|end| *end - start <= longest) {
                let part = slice(name, *start..*end);
                if part.len() == name.len() {
                    continue;
                }
                for index in sought.get(part).into_iter().flatten() {
                    if let Some(avoided) = avoided.get_mut(*index) {
                        avoided.inside.push(Inside {
                            before: slice(name, ..*start).to_owned(),
                            after: slice(name, *end..).to_owned(),
                            is_right,
                        });
                    }
                }
            }
        }
    }
    for avoided in avoided {
        avoided.inside.sort();
        avoided.inside.dedup_by(|one, other| {
            let is_same = one.before == other.before && one.after == other.after;
            other.is_right |= is_same && one.is_right;
            is_same
        });
    }
}

/// The places in a name at which a part of it may begin or end: all but those inside a word.
fn borders(name: &str) -> Vec<usize> {
    let mut before = None;
    let mut borders = Vec::new();
    for (at, c) in name.char_indices() {
        let has_border = |other: char| !has_spaces(other) || !has_spaces(c);
        if before.is_none_or(has_border) {
            borders.push(at);
        }
        before = Some(c);
    }
    borders.push(name.len());
    borders
}

/// Whether a character is a letter or a digit of a script with spaces between words. The patterns for textlint have the
/// same letters.
fn has_spaces(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | 'À'..='\u{dff}' | 'Ḁ'..='\u{1fff}')
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
