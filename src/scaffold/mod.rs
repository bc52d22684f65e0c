//! What a new glossary and a new entry begin with.

mod conflicts;
pub mod entry;
mod faults;
mod new_entry;
pub mod project;
