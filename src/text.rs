//! What is known of text and languages: folding, slugs, order, sentences, nearest names.

pub mod alphabet;
pub mod fold;
pub mod inflection;
pub mod language;
pub mod nearest;
pub mod sentence;
pub mod slug;
pub mod tokens;
pub mod words;

/// A number with its noun, such as `1 entry`, `2 entries`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
