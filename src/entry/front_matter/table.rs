//! A glossary as a table, with a column for each key of front matter. Export writes it, and import reads it without
//! guessing.

use super::{KEYS, KeyKind};

/// The column of the file's name.
pub const SLUG: &str = "slug";

/// The column of the body, in Markdown.
pub const DEFINITION: &str = "definition";

/// The character between the items of a list. An item with this character has a backslash before it.
const BETWEEN: char = ';';

/// The names of the columns, in order: the address, the keys of front matter but for `extra` and for the record of a
/// translation, and the body.
pub fn columns() -> impl Iterator<Item = &'static str> {
    let is_column = |kind| !matches!(kind, KeyKind::Table | KeyKind::Fingerprint);
    let keys = KEYS.iter().filter(|key| is_column(key.kind));
    let (title, others): (Vec<_>, Vec<_>) =
        keys.map(|key| key.name).partition(|name| *name == "title");
    let first = title.into_iter().chain([DEFINITION]);
    first.chain(others).chain([SLUG])
}

/// The columns that tables of earlier versions do not have.
const LATER: [&str; 6] = [
    "pronunciation",
    "part_of_speech",
    "origin",
    "examples",
    "usage",
    "status",
];

/// Whether the first row of a table has all columns, but for those that were added later.
pub fn is_header(names: &[String]) -> bool {
    let mut first = columns().filter(|column| !LATER.contains(column));
    first.all(|column| names.iter().any(|name| name == column))
}

/// The cell of a list.
///
/// ```text
/// tea; black tea     two items: tea, black tea
/// a\; b; C:\         two items: a; b and C:\
/// ```
pub fn list<'t>(items: impl Iterator<Item = &'t str>) -> String {
    let items: Vec<_> = items
        .map(|item| item.replace('\\', "\\\\").replace(BETWEEN, "\\;"))
        .collect();
    items.join("; ")
}

/// The items in the cell of a list.
pub fn items(cell: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut characters = cell.chars();
    while let Some(c) = characters.next() {
        let c = match c {
            BETWEEN => {
                items.push(String::new());
                continue;
            }
            '\\' => characters.next().unwrap_or('\\'),
            c => c,
        };
        if let Some(item) = items.last_mut() {
            item.push(c);
        }
    }
    let items = items.into_iter().map(|item| item.trim().to_owned());
    items.filter(|item| !item.is_empty()).collect()
}
