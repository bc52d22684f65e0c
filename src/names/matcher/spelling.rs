//! Compares the spelling of a mention with that of a name: the letters, the hyphens and spaces, and the
//! capitals.

use super::folded::Words;
use super::patterns::{MIN_JOINED, Pattern};
use super::search::Search;
use super::states::is_long;
use super::usage::begins_sentence;
use crate::entry::front_matter::CaseMode;
use crate::text::fold::{fold, is_hyphen, nfc, nfkc};
use crate::text::inflection::Grammar;
use crate::text::slice;
use crate::text::words::{Join, PieceKind, cut};

/// The least number of letters in each half of a word, if a mention may have a space between the halves.
const MIN_HALF: usize = 3;

impl Search<'_> {
    fn grammar(&self) -> &'static Grammar {
        Grammar::of(&self.matcher.language)
    }

    /// Whether a mention is this form of a name: the folded letters are the same, and its spaces are at
    /// places where the name may have them. `first` is the index of the mention's first piece.
    ///
    /// ```text
    /// form           mention          result
    /// data center    data-center      true
    /// datacenter     data center      true: each half has at least three letters
    /// information    in formation     false: *in* is too short, and a stop word
    /// by-law         by law           false: the name needs this hyphen
    /// ```
    pub(super) fn is_form(&self, pattern: &Pattern, mention: &Words, first: usize) -> bool {
        if self.matcher.patterns.form(pattern) != mention.folded {
            return false;
        }
        let ends = self.matcher.patterns.ends(pattern);
        let may_have_space = |offset: usize| {
            let word = ends.iter().position(|end| usize::from(*end) == offset);
            word.is_some_and(|word| !self.matcher.patterns.needs_hyphen(pattern, word + 1))
        };
        let joins_well = mention
            .starts
            .iter()
            .enumerate()
            .skip(1)
            .all(|(index, start)| {
                let join = self.text.piece(first + index).join;
                join != Join::Space || may_have_space(*start) || self.are_halves(first + index)
            });
        // the first byte of the word that makes the form a compound
        let seam = pattern
            .compound
            .and_then(|word| ends.get(usize::from(word).checked_sub(1)?))
            .map(|end| usize::from(*end));
        let is_tight = || {
            mention.starts.iter().enumerate().all(|(index, start)| {
                Some(*start) != seam || self.text.piece(first + index).join != Join::Space
            })
        };
        joins_well && (seam.is_none() || is_tight())
    }

    /// Whether the walk over the pieces of a mention (see [`Self::longest_at`]) reaches its end by way of the words of this
    /// form alone. So other names do not decide whether a name is found. `first` is the index of the mention's first
    /// piece.
    ///
    /// ```text
    /// form           mention          result
    /// data center    data cen-ter     true: two pieces are one word
    /// datacenter     data-center      true: the same, at the beginning
    /// datacenter     data-cen-ter     false, also if *data center* is another name
    /// Hodgkin's      Hodgkin's        true: `'s` is a word of its own
    /// ```
    pub(super) fn is_reached(&self, pattern: &Pattern, mention: &Words, first: usize) -> bool {
        let patterns = &self.matcher.patterns;
        let ends = patterns.ends(pattern);
        let is_end = |offset: usize| {
            let mut ends = ends.iter();
            ends.any(|end| usize::from(*end) == offset)
                || slice(&mention.folded, offset..).starts_with('\'')
        };
        let end_of_first = ends.first().copied().map_or(0, usize::from);
        let is_start =
            |offset: usize| is_end(offset) && (offset <= end_of_first || offset < MIN_JOINED);
        // the byte of the form after a piece; `None` if the mention does not have this piece
        let after = |piece: usize| {
            let next = mention.starts.get(piece + 1).copied();
            next.or_else(|| (piece < mention.starts.len()).then_some(mention.folded.len()))
        };
        let begins = after(0).is_some_and(&is_start)
            || after(1).is_some_and(&is_start)
            || (is_long(self.text.piece(first)) && after(0).is_some_and(&is_end));
        let is_one_word = |here: usize, there: usize| {
            is_end(here) && (here + 1..there).all(|between| !is_end(between))
        };
        let mut last = 0;
        while let (Some(here), Some(next)) = (after(last), after(last + 1)) {
            let is_second = |there: usize| is_end(there) && is_one_word(here, there);
            last += match after(last + 2) {
                _ if is_end(next) => 1,
                Some(second) if is_second(second) => 2,
                _ => return false,
            };
        }
        begins
    }

    /// Whether the piece `second` and the piece before it, with a space between them, can be one word of a
    /// name: *data center*, but not *in formation*.
    fn are_halves(&self, second: usize) -> bool {
        let halves = [second - 1, second];
        let [before, after] = halves.map(|index| self.text.written(index));
        if after.starts_with(|c: char| c.is_numeric()) {
            return before.chars().count() > 1;
        }
        halves.iter().zip([before, after]).all(|(index, text)| {
            self.text.piece(*index).kind == PieceKind::Word
                && text.chars().count() >= MIN_HALF
                && !self
                    .grammar()
                    .is_stop_word(&fold(text, &self.matcher.language))
        })
    }

    /// Whether a mention has the capitals that the name requires. `first` is the index of the mention's first
    /// piece.
    pub(super) fn has_case(&self, pattern: &Pattern, mention: &Words, first: usize) -> bool {
        let patterns = &self.matcher.patterns;
        let checks_nouns = pattern.is_inflected && self.grammar().nouns_are_capitalised();
        if !patterns.has_any_fixed_case(pattern) && !checks_nouns {
            return true;
        }
        let language = &self.matcher.language;
        let Some(letters) = mention.letters(self.text, first, language) else {
            return false;
        };
        let phrase = self.matcher.phrase(pattern.phrase as usize);
        let mut pieces = Vec::new();
        cut(&phrase.text, &self.matcher.language, &mut pieces);
        let mut start = 0;
        pieces
            .iter()
            .zip(self.matcher.patterns.ends(pattern))
            .enumerate()
            .all(|(index, (piece, end))| {
                let range = start..usize::from(*end);
                start = range.end;
                let in_name = nfc(slice(&phrase.text, piece.span()));
                let written = letters
                    .iter()
                    .filter(|letter| range.contains(&letter.offset));
                let mut written = written.map(|letter| letter.c);
                if range.is_empty() {
                    // this form does not have the `'s` of the name
                    return true;
                }
                if patterns.has_fixed_case(pattern, index) {
                    let written: String = written.collect();
                    return in_name == written
                        || nfkc(&in_name) == nfkc(&written)
                        || ((pattern.is_inflected || pattern.is_respelled)
                            && differ_in_ending(&in_name, &written));
                }
                // the first word of a name has a capital in any case
                let is_noun = checks_nouns && (index > 0 || pieces.len() == 1);
                !is_noun || !in_name.starts_with(char::is_uppercase) || {
                    written.next().is_some_and(char::is_uppercase)
                }
            })
    }

    /// Whether a mention has the exact spelling of its name, and a capital that is not only the first letter of
    /// a sentence, unless the entry asks for exact case. Only then may a hyphen and another word follow it, as in
    /// *GPT-based*. In German, a noun has its capital everywhere.
    pub(super) fn is_in_exact_case(&self, pattern: &Pattern, first: usize, last: usize) -> bool {
        let phrase = self.matcher.phrase(pattern.phrase as usize);
        let start = self.text.piece(first).start;
        let written = slice(self.text.text, start..self.text.piece(last).end);
        let nouns_are_capitalised = self.grammar().nouns_are_capitalised();
        // a compound has hyphens for the spaces of a name: *Machine-Learning-Modell*
        let is_joined = || {
            nouns_are_capitalised
                && nfc(written).replace(is_hyphen, " ") == phrase.text.replace(is_hyphen, " ")
        };
        if nfc(written) != phrase.text && !is_joined() {
            return false;
        }
        let begins_sentence = begins_sentence(self.text.before(start));
        let mut letters = written.chars();
        let first_letter = letters.next();
        phrase.case == CaseMode::Exact
            || letters.any(char::is_uppercase)
            || ((!begins_sentence || nouns_are_capitalised)
                && first_letter.is_some_and(char::is_uppercase))
    }
}

/// Whether two spellings of a word differ only in their endings, which are in small letters: *LoRA* and
/// *LoRAs*. The mention may also have a prefix before the name.
fn differ_in_ending(name: &str, mention: &str) -> bool {
    let shared = name
        .char_indices()
        .zip(mention.chars())
        .find(|((_, a), b)| a != b)
        .map_or(name.len().min(mention.len()), |((offset, _), _)| offset);
    let no_capital = |ending: &str| !ending.contains(char::is_uppercase);
    (shared > 0 && no_capital(slice(name, shared..)) && no_capital(slice(mention, shared..)))
        || mention.ends_with(name)
}
