//! The walk over a text from state to state, and the longest mention at each place.

use super::borders::Borders;
use super::cut_text::CutText;
use super::folded::Words;
use super::patterns::Pattern;
use super::states::State;
use super::{Closeness, Match, Matcher, Meaning};
use crate::text::fold::{nfc, single_spaced};
use crate::text::slice;
use crate::text::words::{Join, Piece};

/// A text while it is searched.
pub(super) struct Reading<'r> {
    pub(super) matcher: &'r Matcher,
    pub(super) text: CutText<'r>,
    borders: Borders<'r>,
}

impl<'r> Reading<'r> {
    /// The search of a text for a matcher's names.
    pub(super) fn new(matcher: &'r Matcher, text: CutText<'r>) -> Self {
        Self {
            matcher,
            text,
            borders: Borders::new(text, &matcher.language),
        }
    }

    /// The mentions in the text, in order; none overlaps another.
    pub(super) fn mentions(&self) -> Vec<Match> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.text.pieces.len() {
            match self.longest_at(at) {
                Some(longest) => {
                    found.push(longest.mention);
                    at = longest.last + 1;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The longest mention that begins with a piece.
    ///
    /// With names *data*, *data center* and *datacenter bridging*, from the first piece of:
    ///
    /// ```text
    /// Data center bridging, and more
    /// ^^^^                   a whole name, and the beginning of others
    /// ^^^^^^^^^^^            the same: a space counts no more than none
    /// ^^^^^^^^^^^^^^^^^^^^   a whole name: the longest, unless it is spelled otherwise
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
            let mut found = states.get(step);
            last += 1;
            if let (None, Some(second)) = (found, second)
                && states.may_be_word(next, second)
            {
                step = second.after(step, next);
                found = states.get(step);
                last += 1;
            }
            match found {
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

    /// The next two pieces that a name may go on with.
    #[inline]
    fn joined_after(&self, last: usize) -> Option<Following<'_>> {
        let joined = |at: usize| {
            let piece = self.text.pieces.get(at);
            piece.filter(|piece| piece.join != Join::Break)
        };
        Some(Following {
            next: joined(last + 1)?,
            second: joined(last + 2),
        })
    }

    /// The names with the key of `pattern` that the pieces from `first` to `last` mean.
    fn mention(&self, first: usize, last: usize, pattern: usize) -> Option<Match> {
        let end = self.borders.around(first, last)?;
        let mention = Words::read(self.text, first, last, &self.matcher.language);
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

    /// What a text means that is a form of a name.
    pub(super) fn meaning(&self, pattern: &Pattern, text: &str) -> Meaning {
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
}

/// A mention, and the last piece of it.
struct Longest {
    mention: Match,
    last: usize,
}

/// A whole name that the walk came to.
struct WholeName {
    /// The last piece of it.
    last: usize,
    /// The first pattern with its key.
    pattern: usize,
}

/// The next piece, and the one after it if it is joined to that.
struct Following<'r> {
    next: &'r Piece,
    second: Option<&'r Piece>,
}
