//! The rules about translations: `outdated-translation`, `unrecorded-translation` and `missing-original`.

use std::collections::{BTreeSet, HashSet};

use super::{Checkup, faults};
use crate::diagnostic::Diagnostic;
use crate::glossary::Entry;
use crate::glossary::fingerprint::{Currency, Fingerprint};
use crate::source::Written;
use crate::text::nearest::nearest;

/// Reports translations of texts that have changed since, and of entries that the main language does not have any
/// more.
pub(super) fn outdated(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let language = &checkup.config.edition.language;
    let outdated = recorded(checkup).filter_map(|(entry, record)| {
        let Some(original) = checkup.original(entry) else {
            let main = checkup.main;
            let is_draft = main.withheld.iter().any(|it| it.slug == entry.slug);
            return (!is_draft).then(|| faults::translation_of_nothing(entry, record));
        };
        if checkup.at_fault.contains(&original.file.path) {
            return None;
        }
        match Currency::of(entry, original) {
            Currency::Outdated => {
                let now = Fingerprint::of_entry(original);
                let (main, tag) = (original, language.tag());
                Some(faults::outdated_translation(entry, record, main, &now, tag))
            }
            Currency::Current | Currency::Unrecorded => None,
        }
    });
    outdated.collect()
}

/// Reports translations that do not record the text that they translate, if any translation of the glossary does.
pub(super) fn unrecorded(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    if checkup.config.edition.id.is_main() || !checkup.records_translations {
        return Vec::new();
    }
    let entries = checkup.glossary.entries.iter();
    let without = entries.filter(|entry| entry.front.translated.is_none());
    let translations = without.filter(|entry| checkup.original(entry).is_some());
    let tag = checkup.config.edition.language.tag();
    translations
        .map(|entry| faults::unrecorded_translation(entry, tag))
        .collect()
}

/// Reports entries that the main language does not have. Those with a record are reported by [`outdated`].
pub(super) fn without_original(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    if checkup.config.edition.id.is_main() {
        return Vec::new();
    }
    let main = checkup.main;
    let withheld = main.withheld.iter().map(|it| it.slug.as_str());
    let originals = main.entries.iter().map(|it| it.slug.as_str());
    let originals: HashSet<&str> = originals.chain(withheld).collect();
    let own = checkup.glossary.entries.iter();
    let own: HashSet<&str> = own.map(|it| it.slug.as_str()).collect();
    let untranslated: BTreeSet<&str> = originals.difference(&own).copied().collect();
    let entries = checkup.glossary.entries.iter();
    let alone = entries.filter(|it| !originals.contains(it.slug.as_str()));
    alone
        .filter(|entry| entry.front.translated.is_none())
        .map(|entry| {
            let meant = nearest(&entry.slug, untranslated.iter().copied());
            faults::missing_original(entry, meant.first().copied())
        })
        .collect()
}

/// The entries of a translation that have a record, each with it.
fn recorded<'c>(checkup: &Checkup<'c>) -> impl Iterator<Item = (&'c Entry, &'c Written)> {
    let is_main = checkup.config.edition.id.is_main();
    let entries = checkup.glossary.entries.iter().filter(move |_| !is_main);
    entries.filter_map(|entry| Some((&**entry, entry.front.translated.as_ref()?)))
}
