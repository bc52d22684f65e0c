//! Keys of the settings that somebody wrote below the header of a table by mistake.

use crate::project::keys::OtherKey;

/// The keys of the settings that are not in a table, and that nobody would write into one on purpose.
const OUTSIDE_TABLES: &[&str] = &[
    "accent",
    "author",
    "base_url",
    "edit_url",
    "index_pages",
    "language",
    "letter_pages",
    "licence",
    "math",
    "numeric_order",
    "outputs",
    "raw_html",
    "redirect_rules",
    "report_url",
];

/// The meaning of an unknown key in a table of the settings: one that belongs above all tables.
pub(super) fn outside_tables(key: &str) -> Option<OtherKey> {
    let is_misplaced = OUTSIDE_TABLES.contains(&key);
    is_misplaced.then(|| {
        let help = "move it above the first line in brackets: this key is not in a table";
        OtherKey::Advice(help.to_owned())
    })
}
