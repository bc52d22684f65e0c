//! Mentions in the files of other sites: built HTML gets links to a glossary, with its glosses as cards.
//!
//! A page is read, and links are put in between its bytes; nothing else of it changes, so taking them out gives
//! the page back byte for byte.

mod charset;
mod elements;
mod facts;
mod faults;
mod files;
mod html;
mod main_texts;
mod marks;
mod mentions;
mod page;
mod passages;
mod published;
mod report;
mod selector;
mod site;
mod tree;

pub use self::facts::Framework;
pub use self::published::Published;
pub use self::site::{Done, Task, annotate, remove};
