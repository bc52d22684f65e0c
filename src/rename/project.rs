//! A project before or after a renaming: its files, and what its readers get of them.

use std::path::Path;
use std::sync::Arc;

use super::change::Change;
use super::file_text::ChangedFile;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Diagnostic, Faults};
use crate::disk::Disk;
use crate::entry::ParsedEntry;
use crate::link::Linked;
use crate::pipeline;
use crate::project::config::{Config, Options};
use crate::project::load::Sources;
use crate::source::{Place, SourceFile};

/// A project, linked. Drafts are linked apart: what an entry that is published says means what it means
/// without them.
pub(super) struct Project {
    /// The file of its settings.
    pub(super) settings: Arc<SourceFile>,
    /// The settings, drafts left out.
    pub(super) config: Config,
    /// All other files.
    pub(super) sources: Sources,
    /// What is published of it.
    pub(super) published: Linked,
    /// All of it, if there are drafts.
    pub(super) with_drafts: Option<Linked>,
}

impl Project {
    /// Reads and links a project.
    ///
    /// # Errors
    ///
    /// [`Failure::Faults`] where it could not be built; and as [`pipeline::read`].
    pub(super) fn read(disk: &Disk, root: &Path, faults: &Faults) -> Result<Self, Failure> {
        let options = Options {
            root: root.to_owned(),
            ..Options::default()
        };
        let files = pipeline::read(disk, &options, faults)?;
        let project = Self::link(files, &[]);
        let found = project.faults();
        if found.any_error() || faults.any_error() {
            faults.take_over(found);
            return Err(Failure::Faults);
        }
        Ok(project)
    }

    fn link(files: pipeline::Project, known: &[Arc<ParsedEntry>]) -> Self {
        let pipeline::Project {
            settings,
            config,
            sources,
        } = files;
        let published = pipeline::link(&sources, known, &config);
        let has_drafts = !published.frame.glossary.withheld.is_empty();
        let with_drafts = || pipeline::link(&sources, &published.parsed, &config.with_drafts(true));
        Self {
            with_drafts: has_drafts.then(with_drafts),
            published,
            settings,
            config,
            sources,
        }
    }

    /// What is wrong with what is published.
    pub(super) fn faults(&self) -> Faults {
        faults_of(&self.published)
    }

    /// All entries, with drafts if there are any.
    pub(super) fn widest(&self) -> &Linked {
        self.with_drafts.as_ref().unwrap_or(&self.published)
    }

    /// The file of the entry that a name means: of one that is published, or else of a draft.
    ///
    /// # Errors
    ///
    /// The diagnostic of a name that means none, or several.
    pub(super) fn path_of(&self, name: &str) -> Result<&str, Box<Diagnostic>> {
        let typed = Arc::new(SourceFile::new("the command line", name.to_owned()));
        let place = Place::new(&typed, 0..typed.text.len());
        let meant = |linked: &'_ Linked| linked.frame.names.resolve(name, place.clone());
        let fault = match meant(&self.published) {
            Ok(means) => {
                let entry = self.published.frame.glossary.entry(means.entry);
                return Ok(&entry.file.path);
            }
            Err(fault) => fault,
        };
        if let Some(all) = &self.with_drafts
            && let Ok(means) = meant(all)
        {
            let entry = all.frame.glossary.entry(means.entry);
            if entry.front.draft {
                return Ok(&entry.file.path);
            }
        }
        Err(fault)
    }

    /// The entries' files, in the order of their paths, with some files changed.
    pub(super) fn entries_with(
        &self,
        change: &Change,
        changed: &[ChangedFile],
    ) -> Vec<Arc<SourceFile>> {
        let files = self.sources.entries.iter();
        let mut files: Vec<_> = files
            .map(|file| read_again(file, change, changed))
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// The project with some files changed, each at its new path, linked again. What is in the others is
    /// not read again.
    pub(super) fn with(&self, change: &Change, changed: &[ChangedFile]) -> Self {
        let again = |file: &Arc<SourceFile>| read_again(file, change, changed);
        let settings = again(&self.settings);
        let sources = Sources {
            entries: self.entries_with(change, changed),
            addresses: self.sources.addresses.as_ref().map(again),
            ..self.sources.clone()
        };
        let options = Options {
            root: self.config.run.root.clone(),
            ..Options::default()
        };
        let files = pipeline::Project {
            // an address in the navigation is all that can be another
            config: Config::new(&options, &settings, &Faults::default()),
            settings,
            sources,
        };
        Self::link(files, &self.published.parsed)
    }
}

/// A file as a build reads it after the change: the same value if it is not changed. The `changed` files are
/// in the order of their paths.
fn read_again(file: &Arc<SourceFile>, change: &Change, changed: &[ChangedFile]) -> Arc<SourceFile> {
    let found = changed.binary_search_by(|changed| changed.file.path.cmp(&file.path));
    match found.ok().and_then(|index| changed.get(index)) {
        Some(changed) => {
            let path = change.new_path_of(&file.path);
            Arc::new(SourceFile::new(path, changed.after.clone()))
        }
        None => Arc::clone(file),
    }
}

/// What is wrong with what was linked.
pub(super) fn faults_of(linked: &Linked) -> Faults {
    let faults = Faults::default();
    linked.report(&faults);
    faults
}
