//! What is looked for: every form of every name, in tables that are searched by key.

use std::ops::Range;

use super::Phrase;
use crate::entry::front_matter::CaseMode;
use crate::text::fold::fold;
use crate::text::inflection::{Form, Grammar, NameWord};
use crate::text::language::Language;
use crate::text::slice;
use crate::text::words::{Join, Key, Piece, PieceKind, cut};

/// Names of more pieces than this are not looked for: no mention is as long.
const MOST_PIECES: usize = 128;

/// Nor are names of more bytes than this.
const MOST_BYTES: usize = 2_000;

/// How many bytes a word of a text has at least that is written as one and is several of a name.
/// Names whose words are as short in all are looked for as if they were one.
pub(super) const SHORTEST_JOINED: usize = 7;

/// The forms of all names.
pub(super) struct Patterns {
    /// In the order of their keys.
    pub(super) list: Vec<Pattern>,
    /// Where names begin.
    pub(super) beginnings: Vec<Beginning>,
    /// The keys of their words, in all forms.
    pub(super) words: Vec<u64>,
    /// The patterns' folded texts, one after the other.
    forms: String,
    /// Where in them words end, one after the other.
    ends: Vec<u16>,
    /// For each name, which of its pieces want their own capitals, as bits.
    capitals: Vec<u64>,
    /// For each name, which of its pieces want their hyphen: *by law* is no *by-law*.
    hyphens: Vec<u64>,
}

/// A form of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern {
    pub(super) key: u64,
    /// The place of its name among the phrases.
    pub(super) phrase: u32,
    form: u32,
    pub(super) form_length: u16,
    ends: u32,
    pub(super) end_count: u16,
    pub(super) is_inflected: bool,
    /// The word before which there may be no space.
    pub(super) compound: Option<u16>,
}

/// The beginning of a name.
pub(super) struct Beginning {
    pub(super) key: u64,
    /// Whether it is its first word, or as short as one.
    pub(super) is_start: bool,
}

impl Patterns {
    /// The forms of names in a language.
    pub(super) fn of(phrases: &[Phrase], language: &Language) -> Self {
        let mut patterns = Self {
            list: Vec::with_capacity(phrases.len() * 4),
            beginnings: Vec::with_capacity(phrases.len() * 2),
            words: Vec::with_capacity(phrases.len() * 4),
            forms: String::new(),
            ends: Vec::new(),
            capitals: Vec::with_capacity(phrases.len()),
            hyphens: Vec::with_capacity(phrases.len()),
        };
        let mut pieces = Vec::new();
        for (number, phrase) in phrases.iter().enumerate() {
            patterns.add(phrase, number, language, &mut pieces);
        }
        let forms = &patterns.forms;
        let text = |pattern: &Pattern| slice(forms, pattern.form_range());
        let order = |pattern: &Pattern| (pattern.phrase, pattern.is_inflected, pattern.compound);
        patterns
            .list
            .sort_unstable_by(|a, b| (a.key, text(a), order(a)).cmp(&(b.key, text(b), order(b))));
        patterns
            .list
            .dedup_by(|b, a| (a.key, a.phrase) == (b.key, b.phrase) && text(a) == text(b));
        patterns
    }

    /// Adds the forms of a name.
    ///
    /// ```text
    /// name            forms (English)                           capitals wanted
    /// data center     data center, data centers, …              none
    /// LoRA            lora, loras, …                            those of LoRA
    /// ```
    fn add(
        &mut self,
        phrase: &Phrase,
        number: usize,
        language: &Language,
        pieces: &mut Vec<Piece>,
    ) {
        let grammar = Grammar::of(language);
        let Phrase { text, case, .. } = phrase;
        pieces.clear();
        cut(text, language, pieces);
        let is_too_long = pieces.len() > MOST_PIECES || text.len() > MOST_BYTES;
        if pieces.is_empty() || is_too_long {
            self.capitals.push(0);
            self.hyphens.push(0);
            return;
        }
        let folded: Vec<String> = pieces
            .iter()
            .map(|piece| fold(slice(text, piece.span()), language))
            .collect();
        let mut capitals = 0;
        let name: Vec<NameWord<'_>> = pieces
            .iter()
            .zip(&folded)
            .enumerate()
            .map(|(at, (piece, folded))| {
                let written = slice(text, piece.span());
                let is_word = piece.kind == PieceKind::Word;
                let is_fixed = match case {
                    CaseMode::Smart => wants_its_capitals(written),
                    CaseMode::Exact => true,
                    CaseMode::Any => false,
                };
                if is_word && is_fixed {
                    capitals |= bit(at);
                }
                NameWord {
                    folded,
                    written,
                    is_word,
                    is_hyphenated: piece.join == Join::Hyphen,
                    is_acronym: is_word && wants_its_capitals(written),
                }
            })
            .collect();
        let is_hyphenated = |at: usize| name.get(at).is_some_and(|word| word.is_hyphenated);
        let hyphens = name.windows(2).zip(1..).filter(|(pair, at)| {
            let is_pair = is_hyphenated(*at) && !is_hyphenated(at - 1) && !is_hyphenated(at + 1);
            is_pair && pair.iter().any(|word| grammar.is_stop_word(word.folded))
        });
        self.hyphens
            .push(hyphens.fold(0, |all, (_, at)| all | bit(at)));
        self.capitals.push(capitals);
        for form in grammar.forms(&name) {
            self.add_form(&form, number, pieces);
        }
    }

