//! A site: the complete list of its files, each of which can be made when it is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::diagnostic::Faults;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::{Progress, Unseen};
use crate::link::LinkedGlossary;
use crate::project::config::Config;
use crate::project::load::Sources;
use crate::site::html::math::{self, Styles};
use crate::site::pages::Pages;
use crate::site::phrases::Phrases;
use crate::site::templates::Templates;
use crate::site_map::{MATH_STYLES, Route, SEARCH, path_of_used, used_file};

mod affected;
mod content;
pub mod export;
mod faults;
pub mod html;
pub mod pages;
pub mod phrases;
mod postings;
pub mod search;
mod search_rules;
mod shelf;
pub mod templates;

pub use self::content::Content;
pub use self::shelf::{InMemory, Shelf, Write};

/// The site of a glossary at one moment. A build writes all of its files, `check` only looks for errors in
/// them, and `serve` makes those for which a browser asks.
pub struct Site {
    linked: Arc<LinkedGlossary>,
    sources: Arc<Sources>,
    config: Arc<Config>,
    phrases: Phrases,
    /// `None` if a template cannot be read. Then no page is made, but errors in entries are found all the same.
    templates: Option<Templates>,
    /// The files of search by their path. They depend on all entries, and are made when they are first needed.
    search: OnceLock<BTreeMap<String, Vec<u8>>>,
}

