//! What is known of text and languages: folding, slugs, order, sentences, nearest names.

use std::iter::Take;
use std::slice::SliceIndex;

pub mod alphabet;
pub mod fnv;
pub mod fold;
pub mod hidden;
pub mod inflection;
pub mod language;
pub mod name;
pub mod nearest;
pub mod sentence;
pub mod slug;
pub mod tokens;
pub mod words;

/// The bytes of a text in a range; nothing where the range is not all in the text, or begins or ends
/// within a character.
#[inline]
pub fn slice(text: &str, range: impl SliceIndex<str, Output = str>) -> &str {
    text.get(range).unwrap_or_default()
}

/// The beginning of a text: as many whole characters as are in `most` bytes.
pub fn head(text: &str, most: usize) -> &str {
    slice(text, ..text.floor_char_boundary(most))
}

/// A number with its noun, such as `1 entry`, `2 entries`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The first few of some things.
#[derive(Debug, Clone)]
pub struct FirstFew<I> {
    /// As many as are shown.
    pub first: Take<I>,
    /// How many more there are.
    pub more: usize,
}

/// The first of some things, at `most` so many, and how many more there are.
pub fn first_few<I: ExactSizeIterator>(all: I, most: usize) -> FirstFew<I> {
    FirstFew {
        more: all.len().saturating_sub(most),
        first: all.take(most),
    }
}

/// The first of some texts as a list: `a, b`, or `a, b and 3 more`.
pub fn short_list(texts: &[impl AsRef<str>], most: usize) -> String {
    let FirstFew { first, more } = first_few(texts.iter(), most);
    let first: Vec<&str> = first.map(AsRef::as_ref).collect();
    let first = first.join(", ");
    if more == 0 {
        first
    } else {
        format!("{first} and {more} more")
    }
}
