//! Finds names in text: whole words, the leftmost first, the longest that fits.
//!
//! The automaton's states are the beginnings of names, joins left out: after *data* and *center* it
//! is where it is after *datacenter*. A state is known by its key (see
//! [`Key`](crate::text::words::Key)), so a step is one sum and one look into a table, whatever the
//! number of names. What a key finds is compared with the text itself before it counts.

mod borders;
mod patterns;
mod states;

use std::cell::OnceCell;
use std::ops::Range;

use self::borders::Borders;
use self::patterns::{Pattern, Patterns};
use self::states::States;
use crate::entry::front_matter::CaseMode;
use crate::text::fold::{fold, is_apostrophe, is_ignorable, nfc, single_spaced};
use crate::text::inflection::Grammar;
use crate::text::language::Language;
use crate::text::slice;
use crate::text::words::{Join, Piece, PieceKind, cut};

/// How many letters the halves of a word have at least, if they are to be found with a space
/// between them.
const SHORTEST_HALF: usize = 3;

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
        let mut found = Vec::new();
        let mut at = 0;
        while at < pieces.len() {
            match reading.longest_at(at) {
                Some((mention, last)) => {
                    found.push(mention);
                    at = last + 1;
                }
                None => at += 1,
            }
        }
        found
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
            Some(Some(first)) => {
                let mention = Words::read(&reading, 0, last);
                self.patterns
                    .with_key_of(first)
                    .filter(|pattern| reading.is_form(pattern, &mention, 0))
                    .map(|pattern| reading.meaning(pattern, text))
                    .collect()
            }
            _ => Vec::new(),
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

/// A text with the pieces that it was cut into.
#[derive(Clone, Copy)]
struct CutText<'t> {
    text: &'t str,
    pieces: &'t [Piece],
}

impl<'t> CutText<'t> {
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "places of pieces come from walks over these pieces"
    )]
    fn piece(self, at: usize) -> &'t Piece {
        &self.pieces[at]
    }

    /// A piece as it is written.
    fn written(self, at: usize) -> &'t str {
        slice(self.text, self.piece(at).span())
    }

    /// The text before a byte.
    fn before(self, byte: usize) -> &'t str {
        slice(self.text, ..byte)
    }

    /// The text from a byte on.
    fn after(self, byte: usize) -> &'t str {
        slice(self.text, byte..)
    }
}

/// A text while it is searched.
struct Reading<'r> {
    matcher: &'r Matcher,
    text: CutText<'r>,
    borders: Borders<'r>,
}

impl<'r> Reading<'r> {
    fn new(matcher: &'r Matcher, text: CutText<'r>) -> Self {
        Self {
            matcher,
            text,
            borders: Borders::new(text, &matcher.language),
        }
    }

    /// The longest mention that begins with a piece, and the last piece of it.
    fn longest_at(&self, first: usize) -> Option<(Match, usize)> {
        let states = &self.matcher.states;
        let piece = self.text.piece(first);
        if !states.may_begin(piece, self.text.pieces.get(first + 1)) {
            return None;
        }
        let single = states.single(piece);
        let mut whole: Vec<(usize, usize)> =
            single.map(|pattern| (first, pattern)).into_iter().collect();
        let mut key = piece.key;
        let mut last = first;
        while let Some((next, second)) = self.joined_after(last) {
            let mut step = next.after(key, self.text.piece(last));
            let mut found = states.get(step);
            last += 1;
            if let (None, Some(second)) = (found, second)
                && states.may_be_word(next, second)
            {
                step = second.after(step, next);
                found = states.get(step);
                last += 1;
            }
            let Some(name) = found else { break };
            whole.extend(name.map(|pattern| (last, pattern)));
            key = step;
        }
        whole.into_iter().rev().find_map(|(last, pattern)| {
            let mention = self.mention(first, last, pattern)?;
            Some((mention, last))
        })
    }

    /// The next two pieces that a name may go on with.
    fn joined_after(&self, last: usize) -> Option<(&Piece, Option<&Piece>)> {
        let joined = |at: usize| {
            let piece = self.text.pieces.get(at);
            piece.filter(|piece| piece.join != Join::Break)
        };
        let next = joined(last + 1)?;
        Some((next, joined(last + 2)))
    }

