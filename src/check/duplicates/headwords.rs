//! Headwords that are nearly others.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;

use strsim::osa_distance;

use super::{Found, MOST_ALIKE, Pair, meaning};
use crate::check::terms::is_acronym;
use crate::text::fold::{fold, is_hyphen};
use crate::text::language::Language;

/// How many letters a word has at least, and a headword at most, if a slip in it is to be told.
const SLIPS_IN: RangeInclusive<usize> = 6..=60;

/// A headword, as others are compared with it.
struct Headword {
    folded: String,
    words: Vec<String>,
    is_acronym: bool,
}

/// Pairs of headwords of the same words, in another order or number, and of those that one slip
/// makes one.
pub(super) fn pairs(entries: &[Found<'_>], language: &Language) -> Vec<Pair> {
    let headwords: Vec<_> = entries
        .iter()
        .map(|(_, entry)| {
            let name = &entry.headword;
            // signs stay: C++ and C# are not C
            let words = name.split(|c: char| c.is_whitespace() || is_hyphen(c));
            Headword {
                folded: fold(name, language),
                words: words.filter_map(|word| meaning(word, language)).collect(),
                is_acronym: is_acronym(name),
            }
        })
        .collect();
    let mut pairs = same_words(&headwords);
    pairs.extend(one_slip(&headwords));
    pairs
}

fn same_words(headwords: &[Headword]) -> Vec<Pair> {
    let mut by_words: HashMap<Vec<&str>, usize> = HashMap::new();
    let mut pairs = Vec::new();
    for (at, headword) in headwords.iter().enumerate() {
        let mut key: Vec<_> = headword.words.iter().map(String::as_str).collect();
        key.sort_unstable();
        if key.is_empty() {
            continue;
        }
        let first = *by_words.entry(key).or_insert(at);
        // two senses of one word have one headword
        let is_other = |first: &Headword| first.folded != headword.folded;
        if headwords.get(first).is_some_and(is_other) {
            pairs.push((first, at));
        }
    }
    pairs
}

/// Each headword is put under the hashes of all that lack one of its letters, so that two which a slip
/// makes one share a hash. Each is paired with the first of its like alone.
fn one_slip(headwords: &[Headword]) -> Vec<Pair> {
    let mut hashes: Vec<(u64, usize)> = Vec::new();
    for (at, headword) in headwords.iter().enumerate() {
        let letters: Vec<char> = headword.folded.chars().collect();
        if !SLIPS_IN.contains(&letters.len()) || headword.is_acronym {
            continue;
        }
        hashes.push((hash(letters.iter()), at));
        for left_out in 0..letters.len() {
            let before = letters.iter().take(left_out);
            hashes.push((hash(before.chain(letters.iter().skip(left_out + 1))), at));
        }
    }
    hashes.sort_unstable();
    hashes.dedup();
    let mut firsts: BTreeMap<usize, usize> = BTreeMap::new();
    for alike in hashes.chunk_by(|(a, _), (b, _)| a == b) {
        for (at, (_, second)) in alike.iter().enumerate().take(MOST_ALIKE) {
            for (_, first) in alike.iter().take(at) {
                if let (Some(a), Some(b)) = (headwords.get(*first), headwords.get(*second))
                    && is_slip(a, b)
                {
                    let known = firsts.entry(*second).or_insert(*first);
                    *known = (*known).min(*first);
                }
            }
        }
    }
    firsts
        .into_iter()
        .map(|(second, first)| (first, second))
        .collect()
}

fn hash<'l>(letters: impl Iterator<Item = &'l char>) -> u64 {
    let mut hasher = DefaultHasher::new();
    letters.for_each(|letter| letter.hash(&mut hasher));
    hasher.finish()
}

/// Whether a slip, and nothing that people mean, tells two headwords apart: it is among the letters
/// of one long word, and not at its beginning (*symmetric*, *asymmetric*).
fn is_slip(a: &Headword, b: &Headword) -> bool {
    if a.folded == b.folded || a.words.len() != b.words.len() {
        return false;
    }
    let words = a.words.iter().zip(&b.words);
    let differing: Vec<_> = words.filter(|(x, y)| x != y).collect();
    let [(x, y)] = differing.as_slice() else {
        return false;
    };
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    let shorter = x.chars().count().min(y.chars().count());
    shorter >= *SLIPS_IN.start()
        && x.chars().next() == y.chars().next()
        && is_word(x)
        && is_word(y)
        && osa_distance(&a.folded, &b.folded) == 1
}
