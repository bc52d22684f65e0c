//! The owner of each path of the site. Two pages or files cannot have the same path.

use std::collections::{BTreeMap, HashMap};
use std::iter;

use super::address_book::AddressBook;
use super::{
    FULL_TEXT, FormerAddress, OPEN_SEARCH, REDIRECTS, Route, SiteMap, has_letter_pages, listed,
    sitemap_part, sitemap_parts, twin,
};
use crate::glossary::{EntryId, Glossary, TextId};
use crate::project::config::{Config, Format, IndexPage, RedirectRules};
use crate::source::{Place, Written};
use crate::text::fold::file_name_key;
use crate::text::slice;
use crate::text::slug::slug;

/// The owner of a path, which decided on it.
#[derive(Debug, Clone)]
pub(super) enum Owner {
    /// The site itself.
    Site,
    /// A format in the setting `outputs`, by its name.
    Output(&'static str),
    /// An entry; the place is that of its title.
    Entry(Place),
    /// A page that is not a term; the place is that of its title.
    Page(Place),
    /// A former address; the place is that of its text in front matter or in the address book.
    Redirect(Place),
    /// A file of the project, by its path.
    File(String),
}

/// A path with its owner.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    /// The path from the site's root.
    pub(super) path: String,
    /// The owner of the path.
    pub(super) owner: Owner,
}

impl Claim {
    /// Whether the path is an address that an author chose: that of an entry or a page, or a former one.
    pub(super) fn is_address(&self) -> bool {
        matches!(
            self.owner,
            Owner::Entry(_) | Owner::Page(_) | Owner::Redirect(_)
        )
    }

    /// Whether the address is the name of a file.
    pub(super) fn is_of_file(&self) -> bool {
        matches!(self.owner, Owner::Entry(_) | Owner::Page(_))
    }
}

/// A claim that conflicts with another one, or whose address is not valid.
#[derive(Debug, Clone)]
pub(super) enum Refused {
    /// Both claims cannot be in the site.
    Taken {
        /// The refused claim.
        claim: Claim,
        /// The claim that came first.
        other: Claim,
    },
    /// An address that this site cannot have.
    Invalid {
        /// The address as it is written.
        address: String,
        /// The form that an address must have, as a help for the author.
        help: &'static str,
        /// The place of the address.
        place: Place,
    },
}

/// The claims of all paths of a site. The first claim of a path gets it.
pub(super) struct Claims {
    /// The routes of each edition. They are never empty.
    maps: Vec<SiteMap>,
    /// The edition for which paths are claimed now.
    edition: usize,
    /// The claims by a key of their path. Paths that some disk treats as the same, such as `A` and `a`, have
    /// the same key.
    taken: BTreeMap<String, Claim>,
    /// The claim of each part, by the path and the fragment.
    taken_parts: HashMap<(String, String), Claim>,
    /// The parts of former pages that are not claimed yet.
    waiting_parts: Vec<Part>,
    /// The claims that were refused.
    refused: Vec<Refused>,
}

/// A part of a former page.
struct Part {
    edition: usize,
    /// The path of the page.
    file: String,
    fragment: String,
    /// The place of its address in the project.
    place: Place,
    route: Route,
}

