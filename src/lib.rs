//! Headword, the static site generator for glossaries.
//!
//! Data flows one way; the modules are listed in that order, and each may use only those above it
//! (`ARCHITECTURE.md` tells the whole story, `tests/suite/rooms.rs` holds it):
//!
//! ```text
//! Options ─► Config ─► Sources ─► ParsedEntry ─► Glossary ─► LinkedGlossary ─► Site ─► disk
//!  cli       config     load       parse          glossary    link             render  publish
//! ```

// ground
pub mod diagnostic;
pub mod failure;
pub mod keys;
pub mod source;
pub mod text;
// settings
pub mod config;
pub mod destination;
// load
pub mod load;
// parse
pub mod front_matter;
pub mod markdown;
pub mod parse;
// model
pub mod glossary;
// link
pub mod labels;
pub mod link;
// views
pub mod highlight;
pub mod html;
pub mod math;
pub mod pages;
pub mod render;
pub mod theme;
// out
pub mod publish;
// spine
pub mod pipeline;
// commands
pub mod cli;
