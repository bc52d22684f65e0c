//! Writes the seeds of each target into a folder: `seeds FOLDER`, in the repository's root. The seeds come
//! from the glossary of the repository and from the cases in `tests/`. Their names are `seed-` and a number.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The end of a text in a seed for `site`: a byte that is never in UTF-8.
const END: u8 = 0xff;

/// The largest number of entries that `site` reads.
const MAX_ENTRIES: usize = 5;

/// The languages in `targets/site.rs`. A seed has the index of a language, a setting or a key in these lists.
const LANGUAGES: &[&str] = &[
    "en",
    "de",
    "zh",
    "zh-Hant",
    "ja",
    "th",
    "ko",
    "ar",
    "tr",
    "fr",
    "sv",
    "hu",
    "ru",
    "hi",
    "pt-BR",
    "und",
    "x-private",
];
const SETTINGS: &[&str] = &[
    "title",
    "description",
    "language",
    "language_tag",
    "base_url",
    "author",
    "licence",
    "navigation",
    "edit_url",
    "report_url",
    "letter_pages",
    "accent",
    "math",
    "mentions",
    "quotations",
    "exclude",
];
const FIELDS: &[&str] = &[
    "abbreviations",
    "synonyms",
    "variants",
    "hidden",
    "avoid",
    "sense",
    "gloss",
    "tags",
    "related",
    "broader",
    "sort_as",
    "link",
    "case",
    "redirect_from",
    "sources",
    "updated",
    "draft",
    "replaced_by",
    "extra",
];

/// A project: its settings, and its entries by path.
#[derive(Default)]
struct Project {
    name: String,
    settings: String,
    addresses: Option<String>,
    entries: Vec<(String, String)>,
    /// Other files of a case: the sources of imports.
    others: Vec<(String, String)>,
}

fn main() -> io::Result<()> {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    let folder = folder.expect("the first argument is the folder to write to");
    let projects = projects()?;
    let mut seeds: Vec<(&str, Vec<u8>)> = Vec::new();
    for project in &projects {
        for (_, text) in &project.entries {
            seeds.push(("front_matter", chosen(b'0', text)));
            let (front, body) = halves(text);
            seeds.push(("front_matter", chosen(b'1', front)));
            for math in [b'0', b'1'] {
                seeds.push(("markdown", chosen(math, body)));
            }
            let strings = between(front, "\"", "\"");
            seeds.extend(strings.map(|name| ("slug", name.as_bytes().to_vec())));
            for (open, close) in [("[[", "]]"), ("](", ")"), ("<", ">"), ("\"", "\"")] {
                let found = between(text, open, close);
                seeds.extend(found.map(|text| ("reference", text.as_bytes().to_vec())));
            }
            let headings = body.lines().filter(|line| line.starts_with('#'));
            seeds.extend(headings.map(|line| ("slug", line.as_bytes().to_vec())));
        }
        let book = project.addresses.iter();
        seeds.extend(book.map(|text| ("address_book", text.clone().into_bytes())));
        if !project.entries.is_empty() {
            seeds.push(("site", site(project)));
            seeds.push(("search", search(project)));
        }
        for (name, text) in &project.others {
            // the numbers of the target `import`
            let formats = [
                (".csv", 0),
                (".tsv", 1),
                (".md", 2),
                (".rst", 3),
                (".yaml", 7),
                (".yml", 7),
                (".json", 8),
                (".toml", 9),
                (".tbx", 10),
                (".ttl", 11),
                (".rdf", 11),
                (".nt", 11),
                (".jsonld", 11),
                (".html", 12),
                (".adoc", 13),
            ];
            let format = formats.iter().find(|(ending, _)| name.ends_with(ending));
            seeds.extend(format.map(|(_, format)| ("import", chosen(*format, text))));
        }
    }
    // without duplicates: many cases are similar
    let seeds: BTreeSet<_> = seeds.into_iter().collect();
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (target, bytes) in seeds {
        match counts.last_mut() {
            Some((last, count)) if *last == target => *count += 1,
            _ => {
                fs::create_dir_all(folder.join(target))?;
                counts.push((target, 1));
            }
        }
        let number = counts.last().map_or(0, |(_, count)| *count);
        fs::write(folder.join(target).join(format!("seed-{number:04}")), bytes)?;
    }
    let counts: Vec<_> = counts
        .iter()
        .map(|(target, count)| format!("{target} {count}"))
        .collect();
    println!(
        "seeds from {} projects: {}",
        projects.len(),
        counts.join(", ")
    );
    Ok(())
}

