//! Reads tables: text separated by tabs or commas, with a term in each row.

use csv::{ReaderBuilder, StringRecord};

use super::account::Reading;
use super::draft::{Markup, RawEntry};
use super::notes::{NoteKind, excerpt};
use super::passage::Passage;
use super::value::{Field, Problem, Value};
use crate::entry::front_matter::meaning::{holds_definition, is_known, names_term};
use crate::entry::front_matter::table::is_header;
use crate::source::SourceFile;
use crate::text::fold::single_spaced;

/// The keys of the first columns if the table has no headings.
const PLAIN: [&str; 2] = ["term", "definition"];

/// Reads the rows of a table. Rows without a term get a note.
///
/// # Errors
///
/// The text cannot be separated into cells.
pub(super) fn read(text: &str, separator: u8, file: &str) -> Result<Reading, Problem> {
    let mut reading = Reading::default();
    let mut builder = ReaderBuilder::new();
    builder
        .delimiter(separator)
        .has_headers(false)
        .flexible(true);
    // in most tab-separated files, a quotation mark at the beginning of a cell is part of its text
    if separator == b'\t' && !has_quoted_fields(text) {
        builder.quoting(false);
    }
    let mut reader = builder.from_reader(text.as_bytes());
    let file_text = SourceFile::new("", text.to_owned());
    let mut rows: Vec<(usize, StringRecord)> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Problem {
            line: error
                .position()
                .map_or(0, |position| line_of(&file_text, position.byte())),
            reason: error.to_string(),
        })?;
        let line = record
            .position()
            .map_or(1, |position| line_of(&file_text, position.byte()));
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push((line, record));
        }
    }
    let header = rows.first().and_then(|(_, row)| header(row));
    let skipped = usize::from(header.is_some());
    if let (None, Some((_, first))) = (&header, rows.first()) {
        let cells: Vec<_> = first.iter().take(PLAIN.len()).map(shown).collect();
        reading.remarks.push(format!(
            "no row of headings was found: the first row, {}, is read as a term and its definition",
            cells.join(", ")
        ));
    }
    let header = header.unwrap_or_else(|| PLAIN.map(str::to_owned).to_vec());
    let markup = if is_header(&header) {
        Markup::OwnCell
    } else {
        Markup::Cell
    };
    for (line, row) in rows.into_iter().skip(skipped) {
        let more = row.iter().skip(header.len());
        if more.clone().any(|cell| !cell.trim().is_empty()) {
            let what = format!("a row with more cells than the {} columns", header.len());
            let cells: Vec<&str> = more.collect();
            reading.note(
                NoteKind::Changed,
                file,
                line,
                what,
                excerpt(&cells.join(" ")),
            );
        }
        match raw(&header, &row, markup, file, line) {
            Some(raw) => reading.raws.push(raw),
            None => {
                let cells: Vec<&str> = row.iter().filter(|cell| !cell.is_empty()).collect();
                let detail = excerpt(&cells.join(" "));
                reading.note(NoteKind::Lost, file, line, "a row without a term", detail);
            }
        }
    }
    Ok(reading)
}

/// The line of a row that begins at an offset or after the empty lines there.
fn line_of(file: &SourceFile, byte: u64) -> usize {
    let byte = usize::try_from(byte).unwrap_or(usize::MAX);
    let rest = file.slice(byte..);
    let empty = rest.len() - rest.trim_start_matches('\n').len();
    file.line_column(byte.saturating_add(empty)).0
}

/// A cell in quotation marks, if possible of a kind that it does not contain.
fn shown(cell: &str) -> String {
    let mark = if cell.contains('"') { '\'' } else { '"' };
    format!("{mark}{}{mark}", single_spaced(cell))
}

/// Whether quotation marks enclose cells in a text separated by tabs, as spreadsheets write it: each cell
/// that begins with one also ends with one.
fn has_quoted_fields(text: &str) -> bool {
    let mut reader = ReaderBuilder::new();
    reader.delimiter(b'\t').has_headers(false).flexible(true);
    let mut reader = reader.from_reader(text.as_bytes());
    let widths: Vec<usize> = reader
        .records()
        .filter_map(Result::ok)
        .map(|record| record.len())
        .collect();
    // if a quotation mark does not enclose a cell, rows are joined up to the next one
    let is_regular = widths.iter().all(|width| Some(width) == widths.first());
    text.contains('"') && is_regular && text.lines().any(begins_and_ends_quoted)
}

fn begins_and_ends_quoted(line: &str) -> bool {
    line.split('\t')
        .any(|cell| cell.starts_with('"') && (cell.ends_with('"') || !cell.contains("\" ")))
}

/// The names of the columns, if the first row has them: it has one for the term and one for the definition,
/// or all of its names are known.
fn header(row: &StringRecord) -> Option<Vec<String>> {
    let names: Vec<String> = row.iter().map(single_spaced).collect();
    let has = |is: fn(&str) -> bool| names.iter().any(|name| is(name));
    let all_known = names.iter().all(|name| is_known(name));
    let is_header = has(names_term) && (has(holds_definition) || all_known);
    is_header.then_some(names)
}

fn raw(
    header: &[String],
    row: &StringRecord,
    markup: Markup,
    file: &str,
    line: usize,
) -> Option<RawEntry> {
    let fields: Vec<Field> = row
        .iter()
        .enumerate()
        .map(|(index, cell)| Field {
            key: match header.get(index).filter(|name| !name.is_empty()) {
                Some(name) => name.clone(),
                None => format!("column {}", index + 1),
            },
            value: Value::quoted(match markup {
                Markup::OwnCell => cell,
                _ => cell.trim(),
            }),
            line,
        })
        .collect();
    let has_term = |field: &Field| names_term(&field.key) && !field.value.is_empty();
    fields.iter().any(has_term).then(|| RawEntry {
        file: file.to_owned(),
        line,
        fields,
        body: Passage::new("", line),
        markup,
        ..RawEntry::default()
    })
}
