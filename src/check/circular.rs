//! Definitions that are circular through others.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Checkup;
use super::faults::{self, Step};
use crate::diagnostic::Diagnostic;
use crate::glossary::EntryId;
use crate::link::Mention;
use crate::names::Meant;
use crate::source::Span;
use crate::text::fold::{fold, single_spaced};
use crate::text::inflection::Grammar;
use crate::text::slice;

/// How many entries a circle has at most: nobody who looks things up goes a longer way.
const LONGEST: usize = 4;

/// How many words of meaning may stand before the term that something is defined by: the *kind* of
/// *a kind of pod*.
const BEFORE: usize = 1;

/// The term that a gloss says something is.
struct Genus {
    entry: EntryId,
    span: Span,
    words: String,
}

/// Circles of glosses, each once, at the entry whose file comes first. A gloss is taken to define by the
/// term that it names first, as *X is a kind of Y* does: what it mentions later only tells X from other
/// Ys, and two things may well be told by each other there.
pub(super) fn findings(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let ids = checkup.glossary.ids();
    let genera: Vec<Option<Genus>> = ids.map(|id| genus(checkup, id)).collect();
    let of = |id: EntryId| genera.get(id.index()).and_then(Option::as_ref);
    let mut told: BTreeSet<EntryId> = BTreeSet::new();
    let mut found = Vec::new();
    for (id, _, _) in checkup.entries() {
        let circle = circle(id, of);
        if circle.is_empty() || !told.insert(id) {
            continue;
        }
        told.extend(circle.iter().map(|(id, _)| *id));
        let steps = circle.into_iter().map(|(id, genus)| {
            let entry = checkup.glossary.entry(id);
            Step {
                entry,
                words: &genus.words,
                place: entry.place(genus.span.clone()),
            }
        });
        found.push(faults::circular_definition(steps.collect()));
    }
    found
}

/// The way from an entry by what each is defined by back to it; empty where there is none.
fn circle<'g>(
    start: EntryId,
    of: impl Fn(EntryId) -> Option<&'g Genus>,
) -> Vec<(EntryId, &'g Genus)> {
    let mut way = Vec::new();
    let mut at = start;
    while let Some(genus) = of(at).filter(|_| way.len() < LONGEST) {
        way.push((at, genus));
        at = genus.entry;
        if at == start {
            return way;
        }
    }
    Vec::new()
}

/// The entry that the gloss of an entry says it is.
fn genus(checkup: &Checkup<'_>, id: EntryId) -> Option<Genus> {
    let entry = checkup.glossary.entry(id);
    let gloss = &checkup.reading(id).gloss;
    if let Some(written) = &entry.front.gloss {
        let mentions = checkup.names.mentions(&written.text).into_iter();
        let mut others =
            mentions.filter_map(|mention| match checkup.names.meant(&mention, Some(id)) {
                Meant::One(means) if means.entry != id => Some((mention, means.entry)),
                _ => None,
            });
        let (mention, entry) = others.next()?;
        let before = slice(&written.text, ..mention.span.start);
        return is_head(checkup, id, before).then(|| Genus {
            entry,
            span: written.span.clone(),
            words: single_spaced(slice(&written.text, mention.span)),
        });
    }
    let mut mentions = checkup.linked.text(id).mentions.iter();
    let Range { start, end } = gloss.span;
    let is_in_gloss = |mention: &&Mention| start <= mention.span.start && mention.span.end <= end;
    let mention = mentions.find(is_in_gloss)?;
    let before = entry.file.slice(start..mention.span.start);
    is_head(checkup, id, before).then(|| Genus {
        entry: mention.to,
        span: mention.span.clone(),
        words: mention.text.clone(),
    })
}

/// Whether what stands before a term in a gloss leaves it to be what the gloss says the entry is:
/// beside the entry's own names there are hardly any words that mean something, and no bracket.
fn is_head(checkup: &Checkup<'_>, id: EntryId, before: &str) -> bool {
    if before.contains(['(', '[', ',', ';', ':']) {
        return false;
    }
    let language = &checkup.config.edition.language;
    let grammar = Grammar::of(language);
    let own = checkup.names.mentions(before);
    let is_own = |at: usize| {
        own.iter().any(|mention| {
            mention.span.contains(&at) && checkup.names.candidates(mention).any(|entry| entry == id)
        })
    };
    let mut meaning = 0;
    let mut at = 0;
    for word in before.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let start = at;
        at += word.len();
        let word = fold(
            word.trim_end_matches(|c: char| !c.is_alphanumeric()),
            language,
        );
        let is_small = grammar.is_stop_word(&word) || grammar.is_particle(&word);
        if !word.is_empty() && !is_small && !is_own(start) {
            meaning += 1;
        }
    }
    meaning <= BEFORE
}
