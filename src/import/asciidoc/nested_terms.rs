//! Terms that the parser takes for items of another kind of list: after a list in a list, an empty line and a term.
//!
//! ```text
//! * An oven
//! ** with a door
//!
//! Crumb:: the inside
//! ```
//!
//! In HTML, such an item has only the text, so its term is added.

use std::collections::BTreeMap;

use asciidoc_parser::blocks::{Block, FindBlocks, ListItemMarker, ListType};
use asciidoc_parser::{Document, HasSpan};

use super::lines::{begins_item, items};

/// HTML in which items of other lists have their terms, and the terms that are not in it, by their lines. No line is added.
pub(super) fn with_nested_terms(
    html: String,
    document: &Document<'_>,
) -> (String, BTreeMap<usize, String>) {
    let terms: BTreeMap<usize, String> = document.descendant_blocks().flat_map(terms).collect();
    if terms.is_empty() {
        return (html, terms);
    }
    let items = items(document);
    if html.lines().filter(|line| begins_item(line)).count() != items.len() {
        return (html, terms);
    }
    let mut items = items.iter();
    let mut out = String::with_capacity(html.len());
    for line in html.split_inclusive('\n') {
        let item = begins_item(line).then(|| items.next()).flatten();
        match item.and_then(|item| terms.get(&item.line)) {
            Some(term) => {
                out.push_str(line.trim_end());
                out.push_str(&format!("<p><strong>{term}</strong></p>\n"));
            }
            None => out.push_str(line),
        }
    }
    (out, BTreeMap::new())
}

/// The terms in a list of another kind, with the lines of their items.
fn terms(block: &Block<'_>) -> Vec<(usize, String)> {
    let Block::List(list) = block else {
        return Vec::new();
    };
    if list.type_() == ListType::Description {
        return Vec::new();
    }
    let items = list.child_blocks().filter_map(|block| match block {
        Block::ListItem(item) => Some(item),
        _ => None,
    });
    let terms = items.filter_map(|item| match item.list_item_marker() {
        ListItemMarker::DefinedTerm { term, .. } => {
            Some((item.span().line(), term.rendered_html().to_owned()))
        }
        _ => None,
    });
    terms.collect()
}
