//! Every page through its template, and the whole site in memory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostic::Faults;
use crate::diagnostic::progress::Progress;
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
pub mod templates;

/// What a file of the site holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file of the project.
    Copy(PathBuf),
}

/// A whole site: its files by their path from its root, with `/`.
#[derive(Debug, Default)]
pub struct Site {
    /// The files.
    pub files: BTreeMap<String, Content>,
    /// How many entries it has.
    pub entry_count: usize,
    /// How many of them are pages for readers.
    pub page_count: usize,
}

/// Renders every page, in parallel, and puts the site together. Faults of templates and formulas
/// are reported. `progress` shows how far it is: most of a build's time goes here.
pub fn site(
    linked: &LinkedGlossary,
    sources: &Sources,
    config: &Config,
    progress: &dyn Progress,
    faults: &Faults,
) -> Site {
    let phrases = Phrases::new(&sources.phrases, &config.edition.language);
    faults.report_all(phrases.faults.iter().cloned());
    let renderer = Renderer::new(linked, sources, config, &phrases, faults);
    let routes: Vec<_> = linked.site_map.routes().iter().collect();
    let part = progress.begin("pages", routes.len());
    let (rendered, search): (Vec<(Content, Styles)>, _) = rayon::join(
        || {
            let pages = routes.par_iter();
            pages
                .map(|(path, route)| renderer.content(path, route))
                .inspect(|_| part.step())
                .collect()
        },
        || search::files(&linked.glossary, &phrases),
    );
    drop(part);
    let mut site = Site {
        entry_count: linked.glossary.entries.len(),
        ..Site::default()
    };
    let mut styles = Styles::new();
    for ((path, route), (content, own_styles)) in routes.into_iter().zip(rendered) {
        site.page_count += usize::from(route.is_page());
        styles.extend(own_styles);
        site.files.insert(path.clone(), content);
    }
    for path in &linked.used_files {
        if let Some(file) = sources.files.get(path) {
            let path = format!("{FILES}{path}");
            site.files.insert(path, Content::Copy(file.clone()));
        }
    }
    let search = search.into_iter();
    site.files
        .extend(search.map(|(path, bytes)| (path, Content::Bytes(bytes))));
    if !styles.is_empty() {
        let sheet = math::style_sheet(&styles).into_bytes();
        site.files
            .insert(MATH_STYLES.to_owned(), Content::Bytes(sheet));
    }
    site
}

/// Makes the files of a site, each when it is asked for.
pub struct Renderer<'r> {
    pages: Pages<'r>,
    linked: &'r LinkedGlossary,
    sources: &'r Sources,
    config: &'r Config,
    phrases: &'r Phrases,
    /// `None` where one cannot be read: then entries are looked through for faults all the same.
    templates: Option<Templates>,
    faults: &'r Faults,
}

impl<'r> Renderer<'r> {
    /// Reads the templates for the pages of a glossary's site. Faults in them are reported, as are
    /// those met later.
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
            templates: templates.map_err(|found| faults.report_all(found)).ok(),
            pages,
            linked,
            sources,
            config,
            phrases,
            faults,
        }
    }

    /// One file of the site that [`site`] makes, by its path from the root; `None` if there is no
    /// such file. The files of search and the styles of formulas are made of the whole glossary.
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

    /// Reports a page that is larger than it may be: an entry's at its file.
    fn report_size(&self, path: &str, route: &Route, size: usize) {
        let limit = self.config.settings.limits.page_size;
        if !route.is_page() || size <= limit {
            return;
        }
        let file = match route {
            Route::Entry(id) => self.linked.glossary.entry(*id).file.path.as_str(),
            _ => FILE_NAME,
        };
        let fault = faults::large_page(path, size, limit, file);
        self.faults.report(fault);
    }

    /// The text of an entry, for its own page. Formulas that cannot be shown are reported.
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
            Ok(mut page) => {
                // all pages are in memory until the last is made: their spare capacity would add up
                page.shrink_to_fit();
                page.into_bytes()
            }
            Err(found) => {
                self.faults.report_all(found);
                Vec::new()
            }
        }
    }

    /// The theme's style sheet, with the glossary's colour if it has one.
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
