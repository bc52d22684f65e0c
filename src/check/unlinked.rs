//! The rule `unlinked-entry`: entries without links from other entries.

use std::collections::HashSet;

use super::{Checkup, faults};
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{Entry, EntryId, TextId};

/// The largest number of entries that help suggests for `related`.
const MOST_SUGGESTED: usize = 3;

/// The largest number of entries that the one diagnostic about a list shows.
const MOST_SHOWN: usize = 4;

/// Reports entries that the text of no other entry and no page mentions, and that no relation connects with another entry.
/// Relations count in both directions, because `related` and `broader` are shown in both entries. If more
/// than half of the entries are such, the glossary is a list, and one diagnostic says so. If the glossary
/// has errors, the rule reports nothing, because a missing link may be one of them.
pub(super) fn diagnostics(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    if !checkup.at_fault.is_empty() {
        return Vec::new();
    }
    let glossary = checkup.glossary;
    let unlinked = unlinked(checkup);
    let all = glossary.entries.len();
    if unlinked.len() * 2 > all {
        let mut shown: Vec<&Entry> = unlinked.iter().map(|id| glossary.entry(*id)).collect();
        shown.sort_by_key(|entry| &entry.file.path);
        shown.truncate(MOST_SHOWN);
        let allow = checkup.in_settings("allow", Code::UnlinkedEntry.as_str());
        return vec![faults::unlinked_list(all, unlinked.len(), &shown, allow)];
    }
    let unlinked = unlinked.into_iter();
    unlinked
        .map(|id| faults::unlinked_entry(glossary.entry(id), &mentioned_names(checkup, id)))
        .collect()
}

/// The entries without links from other entries, in the glossary's order. A glossary with one entry has
/// none.
fn unlinked(checkup: &Checkup<'_>) -> Vec<EntryId> {
    let linked = checkup.linked;
    let ids = checkup.glossary.ids();
    let mentioned: HashSet<EntryId> = ids
        .clone()
        .map(TextId::Entry)
        .chain(checkup.glossary.page_ids().map(TextId::Page))
        .flat_map(|id| linked.text_of(id).mentions.iter())
        .map(|mention| mention.to)
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
        let is_related = relations.iter().any(|list| !list.is_empty());
        !is_alone && !is_related && links.replaced_by.is_none() && !mentioned.contains(id)
    };
    ids.filter(is_unlinked).collect()
}

/// Names for `related`: entries that an entry's text mentions. Entries with the fewest backlinks come
/// first, because they are the most specific.
fn mentioned_names(checkup: &Checkup<'_>, id: EntryId) -> Vec<String> {
    let linked = checkup.linked;
    let mentions = linked.text(id).mentions.iter();
    let mut mentioned: Vec<EntryId> = mentions.map(|mention| mention.to).collect();
    mentioned.sort_by_key(|id| (linked.links(*id).backlinks.len(), *id));
    mentioned.dedup();
    let suggested = mentioned.into_iter().take(MOST_SUGGESTED);
    suggested.map(|id| checkup.names.unambiguous(id)).collect()
}
