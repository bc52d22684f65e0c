//! A site: the complete list of its files, each of which can be made when it is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::diagnostic::Faults;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::{Progress, Unseen};
use crate::glossary::TextId;
use crate::link::LinkedGlossary;
use crate::project::config::Config;
use crate::project::load::Sources;
use crate::site::html::math::{self, Styles};
use crate::site::inputs::InputHasher;
use crate::site::pages::{Pages, SharedLinks};
use crate::site::phrases::Phrases;
use crate::site::templates::Templates;
use crate::site_map::{MATH_STYLES, Route, SEARCH, path_of_used, used_file};

mod affected;
mod content;
mod counted;
pub mod export;
mod faults;
pub mod html;
pub mod inputs;
pub mod pages;
pub mod phrases;
mod postings;
pub mod search;
mod search_names;
mod search_rules;
mod shelf;
pub mod templates;

pub use self::content::Content;
pub use self::shelf::{InMemory, Shelf, Write};

/// The most files that a thread takes at once, so that at the end none waits long for another.
const SHARE: usize = 16;

/// The site of a glossary at one moment, in all of its languages. A build writes all of its files, `check` only looks
/// for errors in them, and `serve` makes those for which a browser asks.
pub struct Site {
    /// The part of the site in each language, the main one first. There is at least this one.
    editions: Vec<EditionSite>,
    /// The glossaries of these languages.
    glossaries: Vec<Arc<LinkedGlossary>>,
    /// The names of these languages, each in itself.
    language_names: Vec<String>,
    sources: Arc<Sources>,
    config: Arc<Config>,
}

/// The part of a site in one language.
pub struct EditionSite {
    linked: Arc<LinkedGlossary>,
    phrases: Phrases,
    /// `None` if a template cannot be read. Then no page is made, but errors in entries are found all the same.
    templates: Option<Templates>,
    /// The links to its entries, which term pages share.
    links: SharedLinks,
    /// What all of its pages are made from.
    inputs: InputHasher,
    /// The files of search by their path. They depend on all entries, and are made when they are first needed.
    search: OnceLock<BTreeMap<String, Vec<u8>>>,
}

