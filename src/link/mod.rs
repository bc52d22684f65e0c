//! References become links: each is resolved, and what points at an entry is gathered there.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::address::destination::{AbsoluteUrl, Suffix};
use crate::entry::context::Context;
use crate::glossary::{EntryId, Glossary, LabelKind};
use crate::names::matcher::Closeness;
use crate::site_map::SiteMap;
use crate::source::Span;

pub mod autolink;
mod beside;
mod circles;
mod faults;
mod frame;
mod linked;
pub mod list;
pub mod policy;
mod relations;
mod resolver;
mod text;
mod written_address;

pub use self::beside::BesideEntries;
pub use self::frame::Frame;
pub use self::linked::Linked;
pub use self::relations::{Relation, ResolvedEntry};
pub use self::resolver::{Surroundings, Text};
pub use self::text::{FirstMention, LinkedText};

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An entry, perhaps a heading of it.
    Entry(EntryId, Option<String>),
    /// A heading of the same page.
    Anchor(String),
    /// A file from `content/`, with what follows the path in the address.
    File(String, Suffix),
    /// A page or file of the site, by its path from the root, with what follows.
    Site(String, Suffix),
    /// Another site.
    Web(AbsoluteUrl),
}

/// A reference that has been resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossReference {
    /// The index of the event of the body that begins the link or image.
    pub event: usize,
    /// Where it leads.
    pub target: Target,
}

/// A link from one entry's text to another entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The entry that is linked to.
    pub to: EntryId,
    /// The words that are the link, on one line.
    pub text: String,
    /// Where they stand in the file.
    pub span: Span,
    /// What made a link of them.
    pub origin: Origin,
}

/// What made a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `[[name]]`.
    Name,
    /// `[text](file.md)`.
    Address,
    /// The words are a name of the entry that they lead to.
    Automatic(LabelKind, Closeness),
}

/// An entry that mentions this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlink {
    /// The entry that mentions.
    pub from: EntryId,
    /// The sentence around its first mention.
    pub context: Arc<Context>,
}

/// All that connects one entry with others. Lists are in the glossary's order, without doubles.
#[derive(Debug, Clone)]
pub struct EntryLinks {
    /// What its text says of others.
    pub text: Arc<LinkedText>,
    /// Entries to see also, whichever of the two says so.
    pub related: Vec<EntryId>,
    /// Entries that this one is a kind or part of.
    pub broader: Vec<EntryId>,
    /// Entries that are a kind or part of this one.
    pub narrower: Vec<EntryId>,
    /// The entry that takes this one's place.
    pub replaced_by: Option<EntryId>,
    /// Entries whose place this one takes.
    pub replaces: Vec<EntryId>,
    /// Entries whose text mentions this one.
    pub backlinks: Vec<Backlink>,
}

/// A glossary all of whose references are resolved, and its addresses: what pages are made of.
pub struct LinkedGlossary {
    /// The glossary.
    pub glossary: Glossary,
    /// Every address of its site.
    pub site_map: Arc<SiteMap>,
    /// What connects each entry, in the glossary's order.
    links: Vec<EntryLinks>,
    /// The files from `content/` that entries show or link to.
    pub used_files: BTreeSet<String>,
    /// What to read instead of each retired address, in the address book's order.
    pub instead: Vec<Vec<EntryId>>,
}

impl LinkedGlossary {
    /// Joins what each entry says of others, in the glossary's order.
    fn new(
        glossary: Glossary,
        site_map: Arc<SiteMap>,
        resolved: &[Arc<ResolvedEntry>],
        instead: Vec<Vec<EntryId>>,
    ) -> Self {
        let references = resolved.iter().flat_map(|entry| &entry.text.references);
        let used_files = references.filter_map(|reference| match &reference.target {
            Target::File(path, _) => Some(path.clone()),
            _ => None,
        });
        Self {
            used_files: used_files.collect(),
            links: invert(resolved),
            glossary,
            site_map,
            instead,
        }
    }

    /// What connects one entry.
    #[expect(
        clippy::indexing_slicing,
        reason = "there are links for each entry of the glossary"
    )]
    pub fn links(&self, id: EntryId) -> &EntryLinks {
        &self.links[id.index()]
    }

    /// What the text of one entry says of others.
    pub fn text(&self, id: EntryId) -> &LinkedText {
        &self.links(id).text
    }
}

/// What connects an entry, among that of all.
#[expect(
    clippy::indexing_slicing,
    reason = "`links` has an item for each entry of the glossary"
)]
fn of(links: &mut [EntryLinks], id: EntryId) -> &mut EntryLinks {
    &mut links[id.index()]
}

/// Gathers at each entry what others say of it.
fn invert(resolved: &[Arc<ResolvedEntry>]) -> Vec<EntryLinks> {
    let unconnected = |entry: &Arc<ResolvedEntry>| EntryLinks {
        text: Arc::clone(&entry.text),
        related: Vec::new(),
        broader: Vec::new(),
        narrower: Vec::new(),
        replaced_by: entry.replaced_by,
        replaces: Vec::new(),
        backlinks: Vec::new(),
    };
    let mut links: Vec<EntryLinks> = resolved.iter().map(unconnected).collect();
    // in the glossary's order, so that every list comes out in it
    for (at, entry) in resolved.iter().enumerate() {
        let from = EntryId::from_index(at);
        for to in &entry.related {
            of(&mut links, *to).related.push(from);
        }
        for Relation { to, .. } in &entry.broader {
            of(&mut links, *to).narrower.push(from);
        }
        if let Some(to) = entry.replaced_by {
            of(&mut links, to).replaces.push(from);
        }
        for FirstMention { to, context } in &entry.text.first_mentions {
            let context = Arc::clone(context);
            of(&mut links, *to)
                .backlinks
                .push(Backlink { from, context });
        }
        let own = of(&mut links, from);
        own.related.extend(&entry.related);
        own.broader
            .extend(entry.broader.iter().map(|broader| broader.to));
    }
    for own in &mut links {
        for list in [&mut own.related, &mut own.broader, &mut own.narrower] {
            list.sort_unstable();
            list.dedup();
        }
    }
    links
}
