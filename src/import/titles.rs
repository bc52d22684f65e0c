//! Titles with brackets: `Long form (LF)`, `LF (Long form)`, `Word (field)`.

use icu_properties::CodePointMapData;
use icu_properties::props::Script;

use crate::text::slice;

/// The parts of a title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TitleParts {
    pub(super) title: String,
    pub(super) abbreviations: Vec<String>,
    pub(super) synonyms: Vec<String>,
    pub(super) sense: Option<String>,
}

/// Separates a title from the brackets at its end. Their content is an abbreviation if it spells the words before it, a
/// synonym if these spell it, if it is another number of the same word, or if it is in another script, and otherwise the
/// sense.
pub(super) fn parts(title: &str) -> TitleParts {
    let (head, groups) = groups(title.trim());
    let mut parts = TitleParts {
        title: head.to_owned(),
        ..TitleParts::default()
    };
    for inside in groups {
        let (inner, within) = self::groups(inside);
        for name in std::iter::once(inner).chain(within) {
            if name.is_empty() || name == head {
                continue;
            }
            let foreign = script(head) != script(name);
            let is_long_form = is_acronym(head) && spells(head, name);
            let looks_short = is_acronym(name) || is_numbered(name);
            let is_short_form = looks_short && (foreign || spells(name, head));
            let is_same_word = differs_at_end(head, name);
            if is_short_form {
                parts.abbreviations.push(name.to_owned());
            } else if is_long_form || is_same_word || foreign || parts.sense.is_some() {
                parts.synonyms.push(name.to_owned());
            } else {
                parts.sense = Some(name.to_owned());
            }
        }
    }
    parts
}

/// The text before the brackets at the end of a title, and the content of each of them.
fn groups(title: &str) -> (&str, Vec<&str>) {
    let mut head = title;
    let mut groups = Vec::new();
    while let Some(start) = last_group(head) {
        let inside = slice(head, start..).trim_start_matches(['(', '（']);
        let inside = inside.strip_suffix([')', '）']).unwrap_or(inside).trim();
        let before = slice(head, ..start);
        // `f(x)` is one name, but scripts without spaces have no space before brackets
        let is_apart = before.ends_with(char::is_whitespace)
            || slice(head, start..).starts_with('（')
            || script(before) != script(inside);
        if before.trim().is_empty() || inside.is_empty() || !is_apart {
            break;
        }
        groups.insert(0, inside);
        head = before.trim_end();
    }
    (head, groups)
}

/// The offset of the opening bracket, if a text ends with a bracket.
fn last_group(text: &str) -> Option<usize> {
    if !text.ends_with([')', '）']) {
        return None;
    }
    let mut depth = 0usize;
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' | '）' => depth += 1,
            '(' | '（' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a name looks like a short form: one word with two capitals or more.
pub(super) fn is_acronym(name: &str) -> bool {
    !name.contains(char::is_whitespace) && name.chars().filter(|c| c.is_uppercase()).count() >= 2
}

/// Whether a name is a word with a number in it: `K8s`.
fn is_numbered(name: &str) -> bool {
    !name.contains(char::is_whitespace) && name.contains(|c: char| c.is_ascii_digit())
}

/// Whether a short form spells a long one: its letters are in the long form in their order, and most of them begin a
/// word or are a capital there.
///
/// ```text
/// ROI      Region of Interest           true
/// HTML     HyperText Markup Language    true
/// HOST     Federal                      false
/// ```
fn spells(short: &str, long: &str) -> bool {
    let mut letters: Vec<char> = Vec::new();
    for c in short.chars().filter(|c| c.is_alphanumeric()) {
        letters.extend(c.to_lowercase());
    }
    // the plural of a short form
    if short.ends_with('s') && letters.len() > 2 {
        letters.pop();
    }
    // K8s, i18n: a number counts the letters left out
    if letters.iter().any(char::is_ascii_digit) {
        let first = long.chars().flat_map(char::to_lowercase).next();
        return letters.first().copied() == first;
    }
    let places: Vec<(char, bool)> = long
        .split(|c: char| !c.is_alphanumeric())
        .flat_map(|word| {
            word.chars().enumerate().flat_map(|(index, c)| {
                let is_initial = index == 0 || c.is_uppercase();
                c.to_lowercase().map(move |c| (c, is_initial))
            })
        })
        .collect();
    let mut at = 0;
    let mut initials = 0;
    for (index, letter) in letters.iter().enumerate() {
        let rest = places.get(at..).unwrap_or_default();
        let is_letter = |(c, _): &(char, bool)| c == letter;
        let initial = rest.iter().position(|place| is_letter(place) && place.1);
        // an initial that leaves enough places for the other letters
        let left = letters.len() - index - 1;
        let initial = initial.filter(|found| rest.len() > found + left);
        let found = match initial {
            Some(found) => {
                initials += 1;
                Some(found)
            }
            None => rest.iter().position(is_letter),
        };
        match found {
            Some(found) => at += found + 1,
            None => return false,
        }
    }
    !letters.is_empty() && initials * 2 >= letters.len()
}

/// Whether two names are one word in two numbers: *Box*, *Boxes*.
fn differs_at_end(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let (short, long) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    let same = short
        .bytes()
        .zip(long.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    same >= 3 && same + 1 >= short.len() && long.len() - same <= 3
}

/// The script of the first letter.
fn script(name: &str) -> Option<Script> {
    let first = name.chars().find(|c| c.is_alphabetic())?;
    Some(CodePointMapData::<Script>::new().get(first))
}
