//! Finds names in text: whole words, from left to right, and the longest name at each place.
//!
//! The states of the automaton are the beginnings of names, without spaces and hyphens: the words *data* and
//! *center* lead to the same state as *datacenter*. A state is identified by its key (see
//! [`Key`](crate::text::words::Key)), so a step is one sum and one look into a table, however many names
//! there are. Two texts may have the same key, so each name is compared with the text before it counts.

mod borders;
mod cut_text;
mod folded;
mod patterns;
mod search;
mod spelling;
mod states;
mod usage;

use std::ops::Range;

use self::cut_text::CutText;
use self::folded::Words;
use self::patterns::Patterns;
pub(super) use self::patterns::is_acronym;
use self::search::Search;
pub(super) use self::states::Filter;
use self::states::{State, States};
pub(super) use self::usage::begins_sentence;
use crate::entry::front_matter::CaseMode;
use crate::text::fold::{fold, is_apostrophe};
use crate::text::inflection::Grammar;
use crate::text::language::Language;
use crate::text::words::cut;

/// A name to look for.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// The name as its author wrote it.
    pub text: String,
    /// Whether it is a verb of one word, whose other verb forms are mentions too.
    pub is_verb: bool,
    /// The rule by which the case of a mention is compared with that of the name.
    pub case: CaseMode,
    /// Whether [`Matcher::matches`] finds the name. [`Matcher::meanings`] finds every name.
    pub is_sought: bool,
}

/// How close a text is to a name, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// The same, letter for letter.
    Exact,
    /// The same except for case, hyphens and spaces, or the encoding of characters.
    Folded,
    /// An inflected form.
    Inflected,
    /// The name or a form of it in another spelling, such as *color* for *colour*.
    Respelled,
}

/// A name that a text may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// The number of the [`Phrase`]: its index in the list from which the matcher was made.
    pub phrase: usize,
    /// How close the text is to the name.
    pub closeness: Closeness,
}

/// A mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Its bytes in the text: whole words, with an ending such as the *'s* of a possessive.
    pub span: Range<usize>,
    /// The names that it may mean, at least one.
    pub meanings: Vec<Meaning>,
}

/// An automaton that finds names.
pub struct Matcher {
    phrases: Vec<Phrase>,
    language: Language,
    patterns: Patterns,
    states: States,
}

/// The folded texts of all forms of some names. A mention of a name has one of these texts, folded.
pub(super) fn forms(phrases: &[Phrase], language: &Language) -> Vec<String> {
    let (patterns, _) = Patterns::of(phrases, language);
    let forms = patterns.list.iter().map(|pattern| patterns.form(pattern));
    forms.map(str::to_owned).collect()
}

impl Matcher {
    /// Makes the automaton. `language` decides how names are folded, and which forms they have.
    pub fn new(phrases: Vec<Phrase>, language: &Language) -> Self {
        let (patterns, parts) = Patterns::of(&phrases, language);
        Self {
            phrases,
            language: language.clone(),
            states: States::new(&patterns, &parts),
            patterns,
        }
    }

    /// The mentions in a text, in order; they do not overlap. The time depends on the length of the text, not
    /// on the number of names.
    pub fn matches(&self, text: &str) -> Vec<Match> {
        let mut pieces = Vec::with_capacity(text.len() / 5);
        cut(text, &self.language, &mut pieces);
        let search = Search::new(
            self,
            CutText {
                text,
                pieces: &pieces,
            },
        );
        search.mentions()
    }

    /// The names that the whole text may mean, in any case. It includes names that are not sought.
    pub fn meanings(&self, text: &str) -> Vec<Meaning> {
        let text = self.without_clitic(text);
        let mut pieces = Vec::new();
        cut(text, &self.language, &mut pieces);
        let [first, rest @ ..] = pieces.as_slice() else {
            return Vec::new();
        };
        let with_before = rest.iter().zip(&pieces);
        let key = with_before.fold(first.key, |key, (piece, before)| piece.after(key, before));
        let last = rest.len();
        let search = Search::new(
            self,
            CutText {
                text,
                pieces: &pieces,
            },
        );
        match self.states.get(key) {
            Some(State::Name { pattern: first }) => {
                let mention = Words::read(search.text, 0, last, &self.language);
                let forms = self.patterns.with_key_of(first);
                let forms = forms.filter(|pattern| search.is_form(pattern, &mention, 0));
                let mut meanings = forms.map(|pattern| search.meaning(pattern, text)).collect();
                search.keep_spelled_alike(&mut meanings, text);
                meanings
            }
            Some(State::Beginning) | None => Vec::new(),
        }
    }

    /// The text without an ending such as *'s*, or without an apostrophe at the end: *patches* for
    /// *patches'*.
    fn without_clitic<'t>(&self, text: &'t str) -> &'t str {
        match text.rsplit_once(is_apostrophe) {
            Some((name, "")) => name,
            Some((name, letters))
                if Grammar::of(&self.language).is_clitic('\'', &fold(letters, &self.language)) =>
            {
                name
            }
            _ => text,
        }
    }

    /// The name with this number, as its author wrote it.
    pub fn name(&self, phrase: usize) -> &str {
        &self.phrase(phrase).text
    }

    /// The name with this number, and how it is looked for.
    #[expect(
        clippy::indexing_slicing,
        reason = "the numbers in patterns and meanings are indices of this list"
    )]
    pub(super) fn phrase(&self, number: usize) -> &Phrase {
        &self.phrases[number]
    }
}
