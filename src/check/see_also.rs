//! The rule `related-by-synonym`: entries that `related` names by other names than the headword.

use std::collections::HashMap;

use super::{Checkup, faults};
use crate::diagnostic::Diagnostic;
use crate::glossary::{EntryId, LabelKind};
use crate::source::Written;

/// A name in the `related` of an entry.
struct RelatedName<'c> {
    written: &'c Written,
    kind: LabelKind,
}

/// Reports entries that one `related` names twice, by two names; and pairs of entries that name each
/// other by names that are not their headwords. A reader of the files takes such names for separate
/// entries.
pub(super) fn diagnostics(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let glossary = checkup.glossary;
    let mut diagnostics = Vec::new();
    // by the entry that names, and the entry that is named
    let mut names: HashMap<(EntryId, EntryId), RelatedName<'_>> = HashMap::new();
    for id in glossary.ids() {
        let entry = glossary.entry(id);
        for written in &entry.front.related {
            // a build reports unknown names
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
            let name = RelatedName { written, kind };
            if let Some(first) = names.insert((id, means.entry), name) {
                diagnostics.push(faults::related_twice(
                    entry,
                    other,
                    [first.written, written],
                ));
            }
        }
    }
    for ((from, to), name) in &names {
        let back = names.get(&(*to, *from)).filter(|_| from < to);
        let is_not_headword = |name: &RelatedName<'_>| name.kind != LabelKind::Title;
        if let Some(back) = back
            && is_not_headword(name)
            && is_not_headword(back)
        {
            let one = (glossary.entry(*from), name.written);
            let two = (glossary.entry(*to), back.written);
            diagnostics.push(faults::related_by_synonyms(one, two));
        }
    }
    diagnostics
}
