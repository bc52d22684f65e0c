//! Changes of a project's own files on a disk that fails: all of them are made, or none.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use headword::disk::Disk;
use headword::disk::edits::Edits;

use crate::fault::{Fault, Plan};
use crate::project::write;
use crate::{in_parallel, plans};

/// The argument that makes this program change many files, as an import does.
pub(crate) const MANY: &str = "change-many";

/// The folder for unfinished changes.
const WORKSHOP: &str = ".headword.edit";

/// A command to try, and operations that the disk does not have.
struct Situation {
    name: &'static str,
    words: &'static [&'static str],
    unsupported: &'static [&'static str],
}

const SITUATIONS: &[Situation] = &[
    Situation {
        name: "an entry renamed",
        words: &["rename", "patch", "Piece of an Image"],
        unsupported: &[],
    },
    Situation {
        name: "a table imported again",
        words: &["import", "terms.csv", "--update"],
        unsupported: &[],
    },
    Situation {
        name: "many files made, replaced and removed",
        words: &[MANY],
        unsupported: &[],
    },
    Situation {
        name: "the same on a disk that cannot rename without overwriting",
        words: &[MANY],
        unsupported: &["rename_new"],
    },
];

/// The content of a folder: files with their bytes, and folders.
type Tree = BTreeMap<String, Option<Vec<u8>>>;

/// Runs all situations. Returns the problems.
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
    let refused = refusals();
    println!(
        "disk: edits: refused and at once: {} problems",
        refused.len()
    );
    problems.extend(refused);
    problems.extend(at_once());
    problems
}

/// A change is refused if its path is not a file of the project, or if the file changed meanwhile. Then no
/// file changes.
fn refusals() -> Vec<String> {
    type Edit = fn(&mut Edits);
    let cases: &[(&str, Edit)] = &[
        ("content/patch.md already exists", |edits| {
            edits.create("content/new/x.md", "x");
            edits.create("content/patch.md", "x");
        }),
        (
            "content/patch.md was changed meanwhile: try again",
            |edits| {
                edits.create("content/new/x.md", "x");
                edits.replace("content/patch.md", "other", "x");
            },
        ),
        (
            "content/none.md was changed meanwhile: try again",
            |edits| {
                edits.remove("content/none.md", "x");
            },
        ),
        ("content/patch.md would be changed twice", |edits| {
            edits.replace("content/patch.md", entry("patch"), "x");
            edits.remove("content/patch.md", entry("patch"));
        }),
        ("../x is not a file of the project", |edits| {
            edits.create("../x", "x");
        }),
        ("/x is not a file of the project", |edits| {
            edits.create("/x", "x");
        }),
        (
            "content/patch.md is a link or a file: replace it with a folder",
            |edits| {
                edits.create("content/patch.md/x.md", "x");
            },
        ),
        #[cfg(unix)]
        (
            "linked is a link or a file: replace it with a folder",
            |edits| {
                edits.create("linked/x.md", "x");
            },
        ),
        #[cfg(unix)]
        (
            "content/link.md is a link or a folder: replace it with a file",
            |edits| {
                edits.replace("content/link.md", entry("patch"), "x");
            },
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    make_project(root);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        symlink("content", root.join("linked")).unwrap();
        symlink("patch.md", root.join("content/link.md")).unwrap();
        let mode = fs::Permissions::from_mode(0o640);
        fs::set_permissions(root.join("content/token.md"), mode).unwrap();
    }
    let old = tree(root);
    let mut problems = Vec::new();
    for (message, edit) in cases {
        let mut edits = Edits::new(root);
        edit(&mut edits);
        let result = edits
            .apply(&Disk::default())
            .map_err(|failure| failure.to_string());
        if result.as_ref().err().map(String::as_str) != Some(message) || tree(root) != old {
            problems.push(format!("{message}: {result:?}"));
        }
    }
    // a changed or moved file keeps its permissions
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mut edits = Edits::new(root);
        edits.relocate(
            "content/token.md",
            entry("token"),
            "content/moved-token.md",
            "x",
        );
        edits.apply(&Disk::default()).unwrap();
        let mut edits = Edits::new(root);
        edits.replace("content/moved-token.md", "x", "y");
        edits.apply(&Disk::default()).unwrap();
        let found = fs::metadata(root.join("content/moved-token.md")).unwrap();
        if found.permissions().mode() & 0o777 != 0o640 {
            problems.push("a file has lost its permissions".to_owned());
        }
    }
    // another folder with this name is not used
    write(root, ".headword.edit/notes", "somebody's");
    let mut edits = Edits::new(root);
    edits.create("x", "x");
    let result = edits.apply(&Disk::default());
    if result.is_ok() || !root.join(".headword.edit/notes").exists() || root.join("x").exists() {
        problems.push("another folder was used".to_owned());
    }
    // a new project has no folder before, and none afterwards if it cannot be made
    let mut edits = Edits::new(&root.join("a/b"));
    edits.create("glossary.toml", "title = \"New\"\n");
    edits.create("../x", "x");
    if edits.apply(&Disk::default()).is_ok() || root.join("a").exists() {
        problems.push("there is a folder for a project that was not made".to_owned());
    }
    problems
}

