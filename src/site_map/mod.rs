//! The site map: the pages of the site and the files that a text may link to by address, known before a text
//! is read. The list of all files, which [`Site`](crate::site::Site) has, also contains those that depend on
//! texts: the search data, the style sheet of formulas, and the files of `content/` that entries use.
//!
//! Links are checked with it, and pages are made from it, so both agree. A path is that of a file from the
//! site's root, with `/` between its parts. The page of a folder is the `index.html` in it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use self::claims::{Claims, Owner, Refused};
use crate::address::site_path::SitePath;
use crate::diagnostic::Diagnostic;
use crate::glossary::{EntryId, Glossary, PageId, TagId, TextId};
use crate::project::config::{Config, Format, IndexPage};
use crate::project::load::Sources;
use crate::project::theme;
use crate::site_map::address_book::AddressBook;
use crate::source::{Place, Written};

pub mod address_book;
mod claims;
mod faults;
mod former;
mod lost;

pub use self::former::{FormerAddress, is_same_address, written_address};
pub use self::lost::lost_addresses;

/// The folder of the site's own files.
const ASSETS: &str = "assets/";

/// The folders of files that entries and pages show or link to: their folders in the project, below `assets/`.
const FILES: [&str; 2] = ["assets/content/", "assets/pages/"];

/// The folder of files for search.
pub const SEARCH: &str = "assets/search/";

/// The largest number of entries on one index page. With more entries, each letter has a page of its own,
/// because one page of them all would have megabytes.
const MAX_ON_INDEX: usize = 1_000;

/// The style sheet of formulas.
pub const MATH_STYLES: &str = "assets/math.css";

/// The description of the site's search for browsers (OpenSearch 1.1).
pub const OPEN_SEARCH: &str = "assets/opensearch.xml";

/// The list, in the output folder, of the files that Headword wrote.
pub const LIST: &str = ".headword";

/// The folder for unfinished files, in an output folder that is written file by file.
pub const WORKSHOP: &str = ".headword.new";

/// The list of redirects in the format of Netlify and Cloudflare Pages.
pub const REDIRECTS: &str = "_redirects";

/// The Markdown text of all entries, for language models.
pub const FULL_TEXT: &str = "llms-full.txt";

/// The largest number of pages in one sitemap: sitemaps.org, "Using Sitemap index files". A sitemap with
/// so many of our short addresses is far below the other limit, 50 MB.
pub const SITEMAP_PAGES: usize = 50_000;

/// The page or file at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The index.
    Index,
    /// A term page.
    Entry(EntryId),
    /// A page that is not a term.
    Page(PageId),
    /// The page of a letter, by its index in [`Glossary::index`].
    Letter(usize),
    /// The list of tags.
    Tags,
    /// The page of a tag.
    Tag(TagId),
    /// The list of the senses of a word, by its index in [`Glossary::shared_headwords`].
    Senses(usize),
    /// The whole glossary on one page.
    Book,
    /// The style sheet for the margins of the printed book.
    BookMargins,
    /// The map of the glossary.
    Map,
    /// The page about translations.
    Coverage,
    /// The search page.
    Search,
    /// The description of the site's search for browsers.
    OpenSearch,
    /// The page for unknown addresses.
    NotFound,
    /// A redirect from a former address to an entry or a page.
    Redirect(TextId),
    /// A redirect from the published address of a word, whose senses were listed there, to the only entry that has
    /// it as its headword now.
    OnlySense(EntryId),
    /// The page at a former address whose parts redirect to entries, while the whole page redirects to none.
    FormerParts,
    /// The page of a retired address, by its index in [`AddressBook::retired`].
    Retired(usize),
    /// The list of redirects for hosts.
    Redirects,
    /// The sitemap, or the list of its parts if one file cannot contain all pages.
    Sitemap,
    /// A part of the sitemap, from 0.
    SitemapPart(usize),
    /// The rules for crawlers, `robots.txt`.
    Robots,
    /// The glossary in a format for other programs.
    Output(Format),
    /// The Markdown text of all entries, `llms-full.txt`.
    FullText,
    /// The Markdown text of an entry.
    Twin(EntryId),
    /// A file of the default theme.
    Theme(&'static [u8]),
    /// A file of the project's `static/`.
    Static(PathBuf),
}

