//! Makes the files of a site: every page from its template, and all other files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostic::Faults;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::{Progress, Unseen};
use crate::glossary::EntryId;
use crate::link::LinkedGlossary;
use crate::project::config::{Config, FILE_NAME};
use crate::project::load::Sources;
use crate::project::theme::STYLE_SHEET;
use crate::site::html::math::{self, Styles};
use crate::site::html::{Fragment, hrefs};
use crate::site::pages::Pages;
use crate::site::phrases::Phrases;
use crate::site::templates::Templates;
use crate::site_map::{FILES, MATH_STYLES, Route};

mod faults;
pub mod html;
pub mod pages;
pub mod phrases;
pub mod search;
mod shelf;
pub mod templates;

pub use self::shelf::{Content, InMemory, Shelf};

/// A whole site. Its files are made when it is written, so that not all of them are in memory at once.
pub struct Site<'s> {
    renderer: Renderer<'s>,
    /// The files of search, which depend on all entries.
    search: BTreeMap<String, Vec<u8>>,
}

impl<'s> Site<'s> {
    /// The site whose files `renderer` makes.
    pub fn new(renderer: Renderer<'s>) -> Self {
        Self {
            search: renderer.search(),
            renderer,
        }
    }

    /// The number of entries.
    pub fn entry_count(&self) -> usize {
        self.renderer.linked.glossary.entries.len()
    }

    /// The number of pages for readers.
    pub fn page_count(&self) -> usize {
        let routes = self.renderer.linked.site_map.routes().values();
        routes.filter(|route| route.is_page()).count()
    }

    /// The paths of all files of the site, from its root. If formulas need no styles, the site lacks the file
    /// of these styles.
    pub fn paths(&self) -> BTreeSet<String> {
        let routes = self.renderer.linked.site_map.routes().keys().cloned();
        let used = self.used_files().map(|(path, _)| path);
        let styles = self.renderer.config.settings.math;
        let styles = styles.then(|| MATH_STYLES.to_owned());
        routes
            .chain(used)
            .chain(self.search.keys().cloned())
            .chain(styles)
            .collect()
    }

    /// Makes all files, in parallel, and puts each on the shelf as soon as it is made. The number of pages that
    /// are made goes to `progress`: this is the longest stage of a build.
    ///
    /// # Errors
    ///
    /// [`Failure::Faults`] if an error was reported, at any time; [`Failure::Io`] if the shelf cannot take a
    /// file.
    pub fn write(self, shelf: &dyn Shelf, progress: &dyn Progress) -> Result<(), Failure> {
        let used: Vec<_> = self.used_files().collect();
        used.into_par_iter()
            .try_for_each(|(path, file)| shelf.put(&path, Content::Copy(file.clone())))?;
        let Self { renderer, search } = self;
        search
            .into_par_iter()
            .try_for_each(|(path, bytes)| shelf.put(&path, Content::Bytes(bytes)))?;
        let styles = renderer.make_routes(progress, &|path, content| shelf.put(path, content))?;
        if !styles.is_empty() {
            let sheet = math::style_sheet(&styles).into_bytes();
            shelf.put(MATH_STYLES, Content::Bytes(sheet))?;
        }
        if renderer.faults.any_error() {
            return Err(Failure::Faults);
        }
        Ok(())
    }

    /// The files from `content/` that entries use: their paths in the site, and their paths on the disk.
    fn used_files(&self) -> impl Iterator<Item = (String, &PathBuf)> {
        let files = &self.renderer.sources.files;
        let used = self.renderer.linked.used_files.iter();
        used.filter_map(|path| Some((format!("{FILES}{path}"), files.get(path)?)))
    }
}

/// All files of a site in memory, by path, for tests.
pub fn files(
    linked: &LinkedGlossary,
    sources: &Sources,
    config: &Config,
    faults: &Faults,
) -> BTreeMap<String, Content> {
    let phrases = Phrases::new(&sources.phrases, &config.edition.language);
    faults.report_all(phrases.faults.iter().cloned());
    let files = InMemory::default();
    // errors are reported to `faults`, and memory takes every file
    let renderer = Renderer::new(linked, sources, config, &phrases, faults);
    let _ = Site::new(renderer).write(&files, &Unseen);
    files.into_files()
}

