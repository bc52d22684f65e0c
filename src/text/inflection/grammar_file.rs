//! The file of a language's grammar, `TAG.toml`.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;

use super::Grammar;
use super::endings::Endings;
use super::idioms::Idioms;
use super::spellings::Spellings;

/// The keys of the file. The tables of endings are described in the head of [the module](super).
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GrammarFile {
    /// The letters that the class letter `V` is short for.
    pub(super) vowels: String,
    /// The letters outside `a` to `z` that `C` is short for. Those in `vowels` are not consonants.
    #[serde(default)]
    consonants: String,
    /// Beginnings of words that have the forms of a compound: the *auto* of *autoscaling*.
    #[serde(default)]
    pub(super) halves: WordSet,
    /// Other spellings of a letter: *oe* for *œ*.
    #[serde(default)]
    pub(super) alternatives: HashMap<char, String>,
    /// Parts of words that are written in two ways: *colour* and *color*.
    #[serde(default)]
    pub(super) spellings: Spellings,
    /// Whether words from other languages often lose their accents: *naïve*, *naive*.
    #[serde(default)]
    pub(super) loses_accents: bool,
    /// The beginnings of words that keep their accents, because they would be other words: *résumé*.
    #[serde(default)]
    pub(super) keeps_accents: WordSet,
    /// Whether all nouns have a capital, as in German.
    #[serde(default)]
    pub(super) nouns_are_capitalised: bool,
    /// Whether acronyms have the endings of other nouns too.
    #[serde(default)]
    pub(super) acronyms_inflect: bool,
    /// Whether a name may be written with or without a possessive: *Hodgkin's lymphoma*, *Hodgkin lymphoma*.
    #[serde(default)]
    pub(super) possessives: bool,
    /// Words after which a stop word is a noun: the *the* of *the will*.
    #[serde(default)]
    pub(super) determiners: WordSet,
    /// The fewest letters of a form that is shorter than the name. Shorter forms are too often other words.
    #[serde(default = "shortest")]
    shortest: usize,
    /// The words of a name that inflect.
    #[serde(default)]
    pub(super) heads: Heads,
    /// Words that only connect the words of a name: the *of* of *point of presence*.
    #[serde(default)]
    pub(super) particles: WordSet,
    /// Words so common that they are beside others by chance.
    #[serde(default)]
    pub(super) stop_words: WordSet,
    /// Words of one letter that are always written as a capital: the English *I*.
    #[serde(default)]
    pub(super) capitals: WordSet,
    /// Phrases whose words mention no term: *for example*.
    #[serde(default)]
    pub(super) idioms: Idioms,
    /// Nouns for kinds and amounts, in all their forms: *type*, *number*.
    #[serde(default)]
    pub(super) classifiers: WordSet,
    /// More such nouns, which are at the end of longer phrases with their own meaning: *base class*.
    #[serde(default)]
    pub(super) measures: WordSet,
    /// The words for *of* after a classifier.
    #[serde(default)]
    pub(super) partitives: WordSet,
    /// Words that do not make a longer phrase with the classifier after them: *the type*, unlike *data type*.
    #[serde(default)]
    pub(super) function_words: WordSet,
    /// Words that count the noun after them, and are nouns too: *second*.
    #[serde(default)]
    pub(super) ordinals: WordSet,
    /// Words that may be after such a noun: *a second later*.
    #[serde(default)]
    pub(super) adverbs: WordSet,
    /// The articles. A word before one of them at the beginning of a definition is a verb.
    #[serde(default)]
    pub(super) articles: WordSet,
    /// The word before an infinitive: the English *to*.
    #[serde(default)]
    pub(super) infinitive: String,
    /// Words that have lost their vowel before an apostrophe: the *l* of *l'API*.
    #[serde(default)]
    pub(super) elisions: WordSet,
    /// Endings that any name can have after a mark, such as *'s*; `*` is any ending.
    #[serde(default)]
    pub(super) clitics: HashMap<char, WordSet>,
    /// Words that are written together with the word after them, such as Arabic prepositions.
    #[serde(default)]
    pub(super) prefixes: WordSet,
    /// The article, if it is one of `prefixes`. The adjectives of a noun have it too.
    #[serde(default)]
    pub(super) article: String,
    #[serde(default)]
    nouns: HashMap<String, String>,
    #[serde(default)]
    adjectives: HashMap<String, String>,
    /// Verb forms, for names that are verb forms themselves.
    #[serde(default)]
    verbs: HashMap<String, String>,
    /// Verb forms of compounds. They count only if the words of the mention are not separated by spaces.
    #[serde(default)]
    compounds: HashMap<String, String>,
    /// The same for compounds whose name has a hyphen.
    #[serde(default)]
    hyphenated: HashMap<String, String>,
}

/// The words of a name that inflect, if it has several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Heads {
    /// The noun before the first particle with the adjectives before it, and the last word.
    #[default]
    Last,
    /// All words up to the first particle (a noun and the adjectives that agree with it), and the last word.
    First,
    /// The first word without an ending of an adjective, and the words before it. The words after it depend
    /// on it and do not change.
    Noun,
}

fn shortest() -> usize {
    4
}

impl GrammarFile {
    /// The grammar that the file describes.
    pub(super) fn grammar(mut self) -> Grammar {
        let vowels: Vec<char> = self.vowels.chars().collect();
        let consonants: Vec<char> = "bcdfghjklmnpqrstvwxz"
            .chars()
            .chain(self.consonants.chars())
            .filter(|c| !vowels.contains(c))
            .collect();
        let shortest = self.shortest;
        let endings = |table: &mut HashMap<String, String>| {
            Endings::new(&std::mem::take(table), shortest, &vowels, &consonants)
        };
        Grammar {
            nouns: endings(&mut self.nouns),
            adjectives: endings(&mut self.adjectives),
            verbs: endings(&mut self.verbs),
            compounds: endings(&mut self.compounds),
            hyphenated: endings(&mut self.hyphenated),
            file: self,
        }
    }
}

/// Words that the file lists in one string, separated by spaces.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "String")]
pub(super) struct WordSet(pub(super) BTreeSet<String>);

impl From<String> for WordSet {
    fn from(text: String) -> Self {
        Self(text.split_whitespace().map(str::to_owned).collect())
    }
}
