//! The order of the rooms: data flows one way, so a module uses only those above it or left of it.

use std::fs;

use crate::program::{name_in, repository, tree};

/// The rooms, row by row, as `ARCHITECTURE.md` shows them.
const ROOMS: &[(&str, &[&str])] = &[
    (
        "ground",
        &[
            "source",
            "text",
            "diagnostic",
            "failure",
            "destination",
            "disk",
            "locked_folder",
            "edits",
            "keys",
            "accent",
            "progress",
        ],
    ),
    ("settings", &["config"]),
    ("load", &["theme", "load"]),
    (
        "parse",
        &[
            "front_matter",
            "events",
            "raw_html",
            "references",
            "markdown",
            "prose",
            "parse",
            "address_book",
        ],
    ),
    ("model", &["glossary", "look_alikes", "site_map"]),
    (
        "link",
        &["matcher", "labels", "quotation", "autolink", "link"],
    ),
    (
        "views",
        &[
            "highlight",
            "math",
            "html",
            "interface",
            "citation",
            "structured_data",
            "neighbourhood",
            "pages",
            "templates",
            "search",
            "render",
        ],
    ),
    ("out", &["link_list", "publish"]),
    ("spine", &["pipeline"]),
    (
        "tools",
        &["scaffold", "check", "rename", "import", "schema", "serve"],
    ),
    ("commands", &["cli"]),
];

#[test]
fn the_architecture_names_every_room_and_file() {
    let text = fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap();
    for (row, rooms) in ROOMS {
        assert!(
            text.contains(&format!("| {row} |")),
            "ARCHITECTURE.md lacks the row {row}"
        );
        for room in *rooms {
            let file = format!("`{room}`");
            assert!(text.contains(&file), "ARCHITECTURE.md lacks {file}");
        }
    }
    for name in tree(&repository().join("src/text")).into_keys() {
        let Some(name) = name.strip_suffix(".rs") else {
            continue;
        };
        assert!(
            text.contains(&format!("`{name}`")),
            "ARCHITECTURE.md lacks text/{name}"
        );
    }
}

#[test]
fn no_module_uses_one_that_comes_after_it() {
    let source = repository().join("src");
    let order: Vec<&str> = ROOMS
        .iter()
        .flat_map(|(_, rooms)| rooms.iter().copied())
        .collect();
    let mut wrong = Vec::new();
    for (name, text) in tree(&source) {
        let text = String::from_utf8(text).unwrap();
        let module = name.trim_end_matches(".rs").split('/').next().unwrap();
        if matches!(module, "lib" | "main") {
            continue;
        }
        let rank = order.iter().position(|other| *other == module);
        let rank = rank.unwrap_or_else(|| panic!("{module} has no place in the order"));
        for (at, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for used in uses(code, &text) {
                let used_rank = order.iter().position(|other| *other == used.as_str());
                if *used != *module && used_rank.is_none_or(|used_rank| used_rank > rank) {
                    let name = name_in(repository(), &source.join(&name));
                    wrong.push(format!("{name}:{}: {module} uses {used}", at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The modules that a line names after `crate::`, also in a list `crate::{a, b}`.
fn uses(code: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        if rest.starts_with('{') {
            // a list may go on over the next lines: it is read from the whole text
            let from = text.find(code).unwrap_or(0);
            let list = text[from..].split("crate::{").nth(1).unwrap_or_default();
            let list = list.split(';').next().unwrap_or_default();
            let mut depth = 0;
            let mut word = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    c if depth == 0 && (c.is_alphanumeric() || c == '_') => word.push(c),
                    ',' | ':' if !word.is_empty() => found.push(std::mem::take(&mut word)),
                    _ => {}
                }
            }
            if !word.is_empty() {
                found.push(word);
            }
        } else {
            found.push(
                rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    .unwrap()
                    .to_owned(),
            );
        }
    }
    found.retain(|word| !word.is_empty() && word.chars().all(|c| c.is_lowercase() || c == '_'));
    found
}
