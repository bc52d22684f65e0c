//! The references outside entries: in the settings, and in the address book.

use super::faults::{leads_to_former, leads_to_retired};
use super::resolver::Surroundings;
use super::written_address::WrittenAddress;
use crate::diagnostic::Diagnostic;
use crate::glossary::{EntryId, TextId};
use crate::project::config::LinkTarget;
use crate::site_map::address_book::{AddressBook, Retired};
use crate::site_map::{Route, is_same_address};
use crate::source::{Place, Written};

/// The resolved references outside entries.
#[derive(Debug, Clone, Default)]
pub struct OtherReferences {
    /// The entries to read instead of each retired address, in the address book's order.
    pub instead: Vec<Vec<EntryId>>,
    /// The errors in these references.
    pub diagnostics: Vec<Diagnostic>,
}

impl Surroundings<'_> {
    /// Resolves the links of the settings, and the entries to read instead of each retired
    /// address of `book`.
    pub fn other_references(&self, book: &AddressBook) -> OtherReferences {
        let mut diagnostics = self.settings_errors();
        let retired = book.retired.iter();
        let instead = retired
            .map(|retired| self.instead(book, retired, &mut diagnostics))
            .collect();
        OtherReferences {
            instead,
            diagnostics,
        }
    }

    /// The entries to read instead of a retired address. Errors are added to `errors`.
    fn instead(
        &self,
        book: &AddressBook,
        retired: &Retired,
        errors: &mut Vec<Diagnostic>,
    ) -> Vec<EntryId> {
        let entry = |name: &Written| {
            let place = book.place(name)?;
            match self.names.resolve(&name.text, place.clone()) {
                Ok(means) => Some(means.entry),
                Err(error) => {
                    let chain = self.chain(book, &name.text, place);
                    errors.push(chain.unwrap_or(*error));
                    None
                }
            }
        };
        retired.instead.iter().filter_map(entry).collect()
    }

    /// The error of a redirect to a redirect: a former or retired address, at `place`, instead of a name.
    fn chain(&self, book: &AddressBook, written: &str, place: Place) -> Option<Diagnostic> {
        match self.site_map.former(written)? {
            Route::Redirect(TextId::Entry(id)) => {
                let entry = self.glossary.entry(*id);
                let former = entry.front.redirect_from.iter();
                let former = former.filter(|former| is_same_address(&former.text, written));
                let places: Vec<Place> = former
                    .map(|former| entry.place(former.span.clone()))
                    .collect();
                Some(leads_to_former(written, entry, places, place))
            }
            Route::Retired(index) => {
                let other = book.retired.get(*index);
                let retired_at = other.and_then(|other| book.place(&other.address));
                Some(leads_to_retired(written, retired_at).at(place))
            }
            _ => None,
        }
    }

    /// The errors in the settings' links to pages and files of the site.
    fn settings_errors(&self) -> Vec<Diagnostic> {
        let settings = &self.config.settings;
        let links = settings.navigation.iter().map(|link| &link.target);
        links
            .chain(&settings.image)
            .filter_map(|target| match target {
                LinkTarget::Site(path, suffix, place) => {
                    let address = WrittenAddress::in_string(place);
                    let error = self.site(path, suffix, &address).err()?;
                    Some(error.at(place.clone()))
                }
                LinkTarget::Web(_) => None,
            })
            .collect()
    }
}
