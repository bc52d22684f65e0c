//! Every address of the site, and what is there: known before a page is written.
//!
//! Links are checked against it and pages are made from it, so that both agree. Paths are those of
//! files from the site's root, with `/`; a folder's page is its `index.html`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use self::claims::{Claims, Owner, Refused};
use crate::address::site_path::SitePath;
use crate::diagnostic::Diagnostic;
use crate::glossary::{EntryId, Glossary, TagId};
use crate::project::config::Config;
use crate::project::load::Sources;
use crate::project::theme;
use crate::site_map::address_book::AddressBook;
use crate::text::slug::is_portable;

pub mod address_book;
mod claims;
mod faults;
mod lost;

pub use self::lost::lost_addresses;

/// The folder of files that entries show or link to.
pub const FILES: &str = "assets/content/";

/// The folder of what search needs.
pub const SEARCH: &str = "assets/search/";

/// More entries than these have an index with a page for each letter: one page of them all would
/// be megabytes long.
const LETTER_PAGES: usize = 1_000;

/// The style sheet of formulas.
pub const MATH_STYLES: &str = "assets/math.css";

/// How browsers search the site.
pub const OPEN_SEARCH: &str = "assets/opensearch.xml";

/// The list, in the output, of the files that Headword wrote.
pub const LIST: &str = ".headword";

/// The folder, in an output that is written file by file, where files are made first.
pub const WORKSHOP: &str = ".headword.new";

/// Former addresses and where they lead, as Netlify and Cloudflare Pages read them.
pub const REDIRECTS: &str = "_redirects";

/// How many pages one sitemap holds: sitemaps.org, "Using Sitemap index files". Its other limit,
/// 50 MB, is out of reach with addresses as short as ours.
pub const SITEMAP_PAGES: usize = 50_000;

/// What is at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The index.
    Index,
    /// A term page.
    Entry(EntryId),
    /// A letter of the index, by its place in it.
    Letter(usize),
    /// The list of tags.
    Tags,
    /// One tag.
    Tag(TagId),
    /// The page to search on.
    Search,
    /// How browsers search the site (OpenSearch 1.1).
    OpenSearch,
    /// The page for addresses that there are not.
    NotFound,
    /// A former address of an entry.
    Redirect(EntryId),
    /// An address at which there is nothing to read any more, by its place in the address book.
    Retired(usize),
    /// Former addresses, for hosts that redirect by themselves.
    Redirects,
    /// The list of all pages, or of its parts where one file cannot hold them.
    Sitemap,
    /// A part of that list, from 0.
    SitemapPart(usize),
    /// What crawlers may do.
    Robots,
    /// A file of the default theme.
    Theme(&'static [u8]),
    /// A file of the project's `static/`.
    Static(PathBuf),
}

impl Route {
    /// Whether readers are meant to see it.
    pub fn is_page(&self) -> bool {
        matches!(
            self,
            Self::Index
                | Self::Entry(_)
                | Self::Letter(_)
                | Self::Search
                | Self::Tags
                | Self::Tag(_)
                | Self::NotFound
                | Self::Redirect(_)
                | Self::Retired(_)
        )
    }
}

/// All addresses, by path.
#[derive(Debug, Default)]
pub struct SiteMap {
    routes: BTreeMap<String, Route>,
    refused: Vec<Refused>,
}

impl SiteMap {
    /// The addresses of a glossary's site. Of two things at one address, the first has it.
    pub fn new(
        glossary: &Glossary,
        sources: &Sources,
        book: &AddressBook,
        config: &Config,
    ) -> Self {
        let mut claims = Claims::default();
        claims.claim(LIST.to_owned(), Owner::Site, None);
        claims.claim(WORKSHOP.to_owned(), Owner::Site, None);
        claims.claim(MATH_STYLES.to_owned(), Owner::Site, None);
        for folder in [FILES, SEARCH] {
            let folder = folder.trim_end_matches('/');
            claims.claim(folder.to_owned(), Owner::Site, None);
        }
        let addresses = &config.edition.addresses;
        claims.own(&addresses.index().file(), Route::Index);
        claims.own("404.html", Route::NotFound);
        claims.own(&addresses.search().file(), Route::Search);
        if has_letter_pages(glossary, config) {
            for (at, group) in glossary.index.iter().enumerate() {
                claims.own(
                    &addresses.letter(&group.letter.id).file(),
                    Route::Letter(at),
                );
            }
        }
        if !glossary.tags.is_empty() {
            claims.own(&addresses.tags().file(), Route::Tags);
        }
        for id in glossary.tag_ids() {
            let path = addresses.tag(&glossary.tag(id).slug).file();
            claims.own(&path, Route::Tag(id));
        }
        for id in glossary.ids() {
            let entry = glossary.entry(id);
            let owner = Owner::Entry(entry.place(entry.front.title.span.clone()));
            let path = addresses.entry(&entry.slug).file();
            claims.claim(path, owner, Some(Route::Entry(id)));
        }
        claims.add_sitemap(glossary, config);
        for (path, file) in &sources.static_files {
            let owner = Owner::File(format!("static/{path}"));
            claims.claim(path.clone(), owner, Some(Route::Static(file.clone())));
        }
        for (path, bytes) in theme::STATIC_FILES {
            if !sources.static_files.contains_key(*path) {
                claims.own(path, Route::Theme(bytes));
            }
        }
        if !sources.static_files.contains_key("robots.txt") {
            claims.own("robots.txt", Route::Robots);
        }
        for id in glossary.ids() {
            let entry = glossary.entry(id);
            for former in &entry.front.redirect_from {
                let place = entry.place(former.span.clone());
                claims.redirect(former, place, Route::Redirect(id));
            }
        }
        for (at, retired) in book.retired.iter().enumerate() {
            if let Some(place) = book.place(&retired.address) {
                claims.redirect(&retired.address, place, Route::Retired(at));
            }
        }
        if !sources.static_files.contains_key(REDIRECTS) {
            claims.add_redirects(config);
        }
        Self {
            routes: claims.routes,
            refused: claims.refused,
        }
    }

