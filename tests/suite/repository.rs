//! The repository's own glossary, built and read as its readers get it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use html5gum::{Token, Tokenizer};

use crate::program::{headword, read, repository, tree};

/// One page, as far as links, ids and text go.
#[derive(Default)]
struct Html {
    /// Addresses in `href` and `src`.
    addresses: Vec<String>,
    ids: Vec<String>,
    /// The text in `.definition`.
    definition: String,
    /// Elements and attributes that no page may have.
    forbidden: Vec<String>,
    errors: Vec<String>,
    /// How many `a.term` there are in sections with an id, and which ids those have.
    index_terms: usize,
    index_sections: Vec<String>,
}

const VOID: &[&str] = &["meta", "link", "br", "hr", "img", "input"];

fn parse(text: &str) -> Html {
    let mut html = Html::default();
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut section = 0;
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8(tag.name.0.clone()).unwrap();
                let attribute = |key: &str| {
                    tag.attributes
                        .get(key.as_bytes())
                        .map(|value| String::from_utf8(value.0.clone()).unwrap())
                };
                for key in ["href", "src"] {
                    html.addresses.extend(attribute(key));
                }
                html.ids.extend(attribute("id"));
                if attribute("style").is_some() || matches!(name.as_str(), "style" | "script") {
                    html.forbidden.push(name.clone());
                }
                let classes = attribute("class").unwrap_or_default();
                let has = |class: &str| classes.split_whitespace().any(|other| other == class);
                if name == "section"
                    && let Some(id) = attribute("id")
                {
                    section = open.len() + 1;
                    html.index_sections.push(id);
                }
                if name == "a" && has("term") && section > 0 {
                    html.index_terms += 1;
                }
                if !VOID.contains(&name.as_str()) && !tag.self_closing {
                    open.push((name, has("definition")));
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8(tag.name.0.clone()).unwrap();
                match open.pop() {
                    Some((top, _)) if top == name => {}
                    other => html.errors.push(format!("{other:?} closed by {name}")),
                }
                if open.len() < section {
                    section = 0;
                }
            }
            Token::String(text) if open.iter().any(|(_, definition)| *definition) => {
                html.definition
                    .push_str(std::str::from_utf8(&text.0).unwrap());
            }
            Token::Error(error) => html.errors.push(format!("{error:?}")),
            _ => {}
        }
    }
    html.errors
        .extend(open.iter().map(|(name, _)| format!("{name} is not closed")));
    html
}

fn build(arguments: &[&str], threads: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("site");
    let made = headword(repository())
        .args(["build", "--strict", "--output"])
        .arg(&output)
        .args(arguments)
        .env("RAYON_NUM_THREADS", threads)
        .output()
        .unwrap();
    let made = read(&made);
    assert_eq!((made.exit, made.stderr.as_str()), (0, ""));
    assert!(
        made.stdout
            .starts_with("built 43 entries into 55 pages in "),
        "{}",
        made.stdout
    );
    tree(&output)
}

fn pages(site: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Html> {
    site.iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, bytes)| (name.clone(), parse(std::str::from_utf8(bytes).unwrap())))
        .collect()
}

/// The bodies of the entries, by slug.
fn bodies() -> BTreeMap<String, String> {
    tree(&repository().join("content"))
        .into_iter()
        .map(|(name, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            let body = text.splitn(3, "+++\n").nth(2).unwrap().trim().to_owned();
            (name.strip_suffix(".md").unwrap().to_owned(), body)
        })
        .collect()
}

#[test]
fn every_definition_is_on_its_page_word_for_word() {
    let pages = pages(&build(&[], "2"));
    let bodies = bodies();
    assert_eq!(bodies.len(), 43);
    for (slug, body) in bodies {
        let page = &pages[&format!("{slug}/index.html")];
        assert_eq!(page.definition.trim(), body, "{slug}");
    }
}

