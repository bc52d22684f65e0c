//! Small disks in memory: full ones, read-only ones, and one that is the output itself.
//!
//! The test needs the right to mount disks. On Linux, it uses a user namespace; if that is not allowed, the
//! test is left out, with a message.

use std::path::Path;
use std::process::Command;

use crate::project::{Files, Project};

/// The environment variable of a process that may mount disks.
const INSIDE: &str = "HEADWORD_TEST_MOUNTS";

/// Runs the tests in a namespace, if the system allows it.
pub(crate) fn run() -> Vec<String> {
    let unshared = |program: &Path| {
        let mut command = Command::new("unshare");
        command
            .args(["--user", "--map-root-user", "--mount"])
            .arg(program);
        command
    };
    let try_mount = unshared(Path::new("mount"))
        .args(["-t", "tmpfs", "tmpfs", "/mnt"])
        .output();
    if !try_mount.is_ok_and(|made| made.status.success()) {
        println!("disk: full disks and mounts were left out: they cannot be made here");
        return Vec::new();
    }
    let status = unshared(&std::env::current_exe().unwrap())
        .env(INSIDE, "1")
        .status()
        .unwrap();
    if status.success() {
        Vec::new()
    } else {
        vec!["see above".to_owned()]
    }
}

/// Whether this process is the one in the namespace.
pub(crate) fn is_inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

/// The tests themselves.
pub(crate) fn all() -> Vec<String> {
    let mut problems = full_disks();
    problems.extend(full_disks_of_edits());
    problems.extend(read_only_disk());
    problems.extend(mounted_output());
    for problem in &problems {
        println!("  {problem}");
    }
    problems
}

/// Builds on disks of many sizes: if the disk has no room for the new site, the old one stays.
fn full_disks() -> Vec<String> {
    let project = Project::new(true, None);
    let mut problems = Vec::new();
    let mut outcomes = [0, 0];
    for pages in 30..100 {
        let folder = tempfile::tempdir().unwrap();
        mount(folder.path(), &format!("size={}k", pages * 4));
        if !project.fits(folder.path()) {
            unmount(folder.path());
            continue;
        }
        let made = build(folder.path());
        let files = Files::read(folder.path());
        let is_right = match made {
            Some(0) => files.is(&project.new),
            Some(3) => files.is(&project.old),
            _ => false,
        };
        outcomes[usize::from(made == Some(0))] += 1;
        if !is_right || files.others != project.old.others {
            let description = files.description(&project);
            problems.push(format!("{pages} pages: exit {made:?}, {description}"));
        }
        mount(folder.path(), "remount,size=100m");
        if build(folder.path()) != Some(0) || !Files::read(folder.path()).is(&project.new) {
            problems.push(format!("{pages} pages: the next build, with room, failed"));
        }
        unmount(folder.path());
    }
    if outcomes.contains(&0) {
        problems.push(format!("no disk was full, or all were: {outcomes:?}"));
    }
    println!(
        "disk: {} disks that were full, {} that were not: {} problems",
        outcomes[0],
        outcomes[1],
        problems.len()
    );
    problems
}

/// Commands that change a project's files, on disks of many sizes: without enough room, a command changes
/// nothing and ends with exit code 3.
fn full_disks_of_edits() -> Vec<String> {
    let commands: &[&[&str]] = &[
        &["init", "another", "--hook"],
        &["new", "Oolong", "--folder", "leaves/china"],
        &["rename", "patch", "Piece of an Image"],
        &["import", "terms.csv"],
        &["import", "terms.csv", "--root", "another"],
    ];
    let project = Project::new(false, None);
    let mut problems = Vec::new();
    for command in commands {
        let mut outcomes = [0, 0];
        for pages in 1..60 {
            let folder = tempfile::tempdir().unwrap();
            mount(folder.path(), &format!("size={}k", pages * 4));
            let terms = folder.path().join("terms.csv");
            let is_written = std::fs::write(terms, "term,definition\nPixel,A point.\n").is_ok();
            if is_written && project.fits(folder.path()) {
                let before = Files::read(folder.path());
                let made = run_in(folder.path(), command);
                let is_right = match made {
                    Some(0) => true,
                    Some(3) => Files::read(folder.path()) == before,
                    _ => false,
                };
                outcomes[usize::from(made == Some(0))] += 1;
                if !is_right {
                    problems.push(format!("{command:?}, {pages} pages: exit {made:?}"));
                }
            }
            unmount(folder.path());
        }
        if outcomes.contains(&0) {
            problems.push(format!(
                "{command:?}: no disk was full, or all: {outcomes:?}"
            ));
        }
    }
    println!(
        "disk: full disks for {} commands that change a project: {} problems",
        commands.len(),
        problems.len()
    );
    problems
}

fn read_only_disk() -> Vec<String> {
    let project = Project::new(true, None);
    let folder = tempfile::tempdir().unwrap();
    mount(folder.path(), "size=100m");
    assert!(project.fits(folder.path()));
    mount(folder.path(), "remount,ro");
    let made = build(folder.path());
    let is_right = made == Some(3) && Files::read(folder.path()) == project.old;
    unmount(folder.path());
    println!("disk: a read-only disk");
    if is_right {
        Vec::new()
    } else {
        vec![format!("a read-only disk: exit {made:?}")]
    }
}

fn mounted_output() -> Vec<String> {
    let project = Project::new(true, None);
    let folder = project.copy();
    let public = folder.path().join("public");
    let old = tempfile::tempdir().unwrap();
    std::fs::rename(&public, old.path().join("public")).unwrap();
    std::fs::create_dir(&public).unwrap();
    mount(&public, "size=100m");
    let first = build(folder.path());
    let files = Files::read(folder.path());
    let again = build(folder.path());
    unmount(&public);
    println!("disk: an output that is a mount point");
    match (first, again) {
        (Some(0), Some(0)) if files.is(&project.new) && files.is_tidy() => Vec::new(),
        outcome => vec![format!(
            "a mounted output: {outcome:?}, {}",
            files.description(&project)
        )],
    }
}

fn build(root: &Path) -> Option<i32> {
    run_in(root, &["build"])
}

fn run_in(root: &Path, arguments: &[&str]) -> Option<i32> {
    let made = Command::new(env!("CARGO_BIN_EXE_headword"))
        .args(arguments)
        .current_dir(root)
        .output()
        .unwrap();
    made.status.code()
}

fn mount(folder: &Path, options: &str) {
    let mut command = Command::new("mount");
    command
        .args(["-t", "tmpfs", "-o", options, "tmpfs"])
        .arg(folder);
    assert!(command.status().unwrap().success(), "{command:?}");
}

fn unmount(folder: &Path) {
    let status = Command::new("umount").arg(folder).status();
    assert!(status.unwrap().success());
}
