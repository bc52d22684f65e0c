//! A project that a client has open: its last reading, and its diagnostics.
//!
//! After an edit, the diagnostics of files and links are found at once. Those of pages and of the rules of
//! `headword check` need all entries. Until they are found again, the ones from before stay, each at the
//! place to which the edit moved it.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types::{Diagnostic as Published, DiagnosticSeverity};

use super::diagnostics::Writer;
use super::names::NameTable;
use crate::address::destination::{is_entry, is_in_pages};
use crate::diagnostic::{Diagnostic, Faults, Levels, Severity};
use crate::disk::Disk;
use crate::project::config::{FILE_NAME, Options};
use crate::project::listing::is_read;
use crate::project::load::ADDRESSES;
use crate::source::{Edit, Place, SourceFile};
use crate::workbench::watch::Touched;
use crate::workbench::{Reading, Workbench};

/// A project.
pub(super) struct Project<'d> {
    /// The folder.
    pub(super) root: PathBuf,
    workbench: Workbench<'d>,
    /// The last reading that succeeded.
    reading: Option<Reading>,
    /// The reason why the last reading failed.
    failure: Option<String>,
    /// The diagnostics of files and links, those of the last reading.
    at_once: Vec<Diagnostic>,
    /// The diagnostics of pages and rules, from the last check, at their places now.
    of_check: Vec<Diagnostic>,
    /// The unsaved texts, by their paths.
    unsaved: BTreeMap<String, Arc<SourceFile>>,
    /// The unsaved texts that the last reading does not have.
    retyped: BTreeMap<String, Arc<SourceFile>>,
    /// The paths whose files may have changed on the disk since the last reading; `None` if none did.
    touched: Option<Touched>,
    /// The files whose diagnostics are sent even if they are the same as before.
    edited: BTreeSet<String>,
    /// Whether pages and rules have not been checked since the last change.
    pub(super) is_unchecked: bool,
    /// The names of the last reading in each language, once they were needed.
    names: Vec<NameTable>,
    /// Whether the diagnostics may differ from those that the client has.
    has_news: bool,
    /// The files with diagnostics that the client has, each with the fingerprint of these.
    published: BTreeMap<String, u64>,
}

impl<'d> Project<'d> {
    /// The project in a folder; nothing is read yet. With `drafts`, drafts are included.
    pub(super) fn new(disk: &'d Disk, root: PathBuf, drafts: bool) -> Self {
        let options = Options {
            root: root.clone(),
            drafts,
            ..Options::default()
        };
        Self {
            root,
            workbench: Workbench::new(disk, options),
            reading: None,
            failure: None,
            at_once: Vec::new(),
            of_check: Vec::new(),
            unsaved: BTreeMap::new(),
            retyped: BTreeMap::new(),
            touched: Some(Touched::new()),
            edited: BTreeSet::new(),
            is_unchecked: true,
            names: Vec::new(),
            has_news: true,
            published: BTreeMap::new(),
        }
    }

    /// Lists the names of the last reading, for [`Self::names`].
    pub(super) fn list_names(&mut self) {
        let Some(reading) = &self.reading else {
            return;
        };
        let mut listed = std::mem::take(&mut self.names).into_iter();
        self.names = reading
            .linked
            .iter()
            .map(|linked| {
                let listed = listed.next().filter(|names| names.is_of(&linked.frame));
                listed.unwrap_or_else(|| NameTable::new(&linked.frame))
            })
            .collect();
    }

    /// The names in each language, the main one first, if they have been listed.
    pub(super) fn names(&self) -> &[NameTable] {
        &self.names
    }

    /// The last reading; `None` if none has succeeded.
    pub(super) fn reading(&self) -> Option<&Reading> {
        self.reading.as_ref()
    }

