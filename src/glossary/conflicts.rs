//! Conflicts between entries: two entries with the same address, and tags that differ only in spelling.

use std::collections::HashMap;

use super::tags::{Spellings, TagAddress, WrittenTag, addresses, written};
use super::{Entry, Glossary, faults, slug_key};
use crate::diagnostic::Diagnostic;
use crate::project::config::Edition;
use crate::text::fold::differ_in_case_alone;
use crate::text::language::Language;

/// An error for each entry with the same address as another, except the first by path. Their files have the
/// same name in different folders, or names that some disk treats as the same.
pub(super) fn of_slugs(glossary: &Glossary, edition: &Edition) -> Vec<Diagnostic> {
    let language = &edition.language;
    let mut owners: HashMap<String, Vec<&Entry>> = HashMap::with_capacity(glossary.entries.len());
    for entry in &glossary.entries {
        let key = slug_key(&entry.slug, language);
        owners.entry(key).or_default().push(entry);
    }
    let mut found = Vec::new();
    for mut owners in owners.into_values().filter(|owners| owners.len() > 1) {
        owners.sort_by_key(|entry| &entry.file.path);
        let Some((first, others)) = owners.split_first() else {
            continue;
        };
        for entry in others {
            let (one, other) = (&first.headword, &entry.headword);
            let is_twin = differ_in_case_alone(one, other, language);
            found.push(faults::slug_collision(first, entry, is_twin, edition));
        }
    }
    found
}

/// An error for each tag without an address, and for each tag with the address of another tag. A warning for
/// each tag that differs only in case from a more frequent spelling.
pub(super) fn of_tags(glossary: &Glossary, language: &Language) -> Vec<Diagnostic> {
    let entries = glossary.entries.iter();
    let written = written(entries.map(|entry| (&entry.file, entry.front.as_ref())));
    let spellings = Spellings::of(&written);
    let addresses = addresses(&written, language);
    let mut firsts: HashMap<&str, (WrittenTag<'_>, &str)> = HashMap::new();
    let mut found = Vec::new();
    for tag in written {
        let (key, address) = match addresses.get(tag.name()) {
            Some(Ok(TagAddress { key, slug })) => (key.as_str(), slug.as_str()),
            Some(Err(why)) => {
                found.push(faults::tag_without_address(&tag, *why));
                continue;
            }
            None => continue,
        };
        match firsts.get(key) {
            Some((first, first_address)) if !is_same_tag(first.name(), tag.name()) => {
                let addresses = (*first_address, address);
                found.push(faults::tag_collision(first, &tag, addresses));
                continue;
            }
            _ => {}
        }
        let common = spellings.of_tag(tag.name());
        if common != tag.name() {
            found.push(faults::tag_spelling(&tag, common));
        }
        firsts.entry(key).or_insert((tag, address));
    }
    found
}

/// Whether two tags differ at most in case.
fn is_same_tag(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}
