//! Reads any text as an address book and as the list of written files. After addresses were added, the book
//! contains the old and the new ones, and the retired addresses stay.

#![no_main]

use std::collections::BTreeSet;
use std::sync::Arc;

use headword::site_map::address_book::AddressBook;
use headword::diagnostic::Faults;
use headword::publish::manifest::Manifest;
use headword::source::SourceFile;
use headword_fuzz::{text, threads};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: threads::watch_stack(), |data: &[u8]| {
    if let Ok(list) = Manifest::read(data) {
        assert_eq!(Manifest::read(list.text().as_bytes()), Ok(list));
    }
    let text = text(data);
    let faults = Faults::default();
    let book = read(&text, &faults);
    faults.render();
    if faults.any_error() {
        return;
    }
    let addresses = |book: &AddressBook| -> BTreeSet<String> {
        book.published.iter().map(|address| address.text.clone()).collect()
    };
    let before = addresses(&book);
    let new = BTreeSet::from(["new".to_owned(), "é".to_owned()]);
    let Some(record) = book.recorded(&new) else {
        assert!(new.is_subset(&before), "new addresses are not recorded");
        return;
    };
    let again = read(&record.after, &faults);
    assert!(!faults.any_error(), "the new book has errors: {}", faults.render());
    assert_eq!(addresses(&again), before.union(&new).cloned().collect());
    assert_eq!(again.retired.len(), book.retired.len(), "retired addresses");
    assert!(again.recorded(&new).is_none(), "addresses are recorded twice");
});

fn read(text: &str, faults: &Faults) -> AddressBook {
    let file = Arc::new(SourceFile::new("addresses.toml", text.to_owned()));
    AddressBook::read(Some(&file), faults)
}
