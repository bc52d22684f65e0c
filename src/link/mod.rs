//! Links between entries: resolves the references of each entry and page, and collects at each entry the links
//! from others.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use crate::address::destination::{AbsoluteUrl, Suffix};
use crate::address::site_path::SitePath;
use crate::entry::context::{Context, Sentence};
use crate::glossary::fingerprint::Currency;
use crate::glossary::{Counterparts, Entry, EntryId, Glossary, LabelKind, PageId, TextId};
use crate::names::matcher::Closeness;
use crate::project::config::{Config, LanguageId};
use crate::project::listing::STATIC;
use crate::site_map::SiteMap;
use crate::source::{SourceFile, Span};

mod abroad;
pub mod answers;
pub mod autolink;
mod circles;
mod editions;
pub mod everyday;
mod faults;
mod frame;
mod images;
mod introduction;
mod languages;
mod linked;
pub mod list;
mod other_references;
pub mod policy;
mod relations;
mod resolver;
mod spelled_out;
mod stale;
mod stored_form;
mod text;
mod written_address;

pub use self::editions::{Editions, Frames};
pub use self::frame::Frame;
pub use self::languages::{Abroad, Languages, TextsByPath, texts_by_path};
pub use self::linked::Linked;
pub use self::other_references::OtherReferences;
pub use self::relations::{Relation, RelationsElsewhere, ResolvedEntry};
pub use self::resolver::{Surroundings, Text};
pub use self::text::{LinkedExample, LinkedText};

/// The destination of a resolved reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An entry, with the anchor of a heading in it if the reference has one.
    Entry(EntryId, Option<String>),
    /// An entry in another language, which the language of the reference does not have.
    Elsewhere(Box<Elsewhere>),
    /// A heading of the same page, by its anchor; empty for the top of the page.
    Anchor(String),
    /// A file by its path from the project's root, with the query and the fragment of the address.
    File(String, Suffix),
    /// A page or file of the site by its path from the root, with the query and the fragment.
    Site(String, Suffix),
    /// A page of another site.
    Web(AbsoluteUrl),
}

impl Target {
    /// The path from the project's root of the file that it is; `None` for pages and other sites.
    pub fn project_path(&self) -> Option<String> {
        match self {
            Self::File(path, _) => Some(path.clone()),
            Self::Site(path, _) => Some(format!("{STATIC}/{path}")),
            _ => None,
        }
    }
}

/// An entry in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The language.
    pub language: LanguageId,
    /// Its BCP 47 tag.
    pub tag: String,
    /// The entry in the glossary of this language.
    pub entry: EntryId,
    /// The address of its page.
    pub address: SitePath,
    /// The anchor of a heading in it, if the reference has one.
    pub anchor: Option<String>,
}

/// A resolved reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossReference {
    /// The index of the event of the body that begins the link or image.
    pub event: usize,
    /// The destination.
    pub target: Target,
}

/// A link from the text of an entry or a page to another entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The entry that is linked to.
    pub to: EntryId,
    /// The words that are the link, on one line and shortened.
    pub text: Box<str>,
    /// The bytes of the words in the file; of the whole link for one that the author wrote.
    pub span: Span,
    /// The reason for the link.
    pub origin: Origin,
    /// The sentence around it, if it is the first mention of its entry in the text.
    pub sentence: Option<Sentence>,
}

impl Mention {
    /// Whether a sentence of `file` begins with the words. `false` if the sentence is not known.
    pub fn begins_sentence(&self, file: &SourceFile) -> bool {
        self.sentence.as_ref().is_some_and(|sentence| {
            let before = sentence.context(&self.span, file).before;
            !before.contains(char::is_alphanumeric)
        })
    }
}

/// The reason for a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `[[name]]`.
    Name,
    /// `[text](file.md)`.
    Address,
    /// The words are a name of the entry, of this kind and as close to it as this.
    Automatic(LabelKind, Closeness, Reason),
}

/// The reason why words mean one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The name alone means it, or the text says that it does.
    Name,
    /// Several entries have the name, and the text has words of the sense or the tags of this one alone.
    Sense,
}

