//! The files of a project.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::images::ImageFile;
use crate::source::SourceFile;

/// A project's files: the contents of the texts, and the paths of the others.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The entries' files, ordered by path.
    pub entries: Vec<Arc<SourceFile>>,
    /// The files of pages that are not terms, and of the introduction, ordered by path.
    pub pages: Vec<Arc<SourceFile>>,
    /// The other files in `content/` and `pages/`: their paths from the project's root, with `/`, and their paths
    /// on the disk.
    pub files: BTreeMap<String, PathBuf>,
    /// The project's own templates, by name, which is the path from `templates/`.
    pub templates: BTreeMap<String, Arc<SourceFile>>,
    /// The project's own phrases, by language: `templates/interface/TAG.toml`.
    pub phrases: BTreeMap<String, Arc<SourceFile>>,
    /// The files in `static/`: their paths from there, and their paths on the disk.
    pub static_files: BTreeMap<String, PathBuf>,
    /// What is in those of all these files that have the name of an image, by their paths from the project's root.
    pub images: BTreeMap<String, ImageFile>,
    /// The address book, if the project has one.
    pub addresses: Option<Arc<SourceFile>>,
}

impl Sources {
    /// The file of an entry or a page, by its path from the project's root.
    pub fn text(&self, path: &str) -> Option<&Arc<SourceFile>> {
        [&self.entries, &self.pages].into_iter().find_map(|files| {
            let place = files.binary_search_by(|file| file.path.as_str().cmp(path));
            files.get(place.ok()?)
        })
    }
}
