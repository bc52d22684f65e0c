//! The rows of a table in Markdown, as records with named columns.

use super::blocks::{Page, Placed};
use super::shape::{cells, inside};
use super::term_line::TermLine;
use crate::text::slice;

/// A cell of a table.
pub(super) struct Cell {
    /// Its text in Markdown.
    pub(super) text: String,
    /// Its words, links and anchors.
    pub(super) line: TermLine,
}

/// The cells of a row.
pub(super) fn row(page: &Page<'_>, events: &[Placed<'_>]) -> Vec<Cell> {
    cells(events)
        .into_iter()
        .filter_map(|range| events.get(range))
        .map(|cell| Cell {
            text: written(page, cell),
            line: TermLine::of(cell),
        })
        .collect()
}

/// The text of a cell as it is written, without the backslashes before bars, which only a table needs.
fn written(page: &Page<'_>, cell: &[Placed<'_>]) -> String {
    let inner = inside(cell);
    let start = inner.iter().map(|(_, span)| span.start).min();
    let end = inner.iter().map(|(_, span)| span.end).max();
    match start.zip(end) {
        Some((start, end)) => slice(page.text, start..end).trim().replace("\\|", "|"),
        None => String::new(),
    }
}
