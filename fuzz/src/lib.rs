//! What the fuzz targets share: projects in memory, threads for them, and what has to hold of every
//! page.

use std::borrow::Cow;

pub mod markup;
pub mod page;
pub mod project;
pub mod threads;

/// The input as text, as a file's bytes are read: what is not UTF-8 is replaced.
pub fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// The input's first byte as a choice between two ways (odd: `true`), and the rest as text.
pub fn choice_and_text(data: &[u8]) -> (bool, Cow<'_, str>) {
    match data.split_first() {
        Some((first, rest)) => (first % 2 == 1, text(rest)),
        None => (false, Cow::Borrowed("")),
    }
}
