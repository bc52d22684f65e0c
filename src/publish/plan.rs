//! The plan of the new site: its files and their sums, before any of them is written.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::manifest::Manifest;
use crate::diagnostic::disk_error::DiskError;
use crate::disk::{Digest, Disk};
use crate::site::{Content, Site};

/// The files of the new site.
pub(super) struct SitePlan<'s> {
    /// The files by their paths in the site, with `/`.
    pub(super) files: BTreeMap<&'s str, PlannedFile<'s>>,
    /// The list of the files, which becomes part of the site.
    pub(super) manifest: Manifest,
}

/// A file of the new site.
pub(super) struct PlannedFile<'s> {
    pub(super) content: &'s Content,
    pub(super) digest: Digest,
    /// Its length in bytes.
    pub(super) length: u64,
}

impl<'s> SitePlan<'s> {
    /// Computes the sums and lengths of all files of a site.
    ///
    /// # Errors
    ///
    /// If a file of the project that is copied into the site cannot be read.
    pub(super) fn new(disk: &Disk, site: &'s Site) -> Result<Self, DiskError> {
        let files = site.files.par_iter().map(|(path, content)| {
            let (digest, length) = match content {
                Content::Bytes(bytes) => (Digest::of(bytes), bytes.len() as u64),
                Content::Copy(from) => {
                    let (digest, stamp) = disk.digest(from)?;
                    (digest, stamp.length)
                }
            };
            let planned = PlannedFile {
                content,
                digest,
                length,
            };
            Ok((path.as_str(), planned))
        });
        let files: BTreeMap<&str, PlannedFile<'_>> = files.collect::<Result<_, DiskError>>()?;
        let mut manifest = Manifest::default();
        for (path, planned) in &files {
            manifest.insert((*path).to_owned(), planned.digest);
        }
        Ok(Self { files, manifest })
    }
}