/// The file at an address of a site.
#[derive(Clone, Copy)]
pub enum File<'s> {
    /// A page, or another file that is known before a text is read.
    Route(&'s EditionSite, &'s Route),
    /// A file of `content/` or `pages/` that a text uses: its path on the disk.
    Used(&'s Path),
    /// A file for search: its bytes.
    Search(&'s [u8]),
    /// The style sheet of formulas. It depends on all entries.
    MathStyles,
}

impl Site {
    /// The site of a glossary in each of its languages, the main one first, which has this `config`. Reads the
    /// project's templates and phrases, and reports errors in them, and images that are not images. Other errors in
    /// templates occur only when a page is made.
    pub fn new(
        glossaries: Vec<Arc<LinkedGlossary>>,
        sources: Arc<Sources>,
        config: Arc<Config>,
        faults: &Faults,
    ) -> Self {
        let editions = glossaries.iter().map(|linked| {
            let phrases = Phrases::new(&sources.phrases, &linked.config.edition.language);
            faults.report_all(phrases.faults.iter().cloned());
            faults.report_all(linked.damaged_images(&sources.images));
            let site = Pages::new(linked, &linked.config, &phrases).site();
            let templates = Templates::new(&sources.templates, &site, &phrases);
            EditionSite {
                templates: templates
                    .map_err(|diagnostics| faults.report_all(diagnostics))
                    .ok(),
                search: OnceLock::new(),
                inputs: InputHasher::of_all_pages(&linked.config, &sources, &site),
                links: links_of(linked),
                phrases,
                linked: Arc::clone(linked),
            }
        });
        Self {
            editions: editions.collect(),
            language_names: pages::names_of_languages(&glossaries),
            glossaries,
            sources,
            config,
        }
    }

    /// The settings, those of the main language.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The files of the project of which the site is made.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The pages and files that are known before a text is read, by their path, in the order of the paths in each
    /// language.
    pub fn routes(&self) -> impl Iterator<Item = (&String, &Route)> {
        let editions = self.editions.iter();
        editions.flat_map(|edition| edition.linked.site_map.routes())
    }

    /// The number of entries in all languages.
    pub fn entry_count(&self) -> usize {
        let glossaries = self.glossaries.iter();
        glossaries.map(|it| it.glossary.entries.len()).sum()
    }

    /// The number of pages for readers.
    pub fn page_count(&self) -> usize {
        self.routes().filter(|(_, route)| route.is_page()).count()
    }

    /// The paths of the pages that are made from the texts among some files of the project. Drafts that are left out have
    /// none.
    pub fn pages_of(&self, files: &BTreeSet<String>) -> impl Iterator<Item = String> {
        self.glossaries.iter().flat_map(|linked| {
            let ids = linked.glossary.text_ids();
            let ids = ids.filter(|id| files.contains(linked.glossary.path_of(*id)));
            ids.map(|id| linked.address(id).file())
        })
    }

    /// The file at a path from the site's root; `None` if the site has no such file. The first question about a
    /// file of search makes the search index.
    pub fn file(&self, path: &str) -> Option<File<'_>> {
        let has_prefix = |edition: &&EditionSite| path.starts_with(edition.prefix());
        // nearly all files of a translation are in its folder, but some former addresses are not
        let in_folder = self.editions.iter().skip(1).find(has_prefix);
        let mut likely = in_folder.into_iter().chain(&self.editions);
        let route = likely.find_map(|edition| {
            let route = edition.linked.site_map.routes().get(path)?;
            Some(File::Route(edition, route))
        });
        if route.is_some() {
            route
        } else if let Some(used) = used_file(path) {
            let mut glossaries = self.glossaries.iter();
            let used = glossaries.find_map(|linked| linked.used_files.get(used))?;
            Some(File::Used(self.sources.files.get(used)?))
        } else if path.starts_with(SEARCH) {
            let mut editions = self.editions.iter();
            let of_path = |edition: &&EditionSite| edition.has_search_file(path);
            let bytes = editions.find(of_path)?.search().get(path)?;
            Some(File::Search(bytes))
        } else {
            let is_styles = path == MATH_STYLES && self.config.settings.math;
            is_styles.then_some(File::MathStyles)
        }
    }

    /// The paths of all files, from the site's root.
    pub fn paths(&self) -> BTreeSet<String> {
        let routes = self.routes().map(|(path, _)| path.clone());
        let used = self.glossaries.iter().flat_map(|linked| &linked.used_files);
        let used = used.map(|path| path_of_used(path));
        // a file that a text names may not be there
        let used = used.filter(|path| self.file(path).is_some());
        let search = self
            .editions
            .iter()
            .flat_map(|edition| edition.search().keys());
        let has_formulas = self.config.settings.math;
        let styles = has_formulas.then(|| MATH_STYLES.to_owned());
        let paths = routes.chain(used).chain(search.cloned()).chain(styles);
        paths.collect()
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
            shelf.put(MATH_STYLES, Content::Bytes(sheet), None)?;
        }
        if faults.any_error() {
            return Err(Failure::Faults);
        }
        Ok(())
    }

    /// Makes all pages only to report their errors. Nothing is kept.
    pub fn find_errors(&self, faults: &Faults, progress: &dyn Progress) {
        let paths: Vec<_> = self.routes().map(|(path, _)| path).collect();
        self.find_errors_in(&paths, faults, progress);
    }

    /// Makes the pages at some paths, only to report their errors. Nothing is kept.
    pub fn find_errors_in(&self, paths: &[&String], faults: &Faults, progress: &dyn Progress) {
        // nothing refuses a file here
        let _ = self.make_each(paths, &shelf::Nowhere, faults, progress);
    }

    /// Makes the files at `paths` for a shelf. Returns the styles of their formulas.
    ///
    /// Files with something of all entries, such as the index, are the first: they take the most memory, which later files
    /// can use again, and no thread begins one of them when the others have nothing left to do.
    fn make_each(
        &self,
        paths: &[&String],
        shelf: &dyn Shelf,
        faults: &Faults,
        progress: &dyn Progress,
    ) -> Result<Styles, DiskError> {
        let part = progress.begin("pages", paths.len());
        let is_of_all = |path: &&&String| {
            let file = self.file(path);
            matches!(file, Some(File::Route(_, route)) if route.text().is_none())
        };
        let (of_all, others): (Vec<&String>, Vec<&String>) = paths.par_iter().partition(is_of_all);
        let make = |paths: &[&String]| {
            let files = paths.par_iter().with_max_len(SHARE);
            files
                .filter_map(|path| Some((path.as_str(), self.file(path)?)))
                .map(|(path, file)| {
                    let styles = self.make_one(path, file, shelf, faults)?;
                    part.step();
                    Ok(styles)
                })
                .try_reduce(Styles::new, |mut all, styles| {
                    all.extend(styles);
                    Ok(all)
                })
        };
        let (of_all, others) = rayon::join(|| make(&of_all), || make(&others));
        let mut styles = of_all?;
        styles.extend(others?);
        Ok(styles)
    }

    /// Makes a file for a shelf, unless the shelf can keep the one that it has. Returns the styles of its formulas.
    fn make_one(
        &self,
        path: &str,
        file: File<'_>,
        shelf: &dyn Shelf,
        faults: &Faults,
    ) -> Result<Styles, DiskError> {
        if let Some(write) = self.in_parts(file) {
            shelf.put_in_parts(path, &*write)?;
            return Ok(Styles::new());
        }
        let draft = self.draft(path, file, faults);
        let inputs = draft.inputs;
        if inputs.is_some_and(|inputs| shelf.keep(path, inputs)) {
            return Ok(Styles::new());
        }
        let made = draft.make();
        // a page that is kept brings no styles
        let inputs = inputs.filter(|_| made.styles.is_empty());
        shelf.put(path, made.content, inputs)?;
        Ok(made.styles)
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
            .map(|(path, file)| Some(self.draft(path.as_ref(), file?, faults).make().content))
            .collect()
    }
}

