//! Builds on a disk that fails: at each file operation of a build, with several errors, or with the end of
//! the process.
//!
//! If `DISK` is set, this program is Headword on a disk with the plan in `DISK`. Otherwise it is the test,
//! which runs itself. The test also kills the real program, runs several builds at once, and uses full disks.
//!
//! `cargo test --test disk edits` runs only the tests with that word in their names. `HEADWORD_ALL_FAULTS=1`
//! tries every error at every operation, instead of one error at each. `HEADWORD_KILLS=1000` and
//! `HEADWORD_ENTRIES=2000` kill more builds, of a larger glossary.

// a panic makes the test fail; the test reads the disk without the room `disk`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods
)]

mod annotate;
mod edits;
mod fault;
mod mounts;
mod processes;
mod project;

use std::ops::RangeInclusive;
use std::path::Path;
use std::process::{Command, ExitCode, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use fault::{DISK, Fault, Plan};
use project::{Files, Project};

/// A kind of build to try.
struct Scenario {
    name: &'static str,
    /// Whether the output contains an older site.
    has_old_site: bool,
    /// An argument for the build.
    argument: Option<&'static str>,
    /// Operations that this disk does not have.
    unsupported: &'static [&'static str],
    promise: Promise,
}

/// The files that readers get if a build fails or is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Promise {
    /// The old site or the new one.
    OneSite,
    /// The old site, the new one, or none while one replaces the other.
    OneSiteOrNone,
    /// Files of both sites.
    Files,
}

const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "a new site for an old one, in one step",
        has_old_site: true,
        argument: Some("--record"),
        unsupported: &[],
        promise: Promise::OneSite,
    },
    Scenario {
        name: "a first site",
        has_old_site: false,
        argument: None,
        unsupported: &[],
        promise: Promise::OneSite,
    },
    Scenario {
        name: "a disk without exchange and second names",
        has_old_site: true,
        argument: None,
        unsupported: &["exchange", "link"],
        promise: Promise::OneSiteOrNone,
    },
    Scenario {
        name: "file by file",
        has_old_site: true,
        argument: Some("--in-place"),
        unsupported: &[],
        promise: Promise::Files,
    },
];

fn main() -> ExitCode {
    if let Ok(plan) = std::env::var(DISK) {
        let disk = Plan::read(&plan).disk();
        return match std::env::args().nth(1).as_deref() {
            Some(edits::MANY) => edits::change_many(&disk),
            _ => headword::cli::run(&disk),
        };
    }
    if mounts::is_inside() {
        return ended(mounts::all());
    }
    let all = std::env::var_os("HEADWORD_ALL_FAULTS").is_some();
    let filter = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let is_wanted = |name: &str| filter.as_ref().is_none_or(|filter| name.contains(filter));
    let mut problems = Vec::new();
    for scenario in SCENARIOS.iter().filter(|scenario| is_wanted(scenario.name)) {
        let (runs, found) = try_all(scenario, all);
        println!(
            "disk: {}: {runs} builds, {} problems",
            scenario.name,
            found.len()
        );
        problems.extend(found);
    }
    type Test = (&'static str, fn() -> Vec<String>);
    let others: [Test; 6] = [
        ("annotate", annotate::all),
        ("edits", edits::all),
        ("waiting", processes::waiting),
        ("crowds", processes::crowds),
        ("kills", processes::kills),
        ("mounts", mounts::run),
    ];
    for (_, run) in others.iter().filter(|(name, _)| is_wanted(name)) {
        problems.extend(run());
    }
    for problem in problems.iter().take(MAX_PRINTED) {
        println!("  {problem}");
    }
    ended(problems)
}

/// The largest number of problems to print.
const MAX_PRINTED: usize = 20;

fn ended(problems: Vec<String>) -> ExitCode {
    ExitCode::from(u8::from(!problems.is_empty()))
}

/// Runs a scenario with a failure at each of its operations. Returns the number of builds, and their
/// problems.
fn try_all(scenario: &Scenario, all: bool) -> (usize, Vec<String>) {
    let project = Project::new(scenario.has_old_site, scenario.argument);
    let plans = plans(operations(scenario, &project), scenario.unsupported, all);
    let problems = in_parallel(&plans, |plan| try_one(scenario, &project, plan));
    (plans.len(), problems)
}

/// The plans for failures at the operations with these numbers, and for the end of the process there.
fn plans<'p>(
    operations: RangeInclusive<usize>,
    unsupported: &'p [&'p str],
    all: bool,
) -> Vec<Plan<'p>> {
    operations
        .flat_map(|number| {
            let errors: Vec<Fault> = if all {
                Fault::ERRORS.to_vec()
            } else {
                vec![Fault::ERRORS[number % Fault::ERRORS.len()]]
            };
            errors
                .into_iter()
                .chain([Fault::End])
                .map(move |fault| Plan {
                    at: number,
                    fault,
                    unsupported,
                })
        })
        .collect()
}

