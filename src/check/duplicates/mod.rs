//! The rule `near-duplicate`: pairs of entries that may mean the same, because their headwords or their
//! glosses are almost the same.
//!
//! Only entries that share a hash or a rare word are compared, so the time for an entry does not grow
//! with the glossary.

mod glosses;
mod headwords;

use std::collections::BTreeSet;

use super::{Checkup, faults};
use crate::diagnostic::Diagnostic;
use crate::glossary::{Entry, EntryId};
use crate::text::fold::fold;
use crate::text::inflection::Grammar;
use crate::text::language::Language;

/// The largest number of entries with the same hash or word that are compared with each other.
const MOST_COMPARED: usize = 50;

/// Two entries, as their indexes in the order of paths. The first index is smaller.
type Pair = (usize, usize);

/// Reports pairs of similar entries, each at the entry whose path comes last. A pair is not reported if one
/// entry replaces the other.
pub(super) fn diagnostics(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let (ids, entries): (Vec<EntryId>, Vec<&Entry>) =
        checkup.entries().map(|(id, entry, _)| (id, entry)).unzip();
    let language = &checkup.config.edition.language;
    let ids_of = |(first, second): Pair| Some((*ids.get(first)?, *ids.get(second)?));
    let entry = |id: EntryId| checkup.glossary.entry(id);
    let mut reported: BTreeSet<Pair> = BTreeSet::new();
    let mut diagnostics = Vec::new();
    for pair in headwords::pairs(&entries, language) {
        if let Some((first, second)) = ids_of(pair)
            && !is_replaced(checkup, first, second)
            && reported.insert(pair)
        {
            diagnostics.push(faults::near_headword(entry(first), entry(second)));
        }
    }
    for pair in glosses::pairs(&entries, language) {
        if let Some((first, second)) = ids_of(pair)
            && !is_mentioned(checkup, first, second)
            && !is_replaced(checkup, first, second)
            && reported.insert(pair)
        {
            let with_gloss = |id: EntryId| {
                let gloss = checkup.reading(id).gloss.span.clone();
                (entry(id), entry(id).place(gloss))
            };
            diagnostics.push(faults::near_gloss(with_gloss(first), with_gloss(second)));
        }
    }
    diagnostics
}

/// Whether one of two entries replaces the other.
fn is_replaced(checkup: &Checkup<'_>, a: EntryId, b: EntryId) -> bool {
    let by = |id: EntryId| checkup.linked.links(id).replaced_by;
    by(a) == Some(b) || by(b) == Some(a)
}

/// Whether the text of one of two entries mentions the other.
fn is_mentioned(checkup: &Checkup<'_>, a: EntryId, b: EntryId) -> bool {
    let mentions = |from: EntryId, to: EntryId| {
        let mentions = &checkup.linked.text(from).mentions;
        mentions.iter().any(|mention| mention.to == to)
    };
    mentions(a, b) || mentions(b, a)
}

/// A word in the form in which words are compared: folded, without a plural ending. `None` if it is a stop
/// word or a particle.
fn comparable(word: &str, language: &Language) -> Option<String> {
    let grammar = Grammar::of(language);
    let word = fold(word, language);
    let is_stop = grammar.is_stop_word(&word) || grammar.is_particle(&word);
    (!word.is_empty() && !is_stop).then(|| super::undefined_terms::singular(&word).to_owned())
}
