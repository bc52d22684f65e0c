//! The files in a folder of a project, without temporary files of editors.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::file_faults;
use crate::address::destination::is_entry;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::{Diagnostic, Faults};
use crate::disk::{Disk, PathKind, WalkedPath};
use crate::text::bidi::is_bidi_control;
use crate::text::fold::{file_name_key, is_forbidden};
use crate::text::slug::is_storable;

/// The folder of files that are copied without a change, including hidden files.
pub const STATIC: &str = "static";

/// A file of a project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed {
    /// The path from the listed folder, with `/` on every system.
    pub(super) name: String,
    /// The path on the disk.
    pub(super) path: PathBuf,
}

/// The files in a folder of the project at `root` and its subfolders, ordered by path. Temporary files of
/// editors are left out, and so are hidden files, which belong to editors and systems, except in `static/`.
/// Anything that is not a file is reported, and so is a name that some system cannot store beside the
/// others. The result is empty if the folder does not exist.
///
/// # Errors
///
/// If the file system reports an error.
pub(super) fn list(
    disk: &Disk,
    root: &Path,
    folder: &str,
    faults: &Faults,
) -> Result<Vec<Listed>, DiskError> {
    let top = root.join(folder);
    match disk.kind(&top)? {
        Some(PathKind::Folder) => {}
        None => return Ok(Vec::new()),
        Some(_) => {
            faults.report(file_faults::not_a_folder(folder));
            return Ok(Vec::new());
        }
    }
    let shows = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        folder == STATIC || path == top || !name.as_encoded_bytes().starts_with(b".")
    };
    let walked = disk.walk(&top, shows)?;
    let listed = walked.into_par_iter();
    let listed = listed.filter_map(|found| listed_file(found, &top, folder, faults));
    let mut files: Vec<Listed> = listed.collect();
    files.sort();
    report_twins(folder, &files, faults);
    Ok(files)
}

/// A path that was found below the folder `top`, as a file of the project; `None` for a folder, for a temporary
/// file, and for a path that cannot be read, which is reported.
fn listed_file(found: WalkedPath, top: &Path, folder: &str, faults: &Faults) -> Option<Listed> {
    let relative = found.path.strip_prefix(top).unwrap_or(&found.path);
    let parts: Vec<_> = relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    if found.kind == PathKind::Folder || parts.last().is_some_and(|name| is_leftover(name)) {
        return None;
    }
    let name = parts.join("/");
    let shown = || format!("{folder}/{name}");
    if let Some(fault) = unreadable(&found, relative, &name, &shown) {
        faults.report(fault);
        return None;
    }
    // the names of entries have to meet stricter rules, which are checked later, but not their folders
    let checked = match name.rsplit_once('/') {
        Some((folder, _)) if is_entry(&name) => folder,
        None if is_entry(&name) => "",
        _ => name.as_str(),
    };
    if !checked.split('/').all(is_storable) {
        faults.report(file_faults::unstorable_name(&shown()));
    }
    Some(Listed {
        name,
        path: found.path,
    })
}

/// The error if a path in a folder cannot be read: it is not a file, or its name is not text that an author
/// can type. `shown` is the path from the project's root.
fn unreadable(
    found: &WalkedPath,
    relative: &Path,
    name: &str,
    shown: &dyn Fn() -> String,
) -> Option<Diagnostic> {
    let is_control = |c: char| c.is_control() || is_forbidden(c) || is_bidi_control(c);
    if found.kind == PathKind::Other {
        Some(file_faults::not_the_file_itself(&shown()))
    } else if relative.to_str().is_none() {
        Some(file_faults::name_is_not_utf8(&shown()))
    } else if name.contains(is_control) {
        Some(file_faults::name_with_control_character(&shown()))
    } else {
        None
    }
}

/// Reports files whose names differ only in case or normalisation: on some disks they are the same file.
fn report_twins(folder: &str, files: &[Listed], faults: &Faults) {
    let keys: Vec<String> = files
        .par_iter()
        .map(|file| file_name_key(&file.name))
        .collect();
    let mut seen: HashMap<String, &str> = HashMap::with_capacity(files.len());
    for (key, Listed { name, .. }) in keys.into_iter().zip(files) {
        if let Some(other) = seen.insert(key, name) {
            let (file, other) = (format!("{folder}/{name}"), format!("{folder}/{other}"));
            faults.report(file_faults::one_file_to_some_systems(&file, &other));
        }
    }
}

/// Whether the program reads the file at `path`, a path from the project's root, by its name.
pub fn is_read(path: &str) -> bool {
    let mut names = path.split('/');
    let folder = names.next();
    let is_hidden = folder != Some(STATIC) && names.any(|name| name.starts_with('.'));
    !is_hidden && !path.rsplit('/').next().is_some_and(is_leftover)
}

/// Whether a file's name is one that editors give to temporary files: backups, unsaved changes, and locks,
/// which are links to nowhere.
fn is_leftover(name: &str) -> bool {
    let is_swap = |hidden: &str| {
        let ending = hidden.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| ending.len() == 3 && ending.starts_with("sw"))
    };
    name.ends_with('~')
        || name.starts_with(".#")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || name.strip_prefix('.').is_some_and(is_swap)
}