/// Tries all plans, on all processors. Returns the problems.
fn in_parallel(
    plans: &[Plan<'_>],
    try_one: impl Fn(&Plan<'_>) -> Option<String> + Sync,
) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let problems = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(plan) = plans.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(problem) = try_one(plan) {
                        problems.lock().unwrap().push(format!("{plan}: {problem}"));
                    }
                }
            });
        }
    });
    let mut problems = problems.into_inner().unwrap();
    problems.sort();
    problems
}

/// The numbers of the operations to try. Only the first scenario tries those that read the project; the
/// others begin with the output.
fn operations(scenario: &Scenario, project: &Project) -> RangeInclusive<usize> {
    let folder = project.copy();
    let plan = Plan {
        at: usize::MAX,
        fault: Fault::Count,
        unsupported: scenario.unsupported,
    };
    let made = build(folder.path(), scenario, &plan);
    assert!(made.status.success(), "{made:?}");
    let stderr = String::from_utf8(made.stderr).unwrap();
    let lines = stderr.lines();
    let names: Vec<&str> = lines
        .filter_map(|line| line.strip_prefix("operation "))
        .collect();
    assert!(names.len() > 50, "{stderr}");
    let lock = names.iter().position(|name| *name == "lock").unwrap();
    let is_first = std::ptr::eq(scenario, &SCENARIOS[0]);
    (if is_first { 1 } else { lock })..=names.len()
}

/// Builds on a disk with a failure, then on one without. Returns the problem of either build.
fn try_one(scenario: &Scenario, project: &Project, plan: &Plan<'_>) -> Option<String> {
    let folder = project.copy();
    let made = build(folder.path(), scenario, plan);
    let files = Files::read(folder.path());
    let stderr = String::from_utf8_lossy(&made.stderr);
    let is_old_or_new = || files.is(&project.old) || files.is(&project.new);
    let is_kept = match (made.status.code(), scenario.promise) {
        (Some(0), _) => files.is(&project.new),
        (Some(code), _) if !plan.fault.may_end_with(code) => false,
        (Some(_), Promise::OneSite | Promise::OneSiteOrNone) => files.is(&project.old),
        (None, Promise::OneSite) => is_old_or_new(),
        (None, Promise::OneSiteOrNone) => is_old_or_new() || files.is_missing(),
        (_, Promise::Files) => files.is_between(&project.old, &project.new),
    };
    if !is_kept {
        return Some(format!(
            "{}, {}\n{stderr}",
            made.status,
            files.description(project)
        ));
    }
    if stderr.contains("panicked") {
        return Some(stderr.into_owned());
    }
    // the address book is never older than the site, and never damaged
    let has_new_book = files.book == project.new.book;
    if !has_new_book && (files.book != project.old.book || files.is(&project.new)) {
        return Some("the address book is not that of the site".to_owned());
    }
    if files.others != project.old.others {
        return Some("other files were changed".to_owned());
    }
    let again = Command::new(env!("CARGO_BIN_EXE_headword"))
        .arg("build")
        .args(scenario.argument)
        .current_dir(folder.path())
        .output()
        .unwrap();
    if !again.status.success() {
        let stderr = String::from_utf8_lossy(&again.stderr);
        return Some(format!("the next build failed: {stderr}"));
    }
    let files = Files::read(folder.path());
    (!files.is(&project.new) || !files.is_tidy() || files.book != project.new.book)
        .then(|| format!("after the next build: {}", files.description(project)))
}

/// Builds the project of a scenario on the disk of the plan.
fn build(folder: &Path, scenario: &Scenario, plan: &Plan<'_>) -> Output {
    let words: Vec<&str> = ["build"].into_iter().chain(scenario.argument).collect();
    plan.run(folder, &words)
}
