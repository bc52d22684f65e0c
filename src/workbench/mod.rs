//! A project read again and again while it is edited. After an edit, only what it can have changed is
//! made anew; what comes out is what a build of the whole would make.
//!
//! Three things are kept:
//!
//! - each entry as it was parsed, while its file and the settings stay;
//! - the frame, which front matter, settings and the names of files decide: order, names,
//!   addresses. It stays while texts alone are edited;
//! - what each entry says of others, while the frame stays and neither its own text nor a heading that
//!   it may link to changes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use self::snapshot::Snapshot;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Diagnostic, Faults};
use crate::disk::Disk;
use crate::entry::{self, ParsedEntry};
use crate::glossary::{EntryId, Glossary};
use crate::link::{LinkedGlossary, ResolvedEntry, Surroundings, Target};
use crate::names::{self, NameIndex};
use crate::project::config::{Config, Options};
use crate::project::load::{self, Memory, Sources};
use crate::site_map::address_book::AddressBook;
use crate::site_map::{SiteMap, lost_addresses};
use crate::source::SourceFile;

pub mod snapshot;
pub mod watch;

/// A project under work.
pub struct Workbench<'d> {
    disk: &'d Disk,
    options: Options,
    memory: Memory,
    kept: Option<Kept>,
}

/// A project as it was read.
pub struct Reading {
    /// Its site.
    pub snapshot: Snapshot,
    /// What is not as it was at the reading before.
    pub changed: Changed,
}

/// What an edit changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Texts alone, of the entries with these slugs.
    Texts(Vec<String>),
    /// Anything else.
    All,
}

/// What the last reading made.
struct Kept {
    settings: Arc<SourceFile>,
    /// In the order of their files' paths.
    parsed: Vec<Arc<Parsed>>,
    frame: Arc<Frame>,
    /// The frame's glossary, with the texts as they are now.
    glossary: Glossary,
    /// In the glossary's order.
    resolved: Vec<Arc<ResolvedEntry>>,
}

/// An entry's file, understood by itself.
struct Parsed {
    entry: ParsedEntry,
}

impl Parsed {
    fn read(file: &Arc<SourceFile>, config: &Config) -> Self {
        Self {
            entry: entry::entry(file, config),
        }
    }

    /// What stands before the body.
    fn head(&self) -> &str {
        self.entry.file.slice(..self.entry.body.start)
    }

    /// Whether two readings of one file differ in the text alone.
    fn differs_in_text(&self, other: &Self) -> bool {
        self.entry.file.path == other.entry.file.path && self.head() == other.head()
    }
}

/// What is decided without reading a text: its entries may have other texts by now.
struct Frame {
    glossary: Glossary,
    names: NameIndex,
    book: AddressBook,
    site_map: Arc<SiteMap>,
    faults: Vec<Diagnostic>,
    // what it was made of, beside front matter and settings
    addresses: Option<Arc<SourceFile>>,
    files: BTreeMap<String, PathBuf>,
    static_files: BTreeMap<String, PathBuf>,
}

impl Frame {
    fn new(parsed: &[Arc<Parsed>], sources: &Sources, config: &Config) -> Self {
        let faults = Faults::default();
        let entries = parsed.iter().map(|parsed| parsed.entry.clone()).collect();
        let glossary = Glossary::new(entries, config);
        faults.report_all(glossary.faults(&config.edition.language));
        let book = AddressBook::read(sources.addresses.as_ref(), &faults);
        // none of these needs another: who saves a title is waiting
        let (names, site_map) = rayon::join(
            || NameIndex::new(&glossary, config),
            || {
                faults.report_all(names::conflicts(&glossary, &config.edition.language));
                faults.report_all(names::confusables(&glossary, &config.edition.language));
                SiteMap::new(&glossary, sources, &book, config)
            },
        );
        faults.report_all(site_map.refused());
        faults.report_all(lost_addresses(&site_map, &glossary, &book));
        book.report_new(&site_map.permanent(&glossary), &faults);
        Self {
            names,
            glossary,
            book,
            site_map: Arc::new(site_map),
            faults: faults.into_diagnostics(),
            addresses: sources.addresses.clone(),
            files: sources.files.clone(),
            static_files: sources.static_files.clone(),
        }
    }

    /// Whether the same would be made of other sources, front matter and settings aside.
    fn fits(&self, sources: &Sources) -> bool {
        let text = |file: &Option<Arc<SourceFile>>| file.as_ref().map(|file| file.text.clone());
        text(&self.addresses) == text(&sources.addresses)
            && self.files == sources.files
            && self.static_files == sources.static_files
    }
}

impl<'d> Workbench<'d> {
    /// A workbench for the project that `options` name; nothing is read yet.
    pub fn new(disk: &'d Disk, options: Options) -> Self {
        Self {
            disk,
            options,
            memory: Memory::default(),
            kept: None,
        }
    }

