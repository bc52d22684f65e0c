//! The folder in which a site is made before it is put in place, held by one build at a time.

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

/// What a workshop may hold. The folder of a site is a name here, its files are on its list.
const PLAN: &str = "list";
const JOURNAL: &str = "journal";
const NEW: &str = "new";
const OLD: &str = "old";

/// A folder of Headword's own, locked until it is closed.
#[derive(Debug)]
pub struct Workshop<'d> {
    disk: &'d Disk,
    folder: LockedFolder<'d>,
}

impl<'d> Workshop<'d> {
    /// Makes the workshop at `folder`, for the site at `place`. Waits for another build that has it,
    /// which `wait` is told of, and puts in order what one that was stopped has left: a site that it
    /// had moved out of its place goes back there.
    ///
    /// # Errors
    ///
    /// [`Failure::NotOurs`] where somebody's files are in the folder; [`Failure::Io`] where the file
    /// system refuses.
    pub fn open(
        disk: &'d Disk,
        folder: PathBuf,
        place: &Path,
        wait: &dyn Fn(),
    ) -> Result<Self, Failure> {
        let names = [PLAN, JOURNAL, NEW, OLD];
        let purpose = "sites are made there before they are published";
        let shop = Self {
            disk,
            folder: LockedFolder::open(disk, folder, &names, purpose, wait)?,
        };
        shop.recover(place)?;
        shop.folder.ignore()?;
        Ok(shop)
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the new site is made.
    pub fn new_site(&self) -> PathBuf {
        self.folder().join(NEW)
    }

    /// Where the old site is set aside.
    pub fn old_site(&self) -> PathBuf {
        self.folder().join(OLD)
    }

    /// Where a list is written before it takes the place of another.
    pub fn journal(&self) -> PathBuf {
        self.folder().join(JOURNAL)
    }

    /// Notes what is going to be in the new site, and makes its folder.
    ///
    /// # Errors
    ///
    /// Where the file system refuses.
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
    /// [`Failure::NotOurs`] where they hold files that Headword did not write, which stay;
    /// [`Failure::Io`] where the file system refuses.
    pub fn clear(&self) -> Result<(), Failure> {
        let plan = self.folder().join(PLAN);
        let planned = self.manifest(&plan)?.unwrap_or_default();
        for site in [self.new_site(), self.old_site()] {
            match self.manifest(&site.join(LIST))? {
                Some(finished) => remove_site(self.disk, &site, &finished, true),
                None => remove_site(self.disk, &site, &planned, false),
            }?;
        }
        for file in [plan, self.journal()] {
            self.disk.remove_file(&file)?;
        }
        Ok(())
    }

    /// Removes the workshop, with the sites in it.
    ///
    /// # Errors
    ///
    /// As [`Workshop::clear`].
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

    /// A list, if there is a whole one.
    fn manifest(&self, path: &Path) -> Result<Option<Manifest>, DiskError> {
        match self.disk.read(path, u64::MAX) {
            Ok(bytes) => Ok(Manifest::read(&bytes).ok()),
            Err(error) if error.is(ErrorKind::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Removes the files of a list from a site, then its folders, then the list and the site itself;
/// with `checked`, only files that are as they were written. A build that was stopped on the way is
/// followed by one that goes on with it.
///
/// # Errors
///
/// [`Failure::NotOurs`] where anything else is in it, which stays; [`Failure::Io`] where the file
/// system refuses.
pub fn remove_site(
    disk: &Disk,
    site: &Path,
    manifest: &Manifest,
    checked: bool,
) -> Result<(), Failure> {
    let paths: Vec<_> = manifest.paths().collect();
    paths.into_par_iter().try_for_each(|path| {
        let file = site.join(path);
        if !checked {
            return disk.remove_file(&file);
        }
        match disk.digest(&file) {
            Ok((digest, _)) if manifest.holds(path, digest) => disk.remove_file(&file),
            // changed since: what is not removed keeps its folder
            Ok(_) => Ok(()),
            Err(error) if error.is(ErrorKind::NotFound) => Ok(()),
            Err(error) => Err(error.writing(&file)),
        }
    })?;
    let remove = |path: &Path| match disk.remove_folder(path) {
        Err(error) if error.is(ErrorKind::DirectoryNotEmpty) => Err(faults::left_files(path)),
        removed => Ok(removed?),
    };
    for folder in manifest.folders().into_iter().rev() {
        remove(&site.join(folder))?;
    }
    disk.remove_file(&site.join(LIST))?;
    remove(site)
}
