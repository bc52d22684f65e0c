//! `headword rename`: a new title for an entry, in every file that refers to it.
//!
//! The project is linked, changed in memory, and linked again. Files are written only if the change causes
//! no errors and every reference still leads to the same entry.

mod change;
mod conflicts;
mod faults;
mod file_text;
mod names;
mod old_title;
mod project;
mod references;
mod report;
mod rewrite;
mod verify;

use std::path::Path;

use self::change::Change;
use self::conflicts::conflicts;
use self::file_text::ChangedFile;
use self::project::LinkedProject;
use self::report::{patch, report};
use self::rewrite::rewrite;
use self::verify::verify;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::disk::edits::Edits;
use crate::pipeline::{self, Project};
use crate::project::config::Options;

/// A request to rename an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Any name of the entry, or its slug.
    pub name: String,
    /// The new title.
    pub title: String,
    /// The new address.
    pub address: NewAddress,
    /// The use of the old title.
    pub old_title: OldTitle,
    /// Whether messages may name the options of the command line. An author in an editor has none.
    pub has_options: bool,
}

/// The address of an entry with its new title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewAddress {
    /// The slug made from the new title.
    FromTitle,
    /// The old address.
    Kept,
    /// This slug.
    Slug(String),
}

/// The use of an entry's old title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldTitle {
    /// It is removed.
    Dropped,
    /// It becomes a synonym.
    Synonym,
    /// It becomes a name to avoid.
    Avoid,
}

/// The reason why an entry is not renamed.
#[derive(Debug)]
pub enum Refusal {
    /// The project has errors or cannot be read, or the entry cannot have the new title or address.
    Failed(Failure),
    /// The new title would cause errors, which have been reported.
    WouldCauseErrors,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// A renaming that can be written.
#[derive(Debug)]
pub struct Renaming {
    change: Change,
    changed: Vec<ChangedFile>,
    edits: Edits,
    /// The changes and the places to check, in words. Each line ends with a line break.
    pub report: String,
    /// The places to check, each with its file, line and column.
    pub to_check: Vec<String>,
}

/// The change of a file.
#[derive(Debug, Clone, Copy)]
pub struct FileChange<'r> {
    /// Its path from the project's root.
    pub path: &'r str,
    /// Its path after the change.
    pub new_path: &'r str,
    /// Its whole text before the change.
    pub before: &'r str,
    /// Its whole text after the change.
    pub after: &'r str,
}

impl Renaming {
    /// Writes the changed files.
    ///
    /// # Errors
    ///
    /// See [`Edits::apply`]. After an error, the files of the project are unchanged.
    pub fn apply(self, disk: &Disk) -> Result<(), Failure> {
        self.edits.apply(disk)
    }

    /// The changed files, in the order of their old paths.
    pub fn files(&self) -> impl Iterator<Item = FileChange<'_>> {
        self.changed.iter().map(|changed| FileChange {
            path: &changed.file.path,
            new_path: self.change.new_path_of(&changed.file.path),
            before: &changed.before,
            after: &changed.after,
        })
    }

    /// The changes as a patch for `git apply`.
    pub fn patch(&self) -> String {
        patch(&self.change, &self.changed)
    }
}

/// Prepares a renaming in the project in the folder `root`. Nothing is written yet.
///
/// # Errors
///
/// [`Refusal::Failed`] if the project has errors, if the name means no entry or several, or if the new
/// title or address is not free: these problems are reported to `faults`. Also if a file cannot be read, or
/// if a reference would lead to another entry. [`Refusal::WouldCauseErrors`] if the project would have
/// errors after the change.
pub fn plan(
    disk: &Disk,
    root: &Path,
    request: &Request,
    faults: &Faults,
) -> Result<Renaming, Refusal> {
    if request.name.trim().is_empty() {
        return Err(faults::no_name().into());
    }
    let options = Options {
        root: root.to_owned(),
        ..Options::default()
    };
    let project = pipeline::read(disk, &options, faults)?;
    plan_in(disk, project, request, faults)
}

/// [`plan`], in a project that has been read, without drafts.
///
/// # Errors
///
/// As [`plan`].
pub fn plan_in(
    disk: &Disk,
    project: Project,
    request: &Request,
    faults: &Faults,
) -> Result<Renaming, Refusal> {
    let root = project.config.run.root.clone();
    let root = root.as_path();
    let before = LinkedProject::new(disk, project, faults)?;
    let change = checked_change(request, &before, faults)?;
    let changed = rewrite(&change, &before);
    let after = verify(&change, &before, &changed, faults)?;
    let (report, to_check) = report(disk, &change, &changed, &before, &after)?;
    Ok(Renaming {
        report,
        to_check,
        edits: edits(root, &change, &changed),
        change,
        changed,
    })
}

/// The change that a request asks for, if the name means one entry, and if the entry can have the new title
/// and address.
fn checked_change(
    request: &Request,
    project: &LinkedProject,
    faults: &Faults,
) -> Result<Change, Failure> {
    let path = project.path_of(&request.name).map_err(|fault| {
        faults.report(*fault);
        Failure::Faults
    })?;
    let all = project.with_all_entries();
    let frame = &all.main.frame;
    let id = frame.glossary.at_path(path).ok_or(Failure::Faults)?;
    let language = &project.config.edition.language;
    let mut change = Change::new(request, id, frame, language)?;
    change.move_translations(&all.translations, &frame.book);
    faults.report_all(conflicts(&change, id, frame, &project.config));
    if faults.any_error() {
        return Err(Failure::Faults);
    }
    Ok(change)
}

/// The edits that write the changed files to the project in the folder `root`.
fn edits(root: &Path, change: &Change, changed: &[ChangedFile]) -> Edits {
    let mut edits = Edits::new(root);
    for changed in changed {
        let (path, before, after) = (&changed.file.path, &changed.before, &changed.after);
        let new_path = change.new_path_of(path);
        if path != new_path {
            edits.relocate(path, before.as_str(), new_path, after.as_str());
        } else if before != after {
            edits.replace(path, before.as_str(), after.as_str());
        }
    }
    edits
}
