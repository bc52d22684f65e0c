//! Inflection: the forms of a name in running text, such as plurals and cases.
//!
//! The program makes the forms of each name and looks for them in the text. It does not reduce the words of
//! the text to stems: forms can be listed and are exact, but a stemmer takes *general* and *generation* for
//! one word.
//!
//! The grammar of a language is a file of data, `TAG.toml`. Its tables have rows `"ending" =
//! "replacements"`. Of the endings that fit a word, the longest counts, and each replacement gives a form.
//! These signs have a meaning:
//!
//! ```text
//! "Cy" = "Cies"     C is any consonant, V any vowel; the same letter in the ending and in its replacements
//! "s" = "- es"      - is the empty replacement: the form is the word without the ending
//! "~ing" = "e"      after ~, the ending fits only if the word has a vowel before it: `training`, not `ring`
//! "^news" = ""      after ^, the row is for this word alone, which has no other form here
//! "" = "e ¨er"      ¨ changes the last vowel of the word into its umlaut: `Buch`, `Bücher`
//! ```

pub mod characters;
mod endings;
mod forms;
mod grammar_file;
mod idioms;
mod spellings;

use std::sync::OnceLock;

use self::endings::Endings;
use self::grammar_file::GrammarFile;
use super::language::Language;

pub use self::forms::{Form, NameWord};

macro_rules! files {
    ($($language:literal)*) => {
        &[$(($language, include_str!(concat!($language, ".toml"))),)*]
    };
}

/// The languages that have a grammar, each with the text of its file.
const FILES: &[(&str, &str)] = files!["ar" "de" "en" "es" "fr" "it" "ko" "nl" "pt" "ru" "sv" "tr"];

/// The grammars of [`FILES`], in the same order. Each is read when it is first needed.
static GRAMMARS: [OnceLock<Grammar>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];

/// The rules of a language for the words of a name.
#[derive(Debug, Default)]
pub struct Grammar {
    file: GrammarFile,
    nouns: Endings,
    adjectives: Endings,
    verbs: Endings,
    compounds: Endings,
    hyphenated: Endings,
}

impl Grammar {
    /// The grammar of a language. If it has no file, the grammar is empty: a name has no other forms.
    pub fn of(language: &Language) -> &'static Self {
        static EMPTY: OnceLock<Grammar> = OnceLock::new();
        let known = FILES
            .iter()
            .zip(&GRAMMARS)
            .find(|((tag, _), _)| *tag == language.primary());
        match known {
            Some(((tag, text), grammar)) => grammar.get_or_init(|| Self::read(tag, text)),
            None => EMPTY.get_or_init(Self::default),
        }
    }

    /// The languages that have a grammar, as primary subtags such as `de`, in alphabetical order.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(tag, _)| *tag)
    }

    /// Reads the file of a language.
    fn read(tag: &str, text: &str) -> Self {
        let file = toml::from_str::<GrammarFile>(text);
        // a release goes on without forms; in tests, each language has a case that would fail
        debug_assert!(file.is_ok(), "inflection/{tag}.toml: {file:?}");
        file.map(GrammarFile::grammar).unwrap_or_default()
    }

    /// Whether a folded word is so common that it is beside another word by chance and not as half of a name:
    /// the *in* of *in formation*.
    pub fn is_stop_word(&self, word: &str) -> bool {
        self.file.stop_words.0.contains(word)
    }

    /// Whether a stop word that is also a name has the meaning of the name after the folded word `before`:
    /// *the will*, not *they will*. It has if the grammar lists no determiners.
    pub fn is_noun_after(&self, before: &str) -> bool {
        self.file.determiners.0.is_empty() || self.file.determiners.0.contains(before)
    }

    /// Whether a folded letter is a word that is a capital everywhere in a sentence: the English *I*.
    pub fn is_always_capital(&self, letter: &str) -> bool {
        self.file.capitals.0.contains(letter)
    }

    /// Whether an idiom, such as *for example*, contains a phrase and is longer than it. `first` is the first
    /// word of the phrase, folded, and `count` the number of its words. `word_at` gives the folded word at a
    /// distance from the first one; `None` beyond the ends of the text.
    pub fn is_in_idiom(
        &self,
        first: &str,
        count: usize,
        word_at: &dyn Fn(isize) -> Option<String>,
    ) -> bool {
        self.file.idioms.contain(first, count, word_at)
    }

    /// Whether a folded word is a noun that, before the word for *of*, only says how much of a thing there is,
    /// or which kind of it: *a type of plant*, *the number of nodes*.
    pub fn is_measure(&self, word: &str) -> bool {
        self.is_classifier(word) || self.file.measures.0.contains(word)
    }

    /// Whether a folded word is such a noun that is also the end of many longer phrases: *data type*.
    pub fn is_classifier(&self, word: &str) -> bool {
        self.file.classifiers.0.contains(word)
    }

    /// Whether a folded word is the language's *of*.
    pub fn is_partitive(&self, word: &str) -> bool {
        self.file.partitives.0.contains(word)
    }

    /// Whether a folded word before a noun makes a phrase with it, because it is not a function word such as
    /// *the*: *data type*. Never if the grammar lists no function words.
    pub fn makes_phrase(&self, word: &str) -> bool {
        let words = &self.file.function_words.0;
        !words.is_empty() && !words.contains(word) && !word.contains(char::is_numeric)
    }

    /// Whether a folded word counts the noun after it: *second*.
    pub fn is_ordinal(&self, word: &str) -> bool {
        self.file.ordinals.0.contains(word)
    }

    /// Whether a folded word after an ordinal may be what it counts: *the fifth degree*, unlike *a fifth higher*.
    pub fn may_be_counted(&self, word: &str) -> bool {
        self.makes_phrase(word) && !self.file.adverbs.0.contains(word)
    }

    /// Whether a folded word is an article.
    pub fn is_article(&self, word: &str) -> bool {
        self.file.articles.0.contains(word)
    }

    /// Whether the grammar knows the word before an infinitive.
    pub fn has_infinitive(&self) -> bool {
        !self.file.infinitive.is_empty()
    }

    /// Whether a folded word stands before an infinitive: the English *to*.
    pub fn is_infinitive_marker(&self, word: &str) -> bool {
        self.has_infinitive() && self.file.infinitive == word
    }

    /// Whether a folded word only connects the words of a name: the *of* of *point of presence*.
    pub fn is_particle(&self, word: &str) -> bool {
        self.file.particles.0.contains(word)
    }

    /// Whether a folded word is one that has lost its vowel before an apostrophe: the *l* of *l'API*.
    pub fn is_elision(&self, word: &str) -> bool {
        self.file.elisions.0.contains(word)
    }

    /// Whether a mark with folded letters after it is an ending that can be added to any name: the *'s* of
    /// *API's*, the *:er* of *API:er*.
    pub fn is_clitic(&self, mark: char, letters: &str) -> bool {
        self.file
            .clitics
            .get(&mark)
            .is_some_and(|endings| endings.0.contains("*") || endings.0.contains(letters))
    }

    /// Whether all nouns have a capital, as in German.
    pub fn nouns_are_capitalised(&self) -> bool {
        self.file.nouns_are_capitalised
    }
}
