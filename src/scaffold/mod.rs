//! What a new glossary and a new entry begin with.

pub mod entry;
pub mod project;
