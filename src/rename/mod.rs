//! An entry's new name, in all files that say the old one.
//!
//! The project is linked as it is, changed in memory, and linked again: only if no fault has come of it,
//! and every reference leads where it led, is anything written.

mod names;
mod raw;
mod refusal;
mod rewrite;
mod same;
mod told;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use self::names::{Namer, Names, nowhere};
use self::raw::{MARK, Raw, moved, read_again};
use self::rewrite::{Rewriter, Rewritten};
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::disk::edits::Edits;
use crate::entry::front_matter::fences::parts;
use crate::entry::front_matter::{FrontMatter, KEYS, Key, KeyKind, LabelKind};
use crate::glossary::{Entry, EntryId, Glossary};
use crate::link::{Frame, LinkedGlossary};
use crate::names::NameIndex;
use crate::project::config::{self, Config, Options};
use crate::project::keys::write::InPlace;
use crate::project::load::{ADDRESSES, Sources};
use crate::project::typed::check_slug;
use crate::site_map::address_book::AddressBook;
use crate::site_map::written_address;
use crate::source::{Place, SourceFile};
use crate::text::name::{self, NameError};
use crate::text::slice;
use crate::text::slug::{self, SlugError};
use crate::{entry, pipeline};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Any name of the entry, or its slug.
    pub name: String,
    /// Its new title.
    pub title: String,
    /// Its new address.
    pub address: NewAddress,
    /// What becomes of its old title.
    pub old_title: OldTitle,
}

/// What address an entry gets with its new name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewAddress {
    /// That which is made from the title.
    FromTitle,
    /// That which it has.
    Kept,
    /// This slug.
    Slug(String),
}

/// What becomes of an entry's old title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldTitle {
    /// It goes.
    Dropped,
    /// It is a synonym.
    Synonym,
    /// It is a name to avoid.
    Avoid,
}

/// Why an entry is not renamed.
#[derive(Debug)]
pub enum Refusal {
    /// The project has faults, or cannot be read, or the new name is none for it.
    Failed(Failure),
    /// Faults would come of it, which have been collected.
    Afterwards,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// A change that is ready to be made.
#[derive(Debug)]
pub struct Renaming {
    /// What is to be written.
    edits: Edits,
    change: Change,
    changed: Vec<Changed>,
    /// What it does, for whoever asked for it, a line each.
    pub report: String,
}

impl Renaming {
    /// Writes it.
    ///
    /// # Errors
    ///
    /// As [`Edits::apply`]: the project is then as it was.
    pub fn apply(self, disk: &Disk) -> Result<(), Failure> {
        self.edits.apply(disk)
    }

    /// The change as git and patch read it.
    pub fn patch(&self) -> String {
        told::patch(&self.change, &self.changed)
    }
}

/// What changes of an entry.
#[derive(Debug)]
struct Change {
    names: Names,
    old_title: OldTitle,
    /// Whether the old title is a name of the entry besides.
    stays: bool,
    old_path: String,
    new_path: String,
    /// Whether the old address was, as far as is known, published: then it leads to the new one.
    is_published: bool,
}

impl Change {
    fn moves(&self) -> bool {
        self.old_path != self.new_path
    }

    /// Where a file is going to be.
    fn new_path_of<'p>(&'p self, path: &'p str) -> &'p str {
        match path == self.old_path {
            true => &self.new_path,
            false => path,
        }
    }
}

/// A project, linked, with or without its drafts.
struct World<'p> {
    config: &'p Config,
    frame: Arc<Frame>,
    linked: Arc<LinkedGlossary>,
}

impl<'p> World<'p> {
    fn new(config: &'p Config, sources: &'p Sources, faults: &Faults) -> Self {
        let linked = pipeline::link(sources, config, faults);
        Self {
            config,
            frame: linked.frame,
            linked: linked.glossary,
        }
    }

    fn names(&self) -> &NameIndex {
        &self.frame.names
    }

    fn entries(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        let glossary = &self.linked.glossary;
        glossary.ids().map(|id| (id, glossary.entry(id)))
    }
}

/// A project's files, and its settings.
struct Project {
    config: Config,
    settings: Arc<SourceFile>,
    sources: Sources,
}

impl Project {
    fn read(disk: &Disk, options: &Options, faults: &Faults) -> Result<Self, Failure> {
        let pipeline::Project {
            settings,
            config,
            sources,
        } = pipeline::read(disk, options, faults)?;
        Ok(Self {
            config,
            settings,
            sources,
        })
    }

    fn with_drafts(&self) -> Config {
        self.config.with_drafts(true)
    }

