//! The edits of fixes: they keep comments and line endings, and there is none if a value has another form
//! than the fix expects.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::case::Case;
use crate::faults::{diagnostics, make};
use crate::program::{cases_in, tree, write};

/// Front matter of the entry *X* that names the entry itself, with the front matter after the fix. `None` if
/// there is no fix.
const OWN_NAMES: &[(&str, Option<&str>)] = &[
    ("related = ['X']", Some("")),
    ("related = 'X'", Some("")),
    ("related = ['Y', 'X']", Some("related = ['Y']\n")),
    ("related = ['X', 'X', 'Y']", Some("related = ['X', 'Y']\n")),
    ("related = ['X'] # keep me", Some("# keep me\n")),
    ("related = 'X' # keep me", Some("# keep me\n")),
    (
        "related = [\n  # keep me\n  'X',\n]",
        Some("related = [\n  # keep me\n]\n"),
    ),
    (
        "related = [\n  'X'\n  # keep me\n  , 'Y'\n]",
        Some("related = [\n  \n  # keep me\n   'Y'\n]\n"),
    ),
    (
        "related = [\n  'Y', # one\n  'X' # two\n  # three\n]",
        Some("related = [\n  'Y' # one\n  # three\n]\n"),
    ),
];

/// Front matter of an entry, which takes the place of a lost address, with the front matter after the fix.
const SUCCESSORS: &[(&str, Option<&str>)] = &[
    ("", Some("redirect_from = [\"pathc\"]\n")),
    (
        "redirect_from = 'old' # keep me",
        Some("redirect_from = ['old', 'pathc'] # keep me\n"),
    ),
    ("redirect_from.a = 'b'", None),
    ("redirect_from = {}", None),
    ("redirect_from = 1", None),
    ("redirect_from = [1]", None),
    ("redirect_from = ['old', 1]", None),
    ("redirect_from = [['old']]", None),
    ("[redirect_from]", None),
    ("[redirect_from.a]", None),
    ("[[redirect_from]]\na = 'b'", None),
];

/// The rest of an address book with a lost address, with the rest after the fix that retires the address.
const BOOKS: &[(&str, Option<&str>)] = &[
    ("", Some("\n[retired]\n\"gone\" = \"…\"\n")),
    (
        "[retired]\nold = 'X'\n",
        Some("[retired]\n\"gone\" = \"…\"\nold = 'X'\n"),
    ),
    (
        "[retired] # c\n\n# d\nold = 'X'\n",
        Some("[retired] # c\n\"gone\" = \"…\"\n\n# d\nold = 'X'\n"),
    ),
    ("[retired]", Some("[retired]\n\"gone\" = \"…\"\n")),
    ("[ retired ]\n", Some("[ retired ]\n\"gone\" = \"…\"\n")),
    ("[\"retired\"]\n", Some("[\"retired\"]\n\"gone\" = \"…\"\n")),
    ("retired = {}\n", None),
    ("retired = { old = 'X' }\n", None),
    ("retired.old = 'X'\n", None),
];

#[test]
fn a_fix_that_removes_a_name_keeps_comments() {
    for (before, after) in OWN_NAMES {
        let file = |front: &str| format!("+++\ntitle = 'X'\n{front}+++\n\nText.\n");
        let y = ("content/y.md", "+++\ntitle = 'Y'\n+++\n\nText.\n");
        let x = file(&format!("{before}\n"));
        let project = project(&[("content/x.md", &x), y]);
        let after = after.map(file);
        assert_eq!(fixed(&project, "self-reference", "", "content/x.md"), after);
    }
}

#[test]
fn a_fix_changes_only_strings_and_lists_of_strings() {
    for (before, after) in SUCCESSORS {
        let file = |front: &str| format!("+++\ntitle = 'Patch'\n{front}+++\n\nText.\n");
        let patch = if before.is_empty() {
            file("")
        } else {
            file(&format!("{before}\n"))
        };
        // in another order, because the fix writes a new key below the title
        let book = ("addresses.toml", "published = ['pathc']\n");
        let project = project(&[("content/patch.md", &patch), book]);
        let fixed = fixed(
            &project,
            "lost-address",
            "write `redirect_from",
            "content/patch.md",
        );
        assert_eq!(fixed, after.map(file), "{before}");
    }
}

#[test]
fn a_shared_title_gets_a_sense_only_in_place_of_a_string() {
    for (sense, has_fix) in [
        ("", true),
        ("sense = ''", true),
        ("sense.a = 'b'", false),
        ("[sense]", false),
    ] {
        let one = "+++\ntitle = 'X'\n+++\n\nText.\n";
        let other = format!("+++\ntitle = 'X'\n{sense}\n+++\n\nText.\n");
        let project = project(&[("content/a.md", one), ("content/x.md", &other)]);
        let all = diagnostics(project.path(), "check --format json");
        let of_other = all.iter().filter(|one| one["file"] == "content/x.md");
        let fixes = of_other.flat_map(|one| one["fixes"].as_array().unwrap());
        assert_eq!(fixes.count() > 0, has_fix, "{sense}: {all:?}");
    }
}

