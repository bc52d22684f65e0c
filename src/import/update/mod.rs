//! `headword import --update`: imports a source again, and changes only what import wrote and nobody has changed since.
//!
//! ```text
//! imports.toml ─► History ─► a record for each Draft ─► Merging ─► files, imports.toml
//!                 history    assign                     merge
//! ```

pub(super) mod assign;
pub(super) mod history;
pub(super) mod merge;
pub(super) mod merging;
pub(super) mod sources;
