//! The place of the output folder: a folder of its own, never one with files of authors.

use std::path::{Component, Path, PathBuf};

use super::faults::{self, NoOutput};
use crate::diagnostic::disk_error::{Access, DiskError};
use crate::diagnostic::failure::Failure;
use crate::disk::{Disk, PathKind};
use crate::project::load::FOLDERS;

/// The path of the output folder without `.`, `..` and links. `root` is the project's folder.
///
/// # Errors
///
/// [`Failure::Output`] if `output` is a link or a file; if it is the root of the file system, or contains
/// the project or the user's home folder; or if it is one of the project's [`FOLDERS`] or a path inside
/// them.
pub fn of_site(disk: &Disk, root: &Path, output: &Path) -> Result<PathBuf, Failure> {
    let place = resolved(disk, output)?;
    let reason = match disk.kind(&place)? {
        Some(PathKind::Other) => Some(NoOutput::Link),
        Some(PathKind::File) => Some(NoOutput::File),
        Some(PathKind::Folder) | None => reason_against(disk, root, &place)?,
    };
    match reason {
        Some(reason) => Err(faults::no_output(output, reason)),
        None => Ok(place),
    }
}

/// The reason why a folder cannot be the output; `None` if it can.
fn reason_against(disk: &Disk, root: &Path, place: &Path) -> Result<Option<NoOutput>, DiskError> {
    if place.parent().is_none() {
        return Ok(Some(NoOutput::Root));
    }
    if is_within(disk, root, place)? {
        return Ok(Some(NoOutput::Project));
    }
    for folder in FOLDERS {
        if is_within(disk, place, &root.join(folder))? {
            return Ok(Some(NoOutput::Authored));
        }
    }
    if let Some(home) = std::env::home_dir()
        && !home.as_os_str().is_empty()
        && is_within(disk, &home, place)?
    {
        return Ok(Some(NoOutput::Home));
    }
    Ok(None)
}

/// Whether a path is a folder or a path inside it. The file system decides this, because the same folder
/// can have several paths: through links, or in upper and lower case.
fn is_within(disk: &Disk, inner: &Path, folder: &Path) -> Result<bool, DiskError> {
    // a path that does not exist yet has no canonical form
    let real = |path: &Path| match disk.canonical(path) {
        Ok(canonical) => Ok(canonical),
        Err(_) => resolved(disk, path),
    };
    let inner = real(inner)?;
    if inner.starts_with(real(folder)?) {
        return Ok(true);
    }
    for ancestor in inner.ancestors() {
        if disk.is_same(ancestor, folder)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The absolute path without `.`, `..` and links, except that its last part may be a link. The parts are
/// resolved one after the other, so that `..` is correct even after a folder that does not exist yet.
fn resolved(disk: &Disk, path: &Path) -> Result<PathBuf, DiskError> {
    let path =
        std::path::absolute(path).map_err(|error| DiskError::new(Access::Read, path, error))?;
    let mut real = PathBuf::new();
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        if part == Component::ParentDir {
            real.pop();
            continue;
        }
        real.push(part);
        if parts.peek().is_some()
            && let Ok(canonical) = disk.canonical(&real)
        {
            real = canonical;
        }
    }
    Ok(real)
}
