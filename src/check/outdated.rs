//! The rule `outdated-entry`: entries that were not updated for a long time.

use super::{Checkup, Day, faults};
use crate::diagnostic::Diagnostic;

/// Reports entries whose `updated` is longer ago than `outdated_after` in the settings allows. Without
/// that setting, it reports nothing.
pub(super) fn diagnostics(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
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
