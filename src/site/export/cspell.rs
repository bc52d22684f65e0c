//! `glossary.cspell.json`: settings of cspell with the words of all names, and with the names to avoid.

use std::io::{self, Write};

use serde_json::json;

use super::Export;
use super::avoided::{self, Avoided};
use super::names::{self, is_of_word};
use crate::text::fold::lower;

/// Writes the settings, with a line for each word.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let language = &export.config.edition.language;
    let flagged: Vec<_> = avoided::names(export.glossary(), &|name| lower(name, language))
        .iter()
        .filter_map(flag)
        .collect();
    let settings = json!({
        "version": "0.2",
        "description": export.title(),
        "words": names::words(export.glossary(), language),
        "flagWords": flagged,
    });
    serde_json::to_writer_pretty(&mut *out, &settings)?;
    writeln!(out)
}

/// The item for a name to avoid, such as `blacklist->denylist`; `None` if cspell would never find the name, would
/// take it for another one, or would report it in a longer name that is right.
fn flag(avoided: &Avoided<'_>) -> Option<String> {
    let is_whole = |c: char| is_of_word(c) || matches!(c, '-' | '.' | '\'' | '_');
    let name = avoided.name.as_str();
    if !name.chars().all(is_whole) || name.starts_with('.') || avoided.is_part_of_right_name() {
        return None;
    }
    // a plus sign in one item takes the suggestions from all
    let is_clear = |word: &&&str| !word.contains(['+', '*', '~', ',', '#', '>', ':']);
    let instead: Vec<&str> = avoided.instead.iter().filter(is_clear).copied().collect();
    Some(match instead.as_slice() {
        [] => name.to_owned(),
        words => format!("{name}->{}", words.join(", ")),
    })
}