/// A link from another entry or a page, as the entry that it leads to shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlink {
    /// The other entry, or the page.
    pub from: TextId,
    /// The index of its first mention, in the mentions of the other text.
    mention: usize,
}

/// The relations of one entry to others. The lists have the glossary's order, and each entry once.
#[derive(Debug, Clone)]
pub struct EntryLinks {
    /// Its text with its links.
    pub text: Arc<LinkedText>,
    /// Entries to see also. One of the two names the other in `related`.
    pub related: Vec<EntryId>,
    /// Entries that this one is a kind or part of.
    pub broader: Vec<EntryId>,
    /// Entries that are a kind or part of this one.
    pub narrower: Vec<EntryId>,
    /// The entry that replaces this one.
    pub replaced_by: Option<EntryId>,
    /// Entries that this one replaces.
    pub replaces: Vec<EntryId>,
    /// Its relations to entries that only the main language has, if there are any.
    pub elsewhere: Option<Box<RelationsElsewhere>>,
    /// The sound file of its pronunciation.
    pub recording: Option<Target>,
    /// The entries and pages whose text links to this one.
    pub backlinks: Vec<Backlink>,
}

/// A glossary in one language with all references resolved, and its addresses: the input of all pages.
pub struct LinkedGlossary {
    /// The configuration of the language.
    pub config: Arc<Config>,
    /// The same entries and pages in other languages.
    pub counterparts: Arc<Counterparts>,
    /// The glossary in the main language, if this is another one.
    pub main: Option<Arc<LinkedGlossary>>,
    /// The glossary.
    pub glossary: Glossary,
    /// Every address of its site.
    pub site_map: Arc<SiteMap>,
    /// The relations of each entry, in the glossary's order.
    links: Vec<EntryLinks>,
    /// The texts of the pages with their links, in the glossary's order.
    page_texts: Vec<Arc<LinkedText>>,
    /// The files that texts show or link to, as paths from the project's root.
    pub used_files: BTreeSet<String>,
    /// The entries to read instead of each retired address, in the address book's order.
    pub instead: Vec<Vec<EntryId>>,
    /// The translations whose originals have changed since, found when they are first needed.
    outdated: OnceLock<Vec<EntryId>>,
}

impl LinkedGlossary {
    /// Whether an entry is the translation of a text that has changed since.
    pub fn is_outdated(&self, entry: &Entry) -> bool {
        let original = self.main.as_deref().and_then(|main| {
            let id = self.counterparts.entry(&entry.slug, LanguageId::MAIN)?;
            Some(main.glossary.entry(id))
        });
        original.is_some_and(|original| Currency::of(entry, original) == Currency::Outdated)
    }

    /// The translations whose originals have changed since, in order. The first question reads all texts.
    pub fn outdated(&self) -> &[EntryId] {
        self.outdated.get_or_init(|| {
            let entries = self.glossary.iter();
            let outdated = entries.filter(|(_, entry)| self.is_outdated(entry));
            outdated.map(|(id, _)| id).collect()
        })
    }

    /// The relations of an entry.
    #[expect(
        clippy::indexing_slicing,
        reason = "there are links for each entry of the glossary"
    )]
    pub fn links(&self, id: EntryId) -> &EntryLinks {
        &self.links[id.index()]
    }

    /// The entry in the same language that replaces an entry.
    pub fn successor(&self, id: EntryId) -> Option<&Entry> {
        let successor = self.links(id).replaced_by?;
        Some(self.glossary.entry(successor))
    }

    /// The first mention for a backlink, and the sentence around it.
    pub fn mention(&self, backlink: Backlink) -> Option<(&Mention, Context<'_>)> {
        let text = self.text_of(backlink.from);
        let mention = text.mentions.get(backlink.mention)?;
        let sentence = mention.sentence.as_ref()?;
        Some((mention, sentence.context(&mention.span, &text.body.file)))
    }

    /// The address of the page with a text. The introduction is on the index.
    pub fn address(&self, text: TextId) -> SitePath {
        let addresses = &self.config.edition.addresses;
        match text {
            TextId::Entry(id) => addresses.entry(&self.glossary.entry(id).slug),
            TextId::Page(id) => self.glossary.page(id).address(addresses),
        }
    }

    /// The text of an entry, with its links.
    pub fn text(&self, id: EntryId) -> &LinkedText {
        &self.links(id).text
    }

    /// The text of a page, with its links.
    #[expect(
        clippy::indexing_slicing,
        reason = "there is a text for each page of the glossary"
    )]
    pub fn page_text(&self, id: PageId) -> &LinkedText {
        &self.page_texts[id.index()]
    }

    /// A text with its links.
    pub fn text_of(&self, id: TextId) -> &LinkedText {
        match id {
            TextId::Entry(id) => self.text(id),
            TextId::Page(id) => self.page_text(id),
        }
    }
}

