//! Checks the archive of a workbook before it is read: a small file can unpack to any number of bytes, and a cell can
//! say that it is repeated any number of times.

use std::io::{self, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::import::value::Problem;

/// The most bytes of an unpacked workbook.
const LARGEST: u64 = 100_000_000;

/// The most files in a workbook.
const MOST_FILES: usize = 10_000;

/// The most cells of a sheet, empty cells between others included.
pub(super) const MOST_CELLS: usize = 2_000_000;

/// The most spaces that one cell says to have.
const MOST_SPACES: usize = 100_000;

/// The names of the files in a workbook, after a check of their sizes.
///
/// # Errors
///
/// The bytes are not an archive, or unpack to too many bytes.
pub(super) fn checked(bytes: &[u8]) -> Result<Vec<String>, Problem> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Problem::new(
            0,
            "the workbook has a password, or is of an old version: save it as `.xlsx` without a password",
        ));
    }
    let mut archive = open(bytes)?;
    if archive.len() > MOST_FILES {
        let reason = format!("the workbook has more than {MOST_FILES} files in it");
        return Err(Problem::new(0, reason));
    }
    let mut names = Vec::new();
    let mut total = 0;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| broken(&error))?;
        // a name that is not UTF-8 is not one of a workbook
        names.extend(file.name().map(|name| name.into_owned()));
        // the size that the archive declares can be wrong
        let declared = file.size();
        let left = LARGEST.saturating_sub(total);
        let unpacked = if declared > left {
            declared
        } else {
            io::copy(&mut file.take(left + 1), &mut io::sink())
                .map_err(|error| broken(&error.into()))?
        };
        total = total.saturating_add(unpacked);
        if total > LARGEST {
            let reason = format!("the workbook unpacks to more than {LARGEST} bytes");
            return Err(Problem::new(0, reason));
        }
    }
    Ok(names)
}

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Problem> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))
}

fn broken(error: &ZipError) -> Problem {
    let reason = match error {
        ZipError::InvalidArchive(_) => {
            "the file is not a workbook: open it in a spreadsheet program, and save it again"
                .to_owned()
        }
        error => format!("the workbook is damaged: {error}"),
    };
    Problem::new(0, reason)
}

/// Checks the repeated cells, rows and spaces of an ODS.
///
/// # Errors
///
/// They are too many, or the sheets are not XML.
pub(super) fn check_repetitions(bytes: &[u8]) -> Result<(), Problem> {
    let mut archive = open(bytes)?;
    let mut text = Vec::new();
    let mut file = archive.by_name("content.xml").map_err(|_| {
        Problem::new(
            0,
            "the workbook has no `content.xml`: save it again as `.ods`",
        )
    })?;
    file.read_to_end(&mut text)
        .map_err(|error| broken(&error.into()))?;
    drop(file);
    let mut reader = Reader::from_reader(text.as_slice());
    let mut size = SheetSize::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader
            .read_event_into(&mut buffer)
            .map_err(|error| Problem::new(0, format!("the workbook is damaged: {error}")))?;
        match &event {
            Event::Eof => return Ok(()),
            Event::Start(tag) | Event::Empty(tag) => size.begin(tag)?,
            _ => {}
        }
    }
}

/// The size of a sheet, as far as it is read.
#[derive(Default)]
struct SheetSize {
    rows: usize,
    /// The number of times that the current row is repeated.
    repeated: usize,
    /// The cells of the current row.
    cells: usize,
    widest: usize,
}

impl SheetSize {
    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<(), Problem> {
        let number = |name: &str| {
            let attribute = tag.try_get_attribute(name).ok().flatten();
            let value = attribute.map(|attribute| attribute.value.trim().parse::<usize>());
            match value {
                None => 1,
                Some(number) => number.unwrap_or(usize::MAX),
            }
        };
        match tag.name().as_ref() {
            "table:table" => *self = Self::default(),
            "table:table-row" => {
                self.rows = self.rows.saturating_add(self.repeated);
                self.repeated = number("table:number-rows-repeated");
                self.cells = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.cells = self
                    .cells
                    .saturating_add(number("table:number-columns-repeated"));
                let has = |name| tag.try_get_attribute(name).ok().flatten().is_some();
                if has("office:value-type") || has("table:formula") {
                    self.widest = self.widest.max(self.cells);
                    let rows = self.rows.saturating_add(self.repeated);
                    if rows.saturating_mul(self.widest) > MOST_CELLS {
                        let reason = format!("a sheet has more than {MOST_CELLS} cells");
                        return Err(Problem::new(0, reason));
                    }
                }
            }
            "text:s" if number("text:c") > MOST_SPACES => {
                let reason = format!("a cell has more than {MOST_SPACES} spaces in a row");
                return Err(Problem::new(0, reason));
            }
            _ => {}
        }
        Ok(())
    }
}