    /// What is wrong with the addresses that were claimed: two things at one, and former ones that
    /// cannot be addresses.
    pub fn refused(&self) -> Vec<Diagnostic> {
        let fault = |refused: &Refused| match refused {
            Refused::Taken { claim, other } => faults::collision(claim, other),
            Refused::Invalid {
                address,
                why,
                place,
            } => faults::invalid_address(address, why).at(place.clone()),
        };
        self.refused.iter().map(fault).collect()
    }

    /// The addresses that others may rely on, as an address book has them: those of entries that are
    /// no drafts, and of what became of former ones.
    pub fn permanent(&self, glossary: &Glossary) -> BTreeSet<String> {
        let is_permanent = |route: &Route| match route {
            Route::Entry(id) | Route::Redirect(id) => !glossary.entry(*id).front.draft,
            Route::Retired(_) => true,
            _ => false,
        };
        let routes = self.routes.iter();
        routes
            .filter(|(_, route)| is_permanent(route))
            .map(|(path, _)| written_address(path).to_owned())
            .collect()
    }

    /// What is at a former address, as authors write one.
    pub fn former(&self, address: &str) -> Option<&Route> {
        self.routes.get(&redirect_file(address).ok()?)
    }

    /// What is at an address, written as a path from the root: `tags/`, `docs/old.html`.
    pub fn route(&self, address: &str) -> Option<&Route> {
        self.routes.get(&SitePath::new(address).file())
    }

    /// All routes with their files' paths, ordered by path.
    pub fn routes(&self) -> &BTreeMap<String, Route> {
        &self.routes
    }

    /// All addresses as links from the root are written: `/tags/`, `/logo.svg`.
    pub fn addresses(&self) -> impl Iterator<Item = String> {
        let files = self.routes.keys();
        files.map(|path| format!("/{}", SitePath::of_file(path)))
    }
}

/// The file that a host serves at a former address: itself if it is an HTML file, else the index of
/// a folder.
///
/// # Errors
///
/// What cannot be one, with how to write it.
pub fn redirect_file(address: &str) -> Result<String, &'static str> {
    const LONGEST: usize = 200;
    let path = address.strip_prefix('/').unwrap_or(address);
    let path = path.strip_suffix('/').unwrap_or(path);
    let parts = || path.split('/');
    let is_path = parts().all(|part| {
        !matches!(part, "" | "." | "..")
            && !part.contains(['\\', ':', '?', '#', '%', '*', '"', '<', '>', '|'])
    });
    if !is_path {
        return Err("write it from the site's root, such as `old-slug` or `docs/old.html`");
    }
    if !parts().all(is_portable) || path.len() > LONGEST {
        return Err(
            "some systems cannot hold such a file: a name that Windows reserves for a device, a full \
             stop at the beginning, one or a space at the end, more than 200 bytes",
        );
    }
    let is_page = [".html", ".htm"]
        .iter()
        .any(|ending| path.ends_with(ending));
    Ok(if is_page {
        path.to_owned()
    } else {
        format!("{path}/index.html")
    })
}

/// The address of a page's file as address books and front matter have it: `clip` for `clip/index.html`,
/// `docs/old.html` for itself.
pub fn written_address(path: &str) -> &str {
    path.strip_suffix("/index.html").unwrap_or(path)
}

/// Whether each letter of the index has a page of its own.
pub fn has_letter_pages(glossary: &Glossary, config: &Config) -> bool {
    let is_long = glossary.entries.len() > LETTER_PAGES;
    config.settings.letter_pages.unwrap_or(is_long) && !glossary.index.is_empty()
}

/// The parts of the sitemap; none if one file can hold it.
pub fn sitemap_parts(glossary: &Glossary, config: &Config) -> Range<usize> {
    match listed(glossary, config).count().div_ceil(SITEMAP_PAGES) {
        1 => 0..0,
        parts => 0..parts,
    }
}

/// The path of a part of the sitemap.
pub fn sitemap_part(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// The pages that search engines are told of, in order: their addresses from the root, and the
/// entry if it is one's.
pub fn listed<'g>(
    glossary: &'g Glossary,
    config: &'g Config,
) -> impl Iterator<Item = (SitePath, Option<EntryId>)> {
    let addresses = &config.edition.addresses;
    let index = std::iter::once((addresses.index(), None));
    let entries = glossary
        .ids()
        .map(|id| (addresses.entry(&glossary.entry(id).slug), Some(id)));
    let all_tags = (!glossary.tags.is_empty()).then(|| (addresses.tags(), None));
    let tags = glossary
        .tags
        .iter()
        .map(|tag| (addresses.tag(&tag.slug), None));
    let letters = if has_letter_pages(glossary, config) {
        &*glossary.index
    } else {
        &[]
    };
    let letters = letters
        .iter()
        .map(|group| (addresses.letter(&group.letter.id), None));
    index
        .chain(entries)
        .chain(letters)
        .chain(all_tags)
        .chain(tags)
}