impl Claims {
    /// No claims yet, for a number of editions, which is not 0.
    pub(super) fn new(editions: usize) -> Self {
        Self {
            maps: iter::repeat_with(SiteMap::default).take(editions).collect(),
            edition: 0,
            taken: BTreeMap::new(),
            taken_parts: HashMap::new(),
            waiting_parts: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Claims paths for each edition in turn, and then for the main one again.
    pub(super) fn in_each(
        &mut self,
        editions: &[(&Glossary, &Config)],
        claim: impl Fn(&mut Self, &Glossary, &Config),
    ) {
        for (index, (glossary, config)) in editions.iter().enumerate() {
            self.edition = index;
            claim(self, glossary, config);
        }
        self.edition = 0;
    }

    /// The paths of each edition. The refused claims are those of the main one.
    pub(super) fn into_maps(mut self) -> Vec<SiteMap> {
        if let Some(main) = self.maps.first_mut() {
            main.refused = self.refused;
        }
        self.maps
    }

    /// The paths of the edition for which paths are claimed now.
    #[expect(clippy::indexing_slicing, reason = "there is a map for each edition")]
    fn map(&mut self) -> &mut SiteMap {
        &mut self.maps[self.edition]
    }

    /// The route at a path, in any edition.
    fn route(&self, path: &str) -> Option<&Route> {
        self.maps.iter().find_map(|map| map.routes.get(path))
    }

    /// Claims the pages that the site has by itself.
    pub(super) fn add_pages_of_site(&mut self, glossary: &Glossary, config: &Config) {
        let addresses = &config.edition.addresses;
        self.claim_for_site(&addresses.index().file(), Route::Index);
        self.claim_for_site(&addresses.not_found(), Route::NotFound);
        self.claim_for_site(&addresses.search().file(), Route::Search);
        if has_letter_pages(glossary, config) {
            for (index, group) in glossary.index.iter().enumerate() {
                let path = addresses.letter(&group.letter.id).file();
                self.claim_for_site(&path, Route::Letter(index));
            }
        }
        if config.has(IndexPage::Book) {
            self.claim_for_site(&addresses.book().file(), Route::Book);
            self.claim_for_site(&addresses.book_margins(), Route::BookMargins);
        }
        if config.has(IndexPage::Map) {
            self.claim_for_site(&addresses.map().file(), Route::Map);
        }
        if config.has(IndexPage::Translations) {
            self.claim_for_site(&addresses.coverage().file(), Route::Coverage);
        }
        if !glossary.tags.is_empty() {
            self.claim_for_site(&addresses.tags().file(), Route::Tags);
        }
        for id in glossary.tag_ids() {
            let path = addresses.tag(&glossary.tag(id).slug).file();
            self.claim_for_site(&path, Route::Tag(id));
        }
    }

    /// Claims the addresses of entries.
    pub(super) fn add_entries(&mut self, glossary: &Glossary, config: &Config) {
        for id in glossary.ids() {
            let entry = glossary.entry(id);
            let owner = Owner::Entry(entry.place(entry.front.title.span.clone()));
            let path = config.edition.addresses.entry(&entry.slug).file();
            self.claim(path, owner, Some(Route::Entry(id)));
        }
    }

    /// Claims the addresses of pages that are not terms.
    pub(super) fn add_pages(&mut self, glossary: &Glossary, config: &Config) {
        for (id, page) in glossary.own_pages() {
            let owner = Owner::Page(page.place(page.front.title.span.clone()));
            let path = config.edition.addresses.entry(&page.slug).file();
            self.claim(path, owner, Some(Route::Page(id)));
        }
    }

    /// Claims a path for the site itself.
    pub(super) fn claim_for_site(&mut self, path: &str, route: Route) {
        self.claim(path.to_owned(), Owner::Site, Some(route));
    }

    /// Claims a path for its owner. The claim is refused if the path, a folder around it, or a path inside
    /// it is claimed already. Without a route, the path is only reserved.
    pub(super) fn claim(&mut self, path: String, owner: Owner, route: Option<Route>) {
        let key = file_name_key(&path);
        let claim = Claim { path, owner };
        if let Some(other) = self.taken(&key) {
            // two entries with the same slug are another error, `slug-collision`
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
            let path = claim.path.clone();
            self.map().routes.insert(path, route);
        }
        self.taken.insert(key, claim);
    }

    /// Claims a path for the site itself, unless a claim conflicts with it.
    fn claim_if_free(&mut self, path: String, route: Route) {
        if self.taken(&file_name_key(&path)).is_none() {
            self.claim(path, Owner::Site, Some(route));
        }
    }

    /// A claim that conflicts with a path with this key: `a/b` conflicts with `a`, `a/b` and `a/b/c`.
    fn taken(&self, key: &str) -> Option<&Claim> {
        let folders = key.match_indices('/').map(|(end, _)| slice(key, ..end));
        let outer = folders.chain([key]).find_map(|part| self.taken.get(part));
        outer.or_else(|| {
            let inside = format!("{key}/");
            let (first, claim) = self.taken.range(inside.clone()..).next()?;
            first.starts_with(&inside).then_some(claim)
        })
    }

    /// Claims the former addresses of entries and pages.
    pub(super) fn add_former(&mut self, glossary: &Glossary) {
        let entries = glossary.ids().flat_map(|id| {
            let entry = glossary.entry(id);
            let route = Route::Redirect(TextId::Entry(id));
            let former = entry.front.redirect_from.iter();
            former.map(move |former| (former, entry.place(former.span.clone()), route.clone()))
        });
        let pages = glossary.own_pages().flat_map(|(id, page)| {
            let route = Route::Redirect(TextId::Page(id));
            let former = page.front.redirect_from.iter();
            former.map(move |former| (former, page.place(former.span.clone()), route.clone()))
        });
        self.add_redirecting(entries.chain(pages));
    }

    /// Claims the retired addresses of `book`.
    pub(super) fn add_retired(&mut self, book: &AddressBook) {
        let retired = book.retired.iter().enumerate();
        self.add_redirecting(retired.filter_map(|(index, retired)| {
            let place = book.place(&retired.address)?;
            Some((&retired.address, place, Route::Retired(index)))
        }));
    }

    /// Claims former or retired addresses, each with its place and its route. Those of parts of pages wait for
    /// [`Self::claim_parts`].
    fn add_redirecting<'f>(&mut self, former: impl Iterator<Item = (&'f Written, Place, Route)>) {
        for (written, place, route) in former {
            match FormerAddress::read(&written.text) {
                Ok(FormerAddress {
                    file,
                    fragment: None,
                }) => self.claim(file, Owner::Redirect(place), Some(route)),
                Ok(FormerAddress {
                    file,
                    fragment: Some(fragment),
                }) => self.waiting_parts.push(Part {
                    edition: self.edition,
                    file,
                    fragment,
                    place,
                    route,
                }),
                Err(help) => self.refused.push(Refused::Invalid {
                    address: written.text.clone(),
                    help,
                    place,
                }),
            }
        }
    }