    /// The project with some files changed, each by its new path.
    fn with(&self, options: &Options, change: &Change, changed: &[Changed]) -> Self {
        let find = |path: &str| changed.iter().find(|changed| changed.file.path == path);
        let mut sources = self.sources.clone();
        for entry in &mut sources.entries {
            if let Some(changed) = find(&entry.path) {
                *entry = read_again(change.new_path_of(&entry.path), &changed.after);
            }
        }
        sources.entries.sort_by(|a, b| a.path.cmp(&b.path));
        if let Some(changed) = find(ADDRESSES) {
            sources.addresses = Some(read_again(ADDRESSES, &changed.after));
        }
        let settings = match find(config::FILE_NAME) {
            Some(changed) => read_again(config::FILE_NAME, &changed.after),
            None => Arc::clone(&self.settings),
        };
        Self {
            config: Config::new(options, &settings, &Faults::default()),
            settings,
            sources,
        }
    }
}

/// A file that is changed.
#[derive(Debug)]
struct Changed {
    /// As it was read.
    file: Arc<SourceFile>,
    /// All its bytes before.
    before: String,
    /// And after.
    after: String,
    /// How many places of it are changed, the entry's own front matter left out.
    places: usize,
    /// What somebody has to look at, by line and column as they are going to be.
    notes: Vec<(usize, usize, String)>,
}

/// What it takes to give an entry a new name. Nothing is written yet.
///
/// # Errors
///
/// [`Refusal::Failed`] where the project has faults, the name means no entry or the new one is taken, all
/// of which are collected, and where the disk refuses. [`Refusal::Afterwards`] where faults would come of
/// it.
pub fn plan(
    disk: &Disk,
    root: &Path,
    request: &Request,
    faults: &Faults,
) -> Result<Renaming, Refusal> {
    if request.name.trim().is_empty() {
        let message = "the entry's name is empty: write any of its names, then the new one";
        return Err(Failure::Usage(message.to_owned()).into());
    }
    let options = Options {
        root: root.to_owned(),
        ..Options::default()
    };
    let project = Project::read(disk, &options, faults)?;
    let found = Faults::default();
    let published = World::new(&project.config, &project.sources, &found);
    if found.any_error() || faults.any_error() {
        faults.take_over(found);
        return Err(Failure::Faults.into());
    }
    let with_drafts = project.with_drafts();
    let draft_faults = Faults::default();
    let has_drafts = !published.linked.glossary.withheld.is_empty();
    let all = has_drafts.then(|| World::new(&with_drafts, &project.sources, &draft_faults));
    let all = all.as_ref();

    let path = path_of(&request.name, &published, all, faults)?;
    let widest = all.unwrap_or(&published);
    let Some((id, entry)) = widest.entries().find(|(_, entry)| entry.file.path == path) else {
        return Err(Failure::Faults.into());
    };
    let change = change(request, entry, &widest.frame.book)?;
    refusal::of_names(&change, id, widest, faults);
    if faults.any_error() {
        return Err(Failure::Faults.into());
    }

    // what names mean is decided by front matter: that comes first
    let own = Raw::read(disk, root, &entry.file)?;
    let renamed = new_front(&own.text, &change);
    let own_change = Changed {
        file: Arc::clone(&entry.file),
        before: own.text.clone(),
        after: renamed,
        places: 0,
        notes: Vec::new(),
    };
    let halfway = project.with(&options, &change, std::slice::from_ref(&own_change));
    let mut rewritten: BTreeMap<String, (Arc<SourceFile>, Rewritten)> = BTreeMap::new();
    rewrite_world(&change, &published, &halfway, false, &mut rewritten);
    if let Some(all) = all {
        rewrite_world(&change, all, &halfway, true, &mut rewritten);
    }
    let book = project.sources.addresses.as_ref();
    let said_in = match entry.front.draft {
        true => widest,
        false => &published,
    };
    for file in book.into_iter().chain([&project.settings]) {
        rewrite_other(&change, said_in, &halfway, file, &mut rewritten);
    }
    rewritten
        .entry(change.old_path.clone())
        .or_insert_with(|| (Arc::clone(&entry.file), Rewritten::default()));
    let mut changed = Vec::new();
    for (path, (file, rewritten)) in rewritten {
        let raw = Raw::read(disk, root, &file)?;
        let after = raw.edited(&rewritten.edits);
        let is_own = path == change.old_path;
        let (after, shift) = match is_own {
            true => {
                let after = new_front(&after, &change);
                let shift = body_start(&read_again(&path, &after)) as isize
                    - moved(body_start(&file), &rewritten.edits) as isize;
                (after, shift)
            }
            false => (after, 0),
        };
        let now = read_again(&path, &after);
        let notes = rewritten.notes.into_iter().map(|(at, text)| {
            let is_front = at < body_start(&file);
            let at = moved(at, &rewritten.edits);
            let at = match is_front {
                true => at,
                false => at.saturating_add_signed(shift),
            };
            let (line, column) = now.line_column(at);
            (line, column, text)
        });
        changed.push(Changed {
            notes: notes.collect(),
            places: rewritten.edits.len(),
            before: raw.text,
            after,
            file,
        });
    }

    let new = project.with(&options, &change, &changed);
    let found = Faults::default();
    let world = World::new(&new.config, &new.sources, &found);
    if found.any_error() {
        faults.take_over(found);
        return Err(Refusal::Afterwards);
    }
    same::check(&change, &published, &world)?;
    let new_with_drafts = new.with_drafts();
    if let Some(all) = all {
        let found = Faults::default();
        let world = World::new(&new_with_drafts, &new.sources, &found);
        if found.count().0 > draft_faults.count().0 {
            faults.take_over(found);
            return Err(Refusal::Afterwards);
        }
        same::check(&change, all, &world)?;
    }

    let addresses = told::old_address(disk, &change, &project.sources)?;
    let new_links = told::new_links(&change, &published, &world);
    let mut edits = Edits::new(root);
    for changed in &changed {
        let (path, before, after) = (&changed.file.path, &changed.before, &changed.after);
        let new_path = change.new_path_of(path);
        if path != new_path {
            edits.relocate(path, before.as_str(), new_path, after.as_str());
        } else if before != after {
            edits.replace(path, before.as_str(), after.as_str());
        }
    }
    Ok(Renaming {
        edits,
        report: told::report(&change, &changed, &addresses, new_links),
        change,
        changed,
    })
}

