//! Every command ends with exit code 3 if its result cannot be printed.

#![cfg(target_os = "linux")]

use std::fs::File;
use std::path::Path;
use std::process::{Child, Output, Stdio};
use std::time::{Duration, Instant};

use crate::program::{headword, words, write};

/// The longest time that a command may take.
const PATIENCE: Duration = Duration::from_secs(60);

const COMMANDS: &[&str] = &[
    "--help",
    "--version",
    "build --help",
    "build",
    "check",
    "check --format json",
    "check --format sarif",
    "completions bash",
    "docs",
    "docs diagnostics",
    "export csv",
    "export json",
    "export stardict",
    "import terms.csv",
    "import terms.csv --dry-run",
    "init another",
    "links",
    "links --format json",
    "manual",
    "manual --dir pages",
    "new Oolong",
    "rename Patch Piece --dry-run",
    "rename Token Sign",
    "rename --undo",
    "schema entry",
    "schema settings",
    "serve --port 0",
];

#[test]
fn a_command_that_cannot_print_its_result_ends_with_3() {
    for command in COMMANDS {
        let folder = project();
        let made = printed_to(folder.path(), command, full());
        let stderr = String::from_utf8(made.stderr).unwrap();
        assert_eq!(made.status.code(), Some(3), "{command}: {stderr}");
        let message = "error: cannot print: No space left on device (os error 28)\n";
        assert!(stderr.ends_with(message), "{command}: {stderr}");
    }
}

/// A program such as `head` closes the pipe as soon as it has read enough.
#[test]
fn a_closed_pipe_is_not_an_error() {
    for command in [
        "--help",
        "check",
        "links",
        "completions bash",
        "export csv",
        "export json",
    ] {
        let folder = project();
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let made = printed_to(folder.path(), command, writer.into());
        assert_eq!(made.status.code(), Some(0), "{command}: {made:?}");
    }
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(&root.join("glossary.toml"), b"title = \"Test\"\n");
    for title in ["Patch", "Token"] {
        let text = format!("+++\ntitle = \"{title}\"\n+++\n\nNeither patch nor token.\n");
        let file = root.join(format!("content/{}.md", title.to_lowercase()));
        write(&file, text.as_bytes());
    }
    write(
        &root.join("terms.csv"),
        b"term,definition\nPixel,A point.\n",
    );
    folder
}

/// An output to a full disk.
fn full() -> Stdio {
    File::options()
        .write(true)
        .open("/dev/full")
        .unwrap()
        .into()
}

/// Runs a command whose standard output is `stdout`.
fn printed_to(folder: &Path, command: &str, stdout: Stdio) -> Output {
    let running = headword(folder)
        .args(words(command))
        .stdout(stdout)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    ended(running, command)
}

/// Waits for a command to end. Ends it if it takes longer than `PATIENCE`.
fn ended(mut running: Child, command: &str) -> Output {
    let started = Instant::now();
    while running.try_wait().unwrap().is_none() {
        if started.elapsed() > PATIENCE {
            running.kill().unwrap();
            panic!("`{command}` does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    running.wait_with_output().unwrap()
}
