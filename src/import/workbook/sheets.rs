//! The sheets of a workbook, as rows of texts.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Ods, OdsError, Reader, SheetVisible, Xlsx, XlsxError};

use super::archive::{MOST_CELLS, check_repetitions, checked};
use super::cells;
use crate::import::notes::NoteKind;
use crate::import::rows::Row;
use crate::import::value::Problem;

/// The kind of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum WorkbookKind {
    Xlsx,
    Ods,
}

/// The content of a workbook.
pub(super) struct Sheets {
    pub(super) sheets: Vec<Sheet>,
    /// The parts that are not read, in words.
    pub(super) others: Vec<&'static str>,
}

/// A sheet.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    /// The rows that are not empty; the number of the first row of a sheet is 1.
    pub(super) rows: Vec<Row>,
    pub(super) notes: Vec<CellNote>,
}

/// A note on a cell.
pub(super) struct CellNote {
    pub(super) kind: NoteKind,
    pub(super) row: usize,
    pub(super) what: &'static str,
    pub(super) detail: String,
}

/// The cells of a sheet, while they are read.
#[derive(Default)]
struct Grid {
    rows: BTreeMap<u32, BTreeMap<u32, String>>,
    count: usize,
    /// The addresses to which cells link, by row and column.
    links: BTreeMap<(u32, u32), String>,
    notes: Vec<CellNote>,
}

/// Reads all sheets of a workbook.
///
/// # Errors
///
/// The workbook is damaged, or too large.
pub(super) fn read(bytes: &[u8], kind: WorkbookKind) -> Result<Sheets, Problem> {
    let names = checked(bytes)?;
    let has = |part: &str| names.iter().any(|name| name.contains(part));
    let mut others = Vec::new();
    if has("xl/comments") || has("xl/threadedComments") {
        others.push("comments on cells");
    }
    if has("xl/media/") || has("Pictures/") {
        others.push("pictures in the workbook");
    }
    let sheets = match kind {
        WorkbookKind::Xlsx => xlsx(bytes)?,
        WorkbookKind::Ods => ods(bytes)?,
    };
    Ok(Sheets { sheets, others })
}

fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, Problem> {
    let broken = |error: XlsxError| Problem::new(0, format!("the workbook is damaged: {error}"));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let listed = book.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for sheet in listed {
        // a sheet with nothing but a chart has no cells
        if sheet.typ != calamine::SheetType::WorkSheet {
            continue;
        }
        let in_sheet = |error: XlsxError| {
            let reason = format!("the sheet `{}` is damaged: {error}", sheet.name);
            Problem::new(0, reason)
        };
        let mut grid = Grid::default();
        let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(in_sheet)?;
        while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(in_sheet)? {
            let has_formula = cell.formula.is_some();
            grid.add(cell.pos, &Data::from(cell.value), has_formula, &sheet.name)?;
        }
        drop(reader);
        for link in book
            .hyperlinks_by_sheet_name(&sheet.name)
            .map_err(in_sheet)?
        {
            if let Some(target) = link.target {
                grid.links.insert(link.range.start, target);
            }
        }
        let merged = book
            .merge_cells_by_sheet_name(&sheet.name)
            .map_err(in_sheet)?;
        for range in merged {
            grid.fill_down(range.start, range.end.0, &sheet.name)?;
        }
        sheets.push(grid.finish(sheet.name, sheet.visible != SheetVisible::Visible)?);
    }
    Ok(sheets)
}

fn ods(bytes: &[u8]) -> Result<Vec<Sheet>, Problem> {
    let broken = |error: OdsError| Problem::new(0, format!("the workbook is damaged: {error}"));
    check_repetitions(bytes)?;
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(broken)?;
    let listed = book.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for sheet in listed {
        let mut grid = Grid::default();
        let range = book.worksheet_range(&sheet.name).map_err(broken)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let place = (first_row + index(row), first_column + index(column));
            grid.add(place, value, false, &sheet.name)?;
        }
        sheets.push(grid.finish(sheet.name, sheet.visible != SheetVisible::Visible)?);
    }
    Ok(sheets)
}

fn index(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Grid {
    fn add(
        &mut self,
        (row, column): (u32, u32),
        value: &Data,
        has_formula: bool,
        sheet: &str,
    ) -> Result<(), Problem> {
        let mut note = |kind, what, detail| {
            self.notes.push(CellNote {
                kind,
                row: row as usize + 1,
                what,
                detail,
            });
        };
        match cells::text(value) {
            Ok(text) if text.is_empty() => {
                if has_formula {
                    let what = "a formula without a value: open the workbook in a spreadsheet program, and \
                                save it again";
                    note(NoteKind::Lost, what, cells::name(row, column));
                }
                return Ok(());
            }
            Ok(text) => {
                self.rows.entry(row).or_default().insert(column, text);
            }
            Err(error) => {
                let detail = format!("{} `{error}`", cells::name(row, column));
                note(NoteKind::LeftOut, "an error in place of a value", detail);
                return Ok(());
            }
        }
        self.count(1, sheet)
    }

    fn count(&mut self, cells: usize, sheet: &str) -> Result<(), Problem> {
        self.count += cells;
        if self.count > MOST_CELLS {
            return Err(too_many(sheet));
        }
        Ok(())
    }

    /// Gives the value of a merged cell to all rows that it covers.
    fn fill_down(
        &mut self,
        (row, column): (u32, u32),
        last: u32,
        sheet: &str,
    ) -> Result<(), Problem> {
        let text = self.rows.get(&row).and_then(|cells| cells.get(&column));
        let Some(text) = text.cloned().filter(|_| last > row) else {
            return Ok(());
        };
        let mut filled = 0;
        for cells in self.rows.range_mut(row + 1..=last).map(|(_, cells)| cells) {
            cells.entry(column).or_insert_with(|| text.clone());
            filled += 1;
        }
        self.count(filled, sheet)
    }

    fn finish(self, name: String, is_hidden: bool) -> Result<Sheet, Problem> {
        let mut size = 0_usize;
        let mut rows = Vec::new();
        for (number, cells) in self.rows {
            let width = cells.keys().last().map_or(0, |last| *last as usize + 1);
            size = size.saturating_add(width);
            if size > MOST_CELLS {
                return Err(too_many(&name));
            }
            let mut texts = vec![String::new(); width];
            for (column, text) in cells {
                if let Some(cell) = texts.get_mut(column as usize) {
                    *cell = text;
                }
            }
            let links = self.links.range((number, 0)..=(number, u32::MAX));
            let links = links.map(|((_, column), address)| (*column as usize, address.clone()));
            rows.push(Row {
                line: number as usize + 1,
                cells: texts,
                links: links.collect(),
            });
        }
        Ok(Sheet {
            name,
            is_hidden,
            rows,
            notes: self.notes,
        })
    }
}

fn too_many(sheet: &str) -> Problem {
    let reason = format!("the sheet `{sheet}` has more than {MOST_CELLS} cells");
    Problem::new(0, reason)
}
