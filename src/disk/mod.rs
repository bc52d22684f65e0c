//! The one way to the file system: whatever this program does to it is an operation of [`Disk`].
//!
//! Each operation announces itself before it is done. A test can let any one of them fail, or end
//! the process there, and see what a build leaves behind.

#![expect(
    clippy::disallowed_methods,
    reason = "what is disallowed elsewhere is done here"
)]

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

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

/// What is about to be done, and to which path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation<'p> {
    /// The name of the operation, a method of [`Disk`].
    pub name: &'static str,
    /// The path that it reads or changes.
    pub path: &'p Path,
}

/// Told of each operation before it is done; an error is what the operation fails with.
pub type Watcher = Box<dyn Fn(Operation<'_>) -> io::Result<()> + Send + Sync>;

/// The file system.
#[derive(Clone, Default)]
pub struct Disk {
    watcher: Option<Arc<Watcher>>,
}

/// What stands at a path; links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, a device, a pipe.
    Other,
}

/// Something found below a folder.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub kind: Kind,
}

impl Disk {
    /// A disk whose operations are announced to `watcher`.
    pub fn watched(watcher: Watcher) -> Self {
        Self {
            watcher: Some(Arc::new(watcher)),
        }
    }

    /// The bytes of a regular file of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// [`Cause::TooLarge`] for a longer one, [`Cause::NotAFile`] where something else than a file
    /// stands there, which is neither followed nor waited for, and [`Cause::Changed`] where the file
    /// changes while it is read.
    pub fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, DiskError> {
        self.reading("read", path, || file::read(path, limit))
    }

    /// The sum of a regular file's bytes, and its stamp.
    ///
    /// # Errors
    ///
    /// As [`Disk::read`], without a limit.
    pub fn digest(&self, path: &Path) -> Result<(Digest, Stamp), DiskError> {
        self.reading("digest", path, || file::transfer(path, &mut io::sink()))
    }

    /// What stands at a path; `None` if nothing does.
    ///
    /// # Errors
    ///
    /// Where that cannot be found out.
    pub fn kind(&self, path: &Path) -> Result<Option<Kind>, DiskError> {
        self.reading("kind", path, || match path.symlink_metadata() {
            Ok(metadata) => Ok(Some(kind(metadata.file_type()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
    }

    /// Whether anything stands at a path.
    ///
    /// # Errors
    ///
    /// As [`Disk::kind`].
    pub fn exists(&self, path: &Path) -> Result<bool, DiskError> {
        Ok(self.kind(path)?.is_some())
    }

    /// When a file was changed and how long it is.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn stamp(&self, path: &Path) -> Result<Stamp, DiskError> {
        self.reading("stamp", path, || {
            path.symlink_metadata().map(|metadata| Stamp::of(&metadata))
        })
    }

    /// A path without links and dots.
    ///
    /// # Errors
    ///
    /// Where nothing stands there.
    pub fn canonical(&self, path: &Path) -> Result<PathBuf, DiskError> {
        self.reading("canonical", path, || path.canonicalize())
    }

    /// Whether two paths lead to one file or folder; not if nothing stands at either.
    ///
    /// # Errors
    ///
    /// Where that cannot be found out.
    pub fn is_same(&self, one: &Path, other: &Path) -> Result<bool, DiskError> {
        self.reading("is_same", one, || {
            match same_file::is_same_file(one, other) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
                result => result,
            }
        })
    }

    /// All that is below a folder, which is not among it, each folder before what it holds; what
    /// `enters` refuses is left out, with all that it holds. Empty if there is no such folder.
    ///
    /// # Errors
    ///
    /// Where a folder cannot be read, with its path.
    pub fn walk(
        &self,
        folder: &Path,
        enters: impl Fn(&Path) -> bool,
    ) -> Result<Vec<Found>, DiskError> {
        self.announce("walk", folder)
            .map_err(|error| DiskError::new(Access::Read, folder, error))?;
        let walk = WalkDir::new(folder)
            .min_depth(1)
            .follow_root_links(false)
            .into_iter()
            .filter_entry(|entry| enters(entry.path()));
        let mut found = Vec::new();
        for entry in walk {
            match entry {
                Ok(entry) => found.push(Found {
                    kind: kind(entry.file_type()),
                    path: entry.into_path(),
                }),
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    let is_top = error.depth() == 0;
                    let cause = error.into_io_error().map_or(Cause::Loop, Cause::System);
                    let error = DiskError::new(Access::Read, &path, cause);
                    if is_top && error.is(io::ErrorKind::NotFound) {
                        return Ok(Vec::new());
                    }
                    return Err(error);
                }
            }
        }
        Ok(found)
    }

    /// The names in a folder, in no order; none if there is no such folder.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn names(&self, folder: &Path) -> Result<Vec<OsString>, DiskError> {
        self.reading("names", folder, || match fs::read_dir(folder) {
            Ok(entries) => entries.map(|entry| Ok(entry?.file_name())).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        })
    }

    /// Makes a folder in one that is there.
    ///
    /// # Errors
    ///
    /// Where it cannot be made, as when it is there already.
    pub fn create_folder(&self, path: &Path) -> Result<(), DiskError> {
        self.writing("create_folder", path, || fs::create_dir(path))
    }

    /// Makes a folder and those around it, unless they are there.
    ///
    /// # Errors
    ///
    /// Where one cannot be made.
    pub fn create_folders(&self, path: &Path) -> Result<(), DiskError> {
        self.writing("create_folders", path, || fs::create_dir_all(path))
    }

    /// Writes a file that is not there yet.
    ///
    /// # Errors
    ///
    /// Where it is there, or the disk is full.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
        self.writing("write", path, || File::create_new(path)?.write_all(bytes))
    }

