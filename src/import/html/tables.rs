//! The rows of a table, and the table in Markdown.
//!
//! A cell of Markdown is one line. In a table of terms, the lines of a cell are kept apart by [`LINE`].

use crate::import::columns;
use crate::import::one_page::LINE;
use crate::web_page::tags::StartTag;

/// The most columns of a table. The texts of further ones are in the last one.
const MOST_COLUMNS: usize = 50;

/// The most bytes of cells that are repeated in the rows over which they are merged.
const MOST_REPEATED: usize = 1_000_000;

/// A cell.
#[derive(Debug, Clone, Default)]
pub(super) struct TableCell {
    pub(super) text: String,
    is_header: bool,
    columns: usize,
    rows: usize,
}

impl TableCell {
    /// The cell that begins with a tag.
    pub(super) fn of(tag: &StartTag) -> Self {
        let number = |name: &str| {
            let value = tag
                .attribute(name)
                .and_then(|value| value.trim().parse().ok());
            value.unwrap_or(1_usize)
        };
        Self {
            text: String::new(),
            is_header: tag.name == "th",
            columns: number("colspan").clamp(1, MOST_COLUMNS),
            // 0 is all rows that are left
            rows: match number("rowspan") {
                0 => usize::MAX,
                rows => rows,
            },
        }
    }
}

/// A row.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<TableCell>,
    is_head: bool,
    line: usize,
}

/// A table that is being read.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<Row>,
    /// Whether the rows are those of its header.
    pub(super) is_head: bool,
    line: usize,
}

/// A part of a table in Markdown.
pub(super) enum TablePart {
    /// A cell over all columns.
    Heading(String, usize),
    /// Rows, with a header.
    Rows(Vec<(String, usize)>),
    /// The only cell of a row.
    Text(Vec<(String, usize)>),
}

impl TablePart {
    /// The text of a cell that is not in a table any more.
    fn text(cell: &str, number: usize) -> Self {
        let lines = cell.replace("\\|", "|");
        let lines = lines.split(LINE).map(|line| (line.to_owned(), number));
        Self::Text(lines.collect())
    }
}

impl Table {
    pub(super) fn new(line: usize) -> Self {
        Self {
            rows: Vec::new(),
            is_head: false,
            line,
        }
    }

    pub(super) fn begin_row(&mut self, line: usize) {
        self.rows.push(Row {
            cells: Vec::new(),
            is_head: self.is_head,
            line,
        });
    }

    /// Whether a row has begun, which can have cells.
    pub(super) fn has_row(&self) -> bool {
        !self.rows.is_empty()
    }

    pub(super) fn begin_cell(&mut self, cell: TableCell) {
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(cell);
        }
    }

    /// Gives the last cell its text.
    pub(super) fn end_cell(&mut self, text: String) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            cell.text = text;
        }
    }

    /// The table in Markdown. If it is in the page itself, a cell over all columns is a heading above the rows below
    /// it; without such rows, or with several lines, it is a text.
    pub(super) fn finish(self, is_in_page: bool) -> Vec<TablePart> {
        let line = self.line;
        let heads: Vec<(bool, bool, usize)> = self
            .rows
            .iter()
            .map(|row| {
                let are_headers = row.cells.iter().all(|cell| cell.is_header);
                let count = row.cells.len();
                (
                    row.is_head || are_headers && count > 1,
                    count == 1,
                    row.line,
                )
            })
            .collect();
        let wide: Vec<usize> = self
            .rows
            .iter()
            .map(|row| row.cells.first().map_or(1, |cell| cell.columns))
            .collect();
        let grid = without_empty_columns(grid(self.rows));
        let width = grid.iter().map(Vec::len).max().unwrap_or(0);
        let over_all = |index: usize| {
            let is_alone = heads.get(index).is_some_and(|(_, is_alone, _)| *is_alone);
            let columns = wide.get(index).copied().unwrap_or(1);
            is_alone && columns >= width && width > 1
        };
        let mut indices = (0..grid.len()).rev();
        let last = indices.find(|index| !over_all(*index));
        let mut parts = Vec::new();
        let mut header: Option<(Vec<String>, usize)> = None;
        let mut rows: Vec<(String, usize)> = Vec::new();
        for (index, ((is_head, _, number), mut cells)) in heads.iter().zip(grid).enumerate() {
            let text = cells.first().cloned().unwrap_or_default();
            let has_rows = last.is_some_and(|last| index < last);
            if over_all(index) && is_in_page && !text.is_empty() {
                add_rows(&mut parts, header.as_ref(), &mut rows, width, line);
                parts.push(match has_rows && !text.contains(LINE) {
                    true => TablePart::Heading(text, *number),
                    false => TablePart::text(&text, *number),
                });
                continue;
            }
            cells.resize(width, String::new());
            if cells.iter().all(String::is_empty) {
                continue;
            }
            if width == 1 {
                parts.push(TablePart::text(&text, *number));
                continue;
            }
            let begins = header.is_none() && rows.is_empty();
            if begins && (*is_head || columns::roles(&plain(&cells), None).is_some()) {
                header = Some((cells, *number));
                continue;
            }
            rows.push((row(&cells), *number));
        }
        add_rows(&mut parts, header.as_ref(), &mut rows, width, line);
        parts
    }
}

