//! The same entry or page in each language of a glossary.

use std::collections::HashMap;

use super::{EntryId, Glossary, PageId};
use crate::project::config::LanguageId;

/// The entries and pages of all languages by their slugs, which are the same in each language. It is empty for a
/// glossary in one language.
#[derive(Debug, Default)]
pub struct Counterparts {
    entries: HashMap<String, Vec<Option<EntryId>>>,
    pages: HashMap<String, Vec<Option<PageId>>>,
}

impl Counterparts {
    /// The counterparts in the glossaries of all languages, the main one first.
    pub fn of(glossaries: &[&Glossary]) -> Self {
        let mut found = Self::default();
        if glossaries.len() < 2 {
            return found;
        }
        for (language, glossary) in glossaries.iter().enumerate() {
            for (id, entry) in glossary.iter() {
                note(
                    &mut found.entries,
                    &entry.slug,
                    id,
                    language,
                    glossaries.len(),
                );
            }
            for id in glossary.page_ids() {
                let slug = &glossary.page(id).slug;
                note(&mut found.pages, slug, id, language, glossaries.len());
            }
        }
        found
    }

    /// The entry with a slug in a language.
    pub fn entry(&self, slug: &str, language: LanguageId) -> Option<EntryId> {
        *self.entries.get(slug)?.get(language.index())?
    }

    /// The page with a slug in a language. The introduction has the slug `index`.
    pub fn page(&self, slug: &str, language: LanguageId) -> Option<PageId> {
        *self.pages.get(slug)?.get(language.index())?
    }
}

/// Notes the first item with a slug in a language.
fn note<T: Copy>(
    by_slug: &mut HashMap<String, Vec<Option<T>>>,
    slug: &str,
    id: T,
    language: usize,
    languages: usize,
) {
    let all = match by_slug.get_mut(slug) {
        Some(all) => all,
        None => by_slug
            .entry(slug.to_owned())
            .or_insert_with(|| vec![None; languages]),
    };
    if let Some(place) = all.get_mut(language) {
        place.get_or_insert(id);
    }
}
