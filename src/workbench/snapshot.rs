//! The site of one moment. Each of its files is made when it is requested, and kept.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::diagnostic::Faults;
use crate::site::{Content, Site};

/// The site of one moment.
pub struct Snapshot {
    site: Site,
    /// The files that were made without an error.
    made: Mutex<HashMap<String, Content>>,
}

impl Snapshot {
    /// A site of which nothing is made yet.
    pub fn new(site: Site) -> Self {
        Self {
            site,
            made: Mutex::default(),
        }
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Whether a file at a path of the project, or in a folder there, is more than the text of an
    /// entry or a page.
    pub fn is_made_of(&self, path: &str) -> bool {
        let sources = self.site.sources();
        match path.split_once('/') {
            Some(("content" | "pages", _)) => has_at(&sources.files, path),
            Some(("static", name)) => has_at(&sources.static_files, name),
            _ => true,
        }
    }

    /// The files of the site with these paths from its root; `None` for a file that the site does not have.
    /// Errors in templates and formulas are reported.
    pub fn files<P: AsRef<str> + Sync>(
        &self,
        paths: &[P],
        faults: &Faults,
    ) -> Vec<Option<Content>> {
        let mut files: Vec<Option<Content>> = {
            let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            let known = |path: &P| made.get(path.as_ref()).cloned();
            paths.iter().map(known).collect()
        };
        let (missing, places): (Vec<&str>, Vec<_>) = paths
            .iter()
            .zip(&mut files)
            .filter(|(_, known)| known.is_none())
            .map(|(path, place)| (path.as_ref(), place))
            .unzip();
        if missing.is_empty() {
            return files;
        }
        let own = Faults::default();
        let new = self.site.contents(&missing, &own);
        if own.any_error() {
            faults.take_over(own);
        } else {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            for (path, content) in missing.iter().zip(&new) {
                let content = content.clone().into_iter();
                made.extend(content.map(|content| ((*path).to_owned(), content)));
            }
        }
        for (place, content) in places.into_iter().zip(new) {
            *place = content;
        }
        files
    }
}

/// Whether there is a file with this path, or one in a folder with it.
fn has_at(files: &BTreeMap<String, PathBuf>, path: &str) -> bool {
    let folder = format!("{path}/");
    let below = files.range(folder.clone()..).next();
    files.contains_key(path) || below.is_some_and(|(first, _)| first.starts_with(&folder))
}
