//! The entries of each word of the search index, while it is made, and as numbers in its files.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

/// An entry with a word. All bytes have an alignment of 1, since there can be a hundred million of these.
#[derive(Clone, Copy)]
pub(super) struct Posting {
    /// The number of the entry, in the memory order of the machine.
    entry: [u8; 4],
    /// The weight or level of the word in the entry.
    number: u8,
}

impl Posting {
    fn entry(&self) -> u32 {
        u32::from_ne_bytes(self.entry)
    }
}

/// Words with their entries, which are in order.
pub(super) struct Postings {
    words: FxHashMap<Box<str>, Vec<Posting>>,
    /// The most entries for a word.
    most: usize,
}

/// Words with their entries, ordered by the bytes of the words.
pub(super) type WordList = Vec<(Box<str>, Vec<Posting>)>;

impl Postings {
    pub(super) fn new(most: usize) -> Self {
        Self {
            words: FxHashMap::default(),
            most,
        }
    }

    /// Adds an entry, which has a higher number than all before, to those with each of these words. The words have their
    /// weights or levels in the entry.
    pub(super) fn add(&mut self, entry: u32, words: &FxHashMap<&str, u8>) {
        for (word, number) in words {
            let posting = Posting {
                entry: entry.to_ne_bytes(),
                number: *number,
            };
            let Some(found) = self.words.get_mut(*word) else {
                self.words.insert((*word).into(), vec![posting]);
                continue;
            };
            // the entries that are left out now would not be kept in the end either
            if found.len() / 4 >= self.most {
                keep_highest(found, self.most);
            }
            found.push(posting);
        }
    }

    /// These words, and those of entries with higher numbers, which have the same limit.
    pub(super) fn followed_by(mut self, next: Self) -> Self {
        if self.words.is_empty() {
            return next;
        }
        for (word, found) in next.words {
            let all = self.words.entry(word).or_default();
            all.extend(found);
            if all.len() / 4 >= self.most {
                keep_highest(all, self.most);
            }
        }
        self
    }

    /// All words in order, each with as many entries as the limit allows.
    pub(super) fn in_order(self) -> WordList {
        let mut words: WordList = self.words.into_iter().collect();
        words.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        for (_, found) in &mut words {
            keep_highest(found, self.most);
        }
        words
    }
}

/// Keeps at most `most` entries: those with the highest levels, of equal ones the first.
fn keep_highest(found: &mut Vec<Posting>, most: usize) {
    if found.len() > most {
        found.sort_by_key(|posting| Reverse(posting.number));
        found.truncate(most);
        found.sort_unstable_by_key(Posting::entry);
    }
}

/// Encodes entries with weights: for each, the distance from the number before it, and the weight. Entries 3
/// and 5 with weights 60 and 30 become `3, 60, 2, 30`.
pub(super) fn by_pairs(found: &[Posting]) -> Vec<u32> {
    let pairs = found.iter().zip(distances(found));
    let pairs = pairs.map(|(posting, distance)| [distance, u32::from(posting.number)]);
    pairs.flatten().collect()
}

/// Encodes entries with levels: for each one number, the distance times 4 plus the level. Entries 3 and 5
/// with levels 1 and 0 become `13, 8`.
pub(super) fn by_levels(found: &[Posting]) -> Vec<u32> {
    let numbers = found.iter().zip(distances(found));
    let numbers = numbers.map(|(posting, distance)| distance * 4 + u32::from(posting.number));
    numbers.collect()
}

/// The distance of each entry from the one before it; for the first, its number.
fn distances(found: &[Posting]) -> impl Iterator<Item = u32> {
    let before = [0].into_iter().chain(found.iter().map(Posting::entry));
    found
        .iter()
        .zip(before)
        .map(|(posting, before)| posting.entry() - before)
}
