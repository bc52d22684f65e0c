//! The site of one moment. Each of its files is made when it is requested.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::Faults;
use crate::link::LinkedGlossary;
use crate::project::config::Config;
use crate::project::load::Sources;
use crate::site::phrases::Phrases;
use crate::site::{Content, Renderer};
use crate::site_map::{FILES, MATH_STYLES, SEARCH, SiteMap};

/// The site of one moment.
pub struct Snapshot {
    linked: Arc<LinkedGlossary>,
    sources: Arc<Sources>,
    config: Arc<Config>,
    phrases: Phrases,
    /// The files of search, made of all entries at the first request.
    search: OnceLock<BTreeMap<String, Vec<u8>>>,
    /// The styles of all formulas, made at the first request.
    math_styles: OnceLock<Option<Content>>,
    /// The pages that were made without an error.
    made: Mutex<HashMap<String, Content>>,
}

impl Snapshot {
    /// The site of a linked glossary. Errors in the files of phrases are reported.
    pub fn new(
        linked: Arc<LinkedGlossary>,
        sources: Arc<Sources>,
        config: Arc<Config>,
        faults: &Faults,
    ) -> Self {
        let phrases = Phrases::new(&sources.phrases, &config.edition.language);
        faults.report_all(phrases.faults.iter().cloned());
        Self {
            phrases,
            linked,
            sources,
            config,
            search: OnceLock::new(),
            math_styles: OnceLock::new(),
            made: Mutex::default(),
        }
    }

    /// The settings of the site.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The addresses of the site.
    pub fn site_map(&self) -> &SiteMap {
        &self.linked.site_map
    }

    /// Whether the site may have a file with a path from its root. For the files of search and the styles of
    /// formulas the answer is yes even if there are none, because finding out takes as long as making them.
    pub fn has(&self, path: &str) -> bool {
        let is_used = |file| self.linked.used_files.contains(file);
        self.site_map().routes().contains_key(path)
            || path.strip_prefix(FILES).is_some_and(is_used)
            || path.starts_with(SEARCH)
            || path == MATH_STYLES
    }

    /// Whether a file at a path of the project, or in a folder there, is more than an entry's text.
    pub fn is_made_of(&self, path: &str) -> bool {
        match path.split_once('/') {
            Some(("content", name)) => has_at(&self.sources.files, name),
            Some(("static", name)) => has_at(&self.sources.static_files, name),
            _ => true,
        }
    }

    /// Makes pages only to find their errors, which are reported. The pages are not kept.
    pub fn look_at(&self, paths: &[String], faults: &Faults) {
        let own = Faults::default();
        let renderer = self.renderer(&own);
        paths.par_iter().for_each(|path| drop(renderer.file(path)));
        drop(renderer);
        faults.take_over(own);
    }

    fn renderer<'r>(&'r self, faults: &'r Faults) -> Renderer<'r> {
        Renderer::new(
            &self.linked,
            &self.sources,
            &self.config,
            &self.phrases,
            faults,
        )
    }

    /// The files of the site with these paths from its root; `None` for a file that the site does not have.
    /// Errors in templates and formulas are reported.
    pub fn files<P: AsRef<str> + Sync>(
        &self,
        paths: &[P],
        faults: &Faults,
    ) -> Vec<Option<Content>> {
        let known: Vec<Option<Content>> = {
            let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            let known = |path: &P| made.get(path.as_ref()).cloned();
            paths.iter().map(known).collect()
        };
        if known.iter().all(Option::is_some) {
            return known;
        }
        let own = Faults::default();
        let renderer = self.renderer(&own);
        // before the loop: in it, a thread could wait for a value that it has to make itself
        let asks_for = |is_it: &dyn Fn(&str) -> bool| paths.iter().any(|path| is_it(path.as_ref()));
        if asks_for(&|path| path.starts_with(SEARCH)) {
            self.search.get_or_init(|| renderer.search());
        }
        if asks_for(&|path| path == MATH_STYLES) {
            self.math_styles.get_or_init(|| renderer.file(MATH_STYLES));
        }
        let files: Vec<Option<Content>> = paths
            .par_iter()
            .zip(known)
            .map(|(path, known)| known.or_else(|| self.file(path.as_ref(), &renderer)))
            .collect();
        drop(renderer);
        if own.any_error() {
            faults.take_over(own);
            return files;
        }
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        for (path, file) in paths.iter().zip(&files) {
            if let Some(Content::Bytes(_)) = file {
                let file = file.clone().into_iter();
                made.extend(file.map(|file| (path.as_ref().to_owned(), file)));
            }
        }
        files
    }

    fn file(&self, path: &str, renderer: &Renderer<'_>) -> Option<Content> {
        match path {
            path if path.starts_with(SEARCH) => {
                let search = self.search.get()?;
                search.get(path).cloned().map(Content::Bytes)
            }
            MATH_STYLES => self.math_styles.get()?.clone(),
            path => renderer.file(path),
        }
    }
}

/// Whether there is a file with this path, or one in a folder with it.
fn has_at(files: &BTreeMap<String, PathBuf>, path: &str) -> bool {
    let folder = format!("{path}/");
    let below = files.range(folder.clone()..).next();
    files.contains_key(path) || below.is_some_and(|(first, _)| first.starts_with(&folder))
}
