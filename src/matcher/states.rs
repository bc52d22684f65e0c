//! The automaton's states, and the quick way to see that a word leads to none.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::patterns::{Patterns, SHORTEST_JOINED};
use crate::text::words::{Join, Piece};

/// The states: which keys are beginnings of names, and which whole ones.
#[derive(Default)]
pub(super) struct States {
    /// The keys with which the pieces of a text can begin a name.
    starts: Filter,
    /// All keys.
    all: Filter,
    /// For each key, the first pattern that has it, if it is a whole name's.
    known: HashMap<u64, Option<usize>, BuildHasherDefault<Mixed>>,
}

impl States {
    pub(super) fn new(patterns: &Patterns) -> Self {
        let (patterns, beginnings) = (&patterns.list, &patterns.beginnings);
        let mut known = HashMap::default();
        known.reserve(beginnings.len() + patterns.len());
        known.extend(beginnings.iter().map(|beginning| (beginning.key, None)));
        // backwards, so that the first of each key stays
        let whole = patterns.iter().enumerate().rev();
        known.extend(whole.map(|(at, pattern)| (pattern.key, Some(at))));
        let starts = beginnings.iter().filter(|beginning| beginning.is_start);
        let short = patterns.iter().filter(|pattern| {
            pattern.end_count == 1 || usize::from(pattern.form_length) < SHORTEST_JOINED
        });
        let starts: HashSet<u64, BuildHasherDefault<Mixed>> = starts
            .map(|beginning| beginning.key)
            .chain(short.map(|pattern| pattern.key))
            .collect();
        Self {
            starts: Filter::new(starts.iter().copied(), starts.len()),
            all: Filter::new(known.keys().copied(), known.len()),
            known,
        }
    }

    /// What a key is: nothing, a beginning, or with the first pattern that has it a whole name.
    #[inline]
    pub(super) fn get(&self, key: u64) -> Option<Option<usize>> {
        match self.all.may_have(key) {
            true => self.known.get(&key).copied(),
            false => None,
        }
    }

    /// Whether a name may begin with a piece, which `next` may follow.
    #[inline]
    pub(super) fn may_begin(&self, piece: &Piece, next: Option<&Piece>) -> bool {
        let key = piece.key.mixed();
        let is_joined = || piece.end - piece.start >= SHORTEST_JOINED && self.all.may_have(key);
        // the two halves of a word that a name writes as one
        let is_half = || {
            let next = next.filter(|next| next.join != Join::Break);
            next.is_some_and(|next| self.starts.may_have(next.after(piece.key, piece).mixed()))
        };
        self.starts.may_have(key) || is_half() || is_joined()
    }
}

/// A set of keys that may take others for its own: a bit for each, at a place that the key gives
/// (Bloom 1970, with one hash). Most words of a text begin no name, and this much of the names fits a
/// processor's cache.
#[derive(Default)]
struct Filter(Vec<u64>);

impl Filter {
    /// How many bits there are for a key.
    const BITS: usize = 8;

    fn new(keys: impl Iterator<Item = u64>, count: usize) -> Self {
        let size = (count * Self::BITS).next_power_of_two().max(64);
        let mut filter = Self(vec![0; size / 64]);
        for key in keys {
            let (word, bit) = filter.place(key);
            filter.0[word] |= bit;
        }
        filter
    }

    #[inline]
    fn may_have(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.0[word] & bit != 0
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
