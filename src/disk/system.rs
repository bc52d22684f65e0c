//! Operations that are different on each system.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

#[cfg(not(any(target_os = "linux", target_os = "android")))]
use super::{PathKind, walk::paths_below};
#[cfg(not(any(target_os = "linux", target_os = "android")))]
use crate::diagnostic::disk_error::Cause;

/// Options with which opening a link fails, and opening a pipe without a writer does not block.
#[cfg(unix)]
pub(super) fn without_following(options: &mut OpenOptions) -> &mut OpenOptions {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    options.custom_flags(flags.bits().cast_signed())
}

/// Options with which opening a link fails, and opening a pipe without a writer does not block.
#[cfg(not(unix))]
pub(super) fn without_following(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Makes a file executable.
#[cfg(unix)]
pub(super) fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = fs::metadata(path)?.permissions();
    // everybody who may read the file may also execute it
    let mode = permissions.mode();
    permissions.set_mode(mode | (mode & 0o444) >> 2);
    fs::set_permissions(path, permissions)
}

/// Makes a file executable.
#[cfg(not(unix))]
pub(super) fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether two paths lead to the same file or folder. Nobody needs to be able to read it.
#[cfg(unix)]
pub(super) fn is_same(one: &Path, other: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (one, other) = (fs::metadata(one)?, fs::metadata(other)?);
    Ok((one.dev(), one.ino()) == (other.dev(), other.ino()))
}

/// Whether two paths lead to the same file or folder.
#[cfg(not(unix))]
pub(super) fn is_same(one: &Path, other: &Path) -> io::Result<bool> {
    same_file::is_same_file(one, other)
}

/// Exchanges two folders, in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// Exchanges two folders, in one step.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Moves a file to a new path, in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
}

/// Moves a file to a new path, in one step.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn rename_new(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Moves a file to a new path on file systems without this operation. Another process can make a file at
/// `to` between the check and the move.
pub(super) fn check_and_rename(from: &Path, to: &Path) -> io::Result<()> {
    match to.symlink_metadata() {
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
        Err(error) => Err(error),
    }
}

/// Waits until everything below a folder is written to the disk.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// Waits until everything below a folder is written to the disk, file by file.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn sync(folder: &Path) -> Result<(), Cause> {
    let paths = paths_below(folder, &|_| true).map_err(|error| error.cause)?;
    for walked in paths.iter().filter(|walked| walked.kind == PathKind::File) {
        let file = OpenOptions::new().write(true).open(&walked.path)?;
        file.sync_all()?;
    }
    Ok(())
}

/// Waits until the names in a folder are written to the disk.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // only Unix can open a folder; other systems write its names without this
    match File::open(folder) {
        Ok(opened) if cfg!(unix) => opened.sync_all(),
        Ok(_) => Ok(()),
        Err(error) if cfg!(unix) => Err(error),
        Err(_) => Ok(()),
    }
}

/// Whether a folder is a mount point.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn is_mount_point(folder: &Path) -> io::Result<bool> {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    let status = statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty())?;
    Ok(status.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

/// Whether a folder is a mount point.
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
pub(super) fn is_mount_point(folder: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let Some(parent) = folder.parent() else {
        return Ok(true);
    };
    Ok(fs::metadata(folder)?.dev() != fs::metadata(parent)?.dev())
}

/// Whether a folder is a mount point.
#[cfg(not(unix))]
pub(super) fn is_mount_point(_: &Path) -> io::Result<bool> {
    Ok(false)
}
