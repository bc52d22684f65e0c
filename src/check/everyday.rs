//! The rule `everyday-name`: everyday words to which very many entries link.

use super::{Checkup, faults};
use crate::diagnostic::Diagnostic;
use crate::link::everyday::{Flooding, Large, floods};

/// The largest number of linking entries that a diagnostic shows.
const MOST_ENTRIES: usize = 3;

/// The number of links from which an everyday word is reported. `headword links --summary` has lower
/// limits, because it shows a list to look through, and here an editor has to decide each case.
const FLOODING: Flooding = Flooding {
    fewest: 10,
    large: Some(Large {
        share: 4,
        enough: 250,
    }),
};

/// Reports entries to which an everyday word links from many other entries, as `headword links --summary`
/// counts them. Words that the settings ignore are not reported.
pub(super) fn diagnostics(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
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
            let ignore = checkup.in_settings("ignore", &entry.headword);
            Some(faults::everyday_name(entry, &flood, places, ignore))
        })
        .collect()
}
