//! The workshop: the folder in which a site is made before it is published. One build at a time has it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::faults;
use super::manifest::Manifest;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::disk::locked_folder::LockedFolder;
use crate::site_map::LIST;

/// The names in a workshop: the list of the new site's planned files, the next list of the output, and the
/// folders of the new and the old site.
const PLAN: &str = "list";
const JOURNAL: &str = "journal";
const NEW: &str = "new";
const OLD: &str = "old";

/// A workshop, which is locked until it is removed.
#[derive(Debug)]
pub struct SiteWorkshop<'d> {
    disk: &'d Disk,
    folder: LockedFolder<'d>,
}

impl<'d> SiteWorkshop<'d> {
    /// Makes the workshop in `folder`, for the output folder `place`. If another build has it, the function
    /// calls `wait` and then waits. If a build was stopped, the function cleans up: an old site that was
    /// moved away is moved back to `place`.
    ///
    /// # Errors
    ///
    /// [`Failure::NotOurs`] if the folder contains files of somebody else; [`Failure::Io`] if a file cannot
    /// be read or written.
    pub fn open(
        disk: &'d Disk,
        folder: PathBuf,
        place: &Path,
        wait: &dyn Fn(),
    ) -> Result<Self, Failure> {
        let names = [PLAN, JOURNAL, NEW, OLD];
        let purpose = "sites are made there before they are published";
        let workshop = Self {
            disk,
            folder: LockedFolder::open(disk, folder, &names, purpose, wait)?,
        };
        workshop.recover(place)?;
        workshop.folder.ignore()?;
        Ok(workshop)
    }

    /// The path of the workshop.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of the new site.
    pub fn new_site(&self) -> PathBuf {
        self.folder().join(NEW)
    }

    /// The folder to which the old site is moved.
    pub fn old_site(&self) -> PathBuf {
        self.folder().join(OLD)
    }

    /// The file in which a list is written before it replaces the list of the output.
    pub fn journal(&self) -> PathBuf {
        self.folder().join(JOURNAL)
    }

    /// Writes down the planned files of the new site, makes its folder, and returns the path of this
    /// folder.
    ///
    /// # Errors
    ///
    /// If a file or folder cannot be made.
    pub fn begin(&self, manifest: &Manifest) -> Result<PathBuf, DiskError> {
        let plan = self.folder().join(PLAN);
        self.disk.write(&plan, manifest.text().as_bytes())?;
        let new = self.new_site();
        self.disk.create_folder(&new)?;
        Ok(new)
    }

    /// Removes the sites in the workshop, file by file.
    ///
    /// # Errors
    ///
    /// [`Failure::NotOurs`] if they contain files that Headword did not write, which are not removed;
    /// [`Failure::Io`] if a file cannot be removed.
    pub fn clear(&self) -> Result<(), Failure> {
        let plan = self.folder().join(PLAN);
        for site in [self.new_site(), self.old_site()] {
            if !self.disk.exists(&site)? {
                continue;
            }
            match self.manifest(&site.join(LIST))? {
                Some(finished) => remove_site(self.disk, &site, &finished, FileCheck::Sums),
                // an unfinished file does not have its sum yet
                None => {
                    let planned = self.manifest(&plan)?.unwrap_or_default();
                    remove_site(self.disk, &site, &planned, FileCheck::Skip)
                }
            }?;
        }
        for file in [plan, self.journal()] {
            self.disk.remove_file(&file)?;
        }
        Ok(())
    }

    /// Removes the workshop with the sites in it.
    ///
    /// # Errors
    ///
    /// See [`SiteWorkshop::clear`].
    pub fn remove(self) -> Result<(), Failure> {
        self.clear()?;
        self.folder.close()?;
        Ok(())
    }

    fn recover(&self, place: &Path) -> Result<(), Failure> {
        let old = self.old_site();
        if self.disk.exists(&old)? && !self.disk.exists(place)? {
            self.disk.rename(&old, place)?;
        }
        self.clear()
    }

    /// The list in the file `path`; `None` if there is no such file, or if it is incomplete.
    fn manifest(&self, path: &Path) -> Result<Option<Manifest>, DiskError> {
        match self.disk.read(path, u64::MAX) {
            Ok(bytes) => Ok(Manifest::read(&bytes).ok()),
            Err(error) if error.is(ErrorKind::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The check of each file before it is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileCheck {
    /// A file is removed only if it has its sum on the list.
    Sums,
    /// Every file on the list is removed.
    Skip,
}

/// Removes the files on a list from the folder of a site, then its folders, then the list and the folder of
/// the site. If this is stopped, the next build can continue.
///
/// # Errors
///
/// [`Failure::NotOurs`] if other files are in the folder, which are not removed; [`Failure::Io`] if a file
/// cannot be removed.
pub fn remove_site(
    disk: &Disk,
    site: &Path,
    manifest: &Manifest,
    check: FileCheck,
) -> Result<(), Failure> {
    let paths: Vec<_> = manifest.paths().collect();
    paths.into_par_iter().try_for_each(|path| {
        let file = site.join(path);
        if check == FileCheck::Skip {
            return disk.remove_file(&file);
        }
        match disk.digest(&file) {
            Ok((digest, _)) if manifest.contains(path, digest) => disk.remove_file(&file),
            // a changed file stays, so that removing its folder is an error
            Ok(_) => Ok(()),
            Err(error) if error.is(ErrorKind::NotFound) => Ok(()),
            Err(error) => Err(error.writing(&file)),
        }
    })?;
    let remove = |path: &Path| match disk.remove_folder(path) {
        Err(error) if error.is(ErrorKind::DirectoryNotEmpty) => Err(faults::left_files(path)),
        removed => Ok(removed?),
    };
    for folders in manifest.folders_by_depth().into_iter().rev() {
        let remove = |folder: &str| remove(&site.join(folder));
        let removed: Vec<_> = folders.into_par_iter().map(remove).collect();
        removed.into_iter().collect::<Result<(), Failure>>()?;
    }
    disk.remove_file(&site.join(LIST))?;
    remove(site)
}
