//! The links to entries on term pages. Such a page has some twenty of them, and the link to an entry is the same on
//! all of these pages. So each is made once, as the value that templates get.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use serde::{Serialize, Serializer};
use tera::Value;

use super::EntryLink;
use crate::glossary::EntryId;
use crate::site::inputs::{InputHash, InputHasher};

/// A link to an entry, or to a page that is not a term. Templates see no difference between the two kinds.
#[derive(Debug, Clone, Hash, Serialize)]
#[serde(untagged)]
pub enum AnyLink<'a> {
    /// A link that this page alone has.
    Own(Box<EntryLink<'a>>),
    /// A link that other pages have too.
    Shared(&'a SharedLink),
}

/// A link that several pages have.
#[derive(Debug, Clone)]
pub struct SharedLink {
    value: Value,
    /// The hash of the link, which need not be computed for each page.
    hash: InputHash,
}

impl SharedLink {
    /// The same link, to be shared.
    pub(super) fn new(link: &EntryLink<'_>) -> Self {
        Self {
            // a link has only texts, so it is always a value
            value: Value::try_from_serializable(link).unwrap_or_else(|_| Value::none()),
            hash: InputHasher::default().with(link),
        }
    }
}

impl Hash for SharedLink {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

impl Serialize for SharedLink {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<'a> From<EntryLink<'a>> for AnyLink<'a> {
    fn from(link: EntryLink<'a>) -> Self {
        Self::Own(Box::new(link))
    }
}

/// The links to all entries of a glossary, from pages with the same relative address of the site's root.
pub struct SharedLinks {
    root: String,
    /// By the index of the entry. Each is made for the first page that has it.
    links: Vec<OnceLock<SharedLink>>,
}

impl SharedLinks {
    /// The links to a number of entries, from pages with this relative address of the site's root. None is made yet.
    pub fn new(root: String, entries: usize) -> Self {
        Self {
            root,
            links: vec![OnceLock::new(); entries],
        }
    }

    /// The link to an entry from a page with the relative address `root`; `None` for pages with another one. `make`
    /// makes the link, if no page had it before.
    pub(super) fn get(
        &self,
        id: EntryId,
        root: &str,
        make: impl FnOnce() -> SharedLink,
    ) -> Option<&SharedLink> {
        let link = self.links.get(id.index())?;
        (root == self.root).then(|| link.get_or_init(make))
    }
}
