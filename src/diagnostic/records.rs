//! Diagnostics as plain data, for other programs.

use serde::Serialize;

use super::{Code, Diagnostic, Fix, Severity, visible_text};
use crate::source::{Edit, Place, SourceFile, Span};

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
    /// The ways to correct it, one of which is to be chosen.
    pub fixes: Vec<FixRecord>,
}

/// A correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixRecord {
    /// What it does, in a few words.
    pub title: String,
    /// The edits, which are made together.
    pub edits: Vec<EditRecord>,
    /// Whether that is all. If not, the new text has an ellipsis in it, which the author replaces.
    pub is_complete: bool,
}

/// An edit of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditRecord {
    /// The path of the file from the project's root, with `/` on every system.
    pub file: String,
    /// What is replaced; empty where something is put in.
    pub region: Region,
    /// What takes its place.
    pub text: String,
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
            fixes: self.fixes.iter().map(Fix::record).collect(),
        }
    }
}

impl Fix {
    fn record(&self) -> FixRecord {
        let edit = |edit: &Edit| EditRecord {
            file: self.file.path.clone(),
            region: region(&self.file, &edit.span),
            text: edit.text.clone(),
        };
        FixRecord {
            title: visible_text(self.title.clone()),
            edits: self.edits.iter().map(edit).collect(),
            is_complete: self.is_complete,
        }
    }
}

fn location(place: &Place) -> Location {
    Location {
        file: place.file.path.clone(),
        region: Some(region(&place.file, &place.span)),
    }
}

fn region(file: &SourceFile, span: &Span) -> Region {
    let (line, column) = file.line_column(span.start);
    let (end_line, end_column) = file.line_column(span.end);
    Region {
        line,
        column,
        end_line,
        end_column,
    }
}
