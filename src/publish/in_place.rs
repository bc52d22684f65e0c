//! The new site's files put in the place of the old ones one by one.

use super::Publication;
use super::plan::Plan;
use super::standing::Standing;
use super::workshop::Workshop;
use crate::diagnostic::disk_error::DiskError;
use crate::site_map::LIST;

impl Publication<'_> {
    /// Puts the new site's files in place one by one, its list last. Until then the list has what is
    /// going to be written as well, so that a build that is stopped leaves no file that the next one
    /// takes for somebody else's.
    pub(super) fn replace(
        &self,
        shop: &Workshop<'_>,
        plan: &Plan<'_>,
        standing: &Standing,
    ) -> Result<(), DiskError> {
        let list = self.place.join(LIST);
        let journal = shop.journal();
        let both = standing.manifest.joined(&plan.manifest);
        self.disk
            .write(&journal, both.text().as_bytes())
            .and_then(|()| self.disk.rename(&journal, &list))
            .and_then(|()| self.disk.sync_folder(self.place))
            .map_err(|error| error.writing(&list))?;
        // What is gone goes first: it may stand where a folder is to be, or be the same file to a
        // disk that does not tell upper from lower case.
        let gone = standing.files.keys();
        for path in gone.filter(|path| !plan.manifest.names(path)) {
            self.disk.remove_file(&self.place.join(path))?;
        }
        let folders = plan.manifest.folders();
        let gone = standing.manifest.folders();
        let gone: Vec<_> = gone.difference(&folders).collect();
        for folder in gone.into_iter().rev() {
            self.disk.remove_folder(&self.place.join(folder))?;
        }
        for folder in folders {
            self.disk.create_folders(&self.place.join(folder))?;
        }
        let new = shop.new_site();
        let changed = plan
            .files
            .iter()
            .filter(|(path, planned)| !standing.holds(path, planned.digest))
            .map(|(path, _)| *path);
        // what pages need is there before they are
        let (pages, others): (Vec<_>, Vec<_>) = changed.partition(|path| path.ends_with(".html"));
        for path in others.into_iter().chain(pages).chain([LIST]) {
            self.disk.rename(&new.join(path), &self.place.join(path))?;
        }
        self.disk.sync(self.place)
    }
}
