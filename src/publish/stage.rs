//! Makes the new site in the workshop, and checks it there before it is published.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::manifest::Manifest;
use super::previous_site::PreviousSite;
use super::workshop::SiteWorkshop;
use super::{Publication, Replacement};
use crate::diagnostic::disk_error::{Access, Cause, DiskError};
use crate::diagnostic::failure::Failure;
use crate::disk::{Digest, Disk};
use crate::site::inputs::InputHash;
use crate::site::{self, Content, Shelf, Site};
use crate::site_map::LIST;

/// The new site in the workshop.
pub(super) struct StagedSite {
    /// Its files, ordered by path.
    pub(super) files: Vec<StagedFile>,
    /// The list of the files, which is part of the site.
    pub(super) manifest: Manifest,
}

/// A file of the new site.
pub(super) struct StagedFile {
    /// The path in the site, with `/`.
    pub(super) path: String,
    digest: Digest,
    /// The length in bytes.
    length: u64,
    /// The hash of everything from which it was made, if it can be kept by it.
    inputs: Option<InputHash>,
    /// Whether the old site has the same file.
    pub(super) is_unchanged: bool,
}

impl Publication<'_> {
    /// Makes the new site in the workshop: all files if it replaces the old site at once, or else only the
    /// changed files. The files are checked, and then the list is written.
    ///
    /// # Errors
    ///
    /// [`Failure::Faults`] if an error is reported when a page is made; [`Failure::Io`] if a file cannot be
    /// read or written, or changes meanwhile, or if the disk does not keep its name or its length.
    pub(super) fn stage(
        &self,
        site: &Site,
        workshop: &SiteWorkshop<'_>,
        old: &PreviousSite,
        replacement: Replacement,
    ) -> Result<StagedSite, Failure> {
        let new = self.begin(site, workshop)?;
        let staging = Staging {
            disk: self.disk,
            old,
            old_folder: self.place,
            new_folder: new,
            replacement,
            files: Mutex::default(),
        };
        site.write(&staging, self.faults, self.progress)?;
        let Staging {
            files,
            new_folder: new,
            ..
        } = staging;
        let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let is_there =
            |file: &&StagedFile| replacement == Replacement::AtOnce || !file.is_unchanged;
        self.check(&new, &Vec::from_iter(files.iter().filter(is_there)))?;
        let mut manifest = Manifest::new(self.has_book);
        for file in &files {
            manifest.insert(file.path.clone(), file.digest, file.inputs);
        }
        self.disk
            .write(&new.join(LIST), manifest.text().as_bytes())?;
        if replacement == Replacement::AtOnce && old.exists {
            self.disk.copy_permissions(self.place, &new)?;
        }
        Ok(StagedSite { files, manifest })
    }

    /// The folder for the new site in the workshop, with all of its folders.
    fn begin(&self, site: &Site, workshop: &SiteWorkshop<'_>) -> Result<PathBuf, Failure> {
        let planned = Manifest::of_paths(site.paths());
        let new = workshop.begin(&planned)?;
        for folders in planned.folders_by_depth() {
            let make = |folder: &str| self.disk.create_folder(&new.join(folder));
            folders.into_par_iter().try_for_each(make)?;
        }
        Ok(new)
    }

    /// Checks that the disk has each file with its name and its length. The files are ordered by path.
    fn check(&self, new: &Path, files: &[&StagedFile]) -> Result<(), DiskError> {
        let paths = self.files_in(new)?;
        files
            .par_iter()
            .enumerate()
            .try_for_each(|(index, staged)| {
                let file = new.join(&staged.path);
                let has_name = paths.get(index) == Some(&staged.path);
                let stamp = self.disk.stamp(&file)?;
                if has_name && stamp.length == staged.length {
                    return Ok(());
                }
                Err(DiskError::new(Access::Write, &file, Cause::NotKept))
            })
    }
}

/// The shelf in the workshop.
struct Staging<'p> {
    disk: &'p Disk,
    old: &'p PreviousSite,
    /// The folder of the old site.
    old_folder: &'p Path,
    /// The folder of the new site.
    new_folder: PathBuf,
    replacement: Replacement,
    files: Mutex<Vec<StagedFile>>,
}

impl Staging<'_> {
    fn add(&self, file: StagedFile) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.push(file);
    }

    /// Gives an unchanged file a second name in the new folder, if all files of the new site have to be there.
    /// Returns whether this is done.
    fn link(&self, path: &str) -> bool {
        let to = self.new_folder.join(path);
        // if the file system has no hard links, or no more for this file, it is written again
        self.replacement == Replacement::FileByFile
            || self.disk.link(&self.old_folder.join(path), &to).is_ok()
    }
}

impl Shelf for Staging<'_> {
    fn keep(&self, path: &str, inputs: InputHash) -> bool {
        let Some(old) = self.old.made_from(path, inputs) else {
            return false;
        };
        let is_kept = self.link(path);
        if is_kept {
            self.add(StagedFile {
                path: path.to_owned(),
                digest: old.digest,
                length: old.stamp.length,
                inputs: Some(inputs),
                is_unchanged: true,
            });
        }
        is_kept
    }

    fn put(
        &self,
        path: &str,
        content: Content,
        inputs: Option<InputHash>,
    ) -> Result<(), DiskError> {
        let to = self.new_folder.join(path);
        let (digest, length) = match &content {
            Content::Bytes(bytes) => (Digest::of(bytes), bytes.len() as u64),
            Content::Copy(from) => {
                let (digest, stamp) = self.disk.digest(from)?;
                (digest, stamp.length)
            }
        };
        let is_unchanged = self.old.contains(path, digest);
        if !is_unchanged || !self.link(path) {
            match &content {
                Content::Bytes(bytes) => self.disk.write(&to, bytes)?,
                Content::Copy(from) => {
                    if self.disk.copy(from, &to)? != digest {
                        return Err(DiskError::new(Access::Read, from, Cause::Changed));
                    }
                }
            }
        }
        self.add(StagedFile {
            path: path.to_owned(),
            digest,
            length,
            inputs,
            is_unchanged,
        });
        Ok(())
    }

    fn put_in_parts(&self, path: &str, write: &site::Write<'_>) -> Result<(), DiskError> {
        let to = self.new_folder.join(path);
        let (digest, length) = self.disk.write_in_parts(&to, write)?;
        let is_unchanged = self.old.contains(path, digest);
        if is_unchanged && self.replacement == Replacement::FileByFile {
            self.disk.remove_file(&to)?;
        }
        self.add(StagedFile {
            path: path.to_owned(),
            digest,
            length,
            inputs: None,
            is_unchanged,
        });
        Ok(())
    }
}
