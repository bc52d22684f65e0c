//! All paths below a folder. The folders of one depth are read in parallel.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{PathKind, WalkedPath, kind};
use crate::diagnostic::disk_error::{Access, DiskError};

/// All paths below `folder`: those of a folder after the folder itself. A path for which `enters` returns
/// `false` is left out, with everything below it. Empty if `folder` is not a folder, or does not exist.
pub(super) fn paths_below(
    folder: &Path,
    enters: &(impl Fn(&Path) -> bool + Sync),
) -> Result<Vec<WalkedPath>, DiskError> {
    match folder.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Ok(Vec::new()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(DiskError::new(Access::Read, folder, error)),
    }
    let mut paths: Vec<WalkedPath> = Vec::new();
    // depth by depth, so that a deep folder needs no deep stack
    let mut folders = vec![folder.to_owned()];
    while !folders.is_empty() {
        let read: Vec<Vec<WalkedPath>> = folders
            .par_iter()
            .map(|folder| paths_in(folder, enters))
            .collect::<Result<_, _>>()?;
        let first_new = paths.len();
        paths.extend(read.into_iter().flatten());
        let new = paths.iter().skip(first_new);
        let is_folder = |walked: &&WalkedPath| walked.kind == PathKind::Folder;
        folders = new
            .filter(is_folder)
            .map(|walked| walked.path.clone())
            .collect();
    }
    Ok(paths)
}

/// The paths in one folder. The system gives their kinds with the names, so no file is asked for.
fn paths_in(folder: &Path, enters: &impl Fn(&Path) -> bool) -> Result<Vec<WalkedPath>, DiskError> {
    let error_at = |path: &Path, error| DiskError::new(Access::Read, path, error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| error_at(folder, error))? {
        let entry = entry.map_err(|error| error_at(folder, error))?;
        let path: PathBuf = entry.path();
        if enters(&path) {
            let file_type = entry.file_type().map_err(|error| error_at(&path, error))?;
            let kind = kind(file_type);
            paths.push(WalkedPath { path, kind });
        }
    }
    Ok(paths)
}
