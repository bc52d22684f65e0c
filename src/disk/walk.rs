//! All paths below a folder. The folders of one depth are read in parallel.

use std::io;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

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
    WalkDir::new(folder)
        .min_depth(1)
        .max_depth(1)
        .follow_root_links(false)
        .into_iter()
        .filter_entry(|entry| enters(entry.path()))
        .map(|entry| match entry {
            Ok(entry) => Ok(WalkedPath {
                kind: kind(entry.file_type()),
                path: entry.into_path(),
            }),
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                Err(DiskError::new(Access::Read, &path, io::Error::from(error)))
            }
        })
        .collect()
}
