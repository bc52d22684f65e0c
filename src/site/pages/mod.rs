//! What each template is given: finished, plain, and nothing to look up.
//!
//! `docs/templates.md` is the reference of these types. Addresses are relative to the page that
//! they stand on; only `canonical` ones are absolute.

use std::borrow::Cow;

use serde::Serialize;

use crate::address::destination::{AbsoluteUrl, encode_path};
use crate::address::site_path::SitePath;
use crate::glossary::{EntryId, Glossary, Tag};
use crate::link::LinkedGlossary;
use crate::project::config::{Config, Credit, NavigationTarget};
use crate::site::interface::{Interface, PagePhrases};
use crate::site_map::{OPEN_SEARCH, Route, SiteMap};

pub mod citation;
mod lists;
pub mod neighbourhood;
mod sitemaps;
pub mod structured_data;
mod term;

pub use lists::{IndexPage, Letter, LetterPage, Line, TagPage, TagsPage};
pub use sitemaps::{Sitemap, SitemapIndex, SitemapPage};
pub use term::{EntryPage, Mention, Term, TermNote};

/// What every page knows of the site, as `site`.
#[derive(Debug, Clone, Serialize)]
pub struct Site<'a> {
    /// The glossary's name.
    pub title: &'a str,
    /// What it is about.
    pub description: Option<&'a str>,
    /// The language, as HTML's `lang` takes it.
    pub language: &'a str,
    /// `ltr` or `rtl`, as HTML's `dir` takes it.
    pub direction: &'static str,
    /// The absolute address of the site's root.
    pub base_url: Option<&'a str>,
    /// Who made it.
    pub author: Option<Link<'a>>,
    /// On what terms it may be used.
    pub licence: Option<Link<'a>>,
    /// How many entries there are.
    pub entry_count: usize,
    /// How many tags there are.
    pub tag_count: usize,
    /// The program and its version.
    pub generator: &'static str,
    /// `[extra]` of `glossary.toml`.
    pub extra: &'a toml::Table,
}

/// A text that leads somewhere, or nowhere if there is no `url`.
#[derive(Debug, Clone, Serialize)]
pub struct Link<'a> {
    /// What to show.
    pub title: &'a str,
    /// Where it leads.
    pub url: Option<String>,
}

/// What every page knows of itself.
#[derive(Debug, Clone, Serialize)]
pub struct Page<'a> {
    /// The relative address of the site's root, with a final slash: `./`, `../`.
    pub root: String,
    /// Which template: `index`, `letter`, `entry`, `tags`, `tag`, `search`, `404`, `redirect`.
    pub kind: &'static str,
    /// The page's own name, without the site's.
    pub title: String,
    /// What it is about, in a sentence.
    pub description: Option<String>,
    /// Its absolute address, where `base_url` is set.
    pub canonical: Option<String>,
    /// The address of the OpenSearch description, where `base_url` is set.
    pub open_search: Option<String>,
    /// What it is about for programs: schema.org's words as JSON-LD, safe in a script element.
    pub structured_data: Option<String>,
    /// Links in the header.
    pub navigation: Vec<Link<'a>>,
    /// Whether it has formulas whose look needs `assets/math.css`.
    pub math_styles: bool,
}

/// An entry as another page shows it.
#[derive(Debug, Clone, Serialize)]
pub struct EntryLink<'a> {
    /// The main name.
    pub headword: &'a str,
    /// Which meaning of it.
    pub sense: Option<&'a str>,
    /// Both, as readers see it: the sense in brackets, if there is one.
    pub name: Cow<'a, str>,
    /// The address of the term page.
    pub url: String,
    /// The meaning in one line.
    pub gloss: &'a str,
}

/// A tag as pages show it.
#[derive(Debug, Clone, Serialize)]
pub struct TagLink<'a> {
    /// The tag.
    pub name: &'a str,
    /// The address of its page.
    pub url: String,
    /// How many entries have it.
    pub count: usize,
}

/// `404.html`.
#[derive(Debug, Clone, Serialize)]
pub struct NotFoundPage<'a> {
    /// The page; its `root` is an absolute path.
    pub page: Page<'a>,
}

/// `search.html`.
#[derive(Debug, Clone, Serialize)]
pub struct SearchPage<'a> {
    /// The page.
    pub page: Page<'a>,
}

/// `opensearch.xml`.
#[derive(Debug, Clone, Serialize)]
pub struct OpenSearch {
    /// The absolute address of a search, with `{searchTerms}` where the query goes.
    pub template: String,
}

/// `redirect.html`.
#[derive(Debug, Clone, Serialize)]
pub struct RedirectPage<'a> {
    /// The page; its `canonical` is the target's.
    pub page: Page<'a>,
    /// Where readers are sent.
    pub target: EntryLink<'a>,
}

/// `retired.html`.
#[derive(Debug, Clone, Serialize)]
pub struct RetiredPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The entries to read instead.
    pub instead: Vec<EntryLink<'a>>,
}

/// Makes the data of all pages.
#[derive(Clone, Copy)]
pub struct Pages<'a> {
    linked: &'a LinkedGlossary,
    config: &'a Config,
    interface: &'a Interface,
}

impl<'a> Pages<'a> {
    /// The pages of a glossary.
    pub fn new(linked: &'a LinkedGlossary, config: &'a Config, interface: &'a Interface) -> Self {
        Self {
            linked,
            config,
            interface,
        }
    }

