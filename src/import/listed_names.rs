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
    if let Some((before, rest)) = cell.split_once("[[")
        && let Some((inside, after)) = rest.split_once("]]")
    {
        let around = [before, after].map(|part| part.trim().trim_matches([',', ';', '|']));
        let [before, after] = around.map(|part| match part.trim() {
            "" => Vec::new(),
            part => items(part),
        });
        return [before, vec![format!("[[{inside}]]")], after].concat();
    }
    let mut cuts = Vec::new();
    let mut is_escaped = false;
    for (at, c) in cell.char_indices() {
        if matches!(c, ';' | '|' | '\n') && !is_escaped {
            cuts.push(at);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    let is_listed = !cuts.is_empty() || cell.contains("\\;") || cell.contains("\\|");
    if !is_listed {
        return cell.split(',').map(str::to_owned).collect();
    }
    let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut + 1));
    let ends = cuts.iter().copied().chain([cell.len()]);
    starts
        .zip(ends)
        .map(|(start, end)| slice(cell, start..end))
        .map(|item| item.replace("\\;", ";").replace("\\|", "|"))
        .collect()
}
