//! Reads workbooks: XLSX and ODS, with a term in each row of a sheet.
//!
//! ```text
//! bytes ─► Archive ─► Sheet ───► Row ─► RawEntry
//!          archive    sheets     separated
//! ```

use super::account::Reading;
use super::columns::{self, Choice};
use super::notes::{NoteKind, excerpt};
use super::one_page::{is_letter, names_glossary};
use super::rows::Row;
use super::separated::{TableOptions, read_rows};
use super::value::{Field, Problem, Value};
use crate::diagnostic::failure::Failure;
use crate::text::fold::single_spaced;
use crate::text::language::Language;
use sheets::Sheet;
pub(super) use sheets::WorkbookKind;

mod archive;
mod cells;
mod sheets;

/// A workbook.
pub(super) struct Workbook<'w> {
    pub(super) bytes: &'w [u8],
    pub(super) kind: WorkbookKind,
    /// Its path in the source without the extension.
    pub(super) path: &'w str,
    /// Its name in messages.
    pub(super) file: &'w str,
    /// The keys of columns, from the command line.
    pub(super) columns: &'w [Choice],
    /// Whether the first row names the columns; `None` to recognise it.
    pub(super) header: Option<bool>,
    /// The sheet to read; `None` for all that have terms.
    pub(super) sheet: Option<&'w str>,
    /// The language of the glossary.
    pub(super) language: Option<&'w Language>,
}

/// The most rows above the header.
const MOST_ABOVE: usize = 20;

impl Workbook<'_> {
    /// Reads all sheets that have terms. The others get a note.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] if there is no sheet or column that the command line names. The inner error is a workbook that
    /// cannot be read.
    pub(super) fn read(&self) -> Result<Result<Reading, Problem>, Failure> {
        let mut sheets = match sheets::read(self.bytes, self.kind) {
            Ok(sheets) => sheets,
            Err(problem) => return Ok(Err(problem)),
        };
        let mut reading = Reading::default();
        for what in sheets.others {
            reading.note(NoteKind::LeftOut, self.file, 0, what, "");
        }
        if let Some(name) = self.sheet {
            self.keep_only(name, &mut sheets.sheets, &mut reading)?;
        }
        let is_shown = |sheet: &&Sheet| !sheet.is_hidden && !sheet.rows.is_empty();
        let shown = sheets.sheets.iter().filter(is_shown).count();
        let has_header = |sheet: &Sheet| self.header_of(sheet).is_some();
        let with_header = sheets.sheets.iter().filter(is_shown);
        let with_header = with_header.filter(|sheet| has_header(sheet)).count();
        let mut first = true;
        for sheet in sheets.sheets {
            let place = format!("{}[{}]", self.file, sheet.name);
            if sheet.is_hidden && self.sheet.is_none() {
                let what = "a hidden sheet: `--sheet` with its name reads it";
                reading.note(NoteKind::LeftOut, &place, 0, what, "");
                continue;
            }
            if sheet.rows.is_empty() {
                continue;
            }
            let is_read = has_header(&sheet) || shown < 2 || with_header == 0 && first;
            first = false;
            if is_read {
                self.sheet(sheet, &place, with_header > 1, &mut reading)?;
                continue;
            }
            let what = "a sheet whose columns are not known: `--sheet` with its name reads it";
            let row = sheet.rows.first();
            let detail = row.map_or(String::new(), |row| excerpt(&row.cells.join(" ")));
            reading.note(NoteKind::Lost, &place, 0, what, detail);
        }
        if reading.raws.is_empty() {
            let what = "a workbook in which no terms were found";
            reading.note(NoteKind::LooksLike, self.file, 0, what, "");
        }
        Ok(Ok(reading))
    }

    /// Leaves out all sheets but the one that the command line names.
    fn keep_only(
        &self,
        name: &str,
        sheets: &mut Vec<Sheet>,
        reading: &mut Reading,
    ) -> Result<(), Failure> {
        let is_named = |sheet: &Sheet| sheet.name.to_lowercase() == name.to_lowercase();
        if !sheets.iter().any(is_named) {
            let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            return Err(Failure::Usage(format!(
                "the workbook has no sheet `{name}`: its sheets are `{}`",
                names.join("`, `")
            )));
        }
        sheets.retain(|sheet| {
            let stays = is_named(sheet);
            if !stays && !sheet.rows.is_empty() {
                let place = format!("{}[{}]", self.file, sheet.name);
                let what = "a sheet that `--sheet` does not name";
                reading.note(NoteKind::LeftOut, &place, 0, what, "");
            }
            stays
        });
        Ok(())
    }

    /// The index of the row that names the columns, if it is known.
    fn header_of(&self, sheet: &Sheet) -> Option<usize> {
        if self.header == Some(false) {
            return None;
        }
        let mut rows = sheet.rows.iter().take(MOST_ABOVE);
        rows.position(|row| {
            let names: Vec<String> = row.cells.iter().map(|cell| single_spaced(cell)).collect();
            let is_chosen = |choice: &Choice| {
                let column = choice.column.as_ref();
                let column = column.map(|column| column.to_lowercase());
                column.is_some_and(|column| names.iter().any(|name| name.to_lowercase() == column))
            };
            columns::roles(&names, self.language).is_some() || self.columns.iter().any(is_chosen)
        })
    }

    fn sheet(
        &self,
        mut sheet: Sheet,
        place: &str,
        is_one_of_several: bool,
        reading: &mut Reading,
    ) -> Result<(), Failure> {
        for note in std::mem::take(&mut sheet.notes) {
            reading.note(note.kind, place, note.row, note.what, note.detail);
        }
        let header = self.header_of(&sheet);
        let (above, rows) = sheet.rows.split_at(header.unwrap_or_default());
        for (index, row) in above.iter().enumerate() {
            note_above(row, index, place, reading);
        }
        let options = TableOptions {
            is_tabbed: false,
            columns: self.columns,
            header: self.header.or(header.map(|_| true)),
            language: self.language,
        };
        let before = reading.raws.len();
        read_rows(rows, options, self.path, place, reading)?;
        let is_tag = is_one_of_several && !is_letter(&sheet.name) && !names_glossary(&sheet.name);
        for raw in reading.raws.iter_mut().skip(before).filter(|_| is_tag) {
            raw.fields.push(Field {
                key: "tags".to_owned(),
                value: Value::List(vec![Value::quoted(sheet.name.as_str())]),
                line: raw.line,
            });
        }
        Ok(())
    }
}

/// Reads a row above the header: the first one may be the title of the glossary.
fn note_above(row: &Row, index: usize, place: &str, reading: &mut Reading) {
    let filled = row.cells.iter().filter(|cell| !cell.trim().is_empty());
    let cells: Vec<&str> = filled.map(|cell| cell.trim()).collect();
    match cells.as_slice() {
        [title] if index == 0 && reading.title.is_none() && title.len() <= 100 => {
            reading.title = Some(single_spaced(title));
        }
        cells => {
            let detail = excerpt(&cells.join(" "));
            let what = "a row above the names of the columns";
            reading.note(NoteKind::Lost, place, row.line, what, detail);
        }
    }
}