    /// All diagnostics, at their places now.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.at_once.iter().chain(&self.of_check)
    }

    /// The severities of this project.
    pub(super) fn levels(&self) -> Levels {
        match &self.reading {
            Some(reading) if self.failure.is_none() => reading.config.settings.check.levels(false),
            // without settings, each code has its default
            _ => Levels::default(),
        }
    }

    /// The path of a file from the project's root, with `/`; `None` for a file outside the project, or one
    /// that the project does not read.
    pub(super) fn path_of(&self, path: &Path) -> Option<String> {
        path_in(&self.root, path).filter(|path| is_text(path))
    }

    /// Gives a file an unsaved text; `None` if its text on the disk counts again.
    pub(super) fn retype(&mut self, path: &str, text: Option<String>) {
        self.edited.insert(path.to_owned());
        self.has_news = true;
        let Some(text) = text else {
            self.unsaved.remove(path);
            self.retyped.remove(path);
            self.workbench.replace(path, None);
            self.touch([path.to_owned()]);
            return;
        };
        let file = Arc::new(SourceFile::new(path, text));
        if let Some(before) = self.file(path) {
            // opening a document changes nothing
            if before.as_written() == file.as_written() {
                let known = self.unsaved.insert(path.to_owned(), Arc::clone(&file));
                if known.is_none() {
                    self.workbench.replace(path, Some(file));
                }
                return;
            }
            if let Some(edit) = Edit::between(&before.text, &file.text) {
                let diagnostics = std::mem::take(&mut self.of_check).into_iter();
                let moved = diagnostics.filter_map(|diagnostic| diagnostic.moved(&file, &edit));
                self.of_check = moved.collect();
            }
        }
        self.is_unchecked = true;
        self.unsaved.insert(path.to_owned(), Arc::clone(&file));
        self.retyped.insert(path.to_owned(), file);
    }

    /// The text of a file as it is now: unsaved, or as it was read last.
    pub(super) fn file(&self, path: &str) -> Option<Arc<SourceFile>> {
        if let Some(unsaved) = self.unsaved.get(path) {
            return Some(Arc::clone(unsaved));
        }
        let reading = self.reading.as_ref()?;
        if path == FILE_NAME {
            return Some(Arc::clone(&reading.settings));
        }
        let sources = &reading.sources;
        let addresses = sources.addresses.as_ref();
        let text = sources.text(path);
        text.or(addresses.filter(|file| file.path == path))
            .or_else(|| sources.templates.get(path.strip_prefix("templates/")?))
            .cloned()
    }

    /// Notes files that may have changed on the disk, by their paths from the project's root.
    pub(super) fn touch(&mut self, paths: impl IntoIterator<Item = String>) {
        self.touched.get_or_insert_default().extend(paths);
        self.is_unchecked = true;
    }

    /// Whether something has changed since the last reading.
    pub(super) fn is_stale(&self) -> bool {
        self.touched.is_some() || !self.retyped.is_empty()
    }

    /// Reads the project again if something has changed.
    pub(super) fn refresh(&mut self) {
        if !self.is_stale() {
            return;
        }
        self.has_news = true;
        let faults = Faults::default();
        for file in std::mem::take(&mut self.retyped).into_values() {
            self.workbench.replace(&file.path.clone(), Some(file));
        }
        // a saved file is a reason to look at the others: it may be that nobody watches them
        let result = match self.touched.take() {
            Some(touched) => self.workbench.read(&touched, &faults),
            None => self.workbench.read_reported(&BTreeSet::new(), &faults),
        };
        self.failure = match result {
            Ok(reading) => {
                self.reading = Some(reading);
                None
            }
            Err(failure) => {
                self.of_check.clear();
                Some(failure.to_string())
            }
        };
        self.at_once = faults.into_diagnostics();
    }

    /// The reading and its diagnostics, for a check; `None` if the last reading failed.
    pub(super) fn to_check(&self) -> Option<(Reading, Vec<Diagnostic>)> {
        let is_good = self.failure.is_none();
        let reading = self.reading.as_ref().filter(|_| is_good)?;
        Some((reading.clone(), self.at_once.clone()))
    }

    /// Takes over the diagnostics of pages and rules.
    pub(super) fn take_checked(&mut self, found: Vec<Diagnostic>) {
        self.of_check = found;
        self.is_unchecked = false;
        self.has_news = true;
    }

    /// The diagnostics that the client does not have yet: the path of each file, and all its diagnostics.
    /// Only files whose diagnostics differ are written for the client: a large glossary has thousands.
    pub(super) fn news(&mut self, writer: &Writer<'_>) -> Vec<(String, Vec<Published>)> {
        if !std::mem::take(&mut self.has_news) {
            return Vec::new();
        }
        let levels = self.levels();
        let mut by_file: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
        for diagnostic in self.at_once.iter().chain(&self.of_check) {
            if levels.severity(diagnostic.code()).is_some() {
                let file = by_file.entry(Writer::file(diagnostic)).or_default();
                file.push(diagnostic);
            }
        }
        if self.failure.is_some() {
            by_file.entry(FILE_NAME).or_default();
        }
        let edited = std::mem::take(&mut self.edited);
        let mut news = Vec::new();
        let mut published = BTreeMap::new();
        for (file, list) in by_file {
            let failure = self.failure.as_deref().filter(|_| file == FILE_NAME);
            let fingerprint = fingerprint(&list, failure, &levels);
            if edited.contains(file) || self.published.get(file) != Some(&fingerprint) {
                news.push((file.to_owned(), written(&list, failure, &levels, writer)));
            }
            published.insert(file.to_owned(), fingerprint);
        }
        let before = self.published.keys().chain(&edited);
        let clean: BTreeSet<&String> = before
            .filter(|file| !published.contains_key(*file))
            .collect();
        news.extend(clean.into_iter().map(|file| (file.clone(), Vec::new())));
        self.published = published;
        news
    }
}

