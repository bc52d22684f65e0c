//! A project read again and again while it is edited. After an edit, only what it can have changed is
//! made anew; what comes out is what a build of the whole would make.
//!
//! What is kept is the [`Linked`] glossary, of which three things are used again:
//!
//! - each entry as it was parsed, while its file and the settings stay;
//! - the [`Frame`], which front matter, settings and the names of files decide: order, names,
//!   addresses. It stays while texts alone are edited;
//! - what each entry says of others, while the frame stays and neither its own text nor a heading that
//!   it may link to changes.

use std::collections::BTreeSet;
use std::sync::Arc;

use self::snapshot::Snapshot;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::entry::{self, ParsedEntry};
use crate::link::{Frame, Linked};
use crate::project::config::{Config, Options};
use crate::project::load::{self, Memory, Sources};
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
    sources: Arc<Sources>,
    linked: Linked,
}

impl Kept {
    /// The slugs of the entries whose text changed; `None` if anything else did that links depend on.
    fn texts_changed(&self, sources: &Sources, parsed: &[Arc<ParsedEntry>]) -> Option<Vec<String>> {
        let is_same_beside = text(&self.sources.addresses) == text(&sources.addresses)
            && self.sources.files == sources.files
            && self.sources.static_files == sources.static_files;
        if !is_same_beside || self.linked.parsed.len() != parsed.len() {
            return None;
        }
        let differ_in_text = |before: &ParsedEntry, now: &ParsedEntry| {
            before.file.path == now.file.path && before.head() == now.head()
        };
        let pairs = self.linked.parsed.iter().zip(parsed);
        pairs
            .filter(|(before, now)| !Arc::ptr_eq(before, now))
            .map(|(before, now)| differ_in_text(before, now).then(|| now.slug.clone()))
            .collect()
    }
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
        let sources = Arc::new(sources);
        let before = self
            .kept
            .take()
            .filter(|kept| kept.settings.text == settings.text);
        let known = before.as_ref().map_or(&[][..], |kept| &kept.linked.parsed);
        let parsed = entry::entries(&sources.entries, known, &config);
        let texts = before
            .as_ref()
            .and_then(|kept| kept.texts_changed(&sources, &parsed));
        let (linked, changed) = match (before, texts) {
            (Some(kept), Some(texts)) => {
                let linked = kept.linked.with_texts(parsed, &sources.files, &config);
                (linked, Changed::Texts(texts))
            }
            _ => {
                let frame = Frame::new(&parsed, &sources, &config);
                let linked = Linked::new(parsed, frame, &sources.files, &config);
                (linked, Changed::All)
            }
        };
        linked.report(faults);
        faults.report_all(linked.frame.new_addresses.clone());
        let glossary = Arc::clone(&linked.glossary);
        let snapshot = Snapshot::new(glossary, Arc::clone(&sources), config, faults);
        self.kept = Some(Kept {
            settings,
            sources,
            linked,
        });
        Ok(Reading { snapshot, changed })
    }
}
