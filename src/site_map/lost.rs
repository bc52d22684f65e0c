//! Finds published addresses that the new site does not have.

use std::collections::BTreeSet;

use super::address_book::AddressBook;
use super::faults::{LostAddress, Successor, invalid_address, lost_address};
use super::{FormerAddress, SiteMap};
use crate::diagnostic::Diagnostic;
use crate::glossary::{Glossary, TextId};
use crate::source::Place;
use crate::text::nearest::nearest;

/// An error for each published address in `book` that the site does not have, or cannot have. `editions` are all
/// languages of the site, and `permanent` the addresses of [`SiteMap::permanent`] in all of them.
pub fn lost_addresses(
    editions: &[(&SiteMap, &Glossary)],
    permanent: &BTreeSet<String>,
    book: &AddressBook,
) -> Vec<Diagnostic> {
    let published = book.published.iter();
    let published: BTreeSet<&str> = published.map(|address| address.text.as_str()).collect();
    let route = |address: &str| {
        let mut editions = editions.iter();
        editions.find_map(|(site_map, glossary)| Some((site_map.former(address)?, *glossary)))
    };
    let text_at = |address: &str| {
        let (route, glossary) = route(address)?;
        match route.text()? {
            TextId::Entry(id) => Some(Successor {
                file: &glossary.entry(id).file,
                is_page: false,
            }),
            TextId::Page(id) => Some(Successor {
                file: &glossary.page(id).file,
                is_page: true,
            }),
        }
    };
    // an address may be lost because its entry has one of these now
    let new: Vec<&str> = permanent
        .iter()
        .map(String::as_str)
        .filter(|address| !published.contains(address) && text_at(address).is_some())
        .collect();
    let retired = book.retired_form();
    let check = |address: &str, place: Place| match FormerAddress::read(address) {
        Ok(_) if route(address).is_some() => None,
        Ok(_) => {
            let drafts = editions.iter().flat_map(|(_, glossary)| {
                let entries = glossary.withheld.iter();
                entries.chain(glossary.withheld_pages.iter())
            });
            let draft = drafts.into_iter().find(|draft| draft.slug == address);
            let successor = nearest(address, new.iter().copied()).first().copied();
            Some(lost_address(LostAddress {
                address,
                place,
                draft: draft.map(|draft| draft.path.as_str()),
                successor: successor.and_then(|new| Some((new, text_at(new)?))),
                retired,
            }))
        }
        Err(help) => Some(invalid_address(address, help, place)),
    };
    book.published
        .iter()
        .filter_map(|written| {
            let place = book.place(written)?;
            check(&written.text, place)
        })
        .collect()
}
