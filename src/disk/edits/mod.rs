//! Edits of a project's own files: all changes are made, or none.
//!
//! The new files are made in a workshop, a folder of the project that nothing else reads. A journal there
//! lists the planned changes, and is on the disk before the first one. Then the old files are moved into
//! the workshop, and the new files to their places. At the end, the journal is renamed: this moment
//! completes the edit. Until then, everything can be undone by moving files back. If this command is
//! stopped, the next one does this.

mod journal;
mod workshop;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use self::journal::{Journal, Move};
use self::workshop::EditWorkshop;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::{Digest, Disk, PathKind, faults};

/// The workshop in a project's folder. Builds do not read it, because its name begins with a full stop.
pub const EDITS: &str = ".headword.edit";

/// The journal in the workshop. It exists while an edit is running, and after an edit was stopped.
pub const JOURNAL: &str = "journal";

/// Changes of a project's files. Paths are from the project's root, with `/`.
#[derive(Debug, Default)]
pub struct Edits {
    root: PathBuf,
    changes: Vec<FileChange>,
}

/// The change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileChange {
    path: String,
    /// The bytes before the change; `None` if the file does not exist.
    before: Option<Vec<u8>>,
    /// The bytes after the change; `None` if the file is removed.
    after: Option<Vec<u8>>,
    /// The path of the file whose permissions the new file gets.
    permissions_of: Option<String>,
}

