//! Common words: how often a language at large uses a word. `make.mjs` makes the lists and names their source.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::fold::{fold, without_accents};
use super::language::Language;

macro_rules! files {
    ($($language:literal)*) => {
        &[$(($language, include_str!(concat!($language, ".txt"))),)*]
    };
}

/// The languages that have a list, each with the text of its file.
const FILES: &[(&str, &str)] = files!["de" "en" "es" "fr" "it" "ru"];

/// The lists of [`FILES`], in the same order. Each is read when it is first needed.
static LISTS: [OnceLock<CommonWords>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];

/// The most frequent words of a language.
#[derive(Debug)]
pub struct CommonWords {
    /// How often each word is used, in a million words. The words are folded.
    per_million: HashMap<String, u32>,
    /// The pairs of letters in the words, with a space before and after each word; found at the first use.
    pairs: OnceLock<HashSet<(char, char)>>,
}

impl CommonWords {
    /// The list of a language; `None` if there is none.
    ///
    /// ```
    /// use headword::text::common_words::CommonWords;
    /// use headword::text::language::Language;
    ///
    /// let english = CommonWords::of(&Language::default()).unwrap();
    /// assert!(english.per_million("number") > english.per_million("element"));
    /// assert_eq!(english.per_million("tokenizer"), None);
    /// ```
    pub fn of(language: &Language) -> Option<&'static Self> {
        let mut known = FILES.iter().zip(&LISTS);
        let ((_, text), list) = known.find(|((tag, _), _)| *tag == language.primary())?;
        Some(list.get_or_init(|| Self::read(text, language)))
    }

    /// Reads a list: a word and its number on each line.
    fn read(text: &str, language: &Language) -> Self {
        let words = text.lines().filter(|line| !line.starts_with('#'));
        let words = words.filter_map(|line| {
            let (word, number) = line.split_once(' ')?;
            Some((fold(word, language), number.parse().ok()?))
        });
        Self {
            per_million: words.collect(),
            pairs: OnceLock::new(),
        }
    }

    /// Whether a folded word looks like a word of the language, though it may not be one: it has a vowel, and each pair of
    /// its letters is in one of the common words.
    ///
    /// ```
    /// use headword::text::common_words::CommonWords;
    /// use headword::text::language::Language;
    ///
    /// let english = CommonWords::of(&Language::default()).unwrap();
    /// assert!(english.may_be_word("clip"));
    /// assert!(!english.may_be_word("http"));
    /// ```
    pub fn may_be_word(&self, word: &str) -> bool {
        let pairs = self.pairs.get_or_init(|| {
            let words = self.per_million.keys();
            let words = words.filter(|word| word.chars().nth(1).is_some());
            words.flat_map(|word| pairs_in(word)).collect()
        });
        let has_vowel = without_accents(word).contains(|c| VOWELS.contains(c));
        has_vowel && pairs_in(word).all(|pair| pairs.contains(&pair))
    }

    /// How often a folded word is used, in a million words; `None` if it is not one of the common words.
    pub fn per_million(&self, word: &str) -> Option<u32> {
        self.per_million.get(word).copied()
    }
}

/// The vowels of the languages that have a list, without accents.
const VOWELS: &str = "aeiouyаеиоуыэюя";

/// The pairs of letters in a word, with a space before and after it.
fn pairs_in(word: &str) -> impl Iterator<Item = (char, char)> {
    let before = std::iter::once(' ').chain(word.chars());
    before.zip(word.chars().chain(std::iter::once(' ')))
}
