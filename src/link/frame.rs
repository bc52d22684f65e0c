//! The frame of a glossary, which does not depend on texts: the order of the entries, the index of their
//! names, and all addresses.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Faults};
use crate::entry::ParsedEntry;
use crate::entry::page::ParsedPage;
use crate::glossary::Glossary;
use crate::names::{self, NameIndex};
use crate::project::config::Config;
use crate::project::load::Sources;
use crate::site_map::address_book::{AddressBook, Record};
use crate::site_map::{SiteMap, lost_addresses};

/// The results of front matter, settings and file names in one language. A change of a text, or of a key on which no
/// other entry depends, does not change them. So the texts and these keys in the frame's own glossary may be old.
pub struct Frame {
    /// The entries in their order, with tags and index.
    pub glossary: Glossary,
    /// The index of the names.
    pub names: NameIndex,
    /// The addresses that were published, in all languages. Only the frame of the main language has them.
    pub book: AddressBook,
    /// Every address of the language, and for the main one also the files that all languages share.
    pub site_map: Arc<SiteMap>,
    /// The diagnostics about names, tags and addresses.
    pub faults: Vec<Diagnostic>,
    /// A note on addresses that are not in the book yet; `None` if there are none, or no book.
    pub new_addresses: Option<Diagnostic>,
}

/// The entries and pages of one language as they were read, which may be in any order.
#[derive(Clone)]
pub struct EditionTexts {
    /// The configuration of the language.
    pub config: Arc<Config>,
    /// The entries.
    pub parsed: Vec<Arc<ParsedEntry>>,
    /// The pages.
    pub pages: Vec<Arc<ParsedPage>>,
}

impl EditionTexts {
    /// The texts of each language, the main one first. `config` is that of the main language.
    pub fn of_languages(
        parsed: Vec<Arc<ParsedEntry>>,
        pages: Vec<Arc<ParsedPage>>,
        config: &Config,
    ) -> Vec<Self> {
        let editions = config.editions().into_iter();
        let mut editions: Vec<_> = editions
            .map(|config| Self {
                config,
                parsed: Vec::new(),
                pages: Vec::new(),
            })
            .collect();
        for entry in parsed {
            if let Some(edition) = editions.get_mut(entry.language.index()) {
                edition.parsed.push(entry);
            }
        }
        for page in pages {
            if let Some(edition) = editions.get_mut(page.language.index()) {
                edition.pages.push(page);
            }
        }
        editions
    }
}

impl Frame {
    /// The frame of each language, the main one first. Of the texts in `sources`, only the address book is used.
    pub fn of_editions(texts: &[EditionTexts], sources: &Sources) -> Vec<Self> {
        let Some((main, translations)) = texts.split_first() else {
            return Vec::new();
        };
        let main = Glossary::new(&main.parsed, &main.pages, None, &main.config);
        let translated =
            |it: &EditionTexts| Glossary::new(&it.parsed, &it.pages, Some(&main), &it.config);
        let translations: Vec<_> = translations.par_iter().map(translated).collect();
        let glossaries: Vec<_> = std::iter::once(main).chain(translations).collect();
        let of_book = Faults::default();
        let book = AddressBook::read(sources.addresses.as_ref(), &of_book);
        // in parallel: while serving, the author waits for both after each change of a name
        let (named, site_maps) = rayon::join(
            || {
                let editions = glossaries.par_iter().zip(texts);
                let named = editions.map(|(glossary, it)| names_of(glossary, &it.config));
                named.collect::<Vec<_>>()
            },
            || {
                let editions = glossaries.iter().zip(texts);
                let editions: Vec<_> = editions
                    .map(|(glossary, it)| (glossary, &*it.config))
                    .collect();
                SiteMap::of_editions(&editions, sources, &book)
            },
        );
        let parts = glossaries.into_iter().zip(named).zip(site_maps);
        let frames = parts.map(|((glossary, (names, mut faults)), site_map)| {
            faults.extend(site_map.refused());
            Self {
                glossary,
                names,
                book: AddressBook::default(),
                site_map: Arc::new(site_map),
                faults,
                new_addresses: None,
            }
        });
        let mut frames: Vec<Self> = frames.collect();
        let mut of_addresses = of_book.into_diagnostics();
        let mut new_addresses = None;
        if book.exists() {
            let permanent = permanent(&frames);
            let editions: Vec<_> = frames
                .iter()
                .map(|frame| (&*frame.site_map, &frame.glossary))
                .collect();
            of_addresses.extend(lost_addresses(&editions, &permanent, &book));
            new_addresses = book.new_addresses(&permanent);
        }
        if let Some(main) = frames.first_mut() {
            main.book = book;
            main.faults.extend(of_addresses);
            main.new_addresses = new_addresses;
        }
        frames
    }
}

/// The index of a glossary's names, and the diagnostics about names, tags and the addresses of entries.
fn names_of(glossary: &Glossary, config: &Config) -> (NameIndex, Vec<Diagnostic>) {
    let language = &config.edition.language;
    let list = glossary.names();
    rayon::join(
        || NameIndex::new(&list, language, &config.settings.linking.exclude),
        || {
            let mut faults = names::conflicts(&list, language);
            faults.extend(names::confusables(&list, language));
            faults.extend(glossary.faults(&config.edition));
            faults
        },
    )
}

/// The addresses of all languages on which other sites may rely.
fn permanent<'f>(frames: impl IntoIterator<Item = &'f Frame>) -> BTreeSet<String> {
    let frames = frames.into_iter();
    frames
        .flat_map(|frame| frame.site_map.permanent(&frame.glossary))
        .collect()
}

/// How the address book changes when the site is published; `None` if it does not. `main` is the frame of the main
/// language, and `translations` are those of the others.
pub(super) fn record<'f>(
    main: &'f Frame,
    translations: impl Iterator<Item = &'f Frame>,
) -> Option<Record> {
    let frames = std::iter::once(main).chain(translations);
    main.book.recorded(&permanent(frames))
}
