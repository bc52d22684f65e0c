//! Entries that nothing leads to.

use std::collections::HashSet;

use super::Checkup;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{Entry, EntryId};

/// How many entries are offered as `related`.
const OFFERED: usize = 3;

/// Reports entries that no other entry's text links to, and that no relation joins to another:
/// `related` and `broader` are shown in both entries, so one that names others is found from them.
/// Where most entries are such, the glossary is a list and not a web: that is told once. Nothing is
/// told while the glossary has errors: a link that is lacking may be one of them.
pub(super) fn report(checkup: &Checkup<'_>) {
    if !checkup.at_fault.is_empty() {
        return;
    }
    let glossary = checkup.glossary;
    let unlinked = unlinked(checkup);
    if unlinked.len() * 2 > glossary.entries.len() {
        report_list(checkup, &unlinked);
        return;
    }
    for id in unlinked {
        let entry = glossary.entry(id);
        let message = format!("no other entry leads to `{entry}`");
        let finding = Diagnostic::new(Code::UnlinkedEntry, message)
            .at(entry.place(entry.front.title.span.clone()))
            .help(match offered(checkup, id) {
                None => "name it in the text of an entry that it has to do with, or name that in \
                         `related` here"
                    .to_owned(),
                Some(offered) => format!(
                    "name it in the text of an entry that it has to do with, or write here \
                     `related = [{offered}]`, of which its text speaks"
                ),
            });
        checkup.report(entry, finding);
    }
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

/// Some of the entries that an entry's text links to, as `related` takes them: those that fewest
/// others link to, which say most of it.
fn offered(checkup: &Checkup<'_>, id: EntryId) -> Option<String> {
    let linked = checkup.linked;
    let mentions = linked.text(id).mentions.iter();
    let mut spoken_of: Vec<EntryId> = mentions.map(|mention| mention.to).collect();
    spoken_of.sort_by_key(|id| (linked.links(*id).backlinks.len(), *id));
    spoken_of.dedup();
    let names: Vec<_> = spoken_of
        .into_iter()
        .take(OFFERED)
        .map(|id| format!("\"{}\"", checkup.names.unambiguous(id)))
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn report_list(checkup: &Checkup<'_>, unlinked: &[EntryId]) {
    let entries = checkup.glossary.entries.len();
    let mut paths: Vec<_> = unlinked
        .iter()
        .map(|id| checkup.glossary.entry(*id))
        .collect();
    paths.sort_by_key(|entry| &entry.file.path);
    let Some((first, others)) = paths.split_first() else {
        return;
    };
    let title = |entry: &Entry| entry.place(entry.front.title.span.clone());
    let message = format!(
        "no other entry leads to {} of {entries} entries",
        unlinked.len()
    );
    let mut finding = Diagnostic::new(Code::UnlinkedEntry, message).at(title(first));
    for entry in others.iter().take(OFFERED) {
        finding = finding.also(title(entry), "nor to this");
    }
    let finding = finding
        .help("name entries in each other's text, or in `related`, where they have to do with each other")
        .help("if it is to be a mere list, write `allow = [\"unlinked-entry\"]` under `[check]`");
    checkup.report(first, finding);
}