    /// The names with the key of `pattern` that the pieces from `first` to `last` mean.
    fn mention(&self, first: usize, last: usize, pattern: usize) -> Option<Match> {
        let end = self.borders.around(first, last)?;
        let mention = Words::read(self, first, last);
        let span = self.text.piece(first).start..self.text.piece(last).end;
        let text = slice(self.text.text, span.clone());
        let meanings: Vec<_> = self
            .matcher
            .patterns
            .with_key_of(pattern)
            .filter(|pattern| {
                self.matcher.phrase(pattern.phrase as usize).is_sought
                    && self.is_form(pattern, &mention, first)
                    && self.has_case(pattern, &mention, first)
                    && (end.is_free || self.is_in_exact_case(pattern, first, last))
            })
            .map(|pattern| self.meaning(pattern, text))
            .collect();
        (!meanings.is_empty()).then_some(Match {
            span: span.start..end.at,
            meanings,
        })
    }

    fn meaning(&self, pattern: &Pattern, text: &str) -> Meaning {
        let name = &self.matcher.phrase(pattern.phrase as usize).text;
        let closeness = if pattern.is_inflected {
            Closeness::Inflected
        } else if text == name || single_spaced(&nfc(text)) == *name {
            Closeness::Exact
        } else {
            Closeness::Folded
        };
        Meaning {
            phrase: pattern.phrase as usize,
            closeness,
        }
    }

    fn grammar(&self) -> &'static Grammar {
        Grammar::of(&self.matcher.language)
    }

    /// Whether a mention is this form of a name: letter by letter when folded, and joined as words
    /// can be.
    fn is_form(&self, pattern: &Pattern, mention: &Words, first: usize) -> bool {
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
    fn has_case(&self, pattern: &Pattern, mention: &Words, first: usize) -> bool {
        let patterns = &self.matcher.patterns;
        let nouns_count = pattern.is_inflected && self.grammar().nouns_are_capitalised();
        if !patterns.wants_any_capitals(pattern) && !nouns_count {
            return true;
        }
        let letters = mention.letters.get_or_init(|| self.letters(mention, first));
        let Some(letters) = letters else {
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
                let written = letters.iter().filter(|(at, _)| range.contains(at));
                let mut written = written.map(|(_, c)| *c);
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

    /// The characters of a mention as they are written, each with its place in the folded text.
    /// `None` in the rare case that the whole is not folded as its characters are.
    fn letters(&self, mention: &Words, first: usize) -> Option<Vec<(usize, char)>> {
        let mut letters = Vec::with_capacity(mention.folded.len());
        for (at, start) in mention.starts.iter().enumerate() {
            let parts_digits = slice(&mention.folded, *start..).starts_with(' ');
            let mut place = start + usize::from(parts_digits);
            let written = nfc(self.text.written(first + at));
            for c in written.chars().filter(|c| !is_ignorable(*c)) {
                letters.push((place, c));
                place += fold(c.encode_utf8(&mut [0; 4]), &self.matcher.language).len();
            }
            let next = mention.starts.get(at + 1);
            let end = next.copied().unwrap_or(mention.folded.len());
            if place != end {
                return None;
            }
        }
        Some(letters)
    }

    /// Whether a mention is written as its name is, and with a capital that is not there because a
    /// sentence begins: only then may it stand before a hyphen and a word in small letters.
    fn is_in_exact_case(&self, pattern: &Pattern, first: usize, last: usize) -> bool {
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

/// The folded text of some pieces, and where in it each begins, a space between digits with it.
struct Words {
    folded: String,
    starts: Vec<usize>,
    /// Its characters as they are written, found when first needed.
    letters: OnceCell<Option<Vec<(usize, char)>>>,
}

impl Words {
    fn read(reading: &Reading<'_>, first: usize, last: usize) -> Self {
        let mut folded = String::new();
        let mut starts = Vec::with_capacity(last - first + 1);
        for at in first..=last {
            let piece = reading.text.piece(at);
            starts.push(folded.len());
            if at > first && piece.parts_digits(reading.text.piece(at - 1)) {
                folded.push(' ');
            }
            folded.push_str(&fold(reading.text.written(at), &reading.matcher.language));
        }
        Self {
            folded,
            starts,
            letters: OnceCell::new(),
        }
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
