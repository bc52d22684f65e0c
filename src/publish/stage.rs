//! Makes the new site in the workshop, and checks it there before it is published.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use super::manifest::folders_of;
use super::plan::{PlannedFile, SitePlan};
use super::previous_site::PreviousSite;
use super::workshop::SiteWorkshop;
use super::{Publication, Replacement};
use crate::diagnostic::disk_error::{Access, Cause, DiskError};
use crate::disk::{Disk, PathKind};
use crate::site::Content;
use crate::site_map::LIST;

/// A file of the new site in the workshop.
struct StagedFile<'s> {
    path: &'s str,
    planned: &'s PlannedFile<'s>,
    /// Whether the old site has the same file.
    is_unchanged: bool,
}

impl Publication<'_> {
    /// Makes the new site in the workshop: all files if it replaces the old site at once, or else only the
    /// changed files. The files are checked, and then the list is written.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or written, or changes meanwhile; or if the disk does not keep its name or
    /// its length.
    pub(super) fn stage(
        &self,
        workshop: &SiteWorkshop<'_>,
        plan: &SitePlan<'_>,
        old: &PreviousSite,
        replacement: Replacement,
    ) -> Result<(), DiskError> {
        let new = workshop.begin(&plan.manifest)?;
        let files = plan.files.iter().map(|(path, planned)| StagedFile {
            path,
            planned,
            is_unchanged: old.contains(path, planned.digest),
        });
        let staged: Vec<StagedFile<'_>> = files
            .filter(|file| replacement == Replacement::AtOnce || !file.is_unchanged)
            .collect();
        let folders: BTreeSet<&str> = staged
            .iter()
            .flat_map(|file| folders_of(file.path))
            .collect();
        for folder in folders {
            self.disk.create_folder(&new.join(folder))?;
        }
        staged
            .par_iter()
            .try_for_each(|file| make_file(self.disk, self.place, &new, file))?;
        self.check(&new, &staged)?;
        self.disk
            .write(&new.join(LIST), plan.manifest.text().as_bytes())?;
        if replacement == Replacement::AtOnce && old.exists {
            self.disk.copy_permissions(self.place, &new)?;
        }
        Ok(())
    }

    /// Checks that the disk has each file with its name and its length.
    fn check(&self, new: &Path, staged: &[StagedFile<'_>]) -> Result<(), DiskError> {
        let paths = self.paths_in(new)?;
        let mut paths = paths.iter().filter(|(_, kind)| **kind != PathKind::Folder);
        staged.iter().try_for_each(|staged| {
            let file = new.join(staged.path);
            let has_name = paths.next().is_some_and(|(path, _)| path == staged.path);
            let stamp = self.disk.stamp(&file)?;
            if has_name && stamp.length == staged.planned.length {
                return Ok(());
            }
            Err(DiskError::new(Access::Write, &file, Cause::NotKept))
        })
    }
}

/// Makes a file of the new site in the folder `new`. If the old site, in the folder `old`, has the same
/// file, this file gets a second name.
fn make_file(disk: &Disk, old: &Path, new: &Path, file: &StagedFile<'_>) -> Result<(), DiskError> {
    let to = new.join(file.path);
    // if the file system has no hard links, or no more for this file, it is written again
    if file.is_unchanged && disk.link(&old.join(file.path), &to).is_ok() {
        return Ok(());
    }
    match file.planned.content {
        Content::Bytes(bytes) => disk.write(&to, bytes),
        Content::Copy(from) => {
            if disk.copy(from, &to)? == file.planned.digest {
                Ok(())
            } else {
                Err(DiskError::new(Access::Read, from, Cause::Changed))
            }
        }
    }
}
