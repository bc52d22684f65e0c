//! Names to avoid, with the longer names around them, for programs that find them by regular expressions or by words.
//!
//! ```text
//! Solar cell, avoid: cell      the cell, a solar cell      only the first one is to be reported
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::names::{is_exact, is_of_word, used};
use crate::glossary::{Glossary, LabelKind};
use crate::text::slice;
use crate::text::words::is_unspaced;

/// Writes a name in small letters.
type Small<'f> = &'f dyn Fn(&str) -> String;

/// The small letters for regular expressions that find a name in any case. These know no language: `i` is `I` in any case.
pub(super) fn of_any_language(name: &str) -> String {
    name.to_lowercase()
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
            let start = match longer.before.starts_with(has_spaces) {
                true => format!("(?<![{letter}])"),
                false => String::new(),
            };
            let end = match last_word(&longer.after).chars().count() {
                0 => String::new(),
                // a short word has no endings: *hepatitis and* is not *hepatitis A*
                1..=3 => format!("(?![{letter}])"),
                _ => format!("[{letter}]{{0,3}}(?![{letter}])"),
            };
            let first = format!("{start}{}", spaced_pattern(&longer.before));
            let last = format!("{}{end}", spaced_pattern(&longer.after));
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
fn spaced(name: &str, small: Small<'_>) -> String {
    let lower = small(name);
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
/// `small` writes the others in small letters.
pub(super) fn names<'g>(glossary: &'g Glossary, small: Small<'_>) -> Vec<Avoided<'g>> {
    let entries = || glossary.iter().map(|(_, entry)| entry);
    let names: HashSet<&str> = entries()
        .flat_map(used)
        .map(|label| label.text.as_str())
        .collect();
    let folded: HashSet<String> = names.iter().map(|name| small(name)).collect();
    let mut avoided: BTreeMap<String, Avoided<'_>> = BTreeMap::new();
    for entry in entries() {
        for name in entry
            .names(LabelKind::Deprecated)
            .filter(|name| !names.contains(name))
        {
            let is_exact = is_exact(entry, name) || folded.contains(&small(name));
            let name = match is_exact {
                true => name.to_owned(),
                false => small(name),
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
    find_longer(&folded, &mut avoided, small);
    avoided
}

/// Finds the names of which names to avoid are a part, among the names to use, which are in small letters, and among the
/// names to avoid themselves.
fn find_longer(used: &HashSet<String>, avoided: &mut [Avoided<'_>], small: Small<'_>) {
    let to_avoid: Vec<String> = avoided.iter().map(|it| spaced(&it.name, small)).collect();
    let mut sought: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, name) in to_avoid.iter().enumerate() {
        sought.entry(name).or_default().push(index);
    }
    let lengths: BTreeSet<usize> = to_avoid.iter().map(String::len).collect();
    let used = used.iter().map(|name| (spaced(name, small), true));
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
