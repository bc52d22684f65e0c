//! The data for each template: plain values, in which the template does not have to look anything up.
//!
//! `docs/templates.md` is the reference of these types. Addresses are relative to the page that contains
//! them; only `canonical` is a URL.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::Serialize;

use crate::address::destination::{AbsoluteUrl, encode_path};
use crate::address::site_path::SitePath;
use crate::entry::page::Navigation;
use crate::glossary::{EntryId, Glossary, Tag, TextId};
use crate::link::LinkedGlossary;
use crate::project::config::{Config, Credit, Format, LinkTarget};
use crate::site::html::{Fragment, hrefs};
use crate::site::phrases::{PagePhrases, Phrases};
use crate::site_map::OPEN_SEARCH;
use crate::source::Written;
use crate::text::quotes::Quotes;

mod book;
mod coverage;
mod former;
mod letter_steps;
mod lists;
mod map;
mod navigation;
mod redirects;
mod shared_links;
mod sitemaps;
pub mod structured_data;
mod term;
mod text;
mod translations;

pub use book::{BookEntry, BookLetter, BookLink, BookPage, OtherName};
pub use coverage::{CoverageData, CoverageList, CoverageLists, CoveragePage};
pub use former::{FormerPage, FragmentData, MovedPart, RetiredPart};
pub use lists::{IndexPage, LetterData, LetterPage, LineData, SensesPage, TagPage, TagsPage};
pub use navigation::NavigationData;
pub use shared_links::{AnyLink, SharedLink, SharedLinks};
pub use sitemaps::{Sitemap, SitemapIndex, SitemapPage};
pub use term::{EntryPage, MentionData, PronunciationData, TermData, TermNote};
pub use text::{TextData, TextPage};
pub use translations::{BesideData, EquivalentData, TranslationData, names_of_languages};

/// The data about the site in every template, as `site`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct SiteData<'a> {
    /// The glossary's name.
    pub title: &'a str,
    /// The subject of the glossary in a sentence.
    pub description: Option<&'a str>,
    /// The language, in the form of HTML's `lang`.
    pub language: &'a str,
    /// The direction of text, `ltr` or `rtl`, as in HTML's `dir`.
    pub direction: &'static str,
    /// The first part of the addresses of this language, from the site's root: empty for the main language, or such as
    /// `de/`.
    pub prefix: &'a str,
    /// The URL of the site's root.
    pub base_url: Option<&'a str>,
    /// The author.
    pub author: Option<LinkData<'a>>,
    /// The licence of the texts.
    pub licence: Option<LinkData<'a>>,
    /// The number of entries.
    pub entry_count: usize,
    /// The number of tags.
    pub tag_count: usize,
    /// The marks before and after a quotation in the language.
    pub quotation_marks: (&'static str, &'static str),
    /// The program and its version.
    pub generator: &'static str,
    /// `[extra]` of `glossary.toml`.
    pub extra: Extra<'a>,
}

/// The table `[extra]`, which authors fill for their own templates.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(transparent)]
pub struct Extra<'a>(pub &'a toml::Table);

impl Hash for Extra<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // the debug form keeps the order of the keys, which templates see
        format!("{:?}", self.0).hash(state);
    }
}

/// A text that is a link if it has a `url`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct LinkData<'a> {
    /// The text.
    pub title: &'a str,
    /// The URL, or the address from the page.
    pub url: Option<String>,
}

/// The data about the page in every template, as `page`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct Page<'a> {
    /// The relative address of the site's root, with a final slash: `./`, `../`.
    pub root: String,
    /// The relative address of the index in the language of the page. In the main language, it is the root.
    pub home: String,
    /// The kind of page, which names its template: `index`, `letter`, `entry`, `page`, `senses`, `tags`, `tag`,
    /// `book`, `map`, `coverage`, `search`, `404`, `redirect`, `former`, `retired`.
    pub kind: &'static str,
    /// The title of the page, without the site's.
    pub title: String,
    /// The subject of the page in a sentence.
    pub description: Option<String>,
    /// The URL of the page, if `base_url` is set.
    pub canonical: Option<String>,
    /// The image that other sites show with a link to the page, if `base_url` is set.
    pub image: Option<ImageData>,
    /// The address of the OpenSearch description, if `base_url` is set.
    pub open_search: Option<String>,
    /// The page in other formats, and the feed, if the setting `outputs` has them.
    pub alternates: Vec<Alternate>,
    /// Structured data for programs: JSON-LD in the vocabulary of schema.org, safe in a script element.
    pub structured_data: Option<String>,
    /// All languages with their versions of the page; empty for a glossary in one language.
    pub translations: Vec<TranslationData<'a>>,
    /// The page in the main language, whose text can be shown beside this one; only on the page of a translated entry.
    pub beside: Option<BesideData>,
    /// Links in the header: to pages that are not terms, then those of the settings.
    pub navigation: Vec<NavigationData<'a>>,
    /// Links in the footer, to pages that are not terms, and to the page about translations.
    pub footer: Vec<NavigationData<'a>>,
    /// Whether the page has formulas that need `assets/math.css`.
    pub math_styles: bool,
}

