//! Words that a language writes in two ways: *colour* and *color*, *normalise* and *normalize*.

use std::collections::HashMap;

use serde::Deserialize;

use crate::text::slice;

/// The length of the beginning of a part by which it is found, in bytes. No part is shorter.
const KEY: usize = 3;

/// Parts of words that have another spelling. The file lists them in pairs, separated by spaces, with a slash between
/// the two. After `^`, a part is at the beginning of a word; before `$`, at its end; after `~`, the word has a vowel
/// before it: *organise*, not *size*.
///
/// ```text
/// colour/color        discolouration    discoloration
/// ^tyre/^tire         tyres             tires
/// ~ise$/~ize$         organise          organize
/// ```
#[derive(Debug, Default, Deserialize)]
#[serde(from = "String")]
pub(super) struct Spellings {
    /// Each part in both directions, by its first bytes.
    parts: HashMap<[u8; KEY], Vec<Part>>,
}

/// A part of a word, and its other spelling.
#[derive(Debug)]
struct Part {
    text: String,
    other: String,
    is_at_start: bool,
    is_at_end: bool,
    is_after_vowel: bool,
}

impl From<String> for Spellings {
    fn from(pairs: String) -> Self {
        let mut parts: HashMap<_, Vec<Part>> = HashMap::new();
        let pairs = pairs
            .split_whitespace()
            .filter_map(|pair| pair.split_once('/'));
        for (one, other) in pairs {
            for part in [Part::new(one, other), Part::new(other, one)] {
                if let Some(key) = part.text.as_bytes().first_chunk() {
                    parts.entry(*key).or_default().push(part);
                }
            }
        }
        Self { parts }
    }
}

impl Part {
    fn new(part: &str, other: &str) -> Self {
        let text = |part: &str| part.trim_matches(['^', '~', '$']).to_owned();
        Self {
            text: text(part),
            other: text(other),
            is_at_start: part.starts_with('^'),
            is_at_end: part.ends_with('$'),
            is_after_vowel: part.starts_with('~'),
        }
    }

    /// Whether the part is at a byte of a word.
    fn is_at(&self, word: &str, at: usize, vowels: &str) -> bool {
        let before = slice(word, ..at);
        let Some(after) = slice(word, at..).strip_prefix(self.text.as_str()) else {
            return false;
        };
        (!self.is_at_start || before.is_empty())
            && (!self.is_at_end || after.is_empty())
            && (!self.is_after_vowel || before.contains(|c| vowels.contains(c)))
    }
}

impl Spellings {
    /// The other spelling of a word, in which all parts change together; `None` if it has one spelling only. Of the
    /// parts at one place, the longest counts.
    pub(super) fn other(&self, word: &str, vowels: &str) -> Option<String> {
        let mut out = String::new();
        let mut written = 0;
        let mut at = 0;
        while let Some(key) = word.as_bytes().get(at..).and_then(<[u8]>::first_chunk) {
            let parts = self.parts.get(key).into_iter().flatten();
            let fitting = parts
                .filter(|_| word.is_char_boundary(at))
                .filter(|part| part.is_at(word, at, vowels));
            if let Some(part) = fitting.max_by_key(|part| part.text.len()) {
                out.push_str(slice(word, written..at));
                out.push_str(&part.other);
                at += part.text.len();
                written = at;
            } else {
                at += 1;
            }
        }
        (written > 0).then(|| out + slice(word, written..))
    }
}
