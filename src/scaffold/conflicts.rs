//! Conflicts between the names and the address of a new entry and those of other entries.

use super::faults;
use super::new_entry::NewEntry;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Diagnostic, Faults};
use crate::glossary::{LabelKind, TextId, slug_key};
use crate::link::Frame;
use crate::names::{GivenName, may_be_given};
use crate::project::typed::check_slug;
use crate::site_map::{FormerAddress, Route, is_same_address};
use crate::text::fold::{differ_in_case_alone, headword_key};
use crate::text::language::Language;
use crate::text::slug::{self, slug};

/// The glossary before the new entry is added, with its drafts.
pub(super) struct ExistingGlossary<'g> {
    pub(super) frame: &'g Frame,
    pub(super) language: &'g Language,
}

impl ExistingGlossary<'_> {
    /// The slug of a new entry: the typed slug or the slug of the title. If that one is taken, or if another entry
    /// shares the title, so that the address of the word lists its senses, it is the slug of the title with the
    /// sense.
    ///
    /// # Errors
    ///
    /// [`Failure::Faults`] if its names or its address belong to other entries, which is reported to
    /// `faults`; [`Failure::Usage`] if the slug is not valid.
    pub(super) fn slug(&self, new: &NewEntry, faults: &Faults) -> Result<String, Failure> {
        let taken = self.names_taken(new);
        if !taken.is_empty() {
            faults.report_all(taken);
            return Err(Failure::Faults);
        }
        let first_choice = match &new.slug {
            Some(typed) => {
                check_slug(typed, self.language)?;
                typed.clone()
            }
            None => {
                let made = slug(&new.title, self.language);
                slug::check(&made).map_err(|why| faults::no_address(&new.title, &made, why))?;
                made
            }
        };
        let fault = self.slug_taken(&first_choice);
        let glossary = &self.frame.glossary;
        if fault.is_some() || glossary.has_headword(&new.title, None, self.language) {
            let with_sense = slug(&new.headword(), self.language);
            if new.slug.is_none() && new.sense.is_some() && self.slug_taken(&with_sense).is_none() {
                return Ok(with_sense);
            }
        }
        let Some(fault) = fault else {
            return Ok(first_choice);
        };
        faults.report(fault);
        Err(Failure::Faults)
    }

    /// Notes about the names and the address of a new entry, which gets this slug.
    pub(super) fn notes(&self, new: &NewEntry, slug: &str) -> Vec<String> {
        let mut notes = self.shared_names(new);
        let title_slug = slug::slug(&new.title, self.language);
        let is_former = matches!(
            self.frame.site_map.former(&title_slug),
            Some(Route::Redirect(_) | Route::FormerParts | Route::Retired(_))
        );
        if title_slug != slug && is_former {
            notes.push(faults::former_title_slug(&title_slug));
        }
        let mut published = self.frame.book.published.iter();
        if published.any(|other| other.text == slug) {
            notes.push(faults::was_published(slug));
        }
        notes
    }

    /// Diagnostics about the title and synonyms that other entries have, each for the first such entry. A title that
    /// differs from that of another entry in case alone counts as the same, unless the new entry has an address of
    /// its own: who types `headword new tea` means the entry *Tea*.
    fn names_taken(&self, new: &NewEntry) -> Vec<Diagnostic> {
        let glossary = &self.frame.glossary;
        let names = glossary.names();
        let is_twin = |title: &str| differ_in_case_alone(title, &new.title, self.language);
        let conflict = |given: GivenName<'_>| {
            names.iter().find_map(|(id, other)| {
                let title = other.title.text;
                let text = if new.slug.is_none() && given.text == new.title && is_twin(title) {
                    title
                } else {
                    given.text
                };
                let given = GivenName { text, ..given };
                let conflict = may_be_given(given, other, self.language).err()?;
                Some((glossary.entry(id), conflict))
            })
        };
        let sense = new.sense.as_deref();
        let title = GivenName {
            text: &new.title,
            kind: LabelKind::Title,
            sense,
        };
        let mut taken = Vec::new();
        if let Some((owner, conflict)) = conflict(title) {
            taken.push(match conflict.other {
                Some(name) => faults::title_is_other_name(&new.title, name, owner),
                None => {
                    let fault = faults::title_is_taken(owner, sense);
                    if is_twin(&owner.headword) {
                        faults::or_own_address(fault, &new.title, owner)
                    } else {
                        fault
                    }
                }
            });
        }
        for synonym in &new.synonyms {
            let given = GivenName {
                text: synonym,
                kind: LabelKind::Synonym,
                sense: None,
            };
            let owner = conflict(given).map(|(owner, _)| owner);
            taken.extend(owner.map(|owner| faults::synonym_is_title(synonym, owner)));
        }
        taken
    }

    /// Notes about names that the entry may share with other entries.
    fn shared_names(&self, new: &NewEntry) -> Vec<String> {
        let names = std::iter::once(&new.title)
            .chain(&new.abbreviations)
            .chain(&new.synonyms);
        let mut notes = Vec::new();
        for name in names {
            let key = headword_key(name, self.language);
            for entry in &self.frame.glossary.entries {
                let mut others = entry.labels.iter();
                let shared = others.find(|label| {
                    label.kind != LabelKind::Title
                        && headword_key(&label.text, self.language) == key
                });
                notes.extend(shared.map(|label| faults::shared_name(name, label.kind, entry)));
            }
        }
        notes
    }

    /// The diagnostic about a slug that is not free; `None` if it is free.
    fn slug_taken(&self, slug: &str) -> Option<Diagnostic> {
        let glossary = &self.frame.glossary;
        let key = slug_key(slug, self.language);
        let mut entries = glossary.entries.iter();
        if let Some(other) = entries.find(|entry| slug_key(&entry.slug, self.language) == key) {
            return Some(faults::slug_is_taken(other));
        }
        let mut pages = glossary.own_pages();
        let other = pages.find(|(_, page)| slug_key(&page.slug, self.language) == key);
        if let Some((_, page)) = other {
            return Some(faults::slug_is_that_of_page(slug, &page.file.path));
        }
        let site_map = &self.frame.site_map;
        match site_map.former(slug)? {
            Route::Redirect(TextId::Page(id)) => {
                let path = &glossary.page(*id).file.path;
                Some(faults::former_address_of_page(slug, path))
            }
            Route::Redirect(TextId::Entry(id)) => {
                let owner = glossary.entry(*id);
                let mut former = owner.front.redirect_from.iter();
                let written = former.find(|former| is_same_address(&former.text, slug));
                let place = owner.place(written.unwrap_or(&owner.front.title).span.clone());
                Some(faults::former_address(slug, owner, place))
            }
            Route::FormerParts => {
                let path = FormerAddress::read(slug).ok()?.file;
                Some(faults::former_parts(
                    slug,
                    site_map.place_of_part(&path, glossary),
                ))
            }
            Route::Retired(index) => {
                let retired = self.frame.book.retired.get(*index)?;
                let place = self.frame.book.place(&retired.address)?;
                Some(faults::retired_address(slug, place))
            }
            _ => None,
        }
    }
}