#[test]
fn a_fix_retires_an_address_in_the_table_of_the_book() {
    for (before, after) in BOOKS {
        let book = |rest: &str| format!("published = ['gone']\n{rest}");
        let x = ("content/x.md", "+++\ntitle = 'X'\n+++\n\nText.\n");
        let project = project(&[("addresses.toml", &book(before)), x]);
        let fixed = fixed(
            &project,
            "lost-address",
            "write `\"gone\"",
            "addresses.toml",
        );
        assert_eq!(fixed, after.map(book), "{before}");
    }
}

/// Each diagnostic of a file has its own fix, so the fixes of a long list must not take cubic time.
#[test]
fn each_fix_of_a_long_list_removes_its_own_name() {
    let names = "'X', ".repeat(400);
    let x = format!("+++\ntitle = 'X'\nrelated = [{names}]\n+++\n\nText.\n");
    let project = project(&[("content/x.md", &x)]);
    let all = diagnostics(project.path(), "check --format json");
    let own = all.iter().filter(|one| one["code"] == "self-reference");
    let edits = own.flat_map(|one| one["fixes"].as_array().unwrap());
    let lengths = edits.map(|fix| {
        let edit = &fix["edits"][0];
        edit["end_column"].as_u64().unwrap() - edit["column"].as_u64().unwrap()
    });
    assert_eq!(lengths.collect::<Vec<_>>(), vec![5; 400]);
}

/// The test runs the cases of all diagnostics with `\r\n` as the line ending of each file. It skips those with
/// symbolic links and pipes.
#[test]
fn every_fix_keeps_the_line_endings() {
    let mut tried = 0;
    for path in cases_in("faults", ".txt") {
        let text = fs::read_to_string(&path).unwrap();
        let case = Case::read(&path);
        if text.contains(" -> ") || text.contains(" (pipe) --") || !case.is_possible() {
            continue;
        }
        let folder = case.set_up(None);
        for (name, bytes) in tree(folder.path()) {
            if let Ok(text) = String::from_utf8(bytes) {
                let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
                write(&folder.path().join(name), text.as_bytes());
            }
        }
        for diagnostic in diagnostics(folder.path(), "check --format json") {
            for fix in diagnostic["fixes"].as_array().unwrap() {
                for edit in fix["edits"].as_array().unwrap() {
                    let text = edit["text"].as_str().unwrap();
                    let file = folder.path().join(edit["file"].as_str().unwrap());
                    if fs::read(file).unwrap().is_empty() {
                        continue;
                    }
                    let returns = text.matches("\r\n").count();
                    assert_eq!(text.matches('\n').count(), returns, "{edit}");
                    tried += returns;
                }
            }
        }
    }
    assert!(tried > 10, "only {tried} line breaks");
}

#[test]
fn a_fixed_file_has_the_line_endings_that_it_had() {
    let x = "+++\r\ntitle = 'Patch'\r\n+++\r\n\r\nText.\r\n";
    let book = ("addresses.toml", "published = ['pathc']\r\n");
    let fix = |title, file| {
        let project = project(&[("content/patch.md", x), book]);
        fixed(&project, "lost-address", title, file)
    };
    assert_eq!(
        fix("write `redirect_from", "content/patch.md").as_deref(),
        Some("+++\r\ntitle = 'Patch'\r\nredirect_from = [\"pathc\"]\r\n+++\r\n\r\nText.\r\n"),
    );
    assert_eq!(
        fix("write `\"pathc\"", "addresses.toml").as_deref(),
        Some("published = ['pathc']\r\n\r\n[retired]\r\n\"pathc\" = \"…\"\r\n"),
    );
}

/// A project with these files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("glossary.toml"), b"title = \"Test\"\n");
    for (name, text) in files {
        write(&folder.path().join(name), text.as_bytes());
    }
    folder
}

/// The text of a file after the first fix with this code and the beginning of this description; `None` if
/// there is no such fix.
fn fixed(project: &TempDir, code: &str, description: &str, file: &str) -> Option<String> {
    let all = diagnostics(project.path(), "check --format json");
    let one = all.iter().find(|one| one["code"] == code);
    let one = one.unwrap_or_else(|| panic!("no {code} in {all:?}"));
    let is_meant = |fix: &&Value| {
        let text = fix["description"].as_str().unwrap();
        text.starts_with(description)
    };
    let fix = one["fixes"].as_array().unwrap().iter().find(is_meant)?;
    make(project.path(), fix);
    Some(fs::read_to_string(project.path().join(file)).unwrap())
}
