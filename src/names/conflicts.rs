//! Names that two entries may not share.

use std::collections::HashMap;

use super::faults::{shared_sense, shared_title, taken};
use super::list::{EntryId, NameList, NamedEntry};
use crate::diagnostic::Diagnostic;
use crate::entry::front_matter::LabelKind;
use crate::text::fold::fold;
use crate::text::language::Language;

/// What is wrong with names that several entries have. Entries with one title need a sense each,
/// each another one; a synonym or variant may not be another entry's title. All other names may be
/// shared.
pub fn conflicts(list: &NameList<'_>, language: &Language) -> Vec<Diagnostic> {
    let mut titles: HashMap<String, Vec<(EntryId, &NamedEntry<'_>)>> = HashMap::new();
    for (id, entry) in list.iter() {
        let key = fold(entry.title.text, language);
        titles.entry(key).or_default().push((id, entry));
    }
    let mut found = Vec::new();
    for owners in titles.values().filter(|owners| owners.len() > 1) {
        let entries = owners.iter().map(|(_, entry)| *entry);
        found.extend(of_one_title(entries.collect(), language));
    }
    for (id, entry) in list.iter() {
        for name in entry.names() {
            if !matches!(name.kind, LabelKind::Synonym | LabelKind::Variant) {
                continue;
            }
            let owners = titles.get(&fold(name.text, language));
            let owner = owners.into_iter().flatten().find(|(owner, _)| *owner != id);
            found.extend(owner.map(|(_, owner)| taken(name, owner)));
        }
    }
    found
}

/// What is wrong with entries that share a title.
fn of_one_title(mut entries: Vec<&NamedEntry<'_>>, language: &Language) -> Vec<Diagnostic> {
    entries.sort_by_key(|entry| entry.path);
    let mut found = Vec::new();
    let mut senses: HashMap<String, &NamedEntry<'_>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let Some(sense) = &entry.sense else {
            let other = entries.get(usize::from(at == 0)).unwrap_or(entry);
            found.push(shared_title(entry, other));
            continue;
        };
        let earlier = senses.entry(fold(sense.text, language)).or_insert(entry);
        if let Some(first) = &earlier.sense
            && earlier.slug != entry.slug
        {
            found.push(shared_sense(entry, sense, first));
        }
    }
    found
}
