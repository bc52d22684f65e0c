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
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use same_file::Handle;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

pub mod edits;
pub mod locked_folder;

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

/// What tells, without reading it, that a file was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Its length in bytes.
    pub length: u64,
    /// When its bytes were last changed, where the system knows.
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(metadata: &fs::Metadata) -> Self {
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
        }
    }
}

/// A SHA-256 sum (FIPS 180-4), shown in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The sum of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits in lower case; `None` if they are not that.
    pub fn read(hexadecimal: &str) -> Option<Self> {
        let (pairs, rest) = hexadecimal.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return None;
        }
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let mut sum = [0; 32];
        for (byte, [high, low]) in sum.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(sum))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A file that only one process can hold, until it drops it or ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Disk {
    /// A disk whose operations are announced to `watcher`.
    pub fn watched(watcher: Watcher) -> Self {
        Self {
            watcher: Some(Arc::new(watcher)),
        }
    }

    fn announce(&self, name: &'static str, path: &Path) -> io::Result<()> {
        match &self.watcher {
            Some(watcher) => watcher(Operation { name, path }),
            None => Ok(()),
        }
    }

    /// The bytes of a regular file of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::FileTooLarge`] for a longer one. Also where something else than a file
    /// stands there, which is neither followed nor waited for, and where the file changes while it
    /// is read.
    pub fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.announce("read", path)?;
        let mut file = open(path)?;
        let before = Stamp::of(&file.metadata()?);
        if before.length > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(before.length).unwrap_or_default());
        // one byte more than there should be tells that it grew
        let longest = before.length.saturating_add(1);
        (&mut file).take(longest).read_to_end(&mut bytes)?;
        unchanged(&file, before, bytes.len() as u64)?;
        Ok(bytes)
    }

    /// The sum of a regular file's bytes, and its stamp.
    ///
    /// # Errors
    ///
    /// As [`Disk::read`], without a limit.
    pub fn digest(&self, path: &Path) -> io::Result<(Digest, Stamp)> {
        self.announce("digest", path)?;
        transfer(path, &mut io::sink())
    }

    /// What stands at a path; `None` if nothing does.
    ///
    /// # Errors
    ///
    /// Where that cannot be found out.
    pub fn kind(&self, path: &Path) -> io::Result<Option<Kind>> {
        self.announce("kind", path)?;
        match path.symlink_metadata() {
            Ok(metadata) => Ok(Some(kind(metadata.file_type()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// When a file was changed and how long it is.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        self.announce("stamp", path)?;
        Ok(Stamp::of(&path.symlink_metadata()?))
    }

    /// A path without links and dots.
    ///
    /// # Errors
    ///
    /// Where nothing stands there.
    pub fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.announce("canonical", path)?;
        path.canonicalize()
    }

    /// Whether two paths lead to one file or folder; not if nothing stands at either.
    ///
    /// # Errors
    ///
    /// Where that cannot be found out.
    pub fn is_same(&self, one: &Path, other: &Path) -> io::Result<bool> {
        self.announce("is_same", one)?;
        match same_file::is_same_file(one, other) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            result => result,
        }
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
    ) -> Result<Vec<Found>, (PathBuf, io::Error)> {
        self.announce("walk", folder)
            .map_err(|error| (folder.to_owned(), error))?;
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
                    let error = error.into_io_error();
                    let error =
                        error.unwrap_or_else(|| io::Error::other("a folder contains itself"));
                    if is_top && error.kind() == io::ErrorKind::NotFound {
                        return Ok(Vec::new());
                    }
                    return Err((path, error));
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
    pub fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.announce("names", folder)?;
        match fs::read_dir(folder) {
            Ok(entries) => entries.map(|entry| Ok(entry?.file_name())).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Makes a folder in one that is there.
    ///
    /// # Errors
    ///
    /// Where it cannot be made, as when it is there already.
    pub fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.announce("create_folder", path)?;
        fs::create_dir(path)
    }

    /// Makes a folder and those around it, unless they are there.
    ///
    /// # Errors
    ///
    /// Where one cannot be made.
    pub fn create_folders(&self, path: &Path) -> io::Result<()> {
        self.announce("create_folders", path)?;
        fs::create_dir_all(path)
    }

    /// Writes a file that is not there yet.
    ///
    /// # Errors
    ///
    /// Where it is there, or the disk is full.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.announce("write", path)?;
        File::create_new(path)?.write_all(bytes)
    }

    /// Copies a regular file to a path where none is yet. Gives the sum of what was copied.
    ///
    /// # Errors
    ///
    /// As [`Disk::read`] and [`Disk::write`]; the error says which of both paths it is about.
    pub fn copy(&self, from: &Path, to: &Path) -> io::Result<Digest> {
        self.announce("copy", to)?;
        let (digest, _) = transfer(from, &mut File::create_new(to)?)?;
        Ok(digest)
    }

    /// Gives a file a second name.
    ///
    /// # Errors
    ///
    /// Where the file system has no such thing, or the name is taken.
    pub fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.announce("link", to)?;
        fs::hard_link(from, to)
    }

    /// Moves a file or folder within its file system. A file that is there is replaced, as is an
    /// empty folder by a folder where the system does that.
    ///
    /// # Errors
    ///
    /// Where it cannot be moved: both stand as they stood.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.announce("rename", to)?;
        fs::rename(from, to)
    }

    /// Moves a file within its file system to a path where nothing stands.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::AlreadyExists`] where something stands there, other kinds where it cannot be
    /// moved: it stands where it stood.
    pub fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        let announced = self.announce("rename_new", to);
        match announced.and_then(|()| rename_new(from, to)) {
            Err(error) if is_unsupported(&error) => {}
            result => return result,
        }
        // the file system has no such thing: between the look and the move is a moment
        match to.symlink_metadata() {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
            Err(error) => Err(error),
        }
    }

    /// Exchanges two folders, in one step.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::Unsupported`] where the system cannot, other kinds where the file system
    /// does not: both stand as they stood.
    pub fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.announce("exchange", other)?;
        exchange(one, other)
    }

    /// Removes a file, unless it is gone.
    ///
    /// # Errors
    ///
    /// Where it stays.
    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.announce("remove_file", path)?;
        unless_gone(fs::remove_file(path))
    }

    /// Removes an empty folder, unless there is none, or by now a file.
    ///
    /// # Errors
    ///
    /// Where it stays, as one that is not empty does.
    pub fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.announce("remove_folder", path)?;
        match unless_gone(fs::remove_dir(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(()),
            result => result,
        }
    }

    /// Gives a file or folder the permissions of another.
    ///
    /// # Errors
    ///
    /// Where the system refuses.
    pub fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.announce("copy_permissions", to)?;
        fs::set_permissions(to, fs::metadata(from)?.permissions())
    }

    /// Lets a file be run as a program, where the system asks for that.
    ///
    /// # Errors
    ///
    /// Where the system refuses.
    pub fn make_executable(&self, path: &Path) -> io::Result<()> {
        self.announce("make_executable", path)?;
        make_executable(path)
    }

    /// Returns when all that was written below a folder is on the disk itself.
    ///
    /// # Errors
    ///
    /// Where it could not be written there.
    pub fn sync(&self, folder: &Path) -> io::Result<()> {
        self.announce("sync", folder)?;
        sync(folder)
    }

    /// Returns when the names in a folder are on the disk itself.
    ///
    /// # Errors
    ///
    /// Where they could not be written there.
    pub fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.announce("sync_folder", folder)?;
        // Only Unix can open a folder; elsewhere its names are written with it.
        match File::open(folder) {
            Ok(opened) if cfg!(unix) => opened.sync_all(),
            Ok(_) => Ok(()),
            Err(error) if cfg!(unix) => Err(error),
            Err(_) => Ok(()),
        }
    }

    /// Whether a folder is where another file system, or a part of one, is mounted.
    ///
    /// # Errors
    ///
    /// Where it cannot be looked at.
    pub fn is_mount_point(&self, folder: &Path) -> io::Result<bool> {
        self.announce("is_mount_point", folder)?;
        is_mount_point(folder)
    }

    /// Waits for the lock at a path and takes it, making its file; calls `wait` first if another
    /// process holds it.
    ///
    /// # Errors
    ///
    /// Where the file cannot be made, or the file system has no locks.
    pub fn lock(&self, path: &Path, wait: &dyn Fn()) -> io::Result<Lock> {
        self.announce("lock", path)?;
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
        Ok(Lock {
            file,
            path: path.to_owned(),
        })
    }
}

