//! The patterns: every form of every name, in tables that are sorted by key.

use std::ops::Range;

use super::Phrase;
use crate::entry::front_matter::CaseMode;
use crate::text::fold::{fold, is_hyphen};
use crate::text::inflection::{Form, Grammar, NameWord, characters};
use crate::text::language::Language;
use crate::text::slice;
use crate::text::words::{Join, Key, Piece, PieceKind, cut};

/// The most pieces of a name. Longer names are not searched for, because mentions are never so long.
const MAX_PIECES: usize = 128;

/// The most bytes of a name; longer names are not searched for, either.
const MAX_BYTES: usize = 2_000;

/// The least length of a word of a text that can be several words of a name, in bytes. Shorter names are
/// searched for as if they were one word.
pub(super) const MIN_JOINED: usize = 7;

/// The forms of all names.
pub(super) struct Patterns {
    /// The patterns, in the order of their keys.
    pub(super) list: Vec<Pattern>,
    /// The folded texts of the patterns, one after the other.
    forms: String,
    /// The byte after each word in the text of its pattern, one after the other.
    ends: Vec<u16>,
    /// For each name, a bit for each piece that must be written in the same case.
    fixed_case: Vec<u64>,
    /// For each name, a bit for each piece that must have its hyphen: *by law* is not *by-law*.
    hyphens: Vec<u64>,
    /// For each name, the number of hyphens at its beginning: two for *--force*.
    hyphens_before: Vec<u8>,
}

/// The keys of parts of names. Only the states are made from them.
pub(super) struct Parts {
    /// The beginnings of names.
    pub(super) beginnings: Vec<Beginning>,
    /// The keys of all words, in all forms.
    pub(super) words: Vec<u64>,
}

/// A form of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern {
    pub(super) key: u64,
    /// The number of its name: its index in the list of phrases.
    pub(super) phrase: u32,
    /// The first byte of its text in [`Patterns::forms`].
    form: u32,
    pub(super) form_length: u16,
    /// Its first item in [`Patterns::ends`].
    ends: u32,
    pub(super) end_count: u16,
    pub(super) is_inflected: bool,
    pub(super) is_respelled: bool,
    /// The index of a word that must not have a space before it.
    pub(super) compound: Option<u16>,
}

/// The beginning of a name.
pub(super) struct Beginning {
    pub(super) key: u64,
    /// Whether it is the first word of a name, or as short as one word.
    pub(super) is_start: bool,
}

impl Patterns {
    /// The forms of all names in a language, and the keys of their parts.
    pub(super) fn of(phrases: &[Phrase], language: &Language) -> (Self, Parts) {
        let mut parts = Parts {
            beginnings: Vec::with_capacity(phrases.len() * 2),
            words: Vec::with_capacity(phrases.len() * 4),
        };
        let mut patterns = Self {
            list: Vec::with_capacity(phrases.len() * 4),
            forms: String::new(),
            ends: Vec::new(),
            fixed_case: Vec::with_capacity(phrases.len()),
            hyphens: Vec::with_capacity(phrases.len()),
            hyphens_before: Vec::with_capacity(phrases.len()),
        };
        let mut pieces = Vec::new();
        for (number, phrase) in phrases.iter().enumerate() {
            patterns.add(phrase, number, language, &mut pieces, &mut parts);
        }
        let forms = &patterns.forms;
        let text = |pattern: &Pattern| slice(forms, pattern.form_range());
        let order = |pattern: &Pattern| {
            let is_changed = (pattern.is_respelled, pattern.is_inflected);
            (pattern.phrase, is_changed, pattern.compound)
        };
        patterns
            .list
            .sort_unstable_by(|a, b| (a.key, text(a), order(a)).cmp(&(b.key, text(b), order(b))));
        patterns
            .list
            .dedup_by(|b, a| (a.key, a.phrase) == (b.key, b.phrase) && text(a) == text(b));
        patterns.list.shrink_to_fit();
        patterns.forms.shrink_to_fit();
        patterns.ends.shrink_to_fit();
        (patterns, parts)
    }

    /// Adds the forms of a name.
    ///
    /// ```text
    /// name            forms (English)                           fixed case
    /// data center     data center, data centers, …              no piece
    /// LoRA            lora, loras, …                            *LoRA*
    /// ```
    fn add(
        &mut self,
        phrase: &Phrase,
        number: usize,
        language: &Language,
        pieces: &mut Vec<Piece>,
        parts: &mut Parts,
    ) {
        let grammar = Grammar::of(language);
        let Phrase { text, case, .. } = phrase;
        let hyphens_before = text.chars().take_while(|c| is_hyphen(*c)).count();
        self.hyphens_before
            .push(hyphens_before.try_into().unwrap_or(u8::MAX));
        pieces.clear();
        cut(text, language, pieces);
        let is_too_long = pieces.len() > MAX_PIECES || text.len() > MAX_BYTES;
        if pieces.is_empty() || is_too_long {
            self.fixed_case.push(0);
            self.hyphens.push(0);
            return;
        }
        let folded: Vec<String> = pieces
            .iter()
            .map(|piece| fold(slice(text, piece.span()), language))
            .collect();
        let mut fixed_case = 0;
        let name: Vec<NameWord<'_>> = pieces
            .iter()
            .zip(&folded)
            .enumerate()
            .map(|(index, (piece, folded))| {
                let written = slice(text, piece.span());
                let is_word = piece.kind == PieceKind::Word;
                let is_fixed = match case {
                    CaseMode::Smart => is_acronym(written),
                    CaseMode::Exact => true,
                    CaseMode::Any => false,
                };
                if is_word && is_fixed {
                    fixed_case |= bit(index);
                }
                NameWord {
                    folded,
                    written,
                    is_word,
                    is_hyphenated: piece.join == Join::Hyphen,
                    is_acronym: is_word && is_acronym(written),
                }
            })
            .collect();
        let is_hyphenated = |index: usize| name.get(index).is_some_and(|word| word.is_hyphenated);
        let hyphens = name.windows(2).zip(1..).filter(|(pair, index)| {
            let is_pair =
                is_hyphenated(*index) && !is_hyphenated(index - 1) && !is_hyphenated(index + 1);
            is_pair && pair.iter().any(|word| grammar.is_stop_word(word.folded))
        });
        self.hyphens
            .push(hyphens.fold(0, |all, (_, index)| all | bit(index)));
        self.fixed_case.push(fixed_case);
        let mut forms = grammar.forms(&name);
        characters::vary(&mut forms, &name, language);
        if text.chars().nth(1).is_none() {
            // *As* and *Is* are words, not several letters
            forms.retain(|form| !form.is_inflected || !grammar.is_stop_word(&form.words.concat()));
        }
        for form in forms {
            self.add_form(&form, number, pieces, parts);
        }
        if let ([word], true) = (name.as_slice(), phrase.is_verb) {
            for form in grammar.verb_forms(word) {
                self.add_form(&form, number, pieces, parts);
            }
        }
    }

