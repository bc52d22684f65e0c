//! The real program on the real disk: builds that are killed, and several builds at once.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::project::{Files, write};

/// The number of builds to kill, unless the environment sets another.
const KILLS: u64 = 10;

/// The number of entries in these builds, unless the environment sets another.
const ENTRIES: u64 = 50;

/// Kills builds at random moments. After each, the site is the old one or the new one, and the next
/// build makes the new one and leaves nothing behind.
pub(crate) fn kills() -> Vec<String> {
    let number = |name: &str, default| {
        let set = std::env::var(name);
        set.map_or(default, |text| text.parse().expect("a number"))
    };
    let kills = number("HEADWORD_KILLS", KILLS);
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for entry in 0..number("HEADWORD_ENTRIES", ENTRIES) {
        let text = format!("+++\ntitle = \"Entry {entry}\"\n+++\n\nLike [[entry-{entry}]].\n");
        write(root, &format!("content/entry-{entry}.md"), text);
    }
    write(root, "notes.txt", "not Headword's");
    // every page contains the title of the glossary
    let edit = |title: &str| write(root, "glossary.toml", format!("title = \"{title}\"\n"));
    edit("Old");
    build(root, &[]);
    edit("New");
    let started = Instant::now();
    build(root, &[]);
    let length = started.elapsed();
    let mut new = Files::read(root);
    edit("Old");
    build(root, &[]);
    let mut old = Files::read(root);
    // xorshift (Marsaglia 2003)
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut problems = Vec::new();
    let mut outcomes = [0, 0];
    for kill in 0..kills {
        let title = if kill % 2 == 0 { "New" } else { "Old" };
        edit(title);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let after = length.mul_f64((random % 1000) as f64 / 900.0);
        let mut running = command(root, &[]).spawn().unwrap();
        std::thread::sleep(after);
        let _ = running.kill();
        running.wait().unwrap();
        let files = Files::read(root);
        if files.is(&old) {
            outcomes[0] += 1;
        } else if files.is(&new) {
            outcomes[1] += 1;
        } else {
            problems.push(format!(
                "killed after {after:?}: neither the old site nor the new"
            ));
        }
        build(root, &[]);
        let files = Files::read(root);
        if !files.is(&new) || !files.is_tidy() {
            problems.push(format!(
                "killed after {after:?}: the next build left another site"
            ));
        }
        std::mem::swap(&mut old, &mut new);
    }
    println!(
        "disk: {kills} builds killed: {} left the old site, {} the new",
        outcomes[0], outcomes[1]
    );
    problems
}

/// Builds two projects into one output, many times at once. All builds succeed, and the site is that of one
/// project.
pub(crate) fn crowds() -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    let roots = ["one", "two"].map(|name| {
        let root = folder.path().join(name);
        write(&root, "glossary.toml", format!("title = \"{name}\"\n"));
        for entry in 0..20 {
            let text = format!("+++\ntitle = \"{name} {entry}\"\n+++\n");
            write(&root, &format!("content/{name}-{entry}.md"), text);
        }
        root
    });
    let to_output = ["--output", output.to_str().unwrap()];
    let sites = roots.each_ref().map(|root| {
        build(root, &to_output);
        Files::read(folder.path())
    });
    let mut problems = Vec::new();
    for crowd in [2, 8, 8] {
        let running: Vec<_> = (0..crowd)
            .map(|number| {
                let more: &[&str] = if number % 3 == 2 {
                    &["--in-place"]
                } else {
                    &[]
                };
                let mut command = command(&roots[number % 2], &to_output);
                command.args(more).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for build in running {
            let made = build.wait_with_output().unwrap();
            if !made.status.success() {
                let stderr = String::from_utf8_lossy(&made.stderr);
                problems.push(format!("one of {crowd} at once: {}\n{stderr}", made.status));
            }
        }
        let files = Files::read(folder.path());
        if !sites.iter().any(|site| files.is(site)) || !files.is_tidy() {
            problems.push(format!("{crowd} at once have mixed their sites"));
        }
    }
    println!("disk: 2 and 8 builds at once: {} problems", problems.len());
    problems
}

/// A build prints that it waits for another build, and waits.
pub(crate) fn waiting() -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "glossary.toml", "title = \"Test\"\n");
    write(root, "content/patch.md", "+++\ntitle = \"Patch\"\n+++\n");
    // the lock of a running build
    write(root, ".public.headword/lock", "");
    let lock = std::fs::File::open(root.join(".public.headword/lock")).unwrap();
    lock.lock().unwrap();
    let mut running = command(root, &[]).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut stderr = BufReader::new(running.stderr.take().unwrap());
    stderr.read_line(&mut line).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    let is_waiting = running.try_wait().unwrap().is_none() && !root.join("public").exists();
    lock.unlock().unwrap();
    let status = running.wait().unwrap();
    let mut problems = Vec::new();
    if line != "note: waiting for another build, which publishes into public\n" {
        problems.push(format!("the message while it waits: {line:?}"));
    }
    if !is_waiting || !status.success() || !Files::read(root).is_tidy() {
        problems.push(format!("it did not wait, or did not continue: {status}"));
    }
    println!(
        "disk: one build waits for another: {} problems",
        problems.len()
    );
    problems
}

fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headword"));
    command
        .arg("build")
        .args(arguments)
        .current_dir(root)
        .stdout(Stdio::null());
    command
}

fn build(root: &Path, arguments: &[&str]) {
    let made = command(root, arguments).output().unwrap();
    assert!(made.status.success(), "{made:?}");
}
