//! References become links: each is resolved, and what points at an entry is gathered there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::address::destination::{Suffix, WebAddress};
use crate::diagnostic::Faults;
use crate::entry::quotation::Quotation;
use crate::glossary::{EntryId, Glossary, LabelKind};
use crate::names::NameIndex;
use crate::names::matcher::Closeness;
use crate::project::config::Config;
use crate::site_map::SiteMap;
use crate::site_map::address_book::AddressBook;
use crate::source::Span;

pub mod autolink;
mod beside;
mod circles;
mod faults;
pub mod list;
pub mod policy;
mod relations;
mod resolver;
mod text;

pub use self::beside::BesideEntries;
pub use self::relations::ResolvedEntry;
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
    Web(WebAddress),
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
    /// Its first sentence that does.
    pub quotation: Arc<Quotation>,
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

/// A glossary all of whose references are resolved.
#[derive(Debug)]
pub struct LinkedGlossary {
    /// The glossary.
    pub glossary: Glossary,
    /// What connects each entry, in the glossary's order.
    pub links: Vec<EntryLinks>,
    /// The files from `content/` that entries show or link to.
    pub used_files: BTreeSet<String>,
    /// What to read instead of each retired address, in the address book's order.
    pub instead: Vec<Vec<EntryId>>,
}

impl LinkedGlossary {
    /// Resolves all references, in parallel, and inverts them. `files` are those in `content/` that
    /// are no entries; a reference that leads nowhere is reported.
    pub fn new(
        glossary: Glossary,
        site_map: &SiteMap,
        files: &BTreeMap<String, PathBuf>,
        book: &AddressBook,
        config: &Config,
        faults: &Faults,
    ) -> Self {
        let (resolved, beside) = {
            let names = NameIndex::new(&glossary, config);
            let around = Surroundings::new(&glossary, &names, site_map, files, config);
            let ids: Vec<_> = glossary.ids().collect();
            (around.resolve(&ids), around.beside_entries(book))
        };
        Self::join(glossary, &resolved, beside, faults)
    }

    /// Joins what each entry says of others, in the glossary's order, with what stands `beside` them.
    /// What is wrong with either is reported.
    pub fn join(
        glossary: Glossary,
        resolved: &[Arc<ResolvedEntry>],
        beside: BesideEntries,
        faults: &Faults,
    ) -> Self {
        let of_entries = resolved.iter().flat_map(|entry| entry.diagnostics());
        faults.report_all(of_entries.cloned());
        faults.report_all(circles::circular_entries(&glossary, resolved));
        faults.report_all(beside.diagnostics);
        let used_files = resolved
            .iter()
            .flat_map(|entry| &entry.text.references)
            .filter_map(|reference| match &reference.target {
                Target::File(path, _) => Some(path.clone()),
                _ => None,
            })
            .collect();
        Self {
            links: invert(resolved),
            glossary,
            used_files,
            instead: beside.instead,
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
        for (to, _) in &entry.broader {
            of(&mut links, *to).narrower.push(from);
        }
        if let Some(to) = entry.replaced_by {
            of(&mut links, to).replaces.push(from);
        }
        for FirstMention { to, quotation } in &entry.text.quotations {
            let quotation = Arc::clone(quotation);
            of(&mut links, *to)
                .backlinks
                .push(Backlink { from, quotation });
        }
        let own = of(&mut links, from);
        own.related.extend(&entry.related);
        own.broader.extend(entry.broader.iter().map(|(id, _)| *id));
    }
    for own in &mut links {
        for list in [&mut own.related, &mut own.broader, &mut own.narrower] {
            list.sort_unstable();
            list.dedup();
        }
    }
    links
}
