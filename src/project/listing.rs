//! The files below a folder of a project, without what editors leave behind.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::faults;
use crate::address::destination::is_entry;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::{Diagnostic, Faults};
use crate::disk::{Disk, Found, Kind};
use crate::text::bidi::is_bidi_control;
use crate::text::fold::{file_name_key, is_forbidden};
use crate::text::slug::is_storable;

/// The folder of files that are copied as they are, hidden ones too.
pub(super) const STATIC: &str = "static";

/// A file of a project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed {
    /// Its path from the folder that was listed, with `/`.
    pub(super) name: String,
    /// Where it lies.
    pub(super) path: PathBuf,
}

/// The files below a folder of the project at `root`, ordered by path. What editors leave behind is left
/// out, and hidden files are but in `static/`: they are editors' and systems' own. What is not a file, or
/// has a name that not every system can hold beside the others, is reported. No files if there is no such
/// folder.
///
/// # Errors
///
/// Where the file system refuses.
pub(super) fn list(
    disk: &Disk,
    root: &Path,
    folder: &str,
    faults: &Faults,
) -> Result<Vec<Listed>, DiskError> {
    let top = root.join(folder);
    match disk.kind(&top)? {
        Some(Kind::Folder) => {}
        None => return Ok(Vec::new()),
        Some(_) => {
            faults.report(faults::not_a_folder(folder));
            return Ok(Vec::new());
        }
    }
    let shows = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        folder == STATIC || path == top || !name.as_encoded_bytes().starts_with(b".")
    };
    let mut files = Vec::new();
    for found in disk.walk(&top, shows)? {
        let relative = found.path.strip_prefix(&top).unwrap_or(&found.path);
        let parts: Vec<_> = relative
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        if found.kind == Kind::Folder || parts.last().is_some_and(|name| is_leftover(name)) {
            continue;
        }
        let name = parts.join("/");
        let shown = format!("{folder}/{name}");
        if let Some(fault) = unreadable(&found, relative, &name, &shown) {
            faults.report(fault);
            continue;
        }
        // entries' names are held to more
        if !is_entry(&name) && !name.split('/').all(is_storable) {
            faults.report(faults::unstorable_name(&shown));
        }
        files.push(Listed {
            name,
            path: found.path,
        });
    }
    files.sort();
    report_twins(folder, &files, faults);
    Ok(files)
}

/// The reason that something below a folder is not read: it is not a file, or nobody could write its name
/// down; `shown` is its path from the project's root.
fn unreadable(found: &Found, relative: &Path, name: &str, shown: &str) -> Option<Diagnostic> {
    let is_control = |c: char| c.is_control() || is_forbidden(c) || is_bidi_control(c);
    if found.kind == Kind::Other {
        Some(faults::not_the_file_itself(shown))
    } else if relative.to_str().is_none() {
        Some(faults::name_is_not_utf8(shown))
    } else if name.contains(is_control) {
        Some(faults::name_with_control_character(shown))
    } else {
        None
    }
}

/// Reports files whose names differ in case or normalisation only: to some disks they are one.
fn report_twins(folder: &str, files: &[Listed], faults: &Faults) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for Listed { name, .. } in files {
        if let Some(other) = seen.insert(file_name_key(name), name) {
            let (file, other) = (format!("{folder}/{name}"), format!("{folder}/{other}"));
            faults.report(faults::one_file_to_some_systems(&file, &other));
        }
    }
}

/// Whether a project is read from what is at a path from its root, to judge by its names.
pub fn is_read(path: &str) -> bool {
    let mut names = path.split('/');
    let folder = names.next();
    let is_hidden = folder != Some(STATIC) && names.any(|name| name.starts_with('.'));
    !is_hidden && !path.rsplit('/').next().is_some_and(is_leftover)
}

/// Whether a file's name is one that editors give to what they leave beside a file: backups, what is
/// not saved yet, and locks, which are links to nowhere.
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
