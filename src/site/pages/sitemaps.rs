//! The data of the sitemaps, which search engines read.

use serde::Serialize;

use super::Pages;
use crate::address::site_path::SitePath;
use crate::glossary::TextId;
use crate::site_map::{self, SITEMAP_PAGES};

/// `sitemap.xml`.
#[derive(Debug, Clone, Serialize)]
pub struct Sitemap {
    /// The pages.
    pub pages: Vec<SitemapPage>,
}

/// One page in `sitemap.xml`, or one sitemap in `sitemap-index.xml`.
#[derive(Debug, Clone, Serialize)]
pub struct SitemapPage {
    /// The URL of the page.
    pub url: String,
    /// The day of the last change, if the text has one, such as `2026-11-23`.
    pub updated: Option<String>,
}

/// `sitemap-index.xml`.
#[derive(Debug, Clone, Serialize)]
pub struct SitemapIndex {
    /// The sitemaps.
    pub sitemaps: Vec<SitemapPage>,
}

impl<'a> Pages<'a> {
    /// The sitemap with the number `part`, counted from 0; empty without `base_url`.
    pub fn sitemap(&self, part: usize) -> Sitemap {
        let glossary = self.glossary();
        let routes = self.linked.site_map.routes();
        let pages = site_map::listed(glossary, routes, self.config)
            .skip(part * SITEMAP_PAGES)
            .take(SITEMAP_PAGES)
            .filter_map(|(address, id)| {
                let day = id.and_then(|id| match id {
                    TextId::Entry(id) => glossary.entry(id).front.updated,
                    TextId::Page(id) => glossary.page(id).front.shared.updated,
                });
                Some(SitemapPage {
                    url: self.canonical(&address)?,
                    updated: day.map(|day| day.to_string()),
                })
            });
        Sitemap {
            pages: pages.collect(),
        }
    }

    /// The list of the sitemaps; `None` if there is only one.
    pub fn sitemap_index(&self) -> Option<SitemapIndex> {
        let routes = self.linked.site_map.routes();
        let parts = site_map::sitemap_parts(self.glossary(), routes, self.config);
        (!parts.is_empty()).then(|| SitemapIndex {
            sitemaps: parts
                .filter_map(|part| {
                    Some(SitemapPage {
                        url: self.canonical(&SitePath::new(site_map::sitemap_part(part)))?,
                        updated: None,
                    })
                })
                .collect(),
        })
    }
}
