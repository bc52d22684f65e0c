//! What is known of text and languages: folding, slugs, order, sentences, nearest names.

pub mod alphabet;
pub mod fold;
pub mod inflection;
pub mod language;
pub mod nearest;
pub mod sentence;
pub mod slug;
pub mod words;
