//! Rules for text and languages: folding, slugs, alphabetical order, sentences, similar names.

use std::iter::Take;
use std::slice::SliceIndex;

pub mod alphabet;
pub mod bidi;
pub mod common_words;
pub mod definition_lists;
pub mod endonym;
pub mod fnv;
pub mod fold;
pub mod formats;
pub mod inflection;
pub mod invisible;
pub mod language;
pub mod name;
pub mod nearest;
pub mod pinyin;
pub mod quotes;
pub mod sentence;
pub mod slug;
pub mod tokens;
pub mod words;

/// The part of a text in a range of bytes. It is empty if the range is not inside the text, or begins or
/// ends within a character.
#[inline]
pub fn slice(text: &str, range: impl SliceIndex<str, Output = str>) -> &str {
    text.get(range).unwrap_or_default()
}

/// The beginning of a text: as many whole characters as fit into `most` bytes.
pub fn head(text: &str, most: usize) -> &str {
    slice(text, ..text.floor_char_boundary(most))
}

/// A number with its noun, such as `1 entry` or `2 entries`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The beginning of a list, for a message.
#[derive(Debug, Clone)]
pub struct FirstFew<I> {
    /// The items to show.
    pub first: Take<I>,
    /// The number of other items.
    pub more: usize,
}

/// The first items of a list, at most `most`, and the number of the others.
pub fn first_few<I: ExactSizeIterator>(all: I, most: usize) -> FirstFew<I> {
    FirstFew {
        more: all.len().saturating_sub(most),
        first: all.take(most),
    }
}

/// The first texts of a list, at most `most`, such as `a, b` or `a, b and 3 more`.
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
