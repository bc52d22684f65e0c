//! The new site made in the workshop, and looked at there before it is put in its place.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use super::manifest::folders_of;
use super::plan::{Plan, Planned};
use super::standing::Standing;
use super::workshop::Workshop;
use super::{Publication, Way};
use crate::diagnostic::disk_error::{Access, Cause, DiskError};
use crate::disk::{Disk, Kind};
use crate::site::Content;
use crate::site_map::LIST;

/// A file that is made in the workshop.
struct Staged<'s> {
    path: &'s str,
    planned: &'s Planned<'s>,
    /// Whether the old site has the same file.
    is_old: bool,
}

impl Publication<'_> {
    /// Makes the new site in the workshop: all of it where it is put in place at once, else what
    /// changed. Its list comes last, and then it is checked.
    pub(super) fn stage(
        &self,
        shop: &Workshop<'_>,
        plan: &Plan<'_>,
        standing: &Standing,
        way: Way,
    ) -> Result<(), DiskError> {
        let new = shop.begin(&plan.manifest)?;
        let files = plan.files.iter().map(|(path, planned)| Staged {
            path,
            planned,
            is_old: standing.holds(path, planned.digest),
        });
        let staged: Vec<Staged<'_>> = files
            .filter(|file| way == Way::AtOnce || !file.is_old)
            .collect();
        let folders: BTreeSet<&str> = staged
            .iter()
            .flat_map(|file| folders_of(file.path))
            .collect();
        for folder in folders {
            self.disk.create_folder(&new.join(folder))?;
        }
        let (disk, old) = (self.disk, self.place);
        staged
            .par_iter()
            .try_for_each(|file| make_file(disk, old, &new, file))?;
        self.check(&new, &staged)?;
        self.disk
            .write(&new.join(LIST), plan.manifest.text().as_bytes())?;
        if way == Way::AtOnce && standing.exists {
            self.disk.copy_permissions(self.place, &new)?;
        }
        Ok(())
    }

    /// Whether the disk has kept every file under its name and in its length.
    fn check(&self, new: &Path, staged: &[Staged<'_>]) -> Result<(), DiskError> {
        let found = self.found(new)?;
        let mut found = found.iter().filter(|(_, kind)| **kind != Kind::Folder);
        staged.iter().try_for_each(|staged| {
            let file = new.join(staged.path);
            let is_named = found.next().is_some_and(|(found, _)| found == staged.path);
            let stamp = self.disk.stamp(&file)?;
            if is_named && stamp.length == staged.planned.length {
                return Ok(());
            }
            Err(DiskError::new(Access::Write, &file, Cause::NotKept))
        })
    }
}

/// Makes a file of the site at `new`; one that the site at `old` has gets a second name.
fn make_file(disk: &Disk, old: &Path, new: &Path, file: &Staged<'_>) -> Result<(), DiskError> {
    let to = new.join(file.path);
    // a file system without second names, or with too many of one, gets a copy
    if file.is_old && disk.link(&old.join(file.path), &to).is_ok() {
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
