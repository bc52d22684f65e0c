//! Diagnostics as plain data, for other programs.

use serde::Serialize;

use super::{Code, Diagnostic, Fix, Severity, affected, visible_text};
use crate::source::{Edit, Place, SourceFile, Span};

/// A diagnostic with all its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The code.
    pub code: Code,
    /// The severity in this run.
    pub severity: Severity,
    /// The message: the problem, in lower case and without a full stop.
    pub message: String,
    /// The place of the problem; `None` if it concerns the whole glossary.
    pub location: Option<Location>,
    /// The label beside the place.
    pub label: Option<String>,
    /// Other places of the same problem, each with its label.
    pub also: Vec<(Location, String)>,
    /// The number of pages on which a mistake in a template shows, and the first of them by name.
    pub pages: Option<String>,
    /// The helps, in order.
    pub help: Vec<String>,
    /// The fixes, of which the author chooses one.
    pub fixes: Vec<FixRecord>,
}

/// A fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixRecord {
    /// The title in an editor's menu, such as "write `Gamma`".
    pub title: String,
    /// The edits, which are made together.
    pub edits: Vec<EditRecord>,
    /// Whether the fix is complete. If not, the new text contains an ellipsis, which the author replaces.
    pub is_complete: bool,
}

/// An edit of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditRecord {
    /// The path of the file from the project's root, with `/` on every system.
    pub file: String,
    /// The part that is replaced; empty for an insertion.
    pub region: Region,
    /// The new text, with the line endings of the file.
    pub text: String,
}

/// A file, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The path from the project's root, with `/` on every system.
    pub file: String,
    /// The part; `None` for the whole file.
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
    /// The line of the position after the last character.
    pub end_line: usize,
    /// The column of that position.
    pub end_column: usize,
}

impl Severity {
    /// The word with which a printed diagnostic begins.
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
            pages: affected::summary(&self.affected),
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
            text: self.file.text_as_written(edit).into_owned(),
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
