//! Headword's tests: all of them run the program and compare what it made with readable text.
//!
//! `HEADWORD_CASES=PATH` runs only the cases at that path, a file or a folder of the repository.
//! `HEADWORD_UPDATE=1` writes the program's output into the expectations; read the difference before
//! you commit it.

// A test that cannot go on has failed: that is what a panic says here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]
// Tests look at the disk themselves.
#![allow(clippy::disallowed_methods)]

mod case;
mod contrast;
mod docs;
mod editing;
mod faults;
mod golden;
mod hostile;
mod html;
mod importing;
mod printing;
mod program;
mod properties;
mod publishing;
mod renaming;
mod repository;
mod rooms;
mod scaffold;
mod schema;
mod serving;
mod shell;
mod slugs;
mod specs;
mod texts;
