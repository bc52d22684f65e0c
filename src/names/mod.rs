//! Finds the entry that a name or a mention means.
//!
//! Names are plain data here ([`list`]): those of a glossary, or those that another site has published.

mod avoided;
mod capitals;
mod claims;
mod conflicts;
mod confusables;
mod faults;
mod fixes;
mod index;
pub mod list;
pub mod matcher;
mod misspellings;
mod own_names;
mod senses;
mod spellings;
mod suggestions;

pub use self::capitals::{Capitals, WrongCapitals};
pub use self::conflicts::{Conflict, GivenName, conflicts, may_be_given};
pub use self::confusables::confusables;
pub use self::fixes::{can_be_typed, heading_link, is_plain, page_link};
pub use self::index::{Meant, NameIndex, Resolved};
pub use self::list::{EntryId, NameList};
pub use self::misspellings::{Misspelling, Misspellings};
pub use self::own_names::OwnNames;
pub use self::senses::Surrounding;
pub use self::spellings::{Spellings, Vocabulary};
