//! Whole sites. An unexpected file is as wrong as a missing one.
//!
//! `tests/golden/NAME/` is a project. The folder `expected/` in it is its site without the static files of
//! the theme, which are in `static/`, and whose scripts lose their comments.

use std::fs;

use headword::project::theme;

use crate::html;
use crate::program::{self, cases_in, difference, headword, read, repository, tree, updating};

#[test]
fn golden_sites_are_built_to_the_byte() {
    let mut theme = tree(&repository().join("static"));
    for (name, bytes) in &mut theme {
        if name.ends_with(".js") {
            *bytes = script_without_comments(bytes);
        } else if name.ends_with(".css") {
            *bytes = sheet_without_comments(bytes);
        }
    }
    let mut failed = String::new();
    for settings in cases_in("golden", "/glossary.toml") {
        let project = settings.parent().unwrap();
        let expected_folder = project.join("expected");
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("site");
        let made = headword(repository())
            .args(["build", "--root"])
            .arg(project)
            .arg("--output")
            .arg(&output)
            .output()
            .unwrap();
        let made = read(&made);
        assert_eq!(made.exit, 0, "{}: {}", project.display(), made.stderr);
        let project = program::name_in(repository(), project);
        let mut found = tree(&output);
        // the sums of all files; `publishing` checks them
        assert!(found.remove(".headword").is_some(), "{project} has no list");
        for (name, bytes) in found.iter().filter(|(name, _)| name.ends_with(".html")) {
            let page = html::parse(std::str::from_utf8(bytes).unwrap());
            assert_eq!(page.errors, [] as [&str; 0], "{name}");
            assert_eq!(page.forbidden, [] as [&str; 0], "{name}");
        }
        if updating() {
            let _ = fs::remove_dir_all(&expected_folder);
            let is_own = |name: &String, bytes| theme.get(name) != Some(bytes);
            let own = found.iter().filter(|(name, bytes)| is_own(name, bytes));
            program::write_tree(&expected_folder, own);
            continue;
        }
        let mut expected = theme.clone();
        let settings = fs::read_to_string(&settings).unwrap();
        if !settings.contains("[languages.") {
            let scripts = theme::OF_TRANSLATIONS.iter();
            scripts.for_each(|name| drop(expected.remove(*name)));
        }
        if !settings.contains("\"book\"") {
            expected.remove(theme::BOOK_STYLE_SHEET);
        }
        if !settings.contains("\"map\"") {
            expected.remove(theme::MAP_STYLE_SHEET);
        }
        expected.extend(tree(&expected_folder));
        for name in expected.keys().chain(found.keys()) {
            let text = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
                files
                    .get(name)
                    .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            };
            let (before, after) = (text(&expected), text(&found));
            match (before, after) {
                (Some(before), Some(after)) => {
                    let difference = difference(&before, &after);
                    if !difference.is_empty() && !failed.contains(&difference) {
                        failed.push_str(&format!("\n{project}/expected/{name}\n{difference}"));
                    }
                }
                (Some(_), None) => failed.push_str(&format!("\n{project}: {name} is missing\n")),
                (None, _) => failed.push_str(&format!("\n{project}: {name} is unexpected\n")),
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// A script without the lines that are comments, as sites have those of the theme.
fn script_without_comments(script: &[u8]) -> Vec<u8> {
    let script = std::str::from_utf8(script).unwrap();
    let lines = script.lines().filter(|line| !line.trim().starts_with("//"));
    lines
        .flat_map(|line| [line, "\n"])
        .collect::<String>()
        .into_bytes()
}

/// A style sheet without the comments that have lines of their own.
fn sheet_without_comments(sheet: &[u8]) -> Vec<u8> {
    let sheet = std::str::from_utf8(sheet).unwrap();
    let mut out = String::new();
    for part in sheet.split_inclusive("*/\n") {
        let (code, _comment) = part.split_once("/*").unwrap_or((part, ""));
        let code = match code.rsplit_once('\n') {
            Some((lines, rest)) if rest.trim().is_empty() => format!("{lines}\n"),
            None if code.trim().is_empty() => String::new(),
            _ => part.to_owned(),
        };
        out.push_str(&code);
    }
    out.into_bytes()
}
