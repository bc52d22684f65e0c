//! The slips that are made most in a line that is not TOML.

/// How quotation marks begin and end that a word processor makes.
const CURLY: &[char] = &[
    '\u{201c}', '\u{201d}', '\u{201e}', '\u{201f}', '\u{ab}', '\u{bb}',
];

/// A line with a key and a value that are to be read, though it is not TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// What is wrong with the line.
    pub kind: SlipKind,
    /// The key.
    pub key: String,
    /// The value as it is meant, without quotation marks; empty where a list is meant.
    pub value: String,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipKind {
    /// A colon stands for the equals sign: `title: Tea`.
    Colon,
    /// So it does before a list, or before nothing: `tags: [tea]`.
    ColonBeforeList,
    /// Quotation marks are those of a word processor: `title = “Tea”`.
    CurlyMarks,
    /// A text has no quotation marks: `title = Tea`.
    NoMarks,
    /// A quotation mark is in a text as it is: `title = "a "strong" tea"`.
    MarkInText,
}

/// The slip in a line that is not TOML; `None` where it is none of those that are known.
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
