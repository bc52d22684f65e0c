//! Entries that are broader than themselves, by way of others.

use std::collections::HashMap;
use std::sync::Arc;

use super::ResolvedEntry;
use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::glossary::{EntryId, Glossary};
use crate::source::Span;

/// Reports circles of broader entries, each at the entry whose file comes first, where that names the
/// next.
pub(super) fn report(glossary: &Glossary, resolved: &[Arc<ResolvedEntry>], faults: &Faults) {
    for mut circle in circles(resolved) {
        let path = |id: &EntryId| &glossary.entry(*id).file.path;
        let first = circle.iter().enumerate().min_by_key(|(_, id)| path(id));
        let first = first.map_or(0, |(at, _)| at);
        circle.rotate_left(first);
        let mut around = circle.iter().cycle();
        let (Some(id), Some(next)) = (around.next(), around.next()) else {
            continue;
        };
        let entry = glossary.entry(*id);
        let span = broader(resolved, *id).iter().find(|(id, _)| id == next);
        let chain: Vec<_> = circle
            .iter()
            .chain(circle.first())
            .map(|id| format!("`{}`", glossary.entry(*id)))
            .collect();
        faults.report(
            Diagnostic::new(
                Code::CircularBroader,
                format!("`{entry}` is broader than itself"),
            )
            .at(entry.place(span.map_or(0..0, |(_, span)| span.clone())))
            .label(format!("from {}", chain.join(" to ")))
            .help("remove one of these from the `broader` of the one before it"),
        );
    }
}

/// The broader entries of an entry, with where each is written.
fn broader(resolved: &[Arc<ResolvedEntry>], id: EntryId) -> &[(EntryId, Span)] {
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
            let Some((next, _)) = to_follow.next() else {
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
