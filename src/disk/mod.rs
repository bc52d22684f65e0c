//! The only way to the file system: everything that this program does with files is an operation of
//! [`Disk`].
//!
//! Each operation is announced to a watcher before it begins. So a test can let any operation fail, or end
//! the process there, and check the files that are left.

#![expect(
    clippy::disallowed_methods,
    reason = "all other code calls this file instead of these functions"
)]

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::digest::Digest;
pub use self::file::Stamp;
pub use self::lock::Lock;
use crate::diagnostic::disk_error::{Access, Cause, DiskError};

mod digest;
pub mod edits;
pub(crate) mod faults;
mod file;
mod lock;
pub mod locked_folder;
mod system;
mod walk;

/// An operation that is about to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation<'p> {
    /// The name of the operation, which is that of a method of [`Disk`].
    pub name: &'static str,
    /// The path that it reads or changes.
    pub path: &'p Path,
}

/// A function that is called before each operation. If it returns an error, the operation fails with this
/// error.
pub type Watcher = Box<dyn Fn(Operation<'_>) -> io::Result<()> + Send + Sync>;

/// The file system.
#[derive(Clone, Default)]
pub struct Disk {
    watcher: Option<Arc<Watcher>>,
}

/// The kind of a path. Links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, a device or a pipe.
    Other,
}

/// A path below a folder, with its kind.
#[derive(Debug, Clone)]
pub struct WalkedPath {
    /// The path, which begins with that of the folder.
    pub path: PathBuf,
    /// Its kind.
    pub kind: PathKind,
}

impl Disk {
    /// A disk that calls `watcher` before each operation.
    pub fn watched(watcher: Watcher) -> Self {
        Self {
            watcher: Some(Arc::new(watcher)),
        }
    }

    /// The bytes of a regular file of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// [`Cause::TooLarge`] if the file is longer; [`Cause::NotAFile`] if the path is not a regular file (a
    /// link is not followed, and a pipe does not block); [`Cause::Changed`] if the file changes while it is
    /// read.
    pub fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, DiskError> {
        self.reading("read", path, || file::read(path, limit))
    }

    /// What `look` finds in a regular file, of which it reads as much as it needs.
    ///
    /// # Errors
    ///
    /// [`Cause::NotAFile`] if the path is not a regular file; the error of `look`.
    pub fn look_into<T>(
        &self,
        path: &Path,
        look: impl FnOnce(&mut BufReader<File>) -> io::Result<T>,
    ) -> Result<T, DiskError> {
        self.reading("look_into", path, || file::look_into(path, look))
    }

    /// The SHA-256 sum of a regular file, and its stamp.
    ///
    /// # Errors
    ///
    /// See [`Disk::read`]; there is no limit.
    pub fn digest(&self, path: &Path) -> Result<(Digest, Stamp), DiskError> {
        self.reading("digest", path, || file::transfer(path, &mut io::sink()))
    }

