//! Entries that nothing leads to.

use std::collections::HashSet;

use super::{Checkup, faults};
use crate::diagnostic::Diagnostic;
use crate::glossary::{Entry, EntryId};

/// How many entries are offered as `related`.
const OFFERED: usize = 3;

/// How many entries are shown where most have nothing that leads to them.
const SHOWN: usize = 4;

/// Entries that no other entry's text links to, and that no relation joins to another: `related` and
/// `broader` are shown in both entries, so one that names others is found from them. Where most entries
/// are such, the glossary is a list and not a web: that is told once. Nothing is told while the glossary
/// has errors: a link that is lacking may be one of them.
pub(super) fn findings(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    if !checkup.at_fault.is_empty() {
        return Vec::new();
    }
    let glossary = checkup.glossary;
    let unlinked = unlinked(checkup);
    let all = glossary.entries.len();
    if unlinked.len() * 2 > all {
        let mut shown: Vec<&Entry> = unlinked.iter().map(|id| glossary.entry(*id)).collect();
        shown.sort_by_key(|entry| &entry.file.path);
        shown.truncate(SHOWN);
        return vec![faults::unlinked_list(all, unlinked.len(), &shown)];
    }
    let unlinked = unlinked.into_iter();
    unlinked
        .map(|id| faults::unlinked_entry(glossary.entry(id), &spoken_of(checkup, id)))
        .collect()
}

/// The entries that nothing leads to, in the glossary's order; none in a glossary of one.
fn unlinked(checkup: &Checkup<'_>) -> Vec<EntryId> {
    let linked = checkup.linked;
    let ids = checkup.glossary.ids();
    let mentioned: HashSet<EntryId> = ids
        .clone()
        .flat_map(|id| linked.text(id).mentions.iter().map(|mention| mention.to))
        .collect();
    let is_alone = ids.len() < 2;
    let is_unlinked = |id: &EntryId| {
        let links = linked.links(*id);
        let relations = [
            &links.related,
            &links.broader,
            &links.narrower,
            &links.replaces,
        ];
        let is_joined = relations.iter().any(|list| !list.is_empty());
        !is_alone && !is_joined && links.replaced_by.is_none() && !mentioned.contains(id)
    };
    ids.filter(is_unlinked).collect()
}

/// The names of some entries that an entry's text links to, as `related` takes them: those that fewest
/// others link to, which say most of it.
fn spoken_of(checkup: &Checkup<'_>, id: EntryId) -> Vec<String> {
    let linked = checkup.linked;
    let mentions = linked.text(id).mentions.iter();
    let mut spoken_of: Vec<EntryId> = mentions.map(|mention| mention.to).collect();
    spoken_of.sort_by_key(|id| (linked.links(*id).backlinks.len(), *id));
    spoken_of.dedup();
    let offered = spoken_of.into_iter().take(OFFERED);
    offered.map(|id| checkup.names.unambiguous(id)).collect()
}
