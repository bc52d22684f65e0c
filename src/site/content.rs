//! Makes the content of each file of a site: pages from their templates, and all other files.

use std::io;
use std::path::PathBuf;

use rayon::prelude::*;
use serde::Serialize;

use super::shelf::Write;
use super::{EditionSite, File, Site, affected, faults};
use crate::diagnostic::{Diagnostic, Faults};
use crate::glossary::{EntryId, TextId};
use crate::link::Target;
use crate::project::config::{Config, FILE_NAME};
use crate::project::images::ImageFile;
use crate::project::theme::{self, STYLE_SHEET};
use crate::site::export::Export;
use crate::site::html::math::{self, Styles};
use crate::site::html::{Among, Fragment, Medium, hrefs};
use crate::site::pages::Pages;
use crate::site_map::Route;
use crate::text::quotes::Quotes;

/// The content of a file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file of the project.
    Copy(PathBuf),
}

impl Content {
    /// The bytes of a file that is written in parts.
    pub(super) fn in_memory(write: &Write<'_>) -> Self {
        let mut bytes = Vec::new();
        // memory takes every byte
        let _: io::Result<()> = write(&mut bytes);
        Self::Bytes(bytes)
    }
}

/// A file that was made.
pub(super) struct Made {
    pub(super) content: Content,
    /// The styles that the formulas in it need.
    pub(super) styles: Styles,
}

impl Made {
    fn plain(content: Content) -> Self {
        Self {
            content,
            styles: Styles::new(),
        }
    }
}

/// The bytes of a page, and the styles that the formulas in it need.
#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
    styles: Styles,
}

impl Site {
    /// Writes the file at a route in parts, if it is one that may be large; `None` for other files.
    pub(super) fn in_parts<'s>(&'s self, file: File<'s>) -> Option<Box<Write<'s>>> {
        let File::Route(edition, route) = file else {
            return None;
        };
        let export = self.export(edition);
        match route {
            Route::Output(format) => Some(Box::new(move |out| export.write(*format, out))),
            Route::FullText => Some(Box::new(move |out| export.full_text(out))),
            _ => None,
        }
    }

    /// Makes the file at a path. Errors in its template and its formulas are reported.
    pub(super) fn make(&self, path: &str, file: File<'_>, faults: &Faults) -> Made {
        if let Some(write) = self.in_parts(file) {
            return Made::plain(Content::in_memory(&*write));
        }
        match file {
            File::Route(edition, route) => self.maker(edition, faults).route(path, route),
            File::Used(file) => Made::plain(Content::Copy(file.to_owned())),
            File::Search(bytes) => Made::plain(Content::Bytes(bytes.to_owned())),
            File::MathStyles => {
                let sheet = math::style_sheet(&self.math_styles());
                Made::plain(Content::Bytes(sheet.into_bytes()))
            }
        }
    }

    /// The styles that the formulas of all entries and pages need.
    fn math_styles(&self) -> Styles {
        // the pages report the errors
        let faults = &Faults::default();
        let editions = self.editions.par_iter();
        editions
            .flat_map(|edition| {
                let maker = self.maker(edition, faults);
                let ids: Vec<_> = edition.linked.glossary.text_ids().collect();
                let texts = ids.into_par_iter();
                texts.flat_map_iter(move |id| maker.text(id).math_styles)
            })
            .collect()
    }

    /// The glossary in a language, to be written in formats for other programs.
    fn export<'s>(&'s self, edition: &'s EditionSite) -> Export<'s> {
        Export::new(&edition.linked, &edition.phrases.pages).among(&self.glossaries)
    }

    /// Makes files in a language.
    fn maker<'m>(&'m self, edition: &'m EditionSite, faults: &'m Faults) -> Maker<'m> {
        let config = &edition.linked.config;
        let pages = Pages::new(&edition.linked, config, &edition.phrases).sharing(&edition.links);
        Maker {
            site: self,
            edition,
            config,
            pages: pages.among(&self.glossaries, &self.language_names),
            faults,
        }
    }
}

/// Makes files of a site in one language, and reports the errors in them.
#[derive(Clone, Copy)]
struct Maker<'m> {
    site: &'m Site,
    edition: &'m EditionSite,
    config: &'m Config,
    pages: Pages<'m>,
    faults: &'m Faults,
}

