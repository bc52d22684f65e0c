//! The code that the fuzz targets share: projects in memory, threads for them, and the checks of pages.

use std::borrow::Cow;

pub mod markup;
pub mod page;
pub mod project;
pub mod threads;

/// The input as text. Bytes that are not UTF-8 become replacement characters.
pub fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// The first byte of the input as a choice (odd: `true`), and the rest as text.
pub fn choice_and_text(data: &[u8]) -> (bool, Cow<'_, str>) {
    match data.split_first() {
        Some((first, rest)) => (first % 2 == 1, text(rest)),
        None => (false, Cow::Borrowed("")),
    }
}
