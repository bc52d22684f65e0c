//! The address book, `addresses.toml`: every address at which the glossary was ever published.
//!
//! Other sites link to these addresses, so none may be lost: each is that of an entry, redirects to an entry,
//! or is retired.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::faults::{self, RETIRED};
use crate::diagnostic::{Diagnostic, Faults};
use crate::project::keys::write::{TableForm, quoted, with_lines};
use crate::project::keys::{Document, Syntax};
use crate::source::{Place, SourceFile, Written};

/// The comment at the beginning of a new address book.
const HEAD: &str = "\
# Every address at which this glossary was published. None may be lost, because other sites link to them.
# `headword build --record` adds new addresses. A build that would lose one fails. To retire the address of
# an entry that is gone for good, write it below `[retired]`, with the entries to read instead.

";

/// The key of the published addresses.
const PUBLISHED: &str = "published";

/// The published addresses in the order of their file. An address is a path from the site's root without
/// slashes at its ends: `clip`, `docs/old.html`.
#[derive(Debug, Default)]
pub struct AddressBook {
    /// The file; `None` if the glossary has none.
    file: Option<Arc<SourceFile>>,
    /// All published addresses.
    pub published: Vec<Written>,
    /// The retired addresses. Their pages say that there is nothing to read any more.
    pub retired: Vec<Retired>,
}

/// A change of the address book.
#[derive(Debug, Clone)]
pub struct Record {
    /// The file as it was read; `None` if there was none.
    pub before: Option<Arc<SourceFile>>,
    /// The new text of the file.
    pub after: String,
}

/// A retired address, which no entry has.
#[derive(Debug, Clone)]
pub struct Retired {
    /// The address.
    pub address: Written,
    /// Names or slugs of the entries to read instead.
    pub instead: Vec<Written>,
}

impl AddressBook {
    /// Reads the book, if there is one. Errors are reported.
    pub fn read(file: Option<&Arc<SourceFile>>, faults: &Faults) -> Self {
        let Some(file) = file else {
            return Self::default();
        };
        let document = Document::parse(file, 0..file.text.len(), 0..0, Syntax::Toml, faults);
        if !document.is_whole() {
            // with a part of the book, addresses would seem to be new or not retired
            return Self::default();
        }
        let mut keys = document.keys(faults);
        let published = keys.strings(PUBLISHED);
        let retired = keys.strings_by_name(RETIRED);
        keys.finish();
        Self {
            file: Some(Arc::clone(file)),
            published,
            retired: retired
                .into_iter()
                .map(|(address, instead)| Retired { address, instead })
                .collect(),
        }
    }

    /// The place of a text in the file; `None` if there is no file.
    pub fn place(&self, written: &Written) -> Option<Place> {
        let file = self.file.as_ref()?;
        Some(Place::new(file, written.span.clone()))
    }

    /// The form of the table of retired addresses.
    pub fn retired_form(&self) -> TableForm {
        match &self.file {
            Some(file) => TableForm::of(&file.text, RETIRED),
            None => TableForm::Missing,
        }
    }

    /// Whether the glossary has an address book.
    pub fn exists(&self) -> bool {
        self.file.is_some()
    }

    /// Whether nothing is in the file, as after a command that failed to write it. A book that Headword wrote has a key.
    pub fn is_blank(&self) -> bool {
        let file = self.file.as_ref();
        file.is_some_and(|file| file.text.trim().is_empty())
    }

    /// A note with the `addresses` that are not in the book; `None` if the book contains all of them.
    /// `addresses` are the permanent addresses of the site.
    pub fn new_addresses(&self, addresses: &BTreeSet<String>) -> Option<Diagnostic> {
        let published: BTreeSet<&str> = self.texts().collect();
        let new: Vec<_> = addresses
            .iter()
            .filter(|address| !published.contains(address.as_str()))
            .collect();
        (!new.is_empty()).then(|| faults::new_addresses(&new))
    }

    /// The change that adds `addresses` to the file: all addresses in order, one on each line. Other lines of
    /// the file do not change. `None` if the book contains all of them.
    ///
    /// ```text
    /// published = ["clip"]      published = [
    ///                             "adapter",
    ///                             "clip",
    ///                           ]
    /// ```
    pub fn recorded(&self, addresses: &BTreeSet<String>) -> Option<Record> {
        Some(Record {
            before: self.file.clone(),
            after: self.with(addresses)?,
        })
    }

    fn with(&self, addresses: &BTreeSet<String>) -> Option<String> {
        let before: BTreeSet<&str> = self.texts().collect();
        let mut all = before.clone();
        all.extend(addresses.iter().map(String::as_str));
        if self.file.is_some() && all == before {
            return None;
        }
        let lines = all.into_iter().map(quoted);
        Some(with_lines(self.file.as_deref(), HEAD, PUBLISHED, lines))
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.published.iter().map(|address| address.text.as_str())
    }
}
