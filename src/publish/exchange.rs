//! The new site put in the place of the old one as a whole folder, and taken back if that does not last.

use std::io::ErrorKind;
use std::path::Path;

use super::standing::Standing;
use super::workshop::{Workshop, remove_site};
use super::{Publication, faults};
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::Kind;

/// How the new site came to its place, and so how it is taken back.
#[derive(Clone, Copy)]
enum Swap {
    /// Nothing stood there.
    Moved,
    /// The old site is where the new one was made.
    Exchanged,
    /// The old site was moved out of the way.
    SetAside,
}

impl Publication<'_> {
    /// Puts the new site in the place of the old one, and removes that. Gives `false`, with nothing
    /// changed, where the file system cannot.
    pub(super) fn swap(&self, shop: &Workshop<'_>, standing: &Standing) -> Result<bool, Failure> {
        let Some(swap) = self.put(shop, standing)? else {
            return Ok(false);
        };
        let (new, old) = (shop.new_site(), shop.old_site());
        let old_site = match swap {
            Swap::Moved => None,
            Swap::Exchanged => Some(&new),
            Swap::SetAside => Some(&old),
        };
        let settled = old_site
            .map_or(Ok(()), |old| self.refuse_changed(old, standing))
            .and_then(|()| Ok(self.settle(shop)?));
        if let Err(failure) = settled {
            if let Err(error) = self.take_back(shop, swap) {
                let output = &self.config.run.output;
                (self.say)(&faults::not_taken_back(output, &error.cause));
            }
            return Err(failure);
        }
        if let Some(old) = old_site {
            // The site is published: what is left of the old one is no failure.
            let removed = remove_site(self.disk, old, &standing.manifest, false);
            if let Err(failure) = removed {
                (self.say)(&faults::old_site_left(&failure));
            }
        }
        Ok(true)
    }

    /// Moves the new site to its place; `None` where the file system cannot.
    fn put(&self, shop: &Workshop<'_>, standing: &Standing) -> Result<Option<Swap>, DiskError> {
        let (new, old) = (shop.new_site(), shop.old_site());
        if !standing.exists {
            self.disk.rename(&new, self.place)?;
            return Ok(Some(Swap::Moved));
        }
        match self.disk.exchange(&new, self.place) {
            Ok(()) => return Ok(Some(Swap::Exchanged)),
            Err(error) if is_immovable(&error) => {}
            Err(error) => return Err(error),
        }
        match self.disk.rename(self.place, &old) {
            Ok(()) => {}
            Err(error) if is_immovable(&error) => return Ok(None),
            Err(error) => return Err(error.writing(self.place)),
        }
        if let Err(error) = self.disk.rename(&new, self.place) {
            self.disk.rename(&old, self.place)?;
            return Err(error);
        }
        Ok(Some(Swap::SetAside))
    }

    /// Moves the new site back to where it was made, and the old one to its place.
    fn take_back(&self, shop: &Workshop<'_>, swap: Swap) -> Result<(), DiskError> {
        let new = shop.new_site();
        match swap {
            Swap::Moved => self.disk.rename(self.place, &new),
            Swap::Exchanged => self.disk.exchange(&new, self.place),
            Swap::SetAside => {
                self.disk.rename(self.place, &new)?;
                self.disk.rename(&shop.old_site(), self.place)
            }
        }
    }

    /// Refuses to go on where something was done to the old site since it was looked at: now that
    /// it stands where nobody looks for it, nothing more will be.
    fn refuse_changed(&self, old: &Path, standing: &Standing) -> Result<(), Failure> {
        let output = &self.config.run.output;
        let mut known = standing.files.iter();
        for (path, kind) in self.found(old)? {
            if kind == Kind::Folder {
                continue;
            }
            let stamp = self.disk.stamp(&old.join(&path))?;
            let is_known = known
                .next()
                .is_some_and(|(known, file)| *known == path && file.stamp == stamp);
            if !is_known {
                return Err(faults::changed_meanwhile(output, &path));
            }
        }
        match known.next() {
            Some((path, _)) => Err(faults::removed_meanwhile(output, path)),
            None => Ok(()),
        }
    }

    /// Returns when the exchange would outlast a power failure.
    fn settle(&self, shop: &Workshop<'_>) -> Result<(), DiskError> {
        let parent = self.place.parent().unwrap_or(self.place);
        self.disk.sync_folder(parent)?;
        self.disk.sync_folder(shop.folder())
    }
}

/// Whether an error says that this folder cannot be moved or exchanged, and not that it went wrong: the
/// system has no such operation, or the folder is mounted (`EXDEV`, `EBUSY`). Files in it can be moved
/// then, so this is more than [`DiskError::is_unsupported`], which is about the operation alone.
fn is_immovable(error: &DiskError) -> bool {
    error.is_unsupported()
        || error.is(ErrorKind::CrossesDevices)
        || error.is(ErrorKind::ResourceBusy)
}