/// Rows without the columns in which all cells are empty.
fn without_empty_columns(mut grid: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let mut is_used = [false; MOST_COLUMNS];
    for row in &grid {
        for (is_used, cell) in is_used.iter_mut().zip(row) {
            *is_used |= !cell.is_empty();
        }
    }
    for row in &mut grid {
        let mut used = is_used.iter();
        row.retain(|_| used.next().is_some_and(|is_used| *is_used));
    }
    grid
}

/// Adds rows with their header, if there are some.
fn add_rows(
    parts: &mut Vec<TablePart>,
    header: Option<&(Vec<String>, usize)>,
    rows: &mut Vec<(String, usize)>,
    width: usize,
    line: usize,
) {
    if rows.is_empty() && (header.is_none() || !parts.is_empty()) {
        return;
    }
    let (cells, number) = match header {
        Some((cells, number)) => (cells.clone(), *number),
        None => (vec![String::new(); width], line),
    };
    let mut lines = vec![
        (row(&cells), number),
        (format!("|{}", " --- |".repeat(width)), number),
    ];
    lines.append(rows);
    parts.push(TablePart::Rows(lines));
}

/// The cells of all rows, in their columns. A cell that is merged over rows has its text in each of them.
fn grid(rows: Vec<Row>) -> Vec<Vec<String>> {
    let mut grid = Vec::with_capacity(rows.len());
    // the cells of rows above, by column: how many rows they go on, and their text
    let mut above: Vec<(usize, String)> = Vec::new();
    let mut repeated = 0;
    for row in rows {
        let mut cells: Vec<String> = Vec::new();
        let mut next = row.cells.into_iter();
        loop {
            let column = cells.len();
            if column >= MOST_COLUMNS {
                break;
            }
            if let Some((left, text)) = above.get_mut(column).filter(|(left, _)| *left > 0) {
                *left -= 1;
                repeated += text.len();
                cells.push(if repeated < MOST_REPEATED {
                    text.clone()
                } else {
                    String::new()
                });
                continue;
            }
            let Some(cell) = next.next() else {
                break;
            };
            if above.len() < column + cell.columns {
                above.resize(column + cell.columns, (0, String::new()));
            }
            for offset in 0..cell.columns {
                let text = if offset == 0 { cell.text.as_str() } else { "" };
                if cell.rows > 1
                    && let Some(place) = above.get_mut(column + offset)
                {
                    *place = (cell.rows - 1, text.to_owned());
                }
                if cells.len() < MOST_COLUMNS {
                    cells.push(text.to_owned());
                }
            }
        }
        // what does not fit is not lost
        let rest: Vec<String> = next.map(|cell| cell.text).collect();
        if let Some(last) = cells.last_mut().filter(|_| !rest.is_empty()) {
            last.push(' ');
            last.push_str(&rest.join(" "));
        }
        grid.push(cells);
    }
    grid
}

fn row(cells: &[String]) -> String {
    let mut line = String::from("|");
    for cell in cells {
        line.push(' ');
        line.push_str(cell);
        line.push_str(" |");
    }
    line
}

/// The names of columns without markup.
fn plain(cells: &[String]) -> Vec<String> {
    let is_mark = |c: char| c == '*' || c == '\\';
    cells
        .iter()
        .map(|cell| cell.replace(is_mark, "").trim().to_owned())
        .collect()
}
