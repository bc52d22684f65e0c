//! The glossary: entries with their names, in order, under letters and tags.
//!
//! The words are those of lexicographers: a headword is the main name of an entry, a label is any name.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

pub use self::counterparts::Counterparts;
pub use self::names::names_of;
use self::order::{in_order, index, indexed_names};
use self::originals::Originals;
pub use self::pages::{PageId, TextId};
use self::senses::Senses;
pub use self::senses::SharedHeadword;
use crate::diagnostic::Diagnostic;
use crate::entry::front_matter::FrontMatter;
pub use crate::entry::front_matter::LabelKind;
use crate::entry::markdown::Body;
use crate::entry::page::ParsedPage;
use crate::entry::{Example, Gloss, ParsedEntry};
pub use crate::names::EntryId;
use crate::project::config::{Config, Edition};
use crate::source::{Place, SourceFile};
use crate::text::alphabet::{Alphabet, Letter, Numbers};
use crate::text::fold::fold;
use crate::text::language::Language;

mod conflicts;
mod counterparts;
mod faults;
pub mod fingerprint;
mod names;
mod order;
mod originals;
mod pages;
mod senses;
mod tags;

/// The index of a tag in [`Glossary::tags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(usize);

/// A name of an entry.
#[derive(Debug, Clone)]
pub struct Label {
    /// The name as written.
    pub text: String,
    /// The kind of the name.
    pub kind: LabelKind,
    /// The place of the name in the entry's file.
    pub place: Place,
}

/// An entry: one meaning, with its names, its text and its front matter.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The last part of the entry's address: the file's name without `.md`.
    pub slug: String,
    /// The main name.
    pub headword: String,
    /// The text that tells this meaning of the headword from others.
    pub sense: Option<String>,
    /// All names, the title first, then in the order of [`LabelKind`] and of the author.
    pub labels: Vec<Label>,
    /// The meaning in one line.
    pub gloss: Gloss,
    /// Whether the text shows that the headword is a verb.
    pub is_verb: bool,
    /// The meaning.
    pub body: Arc<Body>,
    /// The examples in front matter.
    pub examples: Arc<[Example]>,
    /// The tags, in the author's order.
    pub tags: Vec<TagId>,
    /// The front matter as written: names in it are not resolved to entries.
    pub front: Arc<FrontMatter>,
}

impl Entry {
    /// The texts of the labels of one kind, in order.
    pub fn names(&self, kind: LabelKind) -> impl Iterator<Item = &str> {
        self.labels
            .iter()
            .filter(move |label| label.kind == kind)
            .map(|label| label.text.as_str())
    }

    /// The names besides the headword that readers see: not those that are hidden or to avoid.
    pub fn shown_names(&self) -> impl Iterator<Item = &str> {
        let shown = |kind| {
            use LabelKind::{Abbreviation, Synonym, Variant};
            matches!(kind, Abbreviation | Synonym | Variant)
        };
        let shown = self.labels.iter().filter(move |label| shown(label.kind));
        shown.map(|label| label.text.as_str())
    }

    /// A place in the entry's file.
    pub fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place::new(&self.file, span)
    }
}

impl fmt::Display for Entry {
    /// The headword, with the sense in brackets if there is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headword)?;
        match &self.sense {
            Some(sense) => write!(f, " ({sense})"),
            None => Ok(()),
        }
    }
}

/// A tag, a subject that entries share.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The name, as the first file with the tag spells it.
    pub name: String,
    /// The tag's address under `/tags/`.
    pub slug: String,
    /// The entries that have it, in the glossary's order.
    pub entries: Vec<EntryId>,
}

/// One letter of the index, with its lines.
#[derive(Debug, Clone)]
pub struct LetterGroup {
    /// The letter.
    pub letter: Arc<Letter>,
    /// Headwords and other names, in order.
    pub lines: Vec<IndexLine>,
}

/// One line of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexLine {
    /// An entry, by its headword.
    Entry(EntryId),
    /// Another name, which points to its entry.
    OtherName(String, EntryId),
    /// An entry that only the main language has, by its identifier there.
    InMain(EntryId),
}

/// A draft of an entry or a page that is left out, with the data for messages about references to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Withheld {
    /// The draft's slug.
    pub slug: String,
    /// Its names, also the one with its sense.
    pub names: Vec<String>,
    /// Its file's path.
    pub path: String,
}

