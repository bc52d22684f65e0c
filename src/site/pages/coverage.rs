//! The page that says how much of the glossary is translated: `/index/translations/`.

use serde::Serialize;

use super::lists::listed;
use super::{EntryLink, Page, Pages};
use crate::link::LinkedGlossary;
use crate::project::config::LanguageId;

/// The number of entries in each list of the page. A glossary may have many thousands.
const MOST: usize = 500;

/// `coverage.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct CoveragePage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The number of entries in the main language.
    pub entry_count: usize,
    /// The languages besides the main one, in the order of the settings.
    pub languages: Vec<CoverageData<'a>>,
    /// The lists of the language of the page; `None` for the main one.
    pub lists: Option<CoverageLists<'a>>,
}

/// How much of the glossary is translated into a language.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct CoverageData<'a> {
    /// The language, in the form of HTML's `lang`.
    pub language: &'a str,
    /// The direction of its text, `ltr` or `rtl`.
    pub direction: &'static str,
    /// The name of the language in itself.
    pub name: &'a str,
    /// The address of this page in the language.
    pub url: String,
    /// The number of entries that are translated.
    pub translated: usize,
    /// The number of those whose text has changed since.
    pub outdated: usize,
    /// The number of entries that are not translated.
    pub missing: usize,
    /// The people who look after the translation.
    pub maintainers: Vec<&'a str>,
    /// Whether it is the language of the page.
    pub is_current: bool,
}

/// The entries of a language in which a translator may be interested.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct CoverageLists<'a> {
    /// Those whose text has changed since they were translated.
    pub outdated: CoverageList<'a>,
    /// Those of the main language that are not translated.
    pub missing: CoverageList<'a>,
    /// Those that only this language has.
    pub extra: CoverageList<'a>,
}

/// A list of entries, which may be cut.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct CoverageList<'a> {
    /// The first entries.
    pub entries: Vec<EntryLink<'a>>,
    /// The number of entries after those.
    pub more: usize,
}

impl<'a> CoverageList<'a> {
    fn of(all: impl Iterator<Item = EntryLink<'a>>) -> Self {
        let mut all = all.fuse();
        Self {
            entries: all.by_ref().take(MOST).collect(),
            more: all.count(),
        }
    }
}

impl<'a> Pages<'a> {
    /// The page about the translations of the glossary.
    pub fn coverage(&self) -> CoveragePage<'a> {
        let address = self.config.edition.addresses.coverage();
        let page = Page {
            description: listed(self.names.iter().map(String::as_str)),
            ..self.page(&address, "coverage", self.words().translations.clone())
        };
        let languages = self.editions.iter().zip(self.names);
        let languages = languages.filter(|(linked, _)| !linked.config.edition.id.is_main());
        let main = self.linked.main.as_deref();
        CoveragePage {
            entry_count: main.unwrap_or(self.linked).glossary.entries.len(),
            languages: languages
                .map(|(linked, name)| self.covered(linked, name, &page.root))
                .collect(),
            lists: main.map(|main| self.coverage_lists(main, &page.root)),
            page,
        }
    }

    /// How much of the glossary is translated into the language of `linked`, which has this name.
    fn covered(&self, linked: &'a LinkedGlossary, name: &'a str, root: &str) -> CoverageData<'a> {
        let edition = &linked.config.edition;
        let originals = linked.main.iter();
        let originals = originals.flat_map(|main| &main.glossary.entries);
        let is_translated = |slug: &str| linked.counterparts.entry(slug, edition.id).is_some();
        let (translated, missing): (Vec<_>, Vec<_>) =
            originals.partition(|entry| is_translated(&entry.slug));
        let settings = self.config.languages.get(edition.id.index() - 1);
        let maintainers = settings.into_iter().flat_map(|it| &it.maintainers);
        CoverageData {
            language: edition.language.tag(),
            direction: edition.language.direction(),
            name,
            url: edition.addresses.coverage().from(root),
            translated: translated.len(),
            outdated: linked.outdated().len(),
            missing: missing.len(),
            maintainers: maintainers.map(|name| name.text.as_str()).collect(),
            is_current: edition.id == self.config.edition.id,
        }
    }

    /// The lists of the language of the page.
    fn coverage_lists(&self, main: &'a LinkedGlossary, root: &str) -> CoverageLists<'a> {
        let counterparts = &self.linked.counterparts;
        let in_language = |slug: &str, id: LanguageId| counterparts.entry(slug, id);
        let own = self.config.edition.id;
        let missing = main.glossary.iter();
        let missing = missing.filter(|(_, entry)| in_language(&entry.slug, own).is_none());
        let outdated = self.linked.outdated().iter();
        let extra = self.glossary().iter();
        let extra = extra.filter(|(_, it)| in_language(&it.slug, LanguageId::MAIN).is_none());
        CoverageLists {
            outdated: CoverageList::of(outdated.map(|id| self.entry_link(*id, root))),
            missing: CoverageList::of(missing.map(|(id, _)| self.entry_in_main(main, id, root))),
            extra: CoverageList::of(extra.map(|(id, _)| self.entry_link(id, root))),
        }
    }
}
