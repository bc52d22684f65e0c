//! The links in the header and the footer of every page.

use std::borrow::Cow;

use serde::Serialize;

use super::Pages;
use crate::address::destination::encode_path;
use crate::address::site_path::SitePath;
use crate::entry::page::Navigation;
use crate::glossary::TextId;
use crate::project::config::{IndexPage, LinkTarget};
use crate::site_map::Route;

/// A link in the header or the footer of a page.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct NavigationData<'a> {
    /// The text.
    pub title: &'a str,
    /// The URL, or the address from the page.
    pub url: String,
    /// Whether it leads to the page on which it is.
    pub is_current: bool,
}

impl<'a> Pages<'a> {
    /// The links in the header of a page; `current` is its address.
    pub(super) fn navigation(
        &self,
        root: &str,
        current: Option<&SitePath>,
    ) -> Vec<NavigationData<'a>> {
        let of_settings = self.config.settings.navigation.iter();
        let of_settings = of_settings.map(|link| NavigationData {
            title: &link.title,
            url: match &link.target {
                LinkTarget::Web(address) => address.to_string(),
                LinkTarget::Site(path, suffix, _) => {
                    let path = self.in_own_language(path);
                    format!("{root}{}{}", encode_path(&path), suffix.as_str())
                }
            },
            is_current: false,
        });
        self.links_to_pages(Navigation::Header, root, current)
            .chain(of_settings)
            .collect()
    }

    /// The path of a page from the site's root, in the language of these pages if it has the page.
    fn in_own_language<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let edition = &self.config.edition;
        let is_own = self.linked.site_map.route(path).is_some();
        let own = format!("{}{path}", edition.addresses.prefix());
        let is_page = |path: &str| self.linked.site_map.route(path).is_some_and(Route::is_page);
        if !edition.id.is_main() && !is_own && is_page(&own) {
            own.into()
        } else {
            path.into()
        }
    }

    /// The links to pages that are not terms, in a part of every page.
    pub(super) fn links_to_pages(
        &self,
        place: Navigation,
        root: &str,
        current: Option<&SitePath>,
    ) -> impl Iterator<Item = NavigationData<'a>> {
        let pages = self.glossary().own_pages();
        let pages = pages.filter(move |(_, page)| page.front.navigation == place);
        pages.map(move |(id, page)| {
            let address = self.address(TextId::Page(id));
            NavigationData {
                title: &page.front.title.text,
                url: address.from(root),
                is_current: current == Some(&address),
            }
        })
    }

    /// The links in the footer of a page; `current` is its address.
    pub(super) fn footer(&self, root: &str, current: Option<&SitePath>) -> Vec<NavigationData<'a>> {
        let addresses = &self.config.edition.addresses;
        let words = self.words();
        let of_index = [
            (IndexPage::Book, addresses.book(), &words.book),
            (IndexPage::Map, addresses.map(), &words.map),
            (
                IndexPage::Translations,
                addresses.coverage(),
                &words.translations,
            ),
        ];
        let of_index = of_index
            .into_iter()
            .filter(|(page, ..)| self.config.has(*page))
            .map(|(_, address, title)| NavigationData {
                title,
                url: address.from(root),
                is_current: current == Some(&address),
            });
        self.links_to_pages(Navigation::Footer, root, current)
            .chain(of_index)
            .collect()
    }
}
