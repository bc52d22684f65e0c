//! The links from a page to the same page in other languages.

use std::sync::Arc;

use serde::Serialize;

use super::Pages;
use crate::address::site_path::SitePath;
use crate::link::LinkedGlossary;
use crate::site_map::Route;
use crate::text::endonym::endonym;

/// A language, with its version of the page.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct TranslationData<'a> {
    /// The language, in the form of HTML's `lang`.
    pub language: &'a str,
    /// The direction of its text, `ltr` or `rtl`.
    pub direction: &'static str,
    /// The name of the language in itself.
    pub name: &'a str,
    /// The headword of the entry in this language; `None` for other pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headword: Option<&'a str>,
    /// The address of the page, or of the language's index if the page is missing.
    pub url: String,
    /// The URL of the page, if `base_url` is set; `None` if the page is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// Whether it is the language of the page itself.
    pub is_current: bool,
    /// Whether it is the main language.
    pub is_main: bool,
    /// Whether this language does not have the page.
    pub is_missing: bool,
}

/// The page of an entry in the main language.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct BesideData {
    /// The address of the page.
    pub url: String,
    /// The main language, in the form of HTML's `lang`.
    pub language: String,
    /// The name of the main language in itself.
    pub name: String,
}

/// The name of an entry in another language.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct EquivalentData<'a> {
    /// The language, in the form of HTML's `lang`.
    pub language: &'a str,
    /// The direction of its text, `ltr` or `rtl`.
    pub direction: &'static str,
    /// The name of the language in itself.
    pub name: &'a str,
    /// The headword of the entry in this language.
    pub headword: &'a str,
    /// The address of the page.
    pub url: String,
}

/// The page of the main language to show beside that of an entry, whose languages are `all`.
pub(super) fn beside(all: &[TranslationData<'_>]) -> Option<BesideData> {
    let main = all.iter().find(|it| it.is_main)?;
    (!main.is_missing && !main.is_current).then(|| BesideData {
        url: main.url.clone(),
        language: main.language.to_owned(),
        name: main.name.to_owned(),
    })
}

/// The names of an entry in the languages besides its own.
pub(super) fn equivalents<'a>(all: &[TranslationData<'a>]) -> Vec<EquivalentData<'a>> {
    let others = all.iter().filter(|it| !it.is_current);
    others
        .filter_map(|it| {
            Some(EquivalentData {
                language: it.language,
                direction: it.direction,
                name: it.name,
                headword: it.headword?,
                url: it.url.clone(),
            })
        })
        .collect()
}

/// The name of each language in itself. If two of them have the same name, both get their tags.
pub fn names_of_languages(editions: &[Arc<LinkedGlossary>]) -> Vec<String> {
    let languages = editions.iter().map(|it| &it.config.edition.language);
    let names: Vec<String> = languages.clone().map(endonym).collect();
    let is_shared = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
    let pairs = names.iter().zip(languages);
    pairs
        .map(|(name, language)| match is_shared(name) {
            true => format!("{name} ({})", language.tag()),
            false => name.clone(),
        })
        .collect()
}

/// The URLs of a page in the languages besides its own that have it, the main one first.
pub(super) fn other_urls<'p>(all: &'p [TranslationData<'_>]) -> impl Iterator<Item = &'p str> {
    let others = all.iter().filter(|it| !it.is_current);
    others.filter_map(|it| it.canonical.as_deref())
}

impl<'a> Pages<'a> {
    /// All languages with their versions of the page at an address of this language, in the order of the settings;
    /// empty for a glossary in one language.
    pub(super) fn translations(&self, page: &SitePath, root: &str) -> Vec<TranslationData<'a>> {
        let own = self.config.edition.addresses.prefix();
        // a former address may be outside of the language's folder
        let rest = page.as_str().strip_prefix(own).unwrap_or_default();
        let route = self.linked.site_map.route(page.as_str());
        let editions = self.editions.iter().zip(self.names);
        let mut all: Vec<_> = editions
            .map(|(linked, name)| self.translation(linked, name, rest, route, root))
            .collect();
        if all.iter().filter(|it| !it.is_missing).count() < 2 {
            all.iter_mut().for_each(|it| it.canonical = None);
        }
        all
    }

    /// A language with its version of the page at `rest` below its folder, whose own route is `route`.
    fn translation(
        &self,
        linked: &'a LinkedGlossary,
        name: &'a str,
        rest: &str,
        route: Option<&Route>,
        root: &str,
    ) -> TranslationData<'a> {
        let edition = &linked.config.edition;
        let counterparts = &self.linked.counterparts;
        let address = || format!("{}{rest}", edition.addresses.prefix());
        let is_there = |address: &str| {
            let other = linked.site_map.route(address);
            let pair = route.zip(other);
            pair.is_some_and(|(one, other)| {
                std::mem::discriminant(one) == std::mem::discriminant(other)
            })
        };
        let mut entry = None;
        // each page asks for each language, and most pages are those of entries
        let is_same = match route {
            Some(Route::Entry(id)) => {
                let slug = &self.glossary().entry(*id).slug;
                entry = counterparts.entry(slug, edition.id);
                entry.is_some()
            }
            Some(Route::Page(id)) => {
                let slug = &self.glossary().page(*id).slug;
                counterparts.page(slug, edition.id).is_some()
            }
            Some(route) => route.has_translations() && is_there(&address()),
            None => false,
        };
        let address = if is_same {
            SitePath::new(address())
        } else {
            edition.addresses.index()
        };
        let entry = entry.map(|id| linked.glossary.entry(id));
        TranslationData {
            language: edition.language.tag(),
            direction: edition.language.direction(),
            name,
            headword: entry.map(|entry| entry.headword.as_str()),
            url: address.from(root),
            canonical: self.canonical(&address).filter(|_| is_same),
            is_current: edition.id == self.config.edition.id,
            is_main: edition.id.is_main(),
            is_missing: !is_same,
        }
    }
}
