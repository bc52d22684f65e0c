//! Mentions in the files of other sites: built HTML gets links to a glossary, with its glosses as cards.
//!
//! A page is read, and links are put in between its bytes; nothing else of it changes, so taking them out gives
//! the page back byte for byte.

mod faults;
mod files;
mod marks;
mod mentions;
mod page;
mod passages;
mod published;
mod report;
mod site;

pub use self::published::Published;
pub use self::site::{Done, Task, annotate, remove};
