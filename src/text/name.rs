//! Names as somebody gives them: in one form, without characters that nobody sees.

use super::fold::{is_forbidden, nfc, single_spaced};
use super::hidden::hidden;

/// Why a text cannot be a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAName {
    /// There is nothing in it but white space.
    Empty,
    /// It has this character in it, which nobody sees or no page may hold.
    Invisible(char),
}

/// A text in the form in which names are kept: normalisation form C, one space for white space in
/// runs, none at the ends. A space that does not break stays beside something, and is nothing alone.
pub fn normalised(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    single_spaced(&nfc(text))
}

/// A name that was typed, in the form in which names are kept.
///
/// # Errors
///
/// Why it cannot be a name.
pub fn typed(text: &str) -> Result<String, NotAName> {
    if let Some(c) = invisible(text) {
        return Err(NotAName::Invisible(c));
    }
    let name = normalised(text);
    if name.is_empty() {
        return Err(NotAName::Empty);
    }
    Ok(name)
}

/// A text as a name, with the characters taken out that no name may have.
pub fn without_invisible(text: &str) -> String {
    let mut name = normalised(text);
    while let Some(c) = invisible(&name) {
        name = name.replace(c, "");
    }
    single_spaced(&name)
}

/// The first character of a text that no page may hold, or else that nobody sees.
fn invisible(text: &str) -> Option<char> {
    text.chars().find(|c| is_forbidden(*c)).or(hidden(text))
}
