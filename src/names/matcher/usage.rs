//! Decides by the words around a mention whether its words are used as a name there.

use super::cut_text::CutText;
use crate::text::fold::{fold, is_apostrophe, is_hyphen};
use crate::text::inflection::Grammar;
use crate::text::language::Language;
use crate::text::words::{Join, PieceKind};

/// The fewest words in capitals that are a run: *GIVE IT TO US* is one.
const SHORTEST_RUN: usize = 3;

/// A text, with the grammar of its language.
pub(super) struct Usage<'r> {
    text: CutText<'r>,
    language: &'r Language,
    grammar: &'static Grammar,
}

impl<'r> Usage<'r> {
    /// The usage in a text.
    pub(super) fn new(text: CutText<'r>, language: &'r Language) -> Self {
        Self {
            text,
            language,
            grammar: Grammar::of(language),
        }
    }

    /// Whether the pieces from `first` to `last`, which are spelled as a name, are used as one.
    ///
    /// ```text
    /// name    text                 result
    /// IT      GIVE IT TO US        false: all words are in capitals
    /// A       A vitamin            false: the word *a*, at the beginning of a sentence
    /// R       J. R. R. Tolkien     false: an initial
    /// C       20 °C                false: a unit
    /// case    in this case         false: an idiom
    /// type    a type of plant      false: it only says how much there is, or which kind
    /// type    each data type       false: a part of a longer phrase
    /// second  the second theme     false: a number
    /// ```
    pub(super) fn is_name(&self, first: usize, last: usize) -> bool {
        let may_be_name = first != last
            || if self.is_letter(first) {
                self.is_name_of_one_letter(first)
            } else {
                self.has_own_capital(first) || {
                    let word = self.folded(first);
                    !self.is_classifier(first, &word) && !self.is_ordinal(first, &word)
                }
            };
        may_be_name && !self.is_in_capitals(first, last) && !self.is_in_idiom(first, last)
    }

    /// The folded text of a piece.
    fn folded(&self, piece: usize) -> String {
        fold(self.text.written(piece), self.language)
    }

    /// Whether a word is a noun such as *type*, and only says of what kind another thing is, or how much of it
    /// there is: before *of*, or as the end of a longer phrase.
    fn is_classifier(&self, piece: usize, word: &str) -> bool {
        if !self.grammar.is_measure(word) {
            return false;
        }
        let precedes_of = self
            .word_after(piece)
            .is_some_and(|after| self.grammar.is_partitive(&after));
        precedes_of || (self.grammar.is_classifier(word) && self.follows_word_of_phrase(piece))
    }

    /// Whether a word such as *second* is the number of the noun after it. After another noun or an adjective, it
    /// is a noun itself: *a major second lower*.
    fn is_ordinal(&self, piece: usize, word: &str) -> bool {
        self.grammar.is_ordinal(word)
            && self
                .word_after(piece)
                .is_some_and(|after| self.grammar.may_be_counted(&after))
            && !self.follows_word_of_phrase(piece)
    }

    /// Whether a word has a capital that is not due to its place or its language.
    fn has_own_capital(&self, piece: usize) -> bool {
        self.text.written(piece).starts_with(char::is_uppercase)
            && !self.grammar.nouns_are_capitalised()
            && !begins_sentence(self.text.before(self.text.piece(piece).start))
    }

    /// Whether a piece is a word with a space before it.
    fn is_joined_word(&self, piece: usize) -> bool {
        let piece = self.text.pieces.get(piece);
        piece.is_some_and(|piece| piece.join == Join::Space && piece.kind == PieceKind::Word)
    }

    /// The folded word directly after a piece.
    fn word_after(&self, piece: usize) -> Option<String> {
        self.is_joined_word(piece + 1)
            .then(|| self.folded(piece + 1))
    }

    /// Whether the word directly before a piece makes a phrase with it, as in *data type*. A possessive does not.
    fn follows_word_of_phrase(&self, piece: usize) -> bool {
        let Some(before) = piece.checked_sub(1).filter(|_| self.is_joined_word(piece)) else {
            return false;
        };
        let is_possessive = before.checked_sub(1).is_some_and(|mark| {
            let text = self.text.written(mark);
            text.chars().all(is_apostrophe) && self.text.piece(before).join == Join::Nothing
        });
        self.text.piece(before).kind == PieceKind::Word
            && !is_possessive
            && self.grammar.makes_phrase(&self.folded(before))
    }

    /// Whether a mention is a part of an idiom such as *for example*.
    fn is_in_idiom(&self, first: usize, last: usize) -> bool {
        let word_at = |distance: isize| {
            let piece = first.checked_add_signed(distance)?;
            (piece < self.text.pieces.len()).then(|| self.folded(piece))
        };
        let count = last + 1 - first;
        self.grammar
            .is_in_idiom(&self.folded(first), count, &word_at)
    }