    /// Adds one form of the name with this number, which is cut into `pieces`, and its parts.
    fn add_form(&mut self, form: &Form<'_>, number: usize, pieces: &[Piece], parts: &mut Parts) {
        let start = self.forms.len();
        let ends = self.ends.len();
        let mut key = Key::EMPTY;
        for (index, word) in form.words.iter().enumerate() {
            if index > 0 {
                parts.beginnings.push(Beginning {
                    key: key.mixed(),
                    is_start: index == 1 || self.forms.len() - start < MIN_JOINED,
                });
                if let Some([before, piece]) = pieces.get(index - 1..=index)
                    && piece.parts_digits(before)
                {
                    self.forms.push(' ');
                    key = key.then(Key::of(" "));
                }
            }
            self.forms.push_str(word);
            self.ends.push(length(self.forms.len() - start));
            let of_word = Key::of(word);
            parts.words.push(of_word.mixed());
            // a form may have more pieces than its name: *Hodgkin's* for *Hodgkin*
            if let Some(mark) = word.find('\'') {
                parts.words.push(Key::of(slice(word, mark..)).mixed());
            }
            key = key.then(of_word);
        }
        self.list.push(Pattern {
            key: key.mixed(),
            phrase: offset(number),
            form: offset(start),
            form_length: length(self.forms.len() - start),
            ends: offset(ends),
            end_count: length(self.ends.len() - ends),
            is_inflected: form.is_inflected,
            is_respelled: form.is_respelled,
            compound: form.compound.map(length),
        });
    }

    /// The patterns with the same key as the pattern `first`, which is the first of these.
    pub(super) fn with_key_of(&self, first: usize) -> impl Iterator<Item = &Pattern> {
        let patterns = self.list.get(first..).unwrap_or_default();
        patterns
            .chunk_by(|one, other| one.key == other.key)
            .take(1)
            .flatten()
    }

    /// The folded text of a pattern.
    pub(super) fn form(&self, pattern: &Pattern) -> &str {
        slice(&self.forms, pattern.form_range())
    }

    /// The bytes after each word in the folded text of a pattern.
    pub(super) fn ends(&self, pattern: &Pattern) -> &[u16] {
        let start = pattern.ends as usize;
        let range = start..start + usize::from(pattern.end_count);
        self.ends.get(range).unwrap_or_default()
    }

    /// Whether a piece of a pattern's name must be written in the same case as in the name.
    pub(super) fn has_fixed_case(&self, pattern: &Pattern, piece: usize) -> bool {
        pattern.of_name(&self.fixed_case) & bit(piece) != 0
    }

    /// Whether any piece of a pattern's name must be written in the same case.
    pub(super) fn has_any_fixed_case(&self, pattern: &Pattern) -> bool {
        pattern.of_name(&self.fixed_case) != 0
    }

    /// The number of hyphens at the beginning of a pattern's name.
    pub(super) fn hyphens_before(&self, pattern: &Pattern) -> usize {
        let hyphens = self.hyphens_before.get(pattern.phrase as usize);
        hyphens.copied().map_or(0, usize::from)
    }

    /// Whether a piece of a pattern's name must have its hyphen.
    pub(super) fn needs_hyphen(&self, pattern: &Pattern, piece: usize) -> bool {
        pattern.of_name(&self.hyphens) & bit(piece) != 0
    }
}

impl Pattern {
    fn form_range(&self) -> Range<usize> {
        let start = self.form as usize;
        start..start + usize::from(self.form_length)
    }

    /// The bits of the pattern's name, in a list with those of all names.
    fn of_name(&self, bits: &[u64]) -> u64 {
        let bits = bits.get(self.phrase as usize);
        bits.copied().unwrap_or_default()
    }
}

/// Whether a word is written like an acronym: with a capital after its first letter, or as a single letter.
pub(in crate::names) fn is_acronym(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    let single = letters.clone().next().is_none() && first.is_some_and(char::is_alphabetic);
    single || letters.any(char::is_uppercase)
}

/// The bit of a piece. All pieces from the 64th on share the last bit.
fn bit(piece: usize) -> u64 {
    1 << piece.min(63)
}

/// An index in a table of the matcher, which has fewer than 2^32 items.
fn offset(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// A length in a form of a name, which has at most [`MAX_BYTES`].
fn length(bytes: usize) -> u16 {
    u16::try_from(bytes).unwrap_or(u16::MAX)
}
