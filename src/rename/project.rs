//! The linked project, before or after a renaming.

use std::sync::Arc;

use super::change::Change;
use super::file_text::ChangedFile;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Diagnostic, Faults};
use crate::disk::Disk;
use crate::entry::ParsedEntry;
use crate::link::answers::Answers;
use crate::link::{Editions, Linked};
use crate::pipeline;
use crate::project::config::{Config, Options};
use crate::project::imported::Imports;
use crate::project::load::Sources;
use crate::source::{Place, SourceFile};

/// A linked project. It is linked once without drafts, and once with them if there are any, because the
/// names of drafts must not change the meaning of references in published entries.
pub(super) struct LinkedProject {
    /// The file `glossary.toml`.
    pub(super) settings: Arc<SourceFile>,
    /// The settings, without drafts.
    pub(super) config: Config,
    /// All other files.
    pub(super) sources: Sources,
    /// The answers to a review of links.
    pub(super) answers: Answers,
    /// What was imported.
    pub(super) imports: Imports,
    /// The entries and pages without drafts.
    pub(super) published: Editions,
    /// All entries and pages, if there are drafts.
    pub(super) with_drafts: Option<Editions>,
}

impl LinkedProject {
    /// Links a project that has been read.
    ///
    /// # Errors
    ///
    /// [`Failure::Faults`] if the project has errors, which are reported to `faults`; [`Failure::Io`] if the answers
    /// to a review of links, or the list of what was imported, cannot be read.
    pub(super) fn new(
        disk: &Disk,
        files: pipeline::Project,
        faults: &Faults,
    ) -> Result<Self, Failure> {
        let answers = Answers::read(disk, &files.config.run.root, faults)?;
        let imports = Imports::read(disk, &files.config.run.root, faults)?;
        let project = Self::link(files, answers, imports, &[]);
        let link_faults = faults_of([&project.published.main]);
        if link_faults.any_error() || faults.any_error() {
            faults.take_over(link_faults);
            return Err(Failure::Faults);
        }
        Ok(project)
    }

    /// Links a project. Entries that are among the `known` ones are not parsed again.
    fn link(
        files: pipeline::Project,
        answers: Answers,
        imports: Imports,
        known: &[Arc<ParsedEntry>],
    ) -> Self {
        let pipeline::Project {
            settings,
            config,
            sources,
        } = files;
        let published = pipeline::link(&sources, known, &config);
        let has_drafts = |linked: &Arc<Linked>| {
            let glossary = &linked.frame.glossary;
            !glossary.withheld.is_empty() || !glossary.withheld_pages.is_empty()
        };
        let with_drafts = published
            .iter()
            .any(has_drafts)
            .then(|| pipeline::link(&sources, published.parsed(), &config.with_drafts(true)));
        Self {
            with_drafts,
            published,
            settings,
            config,
            sources,
            answers,
            imports,
        }
    }

    /// All entries, with the drafts if there are any.
    pub(super) fn with_all_entries(&self) -> &Editions {
        self.with_drafts.as_ref().unwrap_or(&self.published)
    }

    /// The path of the entry that a name means. Published entries come first, then drafts.
    ///
    /// # Errors
    ///
    /// A diagnostic if the name means no entry, or several.
    pub(super) fn path_of(&self, name: &str) -> Result<&str, Box<Diagnostic>> {
        let typed = Arc::new(SourceFile::typed(name));
        let place = Place::new(&typed, 0..typed.text.len());
        let meant = |linked: &'_ Linked| linked.frame.names.resolve(name, place.clone());
        let fault = match meant(&self.published.main) {
            Ok(means) => {
                let entry = self.published.main.frame.glossary.entry(means.entry);
                return Ok(&entry.file.path);
            }
            Err(fault) => fault,
        };
        if let Some(all) = &self.with_drafts
            && let Ok(means) = meant(&all.main)
        {
            let entry = all.main.frame.glossary.entry(means.entry);
            if entry.front.draft {
                return Ok(&entry.file.path);
            }
        }
        Err(fault)
    }

    /// The files of all entries with the changed files, in the order of their paths.
    pub(super) fn entries_with(
        &self,
        change: &Change,
        changed: &[ChangedFile],
    ) -> Vec<Arc<SourceFile>> {
        let files = self.sources.entries.iter();
        let mut files: Vec<_> = files
            .map(|file| file_after(file, change, changed))
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// The project with the changed files at their new paths, linked again. Unchanged files are not parsed
    /// again. Errors in the new settings are reported to `faults`.
    pub(super) fn with(&self, change: &Change, changed: &[ChangedFile], faults: &Faults) -> Self {
        let after = |file: &Arc<SourceFile>| file_after(file, change, changed);
        let settings = after(&self.settings);
        let sources = Sources {
            entries: self.entries_with(change, changed),
            pages: self.sources.pages.iter().map(after).collect(),
            addresses: self.sources.addresses.as_ref().map(after),
            ..self.sources.clone()
        };
        let options = Options {
            root: self.config.run.root.clone(),
            ..Options::default()
        };
        let files = pipeline::Project {
            config: Config::new(&options, &settings, faults),
            settings,
            sources,
        };
        let (answers, imports) = (self.answers.clone(), self.imports.clone());
        Self::link(files, answers, imports, &self.published.main.parsed)
    }
}

/// A file after the change; the same value if the file does not change. `changed` is in the order of paths.
fn file_after(file: &Arc<SourceFile>, change: &Change, changed: &[ChangedFile]) -> Arc<SourceFile> {
    let index = changed.binary_search_by(|changed| changed.file.path.cmp(&file.path));
    match index.ok().and_then(|index| changed.get(index)) {
        Some(changed) => {
            let path = change.new_path_of(&file.path);
            Arc::new(SourceFile::new(path, changed.after.clone()))
        }
        None => Arc::clone(file),
    }
}

/// The diagnostics of linked languages.
pub(super) fn faults_of<'l>(linked: impl IntoIterator<Item = &'l Arc<Linked>>) -> Faults {
    let faults = Faults::default();
    let linked = linked.into_iter();
    linked.for_each(|linked| linked.report(&faults));
    faults
}
