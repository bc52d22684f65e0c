//! Published addresses at which there would be nothing.

use std::collections::BTreeSet;

use super::address_book::AddressBook;
use super::faults::{LostAddress, invalid_address, lost_address};
use super::{SiteMap, redirect_file};
use crate::diagnostic::Diagnostic;
use crate::glossary::Glossary;
use crate::text::nearest::nearest;

/// The errors in the addresses that a book lists as published: those at which the site would have nothing,
/// and those that cannot be addresses of it. `permanent` are the addresses of [`SiteMap::permanent`].
pub fn lost_addresses(
    site_map: &SiteMap,
    permanent: &BTreeSet<String>,
    glossary: &Glossary,
    book: &AddressBook,
) -> Vec<Diagnostic> {
    let published: BTreeSet<&str> = book.published.iter().map(|at| at.text.as_str()).collect();
    // those that may have come in the place of a lost one
    let new: Vec<&str> = permanent
        .iter()
        .map(String::as_str)
        .filter(|address| !published.contains(address))
        .collect();
    let fault = |address: &str| match redirect_file(address) {
        Ok(path) if site_map.routes().contains_key(&path) => None,
        Ok(_) => {
            let mut drafts = glossary.withheld.iter();
            let draft = drafts.find(|draft| draft.slug == address);
            Some(lost_address(&LostAddress {
                address,
                draft: draft.map(|draft| draft.path.as_str()),
                successor: nearest(address, new.iter().copied()).first().copied(),
                has_retired: !book.retired.is_empty(),
            }))
        }
        Err(help) => Some(invalid_address(address, help)),
    };
    book.published
        .iter()
        .filter_map(|written| {
            let place = book.place(written)?;
            Some(fault(&written.text)?.at(place))
        })
        .collect()
}
