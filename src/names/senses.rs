//! Decides which of several entries with one name is meant, by the words of their senses and tags.

use std::collections::HashSet;

use super::index::{NameIndex, Resolved};
use super::list::EntryId;
use crate::text::fold::fold;
use crate::text::inflection::{Grammar, NameWord};
use crate::text::language::Language;
use crate::text::slice;
use crate::text::words::{PieceKind, cut, is_unspaced};

/// The words of a text in which a name is mentioned.
pub struct Surrounding {
    /// The folded words.
    words: HashSet<String>,
    /// The whole text, folded, for words of scripts without spaces.
    whole: String,
}

impl Surrounding {
    /// Reads a text.
    pub fn new(text: &str, language: &Language) -> Self {
        Self {
            words: words(text, language).collect(),
            whole: fold(text, language),
        }
    }

    /// Whether the text has a word, in any of its forms.
    fn has(&self, word: &str, grammar: &Grammar) -> bool {
        if word.contains(is_unspaced) {
            return self.whole.contains(word);
        }
        let forms = grammar.forms(&[NameWord::alone(word, word)]);
        forms
            .iter()
            .any(|form| self.words.contains(&form.words.concat()))
    }
}

impl NameIndex {
    /// The one of several entries with the same `names` that a text means: the only one of whose sense a word
    /// stands in the text, or, if no sense has such a word, of whose tags. Words that several of these entries
    /// have do not count, nor do those of the names. `None` if the text does not decide.
    ///
    /// With entries *variable (statistics)* and *variable (program)*:
    ///
    /// ```text
    /// a loop of a program changes a variable     variable (program)
    /// a variable of a program for statistics     none: both senses are there
    /// ```
    pub fn meant_by_sense(
        &self,
        candidates: &[Resolved],
        names: &[&str],
        text: &Surrounding,
    ) -> Option<Resolved> {
        let of_sense = |entry: EntryId| -> Vec<&str> { self.sense(entry).into_iter().collect() };
        let of_tags = |entry: EntryId| -> Vec<&str> { self.tags(entry).collect() };
        let by_sense = self.fitting(candidates, names, text, &of_sense);
        let fitting = if by_sense.is_empty() {
            self.fitting(candidates, names, text, &of_tags)
        } else {
            by_sense
        };
        match fitting[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The candidates of which a word stands in the text that no other candidate has.
    fn fitting<'s>(
        &'s self,
        candidates: &[Resolved],
        names: &[&str],
        text: &Surrounding,
        clues: &dyn Fn(EntryId) -> Vec<&'s str>,
    ) -> Vec<Resolved> {
        let language = self.language();
        let grammar = Grammar::of(language);
        let of_names: HashSet<String> = names
            .iter()
            .flat_map(|name| words(name, language))
            .collect();
        let of_candidates: Vec<HashSet<String>> = candidates
            .iter()
            .map(|candidate| {
                let texts = clues(candidate.entry).into_iter();
                texts.flat_map(|text| words(text, language)).collect()
            })
            .collect();
        let is_clue = |word: &&String| {
            let owners = of_candidates.iter().filter(|words| words.contains(*word));
            owners.count() == 1
                && !of_names.contains(*word)
                && !grammar.is_stop_word(word)
                && !grammar.is_particle(word)
        };
        let fits = |words: &HashSet<String>| {
            let mut clues = words.iter().filter(is_clue);
            clues.any(|word| text.has(word, grammar))
        };
        let pairs = candidates.iter().zip(&of_candidates);
        pairs
            .filter(|(_, words)| fits(words))
            .map(|(candidate, _)| *candidate)
            .collect()
    }
}

/// The folded words of a text. Characters of a script without spaces that stand side by side are one word.
fn words(text: &str, language: &Language) -> impl Iterator<Item = String> {
    let mut pieces = Vec::new();
    cut(text, language, &mut pieces);
    let mut words: Vec<String> = Vec::new();
    let mut end = None;
    for piece in pieces {
        if piece.kind == PieceKind::Sign {
            continue;
        }
        let folded = fold(slice(text, piece.span()), language);
        let is_character = piece.kind == PieceKind::Character;
        match words
            .last_mut()
            .filter(|_| is_character && end == Some(piece.start))
        {
            Some(word) => word.push_str(&folded),
            None => words.push(folded),
        }
        end = is_character.then_some(piece.end);
    }
    words.into_iter()
}
