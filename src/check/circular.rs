//! Definitions that are circular through others.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::Checkup;
use super::reading::count_words;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::EntryId;
use crate::labels::Meant;
use crate::source::Span;
use crate::text::slice;

/// How many entries a circle has at most: nobody notices a longer one.
const LONGEST: usize = 3;

/// How many words of a gloss stand before what it says a thing is, at most.
const ZONE: usize = 1000;

/// A term that a gloss defines by.
struct Genus {
    entry: EntryId,
    span: Span,
}

/// Reports circles of glosses.
pub(super) fn report(checkup: &Checkup<'_, '_>) {
    let defined_by: Vec<Vec<Genus>> = checkup
        .glossary
        .ids()
        .map(|id| genera(checkup, id))
        .collect();
    let of = |id: EntryId| defined_by.get(id.index()).map_or(&[][..], Vec::as_slice);
    let mut told: BTreeSet<Vec<EntryId>> = BTreeSet::new();
    for (id, entry, _) in checkup.entries() {
        let Some(circle) = shortest_circle(id, of) else {
            continue;
        };
        let mut members = circle.clone();
        members.sort_unstable();
        if !told.insert(members) {
            continue;
        }
        let chain: Vec<_> = circle
            .iter()
            .chain(circle.first())
            .map(|id| format!("`{}`", checkup.glossary.entry(*id)))
            .collect();
        let message = format!("the definition of `{entry}` is circular");
        let mut finding = Diagnostic::new(Code::CircularDefinition, message);
        let nexts = circle.iter().skip(1).chain(circle.first());
        for (at, (from, to)) in circle.iter().zip(nexts).enumerate() {
            let Some(genus) = of(*from).iter().find(|genus| genus.entry == *to) else {
                continue;
            };
            let place = checkup.glossary.entry(*from).place(genus.span.clone());
            finding = match at {
                0 => finding.at(place).label(format!(
                    "{} by {}",
                    chain.first().cloned().unwrap_or_default(),
                    chain
                        .iter()
                        .skip(1)
                        .cloned()
                        .collect::<Vec<_>>()
                        .join(", which is defined by ")
                )),
                _ => finding.also(place, "and this"),
            };
        }
        checkup.report(entry, finding.help("define one of them by other words"));
    }
}

/// The shortest circle that leads from an entry back to it, by breadth.
fn shortest_circle<'d>(
    start: EntryId,
    of: impl Fn(EntryId) -> &'d [Genus],
) -> Option<Vec<EntryId>> {
    let mut before: HashMap<EntryId, EntryId> = HashMap::new();
    let mut to_follow = VecDeque::from([(start, 1)]);
    while let Some((id, length)) = to_follow.pop_front() {
        for genus in of(id) {
            if genus.entry == start {
                let mut circle = vec![id];
                while let Some(last) = circle.last().and_then(|id| before.get(id)) {
                    circle.push(*last);
                }
                circle.reverse();
                return Some(circle);
            }
            if length < LONGEST && genus.entry != start && !before.contains_key(&genus.entry) {
                before.insert(genus.entry, id);
                to_follow.push_back((genus.entry, length + 1));
            }
        }
    }
    None
}

/// The entries that the gloss of an entry defines it by.
fn genera(checkup: &Checkup<'_, '_>, id: EntryId) -> Vec<Genus> {
    let entry = checkup.glossary.entry(id);
    let gloss = &checkup.reading(id).gloss;
    let mut found = Vec::new();
    if let Some(written) = &entry.front.gloss {
        for mention in checkup.names.mentions(&written.text) {
            if let Meant::One(means) = checkup.names.meant(&mention, id) {
                let before = slice(&written.text, ..mention.span.start);
                if means.entry != id && count_words(before) < ZONE {
                    found.push(Genus {
                        entry: means.entry,
                        span: written.span.clone(),
                    });
                }
            }
        }
        return found;
    }
    for mention in &checkup.linked.links(id).mentions {
        let is_in_gloss =
            gloss.span.start <= mention.span.start && mention.span.end <= gloss.span.end;
        let before = entry.file.slice(gloss.span.start..mention.span.start);
        if is_in_gloss && count_words(before) < ZONE {
            found.push(Genus {
                entry: mention.to,
                span: mention.span.clone(),
            });
        }
    }
    found
}
