//! Reads a project again and again while it is edited. After an edit, only the parts that can have changed are
//! made again. The result is the same as that of a build of the whole project.
//!
//! The workbench keeps the linked glossary ([`Editions`]) and uses three of its parts again:
//!
//! - each parsed entry, if its file and the settings are the same;
//! - the [`Frame`](crate::link::Frame) of each language (order, names, addresses), if only texts were edited, and keys
//!   on which nothing else depends, such as `related`: it depends on the other keys, settings and the names of files;
//! - the links of each entry, if the frame is the same, and so are the entry's text and every heading to
//!   which it may link. In the main language, also if names changed, unless the text may contain one of them.
//!
//! An editor of texts can replace the text of a file before it is saved ([`Workbench::replace`]). Such a text
//! counts instead of the one on the disk.

use std::collections::BTreeSet;
use std::sync::Arc;

use self::snapshot::Snapshot;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Diagnostic, Faults, Severity};
use crate::disk::Disk;
use crate::entry::page::{self, ParsedPage};
use crate::entry::{self, ParsedEntry};
use crate::link::{Editions, Frames};
use crate::project::config::{Config, LanguageId, Options};
use crate::project::load::{self, Memory, Sources};
use crate::site::Site;
use crate::source::SourceFile;

mod poll;
pub mod snapshot;
pub mod watch;
mod watched;

/// A project that is being edited.
pub struct Workbench<'d> {
    disk: &'d Disk,
    options: Options,
    memory: Memory,
    kept: Option<Reading>,
    /// Whether `kept` is the last reading, and not one before a reading that failed.
    is_current: bool,
    /// The files whose texts were replaced since the last reading.
    replaced: BTreeSet<String>,
}

/// A project as it was read at one moment. A copy shares all parts.
#[derive(Clone)]
pub struct Reading {
    /// `glossary.toml`.
    pub settings: Arc<SourceFile>,
    /// The settings in it, merged with the options.
    pub config: Arc<Config>,
    /// All other files.
    pub sources: Arc<Sources>,
    /// The glossary with its links, in all languages.
    pub linked: Arc<Editions>,
    /// The entries' files of all languages as they were read, in the order of their paths.
    parsed: Arc<[Arc<ParsedEntry>]>,
    /// The pages' files in the same way.
    pages: Arc<[Arc<ParsedPage>]>,
    /// The difference from the reading before.
    pub changed: Changed,
    /// The diagnostics of the settings and of the files as such, before any file is read as an entry.
    file_faults: Arc<[Diagnostic]>,
}

/// The parts that an edit changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Only the texts of the entries and pages with these files in the site.
    Texts(Vec<String>),
    /// Anything else.
    All,
}

impl Reading {
    /// The site at this moment. Errors in templates and phrases are reported.
    pub fn site(&self, faults: &Faults) -> Site {
        let (sources, config) = (Arc::clone(&self.sources), Arc::clone(&self.config));
        Site::new(self.linked.glossaries(), sources, config, faults)
    }

    /// The site at this moment, of which each file is made when it is requested. Errors in templates and phrases
    /// are reported.
    pub fn snapshot(&self, faults: &Faults) -> Snapshot {
        Snapshot::new(self.site(faults))
    }

    /// Reports the diagnostics of the project's files and links.
    fn report(&self, faults: &Faults) {
        faults.report_all(self.file_faults.iter().cloned());
        self.linked.report(faults);
        faults.report_all(self.linked.main.frame.new_addresses.clone());
    }

    /// Whether the address book and the files beside the texts are the same in `sources`.
    fn is_same_beside(&self, sources: &Sources) -> bool {
        text(&self.sources.addresses) == text(&sources.addresses)
            && self.sources.files == sources.files
            && self.sources.static_files == sources.static_files
    }

