//! The glossary: entries with their names, in order, under letters and tags.
//!
//! Words are those of lexicographers: a headword is an entry's main name, a label any name of it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::entry::front_matter::FrontMatter;
use crate::entry::markdown::Body;
use crate::entry::{Gloss, ParsedEntry};
use crate::project::config::Config;
use crate::source::{Place, SourceFile};
use crate::text::alphabet::{Alphabet, Letter};
use crate::text::fold::{fold, same_on_disk};
use crate::text::language::Language;
use crate::text::slug::{is_portable, slug};

/// An entry's place in [`Glossary::entries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(usize);

/// A tag's place in [`Glossary::tags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(usize);

/// What kind of name a label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LabelKind {
    /// The main name: SKOS's prefLabel.
    Title,
    /// Another name: altLabel.
    Synonym,
    /// A short form.
    Abbreviation,
    /// Another spelling.
    Variant,
    /// Found by search and by references, never shown: hiddenLabel.
    Hidden,
    /// A name to avoid.
    Deprecated,
}

/// A name of an entry.
#[derive(Debug, Clone)]
pub struct Label {
    /// The name as written.
    pub text: String,
    /// What kind of name.
    pub kind: LabelKind,
    /// Where it was given.
    pub place: Place,
}

/// One meaning and all that is said of it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The entry's address in the site.
    pub slug: String,
    /// The main name.
    pub headword: String,
    /// Which of several meanings of the headword this is.
    pub sense: Option<String>,
    /// All names, the title first, then in the order of [`LabelKind`] and of the author.
    pub labels: Vec<Label>,
    /// The meaning in one line.
    pub gloss: Gloss,
    /// The meaning.
    pub body: Arc<Body>,
    /// Subjects, in the author's order.
    pub tags: Vec<TagId>,
    /// Whatever else the author said, still unresolved.
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

    /// The names beside the headword that readers are shown: not hidden, nor to be avoided.
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

/// A subject that entries share.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The name as the first entry that has it wrote it.
    pub name: String,
    /// The tag's address under `/tags/`.
    pub slug: String,
    /// The entries that have it, in the glossary's order.
    pub entries: Vec<EntryId>,
}

/// One letter of the index and what stands under it.
#[derive(Debug, Clone)]
pub struct LetterGroup {
    /// The letter.
    pub letter: Letter,
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
}

/// A draft that does not take part: enough to tell an author who refers to it.
#[derive(Debug, Clone)]
pub struct Withheld {
    /// The draft's slug.
    pub slug: String,
    /// Its names.
    pub names: Vec<String>,
    /// Its file's path.
    pub path: String,
}

/// All entries, ordered, with what the order and the tags make of them. A copy shares them.
#[derive(Debug, Clone)]
pub struct Glossary {
    /// Entries in the order of the index.
    pub entries: Vec<Arc<Entry>>,
    /// Tags in the order of the language.
    pub tags: Arc<[Tag]>,
    /// The index.
    pub index: Arc<[LetterGroup]>,
    /// Drafts left out.
    pub withheld: Arc<[Withheld]>,
}

impl Glossary {
    /// Makes the glossary of entries in whatever order. Colliding addresses are reported.
    pub fn new(parsed: Vec<ParsedEntry>, config: &Config, faults: &Faults) -> Self {
        let (parsed, withheld) = withhold_drafts(parsed, config);
        report_slug_collisions(&parsed, config, faults);
        let alphabet = Alphabet::new(
            &config.edition.language,
            parsed.iter().flat_map(indexed_names),
        );
        let (parsed, standings) = in_order(parsed, &alphabet);
        let (tags, tags_of) = collect_tags(&parsed, &alphabet, faults);
        let entries: Vec<_> = parsed
            .into_iter()
            .zip(tags_of)
            .map(|(parsed, tags)| {
                Arc::new(Entry {
                    headword: parsed.front.title.text.clone(),
                    sense: parsed.front.sense.as_ref().map(|sense| sense.text.clone()),
                    labels: labels(&parsed.front, &parsed.file),
                    file: parsed.file,
                    slug: parsed.slug,
                    gloss: parsed.gloss,
                    body: parsed.body,
                    tags,
                    front: parsed.front,
                })
            })
            .collect();
        let index = index(&entries, standings, &alphabet);
        Self {
            entries,
            tags: tags.into(),
            index: index.into(),
            withheld: withheld.into(),
        }
    }

