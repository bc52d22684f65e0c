//! `headword translations`: what is translated and what has changed since, records of the translated texts, and new
//! translations.

mod begin;
mod done;
mod faults;
mod git;
mod list;
mod project;

pub use self::begin::{Beginning, begin};
pub use self::done::{Recording, Which, record};
pub use self::list::{ListedEntry, ListedLanguage, State, json, list, text};