/// The entries of the repository's glossary, three in each project, and all cases with entries.
fn projects() -> io::Result<Vec<Project>> {
    let mut own = Vec::new();
    for path in files("content")? {
        let text = fs::read_to_string(&path)?;
        own.push((path.to_string_lossy().into_owned(), text));
    }
    let settings = fs::read_to_string("glossary.toml")?;
    let mut projects: Vec<_> = own
        .chunks(3)
        .map(|entries| Project {
            name: "content".to_owned(),
            settings: settings.clone(),
            addresses: fs::read_to_string("addresses.toml").ok(),
            entries: entries.to_vec(),
            others: Vec::new(),
        })
        .collect();
    let cases = ["tests/faults", "tests/specs", "tests/hostile"];
    let cases: Vec<_> = cases.into_iter().map(files).collect::<io::Result<_>>()?;
    for path in cases.into_iter().flatten() {
        if path.extension().is_some_and(|ending| ending == "txt") {
            projects.push(case(&path)?);
        }
    }
    projects.retain(|project| !project.entries.is_empty() || !project.others.is_empty());
    Ok(projects)
}

/// All files below a folder, in order.
fn files(folder: impl AsRef<Path>) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The project of a case, as `tests/suite/case.rs` reads it.
fn case(path: &Path) -> io::Result<Project> {
    let mut project = Project {
        name: path.to_string_lossy().into_owned(),
        settings: "title = \"Test\"\n".to_owned(),
        ..Project::default()
    };
    let text = fs::read_to_string(path)?;
    let mut sections: Vec<(&str, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let name = line.trim_end().strip_prefix("-- ");
        match (
            name.and_then(|rest| rest.strip_suffix(" --")),
            sections.last_mut(),
        ) {
            (Some(name), _) => sections.push((name, String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    for (name, text) in sections {
        if name == "glossary.toml" {
            project.settings = text;
        } else if name == "addresses.toml" {
            project.addresses = Some(text);
        } else if name.starts_with("content/") && name.ends_with(".md") {
            project.entries.push((name.to_owned(), text));
        } else {
            project.others.push((name.to_owned(), text));
        }
    }
    Ok(project)
}

/// A seed for the targets that read a choice and a text.
fn chosen(choice: u8, text: &str) -> Vec<u8> {
    [&[choice], text.as_bytes()].concat()
}

/// Front matter without its fences, and the body.
fn halves(text: &str) -> (&str, &str) {
    let inner = text.strip_prefix("+++\n");
    inner
        .and_then(|inner| inner.split_once("+++\n"))
        .unwrap_or(("", text))
}

/// The texts between each `open` and the next `close`.
fn between<'t>(text: &'t str, open: &'t str, close: &'t str) -> impl Iterator<Item = &'t str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(open)?;
        let (inner, after) = after.split_once(close)?;
        rest = after;
        Some(inner)
    })
}

/// A seed for `search`: the title, a second name and the text of each entry, with an empty line between them.
fn search(project: &Project) -> Vec<u8> {
    let entries = project.entries.iter().map(|(_, text)| {
        let (front, body) = halves(text);
        let names = ["abbreviations", "synonyms", "variants"];
        let name = lines(front).into_iter().find(|(key, _)| names.contains(key));
        let body = body.replace("\n\n", "\n");
        format!("{}\n{}\n{}", title(text), name.map_or("", |(_, name)| name), body.trim())
    });
    entries.collect::<Vec<_>>().join("\n\n").into_bytes()
}

