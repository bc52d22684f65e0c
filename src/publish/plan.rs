//! The files that a new site is going to have, with their sums, before any of them is written.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::manifest::Manifest;
use crate::diagnostic::disk_error::DiskError;
use crate::disk::{Digest, Disk};
use crate::site::{Content, Site};

/// The files of a new site.
pub(super) struct Plan<'s> {
    /// The files by their path in the site, with `/`.
    pub(super) files: BTreeMap<&'s str, Planned<'s>>,
    /// The list of them that the site is going to have.
    pub(super) manifest: Manifest,
}

/// A file of the new site: what it holds, and how to tell that it does.
pub(super) struct Planned<'s> {
    pub(super) content: &'s Content,
    pub(super) digest: Digest,
    /// Its length in bytes.
    pub(super) length: u64,
}

impl<'s> Plan<'s> {
    /// Takes the sum and length of every file of a site.
    ///
    /// # Errors
    ///
    /// Where a file of the project that the site has too cannot be read.
    pub(super) fn new(disk: &Disk, site: &'s Site) -> Result<Self, DiskError> {
        let files = site.files.par_iter().map(|(path, content)| {
            let (digest, length) = match content {
                Content::Bytes(bytes) => (Digest::of(bytes), bytes.len() as u64),
                Content::Copy(from) => {
                    let (digest, stamp) = disk.digest(from)?;
                    (digest, stamp.length)
                }
            };
            let planned = Planned {
                content,
                digest,
                length,
            };
            Ok((path.as_str(), planned))
        });
        let files: BTreeMap<&str, Planned<'_>> = files.collect::<Result<_, DiskError>>()?;
        let mut manifest = Manifest::default();
        for (path, planned) in &files {
            manifest.insert((*path).to_owned(), planned.digest);
        }
        Ok(Self { files, manifest })
    }
}
