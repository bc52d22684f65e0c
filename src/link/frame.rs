//! The frame of a glossary, which does not depend on texts: the order of the entries, the index of their
//! names, and all addresses.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Faults};
use crate::entry::ParsedEntry;
use crate::entry::page::ParsedPage;
use crate::glossary::Glossary;
use crate::names::{self, NameIndex};
use crate::project::config::Config;
use crate::project::load::Sources;
use crate::site_map::address_book::{AddressBook, Record};
use crate::site_map::{SiteMap, lost_addresses};

/// The results of front matter, settings and file names. A change of a text, or of a key on which no other entry
/// depends, does not change them. So the texts and these keys in the frame's own glossary may be old.
pub struct Frame {
    /// The entries in their order, with tags and index.
    pub glossary: Glossary,
    /// The index of the names.
    pub names: NameIndex,
    /// The addresses that were published.
    pub book: AddressBook,
    /// Every address of the site.
    pub site_map: Arc<SiteMap>,
    /// The diagnostics about names, tags and addresses.
    pub faults: Vec<Diagnostic>,
    /// A note on addresses that are not in the book yet; `None` if there are none, or no book.
    pub new_addresses: Option<Diagnostic>,
}

impl Frame {
    /// The frame of entries and pages, which may be in any order. Of the texts in `sources`, only the address
    /// book is used.
    pub fn new(
        parsed: &[Arc<ParsedEntry>],
        pages: &[Arc<ParsedPage>],
        sources: &Sources,
        config: &Config,
    ) -> Self {
        let language = &config.edition.language;
        let glossary = Glossary::new(parsed, pages, config);
        let of_book = Faults::default();
        let book = AddressBook::read(sources.addresses.as_ref(), &of_book);
        let list = glossary.names();
        // in parallel: while serving, the author waits for both after each change of a name
        let (names, (mut faults, site_map)) = rayon::join(
            || NameIndex::new(&list, language, &config.settings.linking.exclude),
            || {
                let mut faults = names::conflicts(&list, language);
                faults.extend(names::confusables(&list, language));
                (faults, SiteMap::new(&glossary, sources, &book, config))
            },
        );
        faults.extend(glossary.faults(language));
        faults.extend(of_book.into_diagnostics());
        faults.extend(site_map.refused());
        let mut new_addresses = None;
        if book.exists() {
            let permanent = site_map.permanent(&glossary);
            faults.extend(lost_addresses(&site_map, &permanent, &glossary, &book));
            new_addresses = book.new_addresses(&permanent);
        }
        Self {
            new_addresses,
            faults,
            glossary,
            names,
            book,
            site_map: Arc::new(site_map),
        }
    }

    /// How the address book changes when the site is published; `None` if it does not.
    pub fn record(&self) -> Option<Record> {
        self.book.recorded(&self.site_map.permanent(&self.glossary))
    }
}
