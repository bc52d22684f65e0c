//! Texts of YAML without quotation marks.

use super::reader::read_all;
use crate::project::keys::value::Content;

/// Words that YAML readers take for a flag or for nothing (YAML 1.1, types `bool` and `null`; YAML 1.2.2,
/// 10.3.2). Headword reads them as texts, but other tools do not.
const WORDS: &[&str] = &[
    "true", "false", "yes", "no", "on", "off", "y", "n", "null", "~",
];

/// Whether every YAML reader takes a text without quotation marks for this text, also in a list on one
/// line.
///
/// ```text
/// Moore's law    true
/// 1.10, no       false: a number, a flag
/// C: a word      false: a key
/// [Tea], Tea #5  false: a list, a comment
/// ```
pub(in crate::project::keys) fn can_be_plain(text: &str) -> bool {
    const INDICATORS: &[char] = &[
        '-', '?', ':', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '=', '<', '~', ' ',
    ];
    let looks_like_number = text
        .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '.'))
        && text
            .chars()
            .all(|c| c.is_ascii_hexdigit() || "+-._:oxTZ ".contains(c));
    !text.is_empty()
        && !text.starts_with(INDICATORS)
        && !text.ends_with([' ', ':'])
        && !text.contains([',', '[', ']', '{', '}'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text
            .contains(|c: char| c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}'))
        && !looks_like_number
        && !WORDS.contains(&text.to_lowercase().as_str())
}

/// The text of a scalar; `None` if `written` is not a scalar.
pub(in crate::project::keys) fn text_of(written: &str) -> Option<String> {
    let line = format!("key: {written}");
    let yaml = read_all(&line, 0).ok()?;
    let value = yaml.table.get("key")?;
    let is_whole = yaml.table.fields.len() == 1 && yaml.faults.is_empty();
    match &value.content {
        Content::Text(text) | Content::Plain(text) if is_whole => Some(text.to_string()),
        _ => None,
    }
}
