//! Changes to a project's own files: all of them are made, or none.
//!
//! New files are made in a workshop, a folder of the project that is kept out of everything else. A
//! journal there says what is going to be done, and is on the disk before anything is: the old files
//! are moved into the workshop, the new ones to their places. The journal's end is the moment from
//! which the changes are made. Until then all can be undone by moving files back, also by the next
//! command, where this one was stopped.

mod journal;
mod workshop;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use self::journal::{Journal, Move};
use self::workshop::Workshop;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::{Digest, Disk, Kind, faults};

/// The folder, in a project, in which changes of its files are made ready. Its name begins with a full
/// stop: no build reads it.
pub const EDITS: &str = ".headword.edit";

/// What tells, in it, that files are being changed, or that this was stopped.
pub const JOURNAL: &str = "journal";

/// What is to become of some files of a project. Paths are from the project's root, with `/`.
#[derive(Debug, Default)]
pub struct Edits {
    root: PathBuf,
    steps: Vec<Step>,
}

/// What is to become of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    path: String,
    /// The bytes that it has; `None` where there is none yet.
    before: Option<Vec<u8>>,
    /// The bytes that it is going to have; `None` where it goes.
    after: Option<Vec<u8>>,
    /// The file whose permissions it gets.
    like: Option<String>,
}

