//! The old site in the output folder, and the check that Headword wrote all of its files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{self, Path};

use rayon::prelude::*;

use super::manifest::{Manifest, folders_of};
use super::{Publication, faults};
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::{Digest, PathKind, Stamp};
use crate::site::inputs::InputHash;
use crate::site_map::{LIST, WORKSHOP};
use crate::text::slice;

/// The site in the output folder before a build.
#[derive(Default)]
pub(super) struct PreviousSite {
    /// The list of the files that Headword wrote.
    pub(super) manifest: Manifest,
    /// The files that exist, without the list.
    pub(super) files: BTreeMap<String, PreviousFile>,
    /// Whether the output folder exists.
    pub(super) exists: bool,
}

/// A file of the old site.
pub(super) struct PreviousFile {
    pub(super) digest: Digest,
    pub(super) stamp: Stamp,
}

impl PreviousSite {
    /// Whether the site has a file with this path and sum.
    pub(super) fn contains(&self, path: &str, digest: Digest) -> bool {
        let file = self.files.get(path);
        file.is_some_and(|file| file.digest == digest)
    }

    /// The page with this path, if it was made from inputs with this hash.
    pub(super) fn made_from(&self, path: &str, inputs: InputHash) -> Option<&PreviousFile> {
        let digest = self.manifest.made_from(path, inputs)?;
        let file = self.files.get(path)?;
        (file.digest == digest).then_some(file)
    }
}

impl Publication<'_> {
    /// The old site. All files are read, because their times may be wrong after a copy.
    ///
    /// # Errors
    ///
    /// [`Failure::Output`] if the output folder contains a file that Headword did not write, or that was
    /// changed since.
    pub(super) fn previous_site(&self) -> Result<PreviousSite, Failure> {
        let mut old = PreviousSite {
            manifest: self.own_files()?,
            files: BTreeMap::new(),
            exists: self.disk.exists(self.place)?,
        };
        let folders = old.manifest.folders();
        let mut foreign = Vec::new();
        let mut listed = Vec::new();
        for (path, kind) in self.paths_in(self.place)? {
            match kind {
                PathKind::File if old.manifest.has_path(&path) => listed.push(path),
                PathKind::Folder if folders.contains(path.as_str()) => {}
                _ => foreign.push(path),
            }
        }
        let read = listed.into_par_iter().map(|path| {
            let (digest, stamp) = self.disk.digest(&self.place.join(&path))?;
            Ok((path, PreviousFile { digest, stamp }))
        });
        old.files = read.collect::<Result<_, DiskError>>()?;
        let changed: Vec<&str> = old
            .files
            .iter()
            .filter(|(path, file)| !old.manifest.contains(path, file.digest))
            .map(|(path, _)| path.as_str())
            .collect();
        // a folder is named only if it is empty; otherwise its files are named
        let filled: BTreeSet<&str> = foreign.iter().flat_map(|path| folders_of(path)).collect();
        let foreign: Vec<&str> = foreign
            .iter()
            .map(String::as_str)
            .filter(|path| !filled.contains(path))
            .collect();
        match faults::others_files(&self.config.run.output, &foreign, &changed) {
            Some(failure) => Err(failure),
            None => Ok(old),
        }
    }

    /// The list of Headword's own files in the output folder; empty if the folder is empty or does not
    /// exist.
    ///
    /// # Errors
    ///
    /// [`Failure::Output`] if the folder contains files but no list, or a list that Headword did not write.
    pub(super) fn own_files(&self) -> Result<Manifest, Failure> {
        let output = &self.config.run.output;
        let list = self.place.join(LIST);
        match self.disk.kind(&list)? {
            Some(PathKind::File) => {
                let bytes = self.disk.read(&list, u64::MAX)?;
                Manifest::read(&bytes).map_err(|line| faults::unreadable_list(output, line))
            }
            Some(_) => Err(faults::list_is_not_a_file(output)),
            None if self.paths_in(self.place)?.is_empty() => Ok(Manifest::default()),
            None => Err(faults::unlisted(output)),
        }
    }

    /// The files in the folder of a site, ordered by path, without its list and a workshop. Anything that is not a
    /// folder counts as a file.
    pub(super) fn files_in(&self, folder: &Path) -> Result<Vec<String>, DiskError> {
        let paths = self.paths_in(folder)?.into_iter();
        let files = paths.filter(|(_, kind)| *kind != PathKind::Folder);
        Ok(files.map(|(path, _)| path).collect())
    }

    /// All paths in the folder of a site, from this folder and with `/`, in order, without its list and a workshop.
    fn paths_in(&self, folder: &Path) -> Result<Vec<(String, PathKind)>, DiskError> {
        let skipped = [folder.join(LIST), folder.join(WORKSHOP)];
        let walked = self.disk.walk(folder, |path| {
            !skipped.iter().any(|skipped| skipped == path)
        })?;
        let from = folder.to_string_lossy().len();
        let paths = walked.into_par_iter().map(|walked| {
            let path = walked.path.to_string_lossy();
            let relative = slice(&path, from..).trim_start_matches(path::is_separator);
            (relative.replace(path::MAIN_SEPARATOR, "/"), walked.kind)
        });
        let mut paths: Vec<_> = paths.collect();
        paths.par_sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Ok(paths)
    }
}