    /// The same glossary with another text of some entries, whose front matter is as it was. What is
    /// no entry of it, as a draft, is left out.
    #[must_use]
    pub fn with_texts<'p>(&self, changed: impl IntoIterator<Item = &'p ParsedEntry>) -> Self {
        let mut entries = self.entries.clone();
        let by_path: HashMap<&str, usize> = self
            .entries
            .iter()
            .enumerate()
            .map(|(at, entry)| (entry.file.path.as_str(), at))
            .collect();
        for parsed in changed {
            let at = by_path.get(parsed.file.path.as_str());
            if let Some(entry) = at.and_then(|at| entries.get_mut(*at)) {
                let entry = Arc::make_mut(entry);
                entry.file = Arc::clone(&parsed.file);
                entry.gloss = parsed.gloss.clone();
                entry.body = Arc::clone(&parsed.body);
                entry.front = Arc::clone(&parsed.front);
            }
        }
        Self {
            entries,
            tags: Arc::clone(&self.tags),
            index: Arc::clone(&self.index),
            withheld: Arc::clone(&self.withheld),
        }
    }

    /// The entry of an identifier that this glossary gave out.
    #[expect(
        clippy::indexing_slicing,
        reason = "only the glossary makes identifiers, of entries that it has"
    )]
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0]
    }

    /// The tag of an identifier that this glossary gave out.
    #[expect(
        clippy::indexing_slicing,
        reason = "only the glossary makes identifiers, of tags that it has"
    )]
    pub fn tag(&self, id: TagId) -> &Tag {
        &self.tags[id.0]
    }

    /// Every entry's identifier, in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = EntryId> + Clone + use<> {
        (0..self.entries.len()).map(EntryId)
    }

    /// Every tag's identifier, in order.
    pub fn tag_ids(&self) -> impl ExactSizeIterator<Item = TagId> + use<> {
        (0..self.tags.len()).map(TagId)
    }

    /// The entries before and after one, in order.
    pub fn neighbours(&self, id: EntryId) -> (Option<EntryId>, Option<EntryId>) {
        let previous = id.0.checked_sub(1).map(EntryId);
        let next = (id.0 + 1 < self.entries.len()).then_some(EntryId(id.0 + 1));
        (previous, next)
    }
}

impl EntryId {
    /// The place in a list that has one item for each entry, in the glossary's order.
    pub fn index(self) -> usize {
        self.0
    }

    /// The entry at a place in such a list.
    pub(crate) fn from_index(index: usize) -> Self {
        Self(index)
    }
}

/// An entry's names, the title first. A name given twice counts where it stands first.
fn labels(front: &FrontMatter, file: &Arc<SourceFile>) -> Vec<Label> {
    let kinds = [
        (LabelKind::Title, std::slice::from_ref(&front.title)),
        (LabelKind::Synonym, &front.synonyms),
        (LabelKind::Abbreviation, &front.abbreviations),
        (LabelKind::Variant, &front.variants),
        (LabelKind::Hidden, &front.hidden),
        (LabelKind::Deprecated, &front.avoid),
    ];
    let mut seen = HashSet::new();
    kinds
        .into_iter()
        .flat_map(|(kind, names)| names.iter().map(move |name| (kind, name)))
        .filter(|(_, name)| seen.insert(name.text.as_str()))
        .map(|(kind, name)| Label {
            text: name.text.clone(),
            kind,
            place: Place::new(file, name.span.clone()),
        })
        .collect()
}

/// The key under which slugs meet that cannot both be addresses: nothing tells them apart that every
/// disk can.
pub fn slug_key(slug: &str, language: &Language) -> String {
    // hyphens part words here: `re-sign` and `resign` are two addresses
    let parts: Vec<_> = slug.split('-').map(|part| fold(part, language)).collect();
    parts.join("-")
}

