//! Pairs of glosses that have most of their words in common.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::{MOST_COMPARED, Pair, comparable};
use crate::glossary::Entry;
use crate::text::language::Language;

/// The smallest number of words in a gloss that is compared. Stop words do not count.
const FEWEST_WORDS: usize = 5;

/// The largest number of words in a gloss that is compared. Longer texts are not glosses.
const MOST_WORDS: usize = 100;

/// The percentage of words that two glosses have in common at least, if they are almost the same.
const SIMILAR: usize = 60;

/// The same percentage before the words of both headwords are left out.
const SIMILAR_WITH_HEADWORDS: usize = 50;

/// The words of an entry as ranks: the rarest word of the glossary has rank 0.
struct WordRanks {
    /// Ranks of the words in the gloss but not in the headword, in ascending order.
    gloss: Vec<usize>,
    headword: Vec<usize>,
}

/// Pairs of entries whose glosses have most of their words in common. Each entry is paired only with the
/// most similar entry before it, or the first of those.
///
/// Two sets that have a given share in common also have one of their rarest words in common (Chaudhuri,
/// Ganti and Kaushik 2006), so only such glosses are compared.
pub(super) fn pairs(entries: &[&Entry], language: &Language) -> Vec<Pair> {
    let all = word_ranks(entries, language);
    // for each word, the entries that have it among their rarest words
    let mut index: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (entry, words) in all.iter().enumerate() {
        let length = words.gloss.len();
        if !(FEWEST_WORDS..=MOST_WORDS).contains(&length) {
            continue;
        }
        // a similar gloss cannot lack all of these words
        let rarest = length * (100 - SIMILAR_WITH_HEADWORDS) / 100 + 1;
        let mut candidates = BTreeSet::new();
        for word in words.gloss.iter().take(rarest) {
            let others = index.entry(*word).or_default();
            candidates.extend(others.iter().rev().take(MOST_COMPARED).copied());
            others.push(entry);
        }
        let similar = candidates.into_iter().filter_map(|other| {
            let similarity = similarity(all.get(other)?, words)?;
            (similarity >= SIMILAR).then_some((similarity, Reverse(other)))
        });
        if let Some((_, Reverse(other))) = similar.max() {
            pairs.push((other, entry));
        }
    }
    pairs
}

/// The words of all entries.
fn word_ranks(entries: &[&Entry], language: &Language) -> Vec<WordRanks> {
    let read = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words = words.filter_map(|word| comparable(word, language));
        // the ending of a possessive, as in *image's*, is not a word
        words.filter(|word| word.len() > 1).collect()
    };
    let read: Vec<_> = entries
        .par_iter()
        .map(|entry| (read(&entry.gloss.text), read(&entry.headword)))
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
            gloss.retain(|word| !headword.contains(word));
            WordRanks { gloss, headword }
        })
        .collect()
}

/// The percentage of the words of two glosses that both have in common, without the words of both headwords
/// (the Jaccard index). `None` if too few words are left.
fn similarity(a: &WordRanks, b: &WordRanks) -> Option<usize> {
    let is_name = |word: &usize| a.headword.contains(word) || b.headword.contains(word);
    let count = |words: &WordRanks| words.gloss.iter().filter(|word| !is_name(word)).count();
    let is_common = |word: &&usize| !is_name(word) && b.gloss.binary_search(word).is_ok();
    let common = a.gloss.iter().filter(is_common).count();
    let all = count(a) + count(b) - common;
    (all >= FEWEST_WORDS).then(|| common * 100 / all)
}
