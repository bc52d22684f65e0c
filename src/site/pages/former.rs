//! The page at a former address whose parts are terms now: it leads the reader on by the fragment of the address.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{EntryLink, Page, Pages};
use crate::address::site_path::SitePath;
use crate::glossary::TextId;
use crate::site_map::{FormerParts, Route};

/// `former.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct FormerPage<'a> {
    /// The page; it has no `canonical`.
    pub page: Page<'a>,
    /// The entry or the page to which the former page redirects without a known fragment.
    pub target: Option<EntryLink<'a>>,
    /// Whether the former page as a whole is retired.
    pub is_retired: bool,
    /// The entries to read instead of the whole page, if it is retired.
    pub instead: Vec<EntryLink<'a>>,
    /// The entries and pages to which parts redirect, in the order of the index.
    pub parts: Vec<MovedPart<'a>>,
    /// The parts that are retired, in the order of their fragments.
    pub retired: Vec<RetiredPart<'a>>,
}

/// An entry or a page to which parts of a former page redirect.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct MovedPart<'a> {
    /// The entry or the page.
    pub target: EntryLink<'a>,
    /// The fragments of the parts, at least one.
    pub fragments: Vec<FragmentData<'a>>,
}

/// A retired part of a former page.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct RetiredPart<'a> {
    /// The fragment of the part.
    pub fragment: FragmentData<'a>,
    /// The entries to read instead.
    pub instead: Vec<EntryLink<'a>>,
}

/// The fragment of a part of a former page.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct FragmentData<'a> {
    /// The fragment without `#`, decoded.
    pub text: &'a str,
    /// The fragment as the `id` of an element, so that a browser without scripts shows this element; `None` if it
    /// cannot be one.
    pub id: Option<&'a str>,
}

impl<'a> FragmentData<'a> {
    /// HTML forbids white space in an `id`. Those of the theme begin with an underscore, and must stay unique.
    fn new(text: &'a str) -> Self {
        let is_id = !text.starts_with('_') && !text.contains(|c: char| c.is_ascii_whitespace());
        Self {
            text,
            id: is_id.then_some(text),
        }
    }
}

impl<'a> Pages<'a> {
    /// The page at a former address, a path from the site's root to an HTML file. `whole` is the route of the address
    /// without a fragment.
    pub fn former(&self, path: &str, whole: &Route, parts: &'a FormerParts) -> FormerPage<'a> {
        let page = Page {
            canonical: None,
            ..self.page(
                &SitePath::of_file(path),
                "former",
                self.words().moved.clone(),
            )
        };
        let root = page.root.as_str();
        let mut moved: BTreeMap<TextId, Vec<FragmentData<'a>>> = BTreeMap::new();
        let mut retired = Vec::new();
        for (fragment, route) in parts {
            let fragment = FragmentData::new(fragment);
            match route {
                Route::Retired(index) => retired.push(RetiredPart {
                    fragment,
                    instead: self.instead(*index, root),
                }),
                route => {
                    if let Some(target) = route.redirects_to() {
                        moved.entry(target).or_default().push(fragment);
                    }
                }
            }
        }
        let parts = moved.into_iter().map(|(target, fragments)| MovedPart {
            target: self.text_link(target, root),
            fragments,
        });
        FormerPage {
            target: whole
                .redirects_to()
                .map(|target| self.text_link(target, root)),
            is_retired: matches!(whole, Route::Retired(_)),
            instead: match whole {
                Route::Retired(index) => self.instead(*index, root),
                _ => Vec::new(),
            },
            parts: parts.collect(),
            retired,
            page,
        }
    }

    /// The entries to read instead of a retired address; `at` is the index of the address in the address book.
    pub(super) fn instead(&self, at: usize, root: &str) -> Vec<EntryLink<'a>> {
        let instead = self.linked.instead.get(at).into_iter().flatten();
        instead.map(|id| self.entry_link(*id, root)).collect()
    }
}
