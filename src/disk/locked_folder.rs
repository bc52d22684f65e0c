//! A folder of Headword's own, held by one process at a time.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::faults::in_the_way;
use crate::disk::{Disk, Kind, Lock};

/// What every such folder holds: the lock, and what keeps it out of version control.
const LOCK: &str = "lock";
const IGNORE: &str = ".gitignore";

/// A folder that no other process has, until it is closed.
#[derive(Debug)]
pub struct LockedFolder<'d> {
    disk: &'d Disk,
    path: PathBuf,
    /// Held, not read.
    _lock: Lock,
}

impl<'d> LockedFolder<'d> {
    /// Makes the folder at `path` unless it is there, and waits for another process that has it,
    /// which `wait` is told of. It may hold what `names` lists, which is left there by who was stopped.
    /// `purpose` says what it is for.
    ///
    /// # Errors
    ///
    /// [`Failure::NotOurs`] where somebody's files are in the folder; [`Failure::Io`] where the file
    /// system refuses.
    pub fn open(
        disk: &'d Disk,
        path: PathBuf,
        names: &[&str],
        purpose: &str,
        wait: &dyn Fn(),
    ) -> Result<Self, Failure> {
        let lock = loop {
            match disk.create_folder(&path) {
                Err(error) if error.is(ErrorKind::AlreadyExists) => {}
                made => made?,
            }
            refuse_foreign(disk, &path, names, purpose)?;
            match disk.lock(&path.join(LOCK), wait) {
                // who had it before may have removed it, and the folder
                Ok(lock) if lock.is_current()? => break lock,
                Ok(_) => {}
                Err(error) if error.is(ErrorKind::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        };
        Ok(Self {
            disk,
            path,
            _lock: lock,
        })
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps the folder out of version control.
    ///
    /// # Errors
    ///
    /// Where the file system refuses.
    pub fn ignore(&self) -> Result<(), DiskError> {
        let ignore = self.path.join(IGNORE);
        self.disk.remove_file(&ignore)?;
        self.disk.write(&ignore, b"*\n")
    }

    /// Removes the folder, which holds nothing else any more.
    ///
    /// # Errors
    ///
    /// Where the file system refuses.
    pub fn close(self) -> Result<(), DiskError> {
        for name in [IGNORE, LOCK] {
            self.disk.remove_file(&self.path.join(name))?;
        }
        match self.disk.remove_folder(&self.path) {
            // the next process has it already
            Err(error) if error.is(ErrorKind::DirectoryNotEmpty) => Ok(()),
            removed => removed,
        }
    }
}

/// Refuses a folder that holds what Headword did not put there.
fn refuse_foreign(
    disk: &Disk,
    folder: &Path,
    names: &[&str],
    purpose: &str,
) -> Result<(), Failure> {
    match disk.kind(folder)? {
        // gone again: another process has just closed it
        None => return Ok(()),
        Some(Kind::Folder) => {}
        Some(_) => return Err(in_the_way(folder, purpose)),
    }
    let found = disk.names(folder)?;
    let own = names.iter().chain(&[LOCK, IGNORE]);
    if found.iter().all(|name| own.clone().any(|own| name == own)) {
        Ok(())
    } else {
        Err(in_the_way(folder, purpose))
    }
}
