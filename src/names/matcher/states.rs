//! The states of the automaton, with filters that quickly exclude most words.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::patterns::{MIN_JOINED, Parts, Pattern, Patterns};
use crate::text::words::{Join, Key, Piece};

/// The states: the keys of all beginnings of names and of all whole names.
///
/// Most words of a text do not begin a name, and most others are not followed by the rest of it. The filters
/// exclude these words. Filters are small enough for the cache of a processor; the map is not.
pub(super) struct States {
    /// The keys with which a name can begin, of one word of a text, or of two.
    starts: Filter,
    /// The keys of whole names that consist of one word, or are as short as one.
    singles: Filter,
    /// The keys of all words of names.
    words: Filter,
    /// All keys.
    all: Filter,
    /// The state of each key.
    known: HashMap<u64, State, BuildHasherDefault<Mixed>>,
}

/// The state of a key.
#[derive(Debug, Clone, Copy)]
pub(super) enum State {
    /// The beginning of a name, but not a whole name.
    Beginning,
    /// A whole name, and perhaps the beginning of others.
    Name {
        /// The index of the first pattern with the key.
        pattern: usize,
    },
}

impl States {
    pub(super) fn new(patterns: &Patterns, parts: &Parts) -> Self {
        let Patterns { list, .. } = patterns;
        let Parts { beginnings, words } = parts;
        let mut known = HashMap::default();
        known.reserve(beginnings.len() + list.len());
        known.extend(
            beginnings
                .iter()
                .map(|beginning| (beginning.key, State::Beginning)),
        );
        // backwards, so that the first pattern of each key is kept
        let whole = list.iter().enumerate().rev();
        known.extend(whole.map(|(index, pattern)| (pattern.key, State::Name { pattern: index })));
        let single = |pattern: &&Pattern| {
            pattern.end_count == 1 || usize::from(pattern.form_length) < MIN_JOINED
        };
        let singles: Keys = list
            .iter()
            .filter(single)
            .map(|pattern| pattern.key)
            .collect();
        let starts = beginnings.iter().filter(|beginning| beginning.is_start);
        let mut starts: Keys = starts.map(|beginning| beginning.key).collect();
        starts.extend(&singles);
        let words: Keys = words.iter().copied().collect();
        Self {
            starts: Filter::new(starts.iter()),
            singles: Filter::new(singles.iter()),
            words: Filter::new(words.iter()),
            all: Filter::new(known.keys()),
            known,
        }
    }

    /// The state of a key; `None` if no name begins with it.
    #[inline]
    pub(super) fn get(&self, key: Key) -> Option<State> {
        let key = key.mixed();
        if self.all.may_have(key) {
            self.known.get(&key).copied()
        } else {
            None
        }
    }

    /// Whether a name may begin with a piece; `next` is the piece after it.
    #[inline]
    pub(super) fn may_begin(&self, piece: &Piece, next: Option<&Piece>) -> bool {
        let key = piece.key.mixed();
        // the piece and the next one may be one word of a name
        let is_half = || {
            let next = next.filter(|next| next.join != Join::Break);
            next.is_some_and(|next| self.starts.may_have(next.after(piece.key, piece).mixed()))
        };
        self.starts.may_have(key) || is_half() || (is_long(piece) && self.all.may_have(key))
    }

    /// The index of the first pattern that this piece alone spells.
    #[inline]
    pub(super) fn single(&self, piece: &Piece) -> Option<usize> {
        if is_long(piece) || self.singles.may_have(piece.key.mixed()) {
            match self.get(piece.key)? {
                State::Name { pattern } => Some(pattern),
                State::Beginning => None,
            }
        } else {
            None
        }
    }

    /// Whether two pieces together may be one word of a name.
    #[inline]
    pub(super) fn may_be_word(&self, piece: &Piece, next: &Piece) -> bool {
        self.words.may_have(next.after(piece.key, piece).mixed())
    }
}

/// Whether a piece is long enough to be several words of a name, written as one.
pub(super) fn is_long(piece: &Piece) -> bool {
    piece.end - piece.start >= MIN_JOINED
}

type Keys = HashSet<u64, BuildHasherDefault<Mixed>>;

/// A set of keys that may also accept keys that are not in it: one bit for each key (Bloom 1970, with one
/// hash).
pub(in crate::names) struct Filter(Vec<u64>);

impl Filter {
    /// The number of bits for each key.
    const BITS: usize = 8;

    /// The filter of some keys, which are mixed ([`Key::mixed`]).
    pub(in crate::names) fn new<'k>(keys: impl ExactSizeIterator<Item = &'k u64>) -> Self {
        let size = (keys.len() * Self::BITS).next_power_of_two().max(64);
        let mut filter = Self(vec![0; size / 64]);
        for key in keys {
            let (word, bit) = filter.place(*key);
            if let Some(word) = filter.0.get_mut(word) {
                *word |= bit;
            }
        }
        filter
    }

    /// Whether a key may be one of these.
    #[inline]
    pub(in crate::names) fn may_have(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// The index of a key's word of bits, and its bit in the word.
    fn place(&self, key: u64) -> (usize, u64) {
        let bit = (key >> 20) as usize & (self.0.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }
}

/// Uses a key as its own hash, because [`Key::mixed`] has mixed it already.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn write(&mut self, bytes: &[u8]) {
        // not used: keys are numbers
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
}
