//! The rows of a table in Markdown, as records with named columns.
//!
//! A cell of Markdown is one line. Those of a page that was HTML may have several, with [`LINE`] between them.

use super::blocks::{Page, Placed};
use super::shape::{cells, inside};
use super::term_line::TermLine;
use crate::text::slice;

/// The character between the lines of a cell that was HTML: Unicode's line separator, which Markdown takes for a part of
/// the text.
pub(in crate::import) const LINE: char = '\u{2028}';

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

/// The texts of the cells that a row has beyond the columns of its table, which Markdown does not show.
///
/// ```text
/// | CPU | Central | more |      more, in a table with two columns
/// ```
pub(super) fn beyond(page: &Page<'_>, row: &[Placed<'_>]) -> Vec<String> {
    let last = cells(row).into_iter().filter_map(|range| row.get(range));
    let end = last.flatten().map(|(_, span)| span.end).max();
    let end = end.unwrap_or(page.text.len());
    // a row with too few cells gets empty ones, which are after its line
    if slice(page.text, ..end).ends_with('\n') {
        return Vec::new();
    }
    let rest = slice(page.text, end..);
    let rest = rest.lines().next().unwrap_or_default().replace("\\|", "\0");
    let texts = rest.split('|').map(|text| text.replace('\0', "|"));
    let texts = texts.map(|text| text.trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect()
}

/// The text of a cell as it is written, without the backslashes before bars, which only a table needs.
fn written(page: &Page<'_>, cell: &[Placed<'_>]) -> String {
    let inner = inside(cell);
    let start = inner.iter().map(|(_, span)| span.start).min();
    let end = inner.iter().map(|(_, span)| span.end).max();
    match start.zip(end) {
        Some((start, end)) => {
            let text = slice(page.text, start..end).trim();
            text.replace("\\|", "|").replace(LINE, "\n")
        }
        None => String::new(),
    }
}
