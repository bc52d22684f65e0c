//! Every address of the site, and what is there: known before a page is written.
//!
//! Links are checked against it and pages are made from it, so that both agree. Paths are those of
//! files from the site's root, with `/`; a folder's page is its `index.html`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use crate::address::site_path::SitePath;
use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::glossary::{EntryId, Glossary, TagId};
use crate::project::config::Config;
use crate::project::load::Sources;
use crate::project::theme;
use crate::site_map::address_book::AddressBook;
use crate::source::{Place, Written};
use crate::text::fold::same_on_disk;
use crate::text::nearest::nearest;
use crate::text::slice;
use crate::text::slug::is_portable;

pub mod address_book;

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

/// Who decides that something is at an address.
#[derive(Debug, Clone)]
enum Owner {
    /// The site itself.
    Site,
    /// An entry, at its title.
    Entry(Place),
    /// A former address, at its line of front matter.
    Redirect(Place),
    /// A file of the project, by its path.
    File(String),
}

/// All addresses, by path.
#[derive(Debug, Default)]
pub struct SiteMap {
    routes: BTreeMap<String, Route>,
}

impl SiteMap {
    /// The addresses of a glossary's site. Two things at one address are reported, as are former
    /// addresses that are none.
    ///
    /// So is an address of the `book` that would be lost.
    pub fn new(
        glossary: &Glossary,
        sources: &Sources,
        book: &AddressBook,
        config: &Config,
        faults: &Faults,
    ) -> Self {
        let mut survey = Survey {
            routes: BTreeMap::new(),
            claims: BTreeMap::new(),
            faults,
        };
        survey.claim(LIST.to_owned(), Owner::Site, None);
        survey.claim(WORKSHOP.to_owned(), Owner::Site, None);
        survey.claim(MATH_STYLES.to_owned(), Owner::Site, None);
        for folder in [FILES, SEARCH] {
            let folder = folder.trim_end_matches('/');
            survey.claim(folder.to_owned(), Owner::Site, None);
        }
        let addresses = &config.edition.addresses;
        survey.own(&addresses.index().file(), Route::Index);
        survey.own("404.html", Route::NotFound);
        survey.own(&addresses.search().file(), Route::Search);
        if has_letter_pages(glossary, config) {
            for (at, group) in glossary.index.iter().enumerate() {
                survey.own(
                    &addresses.letter(&group.letter.id).file(),
                    Route::Letter(at),
                );
            }
        }
        if !glossary.tags.is_empty() {
            survey.own(&addresses.tags().file(), Route::Tags);
        }
        for id in glossary.tag_ids() {
            let path = addresses.tag(&glossary.tag(id).slug).file();
            survey.own(&path, Route::Tag(id));
        }
        for id in glossary.ids() {
            let entry = glossary.entry(id);
            let owner = Owner::Entry(entry.place(entry.front.title.span.clone()));
            let path = addresses.entry(&entry.slug).file();
            survey.claim(path, owner, Some(Route::Entry(id)));
        }
        survey.add_sitemap(glossary, config);
        for (path, file) in &sources.static_files {
            let owner = Owner::File(format!("static/{path}"));
            survey.claim(path.clone(), owner, Some(Route::Static(file.clone())));
        }
        for (path, bytes) in theme::STATIC_FILES {
            if !sources.static_files.contains_key(*path) {
                survey.own(path, Route::Theme(bytes));
            }
        }
        if !sources.static_files.contains_key("robots.txt") {
            survey.own("robots.txt", Route::Robots);
        }
        for id in glossary.ids() {
            let entry = glossary.entry(id);
            for former in &entry.front.redirect_from {
                let place = entry.place(former.span.clone());
                survey.redirect(former, place, Route::Redirect(id));
            }
        }
        for (at, retired) in book.retired.iter().enumerate() {
            if let Some(place) = book.place(&retired.address) {
                survey.redirect(&retired.address, place, Route::Retired(at));
            }
        }
        if !sources.static_files.contains_key(REDIRECTS) {
            survey.add_redirects(config);
        }
        let site_map = Self {
            routes: survey.routes,
        };
        site_map.report_lost(glossary, book, faults);
        site_map
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

    /// Reports published addresses at which there would be nothing.
    fn report_lost(&self, glossary: &Glossary, book: &AddressBook, faults: &Faults) {
        let published: BTreeSet<&str> = book.published.iter().map(|at| at.text.as_str()).collect();
        let new: Vec<String> = self
            .permanent(glossary)
            .into_iter()
            .filter(|address| !published.contains(address.as_str()))
            .collect();
        for lost in &book.published {
            let Some(place) = book.place(lost) else {
                continue;
            };
            match redirect_file(&lost.text) {
                Ok(path) if self.routes.contains_key(&path) => {}
                Ok(_) => faults.report(lost_address(&lost.text, glossary, &new, book).at(place)),
                Err(help) => faults.report(invalid_address(&lost.text, help).at(place)),
            }
        }
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

/// The site map while it is drawn.
struct Survey<'f> {
    routes: BTreeMap<String, Route>,
    /// Who has which path, by what a disk may take for the same: it may not tell `A` from `a`.
    claims: BTreeMap<String, (String, Owner)>,
    faults: &'f Faults,
}

impl Survey<'_> {
    fn own(&mut self, path: &str, route: Route) {
        self.claim(path.to_owned(), Owner::Site, Some(route));
    }

    /// Gives a path to its owner, unless it, a folder of it, or something in it has one already.
    /// Without a route, the path is kept free.
    fn claim(&mut self, path: String, owner: Owner, route: Option<Route>) {
        let key = same_on_disk(&path);
        let folders = key.match_indices('/').map(|(at, _)| slice(&key, ..at));
        let taken = folders
            .chain([key.as_str()])
            .find_map(|part| self.claims.get(part));
        let inside = format!("{key}/");
        let taken = taken.or_else(|| {
            let (first, claim) = self.claims.range(inside.clone()..).next()?;
            first.starts_with(&inside).then_some(claim)
        });
        if let Some((other_path, other)) = taken {
            // two entries of one slug have been reported as such
            if !matches!((other, &owner), (Owner::Entry(_), Owner::Entry(_))) {
                self.faults
                    .report(collision(&path, &owner, other_path, other));
            }
            return;
        }
        if let Some(route) = route {
            self.routes.insert(path.clone(), route);
        }
        self.claims.insert(key, (path, owner));
    }

    fn add_sitemap(&mut self, glossary: &Glossary, config: &Config) {
        if config.settings.base_url.is_none() {
            return;
        }
        self.own("sitemap.xml", Route::Sitemap);
        self.own(OPEN_SEARCH, Route::OpenSearch);
        for part in sitemap_parts(glossary, config) {
            self.own(&sitemap_part(part), Route::SitemapPart(part));
        }
    }

    /// Gives a former address to what became of it.
    fn redirect(&mut self, former: &Written, place: Place, route: Route) {
        match redirect_file(&former.text) {
            Ok(path) => self.claim(path, Owner::Redirect(place), Some(route)),
            Err(help) => self
                .faults
                .report(invalid_address(&former.text, help).at(place)),
        }
    }

    /// The list for hosts that redirect by themselves, where there is anything for it. It needs the
    /// path that the site has on its host.
    fn add_redirects(&mut self, config: &Config) {
        let mut routes = self.routes.values();
        let is_needed = routes.any(|route| matches!(route, Route::Redirect(_)));
        if is_needed && config.settings.base_url.is_some() {
            self.own(REDIRECTS, Route::Redirects);
        }
    }
}

fn invalid_address(address: &str, help: &str) -> Diagnostic {
    let message = format!("`{address}` cannot be an address of this site");
    Diagnostic::new(Code::InvalidAddress, message).help(help)
}

/// The fault of an address at which there would be nothing; `new` are those that may have come in
/// its place.
fn lost_address(
    address: &str,
    glossary: &Glossary,
    new: &[String],
    book: &AddressBook,
) -> Diagnostic {
    let message = format!("`{address}` was published, and nothing would be there");
    let fault = Diagnostic::new(Code::LostAddress, message);
    let mut withheld = glossary.withheld.iter();
    let fault = match withheld.find(|draft| draft.slug == address) {
        Some(draft) => fault.label(format!("{} is a draft now", draft.path)),
        None => fault,
    };
    let successor = nearest(address, new.iter().map(String::as_str))
        .first()
        .map(|new| format!("the entry of `{new}`"));
    let successor = successor.unwrap_or_else(|| "the entry that takes its place".to_owned());
    fault
        .help(format!(
            "write `redirect_from = [\"{address}\"]` in {successor}"
        ))
        .help(match book.retired.is_empty() {
            false => format!(
                "or retire it: write `\"{address}\" = \"…\"` below `[retired]` here, with the entry \
                 to read instead"
            ),
            true => format!(
                "or retire it: write a line `[retired]` at the end of this file, and `\"{address}\" = \
                 \"…\"` below it, with the entry to read instead"
            ),
        })
}

fn collision(path: &str, owner: &Owner, other_path: &str, other: &Owner) -> Diagnostic {
    let are_addresses = [owner, other]
        .iter()
        .all(|owner| matches!(owner, Owner::Entry(_) | Owner::Redirect(_)));
    let message = if path == other_path && are_addresses {
        format!("the address `{}` is claimed twice", written_address(path))
    } else if path == other_path {
        format!("two things would be `{path}` in the site")
    } else {
        format!("`{path}` and `{other_path}` cannot both be in the site")
    };
    let fault = Diagnostic::new(Code::OutputCollision, message);
    let place = |owner: &Owner| match owner {
        Owner::Entry(place) | Owner::Redirect(place) => Some(place.clone()),
        Owner::Site | Owner::File(_) => None,
    };
    let described = |owner: &Owner| match owner {
        Owner::Site => "the site's own".to_owned(),
        Owner::Entry(place) | Owner::Redirect(place) => place.file.path.clone(),
        Owner::File(path) => path.clone(),
    };
    let fault = match (place(owner), place(other)) {
        (Some(own), Some(other)) => fault.at(own).also(other, "the other is here"),
        (Some(own), None) => fault
            .at(own)
            .label(format!("the other is {}", described(other))),
        (None, Some(place)) => fault
            .at(place)
            .label(format!("the other is {}", described(owner))),
        (None, None) => {
            let (path, other) = match (owner, other) {
                (Owner::File(path), other) | (other, Owner::File(path)) => (path, other),
                _ => return fault,
            };
            fault
                .at_path(path.as_str())
                .help(format!("the other is {}", described(other)))
        }
    };
    fault.help(if are_addresses {
        "an address leads to one place: remove it from one of these"
    } else {
        "give one of them another name"
    })
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
            "some systems cannot hold such a file: a name that Windows keeps for a device, a full \
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

/// The address of a page's file as an address book has it.
fn written_address(path: &str) -> &str {
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
    let letters = match has_letter_pages(glossary, config) {
        true => &*glossary.index,
        false => &[],
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
