//! Pages through templates, and with the static files the whole site, in memory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::html::{self, Definition, FILES};
use crate::link::LinkedGlossary;
use crate::load::Sources;
use crate::math::{self, Styles};
use crate::pages::{Pages, SitemapIndex, SitemapPage};
use crate::source::Place;
use crate::templates::Templates;
use crate::theme;

/// How many pages one sitemap holds: sitemaps.org, "Using Sitemap index files". Its other limit,
/// 50 MB, is out of reach with addresses as short as ours.
const SITEMAP_PAGES: usize = 50_000;

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
    /// How many of them are pages for readers.
    pub page_count: usize,
}

/// Renders every page and puts the site together. Faults of templates are reported, as is every
/// path that two things claim.
pub fn site(
    linked: &LinkedGlossary<'_>,
    sources: &Sources,
    config: &Config,
    faults: &Faults,
) -> Site {
    let mut draft = SiteDraft {
        files: BTreeMap::new(),
        page_count: 0,
        faults,
    };
    let pages = Pages::new(linked, config);
    if let Some(templates) = Templates::new(&sources.templates, &pages.site(), faults) {
        let styles = add_entries(&mut draft, &templates, &pages, linked);
        add_other_pages(&mut draft, &templates, &pages, linked);
        add_redirects(&mut draft, &templates, &pages, linked);
        add_sitemap(&mut draft, &templates, &pages, config);
        if !styles.is_empty() {
            let sheet = math::style_sheet(&styles).into_bytes();
            draft.add("assets/math.css", Owner::Site, Content::Bytes(sheet));
        }
    }
    for path in &linked.used_files {
        if let Some(file) = sources.files.get(path) {
            let owner = Owner::File(format!("content/{path}"));
            draft.add(
                &format!("{FILES}{path}"),
                owner,
                Content::Copy(file.clone()),
            );
        }
    }
    add_static_files(&mut draft, sources, config);
    Site {
        files: draft
            .files
            .into_iter()
            .map(|(path, (_, content))| (path, content))
            .collect(),
        page_count: draft.page_count,
    }
}

/// Who a file of the site belongs to.
#[derive(Debug, Clone)]
enum Owner {
    /// The site itself.
    Site,
    /// An entry, at its title.
    Entry(Place),
    /// A former address, at its line of front matter.
    Redirect(Place),
    /// A file of the project.
    File(String),
}

/// The site while it is put together.
struct SiteDraft<'f> {
    files: BTreeMap<String, (Owner, Content)>,
    page_count: usize,
    faults: &'f Faults,
}

impl SiteDraft<'_> {
    fn add(&mut self, path: &str, owner: Owner, content: Content) {
        match self.files.get(path) {
            None => {
                self.files.insert(path.to_owned(), (owner, content));
            }
            // two entries of one slug have been reported as such
            Some((Owner::Entry(_), _)) if matches!(owner, Owner::Entry(_)) => {}
            Some((first, _)) => self.faults.report(collision(path, first, &owner)),
        }
    }

    fn add_page(&mut self, path: &str, owner: Owner, html: Option<String>) {
        // a page that failed still claims its path: so that a collision shows in the same run
        let html = html.unwrap_or_default().into_bytes();
        self.add(path, owner, Content::Bytes(html));
        self.page_count += 1;
    }
}

fn collision(path: &str, first: &Owner, second: &Owner) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::OutputCollision,
        format!("two things would be `{path}` in the site"),
    );
    let described = |owner: &Owner| match owner {
        Owner::Site => "a page of the site itself".to_owned(),
        Owner::Entry(place) | Owner::Redirect(place) => place.file.path.clone(),
        Owner::File(path) => path.clone(),
    };
    let place = |owner: &Owner| match owner {
        Owner::Entry(place) | Owner::Redirect(place) => Some(place.clone()),
        Owner::Site | Owner::File(_) => None,
    };
    let fault = match (place(first), place(second)) {
        (Some(first), Some(second)) => fault.at(second).also(first, "the other is here"),
        (Some(place), None) => fault
            .at(place)
            .label(format!("the other is {}", described(second))),
        (None, Some(place)) => fault
            .at(place)
            .label(format!("the other is {}", described(first))),
        (None, None) => {
            let (path, other) = match (first, second) {
                (Owner::File(path), other) | (other, Owner::File(path)) => (path, other),
                _ => return fault,
            };
            fault
                .at_path(path.clone())
                .help(format!("the other is {}", described(other)))
        }
    };
    fault.help("give one of them another name")
}

/// Term pages, in parallel. Gives what their formulas need.
fn add_entries(
    draft: &mut SiteDraft<'_>,
    templates: &Templates<'_>,
    pages: &Pages<'_>,
    linked: &LinkedGlossary<'_>,
) -> Styles {
    let ids: Vec<_> = linked.glossary.ids().collect();
    let rendered: Vec<(Definition, Option<String>)> = ids
        .par_iter()
        .map(|id| {
            let definition = html::definition(*id, linked, draft.faults);
            let page = templates.render("entry.html", &pages.entry(*id, &definition));
            (definition, page)
        })
        .collect();
    let mut styles = Styles::new();
    for (id, (definition, page)) in ids.into_iter().zip(rendered) {
        let entry = linked.glossary.entry(id);
        let owner = Owner::Entry(entry.place(entry.front.title.span.clone()));
        draft.add_page(&format!("{}/index.html", entry.slug), owner, page);
        styles.extend(definition.math_styles);
    }
    styles
}

