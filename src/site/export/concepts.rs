//! The concepts of a glossary in all of its languages, for formats that have all languages in one file.

use super::Export;
use crate::glossary::{Entry, EntryId};
use crate::project::config::LanguageId;

/// A concept: the entries of all languages that have the same slug. There is at least one.
pub(super) struct Concept<'a> {
    /// The entry in the first language that has one. What does not depend on a language is written of this entry.
    pub(super) first: Version<'a>,
    /// The entries in the languages after that one, in the order of the settings.
    pub(super) others: Vec<Version<'a>>,
}

impl<'a> Concept<'a> {
    /// The entries in all languages.
    pub(super) fn versions(&self) -> impl Iterator<Item = &Version<'a>> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

/// A concept in one language.
pub(super) struct Version<'a> {
    /// The glossary of the language.
    pub(super) export: Export<'a>,
    /// The entry.
    pub(super) id: EntryId,
}

impl<'a> Version<'a> {
    /// The entry.
    pub(super) fn entry(&self) -> &'a Entry {
        self.export.glossary().entry(self.id)
    }
}

impl<'a> Export<'a> {
    /// The glossary in each language, the main one first.
    pub(super) fn languages(&self) -> Vec<Self> {
        if self.glossaries.is_empty() {
            return vec![*self];
        }
        let all = self.glossaries.iter();
        let all = all.map(|linked| Self {
            linked,
            config: &linked.config,
            ..*self
        });
        all.collect()
    }

    /// The concepts, in the order of the index: first those of the main language, then those that only other languages
    /// have.
    pub(super) fn concepts(&self) -> Vec<Concept<'a>> {
        let languages = self.languages();
        let mut concepts = Vec::new();
        for (place, export) in languages.iter().enumerate() {
            for (id, entry) in export.entries() {
                if export.first_language(&entry.slug).index() != place {
                    continue;
                }
                let later = languages.iter().skip(place + 1);
                let others = later.filter_map(|export| {
                    let id = export.in_this_language(&entry.slug)?;
                    Some(Version {
                        export: *export,
                        id,
                    })
                });
                concepts.push(Concept {
                    others: others.collect(),
                    first: Version {
                        export: *export,
                        id,
                    },
                });
            }
        }
        concepts
    }

    /// The same entry in each of the other languages that have it, in the order of the settings.
    pub(super) fn translations(&self, id: EntryId) -> impl Iterator<Item = Version<'a>> {
        let own = self.config.edition.id;
        let slug = &self.glossary().entry(id).slug;
        let others = self.languages().into_iter();
        let others = others.filter(move |export| export.config.edition.id != own);
        others.filter_map(|export| {
            let id = export.in_this_language(slug)?;
            Some(Version { export, id })
        })
    }

    /// The address of the concept to which an entry belongs: that of its page in the first language that has one.
    pub(super) fn concept_address(&self, id: EntryId) -> String {
        let slug = &self.glossary().entry(id).slug;
        let first = self.glossaries.get(self.first_language(slug).index());
        let addresses = match first {
            Some(linked) => &linked.config.edition.addresses,
            None => &self.config.edition.addresses,
        };
        self.address(addresses.entry(slug).as_str())
    }

    /// The first language that has an entry with a slug.
    fn first_language(&self, slug: &str) -> LanguageId {
        let ids = self.glossaries.iter().map(|it| it.config.edition.id);
        let counterparts = &self.linked.counterparts;
        let mut having = ids.filter(|id| counterparts.entry(slug, *id).is_some());
        having.next().unwrap_or(LanguageId::MAIN)
    }

    /// The entry with a slug in this language.
    pub(super) fn in_this_language(&self, slug: &str) -> Option<EntryId> {
        let counterparts = &self.linked.counterparts;
        counterparts.entry(slug, self.config.edition.id)
    }
}
