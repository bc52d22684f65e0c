//! Entries that nobody has updated for long.

use super::{Checkup, Day, faults};
use crate::diagnostic::Diagnostic;

/// Entries whose `updated` is longer ago than the settings allow; none where they say nothing.
pub(super) fn findings(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let Some(limit) = checkup.config.settings.check.outdated_after else {
        return Vec::new();
    };
    let entries = checkup.glossary.entries.iter();
    entries
        .filter_map(|entry| {
            let (date, span) = (entry.front.updated?, entry.front.updated_at.clone()?);
            let age = checkup.today.since(Day::of(date));
            (age > limit).then(|| faults::outdated_entry(entry, age, entry.place(span)))
        })
        .collect()
}
