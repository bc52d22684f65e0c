//! The normalisation form of an address. An author may write `é` as one character or as two (UAX #15), and a file or a
//! heading has one of these forms: both mean the same.

use super::resolver::Surroundings;
use crate::address::destination::{Destination, Suffix};
use crate::address::site_path::SitePath;
use crate::site_map::Route;
use crate::text::fold::nfc;

impl Surroundings<'_> {
    /// A destination in the form in which it exists. If it does not exist in any form, its path is in form C.
    ///
    /// ```text
    /// e\u{301}tude.md#gro\u{308}ße     étude.md#größe
    /// ```
    pub(super) fn as_stored(&self, destination: Destination) -> Destination {
        match destination {
            Destination::Anchor(anchor) => Destination::Anchor(nfc(&anchor).into_owned()),
            Destination::Entry(path, suffix) => {
                Destination::Entry(self.stored_text("content/", path), suffix.composed())
            }
            Destination::Page(path, suffix) => {
                Destination::Page(self.stored_text("pages/", path), suffix.composed())
            }
            Destination::File(path, suffix) => {
                let is_known = |path: &str| self.files.contains_key(path);
                let known = self.files.keys().map(String::as_str);
                Destination::File(self.stored_file(path, is_known, known), suffix)
            }
            Destination::Site(path, suffix) => self.stored_page(path, suffix),
            other => other,
        }
    }

    /// The path of an entry or a page from its `folder`.
    fn stored_text(&self, folder: &str, path: String) -> String {
        if path.is_ascii() {
            return path;
        }
        let texts = self.languages.by_path;
        let known = texts.keys().map(|path| &**path);
        let whole = format!("{folder}{path}");
        let stored = self.stored_file(whole, |path| texts.contains_key(path), known);
        stored.strip_prefix(folder).map_or(path, str::to_owned)
    }

    /// The path of a file. A file in a language's own folder may stand for one outside of it.
    fn stored_file<'k>(
        &self,
        path: String,
        is_known: impl Fn(&str) -> bool,
        known: impl Iterator<Item = &'k str>,
    ) -> String {
        let outside = || self.config.outside_of_folder(&path);
        if path.is_ascii() || is_known(&path) || outside().is_some_and(|path| is_known(&path)) {
            path
        } else {
            same_path(&path, known)
        }
    }

    /// The path of a page or a file of the site, in any language. Only pages have anchors that Headword knows.
    fn stored_page(&self, path: String, suffix: Suffix) -> Destination {
        let others = self.languages.abroad.iter();
        let others = others.map(|other| &other.frame.site_map);
        let maps = || others.clone().map(|map| &**map).chain([self.site_map]);
        let route = |path: &str| maps().find_map(|map| map.route(path));
        let path = if path.is_ascii() || route(&path).is_some() {
            path
        } else {
            let file = SitePath::new(path.as_str()).file();
            let known = maps().flat_map(|map| map.routes().keys().map(String::as_str));
            let stored = same_path(&file, known);
            stored
                .strip_suffix("index.html")
                .unwrap_or(&stored)
                .to_owned()
        };
        let has_anchors =
            route(&path).is_some_and(Route::is_page) && !self.is_former_part(&path, &suffix);
        let suffix = if has_anchors {
            suffix.composed()
        } else {
            suffix
        };
        Destination::Site(path, suffix)
    }
}

/// The known path that is a path in any form, or else the path in form C.
fn same_path<'k>(path: &str, mut known: impl Iterator<Item = &'k str>) -> String {
    let composed = nfc(path);
    let same = known.find(|other| !other.is_ascii() && nfc(other) == composed);
    same.unwrap_or(&composed).to_owned()
}
