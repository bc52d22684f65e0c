//! Mentions in the files of other sites: built HTML gets links to a glossary, with its glosses as cards.
//!
//! A page is read, and links are put in between its bytes; nothing else of it changes, so taking them out gives
//! the page back byte for byte. A page that a framework draws again in the browser gets the places of its links as data
//! instead, and a script puts the links into the drawn page.

mod faults;
mod files;
mod marks;
mod mentions;
mod page;
mod passages;
mod places;
mod published;
mod report;
mod site;

pub use self::published::Published;
pub use self::site::{Done, Task, annotate, remove};
