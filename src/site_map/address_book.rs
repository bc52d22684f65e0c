//! Every address at which the glossary was ever published: `addresses.toml`.
//!
//! Others link to them, so none may be lost: each stays an entry's, leads to one, or is retired.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::project::keys::Document;
use crate::project::keys::write::{around, quoted};
use crate::project::load::ADDRESSES;
use crate::source::{Place, SourceFile, Written};
use crate::text::short_list;

/// How many new addresses are named.
const MOST_ADDRESSES: usize = 10;

/// What a new book says of itself.
const HEAD: &str = "\
# Every address at which this glossary was published. None may be lost: others link to them.
# `headword build --record` adds new ones; a build that would lose one fails. An address whose entry
# is gone for good is retired: write it below `[retired]`, with the entries to read instead.

";

/// The addresses that were published, as their file has them. An address is written from the site's
/// root, without slashes at its ends: `clip`, `docs/old.html`.
#[derive(Debug, Default)]
pub struct AddressBook {
    /// The file; `None` where there is none yet.
    file: Option<Arc<SourceFile>>,
    /// All addresses, in the file's order.
    pub published: Vec<Written>,
    /// Those at which there is nothing to read any more.
    pub retired: Vec<Retired>,
}

/// A change of the address book.
#[derive(Debug, Clone)]
pub struct Record {
    /// The file as it was read.
    pub before: Option<Arc<SourceFile>>,
    /// Its text as it is going to be.
    pub after: String,
}

/// An address that no entry has, nor is to have.
#[derive(Debug, Clone)]
pub struct Retired {
    /// The address.
    pub address: Written,
    /// Names of the entries to read instead.
    pub instead: Vec<Written>,
}

impl AddressBook {
    /// Reads the book, if there is one. Faults are reported.
    pub fn read(file: Option<&Arc<SourceFile>>, faults: &Faults) -> Self {
        let Some(file) = file else {
            return Self::default();
        };
        let document = Document::parse(file, 0..file.text.len(), 0..0, faults);
        if !document.is_whole() {
            // nobody knows what it would say
            return Self::default();
        }
        let mut keys = document.keys(faults);
        let published = keys.strings("published");
        let retired = keys.strings_by_name("retired");
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

    /// Where something stands in the file.
    pub fn place(&self, written: &Written) -> Option<Place> {
        let file = self.file.as_ref()?;
        Some(Place::new(file, written.span.clone()))
    }

    /// Whether the glossary has a book.
    pub fn exists(&self) -> bool {
        self.file.is_some()
    }

    /// A note with those of the site's permanent addresses that are not in the book; `None` if all are.
    pub fn new_addresses(&self, addresses: &BTreeSet<String>) -> Option<Diagnostic> {
        let published: BTreeSet<&str> = self.texts().collect();
        let new: Vec<_> = addresses
            .iter()
            .filter(|address| !published.contains(address.as_str()))
            .map(|address| format!("`{address}`"))
            .collect();
        let addresses = match new.as_slice() {
            [] => return None,
            [one] => format!("the address {one} is new"),
            all => {
                let named = short_list(all, MOST_ADDRESSES);
                format!("{} addresses are new: {named}", all.len())
            }
        };
        let note = Diagnostic::new(Code::NewAddress, addresses)
            .at_path(ADDRESSES)
            .help("they are yours to change until a build with `--record` has published them");
        Some(note)
    }

    /// The file with some addresses added, in order, a line each; all else in it stays as it is.
    /// `None` where nothing is to be added.
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
        let lines: String = all
            .iter()
            .map(|address| format!("  {},\n", quoted(address)))
            .collect();
        let list = format!("published = [\n{lines}]\n");
        let Some(file) = &self.file else {
            return Some(format!("{HEAD}{list}"));
        };
        match around(&file.text, "published") {
            Some((head, tail)) => Some(format!("{head}{list}{}", tail.trim_start_matches('\n'))),
            None => Some(format!("{list}\n{}", file.text)),
        }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.published.iter().map(|address| address.text.as_str())
    }
}
