//! The names of entries as programs need them that read words, not entries.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use icu_properties::CodePointSetData;
use icu_properties::props::GraphemeExtend;

use crate::entry::front_matter::CaseMode;
use crate::glossary::{Entry, EntryId, Glossary, Label, LabelKind};
use crate::text::slice;
use crate::text::words::is_unspaced;

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
    /// `letter` is a class with the letters of words. The syntax is the same in JavaScript and in .NET, whose regular
    /// expressions Vale has.
    ///
    /// ```text
    /// cell    in solar cell     (?<!(?<![\w])solar[\s-]+)
    /// cell    in cell phone     (?![\s-]+phone[\w]{0,3}(?![\w]))     also cell phones
    /// cell    in a cell wall    (?!(?<=(?<![\w])a[\s-]+)cell[\s-]+wall[\w]{0,3}(?![\w]))
    /// ```
    pub(super) fn limits(&self, letter: &str) -> (String, String) {
        let mut before = Vec::new();
        let mut after = Vec::new();
        let mut around = String::new();
        for longer in &self.inside {
            let first = match longer.before.starts_with(has_spaces) {
                true => format!("(?<![{letter}]){}", spaced_pattern(&longer.before)),
                false => spaced_pattern(&longer.before),
            };
            let last = match last_word(&longer.after) {
                "" => spaced_pattern(&longer.after),
                // a short word has no endings: *hepatitis and* is not *hepatitis A*
                word if word.chars().count() <= 3 => {
                    format!("{}(?![{letter}])", spaced_pattern(&longer.after))
                }
                _ => format!(
                    "{}[{letter}]{{0,3}}(?![{letter}])",
                    spaced_pattern(&longer.after)
                ),
            };
            match (longer.before.is_empty(), longer.after.is_empty()) {
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

/// The letters at the end of a text.
fn last_word(text: &str) -> &str {
    let word = text.trim_end_matches(has_spaces);
    slice(text, word.len()..)
}

/// A text as a regular expression, in which spaces and hyphens stand for each other.
fn spaced_pattern(text: &str) -> String {
    const JOIN: &str = r"[\s\u2010\u2011-]+";
    let parts = text.split(is_join).map(as_pattern);
    let mut pattern = String::new();
    for (index, part) in parts.enumerate() {
        if index > 0 && !pattern.ends_with(JOIN) {
            pattern.push_str(JOIN);
        }
        pattern.push_str(&part);
    }
    pattern
}

/// Whether a character joins two words, with or without a space.
fn is_join(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// A name in small letters, in which all spaces and hyphens are one space.
fn spaced(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut spaced = String::with_capacity(lower.len());
    for c in lower.chars() {
        match is_join(c) {
            true if spaced.ends_with(' ') => {}
            true => spaced.push(' '),
            false => spaced.push(c),
        }
    }
    spaced
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
    let to_avoid: Vec<String> = avoided.iter().map(|it| spaced(&it.name)).collect();
    let mut sought: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, name) in to_avoid.iter().enumerate() {
        sought.entry(name).or_default().push(index);
    }
    let lengths: BTreeSet<usize> = to_avoid.iter().map(String::len).collect();
    let used = used.iter().map(|name| (spaced(name), true));
    let all = used.chain(to_avoid.iter().map(|name| (name.clone(), false)));
    for (name, is_right) in all {
        let borders = borders(&name);
        for start in &borders {
            let ends = lengths.iter().map(|length| start + length);
            let ends = ends.take_while(|end| *end <= name.len());
            for end in ends.filter(|end| borders.binary_search(end).is_ok()) {
                let part = slice(&name, *start..end);
                if part.len() == name.len() {
                    continue;
                }
                for index in sought.get(part).into_iter().flatten() {
                    if let Some(avoided) = avoided.get_mut(*index) {
                        avoided.inside.push(Inside {
                            before: slice(&name, ..*start).to_owned(),
                            after: slice(&name, end..).to_owned(),
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

/// Whether a character is a letter or a digit of a script with spaces between words.
fn has_spaces(c: char) -> bool {
    c == '_' || is_of_word(c) && !is_unspaced(c)
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

/// A name as a regular expression that finds this text, with any apostrophe.
pub(super) fn as_pattern(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            // Vale counts brackets, to find groups
            '(' => out.push_str(r"\x28"),
            ')' => out.push_str(r"\x29"),
            '\'' | '’' => out.push_str("['’]"),
            // the small form of `İ`, which is not the same as `İ` in any case
            'i' if rest.next_if_eq(&'\u{307}').is_some() => out.push_str("(?:i\u{307}|İ)"),
            '\\' | '^' | '$' | '.' | '|' | '?' | '*' | '+' | '[' | ']' | '{' | '}' | '/' => {
                out.extend(['\\', c]);
            }
            _ => out.push(c),
        }
    }
    out
}
