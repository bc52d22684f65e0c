//! Entries that nothing leads to.

use std::collections::HashSet;

use super::Checkup;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::EntryId;

/// Reports entries that no other entry's text links to, and that no relation joins to another:
/// `related` and `broader` are shown in both entries, so one that names others is found from them.
pub(super) fn report(checkup: &Checkup<'_, '_>) {
    let linked = checkup.linked;
    let ids = checkup.glossary.ids();
    if ids.len() < 2 {
        return;
    }
    let mentioned: HashSet<EntryId> = ids
        .clone()
        .flat_map(|id| linked.links(id).mentions.iter().map(|mention| mention.to))
        .collect();
    for id in ids.filter(|id| !mentioned.contains(id)) {
        let links = linked.links(id);
        let relations = [
            &links.related,
            &links.broader,
            &links.narrower,
            &links.replaces,
        ];
        let is_joined = relations.iter().any(|list| !list.is_empty());
        if is_joined || links.replaced_by.is_some() {
            continue;
        }
        let entry = checkup.glossary.entry(id);
        let message = format!("no other entry leads to `{entry}`");
        let finding = Diagnostic::new(Code::UnlinkedEntry, message)
            .at(entry.place(entry.front.title.span.clone()))
            .help("name it in the text of an entry that it has to do with, or in `related` here");
        checkup.report(entry, finding);
    }
}