/// The file at an address of a site.
#[derive(Debug, Clone, Copy)]
pub enum File<'s> {
    /// A page, or another file that is known before a text is read.
    Route(&'s Route),
    /// A file of `content/` or `pages/` that a text uses: its path on the disk.
    Used(&'s Path),
    /// A file for search: its bytes.
    Search(&'s [u8]),
    /// The style sheet of formulas. It depends on all entries.
    MathStyles,
}

impl Site {
    /// The site of a linked glossary. Reads the project's templates and phrases, and reports errors in them, and images
    /// that are not images. Other errors in templates occur only when a page is made.
    pub fn new(
        linked: Arc<LinkedGlossary>,
        sources: Arc<Sources>,
        config: Arc<Config>,
        faults: &Faults,
    ) -> Self {
        let phrases = Phrases::new(&sources.phrases, &config.edition.language);
        faults.report_all(phrases.faults.iter().cloned());
        faults.report_all(linked.damaged_images(&sources.images));
        let site = Pages::new(&linked, &config, &phrases).site();
        let templates = Templates::new(&sources.templates, &site, &phrases.pages);
        Self {
            templates: templates
                .map_err(|diagnostics| faults.report_all(diagnostics))
                .ok(),
            search: OnceLock::new(),
            phrases,
            linked,
            sources,
            config,
        }
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The files of the project of which the site is made.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The pages and files that are known before a text is read, by their path, in the order of the paths.
    pub fn routes(&self) -> &BTreeMap<String, Route> {
        self.linked.site_map.routes()
    }

    /// The number of entries.
    pub fn entry_count(&self) -> usize {
        self.linked.glossary.entries.len()
    }

    /// The number of pages for readers.
    pub fn page_count(&self) -> usize {
        let routes = self.routes().values();
        routes.filter(|route| route.is_page()).count()
    }

    /// The file at a path from the site's root; `None` if the site has no such file. The first question about a
    /// file of search makes the search index.
    pub fn file(&self, path: &str) -> Option<File<'_>> {
        if let Some(route) = self.routes().get(path) {
            Some(File::Route(route))
        } else if let Some(used) = used_file(path) {
            let used = self.linked.used_files.get(used)?;
            Some(File::Used(self.sources.files.get(used)?))
        } else if path.starts_with(SEARCH) {
            let bytes = self.search().get(path)?;
            Some(File::Search(bytes))
        } else {
            let is_styles = path == MATH_STYLES && self.config.settings.math;
            is_styles.then_some(File::MathStyles)
        }
    }

    /// The paths of all files, from the site's root.
    pub fn paths(&self) -> BTreeSet<String> {
        let routes = self.routes().keys().cloned();
        let used = self.linked.used_files.iter();
        let used = used.map(|path| path_of_used(path));
        let search = self.search().keys().cloned();
        let styles = Some(MATH_STYLES.to_owned());
        let paths = routes.chain(used).chain(search).chain(styles);
        paths.filter(|path| self.file(path).is_some()).collect()
    }

    /// Makes all files, in parallel, and puts each on the shelf as soon as it is made. Errors in templates and
    /// formulas are reported. The number of files that are made goes to `progress`: this is the longest stage of
    /// a build.
    ///
    /// # Errors
    ///
    /// [`Failure::Faults`] if an error was reported, at any time; [`Failure::Io`] if the shelf cannot take a
    /// file.
    pub fn write(
        &self,
        shelf: &dyn Shelf,
        faults: &Faults,
        progress: &dyn Progress,
    ) -> Result<(), Failure> {
        let mut paths = self.paths();
        // the pages bring its content, so that no formula is converted twice
        let has_styles = paths.remove(MATH_STYLES);
        let styles = self.make_each(&Vec::from_iter(&paths), shelf, faults, progress)?;
        if has_styles {
            let sheet = math::style_sheet(&styles).into_bytes();
            shelf.put(MATH_STYLES, Content::Bytes(sheet))?;
        }
        if faults.any_error() {
            return Err(Failure::Faults);
        }
        Ok(())
    }

    /// Makes all pages only to report their errors. Nothing is kept.
    pub fn find_errors(&self, faults: &Faults, progress: &dyn Progress) {
        let paths: Vec<_> = self.routes().keys().collect();
        self.find_errors_in(&paths, faults, progress);
    }

    /// Makes the pages at some paths, only to report their errors. Nothing is kept.
    pub fn find_errors_in(&self, paths: &[&String], faults: &Faults, progress: &dyn Progress) {
        // nothing refuses a file here
        let _ = self.make_each(paths, &shelf::Nowhere, faults, progress);
    }

    /// Makes the files at `paths` for a shelf. Returns the styles of their formulas.
    fn make_each(
        &self,
        paths: &[&String],
        shelf: &dyn Shelf,
        faults: &Faults,
        progress: &dyn Progress,
    ) -> Result<Styles, DiskError> {
        let part = progress.begin("pages", paths.len());
        paths
            .par_iter()
            .filter_map(|path| Some((path.as_str(), self.file(path)?)))
            .map(|(path, file)| {
                let styles = if let Some(write) = self.in_parts(file) {
                    shelf.put_in_parts(path, &*write)?;
                    Styles::new()
                } else {
                    let made = self.make(path, file, faults);
                    shelf.put(path, made.content)?;
                    made.styles
                };
                part.step();
                Ok(styles)
            })
            .try_reduce(Styles::new, |mut all, styles| {
                all.extend(styles);
                Ok(all)
            })
    }

    /// The files with these paths, made in parallel; `None` for a file that the site does not have. Errors in
    /// templates and formulas are reported.
    pub fn contents<P: AsRef<str> + Sync>(
        &self,
        paths: &[P],
        faults: &Faults,
    ) -> Vec<Option<Content>> {
        // before the parallel part: in it, a thread could wait for the search index, which it has to make itself
        let files: Vec<_> = paths.iter().map(|path| self.file(path.as_ref())).collect();
        paths
            .par_iter()
            .zip(files)
            .map(|(path, file)| Some(self.make(path.as_ref(), file?, faults).content))
            .collect()
    }

    fn search(&self) -> &BTreeMap<String, Vec<u8>> {
        let make = || search::files(&self.linked.glossary, &self.phrases, &self.config);
        self.search.get_or_init(make)
    }
}

/// All files of a site in memory, by path, for tests. Errors in pages are reported.
pub fn files(site: &Site, faults: &Faults) -> BTreeMap<String, Content> {
    let files = InMemory::default();
    // memory takes every file
    let _ = site.write(&files, faults, &Unseen);
    files.into_files()
}
