//! Entries to see also, and the names that they are called by.

use std::collections::HashMap;

use super::Checkup;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{EntryId, LabelKind};
use crate::source::Written;

/// How an entry names another in its `related`.
struct Pointer<'c> {
    written: &'c Written,
    kind: LabelKind,
}

/// Reports entries that `related` names twice by different names, and two entries that name each
/// other by names that are not their headwords: a reader of the files takes such names for entries
/// of their own.
pub(super) fn report(checkup: &Checkup<'_>) {
    let glossary = checkup.glossary;
    let mut pointers: HashMap<(EntryId, EntryId), Pointer<'_>> = HashMap::new();
    for id in glossary.ids() {
        let entry = glossary.entry(id);
        for written in &entry.front.related {
            // what means nothing has been reported
            let place = entry.place(written.span.clone());
            let Ok(means) = checkup.names.resolve(&written.text, place.clone()) else {
                continue;
            };
            let kind = match written.text == glossary.entry(means.entry).slug {
                true => LabelKind::Title,
                false => means.kind,
            };
            let pointer = Pointer { written, kind };
            if let Some(first) = pointers.insert((id, means.entry), pointer) {
                let other = glossary.entry(means.entry);
                let message = format!("`related` names `{other}` twice");
                let finding = Diagnostic::new(Code::RelatedBySynonym, message)
                    .at(place)
                    .also(entry.place(first.written.span.clone()), "the first is here")
                    .help(format!("remove one of them, and say `{other}`"));
                checkup.report(entry, finding);
            }
        }
    }
    for ((from, to), pointer) in &pointers {
        let Some(back) = pointers.get(&(*to, *from)).filter(|_| from < to) else {
            continue;
        };
        let is_other = |pointer: &Pointer<'_>| pointer.kind != LabelKind::Title;
        if !is_other(pointer) || !is_other(back) {
            continue;
        }
        let (entry, other) = (glossary.entry(*from), glossary.entry(*to));
        let message = format!("`{entry}` and `{other}` name each other by other names");
        let finding = Diagnostic::new(Code::RelatedBySynonym, message)
            .at(entry.place(pointer.written.span.clone()))
            .also(
                other.place(back.written.span.clone()),
                "and the other way round",
            )
            .help(format!(
                "say `{other}` here and remove the other: `related` holds in both directions"
            ))
            .help("if the names mean one thing, make one entry of the two");
        checkup.report(entry, finding);
    }
}