    /// The change to these entries and pages, if the frame stays as it is; `None` if anything else changed on which
    /// the frame depends.
    fn change_in_frame(
        &self,
        sources: &Sources,
        parsed: &[Arc<ParsedEntry>],
        pages: &[Arc<ParsedPage>],
        config: &Config,
    ) -> Option<Changed> {
        let is_same_number = self.parsed.len() == parsed.len() && self.pages.len() == pages.len();
        if !self.is_same_beside(sources) || !is_same_number {
            return None;
        }
        let editions = config.editions();
        let addresses = |language: LanguageId| {
            let edition = editions.get(language.index()).map(|it| &it.edition);
            &edition.unwrap_or(&config.edition).addresses
        };
        let of_entries = changed_files(
            &self.parsed,
            parsed,
            |before, now| self.linked.keeps_frame(before, now),
            |now| addresses(now.language).entry(&now.slug).file(),
        );
        let of_pages = changed_files(
            &self.pages,
            pages,
            |before, now| before.file.path == now.file.path && before.head() == now.head(),
            |now| now.address(addresses(now.language)).file(),
        );
        let mut files = of_entries?;
        files.extend(of_pages?);
        let pairs = self.parsed.iter().zip(parsed);
        let mut pairs = pairs.filter(|(before, now)| !Arc::ptr_eq(before, now));
        // other pages may show a key of the front matter
        Some(if pairs.all(|(before, now)| before.head() == now.head()) {
            Changed::Texts(files)
        } else {
            Changed::All
        })
    }
}

/// The files of the site, by `file`, of the texts with another value than before; `None` if one of these changes the
/// frame. Both lists have the same length.
fn changed_files<T>(
    before: &[Arc<T>],
    now: &[Arc<T>],
    keeps_frame: impl Fn(&T, &T) -> bool,
    file: impl Fn(&T) -> String,
) -> Option<Vec<String>> {
    let pairs = before.iter().zip(now);
    pairs
        .filter(|(before, now)| !Arc::ptr_eq(before, now))
        .map(|(before, now)| keeps_frame(before, now).then(|| file(now)))
        .collect()
}

fn text(file: &Option<Arc<SourceFile>>) -> Option<&str> {
    file.as_ref().map(|file| file.text.as_str())
}

impl<'d> Workbench<'d> {
    /// A workbench for the project that `options` name; nothing is read yet.
    pub fn new(disk: &'d Disk, options: Options) -> Self {
        Self {
            disk,
            options,
            memory: Memory::default(),
            kept: None,
            is_current: false,
            replaced: BTreeSet::new(),
        }
    }

    /// Replaces the text of a file, by its path from the project's root, until it is replaced again; `None` gives
    /// it the text on the disk back. The next reading sees the change.
    pub fn replace(&mut self, path: &str, text: Option<Arc<SourceFile>>) {
        self.memory.replace(path, text);
        self.replaced.insert(path.to_owned());
    }

    /// Reads the project again. `touched` are files and folders that may have changed, by their paths from the
    /// project's root; other files are read if their time or length differs. Diagnostics are reported. Show
    /// the site only if none of them is an error.
    ///
    /// # Errors
    ///
    /// Those of [`load`], and a file that disappears while it is read.
    pub fn read(
        &mut self,
        touched: &BTreeSet<String>,
        faults: &Faults,
    ) -> Result<Reading, Failure> {
        self.memory.forget(touched);
        self.is_current = false;
        self.replaced.clear();
        let of_files = Faults::default();
        match self.read_files(&of_files) {
            Ok((settings, config, sources)) => {
                let file_faults = of_files.into_diagnostics();
                let before = self.kept.take();
                let before = before.filter(|kept| kept.settings.text == settings.text);
                let read = read(before, settings, config, sources, file_faults.into());
                Ok(self.keep(read, faults))
            }
            Err(failure) => {
                faults.take_over(of_files);
                Err(failure)
            }
        }
    }

    /// Reads the project again as [`Self::read`] does, if all changes since the last reading are known: only those of
    /// files that were `touched`, and of texts that were replaced. If these are files of entries and pages that the last
    /// reading has, or temporary ones that are gone, no other file is looked at: this takes as long as the change needs.
    ///
    /// # Errors
    ///
    /// Those of [`Self::read`].
    pub fn read_reported(
        &mut self,
        touched: &BTreeSet<String>,
        faults: &Faults,
    ) -> Result<Reading, Failure> {
        let changed: BTreeSet<_> = self.replaced.union(touched).cloned().collect();
        if let Some(sources) = self.with_texts_of(&changed)
            && let Some(kept) = self.kept.take()
        {
            self.memory.forget(touched);
            self.replaced.clear();
            let (settings, config) = (Arc::clone(&kept.settings), Arc::clone(&kept.config));
            let file_faults = Arc::clone(&kept.file_faults);
            let read = read(Some(kept), settings, config, sources, file_faults);
            return Ok(self.keep(read, faults));
        }
        self.read(touched, faults)
    }

