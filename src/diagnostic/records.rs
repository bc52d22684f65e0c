//! Diagnostics as plain data, for other programs.

use serde::Serialize;

use super::{Code, Diagnostic, Severity};
use crate::source::Place;

/// A fault, with all that is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What kind of fault it is.
    pub code: Code,
    /// How much it matters in this run.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where; nowhere in particular if there is none.
    pub location: Option<Location>,
    /// What is said beside the place.
    pub label: Option<String>,
    /// Second places, each with what it has to do with the fault.
    pub also: Vec<(Location, String)>,
    /// What to do, in order.
    pub help: Vec<String>,
}

/// A file, and a part of it if one is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The path from the project's root, with `/` on every system.
    pub file: String,
    /// The part that is meant.
    #[serde(flatten)]
    pub region: Option<Region>,
}

/// A part of a file. Lines and columns are counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Region {
    /// The line of the first character.
    pub line: usize,
    /// Its column.
    pub column: usize,
    /// The line of the place after the last character.
    pub end_line: usize,
    /// The column of that place.
    pub end_column: usize,
}

impl Severity {
    /// The word for it, as diagnostics begin with it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl Diagnostic {
    pub(super) fn record(&self, severity: Severity) -> Record {
        let of_file = |path: &String| Location {
            file: path.clone(),
            region: None,
        };
        let place = self.place.as_ref().map(location);
        let also = self.also.iter();
        Record {
            code: self.code,
            severity,
            message: self.message.clone(),
            location: place.or_else(|| self.path.as_ref().map(of_file)),
            label: self.label.clone(),
            also: also
                .map(|(place, label)| (location(place), label.clone()))
                .collect(),
            help: self.help.clone(),
        }
    }
}

fn location(place: &Place) -> Location {
    let (line, column) = place.file.line_column(place.span.start);
    let (end_line, end_column) = place.file.line_column(place.span.end);
    Location {
        file: place.file.path.clone(),
        region: Some(Region {
            line,
            column,
            end_line,
            end_column,
        }),
    }
}