/// Two files whose names differ in their folder only, or in nothing that every disk can tell apart.
fn report_slug_collisions(parsed: &[ParsedEntry], config: &Config, faults: &Faults) {
    let mut seen: HashMap<String, &ParsedEntry> = HashMap::new();
    let mut in_path_order: Vec<_> = parsed.iter().collect();
    in_path_order.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    for entry in in_path_order {
        let key = slug_key(&entry.slug, &config.edition.language);
        match seen.get(&key) {
            None => {
                seen.insert(key, entry);
            }
            Some(first) => {
                let title = &entry.front.title;
                let first_title = &first.front.title;
                faults.report(
                    Diagnostic::new(
                        Code::SlugCollision,
                        format!("two entries have the address `/{}/`", entry.slug),
                    )
                    .at(Place::new(&entry.file, title.span.clone()))
                    .also(
                        Place::new(&first.file, first_title.span.clone()),
                        "the first is here",
                    )
                    .help(format!("give one of the files another name than `{}.md`; a folder is not part of the address", entry.slug)),
                );
            }
        }
    }
}

fn withhold_drafts(parsed: Vec<ParsedEntry>, config: &Config) -> (Vec<ParsedEntry>, Vec<Withheld>) {
    let (drafts, parsed): (Vec<_>, Vec<_>) = parsed
        .into_iter()
        .partition(|entry| entry.front.is_withheld(config));
    let withheld = drafts
        .into_iter()
        .map(|draft| Withheld {
            names: labels(&draft.front, &draft.file)
                .into_iter()
                .map(|label| label.text)
                .collect(),
            path: draft.file.path.clone(),
            slug: draft.slug,
        })
        .collect();
    (parsed, withheld)
}

/// Where a name stands in the index: its letter, and its key within it.
struct Standing {
    letter: Letter,
    key: Vec<u8>,
}

impl Standing {
    fn of(name: &str, alphabet: &Alphabet) -> Self {
        Self {
            letter: alphabet.letter(name),
            key: alphabet.sort_key(name),
        }
    }
}

/// Sorts entries as the index has them: by letter, then by collation, then by what tells equal
/// names apart. Gives where each stands, too.
fn in_order(parsed: Vec<ParsedEntry>, alphabet: &Alphabet) -> (Vec<ParsedEntry>, Vec<Standing>) {
    let mut standing: Vec<_> = parsed
        .into_par_iter()
        .map(|entry| (Standing::of(sorted_by(&entry.front), alphabet), entry))
        .collect();
    let ranks = ranks(
        standing.iter().map(|(standing, _)| &standing.letter),
        alphabet,
    );
    let sense = |entry: &ParsedEntry| entry.front.sense.as_ref().map(|sense| sense.text.clone());
    standing.sort_by_cached_key(|(standing, entry)| {
        (
            ranks.get(&standing.letter.id).copied(),
            standing.key.clone(),
            entry.front.title.text.clone(),
            sense(entry),
            entry.slug.clone(),
            entry.file.path.clone(),
        )
    });
    let (standings, parsed) = standing.into_iter().unzip();
    (parsed, standings)
}

fn sorted_by(front: &FrontMatter) -> &str {
    &front.sort_as.as_ref().unwrap_or(&front.title).text
}

/// The names that stand in the index.
fn indexed_names(parsed: &ParsedEntry) -> impl Iterator<Item = &str> {
    let front = &parsed.front;
    let others = front.synonyms.iter().chain(&front.abbreviations);
    std::iter::once(sorted_by(front)).chain(others.map(|name| name.text.as_str()))
}

/// Where each letter stands, by its id.
fn ranks<'l>(
    letters: impl Iterator<Item = &'l Letter>,
    alphabet: &Alphabet,
) -> HashMap<String, usize> {
    let unique: BTreeMap<&str, &Letter> =
        letters.map(|letter| (letter.id.as_str(), letter)).collect();
    let mut ordered: Vec<_> = unique.into_values().cloned().collect();
    alphabet.order_letters(&mut ordered);
    ordered
        .into_iter()
        .enumerate()
        .map(|(rank, letter)| (letter.id, rank))
        .collect()
}

