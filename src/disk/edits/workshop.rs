//! The folder in which new files wait for their places, and old ones for the end of an edit.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::journal::{Journal, Move};
use super::{EDITS, JOURNAL};
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::locked_folder::LockedFolder;
use crate::disk::{Disk, Kind, faults};

/// What it holds. The journal is called so from before the first change to after the last: else it is a
/// plan, of something that has not begun or is over.
const PLAN: &str = "plan";
const NEW: &str = "new";
const OLD: &str = "old";

/// The path of the journal in a project, where an edit is on its way or was stopped.
pub(super) fn journal(root: &Path) -> PathBuf {
    root.join(EDITS).join(JOURNAL)
}

/// The workshop of a project, held until it is closed.
pub(super) struct Workshop<'d> {
    disk: &'d Disk,
    root: &'d Path,
    folder: LockedFolder<'d>,
    has_undone: bool,
}

impl<'d> Workshop<'d> {
    /// Makes the workshop, and undoes what an edit that was stopped has left.
    pub(super) fn open(disk: &'d Disk, root: &'d Path) -> Result<Self, Failure> {
        let names = [PLAN, JOURNAL, NEW, OLD];
        let purpose = "changes to the project are made there first";
        let folder = root.join(EDITS);
        let folder = LockedFolder::open(disk, folder, &names, purpose, &|| {})?;
        let mut shop = Self {
            disk,
            root,
            folder,
            has_undone: false,
        };
        let ready = shop.recover().and_then(|()| {
            shop.folder.ignore()?;
            shop.make_folders()
        });
        match ready {
            Ok(()) => Ok(shop),
            Err(failure) => {
                let _ = shop.close();
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

    /// Whether an edit was undone when the workshop was opened.
    pub(super) fn has_undone(&self) -> bool {
        self.has_undone
    }

    /// Makes a new file, with the permissions of the one at `like`.
    pub(super) fn stage(
        &self,
        number: usize,
        bytes: &[u8],
        like: Option<&Path>,
    ) -> Result<(), Failure> {
        let file = self.new_file(number);
        self.disk.write(&file, bytes)?;
        if let Some(like) = like {
            self.disk.copy_permissions(like, &file)?;
        }
        Ok(())
    }

    /// Does what the journal says; `before` has for each file the bytes that it was read with. Where
    /// anything fails, all is undone.
    pub(super) fn run(&self, journal: &Journal, before: &[Option<&[u8]>]) -> Result<(), Failure> {
        self.begin(journal)?;
        let done = self.make(journal, before).and_then(|()| Ok(self.end()?));
        let Err(failure) = done else {
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

    /// Writes the journal down. All that it speaks of is on the disk itself when it is.
    fn begin(&self, journal: &Journal) -> Result<(), Failure> {
        let plan = self.path(PLAN);
        let folder = self.folder.path();
        self.disk
            .write(&plan, journal.text().as_bytes())
            .and_then(|()| self.disk.sync(folder))
            .and_then(|()| self.disk.rename_new(&plan, &self.path(JOURNAL)))
            .map_err(|error| error.writing(folder))?;
        self.disk.sync_folder(folder).inspect_err(|_| {
            // nothing was done yet
            let _ = self.disk.rename_new(&self.path(JOURNAL), &plan);
        })?;
        Ok(())
    }

    /// Moves the old files into the workshop, and the new ones to their places.
    fn make(&self, journal: &Journal, before: &[Option<&[u8]>]) -> Result<(), Failure> {
        for folder in &journal.folders {
            self.disk.create_folder(&self.root.join(folder))?;
        }
        let moves = || journal.moves.iter().enumerate();
        for ((number, step), before) in moves().zip(before) {
            let Some(before) = before else {
                continue;
            };
            let (place, old) = (self.root.join(&step.path), self.old_file(number));
            self.disk
                .rename_new(&place, &old)
                .map_err(|error| error.writing(&place))?;
            // now that nobody looks for it here, nothing more will be done to it
            let bytes = self.disk.read(&old, u64::MAX);
            if bytes.map_err(|error| error.reading(&place))? != *before {
                return Err(faults::was_changed(&step.path));
            }
        }
        for (number, step) in moves().filter(|(_, step)| step.after.is_some()) {
            let place = self.root.join(&step.path);
            match self.disk.rename_new(&self.new_file(number), &place) {
                Err(error) if error.is(ErrorKind::AlreadyExists) => {
                    return Err(faults::is_there(&step.path));
                }
                moved => moved?,
            }
        }
        self.settle(journal, &journal.folders)?;
        Ok(())
    }

    /// Returns when all moves would outlast a power failure, also those into `made` folders. What was
    /// moved had been written to the disk before.
    fn settle(&self, journal: &Journal, made: &[String]) -> Result<(), DiskError> {
        let parent = |path: &String| {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            self.root.join(folder)
        };
        let is_there = |folder: &PathBuf| {
            let is_own = |own: &String| self.root.join(own) == *folder;
            made.iter().any(is_own) || !journal.folders.iter().any(is_own)
        };
        let paths = journal.moves.iter().map(|step| &step.path);
        let parents: BTreeSet<PathBuf> = paths.chain(&journal.folders).map(parent).collect();
        let own = [self.path(NEW), self.path(OLD)];
        parents
            .into_iter()
            .filter(is_there)
            .chain(own)
            .try_for_each(|folder| self.disk.sync_folder(&folder))
    }

    /// The journal is over: nothing is undone any more.
    fn end(&self) -> Result<(), DiskError> {
        let (journal, plan) = (self.path(JOURNAL), self.path(PLAN));
        let folder = self.folder.path();
        self.disk
            .rename_new(&journal, &plan)
            .map_err(|error| error.writing(folder))?;
        self.disk.sync_folder(folder).inspect_err(|_| {
            // it may not last: so it is not over
            let _ = self.disk.rename_new(&plan, &journal);
        })
    }

    fn recover(&mut self) -> Result<(), Failure> {
        let path = self.path(JOURNAL);
        if self.disk.exists(&path)? {
            let bytes = self.disk.read(&path, u64::MAX)?;
            let Some(journal) = Journal::read(&bytes) else {
                return Err(faults::unreadable_journal(EDITS, JOURNAL, OLD));
            };
            // who copies a project may leave empty folders behind
            self.make_folders()?;
            self.undo(&journal)?;
            self.has_undone = true;
        }
        self.clear()?;
        Ok(())
    }

    /// Moves the new files back into the workshop, and the old ones to their places, as far as they
    /// were moved. May be stopped and begun again.
    fn undo(&self, journal: &Journal) -> Result<(), Failure> {
        let mut placed = Vec::new();
        let mut moved = Vec::new();
        for (number, step) in journal.moves.iter().enumerate() {
            let is_moved = self.disk.exists(&self.old_file(number))?;
            if is_moved {
                moved.push((number, step));
            }
            if (is_moved || !step.has_before) && self.is_placed(number, step, is_moved)? {
                placed.push((number, step));
            }
        }
        for (number, step) in placed {
            self.disk
                .rename_new(&self.root.join(&step.path), &self.new_file(number))?;
        }
        for (number, step) in moved {
            self.disk
                .rename_new(&self.old_file(number), &self.root.join(&step.path))?;
        }
        for folder in journal.folders.iter().rev() {
            match self.disk.remove_folder(&self.root.join(folder)) {
                // somebody uses it already
                Err(error) if error.is(ErrorKind::DirectoryNotEmpty) => {}
                removed => removed?,
            }
        }
        self.settle(journal, &[])?;
        self.end()?;
        Ok(())
    }

    /// Whether a new file is in its place. What somebody has put there is nothing to undo, and an error
    /// where it stands in the way.
    fn is_placed(&self, number: usize, step: &Move, is_moved: bool) -> Result<bool, Failure> {
        let place = self.root.join(&step.path);
        let Some(kind) = self.disk.kind(&place)? else {
            return Ok(false);
        };
        let is_staged = step.after.is_none() || self.disk.exists(&self.new_file(number))?;
        if !is_staged && kind == Kind::File {
            let (digest, _) = self.disk.digest(&place)?;
            if Some(digest) == step.after {
                return Ok(true);
            }
        }
        if is_staged && !is_moved {
            return Ok(false);
        }
        Err(faults::changed_since_stopped(&step.path))
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

    /// Removes the workshop, unless there is something to undo.
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
