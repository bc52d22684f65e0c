//! Finds circles in `broader`: entries that are broader than themselves by way of others.

use std::collections::HashMap;
use std::sync::Arc;

use super::faults::circular_broader;
use super::relations::{Relation, ResolvedEntry};
use crate::diagnostic::Diagnostic;
use crate::glossary::{EntryId, Glossary};

/// A diagnostic for each circle of broader entries. Its place is the name of the second entry in the file of
/// the first one; the entry with the first path is the first.
pub(super) fn circular_entries(
    glossary: &Glossary,
    resolved: &[Arc<ResolvedEntry>],
) -> Vec<Diagnostic> {
    let path = |id: &EntryId| &glossary.entry(*id).file.path;
    let diagnostic = |mut circle: Vec<EntryId>| {
        let first = circle.iter().enumerate().min_by_key(|(_, id)| path(id));
        let first = first.map_or(0, |(index, _)| index);
        circle.rotate_left(first);
        let mut around = circle.iter().cycle();
        let (id, next) = (around.next()?, around.next()?);
        let relation = broader(resolved, *id)
            .iter()
            .find(|relation| relation.to == *next);
        let span = relation.map_or(0..0, |relation| relation.span.clone());
        let entries: Vec<_> = circle.iter().map(|id| glossary.entry(*id)).collect();
        Some(circular_broader(&entries).at(glossary.entry(*id).place(span)))
    };
    circles(resolved)
        .into_iter()
        .filter_map(diagnostic)
        .collect()
}

/// The broader entries of an entry.
fn broader(resolved: &[Arc<ResolvedEntry>], id: EntryId) -> &[Relation] {
    let entry = resolved.get(id.index());
    entry.map_or(&[], |entry| &entry.broader)
}

/// The circles of broader entries: a depth-first search that visits each entry once. Each circle begins with
/// the entry at which the search reached it: `[a, b]` if *b* is broader than *a*, and *a* is broader than
/// *b*.
fn circles(resolved: &[Arc<ResolvedEntry>]) -> Vec<Vec<EntryId>> {
    enum Visit {
        OnPath,
        Done,
    }
    let mut visits: HashMap<EntryId, Visit> = HashMap::with_capacity(resolved.len());
    let mut circles = Vec::new();
    for start in (0..resolved.len()).map(EntryId::from_index) {
        if visits.contains_key(&start) {
            continue;
        }
        visits.insert(start, Visit::OnPath);
        // each entry on the path, with the broader entries that are still to be visited
        let mut path = vec![(start, broader(resolved, start).iter())];
        while let Some((id, to_visit)) = path.last_mut() {
            let Some(Relation { to: next, .. }) = to_visit.next() else {
                visits.insert(*id, Visit::Done);
                path.pop();
                continue;
            };
            match visits.get(next) {
                None => {
                    visits.insert(*next, Visit::OnPath);
                    path.push((*next, broader(resolved, *next).iter()));
                }
                Some(Visit::OnPath) => circles.push(
                    path.iter()
                        .map(|(id, _)| *id)
                        .skip_while(|id| id != next)
                        .collect(),
                ),
                Some(Visit::Done) => {}
            }
        }
    }
    circles
}