/// Makes single files of a site.
pub struct Renderer<'r> {
    pages: Pages<'r>,
    linked: &'r LinkedGlossary,
    sources: &'r Sources,
    config: &'r Config,
    phrases: &'r Phrases,
    /// `None` if a template cannot be read. Then errors in entries are reported all the same.
    templates: Option<Templates>,
    faults: &'r Faults,
}

impl<'r> Renderer<'r> {
    /// Reads the templates for a glossary's site. Errors in them are reported, also those that occur only
    /// when a page is made.
    pub fn new(
        linked: &'r LinkedGlossary,
        sources: &'r Sources,
        config: &'r Config,
        phrases: &'r Phrases,
        faults: &'r Faults,
    ) -> Self {
        let pages = Pages::new(linked, config, phrases);
        let own = &sources.templates;
        let templates = Templates::new(own, &pages.site(), &phrases.pages);
        Self {
            templates: templates
                .map_err(|diagnostics| faults.report_all(diagnostics))
                .ok(),
            pages,
            linked,
            sources,
            config,
            phrases,
            faults,
        }
    }

    /// Makes what is at each route only to report its errors. Nothing is kept.
    pub fn find_errors(&self, progress: &dyn Progress) {
        // nothing refuses a file here
        let _ = self.make_routes(progress, &|_, _| Ok(()));
    }

    /// Makes what is at each route, in parallel, and passes it to `take` with its path. Returns the styles of
    /// all formulas.
    fn make_routes(
        &self,
        progress: &dyn Progress,
        take: &(dyn Fn(&str, Content) -> Result<(), DiskError> + Sync),
    ) -> Result<Styles, DiskError> {
        let routes: Vec<_> = self.linked.site_map.routes().iter().collect();
        let part = progress.begin("pages", routes.len());
        routes
            .into_par_iter()
            .map(|(path, route)| {
                let (content, styles) = self.content(path, route);
                take(path, content)?;
                part.step();
                Ok(styles)
            })
            .try_reduce(Styles::new, |mut all, styles| {
                all.extend(styles);
                Ok(all)
            })
    }

    /// The file with this path in a [`Site`], except the files of search; `None` if there
    /// is no such file. The styles of formulas take the longest, because they need the whole glossary.
    pub fn file(&self, path: &str) -> Option<Content> {
        if let Some(route) = self.linked.site_map.routes().get(path) {
            return Some(self.content(path, route).0);
        }
        if let Some(used) = path.strip_prefix(FILES)
            && self.linked.used_files.contains(used)
        {
            return self.sources.files.get(used).cloned().map(Content::Copy);
        }
        if path == MATH_STYLES {
            let styles = self.math_styles();
            let sheet = (!styles.is_empty()).then(|| math::style_sheet(&styles));
            return sheet.map(|sheet| Content::Bytes(sheet.into_bytes()));
        }
        None
    }

    /// The files of search, by path.
    pub fn search(&self) -> BTreeMap<String, Vec<u8>> {
        search::files(&self.linked.glossary, self.phrases)
    }

    /// The styles that the formulas of all entries need.
    fn math_styles(&self) -> Styles {
        if !self.config.settings.math {
            return Styles::new();
        }
        let ids: Vec<_> = self.linked.glossary.ids().collect();
        ids.par_iter()
            .flat_map_iter(|id| self.definition(*id).math_styles)
            .collect()
    }