fn add_other_pages(
    draft: &mut SiteDraft<'_>,
    templates: &Templates<'_>,
    pages: &Pages<'_>,
    linked: &LinkedGlossary<'_>,
) {
    let index = templates.render("index.html", &pages.index());
    draft.add_page("index.html", Owner::Site, index);
    let not_found = templates.render("404.html", &pages.not_found());
    draft.add_page("404.html", Owner::Site, not_found);
    if linked.glossary.tags.is_empty() {
        return;
    }
    let tags = templates.render("tags.html", &pages.tags());
    draft.add_page("tags/index.html", Owner::Site, tags);
    let rendered: Vec<_> = linked
        .glossary
        .tags
        .par_iter()
        .map(|tag| (tag, templates.render("tag.html", &pages.tag(tag))))
        .collect();
    for (tag, page) in rendered {
        draft.add_page(&format!("tags/{}/index.html", tag.slug), Owner::Site, page);
    }
}

fn add_redirects(
    draft: &mut SiteDraft<'_>,
    templates: &Templates<'_>,
    pages: &Pages<'_>,
    linked: &LinkedGlossary<'_>,
) {
    for id in linked.glossary.ids() {
        let entry = linked.glossary.entry(id);
        for former in &entry.front.redirect_from {
            let place = entry.place(former.span.clone());
            let Some(path) = redirect_file(&former.text) else {
                draft.faults.report(
                    Diagnostic::new(
                        Code::InvalidAddress,
                        format!("`{}` is not a path within the site", former.text),
                    )
                    .at(place)
                    .help("write it from the site's root, such as `old-slug` or `docs/old.html`"),
                );
                continue;
            };
            let page = templates.render("redirect.html", &pages.redirect(&path, id));
            draft.add_page(&path, Owner::Redirect(place), page);
        }
    }
}

/// The file that a host serves at a former address: itself if it is an HTML file, else the index of
/// a folder. `None` for what is no path below the root.
fn redirect_file(address: &str) -> Option<String> {
    let path = address.strip_prefix('/').unwrap_or(address);
    let path = path.strip_suffix('/').unwrap_or(path);
    let is_plain = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.contains(['\\', ':', '?', '#', '%', '*', '"', '<', '>', '|'])
    };
    if !path.split('/').all(is_plain) {
        return None;
    }
    let is_page = [".html", ".htm"]
        .iter()
        .any(|ending| path.ends_with(ending));
    Some(if is_page {
        path.to_owned()
    } else {
        format!("{path}/index.html")
    })
}

fn add_sitemap(
    draft: &mut SiteDraft<'_>,
    templates: &Templates<'_>,
    pages: &Pages<'_>,
    config: &Config,
) {
    let Some(base) = &config.base_url else {
        return;
    };
    let all = pages.sitemap();
    let mut add = |path: &str, text: Option<String>| {
        let text = text.unwrap_or_default().into_bytes();
        draft.add(path, Owner::Site, Content::Bytes(text));
    };
    let sitemap = |pages: &[SitemapPage]| {
        let data = crate::pages::Sitemap {
            pages: pages.to_vec(),
        };
        templates.render("sitemap.xml", &data)
    };
    if all.len() <= SITEMAP_PAGES {
        add("sitemap.xml", sitemap(&all));
        return;
    }
    let mut sitemaps = Vec::new();
    for (part, number) in all.chunks(SITEMAP_PAGES).zip(1..) {
        let path = format!("sitemap-{number}.xml");
        add(&path, sitemap(part));
        sitemaps.push(SitemapPage {
            url: base.join(&path),
            updated: None,
        });
    }
    let index = templates.render("sitemap-index.xml", &SitemapIndex { sitemaps });
    add("sitemap.xml", index);
}

/// The project's static files; the theme's and `robots.txt` where the project has none.
fn add_static_files(draft: &mut SiteDraft<'_>, sources: &Sources, config: &Config) {
    for (path, file) in &sources.static_files {
        let owner = Owner::File(format!("static/{path}"));
        draft.add(path, owner, Content::Copy(file.clone()));
    }
    let mut add = |path: &str, bytes: Vec<u8>| {
        if !sources.static_files.contains_key(path) {
            draft.add(path, Owner::Site, Content::Bytes(bytes));
        }
    };
    for (path, bytes) in theme::STATIC_FILES {
        add(path, bytes.to_vec());
    }
    let sitemap = config
        .base_url
        .as_ref()
        .map(|base| base.join("sitemap.xml"));
    let sitemap = sitemap.map_or(String::new(), |url| format!("\nSitemap: {url}\n"));
    let robots = format!("User-agent: *\nAllow: /\n{sitemap}");
    add("robots.txt", robots.into_bytes());
}
