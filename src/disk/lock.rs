//! A lock file, which only one process at a time can have.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::system::without_following;
use crate::diagnostic::disk_error::{Access, DiskError};

/// A lock file. The process has the lock until this value is dropped or the process ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock at a path; see [`crate::disk::Disk::lock`].
    pub(super) fn take(path: &Path, wait: &dyn Fn()) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = without_following(&mut options).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                wait();
                file.lock()?;
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        Ok(Self {
            file,
            path: path.to_owned(),
        })
    }

    /// Whether the file is still at its path. The process that had the lock before may have removed it.
    ///
    /// # Errors
    ///
    /// If the system cannot tell.
    pub fn is_current(&self) -> Result<bool, DiskError> {
        let is_same = || -> io::Result<bool> {
            let locked = Handle::from_file(self.file.try_clone()?)?;
            match Handle::from_path(&self.path) {
                Ok(current) => Ok(locked == current),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
                Err(error) => Err(error),
            }
        };
        is_same().map_err(|error| DiskError::new(Access::Read, &self.path, error))
    }
}
