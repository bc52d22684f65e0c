//! Whether a mention is spelled as a name is: its letters, its joins and its capitals.

use super::folded::Words;
use super::patterns::Pattern;
use super::search::Reading;
use crate::entry::front_matter::CaseMode;
use crate::text::fold::{fold, nfc};
use crate::text::inflection::Grammar;
use crate::text::slice;
use crate::text::words::{Join, PieceKind, cut};

/// How many letters the halves of a word have at least, if they are to be found with a space
/// between them.
const SHORTEST_HALF: usize = 3;

impl Reading<'_> {
    fn grammar(&self) -> &'static Grammar {
        Grammar::of(&self.matcher.language)
    }

    /// Whether a mention is this form of a name: letter by letter when folded, and joined as words
    /// can be. `first` is the piece with which the mention begins.
    ///
    /// ```text
    /// form           mention          is it?
    /// data center    data-center      yes
    /// datacenter     data center      yes: either half has three letters at least
    /// information    in formation     no: *in* is too short, and an everyday word
    /// by-law         by law           no: this hyphen is wanted
    /// ```
    pub(super) fn is_form(&self, pattern: &Pattern, mention: &Words, first: usize) -> bool {
        if self.matcher.patterns.form(pattern) != mention.folded {
            return false;
        }
        let ends = self.matcher.patterns.ends(pattern);
        let parted = |at: usize| {
            let word = ends.iter().position(|end| usize::from(*end) == at);
            word.is_some_and(|word| !self.matcher.patterns.wants_hyphen(pattern, word + 1))
        };
        let joins_well = mention
            .starts
            .iter()
            .enumerate()
            .skip(1)
            .all(|(at, start)| {
                let join = self.text.piece(first + at).join;
                join != Join::Space || parted(*start) || self.are_halves(first + at)
            });
        // where the word begins that makes it a compound
        let seam = pattern
            .compound
            .and_then(|word| ends.get(usize::from(word).checked_sub(1)?))
            .map(|end| usize::from(*end));
        let is_tight = || {
            mention.starts.iter().enumerate().all(|(at, start)| {
                Some(*start) != seam || self.text.piece(first + at).join != Join::Space
            })
        };
        joins_well && (seam.is_none() || is_tight())
    }

    /// Whether a piece and the one before it, with a space between, can be one word of a name:
    /// *data center*, but not *in formation*.
    fn are_halves(&self, second: usize) -> bool {
        let halves = [second - 1, second];
        let [before, after] = halves.map(|at| self.text.written(at));
        if after.starts_with(|c: char| c.is_numeric()) {
            return before.chars().count() > 1;
        }
        halves.iter().zip([before, after]).all(|(at, text)| {
            self.text.piece(*at).kind == PieceKind::Word
                && text.chars().count() >= SHORTEST_HALF
                && !self
                    .grammar()
                    .is_stop_word(&fold(text, &self.matcher.language))
        })
    }

    /// Whether a mention has the capitals that its name asks for.
    pub(super) fn has_case(&self, pattern: &Pattern, mention: &Words, first: usize) -> bool {
        let patterns = &self.matcher.patterns;
        let nouns_count = pattern.is_inflected && self.grammar().nouns_are_capitalised();
        if !patterns.wants_any_capitals(pattern) && !nouns_count {
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
            .all(|(at, (piece, end))| {
                let range = start..usize::from(*end);
                start = range.end;
                let own = nfc(slice(&phrase.text, piece.span()));
                let written = letters
                    .iter()
                    .filter(|letter| range.contains(&letter.place));
                let mut written = written.map(|letter| letter.c);
                if range.is_empty() {
                    // the `'s` that a form does without
                    return true;
                }
                if patterns.wants_capitals(pattern, at) {
                    let written: String = written.collect();
                    return own == written
                        || (pattern.is_inflected && differ_in_ending(&own, &written));
                }
                // the first word of a name has a capital in any case
                let is_noun = nouns_count && (at > 0 || pieces.len() == 1);
                !is_noun || !own.starts_with(char::is_uppercase) || {
                    written.next().is_some_and(char::is_uppercase)
                }
            })
    }

    /// Whether a mention is written as its name is, and with a capital that is not there because a
    /// sentence begins: only then may it stand before a hyphen and a word in small letters.
    pub(super) fn is_in_exact_case(&self, pattern: &Pattern, first: usize, last: usize) -> bool {
        let phrase = self.matcher.phrase(pattern.phrase as usize);
        let start = self.text.piece(first).start;
        let written = slice(self.text.text, start..self.text.piece(last).end);
        if nfc(written) != phrase.text {
            return false;
        }
        let is_quote = |c: char| matches!(c, '"' | '\'' | '(' | '[' | '\u{201c}' | '\u{2018}');
        let before = self
            .text
            .before(start)
            .trim_end_matches(|c: char| c.is_whitespace() || is_quote(c));
        let begins_sentence =
            before.is_empty() || before.ends_with(['.', '!', '?', ':', '\u{2022}']);
        let mut letters = written.chars();
        let first_letter = letters.next();
        phrase.case == CaseMode::Exact
            || letters.any(char::is_uppercase)
            || (!begins_sentence && first_letter.is_some_and(char::is_uppercase))
    }
}

/// Whether two spellings of a word differ in letters after the name's last capital alone, and none
/// of those is a capital.
fn differ_in_ending(name: &str, mention: &str) -> bool {
    let shared = name
        .char_indices()
        .zip(mention.chars())
        .find(|((_, a), b)| a != b)
        .map_or(name.len().min(mention.len()), |((at, _), _)| at);
    let no_capital = |ending: &str| !ending.contains(char::is_uppercase);
    (shared > 0 && no_capital(slice(name, shared..)) && no_capital(slice(mention, shared..)))
        || mention.ends_with(name)
}
