//! Finds names in text: whole words, the leftmost first, the longest that fits.
//!
//! The automaton's states are the beginnings of names, joins left out: after *data* and *center* it
//! is where it is after *datacenter*. A state is known by its key (see
//! [`Key`](crate::text::words::Key)), so a step is one sum and one look into a table, whatever the
//! number of names. What a key finds is compared with the text itself before it counts.

mod borders;
mod cut_text;
mod folded;
mod patterns;
mod search;
mod spelling;
mod states;

use std::ops::Range;

use self::cut_text::CutText;
use self::folded::Words;
use self::patterns::Patterns;
use self::search::Reading;
use self::states::{State, States};
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
    /// How the case of a mention is compared with the name's.
    pub case: CaseMode,
    /// Whether [`Matcher::matches`] finds it; [`Matcher::meanings`] always does.
    pub is_sought: bool,
}

/// How close a text is to a name, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// The same, letter for letter.
    Exact,
    /// The same but for case, joins, or how characters are encoded.
    Folded,
    /// An inflected form.
    Inflected,
}

/// A name that a text may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// The place of the [`Phrase`] among those that the matcher was made of.
    pub phrase: usize,
    /// How close the text is to it.
    pub closeness: Closeness,
}

/// A mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Its bytes in the text: whole words, with a possessive's ending.
    pub span: Range<usize>,
    /// The names that it may mean, at least one.
    pub meanings: Vec<Meaning>,
}

/// An automaton over the names that it was made of.
pub struct Matcher {
    phrases: Vec<Phrase>,
    language: Language,
    patterns: Patterns,
    states: States,
}

impl Matcher {
    /// Makes the automaton. `language` decides how names are folded and which forms they take.
    pub fn new(phrases: Vec<Phrase>, language: &Language) -> Self {
        let patterns = Patterns::of(&phrases, language);
        Self {
            phrases,
            language: language.clone(),
            states: States::new(&patterns),
            patterns,
        }
    }

    /// The mentions in a text, in order; none overlaps another. Costs time by the text's length,
    /// whatever the number of names.
    pub fn matches(&self, text: &str) -> Vec<Match> {
        let mut pieces = Vec::with_capacity(text.len() / 5);
        cut(text, &self.language, &mut pieces);
        let reading = Reading::new(
            self,
            CutText {
                text,
                pieces: &pieces,
            },
        );
        reading.mentions()
    }

    /// The names that a text as a whole may mean, blind to case, and those that are not sought too.
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
        let reading = Reading::new(
            self,
            CutText {
                text,
                pieces: &pieces,
            },
        );
        match self.states.get(key) {
            Some(State::Name { pattern: first }) => {
                let mention = Words::read(reading.text, 0, last, &self.language);
                self.patterns
                    .with_key_of(first)
                    .filter(|pattern| reading.is_form(pattern, &mention, 0))
                    .map(|pattern| reading.meaning(pattern, text))
                    .collect()
            }
            Some(State::Beginning) | None => Vec::new(),
        }
    }

    /// A text without an ending after an apostrophe, or an apostrophe alone: *the patches'*.
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

    /// The name that is the phrase with this number, as its author wrote it.
    pub fn name(&self, phrase: usize) -> &str {
        &self.phrase(phrase).text
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "patterns and meanings have the numbers of the phrases that they are of"
    )]
    fn phrase(&self, number: usize) -> &Phrase {
        &self.phrases[number]
    }
}