    /// The kind of a path; `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// If the system cannot tell, for example because a folder cannot be read.
    pub fn kind(&self, path: &Path) -> Result<Option<PathKind>, DiskError> {
        self.reading("kind", path, || match path.symlink_metadata() {
            Ok(metadata) => Ok(Some(kind(metadata.file_type()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
    }

    /// Whether a path exists.
    ///
    /// # Errors
    ///
    /// See [`Disk::kind`].
    pub fn exists(&self, path: &Path) -> Result<bool, DiskError> {
        Ok(self.kind(path)?.is_some())
    }

    /// The time of the last change of a file, and its length.
    ///
    /// # Errors
    ///
    /// If the path does not exist.
    pub fn stamp(&self, path: &Path) -> Result<Stamp, DiskError> {
        self.reading("stamp", path, || {
            path.symlink_metadata().map(|metadata| Stamp::of(&metadata))
        })
    }

    /// The absolute path without `.`, `..` and links.
    ///
    /// # Errors
    ///
    /// If the path does not exist.
    pub fn canonical(&self, path: &Path) -> Result<PathBuf, DiskError> {
        self.reading("canonical", path, || dunce::canonicalize(path))
    }

    /// Whether two paths lead to the same file or folder; `false` if one of them does not exist.
    ///
    /// # Errors
    ///
    /// If the system cannot tell.
    pub fn is_same(&self, one: &Path, other: &Path) -> Result<bool, DiskError> {
        self.reading("is_same", one, || match system::is_same(one, other) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            result => result,
        })
    }

    /// All paths below a folder, without the folder itself. Each folder comes before the paths in it. A
    /// path for which `enters` returns `false` is left out, with everything below it. Empty if the folder
    /// does not exist.
    ///
    /// # Errors
    ///
    /// If a folder cannot be read: the error has the path of that folder.
    pub fn walk(
        &self,
        folder: &Path,
        enters: impl Fn(&Path) -> bool + Sync,
    ) -> Result<Vec<WalkedPath>, DiskError> {
        self.announce("walk", folder)
            .map_err(|error| DiskError::new(Access::Read, folder, error))?;
        walk::paths_below(folder, &enters)
    }

    /// The names in a folder, in any order; none if the folder does not exist.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn names(&self, folder: &Path) -> Result<Vec<OsString>, DiskError> {
        self.reading("names", folder, || match fs::read_dir(folder) {
            Ok(entries) => entries.map(|entry| Ok(entry?.file_name())).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        })
    }

    /// Makes a folder. The folder that contains it has to exist.
    ///
    /// # Errors
    ///
    /// If it cannot be made, for example because the path exists.
    pub fn create_folder(&self, path: &Path) -> Result<(), DiskError> {
        self.writing("create_folder", path, || fs::create_dir(path))
    }

    /// Makes a folder and all folders that contain it, unless they exist.
    ///
    /// # Errors
    ///
    /// If a folder cannot be made.
    pub fn create_folders(&self, path: &Path) -> Result<(), DiskError> {
        self.writing("create_folders", path, || fs::create_dir_all(path))
    }

    /// Writes a new file.
    ///
    /// # Errors
    ///
    /// If the path exists, or if the file cannot be written.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
        self.writing("write", path, || File::create_new(path)?.write_all(bytes))
    }

    /// Writes a new file in parts: `write` writes all of it. Returns the sum and the length of the bytes.
    ///
    /// # Errors
    ///
    /// If the path exists, or if the file cannot be written.
    pub fn write_in_parts(
        &self,
        path: &Path,
        write: &dyn Fn(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(Digest, u64), DiskError> {
        self.writing("write_in_parts", path, || file::write_in_parts(path, write))
    }

    /// Copies a regular file to a new path, and returns the sum of the copied bytes.
    ///
    /// # Errors
    ///
    /// See [`Disk::read`] and [`Disk::write`]. The error has both paths.
    pub fn copy(&self, from: &Path, to: &Path) -> Result<Digest, DiskError> {
        let access = Access::Copy {
            from: from.to_owned(),
        };
        self.run("copy", access, to, || file::copy(from, to))
    }

    /// Gives a file a second name (a hard link).
    ///
    /// # Errors
    ///
    /// If the file system does not support this, or if `to` exists.
    pub fn link(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        self.writing("link", to, || fs::hard_link(from, to))
    }

    /// Moves a file or folder within its file system. A file at `to` is replaced. On some systems, a folder
    /// also replaces an empty folder.
    ///
    /// # Errors
    ///
    /// If it cannot be moved. Then nothing has changed. The error has the path `to`.
    pub fn rename(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        self.writing("rename", to, || fs::rename(from, to))
    }

    /// Moves a file within its file system to a new path.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::AlreadyExists`] if `to` exists; other kinds if the file cannot be moved. Then
    /// nothing has changed. The error has the path `to`.
    pub fn rename_new(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        match self.writing("rename_new", to, || system::rename_new(from, to)) {
            Err(error) if error.is_unsupported() => system::check_and_rename(from, to)
                .map_err(|error| DiskError::new(Access::Write, to, error)),
            result => result,
        }
    }

    /// Exchanges two folders, in one step.
    ///
    /// # Errors
    ///
    /// An error with [`DiskError::is_unsupported`] if the system has no such operation; other errors if the
    /// exchange fails. Then nothing has changed. The error has the path `other`.
    pub fn exchange(&self, one: &Path, other: &Path) -> Result<(), DiskError> {
        self.writing("exchange", other, || system::exchange(one, other))
    }

    /// Removes a file, if it exists.
    ///
    /// # Errors
    ///
    /// If it cannot be removed.
    pub fn remove_file(&self, path: &Path) -> Result<(), DiskError> {
        self.writing("remove_file", path, || {
            ignore_missing(fs::remove_file(path))
        })
    }

    /// Removes an empty folder, if it exists. If the path is a file, nothing happens.
    ///
    /// # Errors
    ///
    /// If it cannot be removed, for example because it is not empty.
    pub fn remove_folder(&self, path: &Path) -> Result<(), DiskError> {
        self.writing("remove_folder", path, || {
            match ignore_missing(fs::remove_dir(path)) {
                Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(()),
                result => result,
            }
        })
    }

    /// Gives a file or folder the permissions of another.
    ///
    /// # Errors
    ///
    /// If the system does not allow it. The error has the path `to`.
    pub fn copy_permissions(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        self.writing("copy_permissions", to, || {
            fs::set_permissions(to, fs::metadata(from)?.permissions())
        })
    }

    /// Makes a file executable, on systems with such a permission.
    ///
    /// # Errors
    ///
    /// If the system does not allow it.
    pub fn make_executable(&self, path: &Path) -> Result<(), DiskError> {
        self.writing("make_executable", path, || system::make_executable(path))
    }

    /// Waits until everything below a folder is written to the disk, so that it survives a power failure.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn sync(&self, folder: &Path) -> Result<(), DiskError> {
        self.writing("sync", folder, || system::sync(folder))
    }

    /// Waits until the names in a folder are written to the disk.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub fn sync_folder(&self, folder: &Path) -> Result<(), DiskError> {
        self.writing("sync_folder", folder, || system::sync_folder(folder))
    }

    /// Whether a folder is a mount point: another file system, or a part of one, is mounted there.
    ///
    /// # Errors
    ///
    /// If the system cannot tell.
    pub fn is_mount_point(&self, folder: &Path) -> Result<bool, DiskError> {
        self.reading("is_mount_point", folder, || system::is_mount_point(folder))
    }

    /// Takes the lock file at a path, and makes the file if needed. If another process has the lock, the
    /// function calls `wait` and then waits.
    ///
    /// # Errors
    ///
    /// If the file cannot be made, or if the file system does not support locks.
    pub fn lock(&self, path: &Path, wait: &dyn Fn()) -> Result<Lock, DiskError> {
        self.writing("lock", path, || Lock::take(path, wait))
    }

    fn reading<T, C: Into<Cause>>(
        &self,
        name: &'static str,
        path: &Path,
        act: impl FnOnce() -> Result<T, C>,
    ) -> Result<T, DiskError> {
        self.run(name, Access::Read, path, act)
    }

    fn writing<T, C: Into<Cause>>(
        &self,
        name: &'static str,
        path: &Path,
        act: impl FnOnce() -> Result<T, C>,
    ) -> Result<T, DiskError> {
        self.run(name, Access::Write, path, act)
    }

    /// Announces an operation and runs it. Its error gets the path.
    fn run<T, C: Into<Cause>>(
        &self,
        name: &'static str,
        access: Access,
        path: &Path,
        act: impl FnOnce() -> Result<T, C>,
    ) -> Result<T, DiskError> {
        let announced = self.announce(name, path).map_err(Cause::from);
        announced
            .and_then(|()| act().map_err(C::into))
            .map_err(|cause| DiskError::new(access, path, cause))
    }

    fn announce(&self, name: &'static str, path: &Path) -> io::Result<()> {
        match &self.watcher {
            Some(watcher) => watcher(Operation { name, path }),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disk").finish_non_exhaustive()
    }
}

fn kind(file_type: fs::FileType) -> PathKind {
    if file_type.is_file() {
        PathKind::File
    } else if file_type.is_dir() {
        PathKind::Folder
    } else {
        PathKind::Other
    }
}

fn ignore_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