/// All entries in order, with the tags and the index. A copy shares the entries.
#[derive(Debug, Clone)]
pub struct Glossary {
    /// Entries in the order of the index.
    pub entries: Vec<Arc<Entry>>,
    /// Tags in the order of the language.
    pub tags: Arc<[Tag]>,
    /// The index.
    pub index: Arc<[LetterGroup]>,
    /// The headwords that several entries share.
    senses: Arc<Senses>,
    /// Drafts left out.
    pub withheld: Arc<[Withheld]>,
    /// The pages that are not terms, in the order of navigation, with the introduction of the index.
    pub pages: Arc<[Arc<ParsedPage>]>,
    /// Drafts of pages left out.
    pub withheld_pages: Arc<[Withheld]>,
}

impl Glossary {
    /// Makes a glossary in one language from entries and pages in any order. Entries that conflict are included;
    /// [`Glossary::faults`] reports them. A translation has some keys from its entry in the `main` language, if this is
    /// another one.
    pub fn new(
        parsed: &[Arc<ParsedEntry>],
        pages: &[Arc<ParsedPage>],
        main: Option<&Self>,
        config: &Config,
    ) -> Self {
        let originals = Originals::of(main);
        let (parsed, withheld) = withhold_drafts(parsed, config);
        let numbers = if config.settings.numeric_order {
            Numbers::AsNumbers
        } else {
            Numbers::AsDigits
        };
        let untranslated = if config.settings.translations.show_missing {
            originals.without(&parsed)
        } else {
            Vec::new()
        };
        let names = parsed.iter().copied().flat_map(indexed_names);
        let of_main = untranslated
            .iter()
            .map(|(_, entry)| entry.headword.as_str());
        let alphabet = Alphabet::new(&config.edition.language, numbers, names.chain(of_main));
        let (parsed, standings) = in_order(parsed, &alphabet);
        let written = parsed.iter().map(|entry| originals.tags(entry));
        let tags = tags::collect(written, &alphabet, &config.edition.language);
        let entries: Vec<_> = parsed
            .into_par_iter()
            .zip(tags.of_entries)
            .map(|(parsed, tags)| {
                Arc::new(Entry {
                    headword: parsed.front.title.text.clone(),
                    sense: parsed.front.sense.as_ref().map(|sense| sense.text.clone()),
                    labels: labels(&parsed.front, &parsed.file),
                    file: Arc::clone(&parsed.file),
                    slug: parsed.slug.clone(),
                    gloss: parsed.gloss.clone(),
                    is_verb: parsed.title_is_verb,
                    body: Arc::clone(&parsed.body),
                    examples: Arc::clone(&parsed.examples),
                    tags,
                    front: originals.front(parsed),
                })
            })
            .collect();
        let (index, senses) = rayon::join(
            || index(&entries, standings, &untranslated, &alphabet),
            || senses::collect(&entries, &config.edition.language),
        );
        let (pages, withheld_pages) = pages::in_order(pages, &alphabet, config);
        Self {
            pages: pages.into(),
            withheld_pages: withheld_pages.into(),
            senses: Arc::new(senses),
            entries,
            tags: tags.all.into(),
            index: index.into(),
            withheld: withheld.into(),
        }
    }

    /// Errors between entries: two entries with the same address, tags without an address, and tags with
    /// the address of another tag. `edition` is that of the glossary's language.
    pub fn faults(&self, edition: &Edition) -> Vec<Diagnostic> {
        let mut faults = conflicts::of_slugs(self, edition);
        faults.extend(conflicts::of_tags(self, &edition.language));
        faults
    }

    /// The same glossary with new texts for some entries and pages. The front matter of an entry has to be the same
    /// for others ([`FrontMatter::is_same_for_others`]), and that of a page or a translation the same as before. A file
    /// that is not in the glossary, such as that of a draft, is ignored.
    #[must_use]
    pub fn with_texts(
        &self,
        changed: &[(EntryId, &ParsedEntry)],
        changed_pages: &[&Arc<ParsedPage>],
    ) -> Self {
        let mut entries = self.entries.clone();
        for (id, parsed) in changed {
            if let Some(entry) = entries.get_mut(id.index()) {
                let entry = Arc::make_mut(entry);
                entry.file = Arc::clone(&parsed.file);
                entry.gloss = parsed.gloss.clone();
                entry.body = Arc::clone(&parsed.body);
                entry.examples = Arc::clone(&parsed.examples);
                entry.labels = labels(&parsed.front, &parsed.file);
                // that of a translation has not changed, and may have keys of its original
                if parsed.language.is_main() {
                    entry.front = Arc::clone(&parsed.front);
                }
            }
        }
        let pages = self.pages.iter().map(|page| {
            let mut changed = changed_pages.iter();
            let new = changed.find(|new| new.file.path == page.file.path);
            Arc::clone(new.copied().unwrap_or(page))
        });
        Self {
            pages: pages.collect(),
            withheld_pages: Arc::clone(&self.withheld_pages),
            entries,
            tags: Arc::clone(&self.tags),
            index: Arc::clone(&self.index),
            senses: Arc::clone(&self.senses),
            withheld: Arc::clone(&self.withheld),
        }
    }