    /// Claims the parts of former pages. All former addresses of whole pages have to be claimed before: a page can
    /// redirect as a whole and by its parts.
    pub(super) fn claim_parts(&mut self) {
        for part in std::mem::take(&mut self.waiting_parts) {
            self.edition = part.edition;
            self.claim_part(part);
        }
        self.edition = 0;
    }

    /// Claims a part of a former page. The claim is refused if the part has an owner, or if the page has a text of its
    /// own.
    fn claim_part(&mut self, part: Part) {
        let Part {
            file,
            fragment,
            place,
            route,
            ..
        } = part;
        let owner = Owner::Redirect(place);
        let is_former = matches!(
            self.map().routes.get(&file),
            Some(Route::Redirect(_) | Route::Retired(_) | Route::FormerParts)
        );
        if !is_former {
            let refused = self.refused.len();
            self.claim(file.clone(), owner.clone(), Some(Route::FormerParts));
            if self.refused.len() > refused {
                return;
            }
        }
        let key = (file, fragment);
        let (file, fragment) = &key;
        let address = FormerAddress {
            file: file.clone(),
            fragment: Some(fragment.clone()),
        };
        let claim = Claim {
            path: address.to_string(),
            owner,
        };
        match self.taken_parts.get(&key) {
            Some(other) => {
                let other = other.clone();
                self.refused.push(Refused::Taken { claim, other });
            }
            None => {
                let parts = self.map().parts.entry(file.clone()).or_default();
                parts.insert(fragment.clone(), route);
                self.taken_parts.insert(key, claim);
            }
        }
    }