impl Maker<'_> {
    /// The file at a route. Errors are reported, with the page; then the content is empty.
    fn route(&self, path: &str, route: &Route) -> Made {
        if let Route::Static(file) = route {
            return Made::plain(Content::Copy(file.clone()));
        }
        let page = self.page(path, route).unwrap_or_else(|diagnostics| {
            let page = affected::page(path, route, &self.edition.linked.glossary);
            let on_page = |diagnostic: Diagnostic| diagnostic.on_page(page.clone());
            self.faults.report_all(diagnostics.into_iter().map(on_page));
            Page::default()
        });
        self.report_size(path, route, page.bytes.len());
        Made {
            content: Content::Bytes(page.bytes),
            styles: page.styles,
        }
    }

    /// A page, or another file that is not a copy.
    ///
    /// # Errors
    ///
    /// The diagnostics of a template that cannot be filled in for this page.
    fn page(&self, path: &str, route: &Route) -> Result<Page, Vec<Diagnostic>> {
        let pages = self.pages;
        let linked = &self.edition.linked;
        let mut styles = Styles::new();
        if let Some(parts) = linked.site_map.parts(path) {
            let bytes = self.render("former.html", || pages.former(path, route, parts))?;
            return Ok(Page { bytes, styles });
        }
        let bytes = match route {
            Route::Entry(id) => {
                let definition = self.text(TextId::Entry(*id));
                let page = self.render("entry.html", || pages.entry(*id, &definition));
                styles = definition.math_styles;
                page?
            }
            Route::Page(id) => {
                let content = self.text(TextId::Page(*id));
                let page = self.render("page.html", || pages.text(*id, &content));
                styles = content.math_styles;
                page?
            }
            Route::Index => {
                let introduction = linked.glossary.introduction();
                let content = introduction.map(|id| self.text(TextId::Page(id)));
                let page = self.render("index.html", || pages.index(content.as_ref()));
                styles = content.map_or_else(Styles::new, |content| content.math_styles);
                page?
            }
            Route::Letter(letter) => self.render("letter.html", || pages.letter(*letter))?,
            Route::Tags => self.render("tags.html", || pages.tags())?,
            Route::Tag(id) => {
                let tag = linked.glossary.tag(*id);
                self.render("tag.html", || pages.tag(tag))?
            }
            Route::Senses(index) => self.render("senses.html", || pages.senses(path, *index))?,
            Route::Book => {
                let letters = pages.letters_of_entries();
                let introduction = linked.glossary.introduction();
                let introduction =
                    introduction.map(|id| self.text_in_book(TextId::Page(id), &letters));
                let ids: Vec<EntryId> = linked.glossary.iter().map(|(id, _)| id).collect();
                let texts = ids.into_par_iter();
                let texts: Vec<_> = texts
                    .map(|id| self.text_in_book(TextId::Entry(id), &letters))
                    .collect();
                let page = self.render("book.html", || {
                    pages.book(introduction.as_ref(), &texts, &letters)
                });
                let texts = texts.into_iter().chain(introduction);
                styles = texts.flat_map(|text| text.math_styles).collect();
                page?
            }
            Route::BookMargins => pages.book_margins().into_bytes(),
            Route::Map => self.render("map.html", || pages.map())?,
            Route::Coverage => self.render("coverage.html", || pages.coverage())?,
            Route::Search => self.render("search.html", || pages.search())?,
            // both need `base_url`; without it, the site map has neither
            Route::OpenSearch => match pages.open_search() {
                Some(search) => self.render("opensearch.xml", || search)?,
                None => Vec::new(),
            },
            Route::Redirects => pages.redirects().into_bytes(),
            Route::NotFound => self.render("404.html", || pages.not_found())?,
            Route::Redirect(id) => self.render("redirect.html", || pages.redirect(path, *id))?,
            Route::OnlySense(id) => {
                let entry = TextId::Entry(*id);
                self.render("redirect.html", || pages.redirect(path, entry))?
            }
            Route::Retired(index) => self.render("retired.html", || pages.retired(path, *index))?,
            Route::Sitemap => match pages.sitemap_index() {
                Some(index) => self.render("sitemap-index.xml", || index)?,
                None => self.render("sitemap.xml", || pages.sitemap(0))?,
            },
            Route::SitemapPart(part) => self.render("sitemap.xml", || pages.sitemap(*part))?,
            Route::Robots => self.robots().into_bytes(),
            Route::Theme(sheet) if path == STYLE_SHEET => self.style_sheet(of_theme(path, sheet)),
            Route::Theme(bytes) => of_theme(path, bytes),
            Route::Twin(id) => self.site.export(self.edition).twin(*id).into_bytes(),
            // the first is copied, the next two are written in parts, and the last one has parts, see above
            Route::Static(_) | Route::Output(_) | Route::FullText | Route::FormerParts => {
                Vec::new()
            }
        };
        Ok(Page { bytes, styles })
    }

    /// Reports a page that exceeds the limit: the page of a text at the text's file.
    fn report_size(&self, path: &str, route: &Route, size: usize) {
        let limit = self.config.settings.limits.page_size;
        if !route.is_page() || size <= limit {
            return;
        }
        let file = match route {
            Route::Entry(id) => self.edition.linked.glossary.path_of(TextId::Entry(*id)),
            Route::Page(id) => self.edition.linked.glossary.path_of(TextId::Page(*id)),
            _ => FILE_NAME,
        };
        self.faults
            .report(faults::large_page(path, size, limit, file));
    }

    /// The HTML of the text of an entry or a page, on its page. Formulas that cannot be shown are reported.
    fn text(&self, id: TextId) -> Fragment {
        let linked = &self.edition.linked;
        let addresses = &self.config.edition.addresses;
        let page = self.pages.address(id);
        let hrefs = hrefs::relative(&linked.glossary, addresses, &page);
        let definition = self.written(id, &hrefs, None);
        self.faults
            .report_all(definition.diagnostics.iter().cloned());
        definition
    }

    /// The HTML of a text on one page with those of all entries, whose letters are `letters` by their position. Formulas
    /// that cannot be shown are reported on the text's own page.
    fn text_in_book(&self, id: TextId, letters: &[&str]) -> Fragment {
        let glossary = &self.edition.linked.glossary;
        let (own, deeper) = match id {
            // below the headings of its letter and of the entry
            TextId::Entry(id) => (glossary.entry(id).slug.as_str(), 2),
            TextId::Page(_) => ("", 0),
        };
        let addresses = &self.config.edition.addresses;
        let hrefs = hrefs::in_book(glossary, addresses, &addresses.book(), own);
        let letter = |id: EntryId| {
            letters
                .get(id.index())
                .copied()
                .unwrap_or_default()
                .to_owned()
        };
        let among = Among {
            prefix: hrefs::prefix_in_book(own),
            deeper,
            letter: &letter,
        };
        self.written(id, &hrefs, Some(among))
    }

    /// The HTML of a text, with these addresses, alone on its page or `among` others.
    fn written(
        &self,
        id: TextId,
        hrefs: &dyn Fn(&Target) -> String,
        among: Option<Among<'_>>,
    ) -> Fragment {
        let image_size =
            |target: &Target| match self.site.sources.images.get(&target.project_path()?)? {
                ImageFile::Sized(size) => Some(*size),
                ImageFile::Unsized | ImageFile::Other(_) => None,
            };
        let medium = Medium {
            href: hrefs,
            image_size: &image_size,
            highlights: true,
            quotes: Some(Quotes::of(&self.config.edition.language)),
            among,
        };
        super::html::write(self.edition.linked.text_of(id), &medium)
    }

    /// A template filled in with data. Empty if no template can be read; then the data is not made.
    fn render<T: Serialize>(
        &self,
        template: &str,
        data: impl FnOnce() -> T,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        match &self.edition.templates {
            Some(templates) => templates.render(template, &data()),
            None => Ok(Vec::new()),
        }
    }

    /// The theme's style sheet, with the accent colour of the glossary if it has one.
    fn style_sheet(&self, mut sheet: Vec<u8>) -> Vec<u8> {
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
        let base = self.config.settings.base_url.as_ref();
        let sitemap = base.map(|base| format!("\nSitemap: {}\n", base.join("sitemap.xml")));
        let sitemap = sitemap.unwrap_or_default();
        format!("User-agent: *\nAllow: /\n{sitemap}")
    }
}

/// A file of the theme as the site has it.
fn of_theme(path: &str, bytes: &[u8]) -> Vec<u8> {
    match str::from_utf8(bytes) {
        Ok(text) if path.ends_with(".js") || path.ends_with(".css") => {
            theme::without_comments(path, text).into_bytes()
        }
        _ => bytes.to_vec(),
    }
}
