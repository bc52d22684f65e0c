//! Headword, the static site generator for glossaries.
//!
//! Data flows one way. Each stage takes the last one's value and returns its own:
//!
//! ```text
//! Options ─► Config ─► Sources ─► ParsedEntry ─► Frame ─► Linked ─► Site ─► disk
//!  cli       project   project    entry          link     link      site    publish
//! ```
//!
//! [`pipeline::build`] is the whole way in one function. The modules below stand in the order of that
//! way: each uses only those above it. `ARCHITECTURE.md` says what each is for.

// text, and where it stands
pub mod source;
pub mod text;

// what is said, pointed at and stored
pub mod address;
pub mod diagnostic;
pub mod disk;

// the project's settings and files
pub mod project;

// each entry by itself
pub mod entry;

// what names mean, of entries or of anything
pub mod names;

// all entries together, and every address of their site
pub mod glossary;
pub mod site_map;

// texts linked, and the site made of them
pub mod link;
pub mod site;

// the site on the disk, and in memory while it is edited
pub mod publish;
pub mod workbench;

// a build, from the first stage to the last
pub mod pipeline;

// what else is done with a project, each by itself
pub mod check;
pub mod import;
pub mod rename;
pub mod scaffold;
pub mod serve;

// what is typed and printed
pub mod cli;
