//! Entries that are broader than themselves, by way of others.

use std::collections::HashMap;
use std::sync::Arc;

use super::faults::circular_broader;
use super::relations::{Relation, ResolvedEntry};
use crate::diagnostic::Diagnostic;
use crate::glossary::{EntryId, Glossary};

/// The circles of broader entries, each at the entry whose file comes first, where that names the
/// next.
pub(super) fn circular_entries(
    glossary: &Glossary,
    resolved: &[Arc<ResolvedEntry>],
) -> Vec<Diagnostic> {
    let path = |id: &EntryId| &glossary.entry(*id).file.path;
    let fault = |mut circle: Vec<EntryId>| {
        let first = circle.iter().enumerate().min_by_key(|(_, id)| path(id));
        let first = first.map_or(0, |(at, _)| at);
        circle.rotate_left(first);
        let mut around = circle.iter().cycle();
        let (id, next) = (around.next()?, around.next()?);
        let relation = broader(resolved, *id)
            .iter()
            .find(|found| found.to == *next);
        let span = relation.map_or(0..0, |relation| relation.span.clone());
        let entries: Vec<_> = circle.iter().map(|id| glossary.entry(*id)).collect();
        Some(circular_broader(&entries).at(glossary.entry(*id).place(span)))
    };
    circles(resolved).into_iter().filter_map(fault).collect()
}

/// The broader entries of an entry, with where each is written.
fn broader(resolved: &[Arc<ResolvedEntry>], id: EntryId) -> &[Relation] {
    let own = resolved.get(id.index());
    own.map_or(&[], |entry| &entry.broader)
}

/// The circles among broader entries, by a depth-first search that meets each entry once.
fn circles(resolved: &[Arc<ResolvedEntry>]) -> Vec<Vec<EntryId>> {
    enum Met {
        OnPath,
        Done,
    }
    let mut met: HashMap<EntryId, Met> = HashMap::with_capacity(resolved.len());
    let mut found = Vec::new();
    for start in (0..resolved.len()).map(EntryId::from_index) {
        if met.contains_key(&start) {
            continue;
        }
        met.insert(start, Met::OnPath);
        // each entry on the path, with the broader ones that have not been followed
        let mut path = vec![(start, broader(resolved, start).iter())];
        while let Some((id, to_follow)) = path.last_mut() {
            let Some(Relation { to: next, .. }) = to_follow.next() else {
                met.insert(*id, Met::Done);
                path.pop();
                continue;
            };
            match met.get(next) {
                None => {
                    met.insert(*next, Met::OnPath);
                    path.push((*next, broader(resolved, *next).iter()));
                }
                Some(Met::OnPath) => found.push(
                    path.iter()
                        .map(|(id, _)| *id)
                        .skip_while(|id| id != next)
                        .collect(),
                ),
                Some(Met::Done) => {}
            }
        }
    }
    found
}
