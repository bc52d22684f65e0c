//! Changes of a project's own files on a disk that fails: they are made, or the project is as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Output};

use headword::disk::Disk;
use headword::edits::Edits;

use crate::fault::{DISK, Fault, Plan};
use crate::project::write;
use crate::{in_parallel, plans};

/// The argument that makes this program change files, as a command does that imports many.
pub(crate) const MANY: &str = "change-many";

/// The folder that edits make for themselves.
const WORKSHOP: &str = ".headword.edit";

/// What is tried: the words of the command, and operations that the disk does not have.
struct Situation {
    name: &'static str,
    words: &'static [&'static str],
    unsupported: &'static [&'static str],
}

const SITUATIONS: &[Situation] = &[
    Situation {
        name: "many files made, replaced and removed",
        words: &[MANY],
        unsupported: &[],
    },
    Situation {
        name: "the same on a disk that cannot keep what is there",
        words: &[MANY],
        unsupported: &["rename_new"],
    },
];

/// What lies in a folder: files with their bytes, and folders.
type Tree = BTreeMap<String, Option<Vec<u8>>>;

/// Runs all situations. Says what was wrong.
pub(crate) fn all() -> Vec<String> {
    let mut problems = Vec::new();
    for situation in SITUATIONS {
        let (runs, found) = try_all(situation);
        println!(
            "disk: edits: {}: {runs} edits, {} problems",
            situation.name,
            found.len()
        );
        problems.extend(found);
    }
    problems
}

/// The edit of `MANY`, in the working folder: files in folders that there are and that there are not,
/// others changed, one gone, and one moved.
pub(crate) fn change_many(disk: &Disk) -> ExitCode {
    let root = Path::new(".");
    let mut edits = Edits::new(root);
    for number in 0..3 {
        let path = format!("content/new/deep/entry-{number}.md");
        edits.create(path, entry(&format!("Entry {number}")));
    }
    edits.create("content/beside.md", entry("Beside"));
    for name in ["patch", "token"] {
        edits.replace(
            format!("content/{name}.md"),
            entry(name),
            entry(&format!("{name} of an image")),
        );
    }
    edits.remove("content/gone.md", entry("gone"));
    edits.relocate(
        "content/moved.md",
        entry("moved"),
        "content/new/moved.md",
        entry("moved"),
    );
    match edits.apply(disk) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit_code()
        }
    }
}

fn entry(title: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n+++\n\nIts text.\n")
}

fn make_project(root: &Path) {
    write(root, "glossary.toml", "title = \"Test\"\n");
    for name in ["patch", "token", "gone", "moved"] {
        write(root, &format!("content/{name}.md"), entry(name));
    }
    write(
        root,
        "content/other.md",
        "+++\ntitle = \"Other\"\n+++\n\nA [[patch]], a [[Token]].\n",
    );
}

fn try_all(situation: &Situation) -> (usize, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    make_project(folder.path());
    let old = tree(folder.path());
    let count = Plan {
        at: usize::MAX,
        fault: Fault::Count,
        unsupported: situation.unsupported,
    };
    let made = run(folder.path(), situation.words, &count);
    assert!(made.status.success(), "{made:?}");
    let new = tree(folder.path());
    assert_ne!(old, new);
    let stderr = String::from_utf8(made.stderr).unwrap();
    let is_operation = |line: &&str| line.starts_with("operation ");
    let operations = stderr.lines().filter(is_operation).count();
    let plans = plans(1..=operations, situation.unsupported, false);
    let problems = in_parallel(&plans, |plan| try_one(situation, plan, &old, &new));
    (plans.len(), problems)
}

fn try_one(situation: &Situation, plan: &Plan<'_>, old: &Tree, new: &Tree) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    make_project(root);
    let made = run(root, situation.words, plan);
    let stderr = String::from_utf8_lossy(&made.stderr);
    if stderr.contains("panicked") {
        return Some(stderr.into_owned());
    }
    let told = |when: &str, found: &Tree| {
        let names: Vec<_> = found.keys().collect();
        Some(format!("{when}: {}, {names:?}\n{stderr}", made.status))
    };
    let found = tree(root);
    let is_kept = match made.status.code() {
        Some(0) => found == *new,
        Some(_) => found == *old,
        // whatever stands there, the next command puts it right
        None => true,
    };
    if !is_kept {
        return told("afterwards", &found);
    }
    let next = Command::new(env!("CARGO_BIN_EXE_headword"))
        .arg("links")
        .current_dir(root)
        .output()
        .unwrap();
    if !next.status.success() {
        let stderr = String::from_utf8_lossy(&next.stderr);
        return Some(format!("the next command failed: {stderr}"));
    }
    let found = tree(root);
    if found != *old && found != *new {
        return told("after the next command", &found);
    }
    let mut another = Edits::new(root);
    another.create("another", "");
    if let Err(failure) = another.apply(&Disk::default()) {
        return Some(format!("the next edit failed: {failure}"));
    }
    fs::remove_file(root.join("another")).unwrap();
    if root.join(WORKSHOP).exists() || tree(root) != found {
        return told("after the next edit", &tree(root));
    }
    None
}

/// Runs this program on the disk of the plan. One thread: the operations have an order then.
fn run(folder: &Path, words: &[&str], plan: &Plan<'_>) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args(words)
        .env(DISK, plan.to_string())
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(folder)
        .output()
        .unwrap()
}

/// All that is in a folder, but for the workshop.
fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{folder}{}", entry.file_name().to_str().unwrap());
            if name == WORKSHOP {
                continue;
            }
            if entry.file_type().unwrap().is_dir() {
                tree.insert(name.clone(), None);
                folders.push(format!("{name}/"));
            } else {
                tree.insert(name, Some(fs::read(entry.path()).unwrap()));
            }
        }
    }
    tree
}
