//! Mentions in the files of other sites: built HTML gets links to a glossary, with its glosses as cards.
//!
//! A page is read, and links are put in between its bytes; nothing else of it changes, so taking them out gives
//! the page back byte for byte. A page that a framework draws again in the browser gets the places of its links as data
//! instead, and a script puts the links into the drawn page.

mod dialects;
mod faults;
mod file_kind;
mod files;
mod jsx;
mod markdown;
mod marks;
mod mentions;
mod page;
mod passages;
mod places;
mod plain_text;
mod published;
mod report;
mod site;
mod sources;
mod text_block;

pub(crate) use self::dialects::Syntax;
pub(crate) use self::markdown::MarkdownText;
pub(crate) use self::passages::{Searched, text_blocks};
pub(crate) use self::plain_text::paragraphs;
pub use self::published::Published;
pub use self::report::Done;
pub use self::site::{Task, annotate, remove};
pub use self::sources::{annotate_sources, link_book};
pub(crate) use self::text_block::TextBlock;