    /// The files of the last reading, with the newest texts of some of them; `None` if the whole project has to be read.
    fn with_texts_of(&self, paths: &BTreeSet<String>) -> Option<Sources> {
        let kept = self.kept.as_ref().filter(|_| self.is_current)?;
        let is_error = |fault: &Diagnostic| fault.code().severity() == Severity::Error;
        // an error about the files as such, for example one that is not a file, may be gone
        if kept.file_faults.iter().any(is_error) {
            return None;
        }
        let is_text = |path: &String| kept.sources.text(path).is_some();
        let (texts, others): (BTreeSet<String>, BTreeSet<String>) =
            paths.iter().cloned().partition(is_text);
        // a text that replaces nothing on the disk is a new one
        let is_gone =
            |path: &String| !self.replaced.contains(path) && self.was_temporary(path, kept);
        if texts.is_empty() || !others.iter().all(is_gone) {
            return None;
        }
        let (root, limits) = (&self.options.root, &kept.config.settings.limits);
        let texts = load::texts_again(self.disk, root, limits, &self.memory, &texts)?;
        Some(with_texts(&kept.sources, texts))
    }

    /// Whether there is nothing at a path beside the texts, and was nothing at the last reading: many editors write a new
    /// file, and move it over the old one.
    fn was_temporary(&self, path: &str, last: &Reading) -> bool {
        let sources = &last.sources;
        let is_there = |file: &str| {
            let rest = file.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let texts = sources.entries.iter().chain(&sources.pages);
        let texts = texts.map(|file| file.path.as_str());
        let mut files = texts.chain(sources.files.keys().map(String::as_str));
        matches!(path.split_once('/'), Some(("content" | "pages", _)))
            && !files.any(is_there)
            && matches!(self.disk.kind(&self.options.root.join(path)), Ok(None))
    }

    /// Does the work now that the first change of a name would need. Call it while nothing changes.
    pub fn prepare(&self) {
        if let Some(kept) = &self.kept {
            kept.linked.main.read_vocabularies();
        }
    }

    fn keep(&mut self, reading: Reading, faults: &Faults) -> Reading {
        reading.report(faults);
        self.kept = Some(reading.clone());
        self.is_current = true;
        reading
    }

    /// Reads the settings and all other files.
    fn read_files(
        &mut self,
        faults: &Faults,
    ) -> Result<(Arc<SourceFile>, Arc<Config>, Sources), Failure> {
        let root = &self.options.root;
        let settings = load::settings_again(self.disk, root, &self.memory, faults)?;
        let config = Arc::new(Config::new(&self.options, &settings, faults));
        let memory = Some(&mut self.memory);
        let limits = &config.settings.limits;
        let sources = load::sources_again(self.disk, root, limits, memory, faults)?;
        Ok((settings, config, sources))
    }
}

/// The same files, some of them with other texts.
fn with_texts(sources: &Sources, texts: Vec<Arc<SourceFile>>) -> Sources {
    let mut sources = sources.clone();
    for text in texts {
        for files in [&mut sources.entries, &mut sources.pages] {
            let place = files.binary_search_by(|file| file.path.cmp(&text.path));
            if let Some(file) = place.ok().and_then(|place| files.get_mut(place)) {
                *file = Arc::clone(&text);
            }
        }
    }
    sources
}

/// Parses and links a project. Parts of the reading before, which must have the same settings, are used again.
fn read(
    before: Option<Reading>,
    settings: Arc<SourceFile>,
    config: Arc<Config>,
    sources: Sources,
    file_faults: Arc<[Diagnostic]>,
) -> Reading {
    let known = before.iter().flat_map(|kept| kept.parsed.iter());
    let parsed = entry::entries(&sources.entries, known, &config);
    let known = before.iter().flat_map(|kept| kept.pages.iter());
    let pages = page::pages(&sources.pages, known, &config);
    let change = before
        .as_ref()
        .and_then(|kept| kept.change_in_frame(&sources, &parsed, &pages, &config));
    let (all, all_pages) = (parsed.as_slice().into(), pages.as_slice().into());
    let (linked, changed) = match (before, change) {
        (Some(kept), Some(changed)) => {
            let linked = kept
                .linked
                .with_texts(parsed, pages, &sources.files, &config);
            (linked, changed)
        }
        (before, _) => {
            let frames = Frames::new(parsed, pages, &sources, &config);
            let before = before.filter(|kept| kept.is_same_beside(&sources));
            let before = before.as_ref().map(|kept| &*kept.linked);
            (frames.link_after(before, &sources.files), Changed::All)
        }
    };
    Reading {
        settings,
        config,
        sources: Arc::new(sources),
        linked: Arc::new(linked),
        parsed: all,
        pages: all_pages,
        changed,
        file_faults,
    }
}
