//! Commands on a system that refuses threads. A limit on address space does that for every user, because each
//! thread needs its own stack.

use std::process::Command;

use crate::case::Case;
use crate::program::repository;

/// The output and the exit code of a command under a limit on address space, in KiB.
fn limited(limit: usize, threads: usize, command: &str) -> (String, Option<i32>) {
    let case = Case::read(&repository().join("tests/specs/check/clean.txt"));
    let folder = case.set_up(None);
    let script = format!("ulimit -v {limit} && exec \"$0\" {command}");
    let output = Command::new("sh")
        .args(["-c", &script])
        .arg(env!("CARGO_BIN_EXE_headword"))
        .current_dir(folder.path())
        .env("RAYON_NUM_THREADS", threads.to_string())
        // the GNU C library would reserve most of the address space for the memory of threads
        .env("MALLOC_ARENA_MAX", "1")
        .env("RUST_BACKTRACE", "0")
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (String::from_utf8(text).unwrap(), output.status.code())
}

#[test]
fn with_fewer_threads_than_wanted_a_build_succeeds() {
    // 500 stacks of 16 MiB do not fit
    for command in ["build", "check", "links", "new Term"] {
        let (text, exit) = limited(600_000, 500, command);
        assert_eq!(exit, Some(0), "{command}: {text}");
    }
}

#[test]
fn without_threads_serve_names_the_limits() {
    // the program takes up to 70,000 KiB itself without optimisation, and a thread's stack does not fit beside it
    let (text, exit) = limited(90_000, 1, "serve --port 0");
    assert_eq!(exit, Some(3), "{text}");
    assert_eq!(
        text,
        "error: cannot start threads: the system allows too few: raise the limit on processes or memory \
         (`ulimit -u`, `ulimit -v`, or that of the container)\n"
    );
}
