//! Finds names with capitals that they do not have: *Github* for *GitHub*.
//!
//! A word in small letters may be another word: *clip* is not a wrong *CLIP*. So only what cannot be another word is
//! found, and the rest is left alone.

use std::ops::Range;

use super::claims::Rank;
use super::index::NameIndex;
use super::matcher::{Closeness, Match, Matcher, Phrase, is_acronym};
use crate::entry::front_matter::{CaseMode, LabelKind};
use crate::text::common_words::CommonWords;
use crate::text::fold::fold;
use crate::text::language::Language;
use crate::text::slice;
use crate::text::words::{Piece, PieceKind, cut};

/// The fewest letters of a word that may be found.
const SHORTEST: usize = 3;

/// The fewest letters of a name such as *GitHub* that may be found in small letters. Shorter ones may be words: *ReAct*.
const SHORTEST_IN_SMALL: usize = 6;

/// Finds names with wrong capitals.
pub struct Capitals<'n> {
    names: &'n NameIndex,
    /// The names with fixed capitals, in any case.
    matcher: Matcher,
    /// For each of these names, whether all its words are fixed.
    are_exact: Vec<bool>,
}

/// Words that are a name, except for their capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCapitals {
    /// Their bytes in the text.
    pub words: Range<usize>,
    /// The words with the right capitals.
    pub right: String,
}

impl NameIndex {
    /// Finds these names with other capitals.
    pub fn capitals(&self) -> Capitals<'_> {
        let mut phrases = Vec::new();
        let mut are_exact = Vec::new();
        for (phrase, kind) in self.sought() {
            let is_exact = phrase.case == CaseMode::Exact;
            let has_capitals = words(&phrase.text, self.language())
                .any(|word| is_fixed(word, is_exact) && word.contains(char::is_uppercase));
            let is_good = !matches!(kind, LabelKind::Deprecated | LabelKind::Hidden);
            if is_good && has_capitals && phrase.case != CaseMode::Any {
                are_exact.push(is_exact);
                phrases.push(Phrase {
                    case: CaseMode::Any,
                    ..phrase.clone()
                });
            }
        }
        Capitals {
            names: self,
            matcher: Matcher::new(phrases, self.language()),
            are_exact,
        }
    }
}

