//! Headword, the static site generator for glossaries.
//!
//! Data flows one way. Each stage takes the last one's value and returns its own:
//!
//! ```text
//! Options ─► Config ─► Sources ─► ParsedEntry ─► Glossary ─► SiteMap ─► LinkedGlossary ─► Site ─► disk
//!  cli       config    load       parse          glossary    site_map   link              render  publish
//! ```
//!
//! [`pipeline::build`] is the whole way in one function. `ARCHITECTURE.md` tells what each module
//! is for and in which order they may use one another.

pub mod accent;
pub mod address_book;
pub mod autolink;
pub mod check;
pub mod citation;
pub mod cli;
pub mod config;
pub mod destination;
pub mod diagnostic;
pub mod disk;
pub mod edits;
pub mod events;
pub mod failure;
pub mod front_matter;
pub mod glossary;
pub mod highlight;
pub mod html;
pub mod import;
pub mod interface;
pub mod keys;
pub mod labels;
pub mod link;
pub mod link_list;
pub mod load;
pub mod locked_folder;
pub mod look_alikes;
pub mod markdown;
pub mod matcher;
pub mod math;
pub mod neighbourhood;
pub mod pages;
pub mod parse;
pub mod pipeline;
pub mod progress;
pub mod prose;
pub mod publish;
pub mod quotation;
pub mod raw_html;
pub mod references;
pub mod rename;
pub mod render;
pub mod scaffold;
pub mod schema;
pub mod search;
pub mod serve;
pub mod site_map;
pub mod source;
pub mod structured_data;
pub mod templates;
pub mod text;
pub mod theme;
