//! An entry's new name, in all files that say the old one.
//!
//! The project is linked as it is, changed in memory, and linked again: only if no fault has come of it,
//! and every reference leads where it led, is anything written.

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
use self::project::Project;
use self::report::{patch, report};
use self::rewrite::rewrite;
use self::verify::verify;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::disk::edits::Edits;

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
    change: Change,
    changed: Vec<ChangedFile>,
    /// What is to be written.
    edits: Edits,
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
        patch(&self.change, &self.changed)
    }
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
        return Err(faults::no_name().into());
    }
    let before = Project::read(disk, root, faults)?;
    let change = judge(request, &before, faults)?;
    let changed = rewrite(&change, &before);
    let after = verify(&change, &before, &changed, faults)?;
    Ok(Renaming {
        report: report(disk, &change, &changed, &before, &after)?,
        edits: edits(root, &change, &changed),
        change,
        changed,
    })
}

/// What is to change, if the name means an entry and the new name and address can be its own.
fn judge(request: &Request, project: &Project, faults: &Faults) -> Result<Change, Failure> {
    let path = project.path_of(&request.name).map_err(|fault| {
        faults.report(*fault);
        Failure::Faults
    })?;
    let frame = &project.widest().frame;
    let id = frame.glossary.at_path(path).ok_or(Failure::Faults)?;
    let change = Change::new(request, frame.glossary.entry(id), &frame.book)?;
    faults.report_all(conflicts(&change, id, frame, &project.config));
    if faults.any_error() {
        return Err(Failure::Faults);
    }
    Ok(change)
}

/// What is to be written.
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