impl EditionSite {
    /// The files of search, made at the first question.
    fn search(&self) -> &BTreeMap<String, Vec<u8>> {
        let make = || search::files(&self.linked, &self.phrases);
        self.search.get_or_init(make)
    }

    /// The first part of the addresses of the language, which is empty for the main one.
    fn prefix(&self) -> &str {
        self.linked.config.edition.addresses.prefix()
    }

    /// Whether a path below [`SEARCH`] is that of a file for search in this language.
    fn has_search_file(&self, path: &str) -> bool {
        let name = path
            .strip_prefix(SEARCH)
            .and_then(|it| it.strip_prefix(self.prefix()));
        name.is_some_and(|name| !name.contains('/'))
    }
}

/// The links that the term pages of a glossary share. All of these pages are equally deep below the site's root.
fn links_of(linked: &LinkedGlossary) -> SharedLinks {
    let entries = linked.glossary.iter();
    let mut pages = entries.map(|(id, _)| linked.address(TextId::Entry(id)));
    let root = pages.next().map(|page| page.to_root());
    SharedLinks::new(root.unwrap_or_default(), linked.glossary.entries.len())
}

/// All files of a site in memory, by path, for tests. Errors in pages are reported.
pub fn files(site: &Site, faults: &Faults) -> BTreeMap<String, Content> {
    let files = InMemory::default();
    // memory takes every file
    let _ = site.write(&files, faults, &Unseen);
    files.into_files()
}