/// A seed for `site`: its `Project`, in the form that `arbitrary` reads, with all keys that the target has.
fn site(project: &Project) -> Vec<u8> {
    let entries = &project.entries[..project.entries.len().min(MAX_ENTRIES)];
    let titles: Vec<&str> = entries.iter().map(|(_, text)| title(text)).collect();
    let mut seed = vec![u8::from(project.name.contains("draft")), 0];
    for (key, value) in lines(&project.settings) {
        push_line(&mut seed, SETTINGS, key, value);
    }
    seed.push(NO_MORE);
    for (index, (path, text)) in entries.iter().enumerate() {
        let (front, body) = halves(text);
        seed.push(MORE);
        push_text(
            &mut seed,
            path.trim_start_matches("content/").trim_end_matches(".md"),
        );
        push_text(&mut seed, titles[index]);
        for (key, value) in lines(front) {
            let place = titles.iter().position(|title| *title == value);
            match (key, place) {
                ("related" | "broader" | "replaced_by", Some(place)) if place != index => {
                    let step = (place + entries.len() - index) % entries.len();
                    push_line(&mut seed, FIELDS, key, &(step - 1).to_string());
                }
                _ => push_line(&mut seed, FIELDS, key, value),
            }
        }
        seed.push(NO_MORE);
        let mut body = body.to_owned();
        for (number, title) in titles.iter().enumerate() {
            body = body.replace(&format!("[[{title}"), &format!("[[{number}"));
        }
        push_text(&mut seed, &body);
    }
    seed.push(NO_MORE);
    seed
}

const MORE: u8 = 1;
const NO_MORE: u8 = 0;

fn push_text(seed: &mut Vec<u8>, text: &str) {
    seed.extend(text.bytes());
    seed.push(END);
}

/// Adds a key and its value, if the list has the key. The first byte chooses a value that is not a text.
fn push_line(seed: &mut Vec<u8>, list: &[&str], key: &str, value: &str) {
    let language = LANGUAGES.iter().position(|language| *language == value);
    let chosen = |index: usize, of: usize| (b' '..).find(|byte| usize::from(*byte) % of == index);
    let (key, value) = match (key, value) {
        ("language", _) => match language.and_then(|index| chosen(index, LANGUAGES.len())) {
            Some(byte) => ("language", char::from(byte).to_string()),
            None => ("language_tag", value.to_owned()),
        },
        (_, "true" | "section" | "exact" | "explicit") => (key, "1".to_owned()),
        (_, "false" | "first" | "smart" | "auto") => (key, "0".to_owned()),
        (_, "all" | "any") => (key, "2".to_owned()),
        _ => (key, value.to_owned()),
    };
    let number = list.iter().position(|other| *other == key);
    if let Some(number) = number.and_then(|number| u8::try_from(number).ok()) {
        seed.extend([MORE, number]);
        push_text(seed, &value);
        push_text(seed, "");
    }
}

/// The keys of simple TOML with their values. A key with a list is there once for each item.
fn lines(toml: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for line in toml.lines() {
        let Some((key, value)) = line.split_once(" = ") else {
            continue;
        };
        let key = key.trim();
        let key = key.strip_prefix("linking.").unwrap_or(key);
        if value.contains('"') {
            found.extend(between(value, "\"", "\"").map(|value| (key, value)));
        } else {
            found.push((key, value));
        }
    }
    found
}

/// The title in an entry's file.
fn title(text: &str) -> &str {
    let (front, _) = halves(text);
    let title = lines(front).into_iter().find(|(key, _)| *key == "title");
    title.map_or("", |(_, title)| title)
}
