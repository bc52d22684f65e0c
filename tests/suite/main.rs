//! Headword's tests. Most of them run the program and compare its results with readable text.
//!
//! `HEADWORD_CASES=PATH` runs only the cases at that path, a file or a folder of the repository.
//! `HEADWORD_UPDATE=1` replaces the expected results by those of the program; read the difference before
//! you commit it.

// a panic makes a test fail
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]
// tests read the disk without the room `disk`
#![allow(clippy::disallowed_methods)]

mod annotating;
mod assistants;
mod case;
mod contrast;
mod docs;
mod editing;
mod editing_sessions;
mod editor;
mod faults;
mod fixes;
mod golden;
mod hostile;
mod html;
mod importing;
mod language_server;
mod line_ends;
mod many_problems;
mod naming;
mod open_folders;
mod printing;
mod program;
mod properties;
mod prose;
mod publishing;
mod rebuilding;
mod renaming;
mod repository;
mod rooms;
mod scaffold;
mod schema;
mod serving;
mod shell;
mod slugs;
mod sounds;
mod specs;
mod tera;
mod terminal;
mod texts;
#[cfg(target_os = "linux")]
mod threads;
mod translating;
mod updating;
mod watching;
mod workbook;
