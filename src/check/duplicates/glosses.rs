//! Glosses that are nearly others.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::{Found, MOST_ALIKE, Pair, meaning};
use crate::text::language::Language;

/// How many words of meaning a gloss has at least, if it is to be compared.
const FEWEST_WORDS: usize = 5;

/// How many it has at most: more is no gloss.
const MOST_WORDS: usize = 100;

/// How many in a hundred of their words two glosses have in common, if they are nearly the same.
const ALIKE: usize = 60;

/// The same, while it is not yet known which words of the other's headword to leave out.
const ALIKE_AT_FIRST: usize = 50;

/// The words of an entry, as numbers, which are the lower the rarer the words are.
struct Words {
    /// Those of its gloss, without those of its headword, in order.
    gloss: Vec<usize>,
    headword: Vec<usize>,
}

/// Pairs of entries whose glosses have most of their words in common, each with the first that it is
/// most like. Two sets of which a share is common must share one of their rarest words (Chaudhuri,
/// Ganti and Kaushik 2006), so only such are compared.
pub(super) fn pairs(entries: &[Found<'_>], language: &Language) -> Vec<Pair> {
    let all = words(entries, language);
    let mut index: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (at, words) in all.iter().enumerate() {
        let length = words.gloss.len();
        if !(FEWEST_WORDS..=MOST_WORDS).contains(&length) {
            continue;
        }
        // so many that not all of them can be missing from a set that is alike
        let rarest = length * (100 - ALIKE_AT_FIRST) / 100 + 1;
        let mut seen = BTreeSet::new();
        for word in words.gloss.iter().take(rarest) {
            let others = index.entry(*word).or_default();
            seen.extend(others.iter().rev().take(MOST_ALIKE).copied());
            others.push(at);
        }
        let alike = seen.into_iter().filter_map(|other| {
            let share = likeness(all.get(other)?, words)?;
            (share >= ALIKE).then_some((share, Reverse(other)))
        });
        if let Some((_, Reverse(other))) = alike.max() {
            pairs.push((other, at));
        }
    }
    pairs
}

/// The words of all entries.
fn words(entries: &[Found<'_>], language: &Language) -> Vec<Words> {
    let read = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words = words.filter_map(|word| meaning(word, language));
        // the ending of a possessive is no word
        words.filter(|word| word.len() > 1).collect()
    };
    let read: Vec<_> = entries
        .par_iter()
        .map(|(_, entry)| (read(&entry.gloss.text), read(&entry.headword)))
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in read
        .iter()
        .flat_map(|(gloss, headword)| gloss.iter().chain(headword))
    {
        *counts.entry(word).or_default() += 1;
    }
    let mut by_rarity: Vec<_> = counts.iter().map(|(word, count)| (*count, *word)).collect();
    by_rarity.sort_unstable();
    let by_rarity = by_rarity.into_iter().enumerate();
    let ranks: HashMap<&str, usize> = by_rarity.map(|(rank, (_, word))| (word, rank)).collect();
    let ranked = |words: &BTreeSet<String>| -> Vec<usize> {
        let ranked = words.iter().filter_map(|word| ranks.get(word.as_str()));
        let mut ranked: Vec<_> = ranked.copied().collect();
        ranked.sort_unstable();
        ranked
    };
    read.iter()
        .map(|(gloss, headword)| {
            let headword = ranked(headword);
            let mut gloss = ranked(gloss);
            // what a thing is called is no part of what it is
            gloss.retain(|word| !headword.contains(word));
            Words { gloss, headword }
        })
        .collect()
}

/// How many in a hundred of the words of two glosses are in both, those of their headwords left out;
/// `None` where too few are left.
fn likeness(a: &Words, b: &Words) -> Option<usize> {
    let is_name = |word: &usize| a.headword.contains(word) || b.headword.contains(word);
    let own = |words: &Words| words.gloss.iter().filter(|word| !is_name(word)).count();
    let is_common = |word: &&usize| !is_name(word) && b.gloss.binary_search(word).is_ok();
    let common = a.gloss.iter().filter(is_common).count();
    let all = own(a) + own(b) - common;
    (all >= FEWEST_WORDS).then(|| common * 100 / all)
}