/// The file of the entry that a name means: of one that is published, or else of a draft.
fn path_of(
    name: &str,
    published: &World<'_>,
    all: Option<&World<'_>>,
    faults: &Faults,
) -> Result<String, Failure> {
    let typed = Arc::new(SourceFile::new("the command line", name.to_owned()));
    let place = Place::new(&typed, 0..typed.text.len());
    let fault = match published.names().resolve(name, place) {
        Ok(means) => {
            let entry = published.linked.glossary.entry(means.entry);
            return Ok(entry.file.path.clone());
        }
        Err(fault) => fault,
    };
    if let Some(all) = all
        && let Ok(means) = all.names().resolve(name, nowhere())
    {
        let entry = all.linked.glossary.entry(means.entry);
        if entry.front.draft {
            return Ok(entry.file.path.clone());
        }
    }
    faults.report(*fault);
    Err(Failure::Faults)
}

/// What is to change of an entry.
fn change(request: &Request, entry: &Entry, book: &AddressBook) -> Result<Change, Failure> {
    let usage = |message: String| Err(Failure::Usage(message));
    let title = match name::typed(&request.title) {
        Ok(title) => title,
        Err(NameError::Empty) => {
            return usage("the new title is empty: write it after the old one".to_owned());
        }
        Err(NameError::Invisible(_)) => {
            return usage("the new title has a character in it that nobody sees".to_owned());
        }
    };
    let slug = match &request.address {
        NewAddress::Kept => entry.slug.clone(),
        NewAddress::Slug(slug) => {
            if *slug != entry.slug {
                check_slug(slug)?;
            }
            slug.clone()
        }
        NewAddress::FromTitle => slug::slug(&title),
    };
    if let Err(fault) = slug::check(&slug)
        && slug != entry.slug
    {
        return usage(wrong_slug(&slug, fault));
    }
    if title == entry.headword && slug == entry.slug {
        return usage(format!(
            "`{title}` is its title already, in {}",
            entry.file.path
        ));
    }
    let folder = entry.file.path.rsplit_once('/');
    let folder = folder.map_or("", |(folder, _)| folder);
    let new_path = match slug == entry.slug {
        true => entry.file.path.clone(),
        false => format!("{folder}/{slug}.md"),
    };
    let texts = entry.front.texts();
    let is_other_name = |kind: KeyKind| kind.label().is_some_and(LabelKind::is_other_name);
    let mut other_names = texts.filter(|(kind, _)| is_other_name(*kind));
    let mut known = book.published.iter();
    let is_recorded = known.any(|address| address.text.trim_matches('/') == entry.slug);
    Ok(Change {
        names: Names {
            old_title: entry.headword.clone(),
            new_title: title,
            sense: entry.sense.clone(),
            old_slug: entry.slug.clone(),
            new_slug: slug,
        },
        old_title: request.old_title,
        stays: other_names.any(|(_, name)| name.text == entry.headword),
        old_path: entry.file.path.clone(),
        new_path,
        is_published: match book.exists() {
            true => is_recorded,
            false => !entry.front.draft,
        },
    })
}