impl Route {
    /// The entry or the page that a reader finds at the address, also after a redirect.
    pub fn text(&self) -> Option<TextId> {
        match self {
            Self::Entry(id) => Some(TextId::Entry(*id)),
            Self::Page(id) => Some(TextId::Page(*id)),
            Self::Redirect(id) => Some(*id),
            Self::OnlySense(id) => Some(TextId::Entry(*id)),
            _ => None,
        }
    }

    /// The entry or the page to which the address redirects.
    pub fn redirects_to(&self) -> Option<TextId> {
        match self {
            Self::Redirect(_) | Self::OnlySense(_) => self.text(),
            _ => None,
        }
    }

    /// Whether the page at the same address below the folder of another language is its translation. Letters and
    /// senses belong to the words of one language.
    pub fn has_translations(&self) -> bool {
        matches!(
            self,
            Self::Index
                | Self::Entry(_)
                | Self::Page(_)
                | Self::Book
                | Self::Map
                | Self::Coverage
                | Self::Search
                | Self::Tags
                | Self::Tag(_)
        )
    }

    /// Whether it is a page for readers.
    pub fn is_page(&self) -> bool {
        matches!(
            self,
            Self::Index
                | Self::Entry(_)
                | Self::Page(_)
                | Self::Letter(_)
                | Self::Book
                | Self::Map
                | Self::Coverage
                | Self::Search
                | Self::Tags
                | Self::Tag(_)
                | Self::Senses(_)
                | Self::NotFound
                | Self::Redirect(_)
                | Self::OnlySense(_)
                | Self::FormerParts
                | Self::Retired(_)
        )
    }
}

/// The pages of a site, and the files to which a text may link by address.
#[derive(Debug, Default)]
pub struct SiteMap {
    routes: BTreeMap<String, Route>,
    parts: BTreeMap<String, FormerParts>,
    refused: Vec<Refused>,
}

/// The parts of a former page: for each fragment, its redirect or its retired address.
pub type FormerParts = BTreeMap<String, Route>;

impl SiteMap {
    /// The addresses of each edition of a glossary, the main one first. The main one also has the files that are there
    /// once for all. If two pages or files claim the same path, the first one gets it, in this order: pages of the
    /// site, entries, pages of the project, sitemap, outputs, static files, former addresses. The lists of senses get
    /// the paths that are free then: nobody asked for these.
    pub fn of_editions(
        editions: &[(&Glossary, &Config)],
        sources: &Sources,
        book: &AddressBook,
    ) -> Vec<Self> {
        let Some((_, main_config)) = editions.first() else {
            return Vec::new();
        };
        let mut claims = Claims::new(editions.len());
        claims.claim(LIST.to_owned(), Owner::Site, None);
        claims.claim(WORKSHOP.to_owned(), Owner::Site, None);
        claims.claim(MATH_STYLES.to_owned(), Owner::Site, None);
        for folder in FILES.into_iter().chain([SEARCH]) {
            let folder = folder.trim_end_matches('/');
            claims.claim(folder.to_owned(), Owner::Site, None);
        }
        claims.in_each(editions, Claims::add_pages_of_site);
        claims.in_each(editions, Claims::add_entries);
        claims.in_each(editions, Claims::add_pages);
        claims.add_sitemap(main_config);
        claims.in_each(editions, Claims::add_outputs);
        for (path, file) in &sources.static_files {
            let owner = Owner::File(format!("static/{path}"));
            claims.claim(path.clone(), owner, Some(Route::Static(file.clone())));
        }
        for (path, bytes) in theme::STATIC_FILES {
            let is_needed = match *path {
                theme::BOOK_STYLE_SHEET => main_config.has(IndexPage::Book),
                theme::MAP_STYLE_SHEET => main_config.has(IndexPage::Map),
                path => editions.len() > 1 || !theme::OF_TRANSLATIONS.contains(&path),
            };
            if is_needed && !sources.static_files.contains_key(*path) {
                claims.claim_for_site(path, Route::Theme(bytes));
            }
        }
        if !sources.static_files.contains_key("robots.txt") {
            claims.claim_for_site("robots.txt", Route::Robots);
        }
        claims.in_each(editions, |claims, glossary, _| claims.add_former(glossary));
        claims.add_retired(book);
        claims.claim_parts();
        claims.in_each(editions, Claims::add_senses);
        claims.in_each(editions, |claims, glossary, config| {
            claims.add_only_senses(glossary, book, config);
        });
        claims.add_sitemap_parts(editions);
        if !sources.static_files.contains_key(REDIRECTS) {
            claims.add_redirects(main_config);
        }
        claims.into_maps()
    }

