//! Names as plain data: the part of each entry that the index and the search for conflicts use.

use std::fmt;

use crate::entry::front_matter::{CaseMode, LabelKind, LinkMode};
use crate::source::Place;

/// The index of an entry in a list with one item for each entry: the list of names, and the entries of a
/// glossary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(usize);

impl EntryId {
    /// The index in such a list.
    pub fn index(self) -> usize {
        self.0
    }

    /// The entry with an index in such a list.
    pub(crate) fn from_index(index: usize) -> Self {
        Self(index)
    }
}

/// The names of all entries, and of the drafts that the glossary does not include.
#[derive(Debug, Clone, Default)]
pub struct NameList<'n> {
    /// The entries; the index of each is its [`EntryId`].
    pub entries: Vec<NamedEntry<'n>>,
    /// The drafts.
    pub drafts: Vec<NamedDraft<'n>>,
}

impl<'n> NameList<'n> {
    /// Each entry with its identifier.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, &NamedEntry<'n>)> {
        let entries = self.entries.iter().enumerate();
        entries.map(|(index, entry)| (EntryId(index), entry))
    }
}

/// An entry with its names.
#[derive(Debug, Clone)]
pub struct NamedEntry<'n> {
    /// The main name.
    pub title: Name<'n>,
    /// All other names.
    pub others: Vec<Name<'n>>,
    /// The sense, which distinguishes entries with the same title.
    pub sense: Option<Sense<'n>>,
    /// Whether the title is a verb.
    pub is_verb: bool,
    /// The tags.
    pub tags: Vec<&'n str>,
    /// The slug, from which its address is made.
    pub slug: &'n str,
    /// The path of its file, for messages.
    pub path: &'n str,
    /// The rule by which the case of a mention is compared with that of a name.
    pub case: CaseMode,
    /// Whether mentions become links.
    pub link: LinkMode,
}

/// A name.
#[derive(Debug, Clone)]
pub struct Name<'n> {
    /// The name as its author wrote it.
    pub text: &'n str,
    /// The kind of the name.
    pub kind: LabelKind,
    /// Its place in the file; `None` if another site has published it.
    pub place: Option<Place>,
}

/// The sense of an entry, which distinguishes entries with the same title.
#[derive(Debug, Clone)]
pub struct Sense<'n> {
    /// The sense as its author wrote it, such as *electrical engineering*.
    pub text: &'n str,
    /// Its place in the file; `None` if another site has published it.
    pub place: Option<Place>,
}

/// A draft that the glossary does not include, with its names, for the messages about references to it.
#[derive(Debug, Clone)]
pub struct NamedDraft<'n> {
    /// Its names, also the one with its sense.
    pub names: Vec<&'n str>,
    /// Its slug.
    pub slug: &'n str,
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
