//! The rows and cells of text that is separated by commas, semicolons or tabs.
//!
//! A cell is enclosed in quotation marks only if the closing one ends it. So a mark that somebody forgot does not
//! swallow the rows after it, and `"Kleinste" Einheit` keeps its marks.

use crate::text::slice;

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The number of its first line; the first line of a file is 1.
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
    /// The addresses to which cells link, each with the number of its column, from 0.
    pub(super) links: Vec<(usize, String)>,
}

/// The rows of a table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Rows {
    /// The rows that are not empty.
    pub(super) rows: Vec<Row>,
    /// The lines on which a quotation mark begins a cell that has no end.
    pub(super) unclosed: Vec<usize>,
    /// Whether a cell is enclosed in quotation marks.
    pub(super) has_enclosed: bool,
}

/// Reads the rows of a text. `quotes` says whether quotation marks may enclose cells.
pub(super) fn rows(text: &str, separator: char, quotes: bool) -> Rows {
    let mut reader = RowReader {
        text,
        separator,
        quotes,
        at: 0,
        line: 1,
        has_no_more_ends: false,
        found: Rows::default(),
    };
    while reader.at < text.len() {
        reader.row();
    }
    reader.found
}

struct RowReader<'t> {
    text: &'t str,
    separator: char,
    quotes: bool,
    at: usize,
    line: usize,
    /// Whether no quotation mark from here on can end a cell that began on an earlier line.
    has_no_more_ends: bool,
    found: Rows,
}

/// The end of a cell in quotation marks.
enum Closing {
    /// The offset of the closing mark.
    At(usize),
    /// The mark is a part of the text.
    Literal,
    /// The mark should enclose the cell, and no mark ends it.
    Missing,
}

impl RowReader<'_> {
    fn row(&mut self) {
        let line = self.line;
        let mut cells = Vec::new();
        loop {
            let cell = self.cell();
            cells.push(cell);
            let rest = slice(self.text, self.at..);
            if rest.starts_with(self.separator) {
                self.at += self.separator.len_utf8();
                continue;
            }
            if rest.starts_with('\n') {
                self.at += 1;
                self.line += 1;
            }
            break;
        }
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            self.found.rows.push(Row {
                line,
                cells,
                links: Vec::new(),
            });
        }
    }

    fn cell(&mut self) -> String {
        let rest = slice(self.text, self.at..);
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        if self.quotes && slice(rest, spaces..).starts_with('"') {
            let start = self.at + spaces;
            match self.closing(start) {
                Closing::At(end) => {
                    let inside = slice(self.text, start + 1..end);
                    self.line += inside.matches('\n').count();
                    let rest = slice(self.text, end + 1..);
                    let spaces = rest.len() - rest.trim_start_matches(' ').len();
                    self.at = end + 1 + spaces;
                    self.found.has_enclosed = true;
                    return inside.replace("\"\"", "\"");
                }
                Closing::Missing => self.found.unclosed.push(self.line),
                Closing::Literal => {}
            }
        }
        let end = rest.find([self.separator, '\n']).unwrap_or(rest.len());
        self.at += end;
        slice(rest, ..end).to_owned()
    }

    /// The mark that closes the one at `start`.
    fn closing(&mut self, start: usize) -> Closing {
        let mut at = start + 1;
        loop {
            let rest = slice(self.text, at..);
            let on_line = rest.find('\n').unwrap_or(rest.len());
            let limit = if self.has_no_more_ends {
                on_line
            } else {
                rest.len()
            };
            let Some(found) = slice(rest, ..limit).find('"') else {
                self.has_no_more_ends = true;
                return Closing::Missing;
            };
            let mark = at + found;
            let after = slice(self.text, mark + 1..);
            if after.starts_with('"') {
                at = mark + 2;
                continue;
            }
            let rest = after.trim_start_matches(' ');
            if rest.is_empty() || rest.starts_with([self.separator, '\n']) {
                return Closing::At(mark);
            }
            // in one line, marks are around a word; over several, one was forgotten
            let is_on_line = !slice(self.text, start..mark).contains('\n');
            return if is_on_line {
                Closing::Literal
            } else {
                Closing::Missing
            };
        }
    }
}

/// The separator of a text, and the text without a first line `sep=;`, with which Excel names it.
pub(super) fn separator(text: &str, separators: &[char]) -> (char, usize) {
    let first = text.lines().next().unwrap_or_default();
    let named = first
        .trim()
        .trim_matches('"')
        .strip_prefix("sep=")
        .or_else(|| first.trim().strip_prefix("SEP="));
    if let Some(rest) = named {
        let mark = rest.chars().next().unwrap_or('\t');
        return (mark, (first.len() + 1).min(text.len()));
    }
    let sample = sample(text);
    let mut best = (separators.first().copied().unwrap_or(','), 0, 0);
    for separator in separators {
        let found = rows(sample, *separator, true);
        let width = found.rows.first().map_or(0, |row| row.cells.len());
        if width < 2 {
            continue;
        }
        let alike = found.rows.iter().filter(|row| row.cells.len() == width);
        let share = alike.count() * 100 / found.rows.len().max(1);
        if (share, width) > (best.1, best.2) {
            best = (*separator, share, width);
        }
    }
    (best.0, 0)
}

/// The first lines of a text.
fn sample(text: &str) -> &str {
    const BYTES: usize = 60_000;
    if text.len() <= BYTES {
        return text;
    }
    let start = slice(text, ..text.floor_char_boundary(BYTES));
    slice(start, ..start.rfind('\n').unwrap_or(start.len()))
}