    /// Adds one form of a name that was cut into `pieces`.
    fn add_form(&mut self, form: &Form<'_>, number: usize, pieces: &[Piece]) {
        let start = self.forms.len();
        let ends = self.ends.len();
        let mut key = Key::EMPTY;
        for (at, word) in form.words.iter().enumerate() {
            if at > 0 {
                self.beginnings.push(Beginning {
                    key: key.mixed(),
                    is_start: at == 1 || self.forms.len() - start < SHORTEST_JOINED,
                });
                if let Some([before, piece]) = pieces.get(at - 1..=at)
                    && piece.parts_digits(before)
                {
                    self.forms.push(' ');
                    key = key.then(Key::of(" "));
                }
            }
            self.forms.push_str(word);
            self.ends.push(length(self.forms.len() - start));
            let own = Key::of(word);
            self.words.push(own.mixed());
            // a form may have more pieces than its name: *Hodgkin's* for *Hodgkin*
            if let Some(mark) = word.find('\'') {
                self.words.push(Key::of(slice(word, mark..)).mixed());
            }
            key = key.then(own);
        }
        self.list.push(Pattern {
            key: key.mixed(),
            phrase: offset(number),
            form: offset(start),
            form_length: length(self.forms.len() - start),
            ends: offset(ends),
            end_count: length(self.ends.len() - ends),
            is_inflected: form.is_inflected,
            compound: form.compound.map(length),
        });
    }

    /// The patterns that share the key of one, from it on.
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

    /// Where in that text words end.
    pub(super) fn ends(&self, pattern: &Pattern) -> &[u16] {
        let start = pattern.ends as usize;
        let range = start..start + usize::from(pattern.end_count);
        self.ends.get(range).unwrap_or_default()
    }

    /// Whether a piece of a pattern's name wants the name's own capitals.
    pub(super) fn wants_capitals(&self, pattern: &Pattern, piece: usize) -> bool {
        pattern.of_name(&self.capitals) & bit(piece) != 0
    }

    /// Whether any piece of it does.
    pub(super) fn wants_any_capitals(&self, pattern: &Pattern) -> bool {
        pattern.of_name(&self.capitals) != 0
    }

    /// Whether a piece of it wants its hyphen.
    pub(super) fn wants_hyphen(&self, pattern: &Pattern, piece: usize) -> bool {
        pattern.of_name(&self.hyphens) & bit(piece) != 0
    }
}

impl Pattern {
    fn form_range(&self) -> Range<usize> {
        let start = self.form as usize;
        start..start + usize::from(self.form_length)
    }

    /// The bits of its name among those of all.
    fn of_name(&self, bits: &[u64]) -> u64 {
        let own = bits.get(self.phrase as usize);
        own.copied().unwrap_or_default()
    }
}

/// Whether a word is found only as it is written: with a capital beyond its first letter, or of one
/// letter.
fn wants_its_capitals(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    let single = letters.clone().next().is_none() && first.is_some_and(char::is_alphabetic);
    single || letters.any(char::is_uppercase)
}

/// The bit of a piece; the last stands for all after it.
fn bit(piece: usize) -> u64 {
    1 << piece.min(63)
}

/// A place in the matcher's own tables. They hold what is in memory as entries already.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A length in a name of at most [`MOST_BYTES`], or in a form of one.
fn length(bytes: usize) -> u16 {
    u16::try_from(bytes).unwrap_or(u16::MAX)
}
