//! Names as plain data: all that the index, and the search for conflicts, know of entries.

use std::fmt;

use crate::entry::front_matter::{CaseMode, LabelKind, LinkMode};
use crate::source::Place;

/// The place of an entry in a list of all: that of its names, and that of a glossary's entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(usize);

impl EntryId {
    /// The place in a list that has one item for each entry.
    pub fn index(self) -> usize {
        self.0
    }

    /// The entry at a place in such a list.
    pub(crate) fn from_index(index: usize) -> Self {
        Self(index)
    }
}

/// The names of all entries, and of the drafts that are left out.
#[derive(Debug, Clone, Default)]
pub struct NameList<'n> {
    /// The entries: the place of each is its [`EntryId`].
    pub entries: Vec<NamedEntry<'n>>,
    /// The drafts.
    pub drafts: Vec<NamedDraft<'n>>,
}

impl<'n> NameList<'n> {
    /// Each entry with its identifier.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, &NamedEntry<'n>)> {
        let entries = self.entries.iter().enumerate();
        entries.map(|(at, entry)| (EntryId(at), entry))
    }
}

/// An entry with its names.
#[derive(Debug, Clone)]
pub struct NamedEntry<'n> {
    /// The main name.
    pub title: Name<'n>,
    /// All other names, in order.
    pub others: Vec<Name<'n>>,
    /// Which of several meanings of the title it is.
    pub sense: Option<Sense<'n>>,
    /// Its address in its site.
    pub slug: &'n str,
    /// The path of its file, to be shown.
    pub path: &'n str,
    /// How the case of mentions is compared with its names'.
    pub case: CaseMode,
    /// Whether mentions become links.
    pub link: LinkMode,
}

/// A name.
#[derive(Debug, Clone)]
pub struct Name<'n> {
    /// The name as its author wrote it.
    pub text: &'n str,
    /// What kind of name.
    pub kind: LabelKind,
    /// Where it is written; `None` for one that was published elsewhere.
    pub place: Option<Place>,
}

/// What tells a meaning of a title apart.
#[derive(Debug, Clone)]
pub struct Sense<'n> {
    /// A word or two.
    pub text: &'n str,
    /// Where it is written; `None` for one that was published elsewhere.
    pub place: Option<Place>,
}

/// A draft that is left out, with its names: for those who refer to it.
#[derive(Debug, Clone)]
pub struct NamedDraft<'n> {
    /// Its names and its slug.
    pub names: Vec<&'n str>,
    /// The path of its file.
    pub path: &'n str,
}

impl<'n> NamedEntry<'n> {
    /// All names, the title first.
    pub fn names(&self) -> impl Iterator<Item = &Name<'n>> {
        std::iter::once(&self.title).chain(&self.others)
    }
}

impl fmt::Display for NamedEntry<'_> {
    /// The title, with the sense in brackets if there is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title.text)?;
        match &self.sense {
            Some(sense) => write!(f, " ({})", sense.text),
            None => Ok(()),
        }
    }
}