    /// An error for each pair of conflicting paths, and for each former address that the site cannot have.
    pub fn refused(&self) -> Vec<Diagnostic> {
        let diagnostic = |refused: &Refused| match refused {
            Refused::Taken { claim, other } => faults::collision(claim, other),
            Refused::Invalid {
                address,
                help,
                place,
            } => faults::invalid_address(address, help, place.clone()),
        };
        self.refused.iter().map(diagnostic).collect()
    }

    /// The addresses that other sites may rely on, as they are written in an address book: those of entries
    /// and pages that are not drafts, of words that are the headword of several such entries, former addresses, and
    /// retired addresses.
    pub fn permanent(&self, glossary: &Glossary) -> BTreeSet<String> {
        let has_senses = |index: usize| {
            let shared = glossary.shared_headwords().get(index);
            let entries = shared.into_iter().flat_map(|shared| &shared.entries);
            let published = entries.filter(|id| !glossary.entry(**id).front.draft);
            published.count() > 1
        };
        let is_permanent = |route: &Route| match route {
            Route::Retired(_) => true,
            Route::Senses(index) => has_senses(*index),
            route => route.text().is_some_and(|text| match text {
                TextId::Entry(id) => !glossary.entry(id).front.draft,
                TextId::Page(id) => !glossary.page(id).front.shared.draft,
            }),
        };
        let routes = self.routes.iter();
        let pages = routes
            .filter(|(_, route)| is_permanent(route))
            .map(|(path, _)| written_address(path).to_owned());
        let parts = self.parts.iter().flat_map(|(path, parts)| {
            let parts = parts.iter().filter(|(_, route)| is_permanent(route));
            parts.map(|(fragment, _)| format!("{}#{fragment}", written_address(path)))
        });
        pages.chain(parts).collect()
    }

    /// The page or file at a former address as authors write it: `old-slug`, `docs/old.html`. For an address with a
    /// fragment, its redirect or its retired address.
    pub fn former(&self, address: &str) -> Option<&Route> {
        let FormerAddress { file, fragment } = FormerAddress::read(address).ok()?;
        match fragment {
            Some(fragment) => self.parts(&file)?.get(&fragment),
            None => self.routes.get(&file),
        }
    }

    /// The parts of the former page at a path, if some of them redirect.
    pub fn parts(&self, path: &str) -> Option<&FormerParts> {
        self.parts.get(path)
    }