/// Many edits of one project at once wait for each other.
fn at_once() -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    make_project(root);
    std::thread::scope(|scope| {
        let edits = (0..8).map(|number| {
            scope.spawn(move || {
                (0..4).all(|part| {
                    let mut edits = Edits::new(root);
                    edits.create(format!("content/{number}/{part}.md"), entry("x"));
                    edits.apply(&Disk::default()).is_ok()
                })
            })
        });
        let edits: Vec<_> = edits.collect();
        let all_made = edits.into_iter().all(|edit| edit.join().unwrap());
        if all_made && !root.join(WORKSHOP).exists() {
            Vec::new()
        } else {
            vec!["edits at once disturbed each other".to_owned()]
        }
    })
}

/// The edit of `MANY`, in the working folder: new files in existing and in new folders, changed files, a
/// removed one, and a moved one.
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
        "+++\ntitle = \"Other\"\nrelated = \"token\"\n+++\n\nA [[patch]], a [[Token]].\n",
    );
    write(
        root,
        "addresses.toml",
        "published = [\"patch\", \"tile\"]\n[retired]\ntile = \"patch\"\n",
    );
    // as an import wrote it, before the table was changed
    write(
        root,
        "content/pan.md",
        "+++\ntitle = \"Pan\"\n+++\n\nA vessel.\n",
    );
    write(
        root,
        "imports.toml",
        "[[sources]]\npath = \"terms.csv\"\n\n[sources.records]\n\"Pan\" = { file = \"content/pan.md\", \
         sums = { body = \"704a78770105\", title = \"8a6c5290bf52\" } }\n",
    );
    write(
        root,
        "terms.csv",
        "Term,Definition\nPan,A flat vessel.\nPot,A deep vessel.\n",
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
    let made = count.run(folder.path(), situation.words);
    assert!(made.status.success(), "{made:?}");
    let new = tree(folder.path());
    assert_ne!(old, new);
    let stderr = String::from_utf8(made.stderr).unwrap();
    let is_operation = |line: &&str| line.starts_with("operation ");
    let operations = stderr.lines().filter(is_operation).count();
    let all = std::env::var_os("HEADWORD_ALL_FAULTS").is_some();
    let plans = plans(1..=operations, situation.unsupported, all);
    let problems = in_parallel(&plans, |plan| try_one(situation, plan, &old, &new));
    (plans.len(), problems)
}

fn try_one(situation: &Situation, plan: &Plan<'_>, old: &Tree, new: &Tree) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    make_project(root);
    let made = plan.run(root, situation.words);
    let stderr = String::from_utf8_lossy(&made.stderr);
    if stderr.contains("panicked") {
        return Some(stderr.into_owned());
    }
    let report = |when: &str, found: &Tree| {
        let names: Vec<_> = found.keys().collect();
        Some(format!("{when}: {}, {names:?}\n{stderr}", made.status))
    };
    let found = tree(root);
    let is_kept = match made.status.code() {
        Some(0) => found == *new,
        Some(code) => found == *old && plan.fault.may_end_with(code),
        // the next command corrects any state
        None => true,
    };
    if !is_kept {
        return report("afterwards", &found);
    }
    let next = Command::new(env!("CARGO_BIN_EXE_headword"))
        .args(["rename", "--undo"])
        .current_dir(root)
        .output()
        .unwrap();
    if !next.status.success() {
        let stderr = String::from_utf8_lossy(&next.stderr);
        return Some(format!("the next command failed: {stderr}"));
    }
    let found = tree(root);
    if found != *old && found != *new {
        return report("after the next command", &found);
    }
    let mut another = Edits::new(root);
    another.create("another", "");
    if let Err(failure) = another.apply(&Disk::default()) {
        return Some(format!("the next edit failed: {failure}"));
    }
    fs::remove_file(root.join("another")).unwrap();
    if root.join(WORKSHOP).exists() || tree(root) != found {
        return report("after the next edit", &tree(root));
    }
    None
}

/// The content of a folder, except the folder for unfinished changes.
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
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                tree.insert(name.clone(), None);
                folders.push(format!("{name}/"));
            } else if kind.is_file() {
                tree.insert(name, Some(fs::read(entry.path()).unwrap()));
            }
        }
    }
    tree
}
