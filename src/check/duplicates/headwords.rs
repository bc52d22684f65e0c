//! Pairs of headwords that consist of the same words, or differ by a typo.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;

use strsim::osa_distance;

use super::{MOST_COMPARED, Pair, comparable};
use crate::check::terms::is_acronym;
use crate::glossary::Entry;
use crate::text::fold::{fold, is_hyphen};
use crate::text::language::Language;

/// The lengths in which a typo is reported: the smallest number of letters in a word, and the largest in
/// a headword.
const TYPO_LENGTHS: RangeInclusive<usize> = 6..=60;

/// A headword in the forms in which headwords are compared.
struct Headword {
    folded: String,
    words: Vec<String>,
    is_acronym: bool,
}

/// Pairs of headwords that consist of the same words in another order or number, and pairs that differ by
/// one typo.
pub(super) fn pairs(entries: &[&Entry], language: &Language) -> Vec<Pair> {
    let headwords: Vec<_> = entries
        .iter()
        .map(|entry| {
            let name = &entry.headword;
            // signs belong to words: C++ and C# are not C
            let words = name.split(|c: char| c.is_whitespace() || is_hyphen(c));
            let words = words.filter_map(|word| comparable(word, language));
            Headword {
                folded: fold(name, language),
                words: words.collect(),
                is_acronym: is_acronym(name),
            }
        })
        .collect();
    let mut pairs = same_words(&headwords);
    pairs.extend(one_typo(&headwords));
    pairs
}

fn same_words(headwords: &[Headword]) -> Vec<Pair> {
    let mut by_words: HashMap<Vec<&str>, usize> = HashMap::new();
    let mut pairs = Vec::new();
    for (index, headword) in headwords.iter().enumerate() {
        let mut key: Vec<_> = headword.words.iter().map(String::as_str).collect();
        key.sort_unstable();
        if key.is_empty() {
            continue;
        }
        let first = *by_words.entry(key).or_insert(index);
        // several senses of a word have the same headword
        let is_other = |first: &Headword| first.folded != headword.folded;
        if headwords.get(first).is_some_and(is_other) {
            pairs.push((first, index));
        }
    }
    pairs
}

/// Pairs of headwords that differ by one typo. Each headword is paired only with the first similar one.
///
/// Each headword gets its own hash, and the hashes of all words that result if one letter is left out.
/// Two headwords that differ by one typo have one of these hashes in common (Garbe 2012, SymSpell).
fn one_typo(headwords: &[Headword]) -> Vec<Pair> {
    let mut hashes: Vec<(u64, usize)> = Vec::new();
    for (index, headword) in headwords.iter().enumerate() {
        let letters: Vec<char> = headword.folded.chars().collect();
        if !TYPO_LENGTHS.contains(&letters.len()) || headword.is_acronym {
            continue;
        }
        hashes.push((hash(letters.iter()), index));
        for left_out in 0..letters.len() {
            let before = letters.iter().take(left_out);
            let rest = before.chain(letters.iter().skip(left_out + 1));
            hashes.push((hash(rest), index));
        }
    }
    hashes.sort_unstable();
    hashes.dedup();
    let mut firsts: BTreeMap<usize, usize> = BTreeMap::new();
    for same_hash in hashes.chunk_by(|(a, _), (b, _)| a == b) {
        for (count, (_, second)) in same_hash.iter().enumerate().take(MOST_COMPARED) {
            for (_, first) in same_hash.iter().take(count) {
                if let (Some(a), Some(b)) = (headwords.get(*first), headwords.get(*second))
                    && is_typo(a, b)
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

/// Whether two headwords differ by a typo, and not on purpose: one letter of one long word differs, and
/// not the first letter (*symmetric* and *asymmetric* have two meanings).
fn is_typo(a: &Headword, b: &Headword) -> bool {
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
    shorter >= *TYPO_LENGTHS.start()
        && x.chars().next() == y.chars().next()
        && is_word(x)
        && is_word(y)
        && osa_distance(&a.folded, &b.folded) == 1
}
