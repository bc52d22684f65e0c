//! Entries that may be one: headwords a slip apart, definitions nearly the same.
//!
//! No two entries are compared unless a hash or a rare word brings them together, so a large glossary
//! takes no longer for each entry than a small one.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use strsim::osa_distance;

use super::Checkup;
use super::terms::is_acronym;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{Entry, EntryId};
use crate::text::fold::fold;
use crate::text::inflection::Grammar;
use crate::text::language::Language;

/// How many letters a word has at least, and at most, if a slip in it is to be told.
const SLIPS_IN: std::ops::RangeInclusive<usize> = 5..=60;

/// How many words of meaning a gloss has at least, if it is to be compared.
const FEWEST_WORDS: usize = 5;

/// How many entries that share a hash or a word are compared with each other.
const MOST_ALIKE: usize = 50;

/// How many in a hundred of their words two glosses have in common, if they are nearly the same.
const ALIKE: usize = 60;

/// The same, while it is not yet known what else to leave out.
const ALIKE_AT_FIRST: usize = 50;

/// A headword, as others are compared with it.
struct Headword<'c> {
    id: EntryId,
    entry: &'c Entry<'c>,
    folded: String,
    words: Vec<String>,
}

/// Reports pairs of entries, each at the one whose file comes last.
pub(super) fn report(checkup: &Checkup<'_, '_>) {
    let language = &checkup.config.language;
    let headwords: Vec<_> = checkup
        .entries()
        .map(|(id, entry, _)| Headword {
            id,
            entry,
            folded: fold(&entry.headword, language),
            words: meaning_words(&entry.headword, language),
        })
        .collect();
    let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (first, second) in same_words(&headwords)
        .into_iter()
        .chain(one_slip(&headwords))
    {
        if let (Some(a), Some(b)) = (headwords.get(first), headwords.get(second))
            && !is_replaced(checkup, a.id, b.id)
            && told.insert((first, second))
        {
            let message = format!(
                "`{}` is nearly the headword of another entry, `{}`",
                b.entry, a.entry
            );
            let title = |entry: &Entry<'_>| entry.place(entry.front.title.span.clone());
            let finding = Diagnostic::new(Code::NearDuplicate, message)
                .at(title(b.entry))
                .also(title(a.entry), "the other is here")
                .help("make one entry of the two if they mean one thing; else say in each how it differs from the other");
            checkup.report(b.entry, finding);
        }
    }
    for (first, second) in same_definitions(checkup, &headwords) {
        if let (Some(a), Some(b)) = (headwords.get(first), headwords.get(second))
            && !is_replaced(checkup, a.id, b.id)
            && !speak_of_each_other(checkup, a.id, b.id)
            && told.insert((first, second))
        {
            let message = format!("`{}` is defined nearly as `{}` is", b.entry, a.entry);
            let gloss =
                |of: &Headword<'_>| of.entry.place(checkup.reading(of.id).gloss.span.clone());
            let finding = Diagnostic::new(Code::NearDuplicate, message)
                .at(gloss(b))
                .also(gloss(a), "the other is here")
                .help(format!(
                    "if they mean one thing, keep one, with the other's name in its `synonyms`; else say what sets `{}` apart",
                    b.entry
                ));
            checkup.report(b.entry, finding);
        }
    }
}

fn is_replaced(checkup: &Checkup<'_, '_>, a: EntryId, b: EntryId) -> bool {
    let by = |id: EntryId| checkup.linked.links(id).replaced_by;
    by(a) == Some(b) || by(b) == Some(a)
}

fn speak_of_each_other(checkup: &Checkup<'_, '_>, a: EntryId, b: EntryId) -> bool {
    let speaks_of = |from: EntryId, to: EntryId| {
        let mentions = &checkup.linked.links(from).mentions;
        mentions.iter().any(|mention| mention.to == to)
    };
    speaks_of(a, b) || speaks_of(b, a)
}

/// The words of a text that mean something, without their plural's ending.
fn meaning_words(text: &str, language: &Language) -> Vec<String> {
    let grammar = Grammar::of(language);
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .map(|word| fold(word, language))
        .filter(|word| {
            !word.is_empty() && !grammar.is_stop_word(word) && !grammar.is_particle(word)
        })
        .map(|word| super::wanted::singular(&word).to_owned())
        .collect()
}

