//! Names that two entries may not share.

use std::collections::HashMap;

use super::faults::{shared_sense, shared_title, taken};
use crate::diagnostic::Diagnostic;
use crate::glossary::{Entry, EntryId, Glossary, LabelKind};
use crate::text::fold::fold;
use crate::text::language::Language;

/// What is wrong with names that several entries have. Entries with one title need a sense each,
/// each another one; a synonym or variant may not be another entry's title. All other names may be
/// shared.
pub fn conflicts(glossary: &Glossary, language: &Language) -> Vec<Diagnostic> {
    let mut titles: HashMap<String, Vec<EntryId>> = HashMap::new();
    for id in glossary.ids() {
        let key = fold(&glossary.entry(id).headword, language);
        titles.entry(key).or_default().push(id);
    }
    let mut found = Vec::new();
    for ids in titles.values().filter(|ids| ids.len() > 1) {
        let entries = ids.iter().map(|id| glossary.entry(*id));
        found.extend(of_one_title(entries.collect(), language));
    }
    for id in glossary.ids() {
        for label in &glossary.entry(id).labels {
            if !matches!(label.kind, LabelKind::Synonym | LabelKind::Variant) {
                continue;
            }
            let owners = titles.get(&fold(&label.text, language));
            let owner = owners.into_iter().flatten().find(|owner| **owner != id);
            found.extend(owner.map(|owner| taken(label, glossary.entry(*owner))));
        }
    }
    found
}

/// What is wrong with entries that share a title.
fn of_one_title(mut entries: Vec<&Entry>, language: &Language) -> Vec<Diagnostic> {
    entries.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    let mut found = Vec::new();
    let mut senses: HashMap<String, &Entry> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let Some(sense) = &entry.front.sense else {
            let other = entries.get(usize::from(at == 0)).unwrap_or(entry);
            found.push(shared_title(entry, other));
            continue;
        };
        let earlier = senses.entry(fold(&sense.text, language)).or_insert(entry);
        if let Some(first) = &earlier.front.sense
            && earlier.slug != entry.slug
        {
            let other = earlier.place(first.span.clone());
            found.push(shared_sense(entry, entry.place(sense.span.clone()), other));
        }
    }
    found
}
