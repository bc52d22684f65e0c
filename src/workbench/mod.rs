//! Reads a project again and again while it is edited. After an edit, only the parts that can have changed are
//! made again. The result is the same as that of a build of the whole project.
//!
//! The workbench keeps the [`Linked`] glossary and uses three of its parts again:
//!
//! - each parsed entry, if its file and the settings are the same;
//! - the [`Frame`] (order, names, addresses), if only texts were edited: it depends on front matter, settings
//!   and the names of files;
//! - the links of each entry, if the frame is the same, and so are the entry's text and every heading to
//!   which it may link.

use std::collections::BTreeSet;
use std::sync::Arc;

use self::snapshot::Snapshot;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::entry::page::{self, ParsedPage};
use crate::entry::{self, ParsedEntry};
use crate::link::{Frame, Linked};
use crate::project::config::{Config, Options};
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
    kept: Option<Kept>,
}

/// A project as it was read at one moment.
pub struct Reading {
    /// Its site.
    pub snapshot: Snapshot,
    /// The difference from the reading before.
    pub changed: Changed,
}

/// The parts that an edit changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Only the texts of the entries and pages with these files in the site.
    Texts(Vec<String>),
    /// Anything else.
    All,
}

/// The result of the last reading.
struct Kept {
    settings: Arc<SourceFile>,
    sources: Arc<Sources>,
    linked: Linked,
}

impl Kept {
    /// The files, in the site, of the pages of entries and pages whose text changed; `None` if anything else
    /// changed on which links depend.
    fn texts_changed(
        &self,
        sources: &Sources,
        parsed: &[Arc<ParsedEntry>],
        pages: &[Arc<ParsedPage>],
        config: &Config,
    ) -> Option<Vec<String>> {
        let is_same_beside = text(&self.sources.addresses) == text(&sources.addresses)
            && self.sources.files == sources.files
            && self.sources.static_files == sources.static_files;
        let is_same_number =
            self.linked.parsed.len() == parsed.len() && self.linked.pages.len() == pages.len();
        if !is_same_beside || !is_same_number {
            return None;
        }
        let addresses = &config.edition.addresses;
        let of_entries = changed_files(
            &self.linked.parsed,
            parsed,
            |before, now| {
                before.file.path == now.file.path
                    && before.head() == now.head()
                    && before.title_is_verb == now.title_is_verb
            },
            |now| addresses.entry(&now.slug).file(),
        );
        let of_pages = changed_files(
            &self.linked.pages,
            pages,
            |before, now| before.file.path == now.file.path && before.head() == now.head(),
            |now| now.address(addresses).file(),
        );
        let mut files = of_entries?;
        files.extend(of_pages?);
        Some(files)
    }
}

/// The files of the site, by `file`, of the texts with another value than before; `None` if one of these differs in
/// more than its text. Both lists have the same length.
fn changed_files<T>(
    before: &[Arc<T>],
    now: &[Arc<T>],
    differs_in_text: impl Fn(&T, &T) -> bool,
    file: impl Fn(&T) -> String,
) -> Option<Vec<String>> {
    let pairs = before.iter().zip(now);
    pairs
        .filter(|(before, now)| !Arc::ptr_eq(before, now))
        .map(|(before, now)| differs_in_text(before, now).then(|| file(now)))
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
        }
    }

    /// The linked glossary of the last reading; `None` if there is none, or if the project could not be read.
    pub fn linked(&self) -> Option<&Linked> {
        self.kept.as_ref().map(|kept| &kept.linked)
    }

    /// Reads the project again. `touched` are files and folders that may have changed, by their paths from the
    /// project's root; other files are read if their time or length differs. Diagnostics are reported. Show
    /// the snapshot only if none of them is an error.
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
        let root = &self.options.root;
        let settings = load::settings(self.disk, root, faults)?;
        let config = Arc::new(Config::new(&self.options, &settings, faults));
        let memory = Some(&mut self.memory);
        let sources =
            load::sources_again(self.disk, root, &config.settings.limits, memory, faults)?;
        let sources = Arc::new(sources);
        let before = self
            .kept
            .take()
            .filter(|kept| kept.settings.text == settings.text);
        let known = before.as_ref().map_or(&[][..], |kept| &kept.linked.parsed);
        let parsed = entry::entries(&sources.entries, known, &config);
        let known = before.as_ref().map_or(&[][..], |kept| &kept.linked.pages);
        let pages = page::pages(&sources.pages, known, &config);
        let texts = before
            .as_ref()
            .and_then(|kept| kept.texts_changed(&sources, &parsed, &pages, &config));
        let (linked, changed) = match (before, texts) {
            (Some(kept), Some(texts)) => {
                let linked = kept
                    .linked
                    .with_texts(parsed, pages, &sources.files, &config);
                (linked, Changed::Texts(texts))
            }
            _ => {
                let frame = Frame::new(&parsed, &pages, &sources, &config);
                let linked = Linked::new(parsed, pages, frame, &sources.files, &config);
                (linked, Changed::All)
            }
        };
        linked.report(faults);
        faults.report_all(linked.frame.new_addresses.clone());
        let glossary = Arc::clone(&linked.glossary);
        let site = Site::new(glossary, Arc::clone(&sources), config, faults);
        let snapshot = Snapshot::new(site);
        self.kept = Some(Kept {
            settings,
            sources,
            linked,
        });
        Ok(Reading { snapshot, changed })
    }
}
