//! A new entry's names and address, beside those that others have.

use super::faults;
use super::new_entry::NewEntry;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Diagnostic, Faults};
use crate::glossary::{LabelKind, slug_key};
use crate::link::Frame;
use crate::names::{GivenName, may_be_given};
use crate::project::typed::check_slug;
use crate::site_map::Route;
use crate::text::fold::fold;
use crate::text::language::Language;
use crate::text::slug::{self, slug};

/// The glossary that an entry is to join, drafts with it.
pub(super) struct Surroundings<'g> {
    pub(super) frame: &'g Frame,
    pub(super) language: &'g Language,
}

impl Surroundings<'_> {
    /// The slug that the entry gets.
    ///
    /// # Errors
    ///
    /// [`Failure::Faults`] where its names or its address are another entry's, which is reported;
    /// [`Failure::Usage`] where no address can be made.
    pub(super) fn slug(&self, new: &NewEntry, faults: &Faults) -> Result<String, Failure> {
        let taken = self.names_taken(new);
        if !taken.is_empty() {
            faults.report_all(taken);
            return Err(Failure::Faults);
        }
        let own = match &new.slug {
            Some(typed) => {
                check_slug(typed)?;
                typed.clone()
            }
            None => {
                let own = slug(&new.title);
                slug::check(&own).map_err(|why| faults::no_address(&new.title, &own, why))?;
                own
            }
        };
        let Some(fault) = self.slug_taken(&own) else {
            return Ok(own);
        };
        let with_sense = slug(&new.headword());
        if new.slug.is_none() && new.sense.is_some() && self.slug_taken(&with_sense).is_none() {
            return Ok(with_sense);
        }
        faults.report(fault);
        Err(Failure::Faults)
    }

    /// What there is to know of the names of an entry with this slug, none of which is taken.
    pub(super) fn notes(&self, new: &NewEntry, slug: &str) -> Vec<String> {
        let mut notes = self.shared_names(new);
        let own = slug::slug(&new.title);
        let leads_on = matches!(
            self.frame.site_map.former(&own),
            Some(Route::Redirect(_) | Route::Retired(_))
        );
        if own != slug && leads_on {
            notes.push(faults::leads_elsewhere(&own));
        }
        let mut published = self.frame.book.published.iter();
        if published.any(|other| other.text == slug) {
            notes.push(faults::was_published(slug));
        }
        notes
    }

    /// The faults of the title and the synonyms that others have, each for the first other entry.
    fn names_taken(&self, new: &NewEntry) -> Vec<Diagnostic> {
        let glossary = &self.frame.glossary;
        let names = glossary.names();
        let conflict = |given: GivenName<'_>| {
            names.iter().find_map(|(id, other)| {
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
                None => faults::title_is_taken(owner, sense),
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

    /// Names of the entry that others have and may have.
    fn shared_names(&self, new: &NewEntry) -> Vec<String> {
        let names = std::iter::once(&new.title)
            .chain(&new.abbreviations)
            .chain(&new.synonyms);
        let mut notes = Vec::new();
        for name in names {
            let key = fold(name, self.language);
            for entry in &self.frame.glossary.entries {
                let mut others = entry.labels.iter();
                let shared = others.find(|label| {
                    label.kind != LabelKind::Title && fold(&label.text, self.language) == key
                });
                notes.extend(shared.map(|label| faults::shared_name(name, label.kind, entry)));
            }
        }
        notes
    }

    /// The fault of an address that something else has.
    fn slug_taken(&self, slug: &str) -> Option<Diagnostic> {
        let glossary = &self.frame.glossary;
        let key = slug_key(slug, self.language);
        let mut entries = glossary.entries.iter();
        if let Some(other) = entries.find(|entry| slug_key(&entry.slug, self.language) == key) {
            return Some(faults::slug_is_taken(other));
        }
        let site_map = &self.frame.site_map;
        match site_map.former(slug)? {
            route @ Route::Redirect(id) => {
                let owner = glossary.entry(*id);
                // where its entry gives it
                let mut former = owner.front.redirect_from.iter();
                let written = former.find(|former| site_map.former(&former.text) == Some(route));
                let place = owner.place(written.unwrap_or(&owner.front.title).span.clone());
                Some(faults::former_address(slug, owner, place))
            }
            Route::Retired(at) => {
                let retired = self.frame.book.retired.get(*at)?;
                let place = self.frame.book.place(&retired.address)?;
                Some(faults::retired_address(slug, place))
            }
            _ => None,
        }
    }
}