/// The image that other sites show with a link to a page.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct ImageData {
    /// Its URL.
    pub url: String,
    /// Its description; empty if it has none.
    pub alt: String,
}

/// A file in another format, to which the head of a page links.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct Alternate {
    /// The media type.
    pub media_type: &'static str,
    /// The address from the page.
    pub url: String,
}

/// A link to an entry, or to a page that is not a term. Pages have many of them, so a key without a value is left out.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct EntryLink<'a> {
    /// The main name; of a page, its title.
    pub headword: &'a str,
    /// The text that tells the meaning from others with the same headword.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sense: Option<&'a str>,
    /// The headword, followed by the sense in brackets if there is one.
    pub name: Cow<'a, str>,
    /// The address of the page.
    pub url: String,
    /// The meaning in one line; of a page, its description.
    pub gloss: Cow<'a, str>,
    /// The state of the entry, such as *deprecated* or *replaced by Core Store*, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Cow<'a, str>>,
    /// The language of the entry, in the form of HTML's `lang`, if it is not that of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<&'a str>,
}

/// A link to a tag's page.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct TagLink<'a> {
    /// The name of the tag.
    pub name: &'a str,
    /// The address of its page.
    pub url: String,
    /// The number of entries with the tag.
    pub count: usize,
}

/// `404.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct NotFoundPage<'a> {
    /// The page; its `root` is a path from the root of the host.
    pub page: Page<'a>,
}

/// `search.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct SearchPage<'a> {
    /// The letters of the index, without their lines.
    pub letters: Vec<LetterData<'a>>,
    /// All tags.
    pub tags: Vec<TagLink<'a>>,
    /// The page.
    pub page: Page<'a>,
}

/// `opensearch.xml`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct OpenSearch {
    /// The URL of a search, with `{searchTerms}` in the place of the query.
    pub template: String,
}

/// `redirect.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct RedirectPage<'a> {
    /// The page; its `canonical` is the target's.
    pub page: Page<'a>,
    /// The entry or the page to which the page redirects.
    pub target: EntryLink<'a>,
}

/// `retired.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct RetiredPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The entries to read instead.
    pub instead: Vec<EntryLink<'a>>,
}

/// Makes the data of all pages.
#[derive(Clone, Copy)]
pub struct Pages<'a> {
    linked: &'a LinkedGlossary,
    config: &'a Config,
    phrases: &'a Phrases,
    /// The quotation marks of the language.
    quotes: Quotes,
    /// The glossaries of all languages, the main one first; empty for one language.
    editions: &'a [Arc<LinkedGlossary>],
    /// The names of these languages.
    names: &'a [String],
    /// The links that pages share; `None` if each page makes its own.
    shared: Option<&'a SharedLinks>,
}

impl<'a> Pages<'a> {
    /// The pages of a glossary in one language.
    pub fn new(linked: &'a LinkedGlossary, config: &'a Config, phrases: &'a Phrases) -> Self {
        Self {
            linked,
            config,
            phrases,
            quotes: Quotes::of(&config.edition.language),
            editions: &[],
            names: &[],
            shared: None,
        }
    }

    /// The same pages, which share their links to the entries of the glossary.
    #[must_use]
    pub fn sharing(self, links: &'a SharedLinks) -> Self {
        Self {
            shared: Some(links),
            ..self
        }
    }

    /// The same pages with links to those in other languages. `editions` are the glossaries of all languages, the main
    /// one first, and `names` are those of the languages ([`names_of_languages`]).
    #[must_use]
    pub fn among(self, editions: &'a [Arc<LinkedGlossary>], names: &'a [String]) -> Self {
        let editions = if editions.len() > 1 { editions } else { &[] };
        Self {
            editions,
            names,
            ..self
        }
    }

    /// The glossaries whose files are made with these pages: all languages for the main one.
    fn all(&self) -> impl Iterator<Item = &'a LinkedGlossary> + use<'a> {
        let alone = self.editions.is_empty().then_some(self.linked);
        alone
            .into_iter()
            .chain(self.editions.iter().map(Arc::as_ref))
    }

