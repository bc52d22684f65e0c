//! Names in the form in which entries keep them: normalised, and without invisible characters.

use super::fold::{is_forbidden, nfc, single_spaced};
use super::invisible::first_invisible;

/// The reason why a text cannot be a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// It consists of white space, or of nothing.
    Empty,
    /// It contains this character, which is invisible, or which no page may contain.
    Invisible(char),
}

/// A text in the form of a name: in normalisation form C, with one space in place of each run of white
/// space, and without white space at its ends. No-break spaces stay, but a text of nothing else gives an
/// empty name.
pub fn normalised(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    single_spaced(&nfc(text))
}

/// A name with another one in brackets after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bracketed<'n> {
    /// The name before the brackets.
    pub outer: &'n str,
    /// The name in the brackets.
    pub inner: &'n str,
}

impl<'n> Bracketed<'n> {
    /// Reads a name with brackets at its end, and a space or a full-width bracket before them:
    /// `Quality of Service (QoS)`, but not `print()`. `None` for any other name.
    pub fn read(name: &'n str) -> Option<Self> {
        let inside = name.strip_suffix([')', '\u{ff09}'])?;
        let (before, inner) = inside.rsplit_once(['(', '\u{ff08}'])?;
        let is_wide = name.ends_with('\u{ff09}');
        let (outer, inner) = (before.trim(), inner.trim());
        let has_gap = is_wide || before.ends_with(char::is_whitespace);
        let is_name = |text: &str| text.contains(char::is_alphanumeric);
        let are_names = is_name(outer) && is_name(inner) && !inner.contains([')', '\u{ff09}']);
        (has_gap && are_names).then_some(Self { outer, inner })
    }
}

/// The name that somebody has typed, normalised.
///
/// # Errors
///
/// The text is empty, or contains a character that a name must not contain.
pub fn typed(text: &str) -> Result<String, NameError> {
    if let Some(c) = unwanted(text) {
        return Err(NameError::Invisible(c));
    }
    let name = normalised(text);
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    Ok(name)
}

/// A text as a name, normalised and without the characters that a name must not contain.
pub fn without_invisible(text: &str) -> String {
    let mut name = normalised(text);
    while let Some(c) = unwanted(&name) {
        name = name.replace(c, "");
    }
    single_spaced(&name)
}

/// The first character of a text that no page may contain; if there is none, the first invisible one.
fn unwanted(text: &str) -> Option<char> {
    text.chars()
        .find(|c| is_forbidden(*c))
        .or(first_invisible(text))
}
