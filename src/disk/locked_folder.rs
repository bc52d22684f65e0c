//! A folder of Headword's own, held by one process at a time.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::failure::Failure;
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
    /// [`Failure::Usage`] where somebody's files are in the folder; [`Failure::Machine`] where the
    /// file system refuses.
    pub fn open(
        disk: &'d Disk,
        path: PathBuf,
        names: &[&str],
        purpose: &str,
        wait: &dyn Fn(),
    ) -> Result<Self, Failure> {
        let lock = loop {
            match disk.create_folder(&path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(Failure::write(&path, error));
                }
                _ => {}
            }
            refuse_foreign(disk, &path, names, purpose)?;
            let file = path.join(LOCK);
            match disk.lock(&file, wait) {
                // who had it before may have removed it, and the folder
                Ok(lock) => match lock.is_current() {
                    Ok(true) => break lock,
                    Ok(false) => {}
                    Err(error) => return Err(Failure::read(&file, error)),
                },
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(Failure::write(&file, error)),
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
    /// [`Failure::Machine`] where the file system refuses.
    pub fn ignore(&self) -> Result<(), Failure> {
        let ignore = self.path.join(IGNORE);
        let ignored = self.disk.remove_file(&ignore);
        ignored
            .and_then(|()| self.disk.write(&ignore, b"*\n"))
            .map_err(|error| Failure::write(&ignore, error))
    }

    /// Removes the folder, which holds nothing else any more.
    ///
    /// # Errors
    ///
    /// [`Failure::Machine`] where the file system refuses.
    pub fn close(self) -> Result<(), Failure> {
        for name in [IGNORE, LOCK] {
            let file = self.path.join(name);
            let removed = self.disk.remove_file(&file);
            removed.map_err(|error| Failure::write(&file, error))?;
        }
        match self.disk.remove_folder(&self.path) {
            // the next process has it already
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
            removed => removed.map_err(|error| Failure::write(&self.path, error)),
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
    let in_the_way = || {
        Failure::Usage(format!(
            "{} is in the way: {purpose}, and Headword did not make it",
            folder.display()
        ))
    };
    match disk.kind(folder) {
        // gone again: another process has just closed it
        Ok(None) => return Ok(()),
        Ok(Some(Kind::Folder)) => {}
        Ok(Some(_)) => return Err(in_the_way()),
        Err(error) => return Err(Failure::read(folder, error)),
    }
    let found = disk.names(folder);
    let found = found.map_err(|error| Failure::read(folder, error))?;
    let own = names.iter().chain(&[LOCK, IGNORE]);
    match found.iter().all(|name| own.clone().any(|own| name == own)) {
        true => Ok(()),
        false => Err(in_the_way()),
    }
}
