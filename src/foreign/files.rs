//! The files of a site, and how they are replaced: each as a whole, so that a run that is stopped leaves it old or
//! new.

use std::path::{Path, PathBuf};

use super::faults;
use super::file_kind::FileKind;
use crate::diagnostic::failure::Failure;
use crate::disk::{Disk, PathKind};

/// The end of the names of files that are being written.
const NEW: &str = ".headword-new";

/// The list of files in the folder of a glossary's site.
const MANIFEST: &str = ".headword";

/// The files of a site.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The files that get links, by their paths from the site's root, with `/`.
    pub(super) pages: Vec<String>,
    /// All other files.
    pub(super) others: Vec<String>,
    /// The folders, each after the one that contains it.
    pub(super) folders: Vec<String>,
    /// The number of symbolic links, pipes and the like.
    pub(super) strange: usize,
    /// Files that a stopped run left.
    pub(super) left_over: Vec<String>,
}

/// The files below a folder.
///
/// # Errors
///
/// If it is not a folder, or cannot be read.
pub(super) fn read(disk: &Disk, site: &Path, kind: FileKind) -> Result<Files, Failure> {
    // the folder itself may be a link, as `public` often is
    let root = disk.canonical(site);
    let is_folder = match &root {
        Ok(root) => disk.kind(root)? == Some(PathKind::Folder),
        Err(error) if error.is(std::io::ErrorKind::NotFound) => false,
        Err(_) => return Err(root.err().map_or(Failure::Faults, Failure::from)),
    };
    let Some(root) = root.ok().filter(|_| is_folder) else {
        return Err(faults::not_a_site(site));
    };
    let mut files = Files::default();
    let mut glossaries = Vec::new();
    for walked in disk.walk(&root, |_| true)? {
        let Some(path) = relative(&walked.path, &root) else {
            // a name that is not Unicode is nobody's page
            files.strange += 1;
            continue;
        };
        match walked.kind {
            PathKind::File if path.rsplit('/').next() == Some(MANIFEST) => {
                glossaries.push(path.trim_end_matches(MANIFEST).to_owned());
                files.others.push(path);
            }
            PathKind::Folder => files.folders.push(path),
            PathKind::File if path.ends_with(NEW) => files.left_over.push(path),
            PathKind::File if kind.has(&path) => files.pages.push(path),
            PathKind::File => files.others.push(path),
            PathKind::Other => files.strange += 1,
        }
    }
    // the pages of a glossary have their links already, and its next build would miss the changed ones
    let is_own = |page: &String| glossaries.iter().any(|folder| page.starts_with(folder));
    files
        .others
        .extend(files.pages.extract_if(.., |page| is_own(page)));
    files.pages.sort_unstable();
    files.others.sort_unstable();
    Ok(files)
}

fn relative(path: &Path, root: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = relative.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

/// The path beside a file where its new content is written.
pub(super) fn beside(path: &Path) -> PathBuf {
    // without a slash at the end
    let path: PathBuf = path.components().collect();
    let mut name = path.into_os_string();
    name.push(NEW);
    PathBuf::from(name)
}

/// Writes the new content of a file beside it.
///
/// # Errors
///
/// If it cannot be written.
pub(super) fn stage(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let new = beside(path);
    let written = disk.write(&new, bytes).and_then(|()| {
        if disk.exists(path)? {
            disk.copy_permissions(path, &new)?;
        }
        Ok(())
    });
    written.map_err(|error| Failure::Io(error.writing(path)))
}

/// Puts the new content of a file in its place.
///
/// # Errors
///
/// If it cannot be moved.
pub(super) fn place(disk: &Disk, path: &Path) -> Result<(), Failure> {
    Ok(disk.rename(&beside(path), path)?)
}

/// Removes a folder with all that is in it. Links are not followed.
///
/// # Errors
///
/// If something in it cannot be removed.
pub(super) fn remove_all(disk: &Disk, folder: &Path) -> Result<(), Failure> {
    for walked in disk.walk(folder, |_| true)?.iter().rev() {
        match walked.kind {
            PathKind::Folder => disk.remove_folder(&walked.path)?,
            _ => disk.remove_file(&walked.path)?,
        }
    }
    Ok(disk.remove_folder(folder)?)
}
