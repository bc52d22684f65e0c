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

/// Separates a title from the brackets at its end. Their content is an abbreviation if it looks like one of
/// the words before it, a synonym if it is the long form of an abbreviation or the term in another script,
/// and otherwise the sense.
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
            let is_long_form = is_acronym(head) && !is_acronym(name);
            let is_short_form = is_acronym(name) && (foreign || initial(head) == initial(name));
            if is_short_form {
                parts.abbreviations.push(name.to_owned());
            } else if is_long_form || foreign || parts.sense.is_some() {
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

fn initial(name: &str) -> Option<String> {
    let first = name.chars().find(|c| c.is_alphanumeric())?;
    Some(first.to_lowercase().to_string())
}

/// The script of the first letter.
fn script(name: &str) -> Option<Script> {
    let first = name.chars().find(|c| c.is_alphabetic())?;
    Some(CodePointMapData::<Script>::new().get(first))
}
