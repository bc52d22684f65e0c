//! Replaces the old site with the new one as a whole folder, and undoes this after an error.

use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use super::previous_site::PreviousSite;
use super::workshop::{FileCheck, SiteWorkshop, remove_site};
use super::{Publication, faults};
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;

/// The operations that published the new site, which decide how they are undone.
#[derive(Clone, Copy)]
enum Swap {
    /// The new site was moved to the output, which did not exist.
    Moved,
    /// The two folders were exchanged: the old site is now at the path of the new one in the workshop.
    Exchanged,
    /// The old site was moved into the workshop, and the new site to the output.
    SetAside,
}

impl Publication<'_> {
    /// Replaces the old site with the new one, and removes the old one. Returns `false` if the file system
    /// cannot do this; then nothing has changed.
    ///
    /// # Errors
    ///
    /// [`Failure::Changed`] if somebody changed the old site during the build; [`Failure::Io`] if the file
    /// system reports an error. Then the old site is put back.
    pub(super) fn swap(
        &self,
        workshop: &SiteWorkshop<'_>,
        old: &PreviousSite,
    ) -> Result<bool, Failure> {
        let Some(swap) = self.move_new_site(workshop, old)? else {
            return Ok(false);
        };
        let old_folder = match swap {
            Swap::Moved => None,
            Swap::Exchanged => Some(workshop.new_site()),
            Swap::SetAside => Some(workshop.old_site()),
        };
        let checked = old_folder
            .as_ref()
            .map_or(Ok(()), |folder| self.refuse_changed(folder, old))
            .and_then(|()| Ok(self.sync_swap(workshop)?));
        if let Err(failure) = checked {
            if let Err(error) = self.undo(workshop, swap) {
                let output = &self.config.run.output;
                (self.say)(&faults::not_taken_back(output, &error.cause));
            }
            return Err(failure);
        }
        if let Some(folder) = old_folder {
            // the site is published, so this error is only a note
            let removed = remove_site(self.disk, &folder, &old.manifest, FileCheck::Skip);
            if let Err(failure) = removed {
                (self.say)(&faults::old_site_left(&failure));
            }
        }
        Ok(true)
    }

    /// Moves the new site to the output; `None` if the file system cannot.
    fn move_new_site(
        &self,
        workshop: &SiteWorkshop<'_>,
        old: &PreviousSite,
    ) -> Result<Option<Swap>, DiskError> {
        let (new, set_aside) = (workshop.new_site(), workshop.old_site());
        if !old.exists {
            self.disk.rename(&new, self.place)?;
            return Ok(Some(Swap::Moved));
        }
        match self.disk.exchange(&new, self.place) {
            Ok(()) => return Ok(Some(Swap::Exchanged)),
            Err(error) if is_immovable(&error) => {}
            Err(error) => return Err(error),
        }
        match self.disk.rename(self.place, &set_aside) {
            Ok(()) => {}
            Err(error) if is_immovable(&error) => return Ok(None),
            Err(error) => return Err(error.writing(self.place)),
        }
        if let Err(error) = self.disk.rename(&new, self.place) {
            self.disk.rename(&set_aside, self.place)?;
            return Err(error);
        }
        Ok(Some(Swap::SetAside))
    }

    /// Moves the new site back into the workshop, and the old one back to the output.
    fn undo(&self, workshop: &SiteWorkshop<'_>, swap: Swap) -> Result<(), DiskError> {
        let new = workshop.new_site();
        match swap {
            Swap::Moved => self.disk.rename(self.place, &new),
            Swap::Exchanged => self.disk.exchange(&new, self.place),
            Swap::SetAside => {
                self.disk.rename(self.place, &new)?;
                self.disk.rename(&workshop.old_site(), self.place)
            }
        }
    }

    /// Checks that nobody changed the old site, which is now in the folder `folder`, since it was read.
    /// Nobody uses this folder, so it does not change after this check.
    fn refuse_changed(&self, folder: &Path, old: &PreviousSite) -> Result<(), Failure> {
        let output = &self.config.run.output;
        let known = Vec::from_iter(&old.files);
        let found = self.files_in(folder)?;
        let changed = found
            .par_iter()
            .enumerate()
            .find_map_first(|(index, path)| {
                let known = known.get(index).filter(|(known, _)| *known == path);
                match self.disk.stamp(&folder.join(path)) {
                    Ok(stamp) if known.is_some_and(|(_, file)| file.stamp == stamp) => None,
                    Ok(_) => Some(faults::changed_meanwhile(output, path)),
                    Err(error) => Some(error.into()),
                }
            });
        match (changed, known.get(found.len())) {
            (Some(failure), _) => Err(failure),
            (None, Some((path, _))) => Err(faults::removed_meanwhile(output, path)),
            (None, None) => Ok(()),
        }
    }

    /// Waits until the change of the two folders is on the disk, so that it survives a power failure.
    fn sync_swap(&self, workshop: &SiteWorkshop<'_>) -> Result<(), DiskError> {
        let parent = self.place.parent().unwrap_or(self.place);
        self.disk.sync_folder(parent)?;
        self.disk.sync_folder(workshop.folder())
    }
}

/// Whether an error means that a folder cannot be moved or exchanged at all: the system has no such
/// operation, or the folder is a mount point (`EXDEV`, `EBUSY`). The files inside a mount point can still
/// be moved, so this function accepts more errors than [`DiskError::is_unsupported`].
fn is_immovable(error: &DiskError) -> bool {
    error.is_unsupported()
        || error.is(ErrorKind::CrossesDevices)
        || error.is(ErrorKind::ResourceBusy)
}
