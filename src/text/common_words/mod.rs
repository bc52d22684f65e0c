//! Common words: how often a language at large uses a word. `make.mjs` makes the lists and names their source.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::fold::fold;
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
        }
    }

    /// How often a folded word is used, in a million words; `None` if it is not one of the common words.
    pub fn per_million(&self, word: &str) -> Option<u32> {
        self.per_million.get(word).copied()
    }
}
