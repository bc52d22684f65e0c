//! A renaming reads each file once, and keeps the form of each file.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use headword::diagnostic::Faults;
use headword::disk::Disk;
use headword::rename::{self, NewAddress, OldTitle, Request};

use crate::program::write;

/// A project with the old name in every file, and with a draft.
const FILES: &[(&str, &str)] = &[
    (
        "glossary.toml",
        "title = \"Bread\"\nnavigation = { title = \"Sour\", url = \"/sour/\" }\n",
    ),
    (
        "addresses.toml",
        "published = [\"old\", \"sour\"]\n\n[retired]\n\"old\" = \"Sour\"\n",
    ),
    (
        "content/sour.md",
        "+++\r\ntitle = \"Sour\"\r\n+++\r\n\r\nFlour and water.\r\n",
    ),
    (
        "content/crumb.md",
        "\u{feff}+++\ntitle = \"Crumb\"\n+++\n\nOf [[Sour]].\n",
    ),
    (
        "content/rye.md",
        "+++\ntitle = \"Rye\"\ndraft = true\n+++\n\nOf [[Sour]].\n",
    ),
    ("templates/note.html", "<a href=\"/sour/\">Sour</a>\n"),
    ("static/note.txt", "/sour/\n"),
];

#[test]
fn no_file_is_read_twice_and_line_ends_and_marks_stay() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (path, text) in FILES {
        write(&root.join(path), text.as_bytes());
    }
    let reads: Arc<Mutex<BTreeMap<PathBuf, usize>>> = Arc::default();
    let counted = Arc::clone(&reads);
    let disk = Disk::watched(Box::new(move |operation| {
        if operation.name == "read" {
            let mut reads = counted.lock().unwrap();
            *reads.entry(operation.path.to_owned()).or_default() += 1;
        }
        Ok(())
    }));
    let request = Request {
        name: "Sour".to_owned(),
        title: "Leaven".to_owned(),
        address: NewAddress::FromTitle,
        old_title: OldTitle::Dropped,
        has_options: true,
    };
    let faults = Faults::default();
    let renaming = rename::plan(&disk, root, &request, &faults);
    let renaming = renaming.unwrap_or_else(|refusal| panic!("{refusal:?}\n{}", faults.text()));
    let expected = FILES.iter().map(|(path, _)| (root.join(path), 1));
    assert_eq!(*reads.lock().unwrap(), expected.collect());

    renaming.apply(&Disk::default()).unwrap();
    let now = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    assert_eq!(
        now("content/leaven.md"),
        "+++\r\ntitle = \"Leaven\"\r\nredirect_from = [\"sour\"]\r\n+++\r\n\r\nFlour and water.\r\n"
    );
    assert_eq!(
        now("content/crumb.md"),
        "\u{feff}+++\ntitle = \"Crumb\"\n+++\n\nOf [[Leaven]].\n"
    );
    assert!(now("content/rye.md").ends_with("Of [[Leaven]].\n"));
    assert!(now("addresses.toml").ends_with("\"old\" = \"Leaven\"\n"));
    assert!(now("glossary.toml").contains("/leaven/"));
}
