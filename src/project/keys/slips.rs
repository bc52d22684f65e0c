//! The most frequent mistakes in a line that is not TOML.

/// The quotation marks of word processors.
const CURLY: &[char] = &[
    '\u{201c}', '\u{201d}', '\u{201e}', '\u{201f}', '\u{ab}', '\u{bb}',
];

/// A mistake in a line that is not TOML but has a key and a value that can be recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The kind of the mistake.
    pub kind: SlipKind,
    /// The key.
    pub key: String,
    /// The intended value, without quotation marks; empty for a list.
    pub value: String,
}

/// The kind of a mistake in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipKind {
    /// A colon instead of the equals sign: `title: Tea`.
    Colon,
    /// A colon instead of the equals sign, before a list or nothing: `tags: [tea]`.
    ColonBeforeList,
    /// Quotation marks of a word processor: `title = “Tea”`.
    CurlyMarks,
    /// A text without quotation marks: `title = Tea`.
    NoMarks,
    /// A quotation mark in a text without a backslash: `title = "a "strong" tea"`.
    MarkInText,
}

/// Recognises the mistake in a line that is not TOML; `None` for any other mistake.
///
/// ```text
/// title: Tea               Colon, key `title`, value `Tea`
/// tags: [tea]              ColonBeforeList, key `tags`, no value
/// title = “Tea”            CurlyMarks, key `title`, value `Tea`
/// title = "a "strong" tea" MarkInText, key `title`, value `a "strong" tea`
/// ```
pub fn slip(line: &str) -> Option<Slip> {
    let slip = |kind, key: &str, value: &str| {
        Some(Slip {
            kind,
            key: key.to_owned(),
            value: value.to_owned(),
        })
    };
    let Some((key, value)) = parts(line, '=') else {
        let (key, value) = parts(line, ':')?;
        let value = value.trim_matches(['"', '\'']);
        if value.is_empty() || value.starts_with(['[', '{', '-', '|', '>']) {
            return slip(SlipKind::ColonBeforeList, key, "");
        }
        return slip(SlipKind::Colon, key, value);
    };
    if value.starts_with(CURLY) {
        return slip(SlipKind::CurlyMarks, key, value.trim_matches(CURLY));
    }
    if value.starts_with(char::is_alphabetic) {
        return slip(SlipKind::NoMarks, key, value);
    }
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('"') {
        slip(SlipKind::MarkInText, key, inner)
    } else {
        None
    }
}

/// The key before the first `sign` of a line, and the value after it.
fn parts(line: &str, sign: char) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(sign)?;
    let key = key.trim();
    let is_key = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    is_key.then_some((key, value.trim()))
}
