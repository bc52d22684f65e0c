//! Writing front matter and settings: texts, lists of texts, and changes of single keys that keep every
//! other byte as its author wrote it.

mod found;
mod in_place;
mod table;
mod whole;

use toml::de::DeTable;

pub use self::in_place::InPlace;
pub use self::table::TableForm;
pub use self::whole::{WholeValue, whole_values, with_value, without_key};
use super::Syntax;
pub use super::quoted::quoted;
pub use super::syntax::in_place_of_string;
use crate::source::{Edit, SourceFile, Span};
use crate::text::slice;

/// The largest text, in bytes, that a fix changes. Each diagnostic with such a fix parses the text again, so
/// in a larger text with thousands of diagnostics the fixes would take minutes.
const MAX_EDITED: usize = 8 * 1024;

/// Texts as a TOML list on one line: `["a", "b"]`.
pub fn quoted_list(texts: &[String]) -> String {
    Syntax::Toml.quoted_list(texts)
}

/// The text before a key and the text after its value; `key = …` is between them. `None` if the text is not
/// TOML, or does not have the key.
fn around<'t>(toml: &'t str, key: &str) -> Option<(&'t str, &'t str)> {
    let table = DeTable::parse(toml).ok()?;
    let (key, value) = table.get_ref().get_key_value(key)?;
    Some((
        slice(toml, ..key.span().start),
        slice(toml, value.span().end..),
    ))
}

/// The text of a TOML file with the strings `items`, as they are written, in the list of a key: one on each line.
/// Other lines do not change. A file without the list gets it at its beginning; a new file begins with `head`.
///
/// ```text
/// published = ["clip"]      published = [
///                             "adapter",
///                             "clip",
///                           ]
/// ```
pub fn with_lines(
    file: Option<&SourceFile>,
    head: &str,
    key: &str,
    items: impl IntoIterator<Item = String>,
) -> String {
    let lines = items.into_iter().map(|item| format!("  {item},\n"));
    let list = format!("{key} = [\n{}]\n", lines.collect::<String>());
    let Some(file) = file else {
        return format!("{head}{list}");
    };
    match around(&file.text, key) {
        Some((before, after)) => format!("{before}{list}{}", after.trim_start_matches('\n')),
        None => format!("{list}\n{}", file.text),
    }
}

/// The edit of a file that makes `change` to the text at its bytes `span`, in this syntax. `None` if nothing changes, if
/// a key has a value that [`InPlace`] does not change, or if the text is larger than 8 KiB.
pub fn edit_in_place(
    file: &SourceFile,
    span: Span,
    syntax: Syntax,
    change: impl FnOnce(&mut InPlace),
) -> Option<Edit> {
    if span.len() > MAX_EDITED {
        return None;
    }
    let before = file.slice(span.clone());
    let start = span.start;
    let mut after = InPlace::of_part(before, start, syntax);
    change(&mut after);
    let Edit { span, text } = Edit::between(before, &after.finished()?)?;
    Some(Edit::new(start + span.start..start + span.end, text))
}
