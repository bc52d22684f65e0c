//! The automaton's states, and the quick way to see that a word leads to none.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::patterns::{Pattern, Patterns, SHORTEST_JOINED};
use crate::text::words::{Join, Key, Piece};

/// The states: which keys are beginnings of names, and which whole ones.
///
/// Most words of a text begin no name, and most that begin one are not followed by the rest of it.
/// The filters tell so; they are small enough for a processor's cache, where the map is not.
pub(super) struct States {
    /// The keys with which a word of a text, or its first two, can begin a name.
    starts: Filter,
    /// The keys that are whole names by themselves, of one word or as short as one.
    singles: Filter,
    /// The keys of all words of names.
    words: Filter,
    /// All keys.
    all: Filter,
    /// What each key is.
    known: HashMap<u64, State, BuildHasherDefault<Mixed>>,
}

/// What a key is.
#[derive(Debug, Clone, Copy)]
pub(super) enum State {
    /// The beginning of a name, and no whole one.
    Beginning,
    /// A whole name, and perhaps the beginning of others.
    Name {
        /// The first pattern that has the key.
        pattern: usize,
    },
}

impl States {
    pub(super) fn new(patterns: &Patterns) -> Self {
        let Patterns {
            list, beginnings, ..
        } = patterns;
        let mut known = HashMap::default();
        known.reserve(beginnings.len() + list.len());
        known.extend(
            beginnings
                .iter()
                .map(|beginning| (beginning.key, State::Beginning)),
        );
        // backwards, so that the first of each key stays
        let whole = list.iter().enumerate().rev();
        known.extend(whole.map(|(at, pattern)| (pattern.key, State::Name { pattern: at })));
        let single = |pattern: &&Pattern| {
            pattern.end_count == 1 || usize::from(pattern.form_length) < SHORTEST_JOINED
        };
        let singles: Keys = list
            .iter()
            .filter(single)
            .map(|pattern| pattern.key)
            .collect();
        let starts = beginnings.iter().filter(|beginning| beginning.is_start);
        let mut starts: Keys = starts.map(|beginning| beginning.key).collect();
        starts.extend(&singles);
        let words: Keys = patterns.words.iter().copied().collect();
        Self {
            starts: Filter::new(starts.iter()),
            singles: Filter::new(singles.iter()),
            words: Filter::new(words.iter()),
            all: Filter::new(known.keys()),
            known,
        }
    }

    /// What a key is; `None` if no name begins so.
    #[inline]
    pub(super) fn get(&self, key: Key) -> Option<State> {
        let key = key.mixed();
        if self.all.may_have(key) {
            self.known.get(&key).copied()
        } else {
            None
        }
    }

    /// Whether a name may begin with a piece, which `next` may follow.
    #[inline]
    pub(super) fn may_begin(&self, piece: &Piece, next: Option<&Piece>) -> bool {
        let key = piece.key.mixed();
        // the two halves of a word that a name writes as one
        let is_half = || {
            let next = next.filter(|next| next.join != Join::Break);
            next.is_some_and(|next| self.starts.may_have(next.after(piece.key, piece).mixed()))
        };
        self.starts.may_have(key) || is_half() || (is_long(piece) && self.all.may_have(key))
    }

    /// The first pattern that a piece by itself is the whole of.
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

    /// Whether two pieces may be the halves of a word that a name writes as one.
    #[inline]
    pub(super) fn may_be_word(&self, piece: &Piece, next: &Piece) -> bool {
        self.words.may_have(next.after(piece.key, piece).mixed())
    }
}

/// Whether a piece may be several words of a name, written as one.
fn is_long(piece: &Piece) -> bool {
    piece.end - piece.start >= SHORTEST_JOINED
}

type Keys = HashSet<u64, BuildHasherDefault<Mixed>>;

/// A set of keys that may take others for its own: a bit for each, at a place that the key gives
/// (Bloom 1970, with one hash).
struct Filter(Vec<u64>);

impl Filter {
    /// How many bits there are for a key.
    const BITS: usize = 8;

    fn new<'k>(keys: impl ExactSizeIterator<Item = &'k u64>) -> Self {
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

    #[inline]
    fn may_have(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    fn place(&self, key: u64) -> (usize, u64) {
        let bit = (key >> 20) as usize & (self.0.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }
}

/// Takes a key as its own hash: [`Key::mixed`] has mixed it.
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
        // keys are numbers; whatever else comes is mixed in
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
}
