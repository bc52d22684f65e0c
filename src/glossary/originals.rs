//! The entries of the main language whose translations a glossary has.

use std::collections::HashMap;
use std::sync::Arc;

use crate::entry::ParsedEntry;
use crate::entry::front_matter::FrontMatter;
use crate::project::config::Config;
use crate::source::SourceFile;

/// The entries of the main language by their slugs, for a glossary in another language. It is empty for the main
/// language itself.
pub(super) struct Originals<'o> {
    by_slug: HashMap<&'o str, &'o ParsedEntry>,
}

impl<'o> Originals<'o> {
    /// The originals of the language of `config`. `of_main` are the entries of the main language.
    pub(super) fn of(of_main: &'o [Arc<ParsedEntry>], config: &Config) -> Self {
        let of_main = if config.edition.id.is_main() {
            &[]
        } else {
            of_main
        };
        let by_slug = of_main.iter().map(|entry| (entry.slug.as_str(), &**entry));
        Self {
            by_slug: by_slug.collect(),
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

    /// The front matter of an entry, with the state of its original if it has none. Nothing shows the place of a state.
    pub(super) fn front(&self, entry: &ParsedEntry) -> Arc<FrontMatter> {
        let front = &entry.front;
        let original = self.by_slug.get(entry.slug.as_str());
        match original.and_then(|original| original.front.status.as_ref()) {
            Some(status) if front.status.is_none() => Arc::new(FrontMatter {
                status: Some(status.clone()),
                ..FrontMatter::clone(front)
            }),
            _ => Arc::clone(front),
        }
    }
}
