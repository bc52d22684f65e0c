//! Writes the seeds of each target, made of the repository's own glossary and of the cases in
//! `tests/`: `seeds FOLDER`, in the repository's root. A seed's name is a number and what it is of.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The end of a text in a seed for `site`: no byte of UTF-8.
const END: u8 = 0xff;

/// More entries than these `site` does not read.
const MOST_ENTRIES: usize = 5;

/// A project: its settings, and its entries by path.
#[derive(Default)]
struct Project {
    name: String,
    settings: String,
    entries: Vec<(String, String)>,
}

fn main() -> io::Result<()> {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    let folder = folder.expect("the folder to write to has to be named");
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
        seeds.push(("site", site(project)));
    }
    // the cases repeat themselves
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

/// The repository's glossary, some entries at a time, and all cases that have entries.
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
            entries: entries.to_vec(),
        })
        .collect();
    for path in files("tests/faults")?
        .into_iter()
        .chain(files("tests/specs")?)
    {
        if path.extension().is_some_and(|ending| ending == "txt") {
            projects.push(case(&path)?);
        }
    }
    projects.retain(|project| !project.entries.is_empty());
    Ok(projects)
}

/// All files below a folder, in order.
fn files(folder: impl AsRef<Path>) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => found.extend(files(path)?),
            false => found.push(path),
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
        entries: Vec::new(),
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
        } else if name.starts_with("content/") && name.ends_with(".md") {
            project.entries.push((name.to_owned(), text));
        }
    }
    Ok(project)
}

/// A seed for the targets that take a choice and a text.
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

/// What stands between each two marks.
fn between<'t>(text: &'t str, open: &'t str, close: &'t str) -> impl Iterator<Item = &'t str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(open)?;
        let (inner, after) = after.split_once(close)?;
        rest = after;
        Some(inner)
    })
}

/// A seed for `site`: its `Project`, as `arbitrary` reads one. Lines of TOML are its first kind of
/// setting and of field, a file's name as it is written its first kind of name.
fn site(project: &Project) -> Vec<u8> {
    const FIRST: [u8; 4] = [0; 4];
    const MORE: u8 = 1;
    const NO_MORE: u8 = 0;
    fn push_text(seed: &mut Vec<u8>, text: &str) {
        seed.extend(text.bytes());
        seed.push(END);
    }
    fn push_lines(seed: &mut Vec<u8>, toml: &str) {
        for line in toml.lines() {
            seed.push(MORE);
            seed.extend(FIRST);
            push_text(seed, line);
        }
        seed.push(NO_MORE);
    }
    let mut seed = vec![u8::from(project.name.contains("draft")), 0];
    push_lines(&mut seed, &project.settings);
    for (path, text) in project.entries.iter().take(MOST_ENTRIES) {
        let (front, body) = halves(text);
        seed.push(MORE);
        seed.extend(FIRST);
        push_text(&mut seed, path.trim_start_matches("content/"));
        push_text(&mut seed, "");
        push_lines(&mut seed, front);
        push_text(&mut seed, body);
    }
    seed.push(NO_MORE);
    seed
}
