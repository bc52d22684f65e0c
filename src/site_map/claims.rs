//! Who has which path of the site: no two things can be at one.

use std::collections::BTreeMap;

use super::{OPEN_SEARCH, REDIRECTS, Route, redirect_file, sitemap_part, sitemap_parts};
use crate::glossary::Glossary;
use crate::project::config::Config;
use crate::source::{Place, Written};
use crate::text::fold::file_name_key;
use crate::text::slice;

/// Who decides that something is at an address.
#[derive(Debug, Clone)]
pub(super) enum Owner {
    /// The site itself.
    Site,
    /// An entry, at its title.
    Entry(Place),
    /// A former address, at its line of front matter.
    Redirect(Place),
    /// A file of the project, by its path.
    File(String),
}

/// A path that somebody has.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    /// The path from the site's root.
    pub(super) path: String,
    /// Who has it.
    pub(super) owner: Owner,
}

impl Claim {
    /// Whether it is an address that an author gave: an entry's, or a former one.
    pub(super) fn is_address(&self) -> bool {
        matches!(self.owner, Owner::Entry(_) | Owner::Redirect(_))
    }
}

/// A claim that was turned down.
#[derive(Debug, Clone)]
pub(super) enum Refused {
    /// Another has the path, or leaves no room for it.
    Taken {
        /// The claim.
        claim: Claim,
        /// The one that came first.
        other: Claim,
    },
    /// It is not an address of the site.
    Invalid {
        /// The address as it is written.
        address: String,
        /// How to write one.
        why: &'static str,
        /// Where it is written.
        place: Place,
    },
}

/// The site's paths while they are given out: who comes first has them.
#[derive(Default)]
pub(super) struct Claims {
    /// What is at each path.
    pub(super) routes: BTreeMap<String, Route>,
    /// Who has which path, by what a disk may take for the same: it may not tell `A` from `a`.
    taken: BTreeMap<String, Claim>,
    /// The claims that were turned down.
    pub(super) refused: Vec<Refused>,
}

impl Claims {
    /// Gives a path to the site itself.
    pub(super) fn own(&mut self, path: &str, route: Route) {
        self.claim(path.to_owned(), Owner::Site, Some(route));
    }

    /// Gives a path to its owner, unless it, a folder of it, or something in it has one already.
    /// Without a route, the path is kept free.
    pub(super) fn claim(&mut self, path: String, owner: Owner, route: Option<Route>) {
        let key = file_name_key(&path);
        let claim = Claim { path, owner };
        if let Some(other) = self.taken(&key) {
            // two entries of one slug have been reported as such
            if !matches!(
                (&other.owner, &claim.owner),
                (Owner::Entry(_), Owner::Entry(_))
            ) {
                let other = other.clone();
                self.refused.push(Refused::Taken { claim, other });
            }
            return;
        }
        if let Some(route) = route {
            self.routes.insert(claim.path.clone(), route);
        }
        self.taken.insert(key, claim);
    }

    /// The claim that leaves no room for one with this key: `a/b` leaves none for `a`, nor for `a/b/c`.
    fn taken(&self, key: &str) -> Option<&Claim> {
        let folders = key.match_indices('/').map(|(at, _)| slice(key, ..at));
        let outer = folders.chain([key]).find_map(|part| self.taken.get(part));
        outer.or_else(|| {
            let inside = format!("{key}/");
            let (first, claim) = self.taken.range(inside.clone()..).next()?;
            first.starts_with(&inside).then_some(claim)
        })
    }

    /// Gives a former address to what became of it.
    pub(super) fn redirect(&mut self, former: &Written, place: Place, route: Route) {
        match redirect_file(&former.text) {
            Ok(path) => self.claim(path, Owner::Redirect(place), Some(route)),
            Err(why) => self.refused.push(Refused::Invalid {
                address: former.text.clone(),
                why,
                place,
            }),
        }
    }

    /// The list of all pages, and how browsers search them: both need the site's whole address.
    pub(super) fn add_sitemap(&mut self, glossary: &Glossary, config: &Config) {
        if config.settings.base_url.is_none() {
            return;
        }
        self.own("sitemap.xml", Route::Sitemap);
        self.own(OPEN_SEARCH, Route::OpenSearch);
        for part in sitemap_parts(glossary, config) {
            self.own(&sitemap_part(part), Route::SitemapPart(part));
        }
    }

    /// The list for hosts that redirect by themselves, where there is anything for it. It needs the
    /// path that the site has on its host.
    pub(super) fn add_redirects(&mut self, config: &Config) {
        let mut routes = self.routes.values();
        let is_needed = routes.any(|route| matches!(route, Route::Redirect(_)));
        if is_needed && config.settings.base_url.is_some() {
            self.own(REDIRECTS, Route::Redirects);
        }
    }
}
