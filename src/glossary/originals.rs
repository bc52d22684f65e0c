//! The entries of the main language whose translations a glossary has.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Entry, EntryId, Glossary};
use crate::entry::ParsedEntry;
use crate::entry::front_matter::FrontMatter;
use crate::source::{SourceFile, Written};

/// The entries of the main language, for a glossary in another language. It is empty for the main language itself.
pub(super) struct Originals<'o> {
    main: Option<&'o Glossary>,
    by_slug: HashMap<&'o str, &'o Entry>,
}

impl<'o> Originals<'o> {
    /// The entries of the `main` language, if the glossary is in another one.
    pub(super) fn of(main: Option<&'o Glossary>) -> Self {
        let entries = main.into_iter().flat_map(|main| &main.entries);
        Self {
            main,
            by_slug: entries
                .map(|entry| (entry.slug.as_str(), &**entry))
                .collect(),
        }
    }

    /// The front matter with the tags of an entry, and its file: those of its original if it has none.
    pub(super) fn tags<'e>(&self, entry: &'e ParsedEntry) -> (&'e Arc<SourceFile>, &'e FrontMatter)
    where
        'o: 'e,
    {
        match self.by_slug.get(entry.slug.as_str()) {
            Some(original) if entry.front.tags.is_empty() => (&original.file, &original.front),
            _ => (&entry.file, &entry.front),
        }
    }

    /// The front matter of an entry, with the state of its original if it has none. An original that is replaced is
    /// deprecated by itself, and so are its translations. Nothing shows the place of a state.
    pub(super) fn front(&self, entry: &ParsedEntry) -> Arc<FrontMatter> {
        let front = &entry.front;
        let original = self.by_slug.get(entry.slug.as_str());
        let inherited = original.and_then(|original| {
            let replaced = original.front.replaced_by.as_ref().map(|name| Written {
                text: "deprecated".to_owned(),
                span: name.span.clone(),
            });
            original.front.status.clone().or(replaced)
        });
        match inherited {
            Some(status) if front.status.is_none() && front.replaced_by.is_none() => {
                Arc::new(FrontMatter {
                    status: Some(status),
                    ..FrontMatter::clone(front)
                })
            }
            _ => Arc::clone(front),
        }
    }

    /// The entries of the main language that `translated` has not, with their identifiers there.
    pub(super) fn without(&self, translated: &[&ParsedEntry]) -> Vec<(EntryId, &'o Entry)> {
        let slugs: HashSet<&str> = translated.iter().map(|entry| entry.slug.as_str()).collect();
        let all = self.main.into_iter().flat_map(Glossary::iter);
        all.filter(|(_, entry)| !slugs.contains(entry.slug.as_str()))
            .collect()
    }
}
