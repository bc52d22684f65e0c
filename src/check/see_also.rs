//! Entries to see also, and the names that they are called by.

use std::collections::HashMap;

use super::{Checkup, faults};
use crate::diagnostic::Diagnostic;
use crate::glossary::{EntryId, LabelKind};
use crate::source::Written;

/// How an entry names another in its `related`.
struct Pointer<'c> {
    written: &'c Written,
    kind: LabelKind,
}

/// Entries that `related` names twice by different names, and two entries that name each other by names
/// that are not their headwords: a reader of the files takes such names for entries of their own.
pub(super) fn findings(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let glossary = checkup.glossary;
    let mut found = Vec::new();
    let mut pointers: HashMap<(EntryId, EntryId), Pointer<'_>> = HashMap::new();
    for id in glossary.ids() {
        let entry = glossary.entry(id);
        for written in &entry.front.related {
            // what means nothing has been reported
            let place = entry.place(written.span.clone());
            let Ok(means) = checkup.names.resolve(&written.text, place) else {
                continue;
            };
            let other = glossary.entry(means.entry);
            let kind = if written.text == other.slug {
                LabelKind::Title
            } else {
                means.kind
            };
            let pointer = Pointer { written, kind };
            if let Some(first) = pointers.insert((id, means.entry), pointer) {
                found.push(faults::related_twice(
                    entry,
                    other,
                    [first.written, written],
                ));
            }
        }
    }
    for ((from, to), pointer) in &pointers {
        let back = pointers.get(&(*to, *from)).filter(|_| from < to);
        let is_other = |pointer: &Pointer<'_>| pointer.kind != LabelKind::Title;
        if let Some(back) = back
            && is_other(pointer)
            && is_other(back)
        {
            let one = (glossary.entry(*from), pointer.written);
            let two = (glossary.entry(*to), back.written);
            found.push(faults::related_by_synonyms(one, two));
        }
    }
    found
}