    /// Reads the project anew. `touched` are files and folders that may have been changed, by their paths from
    /// the project's root; others are read if their time or length differs. Faults are reported; the
    /// snapshot is worth showing only if none of them is an error.
    ///
    /// # Errors
    ///
    /// Those of [`load`], also where a file goes away while it is read.
    pub fn read(
        &mut self,
        touched: &BTreeSet<String>,
        faults: &Faults,
    ) -> Result<Reading, Failure> {
        self.memory.forget(touched);
        let root = &self.options.root;
        let settings = load::settings(self.disk, root, faults)?;
        let config = Arc::new(Config::new(&self.options, &settings, faults));
        let memory = Some(&mut self.memory);
        let sources =
            load::sources_again(self.disk, root, &config.settings.limits, memory, faults)?;
        let before = self
            .kept
            .take()
            .filter(|kept| kept.settings.text == settings.text);
        let parsed = parsed_again(&sources, &config, before.as_ref());
        faults.report_all(parsed.iter().flat_map(|parsed| parsed.entry.faults.clone()));
        let changed = before.as_ref().and_then(|kept| {
            let changed = texts_changed(&kept.parsed, &parsed)?;
            kept.frame.fits(&sources).then_some(changed)
        });
        let mut told = Changed::All;
        let (frame, glossary, again) = match (before, changed) {
            (Some(kept), Some(changed)) => {
                let entries = changed.iter().map(|parsed| &parsed.entry);
                let glossary = kept.glossary.with_texts(entries);
                let stale = stale(&kept, &glossary, &changed);
                let slugs = changed.iter().map(|parsed| parsed.entry.slug.clone());
                told = Changed::Texts(slugs.collect());
                (kept.frame, glossary, Some((kept.resolved, stale)))
            }
            _ => {
                let frame = Frame::new(&parsed, &sources, &config);
                let glossary = frame.glossary.clone();
                (Arc::new(frame), glossary, None)
            }
        };
        for fault in &frame.faults {
            faults.report(fault.clone());
        }
        let files = &sources.files;
        let around = Surroundings::new(&glossary, &frame.names, &frame.site_map, files, &config);
        let resolved = match again {
            None => around.resolve(&glossary.ids().collect::<Vec<_>>()),
            Some((mut resolved, stale)) => {
                for (id, anew) in stale.iter().zip(around.resolve(&stale)) {
                    if let Some(old) = resolved.get_mut(id.index()) {
                        *old = anew;
                    }
                }
                resolved
            }
        };
        let beside = around.beside_entries(&frame.book);
        let linked = LinkedGlossary::join(glossary.clone(), &resolved, beside, faults);
        let snapshot = Snapshot::new(
            linked,
            Arc::clone(&frame.site_map),
            sources,
            Arc::clone(&config),
            faults,
        );
        self.kept = Some(Kept {
            settings,
            parsed,
            frame,
            glossary,
            resolved,
        });
        Ok(Reading {
            snapshot,
            changed: told,
        })
    }
}

/// All entries parsed, those whose file and settings are as they were `before` not again.
fn parsed_again(sources: &Sources, config: &Config, before: Option<&Kept>) -> Vec<Arc<Parsed>> {
    let known: HashMap<&str, &Arc<Parsed>> = before
        .into_iter()
        .flat_map(|kept| &kept.parsed)
        .map(|parsed| (parsed.entry.file.path.as_str(), parsed))
        .collect();
    let files = sources.entries.par_iter();
    let is_same = |one: &Arc<SourceFile>, other| Arc::ptr_eq(one, other) || one.text == other.text;
    files
        .map(|file| match known.get(file.path.as_str()) {
            Some(parsed) if is_same(&parsed.entry.file, file) => Arc::clone(parsed),
            _ => Arc::new(Parsed::read(file, config)),
        })
        .collect()
}

/// The entries whose text changed; `None` if anything else did.
fn texts_changed(before: &[Arc<Parsed>], now: &[Arc<Parsed>]) -> Option<Vec<Arc<Parsed>>> {
    if before.len() != now.len() {
        return None;
    }
    let pairs = before.iter().zip(now);
    let changed = pairs.filter(|(before, now)| !Arc::ptr_eq(before, now));
    changed
        .map(|(before, now)| before.differs_in_text(now).then(|| Arc::clone(now)))
        .collect()
}

/// The entries that say something else of others, or may, since some texts changed: those, and
/// those that link to a heading in one of them, or to one that was not there.
fn stale(kept: &Kept, glossary: &Glossary, changed: &[Arc<Parsed>]) -> Vec<EntryId> {
    let paths: HashSet<&str> = changed
        .iter()
        .map(|parsed| parsed.entry.file.path.as_str())
        .collect();
    let is_changed = |id: &EntryId| paths.contains(glossary.entry(*id).file.path.as_str());
    let has_other_anchors =
        |id: &EntryId| glossary.entry(*id).body.anchors != kept.glossary.entry(*id).body.anchors;
    let moved: HashSet<EntryId> = glossary
        .ids()
        .filter(is_changed)
        .filter(has_other_anchors)
        .collect();
    let may_link = |id: &EntryId| {
        let Some(own) = kept.resolved.get(id.index()) else {
            return true;
        };
        let mut targets = own
            .text
            .references
            .iter()
            .map(|reference| &reference.target);
        own.diagnostics().next().is_some()
            || targets.any(|target| matches!(target, Target::Entry(id, _) if moved.contains(id)))
    };
    glossary
        .ids()
        .filter(|id| is_changed(id) || (!moved.is_empty() && may_link(id)))
        .collect()
}
