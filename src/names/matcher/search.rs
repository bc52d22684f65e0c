//! Searches a text: walks over its pieces from state to state, and finds the longest mention at each place.

use super::borders::Borders;
use super::cut_text::CutText;
use super::folded::Words;
use super::patterns::Pattern;
use super::states::State;
use super::usage::Usage;
use super::{Closeness, Match, Matcher, Meaning};
use crate::text::fold::{nfc, sharp_letters, single_spaced, spelled_alike};
use crate::text::slice;
use crate::text::words::{Join, Piece};

/// A text while it is searched.
pub(super) struct Search<'r> {
    pub(super) matcher: &'r Matcher,
    pub(super) text: CutText<'r>,
    borders: Borders<'r>,
    usage: Usage<'r>,
}

impl<'r> Search<'r> {
    /// A search of `text` for the names of `matcher`.
    pub(super) fn new(matcher: &'r Matcher, text: CutText<'r>) -> Self {
        Self {
            matcher,
            text,
            borders: Borders::new(text, &matcher.language),
            usage: Usage::new(text, &matcher.language),
        }
    }

    /// The mentions in the text, in order; they do not overlap.
    pub(super) fn mentions(&self) -> Vec<Match> {
        let mut mentions = Vec::new();
        let mut next = 0;
        while next < self.text.pieces.len() {
            match self.longest_at(next) {
                Some(longest) => {
                    mentions.push(longest.mention);
                    next = longest.last + 1;
                }
                None => next += 1,
            }
        }
        mentions
    }

    /// The longest mention that begins with the piece `first`.
    ///
    /// With the names *data*, *data center* and *datacenter bridging*, from the first piece of:
    ///
    /// ```text
    /// Data center bridging, and more
    /// ^^^^                   a whole name, and the beginning of others
    /// ^^^^^^^^^^^            the same: with a space or without
    /// ^^^^^^^^^^^^^^^^^^^^   a whole name: the longest, if its spelling is also right
    /// ```
    fn longest_at(&self, first: usize) -> Option<Longest> {
        let states = &self.matcher.states;
        let piece = self.text.piece(first);
        if !states.may_begin(piece, self.text.pieces.get(first + 1)) {
            return None;
        }
        let single = states.single(piece);
        let whole = |pattern| WholeName {
            last: first,
            pattern,
        };
        let mut names: Vec<WholeName> = single.map(whole).into_iter().collect();
        let mut key = piece.key;
        let mut last = first;
        while let Some(Following { next, second }) = self.joined_after(last) {
            let mut step = next.after(key, self.text.piece(last));
            let mut state = states.get(step);
            last += 1;
            if let (None, Some(second)) = (state, second)
                && states.may_be_word(next, second)
            {
                step = second.after(step, next);
                state = states.get(step);
                last += 1;
            }
            match state {
                Some(State::Name { pattern }) => names.push(WholeName { last, pattern }),
                Some(State::Beginning) => {}
                None => break,
            }
            key = step;
        }
        names.into_iter().rev().find_map(|name| {
            let mention = self.mention(first, name.last, name.pattern)?;
            Some(Longest {
                mention,
                last: name.last,
            })
        })
    }

    /// The next two pieces, if a name can continue with them.
    #[inline]
    fn joined_after(&self, last: usize) -> Option<Following<'_>> {
        let joined = |index: usize| {
            let piece = self.text.pieces.get(index);
            piece.filter(|piece| piece.join != Join::Break)
        };
        Some(Following {
            next: joined(last + 1)?,
            second: joined(last + 2),
        })
    }

    /// The mention that consists of the pieces from `first` to `last`, with all names that have the key of
    /// `pattern`. `None` if it is not spelled as any of these names, or if no mention may be there.
    fn mention(&self, first: usize, last: usize, pattern: usize) -> Option<Match> {
        let patterns = &self.matcher.patterns;
        let has_hyphens = |pattern: &Pattern| patterns.hyphens_before(pattern) > 0;
        let mut names = patterns.with_key_of(pattern);
        // --force
        let hyphens = self.borders.hyphens_before(first);
        if hyphens.count > 0 && names.any(has_hyphens) {
            let fits = |pattern: &Pattern| patterns.hyphens_before(pattern) == hyphens.count;
            let start = self.text.piece(first).start - hyphens.bytes;
            let mention = self.mention_from(start, first, last, pattern, &fits);
            if mention.is_some() {
                return mention;
            }
        }
        let fits = |pattern: &Pattern| !has_hyphens(pattern);
        self.mention_from(self.text.piece(first).start, first, last, pattern, &fits)
    }

    /// The mention that begins at the byte `start` and consists of the pieces from `first` to `last`, with
    /// all names that have the key of `pattern` and that `fits` accepts.
    fn mention_from(
        &self,
        start: usize,
        first: usize,
        last: usize,
        pattern: usize,
        fits: &dyn Fn(&Pattern) -> bool,
    ) -> Option<Match> {
        let end = self.borders.around(start, first, last)?;
        let mention = Words::read(self.text, first, last, &self.matcher.language);
        let span = start..self.text.piece(last).end;
        let text = slice(self.text.text, span.clone());
        let mut meanings: Vec<_> = self
            .matcher
            .patterns
            .with_key_of(pattern)
            .filter(|pattern| {
                self.matcher.phrase(pattern.phrase as usize).is_sought
                    && fits(pattern)
                    && self.is_form(pattern, &mention, first)
                    && self.is_reached(pattern, &mention, first)
                    && self.has_case(pattern, &mention, first)
                    && (end.is_free || self.is_in_exact_case(pattern, first, last))
            })
            .map(|pattern| self.meaning(pattern, text))
            .collect();
        self.keep_spelled_alike(&mut meanings, text);
        (!meanings.is_empty() && self.usage.is_name(first, last)).then_some(Match {
            span: start..end.byte,
            meanings,
        })
    }

    /// Keeps the meanings whose names have as many letters `ß` as `text`, if there are some: in folded form, *Maße* and
    /// *Masse* are the same.
    pub(super) fn keep_spelled_alike(&self, meanings: &mut Vec<Meaning>, text: &str) {
        if meanings.len() < 2 {
            return;
        }
        let sharp = |meaning: &Meaning| sharp_letters(self.matcher.name(meaning.phrase));
        let is_meant = spelled_alike(text, &mut meanings.iter().map(sharp));
        meanings.retain(|meaning| is_meant(sharp(meaning)));
    }

    /// The meaning of a text that is a form of a name.
    pub(super) fn meaning(&self, pattern: &Pattern, text: &str) -> Meaning {
        let name = &self.matcher.phrase(pattern.phrase as usize).text;
        let closeness = if pattern.is_respelled {
            Closeness::Respelled
        } else if pattern.is_inflected {
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
}

/// A mention, and the index of its last piece.
struct Longest {
    mention: Match,
    last: usize,
}

/// A whole name that the walk has reached.
struct WholeName {
    /// The index of its last piece.
    last: usize,
    /// The first pattern with its key.
    pattern: usize,
}

/// The next piece, and the piece after that, if it is joined.
struct Following<'r> {
    next: &'r Piece,
    second: Option<&'r Piece>,
}
