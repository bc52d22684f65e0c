//! Entries that may be one: headwords a slip apart, definitions nearly the same.
//!
//! No two entries are compared unless a hash or a rare word brings them together, so a large glossary
//! takes no longer for each entry than a small one.

mod glosses;
mod headwords;

use std::collections::BTreeSet;

use super::{Checkup, faults};
use crate::diagnostic::Diagnostic;
use crate::glossary::{Entry, EntryId};
use crate::text::fold::fold;
use crate::text::inflection::Grammar;
use crate::text::language::Language;

/// How many entries that share a hash or a word are compared with each other.
const MOST_ALIKE: usize = 50;

/// Two entries by their places in the order of their files' paths, the first before the second.
type Pair = (usize, usize);

/// One of a pair.
type Found<'f> = (EntryId, &'f Entry);

/// Pairs of entries, each told at the one whose file comes last. Where one takes the other's place, that
/// is said already.
pub(super) fn findings(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let entries: Vec<Found<'_>> = checkup
        .entries()
        .map(|(id, entry, _)| (id, entry))
        .collect();
    let language = &checkup.config.edition.language;
    let of_pair = |(first, second): Pair| Some((*entries.get(first)?, *entries.get(second)?));
    let mut told: BTreeSet<Pair> = BTreeSet::new();
    let mut found = Vec::new();
    for pair in headwords::pairs(&entries, language) {
        if let Some(((first, entry), (second, other))) = of_pair(pair)
            && !is_replaced(checkup, first, second)
            && told.insert(pair)
        {
            found.push(faults::near_headword(entry, other));
        }
    }
    for pair in glosses::pairs(&entries, language) {
        if let Some(((first, entry), (second, other))) = of_pair(pair)
            && !speak_of_each_other(checkup, first, second)
            && !is_replaced(checkup, first, second)
            && told.insert(pair)
        {
            let gloss = |id| {
                checkup
                    .glossary
                    .entry(id)
                    .place(checkup.reading(id).gloss.span.clone())
            };
            let (first, second) = ((entry, gloss(first)), (other, gloss(second)));
            found.push(faults::near_gloss(first, second));
        }
    }
    found
}

fn is_replaced(checkup: &Checkup<'_>, a: EntryId, b: EntryId) -> bool {
    let by = |id: EntryId| checkup.linked.links(id).replaced_by;
    by(a) == Some(b) || by(b) == Some(a)
}

fn speak_of_each_other(checkup: &Checkup<'_>, a: EntryId, b: EntryId) -> bool {
    let speaks_of = |from: EntryId, to: EntryId| {
        let mentions = &checkup.linked.text(from).mentions;
        mentions.iter().any(|mention| mention.to == to)
    };
    speaks_of(a, b) || speaks_of(b, a)
}

/// A word as others are compared with it: folded, without the ending of a plural; `None` for one that
/// means nothing by itself.
fn meaning(word: &str, language: &Language) -> Option<String> {
    let grammar = Grammar::of(language);
    let word = fold(word, language);
    let is_small = grammar.is_stop_word(&word) || grammar.is_particle(&word);
    (!word.is_empty() && !is_small).then(|| super::unnamed::singular(&word).to_owned())
}
