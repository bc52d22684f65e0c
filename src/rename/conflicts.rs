//! Conflicts of a new title or address with other entries.

use super::change::Change;
use super::faults;
use crate::diagnostic::Diagnostic;
use crate::glossary::{EntryId, LabelKind, TextId};
use crate::link::Frame;
use crate::names::{GivenName, may_be_given};
use crate::project::config::Config;
use crate::site_map::{Route, is_same_address};
use crate::text::fold::{differ_in_case_alone, file_name_key, fold, headword_key};

/// The conflicts of the change of the entry `id`; empty if it can have its new title and address.
pub(super) fn conflicts(
    change: &Change,
    id: EntryId,
    frame: &Frame,
    config: &Config,
) -> Vec<Diagnostic> {
    let mut conflicts = Vec::new();
    if change.names.new_title != change.names.old_title {
        conflicts.extend(title_conflicts(change, id, frame, config));
    }
    if change.moves() {
        conflicts.extend(address_conflicts(change, id, frame, config));
    }
    conflicts
}

fn title_conflicts(
    change: &Change,
    id: EntryId,
    frame: &Frame,
    config: &Config,
) -> Vec<Diagnostic> {
    let language = &config.edition.language;
    let title = &change.names.new_title;
    let key = headword_key(title, language);
    let slug_key = fold(title, language);
    let given = GivenName {
        text: title,
        kind: LabelKind::Title,
        sense: frame.glossary.entry(id).sense.as_deref(),
    };
    let names = frame.glossary.names();
    let mut conflicts = Vec::new();
    for (other, named) in names.iter().filter(|(other, _)| *other != id) {
        let entry = frame.glossary.entry(other);
        let mut labels = entry.labels.iter();
        // two entries may share such a name, but references by it would then mean both of them
        match labels.find(|label| headword_key(&label.text, language) == key) {
            Some(label) if label.kind == LabelKind::Title => {
                // both would have the same address
                let is_same = change.is_address_from_title
                    && differ_in_case_alone(title, &label.text, language);
                let text = if is_same { &label.text } else { title };
                let given = GivenName { text, ..given };
                let conflict = may_be_given(given, named, language).err();
                if conflict.is_some_and(|conflict| conflict.title.is_some()) {
                    conflicts.push(faults::title_taken(title, label));
                }
            }
            Some(label) => conflicts.push(faults::name_taken(title, label)),
            None if fold(&entry.slug, language) == slug_key => {
                conflicts.push(faults::title_is_slug(title, entry));
            }
            None => {}
        }
    }
    conflicts
}

fn address_conflicts(
    change: &Change,
    id: EntryId,
    frame: &Frame,
    config: &Config,
) -> Vec<Diagnostic> {
    let slug = &change.names.new_slug;
    let key = file_name_key(slug);
    let others = frame.glossary.iter().filter(|(other, _)| *other != id);
    let mut conflicts: Vec<_> = others
        .filter(|(_, entry)| file_name_key(&entry.slug) == key)
        .map(|(_, entry)| faults::slug_taken(slug, entry))
        .collect();
    let mut pages = frame.glossary.own_pages();
    if let Some((_, page)) = pages.find(|(_, page)| file_name_key(&page.slug) == key) {
        conflicts.push(faults::address_of_page(slug, &page.file.path));
    }
    let site_map = &frame.site_map;
    let address = config.edition.addresses.entry(slug);
    let path = address.file();
    match site_map.route(address.as_str()) {
        Some(Route::Redirect(TextId::Page(other))) => {
            let path = &frame.glossary.page(*other).file.path;
            conflicts.push(faults::former_address_of_page(slug, path));
        }
        Some(Route::Redirect(TextId::Entry(other))) if *other != id => {
            let entry = frame.glossary.entry(*other);
            let mut former = entry.front.redirect_from.iter();
            let former = former.find(|former| is_same_address(&former.text, slug));
            let fault = faults::former_address(slug);
            conflicts.push(match former {
                Some(former) => fault.at(entry.place(former.span.clone())),
                None => fault.at_path(entry.file.path.as_str()),
            });
        }
        Some(Route::FormerParts | Route::Redirect(_)) if site_map.parts(&path).is_some() => {
            let place = site_map.place_of_part(&path, &frame.glossary);
            conflicts.push(faults::former_parts(slug, place));
        }
        Some(Route::Retired(index)) => {
            let retired = frame.book.retired.get(*index);
            let place = retired.and_then(|retired| frame.book.place(&retired.address));
            conflicts.push(faults::retired_address(slug, place));
        }
        _ => {}
    }
    conflicts
}
