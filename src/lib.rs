//! Headword, the static site generator for glossaries.
//!
//! Data flows one way. Each stage takes the value of the stage before it and returns its own:
//!
//! ```text
//! Options ─► Config ─► Sources ─► ParsedEntry ─► Frame ─► Linked ─► Site ─► disk
//!  cli       project   project    entry          link     link      site    publish
//! ```
//!
//! [`pipeline::build`] calls all stages in one function. The modules below are in the order of the stages:
//! each uses only those above it. `ARCHITECTURE.md` describes each of them.
//!
//! The library is for the program and its tests. It is not an API: users may rely on what `docs/` describes,
//! and any item here may change in any version.

// texts and places in them
pub mod source;
pub mod text;

// addresses, messages and files
pub mod address;
pub mod diagnostic;
pub mod disk;

// the project's settings and files
pub mod project;

// each entry by itself
pub mod entry;

// the meaning of names, of entries or of anything else
pub mod names;

// all entries together, and every address of their site
pub mod glossary;
pub mod site_map;

// linked texts, and the site made of them
pub mod link;
pub mod site;

// pages of other sites, as browsers read them
pub mod web_page;

// mentions in the files of other sites
pub mod foreign;

// the texts of other sites, compared with a glossary
pub mod prose;

// the site on the disk, and in memory while it is edited
pub mod publish;
pub mod workbench;

// a build, from the first stage to the last
pub mod pipeline;

// the first files of a glossary and of an entry
pub mod scaffold;

// other uses of a project, which do not know each other
pub mod assistant;
pub mod check;
pub mod import;
pub mod rename;
pub mod review;
pub mod serve;
pub mod translations;
pub mod web_form;

// a project in an editor, with several of these uses
pub mod language_server;

// the command line
pub mod cli;
