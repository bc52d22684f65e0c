//! Finds slips of typing in the words of names: *tokneizer* for *tokenizer*, *embeding* for *embedding*.
//!
//! A word that differs in one letter is often another word: *inflection* is not a wrong *infection*. So only two kinds of slips
//! are found, in long words, and not near their ends: two letters that have changed places, and a letter that is double or
//! not.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::index::NameIndex;
use super::matcher::{Match, begins_sentence, is_acronym};
use crate::entry::front_matter::LabelKind;
use crate::text::common_words::CommonWords;
use crate::text::fold::fold;
use crate::text::inflection::{Grammar, NameWord};
use crate::text::slice;
use crate::text::words::{PieceKind, cut};

/// The fewest letters of a word in which slips are found.
const SHORTEST: usize = 8;

/// The letters at the end of a word in which none are found: *complies* is not a wrong *compiles*.
const END: usize = 3;

/// The languages for which this was compared with the words of real texts. In others, there are more words that differ only
/// in a double letter: Italian *cappello* and *capello*.
const LANGUAGES: [&str; 1] = ["en"];

/// Endings before which a consonant is doubled: *planing* and *planning* are two words.
const DOUBLING: [&str; 5] = ["ing", "ings", "ed", "er", "ers"];

/// The words of names, in which slips can be found.
#[derive(Debug, Default)]
pub struct Misspellings {
    /// The folded words, in all forms.
    words: Vec<String>,
    /// The words with the same letters, and those that differ in double letters.
    similar: HashMap<Vec<u8>, Vec<usize>>,
    /// All words of names, which are right.
    known: HashSet<String>,
    common: Option<&'static CommonWords>,
}

/// A word with a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misspelling {
    /// Its bytes in the text.
    pub words: Range<usize>,
    /// The word without the slip.
    pub right: String,
}

impl NameIndex {
    /// The words of the names, in which slips can be found; none in a language for which this is not known to be precise.
    pub fn misspellings(&self) -> Misspellings {
        let language = self.language();
        let mut found = Misspellings {
            common: CommonWords::of(language),
            ..Misspellings::default()
        };
        if !LANGUAGES.contains(&language.primary()) {
            return found;
        }
        let grammar = Grammar::of(language);
        for (phrase, kind) in self.sought() {
            let is_good = !matches!(kind, LabelKind::Deprecated | LabelKind::Hidden);
            let mut pieces = Vec::new();
            cut(&phrase.text, language, &mut pieces);
            for piece in pieces.iter().filter(|piece| piece.kind == PieceKind::Word) {
                let written = slice(&phrase.text, piece.span());
                let folded = fold(written, language);
                for form in grammar.forms(&[NameWord::alone(&folded, written)]) {
                    found.add(form.words.concat(), is_good && !is_acronym(written));
                }
            }
        }
        found
    }
}

impl Misspellings {
    /// Adds a word. Slips are found in it if it `is_good`.
    fn add(&mut self, word: String, is_good: bool) {
        let is_plain = word.bytes().all(|b| b.is_ascii_lowercase());
        let is_new = self.known.insert(word.clone());
        if is_new && is_good && is_plain && word.len() >= SHORTEST {
            let number = self.words.len();
            for key in [sorted(&word), single(&word)] {
                self.similar.entry(key).or_default().push(number);
            }
            self.words.push(word);
        }
    }

    /// The slips in a text. `mentions` are the names in it.
    pub fn find(&self, text: &str, mentions: &[Match]) -> Vec<Misspelling> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '@' | '#');
        let mut found = Vec::new();
        let mut start = 0;
        for run in text.split_inclusive(|c: char| !is_of_word(c)) {
            let word = run.trim_end_matches(|c: char| !is_of_word(c));
            let words = start..start + word.len();
            start += run.len();
            if word.len() + 1 < SHORTEST || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
                continue;
            }
            let next = mentions.partition_point(|mention| mention.span.end <= words.start);
            let is_mention = mentions
                .get(next)
                .is_some_and(|mention| mention.span.start < words.end);
            let is_address = slice(text, words.end..)
                .strip_prefix('.')
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
                || slice(text, ..words.start).ends_with(['.', ':', '\\']);
            if is_mention || is_address {
                continue;
            }
            let before = slice(text, ..words.start);
            if let Some(right) = self.right(word, || begins_sentence(before)) {
                found.push(Misspelling { words, right });
            }
        }
        found
    }

    /// The word without its slip. A capital inside a sentence is that of another name.
    fn right(&self, word: &str, begins_sentence: impl Fn() -> bool) -> Option<String> {
        let small = word.to_ascii_lowercase();
        let (first, rest) = (slice(word, ..1), slice(word, 1..));
        let has_capital = first != slice(&small, ..1);
        if rest != slice(&small, 1..) || self.known.contains(&small) {
            return None;
        }
        if let Some(common) = self.common
            && common.per_million(&small).is_some()
        {
            return None;
        }
        let mut rights: Vec<&String> = [sorted(&small), single(&small)]
            .iter()
            .filter_map(|key| self.similar.get(key))
            .flatten()
            .filter_map(|number| self.words.get(*number))
            .filter(|right| is_slip(right.as_bytes(), small.as_bytes()))
            .collect();
        rights.dedup();
        let [right] = rights[..] else {
            return None;
        };
        match has_capital {
            true => begins_sentence().then(|| format!("{first}{}", slice(right, 1..))),
            false => Some(right.clone()),
        }
    }
}

/// The letters of a word, in order.
fn sorted(word: &str) -> Vec<u8> {
    let mut letters = word.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}

/// A word without double letters, with a mark that keeps it apart from sorted letters.
fn single(word: &str) -> Vec<u8> {
    let mut letters = word.as_bytes().to_vec();
    letters.dedup();
    letters.push(b'=');
    letters
}

/// Whether a word is another word with a slip.
fn is_slip(right: &[u8], word: &[u8]) -> bool {
    let same = right.iter().zip(word).take_while(|(a, b)| a == b).count();
    let (rest, other) = (right.get(same..), word.get(same..));
    let (Some(rest), Some(other)) = (rest, other) else {
        return false;
    };
    let is_inside = |rest: &[u8]| same > 1 && rest.len() >= END;
    match (rest, other) {
        ([a, b, rest @ ..], [c, d, other @ ..]) if (a, b) == (d, c) && rest == other => {
            a != b && is_inside(rest)
        }
        ([_, rest @ ..], _) if rest == other => is_inside(rest) && is_double(right, same, rest),
        (_, [_, other @ ..]) if rest == other => is_inside(rest) && is_double(word, same, rest),
        _ => false,
    }
}

/// Whether a letter at a place of a word is the same as the one before it, perhaps by a slip. `rest` is the text after both.
fn is_double(word: &[u8], at: usize, rest: &[u8]) -> bool {
    let Some([.., one, other]) = word.get(..=at) else {
        return false;
    };
    let is_ending = DOUBLING.iter().any(|ending| ending.as_bytes() == rest);
    let is_vowel = |b: &u8| b"aeiouy".contains(b);
    let before = word.get(..at - 1).unwrap_or_default();
    let syllables = before
        .chunk_by(|a, b| is_vowel(a) == is_vowel(b))
        .filter(|group| group.first().is_some_and(is_vowel));
    // *signaling* and *signalling* are both right, in two countries, as are *transferable* and *transferrable*
    one == other && *one != b'l' && rest != b"able" && (!is_ending || syllables.count() > 1)
}