impl Lock {
    /// Whether the file is still the one at its path: who held the lock before may have removed it.
    ///
    /// # Errors
    ///
    /// Where that cannot be found out.
    pub fn is_current(&self) -> io::Result<bool> {
        let own = Handle::from_file(self.file.try_clone()?)?;
        match Handle::from_path(&self.path) {
            Ok(there) => Ok(own == there),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
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

/// Opens a regular file. A link is not followed, and a pipe without a writer not waited for.
fn open(path: &Path) -> io::Result<File> {
    let file = without_following(OpenOptions::new().read(true)).open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::other("it is not a file"))
    }
}

#[cfg(unix)]
fn without_following(options: &mut OpenOptions) -> &mut OpenOptions {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    options.custom_flags(flags.bits().cast_signed())
}

#[cfg(not(unix))]
fn without_following(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = fs::metadata(path)?.permissions();
    // whoever may read it may run it
    let mode = permissions.mode();
    permissions.set_mode(mode | (mode & 0o444) >> 2);
    fs::set_permissions(path, permissions)
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Fails if a file is not what it was when it was opened.
fn unchanged(file: &File, before: Stamp, read: u64) -> io::Result<()> {
    if read == before.length && Stamp::of(&file.metadata()?) == before {
        Ok(())
    } else {
        Err(io::Error::other("it changed while it was read"))
    }
}

/// Reads a file to its end into `to`.
fn transfer(from: &Path, to: &mut impl Write) -> io::Result<(Digest, Stamp)> {
    let mut file = open(from)?;
    let before = Stamp::of(&file.metadata()?);
    let mut sum = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = buffer.get(..read).unwrap_or_default();
        sum.update(bytes);
        to.write_all(bytes)?;
        length += bytes.len() as u64;
    }
    unchanged(&file, before, length)?;
    Ok((Digest(sum.finalize().into()), before))
}

fn unless_gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_new(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether an error says that the file system has no such operation.
fn is_unsupported(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, Unsupported};
    matches!(error.kind(), Unsupported | InvalidInput)
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn sync(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// File by file, where the system cannot do more at once.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn sync(folder: &Path) -> io::Result<()> {
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(io::Error::from)?;
        if entry.file_type().is_file() {
            OpenOptions::new()
                .write(true)
                .open(entry.path())?
                .sync_all()?;
        }
    }
    Ok(())
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_mount_point(folder: &Path) -> io::Result<bool> {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    let found = statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty())?;
    Ok(found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
fn is_mount_point(folder: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let Some(parent) = folder.parent() else {
        return Ok(true);
    };
    Ok(fs::metadata(folder)?.dev() != fs::metadata(parent)?.dev())
}

#[cfg(not(unix))]
fn is_mount_point(_: &Path) -> io::Result<bool> {
    Ok(false)
}
