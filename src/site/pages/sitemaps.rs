//! The data of the sitemaps, which search engines read.

use serde::Serialize;

use super::Pages;
use crate::address::site_path::SitePath;
use crate::glossary::TextId;
use crate::link::LinkedGlossary;
use crate::site_map::{self, SITEMAP_PAGES};

/// `sitemap.xml`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct Sitemap {
    /// The pages.
    pub pages: Vec<SitemapPage>,
    /// Whether the site has several languages.
    pub has_translations: bool,
}

/// One page in `sitemap.xml`, or one sitemap in `sitemap-index.xml`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct SitemapPage {
    /// The URL of the page.
    pub url: String,
    /// The day of the last change, if the text has one, such as `2026-11-23`.
    pub updated: Option<String>,
    /// The page in each language, with this one; empty if it is in one language only.
    pub translations: Vec<TranslatedUrl>,
}

/// A page in a language.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct TranslatedUrl {
    /// The language, or `x-default` for readers of any other language.
    pub language: String,
    /// The URL.
    pub url: String,
}

/// `sitemap-index.xml`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct SitemapIndex {
    /// The sitemaps.
    pub sitemaps: Vec<SitemapPage>,
}

impl<'a> Pages<'a> {
    /// The sitemap with the number `part`, counted from 0; empty without `base_url`.
    pub fn sitemap(&self, part: usize) -> Sitemap {
        let pages = self
            .all()
            .flat_map(|linked| {
                let routes = linked.site_map.routes();
                let pages = site_map::listed(&linked.glossary, routes, &linked.config);
                pages.map(move |(address, id)| (linked, address, id))
            })
            .skip(part * SITEMAP_PAGES)
            .take(SITEMAP_PAGES)
            .filter_map(|(linked, address, id)| {
                let glossary = &linked.glossary;
                let day = id.and_then(|id| match id {
                    TextId::Entry(id) => glossary.entry(id).front.updated,
                    TextId::Page(id) => glossary.page(id).front.shared.updated,
                });
                Some(SitemapPage {
                    url: self.canonical(&address)?,
                    updated: day.map(|day| day.to_string()),
                    translations: self.translated_urls(linked, &address),
                })
            });
        Sitemap {
            has_translations: !self.editions.is_empty(),
            pages: pages.collect(),
        }
    }

    /// The URLs of the page at an address of a language, in all languages that have it.
    fn translated_urls(
        &self,
        linked: &'a LinkedGlossary,
        address: &SitePath,
    ) -> Vec<TranslatedUrl> {
        let all = self
            .of_language(linked)
            .translations(address, "")
            .into_iter();
        all.filter_map(|it| Some((it.language, it.is_main, it.canonical?)))
            .flat_map(|(language, is_main, url)| {
                let default = is_main.then(|| ("x-default", url.clone()));
                default.into_iter().chain([(language, url)])
            })
            .map(|(language, url)| TranslatedUrl {
                language: language.to_owned(),
                url,
            })
            .collect()
    }

    /// The list of the sitemaps; `None` if there is only one.
    pub fn sitemap_index(&self) -> Option<SitemapIndex> {
        let pages = self.all().map(|linked| {
            site_map::listed(&linked.glossary, linked.site_map.routes(), &linked.config).count()
        });
        let parts = site_map::sitemap_parts(pages.sum());
        (!parts.is_empty()).then(|| SitemapIndex {
            sitemaps: parts
                .filter_map(|part| {
                    Some(SitemapPage {
                        url: self.canonical(&SitePath::new(site_map::sitemap_part(part)))?,
                        updated: None,
                        translations: Vec::new(),
                    })
                })
                .collect(),
        })
    }
}
