//! Links in the pages of another site, on a disk that fails: each file is the old one or the new one, and the next run
//! finishes the work.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::fault::{Fault, Plan, in_order};
use crate::project::write;
use crate::{in_parallel, plans};

/// A run to try, with the runs before it.
struct Situation {
    name: &'static str,
    before: &'static [&'static [&'static str]],
    words: &'static [&'static str],
}

const ADD: &[&str] = &["annotate", "site", "--glossary", ".", "--to", "/g/"];

const SITUATIONS: &[Situation] = &[
    Situation {
        name: "links added",
        before: &[],
        words: ADD,
    },
    Situation {
        name: "links replaced",
        before: &[&["annotate", "site", "--glossary", ".", "--to", "/old/"]],
        words: ADD,
    },
    Situation {
        name: "links taken out",
        before: &[ADD],
        words: &["annotate", "site", "--remove"],
    },
    Situation {
        name: "a copy",
        before: &[],
        words: &[
            "annotate",
            "site",
            "--glossary",
            ".",
            "--to",
            "/g/",
            "--output",
            "copy",
        ],
    },
];

/// The files below a folder.
type Tree = BTreeMap<String, Vec<u8>>;

/// Runs all situations. Returns the problems.
pub(crate) fn all() -> Vec<String> {
    let mut problems = Vec::new();
    for situation in SITUATIONS {
        let (runs, found) = try_all(situation);
        println!(
            "disk: annotate: {}: {runs} runs, {} problems",
            situation.name,
            found.len()
        );
        problems.extend(found);
    }
    problems
}

fn make_site(root: &Path, situation: &Situation) {
    write(root, "glossary.toml", "title = \"Test\"\n");
    let entry = "+++\ntitle = \"Gearbox\"\n+++\n\nWheels.\n";
    write(root, "content/gearbox.md", entry);
    for name in ["index", "a/index", "a/b"] {
        let page = "<html><head></head><main><p>A gearbox.</p></main></html>";
        write(root, &format!("site/{name}.html"), page);
    }
    write(root, "site/a/logo.svg", "<svg/>");
    // what a stopped run left
    write(root, "site/a/b.html.headword-new", "half");
    for words in situation.before {
        let made = run(root, words);
        assert!(made.status.success(), "{made:?}");
    }
}

fn try_all(situation: &Situation) -> (usize, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    make_site(folder.path(), situation);
    let old = tree(folder.path());
    let count = Plan {
        at: usize::MAX,
        fault: Fault::Count,
        unsupported: &[],
    };
    let made = count.run(folder.path(), situation.words);
    assert!(made.status.success(), "{made:?}");
    let new = tree(folder.path());
    assert_ne!(old, new);
    let stderr = String::from_utf8(made.stderr).unwrap();
    let lines = stderr.lines();
    let operations = lines.filter(|line| line.starts_with("operation ")).count();
    assert!(operations > 15, "{stderr}");
    let all = std::env::var_os("HEADWORD_ALL_FAULTS").is_some();
    let plans = plans(1..=operations, &[], all);
    let problems = in_parallel(&plans, |plan| try_one(situation, plan, &old, &new));
    (plans.len(), problems)
}

fn try_one(situation: &Situation, plan: &Plan<'_>, old: &Tree, new: &Tree) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    make_site(root, situation);
    let made = plan.run(root, situation.words);
    let stderr = String::from_utf8_lossy(&made.stderr);
    if stderr.contains("panicked") {
        return Some(stderr.into_owned());
    }
    let found = tree(root);
    let names = || found.keys().cloned().collect::<Vec<_>>().join(" ");
    match made.status.code() {
        Some(0) if found != *new => return Some(format!("success, and {}", names())),
        Some(0) => return None,
        Some(code) if !plan.fault.may_end_with(code) => {
            return Some(format!("{}\n{stderr}", made.status));
        }
        _ => {}
    }
    // a file that is being written has another name than any file of the site
    for (name, bytes) in &found {
        let is_whole = old.get(name) == Some(bytes) || new.get(name) == Some(bytes);
        if !is_whole && !name.contains(".headword-new") {
            return Some(format!(
                "{}: {name} is neither old nor new\n{stderr}",
                made.status
            ));
        }
    }
    let lost = old
        .keys()
        .find(|name| new.contains_key(*name) && !found.contains_key(*name));
    if let Some(lost) = lost {
        return Some(format!("{}: {lost} is lost\n{stderr}", made.status));
    }
    // a copy may be complete already
    let is_done = found.keys().any(|name| name.starts_with("copy/"));
    if !is_done {
        let again = run(root, situation.words);
        if !again.status.success() {
            let stderr = String::from_utf8_lossy(&again.stderr);
            return Some(format!("the next run failed: {stderr}"));
        }
    }
    let found = tree(root);
    let names = found.keys().cloned().collect::<Vec<_>>().join(" ");
    (found != *new).then(|| format!("after the next run: {names}"))
}

/// Runs the real program.
fn run(folder: &Path, words: &[&str]) -> Output {
    in_order(Command::new(env!("CARGO_BIN_EXE_headword")), folder, words)
}

fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{folder}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                folders.push(format!("{name}/"));
            } else {
                tree.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    tree
}
