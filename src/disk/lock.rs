//! A file that only one process can hold.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::system::without_following;
use crate::diagnostic::disk_error::{Access, DiskError};

/// A file that only one process can hold, until it drops it or ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Waits for the lock at a path and takes it, making its file; calls `wait` first if another
    /// process holds it.
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

    /// Whether the file is still the one at its path: who held the lock before may have removed it.
    ///
    /// # Errors
    ///
    /// Where that cannot be found out.
    pub fn is_current(&self) -> Result<bool, DiskError> {
        let is_same = || -> io::Result<bool> {
            let own = Handle::from_file(self.file.try_clone()?)?;
            match Handle::from_path(&self.path) {
                Ok(there) => Ok(own == there),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
                Err(error) => Err(error),
            }
        };
        is_same().map_err(|error| DiskError::new(Access::Read, &self.path, error))
    }
}
