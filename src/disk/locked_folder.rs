//! A folder for Headword's own files, which one process at a time has.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::faults::in_the_way;
use crate::disk::{Disk, Lock, PathKind};

/// The files in every such folder: the lock, and a file that keeps the folder out of version control.
const LOCK: &str = "lock";
const IGNORE: &str = ".gitignore";

/// A locked folder. No other process gets it until it is closed.
#[derive(Debug)]
pub struct LockedFolder<'d> {
    disk: &'d Disk,
    path: PathBuf,
    /// The lock, which is kept and never read.
    _lock: Lock,
}

impl<'d> LockedFolder<'d> {
    /// Locks the folder at `path`, and makes it if it does not exist. If another process has it, the
    /// function calls `wait` and then waits. The folder may contain files and folders with the given
    /// `names`, which a stopped process may have left. `purpose` is a part of a message: *sites are made
    /// there before they are published*.
    ///
    /// # Errors
    ///
    /// [`Failure::NotOurs`] if the path is not a folder, or if it contains other names; [`Failure::Io`] if
    /// a file cannot be read or written.
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
                // the process that had the lock before may have removed the folder
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

    /// The path of the folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps the folder out of version control, with a `.gitignore` inside it.
    ///
    /// # Errors
    ///
    /// If this file cannot be written.
    pub fn ignore(&self) -> Result<(), DiskError> {
        let ignore = self.path.join(IGNORE);
        self.disk.remove_file(&ignore)?;
        self.disk.write(&ignore, b"*\n")
    }

    /// Removes the folder, which has to be empty except for its own two files.
    ///
    /// # Errors
    ///
    /// If a file or the folder cannot be removed.
    pub fn close(self) -> Result<(), DiskError> {
        for name in [IGNORE, LOCK] {
            self.disk.remove_file(&self.path.join(name))?;
        }
        match self.disk.remove_folder(&self.path) {
            // another process has already locked it again
            Err(error) if error.is(ErrorKind::DirectoryNotEmpty) => Ok(()),
            removed => removed,
        }
    }
}

/// Checks that a folder contains only files that Headword made: the given `names` and the folder's own
/// files.
fn refuse_foreign(
    disk: &Disk,
    folder: &Path,
    names: &[&str],
    purpose: &str,
) -> Result<(), Failure> {
    match disk.kind(folder)? {
        // another process has just removed it
        None => return Ok(()),
        Some(PathKind::Folder) => {}
        Some(_) => return Err(in_the_way(folder, purpose)),
    }
    let mut present = disk.names(folder)?.into_iter();
    let own = names.iter().chain(&[LOCK, IGNORE]);
    if present.all(|name| own.clone().any(|own| name == *own)) {
        Ok(())
    } else {
        Err(in_the_way(folder, purpose))
    }
}
