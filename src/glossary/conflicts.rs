//! Entries that cannot both be in the glossary as they are: by their addresses, or by their tags.

use std::collections::HashMap;

use super::tags::{WrittenTag, written};
use super::{Entry, Glossary, faults, slug_key};
use crate::diagnostic::Diagnostic;
use crate::text::fold::file_name_key;
use crate::text::language::Language;

/// Files whose names differ in their folder only, or in nothing that every disk can tell apart: each
/// but the first, by path, is at fault.
pub(super) fn of_slugs(glossary: &Glossary, language: &Language) -> Vec<Diagnostic> {
    let mut in_path_order: Vec<&Entry> = glossary.entries.iter().map(AsRef::as_ref).collect();
    in_path_order.sort_by_key(|entry| &entry.file.path);
    let mut firsts: HashMap<String, &Entry> = HashMap::new();
    let mut found = Vec::new();
    for entry in in_path_order {
        let key = slug_key(&entry.slug, language);
        match firsts.get(&key) {
            Some(first) => found.push(faults::slug_collision(first, entry)),
            None => {
                firsts.insert(key, entry);
            }
        }
    }
    found
}

/// Tags that have no address, and those of one address that are spelled otherwise than the first.
pub(super) fn of_tags(glossary: &Glossary) -> Vec<Diagnostic> {
    let mut firsts: HashMap<String, (WrittenTag<'_>, String)> = HashMap::new();
    let mut found = Vec::new();
    let entries = glossary.entries.iter();
    for tag in written(entries.map(|entry| (&entry.file, entry.front.as_ref()))) {
        let address = match tag.address() {
            Ok(address) => address,
            Err(why) => {
                found.push(faults::tag_without_address(&tag, why));
                continue;
            }
        };
        let key = file_name_key(&address);
        match firsts.get(&key) {
            Some((first, address)) if first.name() != tag.name() => {
                found.push(faults::tag_collision(first, &tag, address));
            }
            Some(_) => {}
            None => {
                firsts.insert(key, (tag, address));
            }
        }
    }
    found
}