    /// Claims the addresses of words that are the headword of several entries, for the lists of their senses. A list
    /// gives way to anything that an author put at its address.
    pub(super) fn add_senses(&mut self, glossary: &Glossary, config: &Config) {
        for (index, shared) in glossary.shared_headwords().iter().enumerate() {
            for slug in &shared.slugs {
                let path = config.edition.addresses.entry(slug).file();
                self.claim_if_free(path, Route::Senses(index));
            }
        }
    }

    /// Claims the published addresses of `book` that are words whose senses were listed there, if only one entry has
    /// this headword now. The book does not know what was at an address. So the rule holds for any published address
    /// that nobody claims.
    pub(super) fn add_only_senses(
        &mut self,
        glossary: &Glossary,
        book: &AddressBook,
        config: &Config,
    ) {
        let published = book.published.iter();
        let addresses = published.filter_map(|address| FormerAddress::read(&address.text).ok());
        let lost: Vec<String> = addresses
            .filter(|address| address.fragment.is_none())
            .map(|address| address.file)
            .filter(|path| self.route(path).is_none())
            .collect();
        if lost.is_empty() {
            return;
        }
        let mut words: HashMap<String, Vec<EntryId>> = HashMap::new();
        for (id, entry) in glossary.iter() {
            let slug = slug(&entry.headword, &config.edition.language);
            let path = config.edition.addresses.entry(&slug).file();
            words.entry(path).or_default().push(id);
        }
        for path in lost {
            if let Some([only]) = words.get(&path).map(Vec::as_slice) {
                self.claim_if_free(path, Route::OnlySense(*only));
            }
        }
    }

    /// Claims the sitemap and the description of search for browsers, if the site has a URL: both contain
    /// URLs.
    pub(super) fn add_sitemap(&mut self, config: &Config) {
        if config.settings.base_url.is_some() {
            self.claim_for_site("sitemap.xml", Route::Sitemap);
            self.claim_for_site(OPEN_SEARCH, Route::OpenSearch);
        }
    }

    /// Claims the parts of the sitemap, if the site has a sitemap that needs them. All pages have to be known.
    pub(super) fn add_sitemap_parts(&mut self, editions: &[(&Glossary, &Config)]) {
        let has_url = |(_, config): &&(&Glossary, &Config)| config.settings.base_url.is_some();
        let with_url = editions.iter().filter(has_url).zip(&self.maps);
        let pages =
            with_url.map(|((glossary, config), map)| listed(glossary, &map.routes, config).count());
        for part in sitemap_parts(pages.sum()) {
            self.claim_for_site(&sitemap_part(part), Route::SitemapPart(part));
        }
    }

    /// Claims the files of the formats that the settings name, in the folder of the language. A file that has all
    /// languages is in that of the main one.
    pub(super) fn add_outputs(&mut self, glossary: &Glossary, config: &Config) {
        let edition = &config.edition;
        let addresses = &edition.addresses;
        for format in &config.settings.outputs {
            if format.has_all_languages() && !edition.id.is_main() {
                continue;
            }
            let owner = || Owner::Output(format.name());
            match format.file() {
                Some(name) => {
                    let path = addresses.file(name);
                    self.claim(path, owner(), Some(Route::Output(*format)));
                }
                None => {
                    for (id, entry) in glossary.iter() {
                        let path = addresses.file(&twin(&entry.slug));
                        self.claim(path, owner(), Some(Route::Twin(id)));
                    }
                }
            }
            if *format == Format::Llms {
                self.claim(addresses.file(FULL_TEXT), owner(), Some(Route::FullText));
            }
        }
    }

    /// Claims the list of redirects for hosts, if the site has redirects and the settings ask for it.
    pub(super) fn add_redirects(&mut self, config: &Config) {
        let is_needed = self.maps.iter().any(|map| {
            let mut routes = map.routes.iter();
            routes.any(|(path, route)| {
                route.redirects_to().is_some() && !map.parts.contains_key(path)
            })
        });
        if is_needed && config.settings.redirect_rules != RedirectRules::None {
            self.claim_for_site(REDIRECTS, Route::Redirects);
        }
    }
}
