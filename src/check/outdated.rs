//! Entries that nobody has updated for long.

use super::{Checkup, Day};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::counted;

/// Reports entries whose `updated` is longer ago than the settings allow; none where they say
/// nothing.
pub(super) fn report(checkup: &Checkup<'_>) {
    let Some(limit) = checkup.config.settings.check.outdated_after else {
        return;
    };
    for entry in &checkup.glossary.entries {
        let (Some(date), Some(span)) = (entry.front.updated, &entry.front.updated_at) else {
            continue;
        };
        let age = checkup.today.since(Day::of(date));
        if age > limit {
            let age = counted(usize::try_from(age).unwrap_or(usize::MAX), "day", "days");
            let message = format!("`{entry}` was last updated {age} ago");
            let finding = Diagnostic::new(Code::OutdatedEntry, message)
                .at(entry.place(span.clone()))
                .help("see whether it still holds, and write the day on which you did");
            checkup.report(entry, finding);
        }
    }
}