    /// Whether a piece is a single letter.
    fn is_letter(&self, piece: usize) -> bool {
        let mut letters = self.text.written(piece).chars();
        self.text.piece(piece).kind == PieceKind::Word
            && letters.next().is_some_and(char::is_alphabetic)
            && letters.next().is_none()
    }

    /// Whether a single letter is a name, and not a word, an initial or a unit.
    fn is_name_of_one_letter(&self, piece: usize) -> bool {
        let letter = fold(self.text.written(piece), self.language);
        let before = self.text.before(self.text.piece(piece).start);
        let after = self.text.after(self.text.piece(piece).end);
        let is_word = self.grammar.is_stop_word(&letter);
        !(self.grammar.is_always_capital(&letter)
            || (is_word && begins_sentence(before))
            || before.trim_end().ends_with('\u{b0}')
            // S-shaped, X-ray
            || after.starts_with(is_hyphen)
            || self.is_initial(piece))
    }

    /// Whether a single letter is an initial: with a full stop, beside another initial, after a family
    /// name with a comma, or before a word with a capital at the beginning of a sentence or of brackets.
    fn is_initial(&self, piece: usize) -> bool {
        let has_stop = |piece: usize| {
            let end = self.text.pieces.get(piece).map(|piece| piece.end);
            end.is_some_and(|end| self.text.after(end).starts_with('.'))
        };
        let is_initial = |piece: usize| {
            piece < self.text.pieces.len() && self.is_letter(piece) && has_stop(piece)
        };
        // the piece between them is the full stop
        let is_beside_initial =
            || is_initial(piece + 2) || piece.checked_sub(2).is_some_and(is_initial);
        let follows_name = || {
            let [name, comma] = [2, 1].map(|back| piece.checked_sub(back));
            comma.is_some_and(|comma| self.text.written(comma) == ",")
                && name.is_some_and(|name| is_capitalised(self.text.written(name)))
        };
        let begins = || {
            let before = self.text.before(self.text.piece(piece).start);
            let has_name =
                piece + 2 < self.text.pieces.len() && is_capitalised(self.text.written(piece + 2));
            has_name && (begins_sentence(before) || before.ends_with(['(', '[']))
        };
        has_stop(piece) && (is_beside_initial() || follows_name() || begins())
    }

    /// Whether a mention is in a text of capitals only, which says nothing about the capitals of a name:
    /// *GIVE IT TO US* does not mention *IT*. Acronyms side by side, such as *HTTP REST API*, are no such
    /// text, because it has a word such as *to*. A name of one letter needs less: *TYPE A PERSONALITY*.
    fn is_in_capitals(&self, first: usize, last: usize) -> bool {
        let is_run = |piece: usize| {
            let is_word = self.text.piece(piece).kind == PieceKind::Word;
            is_word && is_all_capitals(self.text.written(piece))
        };
        let is_joined = |piece: usize| {
            let piece = self.text.pieces.get(piece);
            piece.is_some_and(|piece| matches!(piece.join, Join::Space | Join::Hyphen))
        };
        if !(first..=last).all(is_run) {
            return false;
        }
        let mut start = first;
        while start > 0 && is_joined(start) && is_run(start - 1) {
            start -= 1;
        }
        let mut end = last;
        while is_joined(end + 1) && is_run(end + 1) {
            end += 1;
        }
        let is_stop_word = |piece: usize| {
            let word = self.text.written(piece);
            word.chars().nth(1).is_some() && self.grammar.is_stop_word(&fold(word, self.language))
        };
        let inside = || (first..=last).any(is_stop_word);
        let outside = || (start..first).chain(last + 1..=end).any(is_stop_word);
        if end - start + 1 >= SHORTEST_RUN {
            let is_letter = first == last && self.is_letter(first);
            is_letter || inside() || outside()
        } else {
            inside() && outside()
        }
    }
}

/// Whether a word has capitals and no small letters.
fn is_all_capitals(word: &str) -> bool {
    word.contains(char::is_uppercase) && !word.contains(char::is_lowercase)
}

/// Whether a word has a capital, and a small letter after it.
fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

/// Whether a sentence begins after a text.
pub(in crate::names) fn begins_sentence(before: &str) -> bool {
    let is_opening = |c: char| {
        is_apostrophe(c)
            || matches!(
                c,
                '"' | '(' | '[' | '\u{201c}' | '\u{2018}' | '\u{ab}' | '\u{bf}' | '\u{a1}'
            )
    };
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || is_opening(c));
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\u{2022}'])
}
