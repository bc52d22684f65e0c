//! The site that stands in the output before a build, and whether all of it is Headword's.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::manifest::{Manifest, folders_of};
use super::{Publication, faults};
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::{Digest, Kind, Stamp};
use crate::site_map::{LIST, WORKSHOP};

/// The site that stands where the new one is going to be.
#[derive(Default)]
pub(super) struct Standing {
    /// The list of its files.
    pub(super) manifest: Manifest,
    /// The files of it that are there, without its list.
    pub(super) files: BTreeMap<String, StandingFile>,
    /// Whether there is a folder.
    pub(super) exists: bool,
}

/// A file of the site that stands there.
pub(super) struct StandingFile {
    pub(super) digest: Digest,
    pub(super) stamp: Stamp,
}

impl Standing {
    /// Whether the site has a file of this path and sum.
    pub(super) fn holds(&self, path: &str, digest: Digest) -> bool {
        let file = self.files.get(path);
        file.is_some_and(|file| file.digest == digest)
    }
}

impl Publication<'_> {
    /// The site that stands in the output now. All of it is read: times that copying tools set are not
    /// trusted.
    ///
    /// # Errors
    ///
    /// [`Failure::Output`] where the output holds anything that Headword did not write.
    pub(super) fn survey(&self) -> Result<Standing, Failure> {
        let mut standing = Standing {
            manifest: self.refuse_unknown()?,
            files: BTreeMap::new(),
            exists: self.disk.exists(self.place)?,
        };
        let folders = standing.manifest.folders();
        let mut foreign = Vec::new();
        let mut listed = Vec::new();
        for (path, kind) in self.found(self.place)? {
            match kind {
                Kind::File if standing.manifest.names(&path) => listed.push(path),
                Kind::Folder if folders.contains(path.as_str()) => {}
                _ => foreign.push(path),
            }
        }
        let read = listed.into_par_iter().map(|path| {
            let (digest, stamp) = self.disk.digest(&self.place.join(&path))?;
            Ok((path, StandingFile { digest, stamp }))
        });
        standing.files = read.collect::<Result<_, DiskError>>()?;
        let changed: Vec<&str> = standing
            .files
            .iter()
            .filter(|(path, file)| !standing.manifest.holds(path, file.digest))
            .map(|(path, _)| path.as_str())
            .collect();
        // a folder of somebody's is told of once, by what is in it if anything is
        let within: BTreeSet<&str> = foreign.iter().flat_map(|path| folders_of(path)).collect();
        let foreign: Vec<&str> = foreign
            .iter()
            .map(String::as_str)
            .filter(|path| !within.contains(path))
            .collect();
        match faults::others_files(&self.config.run.output, &foreign, &changed) {
            Some(failure) => Err(failure),
            None => Ok(standing),
        }
    }

    /// The list in the output; empty if the output is.
    ///
    /// # Errors
    ///
    /// [`Failure::Output`] where the output holds anything and has no list, or a list that Headword did
    /// not write.
    pub(super) fn refuse_unknown(&self) -> Result<Manifest, Failure> {
        let output = &self.config.run.output;
        let list = self.place.join(LIST);
        match self.disk.kind(&list)? {
            Some(Kind::File) => {
                let bytes = self.disk.read(&list, u64::MAX)?;
                Manifest::read(&bytes).map_err(|line| faults::unreadable_list(output, line))
            }
            Some(_) => Err(faults::list_is_not_a_file(output)),
            None if self.found(self.place)?.is_empty() => Ok(Manifest::default()),
            None => Err(faults::unlisted(output)),
        }
    }

    /// All that is in a site's folder, by path, but its list and a workshop.
    pub(super) fn found(&self, folder: &Path) -> Result<BTreeMap<String, Kind>, DiskError> {
        let own = [folder.join(LIST), folder.join(WORKSHOP)];
        let found = self
            .disk
            .walk(folder, |path| !own.iter().any(|own| own == path))?;
        let paths = found.into_iter().map(|found| {
            let relative = found.path.strip_prefix(folder).unwrap_or(&found.path);
            let parts: Vec<_> = relative
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect();
            (parts.join("/"), found.kind)
        });
        Ok(paths.collect())
    }
}
