//! The names in one value of another tool: the items of a list or a cell, and the forms in which names are written
//! there.

use super::value::Value;
use crate::entry::front_matter::meaning::names_term;
use crate::text::slice;

/// The text of an item of a list, or the name of one that is a table.
pub(super) fn named(value: &Value) -> Option<String> {
    match value {
        Value::Table(fields) => {
            let named = fields.iter().find(|field| names_term(&field.key));
            named.and_then(|field| field.value.text())
        }
        value => value.text(),
    }
}

/// The name in `[[name]]` or `[[name|text]]`, as Obsidian writes links in front matter.
pub(super) fn without_brackets(text: &str) -> &str {
    match text
        .strip_prefix("[[")
        .and_then(|rest| rest.strip_suffix("]]"))
    {
        Some(inside) => inside.split('|').next().unwrap_or(inside),
        None => text,
    }
}

/// Whether an alias is an address, not a name. `I/O` is a name, and so is any other word with a slash in a
/// table.
pub(super) fn is_address(alias: &str, is_cell: bool) -> bool {
    let has_slash = alias.contains('/') && !alias.contains(char::is_whitespace);
    let is_path = has_slash && !is_cell && !alias.contains(char::is_uppercase);
    alias.starts_with('/') && alias.len() > 1 || is_path || alias.ends_with(".html")
}

/// The items of a cell, separated by `;` or `|` or lines; if there are none of these, by commas. A separator
/// after a backslash is part of an item, and so is one in `[[name|text]]`.
pub(super) fn items(cell: &str) -> Vec<String> {
    let mut cuts = Vec::new();
    let mut is_escaped = false;
    for (at, c) in outside_of_links(cell) {
        if matches!(c, ';' | '|' | '\n') && !is_escaped {
            cuts.push(at);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    let is_listed = !cuts.is_empty() || cell.contains("\\;") || cell.contains("\\|");
    if !is_listed {
        let commas = outside_of_links(cell).filter(|(_, c)| *c == ',');
        return between(cell, commas.map(|(at, _)| at).collect());
    }
    let items = between(cell, cuts).into_iter();
    items
        .map(|item| item.replace("\\;", ";").replace("\\|", "|"))
        .collect()
}

/// The names in one text that is not a cell. As [`items`], but a comma divides names only with a space after it, and outside
/// of brackets.
///
/// ```text
/// Krume, Mie              Krume; Mie
/// Rye (dark, old)         Rye (dark, old)
/// 2,4-D                   2,4-D
/// ```
pub(super) fn several(text: &str) -> Vec<String> {
    if outside_of_links(text).any(|(_, c)| matches!(c, ';' | '|' | '\n')) {
        return items(text);
    }
    let mut depth = 0_usize;
    let mut cuts = Vec::new();
    for (at, c) in outside_of_links(text) {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 && slice(text, at + 1..).starts_with(char::is_whitespace) => {
                cuts.push(at);
            }
            _ => {}
        }
    }
    between(text, cuts)
}

/// The characters of a text that are not in `[[…]]`, with their places.
fn outside_of_links(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let last = text.rfind("]]").unwrap_or_default();
    let mut link_end = 0;
    text.char_indices().filter(move |(at, _)| {
        if *at >= link_end && *at < last && slice(text, *at..).starts_with("[[") {
            let rest = slice(text, *at..);
            link_end = at + rest.find("]]").map_or(0, |end| end + "]]".len());
        }
        *at >= link_end
    })
}

/// The parts of a text between the signs at these places.
fn between(text: &str, cuts: Vec<usize>) -> Vec<String> {
    let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut + 1));
    let ends = cuts.iter().copied().chain([text.len()]);
    let parts = starts.zip(ends).map(|(start, end)| slice(text, start..end));
    parts.map(str::to_owned).collect()
}

/// Whether a key holds what an abbreviation stands for, which may have commas: *strengths, weaknesses and threats*.
pub(super) fn is_long_form(key: &str) -> bool {
    key.to_lowercase().replace(['-', ' '], "_") == "long_form"
}