impl Edits {
    /// No changes yet, of the project at `root`.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            steps: Vec::new(),
        }
    }

    /// Makes a file, and the folders that it needs.
    pub fn create(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.steps.push(Step {
            path: path.into(),
            before: None,
            after: Some(bytes.into()),
            like: None,
        });
    }

    /// Gives a file other bytes; `before` are those that it was read with.
    pub fn replace(
        &mut self,
        path: impl Into<String>,
        before: impl Into<Vec<u8>>,
        after: impl Into<Vec<u8>>,
    ) {
        let path = path.into();
        self.steps.push(Step {
            like: Some(path.clone()),
            path,
            before: Some(before.into()),
            after: Some(after.into()),
        });
    }

    /// Removes a file; `before` are the bytes that it was read with. The folder that it was in stays.
    pub fn remove(&mut self, path: impl Into<String>, before: impl Into<Vec<u8>>) {
        self.steps.push(Step {
            path: path.into(),
            before: Some(before.into()),
            after: None,
            like: None,
        });
    }

    /// Moves a file, which keeps its permissions, to a path where none is, and gives it other bytes;
    /// `before` are those that it was read with.
    pub fn relocate(
        &mut self,
        from: impl Into<String>,
        before: impl Into<Vec<u8>>,
        to: impl Into<String>,
        after: impl Into<Vec<u8>>,
    ) {
        let from = from.into();
        self.steps.push(Step {
            path: to.into(),
            before: None,
            after: Some(after.into()),
            like: Some(from.clone()),
        });
        self.remove(from, before);
    }

    /// Whether nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Makes all changes. Waits for another process that changes the same project.
    ///
    /// # Errors
    ///
    /// [`Failure::NotOurs`] where a file that is to be made is there already; [`Failure::Unusable`] where
    /// a path is not one of the project's own files; [`Failure::Changed`] where a file was changed since
    /// it was read; [`Failure::Io`] where the disk refuses. The project is then as it was, but for
    /// [`Failure::NotUndone`], where the disk refuses that as well: the next command does it.
    pub fn apply(self, disk: &Disk) -> Result<(), Failure> {
        if self.steps.is_empty() {
            return Ok(());
        }
        let missing = missing_folders(disk, &self.root)?;
        let done = self.make(disk, !missing.is_empty());
        if done.is_err() {
            for folder in missing.iter().rev() {
                let _ = disk.remove_folder(folder);
            }
        }
        done
    }

    /// Undoes what an edit of the project at `root` has left that was stopped. Gives whether there was
    /// anything to undo. Waits for an edit that is on its way.
    ///
    /// # Errors
    ///
    /// [`Failure::NotOurs`] where somebody has changed the files meanwhile; [`Failure::Io`] where the
    /// disk refuses.
    pub fn recover(root: &Path, disk: &Disk) -> Result<bool, Failure> {
        let journal = workshop::journal(root);
        match disk.exists(&journal) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            // no project at all: others say so
            Err(error) if error.is(ErrorKind::NotADirectory) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        let shop = Workshop::open(disk, root)?;
        let has_undone = shop.has_undone();
        let _ = shop.close();
        Ok(has_undone)
    }

    fn make(&self, disk: &Disk, is_new: bool) -> Result<(), Failure> {
        if is_new {
            disk.create_folders(&self.root)?;
        }
        let shop = Workshop::open(disk, &self.root)?;
        let done = self.make_in(disk, &shop);
        // what cannot be removed is of no use any more, and the next edit removes it
        let _ = shop.close();
        done
    }

    fn make_in(&self, disk: &Disk, shop: &Workshop<'_>) -> Result<(), Failure> {
        let journal = self.check(disk)?;
        for (number, step) in self.steps.iter().enumerate() {
            if let Some(after) = &step.after {
                let like = step.like.as_ref().map(|path| self.root.join(path));
                shop.stage(number, after, like.as_deref())?;
            }
        }
        let before: Vec<_> = self
            .steps
            .iter()
            .map(|step| step.before.as_deref())
            .collect();
        shop.run(&journal, &before)
    }

    /// Looks at all that is to be changed, before anything is.
    fn check(&self, disk: &Disk) -> Result<Journal, Failure> {
        let mut seen = BTreeSet::new();
        let mut folders = BTreeMap::new();
        let mut journal = Journal::default();
        for step in &self.steps {
            let path = step.path.as_str();
            if !journal::is_path(path) {
                return Err(faults::not_of_the_project(path));
            }
            if !seen.insert(path) {
                return Err(faults::changed_twice(path));
            }
            self.check_folders(disk, path, &mut folders)?;
            let full = self.root.join(path);
            match (&step.before, disk.kind(&full)?) {
                (None, None) => {}
                (None, Some(_)) => return Err(faults::is_there(path)),
                (Some(_), None) => return Err(faults::was_changed(path)),
                (Some(before), Some(Kind::File)) => {
                    if disk.read(&full, u64::MAX)? != *before {
                        return Err(faults::was_changed(path));
                    }
                }
                (Some(_), Some(_)) => return Err(faults::not_a_file(path)),
            }
            journal.moves.push(Move {
                path: path.to_owned(),
                has_before: step.before.is_some(),
                after: step.after.as_deref().map(Digest::of),
            });
        }
        let missing = folders.into_iter().filter(|(_, is_there)| !is_there);
        journal.folders = missing.map(|(folder, _)| folder).collect();
        Ok(journal)
    }

    /// Looks at the folders of a path, each once: which are there, and whether they are folders of the
    /// project, and no links out of it.
    fn check_folders(
        &self,
        disk: &Disk,
        path: &str,
        known: &mut BTreeMap<String, bool>,
    ) -> Result<(), Failure> {
        for (at, _) in path.match_indices('/') {
            let folder = crate::text::slice(path, ..at);
            if known.contains_key(folder) {
                continue;
            }
            let is_there = match disk.kind(&self.root.join(folder))? {
                None => false,
                Some(Kind::Folder) => true,
                Some(_) => return Err(faults::not_a_folder(folder)),
            };
            known.insert(folder.to_owned(), is_there);
        }
        Ok(())
    }
}

/// The folders around a project that are not there yet, the outermost first.
fn missing_folders(disk: &Disk, root: &Path) -> Result<Vec<PathBuf>, DiskError> {
    let mut missing = Vec::new();
    for folder in root.ancestors() {
        if folder.as_os_str().is_empty() || disk.exists(folder)? {
            break;
        }
        missing.push(folder.to_owned());
    }
    missing.reverse();
    Ok(missing)
}
