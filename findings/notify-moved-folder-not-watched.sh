#!/bin/sh
# notify 8.2.0 (Rust), on Linux: a recursive watch can lose a folder that moves into a new folder. The moved
# folder and everything below it then report nothing, although the folder is still below the watched one.
#
# inotify knows a folder by its inode. When a new folder appears, notify watches it with all that it holds. If
# the other folder has arrived there by then, the system gives the same number for it as for its old place.
# After that, notify reads that the old place is gone and removes the watch with this number: the only one.
#
# So it depends on the moment: this program repeats the move until a change below the moved folder is not
# reported, and prints how often it tried. Output on 29 November 2026, in three runs at the moves 2, 9 and 119:
#
#   move 9: a new file in the moved folder was not reported within 2 s
#   a new file beside it was reported: true
#
# Needs Linux, cargo and the public registry of crates. Fails if no change is lost in 500 moves.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p program/src
cat >program/Cargo.toml <<'TOML'
[package]
name = "moved"
version = "0.0.0"
edition = "2021"

[dependencies]
notify = "=8.2.0"
TOML
cat >program/src/main.rs <<'RUST'
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{channel, Receiver};
use std::thread::sleep;
use std::time::{Duration, Instant};

use notify::{Event, RecursiveMode, Watcher};

/// Whether an event names a file within a time.
fn is_reported(events: &Receiver<notify::Result<Event>>, file: &Path, time: Duration) -> bool {
    let end = Instant::now() + time;
    while let Ok(event) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
        if event.expect("an event").paths.iter().any(|path| path == file) {
            return true;
        }
    }
    false
}

fn main() {
    let root = PathBuf::from(std::env::args().nth(1).expect("a folder"));
    let mut place = root.join("moving");
    fs::create_dir(&place).expect("a folder");
    let (sender, events) = channel();
    let mut watcher = notify::recommended_watcher(sender).expect("a watcher");
    watcher.watch(&root, RecursiveMode::Recursive).expect("a watch");
    for round in 1..=500 {
        let new = root.join(format!("new-{round}"));
        fs::create_dir(&new).expect("a folder");
        // the moment of the move, in microseconds after the folder was made
        sleep(Duration::from_micros(round * 7 % 60));
        fs::rename(&place, new.join("moving")).expect("a move");
        place = new.join("moving");
        sleep(Duration::from_millis(50));
        while events.try_recv().is_ok() {}
        let file = place.join("note.txt");
        fs::write(&file, "text").expect("a file");
        if !is_reported(&events, &file, Duration::from_secs(2)) {
            println!("move {round}: a new file in the moved folder was not reported within 2 s");
            fs::write(root.join("other.txt"), "text").expect("a file");
            let others = is_reported(&events, &root.join("other.txt"), Duration::from_secs(2));
            println!("a new file beside it was reported: {others}");
            std::process::exit(if others { 0 } else { 1 });
        }
    }
    println!("every change was reported: notify is different now");
    std::process::exit(1);
}
RUST
mkdir watched
CARGO_TARGET_DIR="$folder/target" cargo run --quiet --manifest-path program/Cargo.toml -- "$folder/watched"