    /// Copies a regular file to a path where none is yet. Gives the sum of what was copied.
    ///
    /// # Errors
    ///
    /// As [`Disk::read`] and [`Disk::write`]; the error has both paths.
    pub fn copy(&self, from: &Path, to: &Path) -> Result<Digest, DiskError> {
        let access = Access::Copy {
            from: from.to_owned(),
        };
        self.run("copy", access, to, || file::copy(from, to))
    }

    /// Gives a file a second name.
    ///
    /// # Errors
    ///
    /// Where the file system has no such thing, or the name is taken.
    pub fn link(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        self.writing("link", to, || fs::hard_link(from, to))
    }

    /// Moves a file or folder within its file system. A file that is there is replaced, as is an
    /// empty folder by a folder where the system does that.
    ///
    /// # Errors
    ///
    /// Where it cannot be moved: both stand as they stood. The error has the path that it was to have.
    pub fn rename(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        self.writing("rename", to, || fs::rename(from, to))
    }

    /// Moves a file within its file system to a path where nothing stands.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::AlreadyExists`] where something stands there, other kinds where it cannot be
    /// moved: it stands where it stood. The error has the path that it was to have.
    pub fn rename_new(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        match self.writing("rename_new", to, || system::rename_new(from, to)) {
            Err(error) if error.is_unsupported() => system::look_and_rename(from, to)
                .map_err(|error| DiskError::new(Access::Write, to, error)),
            result => result,
        }
    }

    /// Exchanges two folders, in one step.
    ///
    /// # Errors
    ///
    /// [`DiskError::is_unsupported`] where the system cannot, others where the file system does not:
    /// both stand as they stood. The error has the path of `other`.
    pub fn exchange(&self, one: &Path, other: &Path) -> Result<(), DiskError> {
        self.writing("exchange", other, || system::exchange(one, other))
    }

    /// Removes a file, unless it is gone.
    ///
    /// # Errors
    ///
    /// Where it stays.
    pub fn remove_file(&self, path: &Path) -> Result<(), DiskError> {
        self.writing("remove_file", path, || unless_gone(fs::remove_file(path)))
    }

    /// Removes an empty folder, unless there is none, or by now a file.
    ///
    /// # Errors
    ///
    /// Where it stays, as one that is not empty does.
    pub fn remove_folder(&self, path: &Path) -> Result<(), DiskError> {
        self.writing("remove_folder", path, || {
            match unless_gone(fs::remove_dir(path)) {
                Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(()),
                result => result,
            }
        })
    }

    /// Gives a file or folder the permissions of another.
    ///
    /// # Errors
    ///
    /// Where the system refuses. The error has the path of `to`.
    pub fn copy_permissions(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        self.writing("copy_permissions", to, || {
            fs::set_permissions(to, fs::metadata(from)?.permissions())
        })
    }

    /// Lets a file be run as a program, where the system asks for that.
    ///
    /// # Errors
    ///
    /// Where the system refuses.
    pub fn make_executable(&self, path: &Path) -> Result<(), DiskError> {
        self.writing("make_executable", path, || system::make_executable(path))
    }

    /// Returns when all that was written below a folder is on the disk itself.
    ///
    /// # Errors
    ///
    /// Where it could not be written there.
    pub fn sync(&self, folder: &Path) -> Result<(), DiskError> {
        self.writing("sync", folder, || system::sync(folder))
    }

    /// Returns when the names in a folder are on the disk itself.
    ///
    /// # Errors
    ///
    /// Where they could not be written there.
    pub fn sync_folder(&self, folder: &Path) -> Result<(), DiskError> {
        self.writing("sync_folder", folder, || system::sync_folder(folder))
    }

    /// Whether a folder is where another file system, or a part of one, is mounted.
    ///
    /// # Errors
    ///
    /// Where it cannot be looked at.
    pub fn is_mount_point(&self, folder: &Path) -> Result<bool, DiskError> {
        self.reading("is_mount_point", folder, || system::is_mount_point(folder))
    }

    /// Waits for the lock at a path and takes it, making its file; calls `wait` first if another
    /// process holds it.
    ///
    /// # Errors
    ///
    /// Where the file cannot be made, or the file system has no locks.
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

    /// Announces an operation and does it. Its error gets the path.
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

fn kind(file_type: fs::FileType) -> Kind {
    if file_type.is_file() {
        Kind::File
    } else if file_type.is_dir() {
        Kind::Folder
    } else {
        Kind::Other
    }
}

fn unless_gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