/// The tags of all entries, and those of each.
fn collect_tags(
    parsed: &[ParsedEntry],
    alphabet: &Alphabet,
    faults: &Faults,
) -> (Vec<Tag>, Vec<Vec<TagId>>) {
    let mut by_slug: BTreeMap<String, (Tag, Place)> = BTreeMap::new();
    let mut written: Vec<_> = parsed
        .iter()
        .enumerate()
        .flat_map(|(at, entry)| entry.front.tags.iter().map(move |tag| (at, entry, tag)))
        .collect();
    // the spelling in the first file counts, whatever its title sorts as
    written.sort_by(|(_, a, x), (_, b, y)| {
        (&a.file.path, x.span.start).cmp(&(&b.file.path, y.span.start))
    });
    for (at, entry, tag) in written {
        let place = Place::new(&entry.file, tag.span.clone());
        let address = slug(&tag.text);
        if address.is_empty() || !is_portable(&address) {
            let help = match address.as_str() {
                "" => "use at least one letter or digit",
                _ => "Windows keeps the name for a device: write another, or a longer one",
            };
            faults.report(
                Diagnostic::new(
                    Code::InvalidValue,
                    format!("the tag `{}` has no address", tag.text),
                )
                .at(place)
                .help(help),
            );
            continue;
        }
        match by_slug.get_mut(&same_on_disk(&address)) {
            None => {
                let first = Tag {
                    name: tag.text.clone(),
                    slug: address.clone(),
                    entries: vec![EntryId(at)],
                };
                by_slug.insert(same_on_disk(&address), (first, place));
            }
            Some((known, first)) => {
                if known.name != tag.text {
                    faults.report(
                        Diagnostic::new(
                            Code::TagCollision,
                            format!(
                                "the tags `{}` and `{}` have one address, `/tags/{}/`",
                                known.name, tag.text, known.slug
                            ),
                        )
                        .at(place)
                        .also(first.clone(), "the other is here")
                        .help(format!(
                            "write `{}` in both, or give one another name",
                            known.name
                        )),
                    );
                }
                known.entries.push(EntryId(at));
            }
        }
    }
    let mut tags: Vec<Tag> = by_slug.into_values().map(|(tag, _)| tag).collect();
    tags.sort_by_cached_key(|tag| (alphabet.sort_key(&tag.name), tag.slug.clone()));
    for tag in &mut tags {
        tag.entries.sort_unstable();
        tag.entries.dedup();
    }
    let ids: HashMap<&str, TagId> = tags
        .iter()
        .enumerate()
        .map(|(at, tag)| (tag.slug.as_str(), TagId(at)))
        .collect();
    let of_entries = parsed
        .iter()
        .map(|entry| {
            let mut seen = HashSet::new();
            let own = entry.front.tags.iter();
            own.filter_map(|tag| ids.get(slug(&tag.text).as_str()).copied())
                .filter(|id| seen.insert(*id))
                .collect()
        })
        .collect();
    (tags, of_entries)
}

/// Headwords, where they stand, and abbreviations and synonyms, under their letters.
fn index(
    entries: &[Arc<Entry>],
    standings: Vec<Standing>,
    alphabet: &Alphabet,
) -> Vec<LetterGroup> {
    let others_of = |(at, entry): (usize, &Arc<Entry>)| {
        let others = entry
            .names(LabelKind::Synonym)
            .chain(entry.names(LabelKind::Abbreviation));
        let line = |name: &str| {
            let line = IndexLine::OtherName(name.to_owned(), EntryId(at));
            (Standing::of(name, alphabet), line)
        };
        others.map(line).collect::<Vec<_>>()
    };
    let others: Vec<Vec<_>> = entries.par_iter().enumerate().map(others_of).collect();
    let mut lines: Vec<(Standing, IndexLine)> = Vec::new();
    for (at, (standing, others)) in standings.into_iter().zip(others).enumerate() {
        lines.push((standing, IndexLine::Entry(EntryId(at))));
        lines.extend(others);
    }
    let ranks = ranks(lines.iter().map(|(standing, _)| &standing.letter), alphabet);
    // a stable sort: entries of one name keep the glossary's order
    lines.sort_by_cached_key(|(standing, line)| {
        let is_other = matches!(line, IndexLine::OtherName(..));
        let rank = ranks.get(&standing.letter.id).copied();
        (rank, standing.key.clone(), is_other)
    });
    let mut groups: Vec<LetterGroup> = Vec::new();
    for (Standing { letter, .. }, line) in lines {
        match groups.last_mut() {
            Some(group) if group.letter.id == letter.id => group.lines.push(line),
            _ => groups.push(LetterGroup {
                letter,
                lines: vec![line],
            }),
        }
    }
    groups
}
