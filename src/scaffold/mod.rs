//! `headword init` and `headword new`: the first files of a new glossary with its workflow, and the file of a new entry.

mod conflicts;
pub mod entry;
mod faults;
mod new_entry;
pub mod project;
pub mod workflow;
