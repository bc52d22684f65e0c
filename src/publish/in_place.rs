//! Replaces the files of the old site one by one.

use super::Publication;
use super::previous_site::PreviousSite;
use super::stage::StagedSite;
use super::workshop::SiteWorkshop;
use crate::diagnostic::disk_error::DiskError;
use crate::site_map::LIST;

impl Publication<'_> {
    /// Moves the files of the new site to their places one by one, and its list last. Before that, the list
    /// is replaced by one with the files of both sites, so that the next build knows all files as
    /// Headword's own even if this build is stopped.
    pub(super) fn replace(
        &self,
        workshop: &SiteWorkshop<'_>,
        site: &StagedSite,
        old: &PreviousSite,
    ) -> Result<(), DiskError> {
        let list = self.place.join(LIST);
        let journal = workshop.journal();
        let both = old.manifest.joined(&site.manifest);
        self.disk
            .write(&journal, both.text().as_bytes())
            .and_then(|()| self.disk.rename(&journal, &list))
            .and_then(|()| self.disk.sync_folder(self.place))
            .map_err(|error| error.writing(&list))?;
        // Old files are removed first: a new folder may have the path of an old file, and on a disk that
        // ignores case, an old and a new path may be the same file.
        let old_paths = old.files.keys();
        for path in old_paths.filter(|path| !site.manifest.has_path(path)) {
            self.disk.remove_file(&self.place.join(path))?;
        }
        let folders = site.manifest.folders();
        let old_folders = old.manifest.folders();
        let removed: Vec<_> = old_folders.difference(&folders).collect();
        for folder in removed.into_iter().rev() {
            self.disk.remove_folder(&self.place.join(folder))?;
        }
        for folder in folders {
            self.disk.create_folders(&self.place.join(folder))?;
        }
        let new = workshop.new_site();
        let changed = site.files.iter().filter(|file| !file.is_unchanged);
        let changed = changed.map(|file| file.path.as_str());
        // the files that pages need come before the pages
        let (pages, others): (Vec<_>, Vec<_>) = changed.partition(|path| path.ends_with(".html"));
        for path in others.into_iter().chain(pages).chain([LIST]) {
            self.disk.rename(&new.join(path), &self.place.join(path))?;
        }
        self.disk.sync(self.place)
    }
}