/// Pairs of headwords of the same words, in another order or number.
fn same_words(headwords: &[Headword<'_>]) -> Vec<(usize, usize)> {
    let mut by_words: HashMap<Vec<&str>, usize> = HashMap::new();
    let mut pairs = Vec::new();
    for (at, headword) in headwords.iter().enumerate() {
        let mut key: Vec<_> = headword.words.iter().map(String::as_str).collect();
        key.sort_unstable();
        if key.is_empty() {
            continue;
        }
        let first = *by_words.entry(key).or_insert(at);
        let is_sense = headwords
            .get(first)
            .is_none_or(|first| first.folded == headword.folded);
        if first != at && !is_sense {
            pairs.push((first, at));
        }
    }
    pairs
}

/// Pairs of headwords that a slip of the keyboard makes one: each is under the hashes of all that
/// lack one of its letters, so that a pair shares one.
fn one_slip(headwords: &[Headword<'_>]) -> Vec<(usize, usize)> {
    let mut hashes: Vec<(u64, usize)> = Vec::new();
    for (at, headword) in headwords.iter().enumerate() {
        let letters: Vec<char> = headword.folded.chars().collect();
        if !SLIPS_IN.contains(&letters.len()) || is_acronym(&headword.entry.headword) {
            continue;
        }
        hashes.push((hash(letters.iter()), at));
        for left_out in 0..letters.len() {
            let rest = letters
                .iter()
                .take(left_out)
                .chain(letters.iter().skip(left_out + 1));
            hashes.push((hash(rest), at));
        }
    }
    hashes.sort_unstable();
    hashes.dedup();
    let mut pairs = BTreeSet::new();
    for alike in hashes.chunk_by(|(a, _), (b, _)| a == b) {
        for (at, (_, second)) in alike.iter().enumerate().take(MOST_ALIKE) {
            for (_, first) in alike.iter().take(at) {
                if let (Some(a), Some(b)) = (headwords.get(*first), headwords.get(*second))
                    && is_slip(&a.folded, &b.folded, a, b)
                {
                    pairs.insert((*first, *second));
                }
            }
        }
    }
    pairs.into_iter().collect()
}

fn hash<'l>(letters: impl Iterator<Item = &'l char>) -> u64 {
    let mut hasher = DefaultHasher::new();
    letters.for_each(|letter| letter.hash(&mut hasher));
    hasher.finish()
}

/// Whether a slip, and nothing that people mean, tells two headwords apart: it is in one long word,
/// not at its beginning (*symmetric*, *asymmetric*) nor in a number.
fn is_slip(folded: &str, other: &str, a: &Headword<'_>, b: &Headword<'_>) -> bool {
    if folded == other || osa_distance(folded, other) != 1 {
        return false;
    }
    let differing: Vec<_> = a
        .words
        .iter()
        .zip(&b.words)
        .filter(|(x, y)| x != y)
        .collect();
    match (a.words.len() == b.words.len(), differing.as_slice()) {
        (true, [(x, y)]) => {
            let has_number = |word: &str| word.contains(char::is_numeric);
            x.chars().count().min(y.chars().count()) >= *SLIPS_IN.start()
                && x.chars().next() == y.chars().next()
                && !has_number(x)
                && !has_number(y)
        }
        _ => false,
    }
}

/// Pairs of entries whose glosses have most of their words in common, each with the first that it is
/// most like. Entries that speak of each other in their text are left alone: they tell themselves
/// apart. Two sets of which a share is common must share one of their rarest words (Chaudhuri,
/// Ganti and Kaushik 2006), so only such are compared.
fn same_definitions(checkup: &Checkup<'_, '_>, headwords: &[Headword<'_>]) -> Vec<(usize, usize)> {
    let language = &checkup.config.language;
    let sets: Vec<BTreeSet<String>> = headwords
        .iter()
        .map(|headword| {
            let mut words: BTreeSet<String> = meaning_words(&headword.entry.gloss.text, language)
                .into_iter()
                .collect();
            // what it is called is no part of what it is
            for word in &headword.words {
                words.remove(word);
            }
            words
        })
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in sets.iter().flatten() {
        *counts.entry(word).or_default() += 1;
    }
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        if set.len() < FEWEST_WORDS {
            continue;
        }
        let mut rarest: Vec<&str> = set.iter().map(String::as_str).collect();
        rarest.sort_by_key(|word| (counts.get(word).copied(), *word));
        // as many as cannot all be missing from a set that is alike
        let most_missing = set.len() * (100 - ALIKE_AT_FIRST) / 100;
        rarest.truncate(most_missing + 1);
        let mut seen = BTreeSet::new();
        for word in &rarest {
            let others = index.entry(word).or_default();
            seen.extend(others.iter().rev().take(MOST_ALIKE).copied());
            others.push(at);
        }
        let likeness =
            |other: usize| likeness(headwords, &sets, at, other).filter(|share| *share >= ALIKE);
        let alike = seen
            .into_iter()
            .filter_map(|other| Some((likeness(other)?, std::cmp::Reverse(other))));
        if let Some((_, std::cmp::Reverse(other))) = alike.max() {
            pairs.push((other, at));
        }
    }
    pairs
}

/// How many in a hundred of the words of two glosses are in both, those of their headwords left out;
/// `None` where too few are left.
fn likeness(
    headwords: &[Headword<'_>],
    sets: &[BTreeSet<String>],
    one: usize,
    other: usize,
) -> Option<usize> {
    let (first, second) = (headwords.get(one)?, headwords.get(other)?);
    let is_name = |word: &&String| first.words.contains(word) || second.words.contains(word);
    let (a, b) = (sets.get(one)?, sets.get(other)?);
    let common = a.intersection(b).filter(|word| !is_name(word)).count();
    let all = a.union(b).filter(|word| !is_name(word)).count();
    (all >= FEWEST_WORDS).then(|| common * 100 / all)
}
