//! The map of the glossary: `/index/map/`. It has all entries by their tags, with narrower ones below broader ones, and the
//! more texts mention an entry, the larger its name.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::lists::listed;
use super::{EntryLink, Page, Pages, TagLink};
use crate::glossary::EntryId;

/// The most entries of which a reader can still see the whole. A larger glossary has only its tags on the map.
const MOST: usize = 3_000;

/// The number of sizes of names.
const SIZES: u8 = 4;

/// How many levels of narrower entries are below an entry. A longer chain goes on as an entry of its own.
const DEEPEST: u8 = 3;

/// The entries below each entry, in order, and those that are below none.
type Below = HashMap<Option<EntryId>, Vec<EntryId>>;

/// `map.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct MapPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// Whether the map has the entries, and not only the tags.
    pub has_entries: bool,
    /// The tags.
    pub tags: Vec<MapTag<'a>>,
    /// The entries without a tag.
    pub others: Vec<MapEntry<'a>>,
}

/// A tag on the map.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct MapTag<'a> {
    /// The tag.
    pub tag: TagLink<'a>,
    /// The size of its name, from 1 to 4, by the number of its entries.
    pub size: u8,
    /// Its entries, in order; those that are narrower than another one of the tag are below that one.
    pub entries: Vec<MapEntry<'a>>,
}

/// An entry on the map.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct MapEntry<'a> {
    /// The entry.
    pub entry: EntryLink<'a>,
    /// The size of its name, from 1 to 4, by the number of texts that mention it.
    pub size: u8,
    /// The narrower entries with the same tag.
    pub narrower: Vec<MapEntry<'a>>,
}

impl<'a> Pages<'a> {
    /// The map.
    pub fn map(&self) -> MapPage<'a> {
        let glossary = self.glossary();
        let page = Page {
            description: listed(glossary.tags.iter().map(|tag| tag.name.as_str()))
                .or_else(|| self.description()),
            ..self.page(
                &self.config.edition.addresses.map(),
                "map",
                self.words().map.clone(),
            )
        };
        let has_entries = glossary.entries.len() <= MOST;
        let mentions: Vec<usize> = glossary.iter().map(|(id, _)| self.mentions(id)).collect();
        let most_mentions = mentions.iter().copied().max().unwrap_or_default();
        let all = |ids: &[EntryId]| {
            if !has_entries {
                return Vec::new();
            }
            let broader = self.broader_among(ids);
            let mut below: Below = HashMap::new();
            for id in ids {
                below.entry(broader.get(id).copied()).or_default().push(*id);
            }
            let size = |id: EntryId| {
                let mentions = mentions.get(id.index()).copied().unwrap_or_default();
                size(mentions, most_mentions)
            };
            self.branch(&below, None, &size, &page.root)
        };
        let most_entries = glossary.tags.iter().map(|tag| tag.entries.len()).max();
        let tags = glossary.tags.iter().map(|tag| MapTag {
            tag: self.tag_link(tag, &page.root),
            size: size(tag.entries.len(), most_entries.unwrap_or_default()),
            entries: all(&tag.entries),
        });
        let tags = tags.collect();
        let untagged = glossary.iter().filter(|(_, entry)| entry.tags.is_empty());
        let untagged: Vec<EntryId> = untagged.map(|(id, _)| id).collect();
        MapPage {
            has_entries,
            tags,
            others: all(&untagged),
            page,
        }
    }

    /// The number of texts that mention an entry.
    fn mentions(&self, id: EntryId) -> usize {
        let backlinks = self.linked.links(id).backlinks.iter();
        let texts: HashSet<_> = backlinks.map(|link| link.from).collect();
        texts.len()
    }

    /// For each of the entries that has a broader one among them, this one. No chain is a circle, or longer than
    /// [`DEEPEST`].
    fn broader_among(&self, ids: &[EntryId]) -> HashMap<EntryId, EntryId> {
        let among: HashSet<EntryId> = ids.iter().copied().collect();
        let mut broader: HashMap<EntryId, EntryId> = HashMap::new();
        let mut heights: HashMap<EntryId, u8> = HashMap::new();
        for id in ids {
            let candidates = &self.linked.links(*id).broader;
            let Some(parent) = candidates.iter().find(|it| among.contains(*it)) else {
                continue;
            };
            let mut above = vec![*parent];
            while let Some(next) = above.last().and_then(|last| broader.get(last))
                && above.len() <= usize::from(DEEPEST)
            {
                above.push(*next);
            }
            let height = heights.get(id).copied().unwrap_or_default();
            if above.contains(id) || above.len() + usize::from(height) > usize::from(DEEPEST) {
                continue;
            }
            broader.insert(*id, *parent);
            for (step, ancestor) in (1..).zip(&above) {
                let known = heights.entry(*ancestor).or_default();
                *known = (*known).max(height + step);
            }
        }
        broader
    }

    /// The entries below an entry, or those that are below none, with all that is below them.
    fn branch(
        &self,
        below: &Below,
        parent: Option<EntryId>,
        size: &dyn Fn(EntryId) -> u8,
        root: &str,
    ) -> Vec<MapEntry<'a>> {
        let ids = below.get(&parent).into_iter().flatten();
        ids.map(|id| MapEntry {
            entry: self.entry_link(*id, root),
            size: size(*id),
            narrower: self.branch(below, Some(*id), size, root),
        })
        .collect()
    }
}

/// The size of a name for a number, of which the largest is `most`. It grows with the number of binary digits.
///
/// ```text
/// of 100:   to 7 -> 1   8 to 31 -> 2   32 to 63 -> 3   from 64 -> 4
/// ```
fn size(number: usize, most: usize) -> u8 {
    let log = |number: usize| usize::BITS - number.leading_zeros();
    let share = log(number) * u32::from(SIZES) / log(most).max(1);
    u8::try_from(share).unwrap_or(SIZES).clamp(1, SIZES)
}