    /// The content at a route, and the styles that its formulas need.
    fn content(&self, path: &str, route: &Route) -> (Content, Styles) {
        let pages = &self.pages;
        let mut styles = Styles::new();
        let bytes = match route {
            Route::Entry(id) => {
                let definition = self.definition(*id);
                let page = self.render("entry.html", || pages.entry(*id, &definition));
                styles = definition.math_styles;
                page
            }
            Route::Index => self.render("index.html", || pages.index()),
            Route::Letter(letter) => self.render("letter.html", || pages.letter(*letter)),
            Route::Tags => self.render("tags.html", || pages.tags()),
            Route::Tag(id) => {
                let tag = self.linked.glossary.tag(*id);
                self.render("tag.html", || pages.tag(tag))
            }
            Route::Search => self.render("search.html", || pages.search()),
            // both need `base_url`; without it, the site map has neither
            Route::OpenSearch => pages
                .open_search()
                .map_or_else(Vec::new, |search| self.render("opensearch.xml", || search)),
            Route::Redirects => {
                let redirects = pages.redirects(&self.linked.site_map);
                redirects.unwrap_or_default().into_bytes()
            }
            Route::NotFound => self.render("404.html", || pages.not_found()),
            Route::Redirect(id) => self.render("redirect.html", || pages.redirect(path, *id)),
            Route::Retired(index) => self.render("retired.html", || pages.retired(path, *index)),
            Route::Sitemap => match pages.sitemap_index() {
                Some(index) => self.render("sitemap-index.xml", || index),
                None => self.render("sitemap.xml", || pages.sitemap(0)),
            },
            Route::SitemapPart(part) => self.render("sitemap.xml", || pages.sitemap(*part)),
            Route::Robots => self.robots().into_bytes(),
            Route::Theme(sheet) if path == STYLE_SHEET => self.style_sheet(sheet),
            Route::Theme(bytes) => bytes.to_vec(),
            Route::Static(file) => return (Content::Copy(file.clone()), styles),
        };
        self.report_size(path, route, bytes.len());
        (Content::Bytes(bytes), styles)
    }

    /// Reports a page that exceeds the limit: a term page at the entry's file.
    fn report_size(&self, path: &str, route: &Route, size: usize) {
        let limit = self.config.settings.limits.page_size;
        if !route.is_page() || size <= limit {
            return;
        }
        let file = match route {
            Route::Entry(id) => self.linked.glossary.entry(*id).file.path.as_str(),
            _ => FILE_NAME,
        };
        self.faults
            .report(faults::large_page(path, size, limit, file));
    }

    /// The HTML of an entry's text on its page. Formulas that cannot be shown are reported.
    fn definition(&self, id: EntryId) -> Fragment {
        let glossary = &self.linked.glossary;
        let addresses = &self.config.edition.addresses;
        let page = addresses.entry(&glossary.entry(id).slug);
        let hrefs = hrefs::relative(glossary, addresses, &page);
        let definition = html::write(self.linked.text(id), &hrefs);
        self.faults
            .report_all(definition.diagnostics.iter().cloned());
        definition
    }

    /// A template filled in with data. Empty if the template has an error, which is reported, or if no
    /// template can be read; then the data is not made.
    fn render<T: Serialize>(&self, template: &str, data: impl FnOnce() -> T) -> Vec<u8> {
        let Some(templates) = &self.templates else {
            return Vec::new();
        };
        match templates.render(template, &data()) {
            Ok(page) => page,
            Err(diagnostics) => {
                self.faults.report_all(diagnostics);
                Vec::new()
            }
        }
    }

    /// The theme's style sheet, with the accent colour of the glossary if it has one.
    fn style_sheet(&self, theme: &[u8]) -> Vec<u8> {
        let mut sheet = theme.to_vec();
        if let Some(accent) = &self.config.settings.accent {
            let [light, dark] = accent.shades();
            let both = format!("light-dark({light}, {dark})");
            let rule = format!(
                "
@layer headword.elements {{
@media screen {{
  :root {{ --accent: {light}; }}
  @supports (color: light-dark(#000, #fff)) {{ :root {{ --accent: {both}; }} }}
}}
}}
"
            );
            sheet.extend(rule.into_bytes());
        }
        sheet
    }

    /// The text of `robots.txt`: all pages are allowed, and the URL of the sitemap if the site has one.
    fn robots(&self) -> String {
        let sitemap = self
            .config
            .settings
            .base_url
            .as_ref()
            .map(|base| base.join("sitemap.xml"));
        let sitemap = sitemap.map_or(String::new(), |url| format!("\nSitemap: {url}\n"));
        format!("User-agent: *\nAllow: /\n{sitemap}")
    }
}