    /// The entry with an identifier. The identifier has to be of this glossary, or of the names in it.
    #[expect(
        clippy::indexing_slicing,
        reason = "an identifier is an index in lists that have an item for each entry"
    )]
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.index()]
    }

    /// The tag with an identifier, which has to be of this glossary.
    #[expect(
        clippy::indexing_slicing,
        reason = "only the glossary makes identifiers of tags, and of those that it has"
    )]
    pub fn tag(&self, id: TagId) -> &Tag {
        &self.tags[id.0]
    }

    /// Every entry with its identifier, in order.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        self.ids().zip(self.entries.iter().map(Arc::as_ref))
    }

    /// The entry of a file, by the file's path from the project's root.
    pub fn at_path(&self, path: &str) -> Option<EntryId> {
        let mut entries = self.entries.iter();
        entries
            .position(|entry| entry.file.path == path)
            .map(EntryId::from_index)
    }

    /// Every entry's identifier, in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = EntryId> + Clone + use<> {
        (0..self.entries.len()).map(EntryId::from_index)
    }

    /// Every tag's identifier, in order.
    pub fn tag_ids(&self) -> impl ExactSizeIterator<Item = TagId> + use<> {
        (0..self.tags.len()).map(TagId)
    }

    /// The entries before and after one, in order.
    pub fn neighbours(&self, id: EntryId) -> (Option<EntryId>, Option<EntryId>) {
        let previous = id.index().checked_sub(1);
        let next = Some(id.index() + 1).filter(|next| *next < self.entries.len());
        let entry = |index: Option<usize>| index.map(EntryId::from_index);
        (entry(previous), entry(next))
    }
}

/// The names of an entry, the title first. Of a name that occurs twice, the first one counts.
fn labels(front: &FrontMatter, file: &Arc<SourceFile>) -> Vec<Label> {
    let texts = front.texts();
    let named = texts.filter_map(|(kind, text)| Some((kind.label()?, text)));
    let mut named: Vec<_> = named.collect();
    named.sort_by_key(|(kind, _)| *kind);
    let mut seen = HashSet::new();
    named
        .into_iter()
        .filter(|(_, name)| seen.insert(name.text.as_str()))
        .map(|(kind, name)| Label {
            text: name.text.clone(),
            kind,
            place: Place::new(file, name.span.clone()),
        })
        .collect()
}

/// A key that is the same for two slugs that cannot both be addresses, because some disk treats them as the
/// same file: `straße` and `strasse`.
pub fn slug_key(slug: &str, language: &Language) -> String {
    // hyphens matter here: `re-sign` and `resign` are two addresses
    let parts: Vec<_> = slug.split('-').map(|part| fold(part, language)).collect();
    parts.join("-")
}

/// The names of a draft, also the one with its sense.
fn names_of_draft(draft: &ParsedEntry) -> Vec<String> {
    let labels = labels(&draft.front, &draft.file).into_iter();
    let sense = draft.front.sense.as_ref();
    let with_sense = sense.map(|sense| format!("{} ({})", draft.front.title.text, sense.text));
    labels.map(|label| label.text).chain(with_sense).collect()
}

fn withhold_drafts<'p>(
    parsed: &'p [Arc<ParsedEntry>],
    config: &Config,
) -> (Vec<&'p ParsedEntry>, Vec<Withheld>) {
    let (drafts, parsed): (Vec<_>, Vec<_>) = parsed
        .iter()
        .map(Arc::as_ref)
        .partition(|entry| entry.front.is_withheld(config));
    let withheld = drafts
        .into_iter()
        .map(|draft| Withheld {
            names: names_of_draft(draft),
            path: draft.file.path.clone(),
            slug: draft.slug.clone(),
        })
        .collect();
    (parsed, withheld)
}
