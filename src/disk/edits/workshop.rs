//! The workshop of an edit: the folder for new files before they are moved to their places, and for old
//! files until the edit is complete.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::journal::{Journal, Move};
use super::{EDITS, JOURNAL};
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::locked_folder::LockedFolder;
use crate::disk::{Disk, PathKind, faults};

/// The names in a workshop. The journal has the name `plan` before the first change and after the last one,
/// and the name `journal` in between.
const PLAN: &str = "plan";
const NEW: &str = "new";
const OLD: &str = "old";

/// The path of the journal in the project in the folder `root`.
pub(super) fn journal(root: &Path) -> PathBuf {
    root.join(EDITS).join(JOURNAL)
}

/// The workshop of a project, which is locked until it is closed.
pub(super) struct EditWorkshop<'d> {
    disk: &'d Disk,
    root: &'d Path,
    folder: LockedFolder<'d>,
    has_undone: bool,
}

impl<'d> EditWorkshop<'d> {
    /// Makes the workshop, and undoes an edit that was stopped.
    pub(super) fn open(disk: &'d Disk, root: &'d Path) -> Result<Self, Failure> {
        let names = [PLAN, JOURNAL, NEW, OLD];
        let purpose = "changes to the project are made there first";
        let folder = root.join(EDITS);
        let folder = LockedFolder::open(disk, folder, &names, purpose, &|| {})?;
        let mut workshop = Self {
            disk,
            root,
            folder,
            has_undone: false,
        };
        let ready = workshop.recover().and_then(|()| {
            workshop.folder.ignore()?;
            workshop.make_folders()
        });
        match ready {
            Ok(()) => Ok(workshop),
            Err(failure) => {
                let _ = workshop.close();
                Err(failure)
            }
        }
    }

    fn make_folders(&self) -> Result<(), Failure> {
        [NEW, OLD].into_iter().try_for_each(|name| {
            self.disk.create_folders(&self.path(name))?;
            Ok(())
        })
    }

    /// Whether opening the workshop has undone an edit.
    pub(super) fn has_undone(&self) -> bool {
        self.has_undone
    }

    /// Makes the new file with this number, with the permissions of the file `permissions_of`.
    pub(super) fn stage(
        &self,
        number: usize,
        bytes: &[u8],
        permissions_of: Option<&Path>,
    ) -> Result<(), Failure> {
        let file = self.new_file(number);
        self.disk.write(&file, bytes)?;
        if let Some(path) = permissions_of {
            self.disk.copy_permissions(path, &file)?;
        }
        Ok(())
    }

    /// Makes the changes in the journal. `before` has the bytes of each file as they were read. After an
    /// error, everything is undone.
    pub(super) fn run(&self, journal: &Journal, before: &[Option<&[u8]>]) -> Result<(), Failure> {
        self.begin(journal)?;
        let result = self
            .move_files(journal, before)
            .and_then(|()| Ok(self.end()?));
        let Err(failure) = result else {
            return Ok(());
        };
        Err(match self.undo(journal) {
            Ok(()) => failure,
            Err(undone) => Failure::NotUndone {
                failure: Box::new(failure),
                undone: Box::new(undone),
            },
        })
    }

    /// Writes the journal. Before it gets its name, it and the new files are on the disk.
    fn begin(&self, journal: &Journal) -> Result<(), Failure> {
        let plan = self.path(PLAN);
        let folder = self.folder.path();
        self.disk
            .write(&plan, journal.text().as_bytes())
            .and_then(|()| self.disk.sync(folder))
            .and_then(|()| self.disk.rename_new(&plan, &self.path(JOURNAL)))
            .map_err(|error| error.writing(folder))?;
        self.disk.sync_folder(folder).inspect_err(|_| {
            // there are no changes yet
            let _ = self.disk.rename_new(&self.path(JOURNAL), &plan);
        })?;
        Ok(())
    }

    /// Moves the old files into the workshop, and the new ones to their places.
    fn move_files(&self, journal: &Journal, before: &[Option<&[u8]>]) -> Result<(), Failure> {
        for folder in &journal.folders {
            self.disk.create_folder(&self.root.join(folder))?;
        }
        let moves = || journal.moves.iter().enumerate();
        for ((number, planned), before) in moves().zip(before) {
            let Some(before) = before else {
                continue;
            };
            let (place, old) = (self.root.join(&planned.path), self.old_file(number));
            self.disk
                .rename_new(&place, &old)
                .map_err(|error| error.writing(&place))?;
            // nobody changes the file here, so this check is final
            let bytes = self.disk.read(&old, u64::MAX);
            if bytes.map_err(|error| error.reading(&place))? != *before {
                return Err(faults::was_changed(&planned.path));
            }
        }
        for (number, planned) in moves().filter(|(_, planned)| planned.after.is_some()) {
            let place = self.root.join(&planned.path);
            match self.disk.rename_new(&self.new_file(number), &place) {
                Err(error) if error.is(ErrorKind::AlreadyExists) => {
                    return Err(faults::already_exists(&planned.path));
                }
                moved => moved?,
            }
        }
        self.sync_moves(journal, &journal.folders)?;
        Ok(())
    }

