//! Reads tables: text separated by tabs or commas, with a term in each row.

use super::account::Reading;
use super::columns;
use super::draft::{Markup, RawEntry};
use super::notes::{NoteKind, excerpt};
use super::records::{self, RecordPlace};
use super::rows::{Row, rows, separator};
use super::value::{Field, Problem, Value};
use crate::diagnostic::failure::Failure;
use crate::entry::front_matter::KeyKind;
use crate::entry::front_matter::meaning::{KeyMeaning, holds_definition, meaning};
use crate::entry::front_matter::table::is_header;
use crate::text::fold::single_spaced;
use crate::text::language::Language;
use crate::text::slice;

/// How to read a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableOptions<'o> {
    /// Whether the columns are separated by tabs.
    pub(super) is_tabbed: bool,
    /// The keys of columns, from the command line.
    pub(super) columns: &'o [columns::Choice],
    /// Whether the first row names the columns; `None` to recognise it.
    pub(super) header: Option<bool>,
    /// The language of the glossary.
    pub(super) language: Option<&'o Language>,
}

/// Reads the rows of a table. `path` is the file's path in the source without its extension, `file` its name in
/// messages. Rows without a term get a note. The second value has the rows that cannot be read.
///
/// # Errors
///
/// [`Failure::Usage`] if the command line names a column that the table does not have.
pub(super) fn read(
    text: &str,
    options: TableOptions<'_>,
    path: &str,
    file: &str,
) -> Result<(Reading, Vec<Problem>), Failure> {
    let mut reading = Reading::default();
    let (mark, skipped) = if options.is_tabbed {
        separator(text, &['\t'])
    } else {
        separator(text, &[',', ';', '\t', '|'])
    };
    let skipped_lines = slice(text, ..skipped).matches('\n').count();
    let text = slice(text, skipped..);
    // in most tab-separated files, a quotation mark at the beginning of a cell is part of its text
    let quotes = mark != '\t' || has_quoted_cells(text);
    let mut found = rows(text, mark, quotes);
    for row in &mut found.rows {
        row.line += skipped_lines;
    }
    let problems = found.unclosed.iter().map(|line| {
        Problem::new(
            line + skipped_lines,
            "a quotation mark begins a cell, and no quotation mark ends it: its row was read as if \
             the mark were a part of the text",
        )
    });
    let problems = problems.collect();
    read_rows(&found.rows, options, path, file, &mut reading)?;
    Ok((reading, problems))
}

/// Reads rows. `path` is the file's path in the source without its extension, `file` its name in messages. Rows without
/// a term get a note.
///
/// # Errors
///
/// [`Failure::Usage`] if the command line names a column that the table does not have.
pub(super) fn read_rows(
    rows: &[Row],
    options: TableOptions<'_>,
    path: &str,
    file: &str,
    reading: &mut Reading,
) -> Result<(), Failure> {
    let table = Table::new(rows, options, file, reading)?;
    let first = usize::from(table.has_header);
    for row in rows.iter().skip(first) {
        table.note_wide(row, file, reading);
        match table.entry(row, path, file) {
            Some(raw) => reading.raws.push(raw),
            None => {
                let cells: Vec<&str> = row.cells.iter().map(|cell| cell.trim()).collect();
                let detail = excerpt(&cells.join(" "));
                reading.note(
                    NoteKind::Lost,
                    file,
                    row.line,
                    "a row without a term",
                    detail,
                );
            }
        }
    }
    Ok(())
}

/// The value of a cell that may link to an address. In a definition, the link is a part of the text; that of another
/// cell is a source, which is the second value.
fn with_link(key: &str, text: &str, link: Option<&str>) -> (Value, Option<Value>) {
    let Some(address) = link.filter(|address| *address != text && !text.is_empty()) else {
        return (Value::quoted(text), None);
    };
    if holds_definition(key) {
        let link = format!("[{text}](<{address}>)");
        return (Value::quoted(link), None);
    }
    let field = |key: &str, text: &str| Field {
        key: key.to_owned(),
        value: Value::quoted(text),
        line: 0,
    };
    let source = Value::Table(vec![field("title", text), field("url", address)]);
    match meaning(key) {
        Some(KeyMeaning::Own(key)) if key.kind == KeyKind::Sources => (source, None),
        _ => (Value::quoted(text), Some(source)),
    }
}