    /// What every page knows of the site.
    pub fn site(&self) -> Site<'a> {
        let config = self.config;
        let credit = |credit: &'a Credit| Link {
            title: &credit.name,
            url: credit.url.as_ref().map(AbsoluteUrl::to_string),
        };
        Site {
            title: &config.edition.title,
            description: config.edition.description.as_deref(),
            language: config.edition.language.tag(),
            direction: config.edition.language.direction(),
            base_url: config.settings.base_url.as_ref().map(|url| url.as_str()),
            author: config.settings.author.as_ref().map(credit),
            licence: config.settings.licence.as_ref().map(credit),
            entry_count: self.glossary().entries.len(),
            tag_count: self.glossary().tags.len(),
            generator: concat!("Headword ", env!("CARGO_PKG_VERSION")),
            extra: &config.settings.extra,
        }
    }

    /// The page for addresses that there are not. It is served at any depth: its addresses begin
    /// with the path of `base_url`, or with `/`.
    pub fn not_found(&self) -> NotFoundPage<'a> {
        let root = self
            .config
            .settings
            .base_url
            .as_ref()
            .map_or("/", |url| url.path());
        NotFoundPage {
            page: Page {
                canonical: None,
                open_search: None,
                navigation: self.navigation(root),
                root: root.to_owned(),
                ..self.page(
                    &self.config.edition.addresses.index(),
                    "404",
                    self.words().not_found.clone(),
                )
            },
        }
    }

    /// The page to search on.
    pub fn search(&self) -> SearchPage<'a> {
        SearchPage {
            page: self.page(
                &self.config.edition.addresses.search(),
                "search",
                self.words().search.clone(),
            ),
        }
    }

    /// How browsers search the site; `None` where `base_url` is not set.
    pub fn open_search(&self) -> Option<OpenSearch> {
        let page = self.canonical(&self.config.edition.addresses.search())?;
        Some(OpenSearch {
            template: format!("{page}?q={{searchTerms}}"),
        })
    }

    /// The page at a former address, a path from the site's root to an HTML file.
    pub fn redirect(&self, path: &str, target: EntryId) -> RedirectPage<'a> {
        let entry = self.glossary().entry(target);
        let page = Page {
            canonical: self.canonical(&self.config.edition.addresses.entry(&entry.slug)),
            ..self.page(&SitePath::of_file(path), "redirect", entry.to_string())
        };
        RedirectPage {
            target: self.entry_link(target, &page.root),
            page,
        }
    }

    /// The page at an address that is retired, by its place in the address book.
    pub fn retired(&self, path: &str, at: usize) -> RetiredPage<'a> {
        let page = Page {
            canonical: None,
            ..self.page(
                &SitePath::of_file(path),
                "retired",
                self.words().retired.clone(),
            )
        };
        let instead = self.linked.instead.get(at).into_iter().flatten();
        RetiredPage {
            instead: instead.map(|id| self.entry_link(*id, &page.root)).collect(),
            page,
        }
    }

    /// Former addresses and where they lead, a line each, for hosts that redirect by themselves;
    /// `None` where `base_url` is not set.
    pub fn redirects(&self, site_map: &SiteMap) -> Option<String> {
        let base = self.config.settings.base_url.as_ref()?;
        let lines = site_map.routes().iter().filter_map(|(path, route)| {
            let Route::Redirect(id) = route else {
                return None;
            };
            let entry = self.glossary().entry(*id);
            let from = base.path_to(SitePath::of_file(path).as_str());
            let to = base.path_to(self.config.edition.addresses.entry(&entry.slug).as_str());
            Some(format!("{from} {to} 301\n"))
        });
        Some(lines.collect())
    }

    fn glossary(&self) -> &'a Glossary {
        &self.linked.glossary
    }

    fn page(&self, path: &SitePath, kind: &'static str, title: String) -> Page<'a> {
        let root = path.to_root();
        Page {
            navigation: self.navigation(&root),
            open_search: self
                .canonical(&self.config.edition.addresses.index())
                .map(|_| format!("{root}{OPEN_SEARCH}")),
            structured_data: None,
            root,
            kind,
            title,
            description: None,
            canonical: self.canonical(path),
            math_styles: false,
        }
    }

    /// What the theme says on pages.
    fn words(&self) -> &'a PagePhrases {
        &self.interface.pages
    }

    fn canonical(&self, path: &SitePath) -> Option<String> {
        self.config
            .settings
            .base_url
            .as_ref()
            .map(|base| base.join(path.as_str()))
    }

    fn navigation(&self, root: &str) -> Vec<Link<'a>> {
        self.config
            .settings
            .navigation
            .iter()
            .map(|link| Link {
                title: &link.title,
                url: Some(match &link.target {
                    NavigationTarget::Web(address) => address.to_string(),
                    NavigationTarget::Site(path, suffix, _) => {
                        format!("{root}{}{}", encode_path(path), suffix.as_str())
                    }
                }),
            })
            .collect()
    }

    fn entry_link(&self, id: EntryId, root: &str) -> EntryLink<'a> {
        let entry = self.glossary().entry(id);
        EntryLink {
            headword: &entry.headword,
            sense: entry.sense.as_deref(),
            name: match entry.sense {
                Some(_) => entry.to_string().into(),
                None => entry.headword.as_str().into(),
            },
            url: self.config.edition.addresses.entry(&entry.slug).from(root),
            gloss: &entry.gloss.text,
        }
    }

    fn tag_links(&self, root: &str) -> Vec<TagLink<'a>> {
        let tags = self.glossary().tags.iter();
        tags.map(|tag| self.tag_link(tag, root)).collect()
    }

    fn tag_link(&self, tag: &'a Tag, root: &str) -> TagLink<'a> {
        TagLink {
            name: &tag.name,
            url: self.config.edition.addresses.tag(&tag.slug).from(root),
            count: tag.entries.len(),
        }
    }
}
