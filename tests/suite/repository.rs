//! The glossary of this repository, built and checked page by page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::html::{Html, parse};
use crate::program::{self, difference, headword, read, repository, tree, updating, write};

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
    tree(&output)
}

fn pages(site: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Html> {
    site.iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, bytes)| (name.clone(), parse(std::str::from_utf8(bytes).unwrap())))
        .collect()
}

/// The words of each entry's body, by slug. The text of a reference replaces the reference.
fn bodies() -> BTreeMap<String, String> {
    tree(&repository().join("content"))
        .into_iter()
        .map(|(name, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            let body = text.splitn(3, "+++\n").nth(2).unwrap().trim();
            let body = body
                .split("[[")
                .map(|part| match part.split_once("]]") {
                    Some((name, rest)) => name.rsplit('|').next().unwrap().to_owned() + rest,
                    None => part.to_owned(),
                })
                .collect::<String>();
            (name.strip_suffix(".md").unwrap().to_owned(), body)
        })
        .collect()
}

#[test]
fn every_definition_is_on_its_page_word_for_word() {
    let pages = pages(&build(&[], "2"));
    let bodies = bodies();
    assert!(bodies.len() >= 43);
    for (slug, body) in bodies {
        let page = &pages[&format!("{slug}/index.html")];
        let [page, body] = [page.definition.trim(), &body].map(with_keyboard_marks);
        assert_eq!(page, body, "{slug}");
    }
}

/// A text with the quotation marks of a keyboard: a page has those of the language.
fn with_keyboard_marks(text: &str) -> String {
    text.replace(['“', '”'], "\"").replace(['‘', '’'], "'")
}

/// A reviewer has read the links between entries in `tests/links.txt`. An edit that adds or removes a link
/// changes this file.
#[test]
fn the_links_are_the_reviewed_ones() {
    let mut command = headword(repository());
    let made = read(
        &command
            .args(["links", "--without-places"])
            .output()
            .unwrap(),
    );
    let path = repository().join("tests/links.txt");
    if updating() {
        write(&path, made.stdout.as_bytes());
    }
    let reviewed = fs::read_to_string(&path).unwrap();
    let changes = difference(&reviewed, &made.stdout);
    assert!(made.stdout == reviewed, "{changes}");
}

#[test]
fn every_entry_is_in_the_index_under_a_letter() {
    let site = build(&[], "2");
    let index = &pages(&site)["index.html"];
    assert_eq!(index.index_terms, bodies().len());
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
fn pages_are_well_formed_without_inline_style_or_script() {
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

/// Links are relative, so that the site works at any address.
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

/// The site does not depend on the number of threads, the language, the time zone, the folder or the
/// permissions of new files.
#[cfg(unix)]
#[test]
fn the_same_input_gives_the_same_bytes() {
    let base = ["--base-url", "https://example.org/glossary/"];
    let site = build(&base, "1");
    assert!(site == build(&base, "2"));
    assert!(site == build(&base, "16"));
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("site");
    let elsewhere = headword(folder.path());
    let made = std::process::Command::new("sh")
        .args(["-c", "umask 077 && exec \"$0\" \"$@\""])
        .arg(elsewhere.get_program())
        .args(["build", "--root"])
        .arg(repository())
        .arg("--output")
        .arg(&output)
        .args(base)
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("LANG", "tr_TR.UTF-8")
        .env("TZ", "Pacific/Chatham")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    assert!(site == tree(&output));
}

/// The diagnostics of a project do not depend on the order in which threads find them.
#[test]
fn the_same_input_gives_the_same_diagnostics() {
    let folder = tempfile::tempdir().unwrap();
    program::write(&folder.path().join("glossary.toml"), b"title = \"T\"\n");
    for number in 0..60 {
        let text = format!(
            "+++\ntitle = \"Term {number}\"\nrelated = [\"Trm {number}\"]\n+++\n\n[[Tern {number}]] \
             [a](trem-{number}.md) ![b](x{number}.png) <b>x</b>\n"
        );
        let path = format!("content/term-{number}.md");
        program::write(&folder.path().join(path), text.as_bytes());
    }
    let build = |threads: &str| {
        let made = headword(folder.path())
            .arg("build")
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        read(&made)
    };
    let first = build("1");
    assert!(
        first
            .stderr
            .ends_with("error: nothing was published: 240 errors and 60 warnings\n")
    );
    for threads in ["2", "7", "16"] {
        assert!(
            build(threads) == first,
            "the results with {threads} threads differ"
        );
    }
}

#[test]
fn see_also_holds_in_both_directions() {
    let pages = pages(&build(&[], "2"));
    // only `q-former` names the other entry
    let text = fs::read_to_string(repository().join("content/adapter-layer.md")).unwrap();
    assert!(!text.contains("Q-Former"));
    let has =
        |page: &str, address: &str| pages[page].addresses.iter().any(|other| other == address);
    assert!(has("q-former/index.html", "../adapter-layer/"));
    assert!(has("adapter-layer/index.html", "../q-former/"));
}

/// The program contains all files of the default theme, which are in `templates/` and `static/`.
#[test]
fn the_program_contains_the_theme_of_the_repository() {
    let list = fs::read_to_string(repository().join("src/project/theme.rs")).unwrap();
    for folder in ["templates", "static"] {
        for name in tree(&repository().join(folder)).into_keys() {
            let line = format!("\"../../{folder}/{name}\"");
            assert!(list.contains(&line), "theme.rs lacks {folder}/{name}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    for part in ["content", "pages"] {
        copy(&repository().join(part), &folder.path().join(part));
    }
    for file in ["glossary.toml", "addresses.toml"] {
        copy(&repository().join(file), &folder.path().join(file));
    }
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