    /// The data about the site for every page.
    pub fn site(&self) -> SiteData<'a> {
        let config = self.config;
        let credit = |credit: &'a Credit| LinkData {
            title: &credit.name,
            url: credit.url.as_ref().map(AbsoluteUrl::to_string),
        };
        SiteData {
            title: &config.edition.title,
            description: config.edition.description.as_deref(),
            language: config.edition.language.tag(),
            direction: config.edition.language.direction(),
            prefix: config.edition.addresses.prefix(),
            base_url: config.settings.base_url.as_ref().map(|url| url.as_str()),
            author: config.settings.author.as_ref().map(credit),
            licence: config.settings.licence.as_ref().map(credit),
            entry_count: self.glossary().entries.len(),
            quotation_marks: self.quotes.outer(),
            tag_count: self.glossary().tags.len(),
            generator: concat!("Headword ", env!("CARGO_PKG_VERSION")),
            extra: Extra(&config.settings.extra),
        }
    }

    /// The page for addresses that do not exist (404). Hosts serve it at any depth, so its addresses begin
    /// with the path of `base_url`, or with `/`.
    pub fn not_found(&self) -> NotFoundPage<'a> {
        let root = self
            .config
            .settings
            .base_url
            .as_ref()
            .map_or("/", |url| url.path());
        NotFoundPage {
            page: Page {
                canonical: None,
                open_search: None,
                navigation: self.navigation(root, None),
                footer: self
                    .links_to_pages(Navigation::Footer, root, None)
                    .collect(),
                alternates: self.alternates(root),
                home: self.config.edition.addresses.index().from(root),
                translations: self.translations(&self.config.edition.addresses.index(), root),
                root: root.to_owned(),
                ..self.page(
                    &self.config.edition.addresses.index(),
                    "404",
                    self.words().not_found.clone(),
                )
            },
        }
    }

    /// The page to search on.
    pub fn search(&self) -> SearchPage<'a> {
        let page = self.page(
            &self.config.edition.addresses.search(),
            "search",
            self.words().search.clone(),
        );
        SearchPage {
            letters: self.letters(&page.root, false),
            tags: self.tag_links(&page.root),
            page,
        }
    }

    /// The OpenSearch description, with which browsers search the site; `None` without `base_url`.
    pub fn open_search(&self) -> Option<OpenSearch> {
        let page = self.canonical(&self.config.edition.addresses.search())?;
        Some(OpenSearch {
            template: format!("{page}?q={{searchTerms}}"),
        })
    }

    /// The page at a former address, a path from the site's root to an HTML file.
    pub fn redirect(&self, path: &str, target: TextId) -> RedirectPage<'a> {
        let here = SitePath::of_file(path);
        let target_link = self.text_link(target, &here.to_root());
        let page = Page {
            canonical: self.canonical(&self.address(target)),
            ..self.page(&here, "redirect", target_link.name.to_string())
        };
        RedirectPage {
            target: target_link,
            page,
        }
    }

    /// The page at a retired address; `at` is the index of the address in the address book.
    pub fn retired(&self, path: &str, at: usize) -> RetiredPage<'a> {
        let page = Page {
            canonical: None,
            ..self.page(
                &SitePath::of_file(path),
                "retired",
                self.words().retired.clone(),
            )
        };
        RetiredPage {
            instead: self.instead(at, &page.root),
            page,
        }
    }

    fn glossary(&self) -> &'a Glossary {
        &self.linked.glossary
    }

    fn page(&self, path: &SitePath, kind: &'static str, title: String) -> Page<'a> {
        let root = path.to_root();
        Page {
            navigation: self.navigation(&root, Some(path)),
            footer: self.footer(&root, Some(path)),
            open_search: self
                .canonical(&self.config.edition.addresses.index())
                .map(|_| format!("{root}{OPEN_SEARCH}")),
            alternates: self.alternates(&root),
            structured_data: None,
            home: self.config.edition.addresses.index().from(&root),
            translations: self.translations(path, &root),
            beside: None,
            root,
            kind,
            title,
            description: None,
            canonical: self.canonical(path),
            image: self.usual_image(),
            math_styles: false,
        }
    }

    /// A text with the quotation marks of the language.
    fn printed(&self, text: &'a str) -> Cow<'a, str> {
        Quotes::printed(Some(&self.quotes), text)
    }

    /// The text of a key of an entry, with the quotation marks of the language.
    fn printed_key(&self, written: &'a Option<Written>) -> Option<Cow<'a, str>> {
        Some(self.printed(&written.as_ref()?.text))
    }

    /// The theme's phrases on pages.
    fn words(&self) -> &'a PagePhrases {
        &self.phrases.pages
    }

    fn canonical(&self, path: &SitePath) -> Option<String> {
        self.config
            .settings
            .base_url
            .as_ref()
            .map(|base| base.join(path.as_str()))
    }

    /// The image of pages without one of their own: that of the settings.
    fn usual_image(&self) -> Option<ImageData> {
        let settings = &self.config.settings;
        let base = settings.base_url.as_ref()?;
        let url = match settings.image.as_ref()? {
            LinkTarget::Web(address) => address.to_string(),
            LinkTarget::Site(path, suffix, _) => base.join(&encode_path(path)) + suffix.as_str(),
        };
        Some(ImageData {
            url,
            alt: String::new(),
        })
    }

    /// The image of the page at an address: the first one of its text, or else that of the settings.
    fn image(&self, text: &Fragment, page: &SitePath) -> Option<ImageData> {
        let own = || {
            let base = self.config.settings.base_url.as_ref()?;
            let picture = text.picture.as_ref()?;
            let addresses = &self.config.edition.addresses;
            let url = hrefs::absolute(self.glossary(), addresses, base, page);
            Some(ImageData {
                url: url(&picture.target),
                alt: picture.alt.clone(),
            })
        };
        own().or_else(|| self.usual_image())
    }

    /// The links to other formats that every page has: that to the feed.
    fn alternates(&self, root: &str) -> Vec<Alternate> {
        let outputs = self.config.settings.outputs.iter();
        let feed = outputs.filter(|format| **format == Format::Feed);
        feed.filter_map(|format| {
            Some(Alternate {
                media_type: "application/atom+xml",
                url: format!(
                    "{root}{}",
                    self.config.edition.addresses.file(format.file()?)
                ),
            })
        })
        .collect()
    }

    /// The address of the page with a text. The introduction is on the index.
    pub(super) fn address(&self, text: TextId) -> SitePath {
        self.linked.address(text)
    }

    /// A link to the page with a text. The introduction has the title of the glossary.
    fn text_link(&self, text: TextId, root: &str) -> EntryLink<'a> {
        let id = match text {
            TextId::Entry(id) => return self.entry_link(id, root),
            TextId::Page(id) => id,
        };
        let page = self.glossary().page(id);
        let title = if page.is_introduction() {
            &self.config.edition.title
        } else {
            &page.front.title.text
        };
        EntryLink {
            headword: title,
            sense: None,
            name: title.into(),
            url: self.address(text).from(root),
            gloss: self.printed(&page.description),
            status: None,
            language: None,
        }
    }

    fn entry_link(&self, id: EntryId, root: &str) -> EntryLink<'a> {
        let entry = self.glossary().entry(id);
        EntryLink {
            headword: &entry.headword,
            sense: entry.sense.as_deref(),
            name: match entry.sense {
                Some(_) => entry.to_string().into(),
                None => entry.headword.as_str().into(),
            },
            url: self.config.edition.addresses.entry(&entry.slug).from(root),
            gloss: self.printed(entry.gloss.shown()),
            status: self
                .words()
                .status_beside(&entry.front, self.linked.successor(id)),
            language: None,
        }
    }

    /// A link to an entry, which pages share if they can.
    fn any_link(&self, id: EntryId, root: &str) -> AnyLink<'a> {
        let make = || SharedLink::new(&self.entry_link(id, root));
        let shared = self.shared.and_then(|links| links.get(id, root, make));
        shared.map_or_else(|| self.entry_link(id, root).into(), AnyLink::Shared)
    }

    /// A link to an entry that only the main language has.
    fn entry_in_main(&self, main: &'a LinkedGlossary, id: EntryId, root: &str) -> EntryLink<'a> {
        EntryLink {
            language: Some(main.config.edition.language.tag()),
            ..self.of_language(main).entry_link(id, root)
        }
    }

    /// The pages of the glossary in another language, with the phrases of these pages.
    fn of_language(&self, linked: &'a LinkedGlossary) -> Self {
        Self {
            linked,
            config: &linked.config,
            quotes: Quotes::of(&linked.config.edition.language),
            shared: None,
            ..*self
        }
    }

    fn tag_links(&self, root: &str) -> Vec<TagLink<'a>> {
        let tags = self.glossary().tags.iter();
        tags.map(|tag| self.tag_link(tag, root)).collect()
    }

    fn tag_link(&self, tag: &'a Tag, root: &str) -> TagLink<'a> {
        TagLink {
            name: &tag.name,
            url: self.config.edition.addresses.tag(&tag.slug).from(root),
            count: tag.entries.len(),
        }
    }
}