/// The files that texts show or link to, as paths from the project's root.
fn used_files(resolved: &[Arc<ResolvedEntry>], page_texts: &[Arc<LinkedText>]) -> BTreeSet<String> {
    let texts = resolved.iter().map(|entry| &entry.text);
    let references = texts
        .chain(page_texts)
        .flat_map(|text| text.all_references());
    let targets = references.map(|reference| &reference.target);
    let recordings = resolved.iter().filter_map(|entry| entry.recording.as_ref());
    let used = targets.chain(recordings).filter_map(|target| match target {
        Target::File(path, _) => Some(path.clone()),
        _ => None,
    });
    used.collect()
}

/// The relations of an entry, in the list of all.
#[expect(
    clippy::indexing_slicing,
    reason = "`links` has an item for each entry of the glossary"
)]
fn links_of(links: &mut [EntryLinks], id: EntryId) -> &mut EntryLinks {
    &mut links[id.index()]
}

/// The relations of all entries: those that an entry names, and those in which other entries and pages name it.
fn invert(
    resolved: &[Arc<ResolvedEntry>],
    page_texts: &[Arc<LinkedText>],
    glossary: &Glossary,
) -> Vec<EntryLinks> {
    let unconnected = |entry: &Arc<ResolvedEntry>| EntryLinks {
        text: Arc::clone(&entry.text),
        related: Vec::new(),
        broader: Vec::new(),
        narrower: Vec::new(),
        replaced_by: entry.replaced_by,
        replaces: Vec::new(),
        elsewhere: entry.elsewhere.clone(),
        recording: entry.recording.clone(),
        backlinks: Vec::new(),
    };
    let mut links: Vec<EntryLinks> = resolved.iter().map(unconnected).collect();
    // the order of this loop is the order of each list
    for (index, entry) in resolved.iter().enumerate() {
        let from = EntryId::from_index(index);
        for to in &entry.related {
            links_of(&mut links, *to).related.push(from);
        }
        for to in entry.all_broader() {
            links_of(&mut links, to).narrower.push(from);
        }
        if let Some(to) = entry.replaced_by {
            links_of(&mut links, to).replaces.push(from);
        }
        add_backlinks(&mut links, TextId::Entry(from), &entry.text);
        let links_of_entry = links_of(&mut links, from);
        links_of_entry.related.extend(&entry.related);
        links_of_entry.broader.extend(entry.all_broader());
    }
    for (id, text) in glossary.page_ids().zip(page_texts) {
        add_backlinks(&mut links, TextId::Page(id), text);
    }
    for entry in &mut links {
        for list in [&mut entry.related, &mut entry.broader, &mut entry.narrower] {
            list.sort_unstable();
            list.dedup();
            list.shrink_to_fit();
        }
        entry.backlinks.shrink_to_fit();
    }
    links
}

/// Adds the links of a text to the entries that they lead to.
fn add_backlinks(links: &mut [EntryLinks], from: TextId, text: &LinkedText) {
    let mentions = text.mentions.iter().enumerate();
    for (mention, first) in mentions.filter(|(_, mention)| mention.sentence.is_some()) {
        let backlinks = &mut links_of(links, first.to).backlinks;
        backlinks.push(Backlink { from, mention });
    }
}
