//! The rule `circular-definition`: entries whose definitions lead back to them through other entries.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Checkup;
use super::faults::{self, CircleStep};
use crate::diagnostic::Diagnostic;
use crate::glossary::EntryId;
use crate::link::Mention;
use crate::names::Meant;
use crate::source::Span;
use crate::text::fold::{fold, single_spaced};
use crate::text::inflection::Grammar;
use crate::text::slice;

/// The largest number of entries in a circle. Readers do not follow longer chains.
const LONGEST: usize = 4;

/// The largest number of words before the genus of a definition, such as *kind* in *a kind of pod*. Stop
/// words do not count.
const MOST_BEFORE: usize = 1;

/// The genus of a definition: *pod*, if a gloss begins with *a kind of pod*.
struct Genus {
    entry: EntryId,
    span: Span,
    words: String,
}

/// Reports circles of definitions, each once, at the entry whose path comes first.
///
/// Only the first term that a gloss names counts as its genus, as in *X is a kind of Y*. Terms that come
/// later tell X from other Ys; two entries may well use each other in this way.
pub(super) fn diagnostics(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let ids = checkup.glossary.ids();
    let genera: Vec<Option<Genus>> = ids.map(|id| genus(checkup, id)).collect();
    let genus_of = |id: EntryId| genera.get(id.index()).and_then(Option::as_ref);
    let mut reported: BTreeSet<EntryId> = BTreeSet::new();
    let mut diagnostics = Vec::new();
    for (id, _, _) in checkup.entries() {
        let circle = circle(id, genus_of);
        if circle.is_empty() || !reported.insert(id) {
            continue;
        }
        reported.extend(circle.iter().map(|(id, _)| *id));
        let steps = circle.into_iter().map(|(id, genus)| {
            let entry = checkup.glossary.entry(id);
            CircleStep {
                entry,
                words: &genus.words,
                place: entry.place(genus.span.clone()),
            }
        });
        diagnostics.push(faults::circular_definition(steps.collect()));
    }
    diagnostics
}

/// The chain of definitions from an entry back to itself, each entry with its genus; empty if the entry is
/// not in a circle.
fn circle<'g>(
    start: EntryId,
    genus_of: impl Fn(EntryId) -> Option<&'g Genus>,
) -> Vec<(EntryId, &'g Genus)> {
    let mut chain = Vec::new();
    let mut current = start;
    while let Some(genus) = genus_of(current).filter(|_| chain.len() < LONGEST) {
        chain.push((current, genus));
        current = genus.entry;
        if current == start {
            return chain;
        }
    }
    Vec::new()
}

/// The genus in the gloss of an entry, if the genus is another entry.
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
        return leads_to_genus(checkup, id, before).then(|| Genus {
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
    leads_to_genus(checkup, id, before).then(|| Genus {
        entry: mention.to,
        span: mention.span.clone(),
        words: mention.text.to_string(),
    })
}

/// Whether the term after the text `before` in the gloss of an entry can be its genus: `before` contains
/// no bracket, comma, semicolon or colon, and hardly any words except names of the entry and stop words.
///
/// In the gloss of *Working tree*, *A working tree is a kind of* leads to a genus, and *The files and
/// folders of a* does not.
fn leads_to_genus(checkup: &Checkup<'_>, id: EntryId, before: &str) -> bool {
    if before.contains(['(', '[', ',', ';', ':']) {
        return false;
    }
    let language = &checkup.config.edition.language;
    let grammar = Grammar::of(language);
    let mentions = checkup.names.mentions(before);
    let is_name = |offset: usize| {
        mentions.iter().any(|mention| {
            mention.span.contains(&offset)
                && checkup.names.candidates(mention).any(|entry| entry == id)
        })
    };
    let mut count = 0;
    let mut end = 0;
    for word in before.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let start = end;
        end += word.len();
        let word = fold(
            word.trim_end_matches(|c: char| !c.is_alphanumeric()),
            language,
        );
        let is_stop = grammar.is_stop_word(&word) || grammar.is_particle(&word);
        if !word.is_empty() && !is_stop && !is_name(start) {
            count += 1;
        }
    }
    count <= MOST_BEFORE
}
