//! The tags of all entries, each with one spelling.

use std::collections::HashMap;
use std::sync::Arc;

use super::{EntryId, Tag, TagId};
use crate::entry::front_matter::FrontMatter;
use crate::source::{Place, SourceFile, Written};
use crate::text::alphabet::Alphabet;
use crate::text::fold::file_name_key;
use crate::text::language::Language;
use crate::text::slug::{self, SlugError};

/// The tags of a glossary.
pub(super) struct Tags {
    /// All of them, in the order of the language.
    pub(super) all: Vec<Tag>,
    /// The tags of each entry, in the glossary's order.
    pub(super) of_entries: Vec<Vec<TagId>>,
}

/// A tag in the front matter of an entry.
pub(super) struct WrittenTag<'g> {
    entry: EntryId,
    file: &'g Arc<SourceFile>,
    tag: &'g Written,
}

impl<'g> WrittenTag<'g> {
    /// The tag as it is spelled.
    pub(super) fn name(&self) -> &'g str {
        &self.tag.text
    }

    /// The place of the tag.
    pub(super) fn place(&self) -> Place {
        Place::new(self.file, self.tag.span.clone())
    }
}

/// All tags as they are written, ordered by the path of the file and the place in it: the spelling in the
/// first file counts, however its title is sorted. `entries` are in the glossary's order.
pub(super) fn written<'g>(
    entries: impl IntoIterator<Item = (&'g Arc<SourceFile>, &'g FrontMatter)>,
) -> Vec<WrittenTag<'g>> {
    let mut written: Vec<_> = entries
        .into_iter()
        .enumerate()
        .flat_map(|(index, (file, front))| {
            front.tags.iter().map(move |tag| WrittenTag {
                entry: EntryId::from_index(index),
                file,
                tag,
            })
        })
        .collect();
    written.sort_by_key(|tag| (&tag.file.path, tag.tag.span.start));
    written
}

/// The spellings of tags that differ only in case.
pub(super) struct Spellings<'g> {
    /// The spelling that counts, and how often it occurs, by the tag in lower case.
    common: HashMap<String, (&'g str, usize)>,
}

impl<'g> Spellings<'g> {
    /// The most frequent spelling of each tag; the first one if two are as frequent. `written` are all tags in
    /// the order of files.
    pub(super) fn of(written: &[WrittenTag<'g>]) -> Self {
        let mut spelled: Vec<(&'g str, usize)> = Vec::new();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for tag in written {
            let number = *numbers.entry(tag.name()).or_insert(spelled.len());
            match spelled.get_mut(number) {
                Some((_, count)) => *count += 1,
                None => spelled.push((tag.name(), 1)),
            }
        }
        let mut common: HashMap<String, (&'g str, usize)> = HashMap::new();
        for (name, count) in spelled {
            let known = common.entry(name.to_lowercase()).or_insert((name, count));
            if count > known.1 {
                *known = (name, count);
            }
        }
        Self { common }
    }

    /// The spelling that counts for a tag.
    pub(super) fn of_tag<'s>(&'s self, name: &'s str) -> &'s str {
        let common = self.common.get(&name.to_lowercase());
        common.map_or(name, |(common, _)| common)
    }
}

/// The address of a tag.
pub(super) struct TagAddress {
    /// The last part of the address.
    pub(super) slug: String,
    /// The same for two addresses that some disk treats as one.
    pub(super) key: String,
}

/// The address of each spelling of a tag. Many entries have the same tags, so each spelling is looked at once.
pub(super) fn addresses<'g>(
    written: &[WrittenTag<'g>],
    language: &Language,
) -> HashMap<&'g str, Result<TagAddress, SlugError>> {
    let mut addresses = HashMap::new();
    for tag in written {
        addresses.entry(tag.name()).or_insert_with(|| {
            let slug = slug::of_tag(tag.name(), language)?;
            let key = file_name_key(&slug);
            Ok(TagAddress { slug, key })
        });
    }
    addresses
}

/// Collects the tags of entries, which are in the glossary's order. A tag without an address is left out.
pub(super) fn collect<'g>(
    entries: impl Iterator<Item = (&'g Arc<SourceFile>, &'g FrontMatter)> + Clone,
    alphabet: &Alphabet,
    language: &Language,
) -> Tags {
    let written = written(entries.clone());
    let spellings = Spellings::of(&written);
    let addresses = addresses(&written, language);
    let mut all: Vec<Tag> = Vec::new();
    let mut by_address: HashMap<&str, usize> = HashMap::new();
    // each spelling is looked up once: there are many more tags than spellings
    let mut by_spelling: HashMap<&str, Option<usize>> = HashMap::new();
    for written in &written {
        let number = by_spelling.entry(written.name()).or_insert_with(|| {
            let TagAddress { slug, key } = addresses.get(written.name())?.as_ref().ok()?;
            let number = by_address.entry(key).or_insert_with(|| {
                all.push(Tag {
                    name: spellings.of_tag(written.name()).to_owned(),
                    slug: slug.clone(),
                    entries: Vec::new(),
                });
                all.len() - 1
            });
            Some(*number)
        });
        if let Some(tag) = number.and_then(|number| all.get_mut(number)) {
            tag.entries.push(written.entry);
        }
    }
    all.sort_by_cached_key(|tag| (alphabet.sort_key(&tag.name), tag.slug.clone()));
    for tag in &mut all {
        tag.entries.sort_unstable();
        tag.entries.dedup();
    }
    let ids: HashMap<&str, TagId> = all
        .iter()
        .enumerate()
        .map(|(index, tag)| (tag.slug.as_str(), TagId(index)))
        .collect();
    let spelled = addresses.iter().filter_map(|(spelling, address)| {
        let address = address.as_ref().ok()?;
        Some((*spelling, *ids.get(address.slug.as_str())?))
    });
    let spelled: HashMap<&str, TagId> = spelled.collect();
    // the last entry that has each tag, so that an entry has no tag twice
    let mut last = vec![None; all.len()];
    let mut is_new = |entry: usize, id: TagId| {
        let last = last.get_mut(id.0);
        last.is_some_and(|last| last.replace(entry) != Some(entry))
    };
    let of_entries = entries
        .enumerate()
        .map(|(entry, (_, front))| {
            let tags = front.tags.iter();
            tags.filter_map(|tag| spelled.get(tag.text.as_str()).copied())
                .filter(|id| is_new(entry, *id))
                .collect()
        })
        .collect();
    Tags { all, of_entries }
}
