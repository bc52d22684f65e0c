//! Everyday words that flood a glossary with links.

use super::{Checkup, faults};
use crate::diagnostic::Diagnostic;
use crate::link::list::{Flooding, floods};

/// How many of the entries that are flooded are shown.
const MOST_ENTRIES: usize = 3;

/// How much is a flood. A summary shows more: there it is a list to look through, and here each is to
/// be mended.
const FLOODING: Flooding = Flooding {
    share: 4,
    fewest: 10,
    enough: 250,
};

/// Entries that an everyday word links to from many others, as `headword links --summary` counts them.
/// Words that the settings ignore are left alone.
pub(super) fn findings(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let glossary = checkup.glossary;
    let floods = floods(checkup.linked, &checkup.config.edition.language, FLOODING);
    floods
        .into_iter()
        .filter_map(|flood| {
            let entry = glossary.entry(flood.to);
            let mut names = entry.labels.iter().map(|label| label.text.as_str());
            if names.any(|name| checkup.is_ignored(name)) {
                return None;
            }
            let shown = flood.from.iter().take(MOST_ENTRIES);
            let places = shown.map(|(id, mention)| glossary.entry(*id).place(mention.span.clone()));
            let places = places.collect();
            Some(faults::everyday_name(entry, flood.from.len(), places))
        })
        .collect()
}