    /// Waits until all moves are on the disk, so that they survive a power failure. `existing` are those of
    /// the journal's folders that exist now. The moved files themselves are already on the disk.
    fn sync_moves(&self, journal: &Journal, existing: &[String]) -> Result<(), DiskError> {
        let parent = |path: &String| {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            self.root.join(folder)
        };
        let exists = |folder: &PathBuf| {
            let is_same = |path: &String| self.root.join(path) == *folder;
            existing.iter().any(is_same) || !journal.folders.iter().any(is_same)
        };
        let paths = journal.moves.iter().map(|planned| &planned.path);
        let parents: BTreeSet<PathBuf> = paths.chain(&journal.folders).map(parent).collect();
        let workshop_folders = [self.path(NEW), self.path(OLD)];
        parents
            .into_iter()
            .filter(exists)
            .chain(workshop_folders)
            .try_for_each(|folder| self.disk.sync_folder(&folder))
    }

    /// Renames the journal, which completes the edit.
    fn end(&self) -> Result<(), DiskError> {
        let (journal, plan) = (self.path(JOURNAL), self.path(PLAN));
        let folder = self.folder.path();
        self.disk
            .rename_new(&journal, &plan)
            .map_err(|error| error.writing(folder))?;
        self.disk.sync_folder(folder).inspect_err(|_| {
            // the new name may not survive a power failure, so the edit is not complete
            let _ = self.disk.rename_new(&plan, &journal);
        })
    }

    /// Undoes an edit that was stopped, and removes the files in the workshop.
    fn recover(&mut self) -> Result<(), Failure> {
        let path = self.path(JOURNAL);
        if self.disk.exists(&path)? {
            let bytes = self.disk.read(&path, u64::MAX)?;
            let Some(journal) = Journal::read(&bytes) else {
                return Err(faults::unreadable_journal(EDITS, JOURNAL, OLD));
            };
            // a copy of a project may lack empty folders
            self.make_folders()?;
            self.undo(&journal)?;
            self.has_undone = true;
        }
        self.clear()?;
        Ok(())
    }

    /// Moves the new files back into the workshop, and the old files back to their places, as far as they
    /// were moved. If this is stopped, it can be repeated.
    fn undo(&self, journal: &Journal) -> Result<(), Failure> {
        let mut placed = Vec::new();
        let mut moved = Vec::new();
        for (number, planned) in journal.moves.iter().enumerate() {
            let is_moved = self.disk.exists(&self.old_file(number))?;
            if is_moved {
                moved.push((number, planned));
            }
            if (is_moved || !planned.has_before) && self.is_placed(number, planned, is_moved)? {
                placed.push((number, planned));
            }
        }
        for (number, planned) in placed {
            self.disk
                .rename_new(&self.root.join(&planned.path), &self.new_file(number))?;
        }
        for (number, planned) in moved {
            self.disk
                .rename_new(&self.old_file(number), &self.root.join(&planned.path))?;
        }
        for folder in journal.folders.iter().rev() {
            match self.disk.remove_folder(&self.root.join(folder)) {
                // somebody has already put files into it
                Err(error) if error.is(ErrorKind::DirectoryNotEmpty) => {}
                removed => removed?,
            }
        }
        self.sync_moves(journal, &[])?;
        self.end()?;
        Ok(())
    }

    /// Whether the new file with this number is in its place. `is_moved` tells whether the old file was
    /// moved into the workshop.
    ///
    /// # Errors
    ///
    /// [`Failure::NotOurs`] if the place has a file of somebody else, so that the change cannot be undone.
    fn is_placed(&self, number: usize, planned: &Move, is_moved: bool) -> Result<bool, Failure> {
        let place = self.root.join(&planned.path);
        let Some(kind) = self.disk.kind(&place)? else {
            return Ok(false);
        };
        let is_staged = planned.after.is_none() || self.disk.exists(&self.new_file(number))?;
        if !is_staged && kind == PathKind::File {
            let (digest, _) = self.disk.digest(&place)?;
            if Some(digest) == planned.after {
                return Ok(true);
            }
        }
        if is_staged && !is_moved {
            return Ok(false);
        }
        Err(faults::changed_since_stopped(&planned.path))
    }

    /// Removes the files in the workshop.
    fn clear(&self) -> Result<(), DiskError> {
        for name in [NEW, OLD] {
            let folder = self.path(name);
            for name in self.disk.names(&folder)? {
                self.disk.remove_file(&folder.join(name))?;
            }
            self.disk.remove_folder(&folder)?;
        }
        self.disk.remove_file(&self.path(PLAN))
    }

    /// Removes the workshop, unless an edit still has to be undone.
    pub(super) fn close(self) -> Result<(), DiskError> {
        if self.disk.exists(&self.path(JOURNAL))? {
            return Ok(());
        }
        self.clear()?;
        self.folder.close()
    }

    fn new_file(&self, number: usize) -> PathBuf {
        self.path(NEW).join(number.to_string())
    }

    fn old_file(&self, number: usize) -> PathBuf {
        self.path(OLD).join(number.to_string())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