/// The diagnostics of one file, and the reason why the project cannot be read, for the client.
fn written(
    list: &[&Diagnostic],
    failure: Option<&str>,
    levels: &Levels,
    writer: &Writer<'_>,
) -> Vec<Published> {
    // a check may find what was found at once
    let once = Faults::default();
    once.report_all(list.iter().copied().cloned());
    let once = once.into_diagnostics();
    let written = once.iter().filter_map(|diagnostic| {
        let severity = levels.severity(diagnostic.code())?;
        Some(writer.diagnostic(diagnostic, severity))
    });
    let mut written: Vec<Published> = written.collect();
    written.extend(failure.map(|text| Published {
        severity: Some(DiagnosticSeverity::Error),
        source: Some("headword".to_owned()),
        message: text.into(),
        ..Published::default()
    }));
    written
}

/// A number that differs for other diagnostics, or other lines and columns of theirs.
fn fingerprint(list: &[&Diagnostic], failure: Option<&str>, levels: &Levels) -> u64 {
    let mut hasher = DefaultHasher::new();
    let hash_place = |place: &Place, hasher: &mut DefaultHasher| {
        place.file.path.hash(hasher);
        for at in [place.span.start, place.span.end] {
            let (line, start) = place.file.line_at(at);
            (line, at - start).hash(hasher);
        }
    };
    for diagnostic in list {
        let severity = levels.severity(diagnostic.code());
        severity.map(Severity::as_str).hash(&mut hasher);
        diagnostic.code().hash(&mut hasher);
        diagnostic.message().hash(&mut hasher);
        diagnostic.label_text().hash(&mut hasher);
        diagnostic.helps().hash(&mut hasher);
        diagnostic.pages().hash(&mut hasher);
        if let Some(place) = diagnostic.place() {
            hash_place(place, &mut hasher);
        }
        for (place, label) in diagnostic.other_places() {
            hash_place(place, &mut hasher);
            label.hash(&mut hasher);
        }
    }
    failure.hash(&mut hasher);
    hasher.finish()
}

/// The path of a file from a folder, with `/`.
pub(super) fn path_in(root: &Path, path: &Path) -> Option<String> {
    let path = path.strip_prefix(root).ok()?;
    let parts = path.components().map(|part| part.as_os_str().to_str());
    let parts: Option<Vec<_>> = parts.collect();
    Some(parts?.join("/"))
}

/// Whether a path of a project is that of a text that the server reads while it is written.
fn is_text(path: &str) -> bool {
    let is_entry = is_entry(path) && (path.starts_with("content/") || is_in_pages(path));
    let is_other = path == FILE_NAME || path == ADDRESSES || path.starts_with("templates/");
    is_read(path) && (is_entry || is_other)
}