#[test]
fn every_entry_stands_in_the_index_under_a_letter() {
    let site = build(&[], "2");
    let index = &pages(&site)["index.html"];
    assert_eq!(index.index_terms, 43);
    let unique: BTreeSet<_> = index.index_sections.iter().collect();
    assert_eq!(unique.len(), index.index_sections.len());
    for slug in bodies().keys() {
        let address = format!("./{slug}/");
        assert!(
            index.addresses.contains(&address),
            "{slug} is not in the index"
        );
    }
}

#[test]
fn pages_are_well_formed_and_hold_no_style_or_script() {
    for (name, page) in pages(&build(&[], "2")) {
        assert_eq!(page.errors, [] as [&str; 0], "{name}");
        assert_eq!(page.forbidden, [] as [&str; 0], "{name}");
        let unique: BTreeSet<_> = page.ids.iter().collect();
        assert_eq!(
            unique.len(),
            page.ids.len(),
            "{name} has an id twice: {:?}",
            page.ids
        );
    }
}

/// Relative and whole: the site works below any path.
#[test]
fn every_link_leads_to_a_file_and_an_id_of_the_site() {
    let site = build(&[], "2");
    let pages = pages(&site);
    let mut checked = 0;
    for (name, page) in &pages {
        for address in &page.addresses {
            if address.starts_with("https://") {
                continue;
            }
            checked += 1;
            let (path, fragment) = match address.split_once('#') {
                Some((path, fragment)) => (path, Some(fragment)),
                None => (address.as_str(), None),
            };
            let target = if path.is_empty() {
                name.clone()
            } else if name == "404.html" {
                assert!(path.starts_with('/'), "{name}: {address} is relative");
                file_of(path.trim_start_matches('/'))
            } else {
                assert!(!path.starts_with('/'), "{name}: {address} is not relative");
                resolve(name, path)
            };
            assert!(
                site.contains_key(&target),
                "{name}: {address} leads to no file"
            );
            if let Some(fragment) = fragment {
                let ids = &pages[&target].ids;
                assert!(
                    ids.iter().any(|id| id == fragment),
                    "{name}: {address} leads to no id"
                );
            }
        }
    }
    assert!(checked > 500, "only {checked} links found");
}

fn resolve(page: &str, path: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop().expect("the link stays in the site");
            }
            "." => {}
            part => parts.push(part),
        }
    }
    file_of(&parts.join("/"))
}

fn file_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_with_1_thread_and_with_16() {
    let base = ["--base-url", "https://example.org/glossary/"];
    assert!(build(&base, "1") == build(&base, "16"));
}

#[test]
fn see_also_holds_in_both_directions() {
    let pages = pages(&build(&[], "2"));
    // `q-former` names `adapter-layer`, and not the other way round
    let text = fs::read_to_string(repository().join("content/adapter-layer.md")).unwrap();
    assert!(!text.contains("Q-Former"));
    let has =
        |page: &str, address: &str| pages[page].addresses.iter().any(|other| other == address);
    assert!(has("q-former/index.html", "../adapter-layer/"));
    assert!(has("adapter-layer/index.html", "../q-former/"));
}

/// The folders `templates/` and `static/` are the default theme: all of it is in the program.
#[test]
fn the_theme_in_the_program_is_the_one_in_the_repository() {
    let list = fs::read_to_string(repository().join("src/theme.rs")).unwrap();
    for folder in ["templates", "static"] {
        for name in tree(&repository().join(folder)).into_keys() {
            let line = format!("\"../{folder}/{name}\"");
            assert!(list.contains(&line), "theme.rs lacks {folder}/{name}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    copy(
        &repository().join("content"),
        &folder.path().join("content"),
    );
    copy(
        &repository().join("glossary.toml"),
        &folder.path().join("glossary.toml"),
    );
    let made = headword(folder.path()).arg("build").output().unwrap();
    assert_eq!(read(&made).exit, 0);
    let with_theme = tree(&folder.path().join("public"));
    assert!(
        with_theme == build(&[], "2"),
        "the built-in theme makes another site"
    );
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for (name, bytes) in tree(from) {
            fs::write(to.join(name), bytes).unwrap();
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}
