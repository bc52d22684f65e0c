//! The rule that makes slugs from titles, which must not change.

use std::fs;

use headword::site_map::FormerAddress;
use headword::text::language::Language;
use headword::text::slug::{self, is_storable, slug};

use crate::program::{difference, repository, updating};

#[test]
fn the_rule_for_slugs_does_not_change() {
    let path = repository().join("tests/slugs.txt");
    let expected = fs::read_to_string(&path).unwrap();
    let lines = expected.lines().map(|line| match line.split_once(" ->") {
        Some((title, _)) => {
            let (language, name) = in_language(title);
            format!("{title} -> {}", slug(name, &language))
                .trim_end()
                .to_owned()
        }
        None => line.to_owned(),
    });
    let found: String = lines.map(|line| line + "\n").collect();
    if updating() {
        fs::write(&path, found).unwrap();
        return;
    }
    assert_eq!(difference(&expected, &found), "");
}

/// The language and the title in a line such as `[tr] ISIRIK`; English if the line names no language.
fn in_language(line: &str) -> (Language, &str) {
    let named = line
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("] "));
    match named {
        Some((tag, title)) => (Language::from_tag(tag).unwrap(), title),
        None => (Language::default(), line),
    }
}

/// File names that were valid before the rule for titles kept characters for compatibility are valid still.
#[test]
fn a_file_name_that_was_valid_is_valid() {
    for name in [
        "tea",
        "ﬁx",
        "straße",
        "i̇stanbul",
        "ısırık",
        "ªº",
        "ǆ",
        "ﬀ",
        "ｱ",
        "ﻻ",
        "ŉ",
        "人",
        "x-2",
        "二〇二六年",
        "ⅷ級",
    ] {
        assert_eq!(slug::check(name), Ok(()), "{name}");
    }
    for name in ["m²", "Tea", "CO₂", "½", "二-〇-", "tea™", "Ⅷ級", "ａＢ"] {
        assert!(slug::check(name).is_err(), "{name}");
    }
}

/// The list of Microsoft, "Naming Files, Paths, and Namespaces", with the console's names from "CreateFileW".
#[test]
fn no_name_that_windows_reserves_becomes_a_path() {
    let mut devices: Vec<String> = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
        .map(str::to_owned)
        .to_vec();
    for port in ["COM", "LPT"] {
        devices.extend(
            "0123456789¹²³"
                .chars()
                .map(|digit| format!("{port}{digit}")),
        );
    }
    assert_eq!(devices.len(), 32);
    for device in &devices {
        let small = device.to_lowercase();
        let spellings = [
            device.clone(),
            small.clone(),
            format!("{small}.txt"),
            format!("{device}.tar.gz"),
            format!("{device} .txt"),
            format!("{small}."),
            format!("{small} "),
        ];
        for name in &spellings {
            assert!(!is_storable(name), "{name:?}");
            for address in [name.clone(), format!("{name}/a.html"), format!("a/{name}")] {
                assert!(FormerAddress::read(&address).is_err(), "{address:?}");
            }
            assert!(slug::check(name).is_err(), "{name:?}");
        }
        // a tag or a title with such a name gets another address, or none
        let address = slug::of_tag(device, &Language::default());
        assert!(
            address.is_err() || is_storable(&address.unwrap()),
            "{device}"
        );
        assert!(
            is_storable(&slug::instead(device, &Language::default()).unwrap().slug),
            "{device}"
        );
    }
    for name in [
        "console",
        "com",
        "com10",
        "lpt-1",
        "nulls.txt",
        "aux-in",
        "conin",
        "a.con",
        "com⁴",
    ] {
        assert!(is_storable(name), "{name:?}");
    }
}