/// Whether quotation marks enclose cells in a text separated by tabs, as spreadsheets write it: all rows have the
/// same number of cells then.
fn has_quoted_cells(text: &str) -> bool {
    if !text.contains('"') {
        return false;
    }
    let found = rows(text, '\t', true);
    let width = found.rows.first().map(|row| row.cells.len());
    let mut widths = found.rows.iter().map(|row| Some(row.cells.len()));
    found.has_enclosed && found.unclosed.is_empty() && widths.all(|other| other == width)
}

/// The columns of a table.
struct Table {
    keys: Vec<String>,
    markup: Markup,
    has_header: bool,
}

impl Table {
    fn new(
        rows: &[Row],
        options: TableOptions<'_>,
        file: &str,
        reading: &mut Reading,
    ) -> Result<Self, Failure> {
        let first: Vec<String> = rows.first().map_or(Vec::new(), |row| {
            row.cells.iter().map(|cell| single_spaced(cell)).collect()
        });
        let roles = columns::roles(&first, options.language);
        let names_columns = options.columns.iter().any(columns::Choice::is_by_name);
        let has_header = options.header.unwrap_or(roles.is_some() || names_columns);
        let mut keys = match roles.filter(|_| has_header) {
            Some(keys) => keys,
            None if has_header => columns::by_place(&first),
            None => columns::by_place(&vec![String::new(); first.len()]),
        };
        for (index, key) in keys.iter_mut().enumerate() {
            if key.is_empty() {
                *key = format!("column {}", index + 1);
            }
        }
        let names: &[String] = if has_header { &first } else { &[] };
        columns::choose(&mut keys, names, options.columns)?;
        let language = columns::language_of_terms(names, &keys).and_then(|(name, tag)| {
            Some((Language::from_tag(tag)?, format!("the column `{name}`")))
        });
        // a workbook has several tables
        reading.language = reading.language.take().or(language);
        if !has_header && options.header.is_none() && !first.is_empty() {
            let cells: Vec<_> = first.iter().take(2).map(|cell| excerpt(cell)).collect();
            let what =
                "the first row was read as a term: `--header yes` reads it as names of columns";
            let line = rows.first().map_or(1, |row| row.line);
            reading.note(NoteKind::Changed, file, line, what, cells.join(", "));
        }
        if let Some(meant) = columns::meant(names, &keys) {
            let remark = format!("columns are read by their names: {meant}");
            reading.remarks.push(remark);
        }
        let is_own = has_header && is_header(&first) && options.columns.is_empty();
        Ok(Self {
            keys,
            markup: if is_own {
                Markup::OwnCell
            } else {
                Markup::Cell
            },
            has_header,
        })
    }

    /// Notes a row with more cells than the table has columns.
    fn note_wide(&self, row: &Row, file: &str, reading: &mut Reading) {
        let more = row.cells.iter().skip(self.keys.len());
        let more: Vec<&str> = more.map(|cell| cell.trim()).collect();
        if more.iter().any(|cell| !cell.is_empty()) {
            let help = "write quotation marks around a cell that holds the separator";
            let what = columns::wide_row(self.keys.len(), help);
            let detail = excerpt(&more.join(" "));
            reading.note(NoteKind::Changed, file, row.line, what, detail);
        }
    }

    fn entry(&self, row: &Row, path: &str, file: &str) -> Option<RawEntry> {
        let mut fields: Vec<Field> = Vec::new();
        for (index, cell) in row.cells.iter().enumerate() {
            let key = match self.keys.get(index) {
                Some(key) => key.clone(),
                None => format!("column {}", index + 1),
            };
            let text = match self.markup {
                Markup::OwnCell => cell.as_str(),
                _ => cell.trim(),
            };
            let link = row.links.iter().find(|(column, _)| *column == index);
            let link = link.map(|(_, address)| address.as_str());
            let (value, source) = with_link(&key, text, link);
            let line = row.line;
            fields.push(Field { key, value, line });
            fields.extend(source.map(|value| Field {
                key: "sources".to_owned(),
                value,
                line,
            }));
        }
        let place = RecordPlace {
            path,
            file,
            line: row.line,
            markup: self.markup,
        };
        records::entry(fields, place)
    }
}