    /// The place of the first address in front matter that names a part of the former page at a path; `None` if all
    /// of these parts are retired.
    pub fn place_of_part(&self, path: &str, glossary: &Glossary) -> Option<Place> {
        let mut texts = self.parts(path)?.values().filter_map(Route::text);
        let is_part = |former: &&Written| {
            let address = FormerAddress::read(&former.text);
            address.is_ok_and(|address| address.fragment.is_some() && address.file == path)
        };
        let (file, former) = match texts.next()? {
            TextId::Entry(id) => {
                let entry = glossary.entry(id);
                (&entry.file, &entry.front.redirect_from)
            }
            TextId::Page(id) => {
                let page = glossary.page(id);
                (&page.file, &page.front.redirect_from)
            }
        };
        let former = former.iter().find(is_part)?;
        Some(Place::new(file, former.span.clone()))
    }

    /// The page or file at an address, which is a path from the root: `tags/`, `docs/old.html`.
    pub fn route(&self, address: &str) -> Option<&Route> {
        self.routes.get(&SitePath::new(address).file())
    }

    /// All pages and files by their path, in the order of the paths.
    pub fn routes(&self) -> &BTreeMap<String, Route> {
        &self.routes
    }

    /// All addresses as absolute links: `/tags/`, `/logo.svg`.
    pub fn addresses(&self) -> impl Iterator<Item = String> {
        let files = self.routes.keys();
        files.map(|path| format!("/{}", SitePath::of_file(path)))
    }
}

/// The path, in the project, of the file that is at a path of the site; `None` if the path is not below a folder of
/// such files.
///
/// ```text
/// assets/content/crumb.png    content/crumb.png
/// ```
pub fn used_file(path: &str) -> Option<&str> {
    let is_used = FILES.iter().any(|folder| path.starts_with(folder));
    path.strip_prefix(ASSETS).filter(|_| is_used)
}

/// The path in the site of a file of the project that a text uses.
pub fn path_of_used(file: &str) -> String {
    format!("{ASSETS}{file}")
}

/// Whether each letter of the index has a page of its own.
pub fn has_letter_pages(glossary: &Glossary, config: &Config) -> bool {
    let is_long = glossary.entries.len() > MAX_ON_INDEX;
    config.settings.letter_pages.unwrap_or(is_long) && !glossary.index.is_empty()
}

/// The numbers of the sitemap's parts, from 0; empty if one file can contain all `pages`.
pub fn sitemap_parts(pages: usize) -> Range<usize> {
    match pages.div_ceil(SITEMAP_PAGES) {
        1 => 0..0,
        parts => 0..parts,
    }
}

/// The name of the file with the Markdown text of the entry with a slug.
pub fn twin(slug: &str) -> String {
    format!("{slug}.md")
}

/// The path of a part of the sitemap; `part` is a number from 0.
pub fn sitemap_part(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// The pages of an edition in the sitemap, in order: the address of each, and its text if it is that of an author.
/// `routes` are those of the edition.
pub fn listed<'g>(
    glossary: &'g Glossary,
    routes: &'g BTreeMap<String, Route>,
    config: &'g Config,
) -> impl Iterator<Item = (SitePath, Option<TextId>)> {
    let addresses = &config.edition.addresses;
    let introduction = glossary.introduction().map(TextId::Page);
    let index = std::iter::once((addresses.index(), introduction));
    let entries = glossary.ids().map(|id| {
        let address = addresses.entry(&glossary.entry(id).slug);
        (address, Some(TextId::Entry(id)))
    });
    let pages = glossary.own_pages().map(|(id, page)| {
        let address = addresses.entry(&page.slug);
        (address, Some(TextId::Page(id)))
    });
    let senses = routes
        .iter()
        .filter(|(_, route)| matches!(route, Route::Senses(_)))
        .map(|(path, _)| (SitePath::of_file(path), None));
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
    let map = config.has(IndexPage::Map).then(|| (addresses.map(), None));
    let coverage = config
        .has(IndexPage::Translations)
        .then(|| (addresses.coverage(), None));
    index
        .chain(entries)
        .chain(pages)
        .chain(senses)
        .chain(letters)
        .chain(all_tags)
        .chain(tags)
        .chain(map)
        .chain(coverage)
}