impl Edits {
    /// An empty list of changes, for the project in the folder `root`.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            changes: Vec::new(),
        }
    }

    /// Adds a new file. Its folders are made too.
    pub fn create(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.changes.push(FileChange {
            path: path.into(),
            before: None,
            after: Some(bytes.into()),
            permissions_of: None,
        });
    }

    /// Adds a change of a file from the bytes `before`, as they were read, to the bytes `after`.
    pub fn replace(
        &mut self,
        path: impl Into<String>,
        before: impl Into<Vec<u8>>,
        after: impl Into<Vec<u8>>,
    ) {
        let path = path.into();
        self.changes.push(FileChange {
            permissions_of: Some(path.clone()),
            path,
            before: Some(before.into()),
            after: Some(after.into()),
        });
    }

    /// Adds the removal of a file, whose bytes were `before` when it was read. Its folder stays.
    pub fn remove(&mut self, path: impl Into<String>, before: impl Into<Vec<u8>>) {
        self.changes.push(FileChange {
            path: path.into(),
            before: Some(before.into()),
            after: None,
            permissions_of: None,
        });
    }

    /// Adds the move of a file to a new path, and its change from the bytes `before`, as they were read, to
    /// the bytes `after`. The file keeps its permissions.
    pub fn relocate(
        &mut self,
        from: impl Into<String>,
        before: impl Into<Vec<u8>>,
        to: impl Into<String>,
        after: impl Into<Vec<u8>>,
    ) {
        let from = from.into();
        self.changes.push(FileChange {
            path: to.into(),
            before: None,
            after: Some(after.into()),
            permissions_of: Some(from.clone()),
        });
        self.remove(from, before);
    }

    /// Whether there are no changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Makes all changes. If another process edits the same project, the function waits.
    ///
    /// # Errors
    ///
    /// [`Failure::NotOurs`] if a new file already exists; [`Failure::Unusable`] if a path is not a file of
    /// the project; [`Failure::Changed`] if a file was changed since it was read; [`Failure::Io`] if a file
    /// cannot be read or written. After these errors, the project is unchanged. [`Failure::NotUndone`] if
    /// the changes could not be undone: the next command does this.
    pub fn apply(self, disk: &Disk) -> Result<(), Failure> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let missing = missing_folders(disk, &self.root)?;
        let result = self.apply_all(disk, !missing.is_empty());
        if result.is_err() {
            for folder in missing.iter().rev() {
                let _ = disk.remove_folder(folder);
            }
        }
        result
    }

    /// Undoes an edit of the project in the folder `root`, if it was stopped. Returns whether there was
    /// such an edit. If an edit is still running, the function waits.
    ///
    /// # Errors
    ///
    /// [`Failure::NotOurs`] if somebody changed the files since, or if the journal is damaged;
    /// [`Failure::Io`] if a file cannot be read or written.
    pub fn recover(root: &Path, disk: &Disk) -> Result<bool, Failure> {
        let journal = workshop::journal(root);
        match disk.exists(&journal) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            // `root` is not a folder: the command reports this later
            Err(error) if error.is(ErrorKind::NotADirectory) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        let workshop = EditWorkshop::open(disk, root)?;
        let has_undone = workshop.has_undone();
        let _ = workshop.close();
        Ok(has_undone)
    }

    /// Makes all changes. If `is_new`, the folder of the project is made first.
    fn apply_all(&self, disk: &Disk, is_new: bool) -> Result<(), Failure> {
        if is_new {
            disk.create_folders(&self.root)?;
        }
        let workshop = EditWorkshop::open(disk, &self.root)?;
        let result = self.apply_in(disk, &workshop);
        // if this fails, the next edit removes the rest
        let _ = workshop.close();
        result
    }

    fn apply_in(&self, disk: &Disk, workshop: &EditWorkshop<'_>) -> Result<(), Failure> {
        let journal = self.check(disk)?;
        for (number, change) in self.changes.iter().enumerate() {
            if let Some(after) = &change.after {
                let permissions_of = change.permissions_of.as_ref();
                let permissions_of = permissions_of.map(|path| self.root.join(path));
                workshop.stage(number, after, permissions_of.as_deref())?;
            }
        }
        let before: Vec<_> = self
            .changes
            .iter()
            .map(|change| change.before.as_deref())
            .collect();
        workshop.run(&journal, &before)
    }

    /// Checks all changes before the first one is made, and returns their journal.
    fn check(&self, disk: &Disk) -> Result<Journal, Failure> {
        let mut seen = BTreeSet::new();
        let mut folders = BTreeMap::new();
        let mut journal = Journal::default();
        for change in &self.changes {
            let path = change.path.as_str();
            if !journal::is_path(path) {
                return Err(faults::not_of_the_project(path));
            }
            if !seen.insert(path) {
                return Err(faults::changed_twice(path));
            }
            self.check_folders(disk, path, &mut folders)?;
            let full = self.root.join(path);
            match (&change.before, disk.kind(&full)?) {
                (None, None) => {}
                (None, Some(_)) => return Err(faults::already_exists(path)),
                (Some(_), None) => return Err(faults::was_changed(path)),
                (Some(before), Some(PathKind::File)) => {
                    if disk.read(&full, u64::MAX)? != *before {
                        return Err(faults::was_changed(path));
                    }
                }
                (Some(_), Some(_)) => return Err(faults::not_a_file(path)),
            }
            journal.moves.push(Move {
                path: path.to_owned(),
                has_before: change.before.is_some(),
                after: change.after.as_deref().map(Digest::of),
            });
        }
        let missing = folders.into_iter().filter(|(_, exists)| !exists);
        journal.folders = missing.map(|(folder, _)| folder).collect();
        Ok(journal)
    }

    /// Checks that the folders of a path are folders and not links. `known` gets each folder, and whether
    /// it exists.
    fn check_folders(
        &self,
        disk: &Disk,
        path: &str,
        known: &mut BTreeMap<String, bool>,
    ) -> Result<(), Failure> {
        for (slash, _) in path.match_indices('/') {
            let folder = crate::text::slice(path, ..slash);
            if known.contains_key(folder) {
                continue;
            }
            let exists = match disk.kind(&self.root.join(folder))? {
                None => false,
                Some(PathKind::Folder) => true,
                Some(_) => return Err(faults::not_a_folder(folder)),
            };
            known.insert(folder.to_owned(), exists);
        }
        Ok(())
    }
}

/// The folder of a project and the folders that contain it, if they do not exist, the outermost first.
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