/// Why the address that the new title makes cannot be one.
fn wrong_slug(slug: &str, fault: SlugError) -> String {
    let other = "give one with `--slug`, or keep the old one with `--keep-address`";
    match fault {
        SlugError::Empty => {
            format!("the new title has no letter or digit for an address: {other}")
        }
        _ => format!("`{slug}` cannot be an entry's address: {fault}; {other}"),
    }
}

/// An entry's file with its names changed in front matter.
fn new_front(raw: &str, change: &Change) -> String {
    let names = &change.names;
    let start = raw.strip_prefix(MARK).map_or(0, |_| MARK.len());
    let Ok(parts) = parts(slice(raw, start..)) else {
        return raw.to_owned();
    };
    let span = start + parts.front.start..start + parts.front.end;
    let mut front = InPlace::new(slice(raw, span.clone()));
    if names.new_title != names.old_title {
        front.set("title", &names.new_title);
        // a name counts once, as a title
        let is_list_of_names = |key: &&Key| key.kind.label().is_some() && key.kind.is_list();
        for key in KEYS.iter().filter(is_list_of_names) {
            front.remove(key.name, |name| name == names.new_title);
        }
        match change.old_title {
            OldTitle::Synonym if !change.stays => front.add("synonyms", &names.old_title),
            OldTitle::Avoid => front.add("avoid", &names.old_title),
            _ => {}
        }
    }
    if change.moves() {
        if change.is_published {
            front.add("redirect_from", &names.old_slug);
        }
        front.remove("redirect_from", |address| {
            written_address(address.trim_matches('/')) == names.new_slug
        });
    }
    let mut text = raw.to_owned();
    text.replace_range(span, &front.into_text());
    text
}

/// Rewrites what the entries of a world say: its drafts, or all others.
fn rewrite_world(
    change: &Change,
    world: &World<'_>,
    halfway: &Project,
    drafts: bool,
    rewritten: &mut BTreeMap<String, (Arc<SourceFile>, Rewritten)>,
) {
    with_rewriter(change, world, halfway, |rewriter, after| {
        let now: HashMap<&str, EntryId> = after
            .ids()
            .map(|id| (after.entry(id).file.path.as_str(), id))
            .collect();
        for (id, entry) in world.entries() {
            let path = &entry.file.path;
            if entry.front.draft != drafts {
                continue;
            }
            let Some(now) = now.get(change.new_path_of(path)).copied() else {
                continue;
            };
            let found = rewriter.entry(id, now);
            if !found.edits.is_empty() || !found.notes.is_empty() {
                rewritten.insert(path.clone(), (Arc::clone(&entry.file), found));
            }
        }
    });
}

/// Rewrites the address book, or the settings.
fn rewrite_other(
    change: &Change,
    world: &World<'_>,
    halfway: &Project,
    file: &Arc<SourceFile>,
    rewritten: &mut BTreeMap<String, (Arc<SourceFile>, Rewritten)>,
) {
    with_rewriter(change, world, halfway, |rewriter, _| {
        let found = match file.path == ADDRESSES {
            true => rewriter.book(&file.text),
            false => rewriter.settings(&file.text),
        };
        if !found.edits.is_empty() {
            rewritten.insert(file.path.clone(), (Arc::clone(file), found));
        }
    });
}

/// Gives `use_of` what it takes to rewrite a world's files, if the entry is in it, and the glossary with
/// the entry's new names.
fn with_rewriter(
    change: &Change,
    world: &World<'_>,
    halfway: &Project,
    use_of: impl FnOnce(&Rewriter<'_, '_>, &Glossary),
) {
    let config = halfway.config.with_drafts(world.config.run.drafts);
    let parsed = entry::entries(&halfway.sources.entries, &[], &config);
    let after = Glossary::new(&parsed, &config);
    let old = by_path(&world.linked.glossary, &change.old_path);
    let new = by_path(&after, &change.new_path);
    let (Some(old), Some(new)) = (old, new) else {
        return;
    };
    let language = &config.edition.language;
    let exclude = &config.settings.linking.exclude;
    let rewriter = Rewriter {
        change,
        world,
        namer: Namer {
            names: &change.names,
            language,
            before: world.names(),
            after: &NameIndex::new(&after.names(), language, exclude),
            old,
            new,
        },
    };
    use_of(&rewriter, &after);
}

fn by_path(glossary: &Glossary, path: &str) -> Option<EntryId> {
    let mut ids = glossary.ids();
    ids.find(|id| glossary.entry(*id).file.path == path)
}

fn body_start(file: &Arc<SourceFile>) -> usize {
    match file.path.ends_with(".md") {
        true => FrontMatter::read(file, &Faults::default()).1,
        false => 0,
    }
}