impl Capitals<'_> {
    /// The names with wrong capitals in a text. `mentions` are those that [`NameIndex::mentions`] finds in it, with right
    /// capitals.
    pub fn wrong(&self, text: &str, mentions: &[Match]) -> Vec<WrongCapitals> {
        if self.are_exact.is_empty() {
            return Vec::new();
        }
        let found = self.matcher.matches(text).into_iter();
        let others = found.filter(|found| {
            let next = mentions.partition_point(|one| one.span.end <= found.span.start);
            let next = mentions.get(next);
            next.is_none_or(|next| next.span.start >= found.span.end)
        });
        others
            .filter_map(|found| {
                let right = self.right(text, &found)?;
                Some(WrongCapitals {
                    words: found.span,
                    right,
                })
            })
            .collect()
    }

    /// The words of a match with the right capitals; `None` if they may be right as they are, or another name or word.
    fn right(&self, text: &str, found: &Match) -> Option<String> {
        let written = slice(text, found.span.clone());
        let mut claims = self.names.claims_on(written);
        let is_known = claims.any(|claim| claim.rank() != Rank::Slug);
        let is_part = slice(text, ..found.span.start).ends_with(['/', '\\'])
            || slice(text, found.span.end..).starts_with(['/', '\\']);
        if is_known || is_part {
            return None;
        }
        let closest = found.meanings.iter().map(|one| one.closeness).min()?;
        let close = found.meanings.iter().filter(|one| one.closeness == closest);
        let mut right = None;
        for meaning in close {
            let name = self.matcher.name(meaning.phrase);
            let is_exact = self.are_exact.get(meaning.phrase).copied()?;
            let corrected = self.corrected(name, is_exact, text, &found.span, closest)?;
            if right.get_or_insert_with(|| corrected.clone()) != &corrected {
                return None;
            }
        }
        right
    }

    /// The written words with the capitals of a name.
    fn corrected(
        &self,
        name: &str,
        is_exact: bool,
        text: &str,
        span: &Range<usize>,
        closeness: Closeness,
    ) -> Option<String> {
        let language = self.names.language();
        let written = slice(text, span.clone());
        let of_name = pieces(name, language);
        let of_text = pieces(written, language);
        let mut corrected = String::new();
        let mut done = 0;
        let (mut is_certain, mut has_right) = (false, false);
        for (piece, there) in of_name.iter().zip(&of_text) {
            let (right, wrong) = (slice(name, piece.span()), slice(written, there.span()));
            if piece.kind != PieceKind::Word || !is_fixed(right, is_exact) {
                continue;
            }
            let ending = without(wrong, right, language)?;
            if wrong.starts_with(right) {
                has_right |= is_in_capitals(right);
                continue;
            }
            let is_capitalised_form = ending.contains(char::is_uppercase);
            if is_capitalised_form
                || self.is_beginning(right, wrong, text, span.start + there.start)
            {
                return None;
            }
            let place = span.start + there.start..span.start + there.end;
            is_certain |= self.is_certain(right, wrong, text, &place, closeness);
            corrected.push_str(slice(written, done..there.start));
            corrected.push_str(right);
            corrected.push_str(ending);
            done = there.end;
        }
        corrected.push_str(slice(written, done..));
        // the right capitals of one word show that the name is meant: *REST api*
        is_certain |= has_right;
        // a name with more or fewer spaces has another mistake, or is another word
        let is_same = of_text.len() >= of_name.len()
            && fold(written, language).starts_with(&fold(name, language));
        (is_certain && is_same && corrected != written).then_some(corrected)
    }

    /// Whether a word only has the capital with which a sentence or a heading begins: *EBPF* is not such a word for *eBPF*,
    /// and *IPhone* is one for *iPhone*.
    fn is_beginning(&self, right: &str, wrong: &str, text: &str, at: usize) -> bool {
        let mut letters = right.chars();
        let Some(first) = letters.next() else {
            return false;
        };
        let capitalised: String = first.to_uppercase().chain(letters).collect();
        wrong == capitalised && super::matcher::begins_sentence(slice(text, ..at))
    }

    /// Whether a word is certainly meant as a name: it has capitals that no other word has, or it is not a word of the
    /// language.
    fn is_certain(
        &self,
        right: &str,
        wrong: &str,
        text: &str,
        place: &Range<usize>,
        closeness: Closeness,
    ) -> bool {
        let letters = right.chars().filter(|c| c.is_alphanumeric()).count();
        if letters < SHORTEST {
            return false;
        }
        let has_inner_capital = |word: &str| word.chars().skip(1).any(char::is_uppercase);
        let is_mixed = right.contains(char::is_lowercase) && right.contains(char::is_uppercase);
        if is_in_capitals(wrong) {
            return is_mixed
                && closeness < Closeness::Inflected
                && !self.is_among_capitals(text, place);
        }
        if has_inner_capital(wrong) {
            return true;
        }
        let language = self.names.language();
        let small = fold(right, language);
        let common = CommonWords::of(language);
        if common.is_some_and(|common| common.per_million(&small).is_some()) {
            return false;
        }
        let is_no_word = || {
            let has_digit = small.contains(char::is_numeric);
            has_digit || common.is_some_and(|common| !common.may_be_word(&small))
        };
        // *https* is not a plural
        (is_mixed && has_inner_capital(right) && letters >= SHORTEST_IN_SMALL)
            || (closeness < Closeness::Inflected && is_no_word())
    }

    /// Whether the word before or after some bytes of a text is in capitals too, as in a heading in capitals.
    fn is_among_capitals(&self, text: &str, place: &Range<usize>) -> bool {
        let is_other = |c: char| !c.is_alphanumeric();
        let before = slice(text, ..place.start).trim_end_matches(is_other);
        let before = before.rsplit(is_other).next().unwrap_or_default();
        let after = slice(text, place.end..).trim_start_matches(is_other);
        let after = after.split(is_other).next().unwrap_or_default();
        is_in_capitals(before) || is_in_capitals(after)
    }
}

/// Whether the capitals of a word are fixed. `is_exact` is whether its entry fixes all capitals.
fn is_fixed(word: &str, is_exact: bool) -> bool {
    is_exact || is_acronym(word)
}

/// Whether a word has at least two letters, and all of them are capitals.
fn is_in_capitals(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() > 1 && letters.clone().all(char::is_uppercase)
}

/// The rest of a word after another word, with which it begins in any case; `None` if it does not.
fn without<'w>(word: &'w str, beginning: &str, language: &Language) -> Option<&'w str> {
    let count = beginning.chars().count();
    let end = word
        .char_indices()
        .nth(count)
        .map_or(word.len(), |(at, _)| at);
    let same = fold(slice(word, ..end), language) == fold(beginning, language);
    same.then(|| slice(word, end..))
}

fn pieces(text: &str, language: &Language) -> Vec<Piece> {
    let mut pieces = Vec::new();
    cut(text, language, &mut pieces);
    pieces
}

fn words<'t>(text: &'t str, language: &Language) -> impl Iterator<Item = &'t str> {
    let pieces = pieces(text, language).into_iter();
    let words = pieces.filter(|piece| piece.kind == PieceKind::Word);
    words.map(move |piece| slice(text, piece.span()))
}
