//! Where a site may be put: into a folder of its own, never over what somebody wrote.

use std::path::{Component, Path, PathBuf};

use super::faults::{self, NoPlace};
use crate::diagnostic::disk_error::{Access, DiskError};
use crate::diagnostic::failure::Failure;
use crate::disk::{Disk, Kind};

/// Folders of a project that hold authors' work.
const AUTHORED: &[&str] = &["content", "templates", "static"];

/// The folder that `output` names, its own links and dots resolved.
///
/// # Errors
///
/// [`Failure::Output`] where no site may be put: it is a link or not a folder, the project, home or all
/// the system lies in it, or authors' files do.
pub fn of_site(disk: &Disk, root: &Path, output: &Path) -> Result<PathBuf, Failure> {
    let place = resolved(disk, output)?;
    let reason = match disk.kind(&place)? {
        Some(Kind::Other) => Some(NoPlace::Link),
        Some(Kind::File) => Some(NoPlace::File),
        Some(Kind::Folder) | None => reason_against(disk, root, &place)?,
    };
    match reason {
        Some(reason) => Err(faults::no_place(output, reason)),
        None => Ok(place),
    }
}

fn reason_against(disk: &Disk, root: &Path, place: &Path) -> Result<Option<NoPlace>, DiskError> {
    if place.parent().is_none() {
        return Ok(Some(NoPlace::Root));
    }
    if lies_in(disk, root, place)? {
        return Ok(Some(NoPlace::Project));
    }
    for folder in AUTHORED {
        if lies_in(disk, place, &root.join(folder))? {
            return Ok(Some(NoPlace::Authored));
        }
    }
    if let Some(home) = std::env::home_dir()
        && !home.as_os_str().is_empty()
        && lies_in(disk, &home, place)?
    {
        return Ok(Some(NoPlace::Home));
    }
    Ok(None)
}

/// Whether a path is a folder or leads into it, by whatever names both go: the disk is asked, which
/// knows of links and of cases.
fn lies_in(disk: &Disk, inner: &Path, folder: &Path) -> Result<bool, DiskError> {
    // what is not there yet lies where its folder does
    let real = |path: &Path| match disk.canonical(path) {
        Ok(there) => Ok(there),
        Err(_) => resolved(disk, path),
    };
    let inner = real(inner)?;
    if inner.starts_with(real(folder)?) {
        return Ok(true);
    }
    for around in inner.ancestors() {
        if disk.is_same(around, folder)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The path without dots, and without links but for its last part: each part is resolved where it
/// stands, so that `..` after a folder that does not exist yet leads where it will lead.
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
            && let Ok(there) = disk.canonical(&real)
        {
            real = there;
        }
    }
    Ok(real)
}
