//! Diagnostics as a JSON array, for programs that users write.

use serde::Serialize;

use crate::diagnostic::{EditRecord, FixRecord, Location, Record, Region};

/// A diagnostic. A value that does not apply is null.
#[derive(Serialize)]
struct JsonDiagnostic<'r> {
    code: &'r str,
    severity: &'r str,
    message: &'r str,
    file: Option<&'r str>,
    #[serde(flatten)]
    region: JsonRegion,
    label: Option<&'r str>,
    pages: Option<&'r str>,
    help: &'r [String],
    also: Vec<JsonPlace<'r>>,
    fixes: Vec<JsonFix<'r>>,
}

/// A further place.
#[derive(Serialize)]
struct JsonPlace<'r> {
    message: &'r str,
    file: &'r str,
    #[serde(flatten)]
    region: JsonRegion,
}

/// A fix.
#[derive(Serialize)]
struct JsonFix<'r> {
    description: &'r str,
    complete: bool,
    edits: Vec<JsonEdit<'r>>,
}

/// A part of a file, and the text that replaces it.
#[derive(Serialize)]
struct JsonEdit<'r> {
    file: &'r str,
    #[serde(flatten)]
    region: Region,
    text: &'r str,
}

impl<'r> JsonFix<'r> {
    fn new(fix: &'r FixRecord) -> Self {
        let edit = |edit: &'r EditRecord| JsonEdit {
            file: &edit.file,
            region: edit.region,
            text: &edit.text,
        };
        Self {
            description: &fix.title,
            complete: fix.is_complete,
            edits: fix.edits.iter().map(edit).collect(),
        }
    }
}

/// Lines and columns, from 1. All are null if the place is a whole file.
#[derive(Default, Serialize)]
struct JsonRegion {
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

impl From<Option<Region>> for JsonRegion {
    fn from(region: Option<Region>) -> Self {
        Self {
            line: region.map(|region| region.line),
            column: region.map(|region| region.column),
            end_line: region.map(|region| region.end_line),
            end_column: region.map(|region| region.end_column),
        }
    }
}

/// The diagnostics as a JSON array of objects, each on a line.
pub fn json(records: &[Record]) -> String {
    let region = |location: &Location| location.region;
    let lines: Vec<String> = records
        .iter()
        .map(|record| {
            let location = record.location.as_ref();
            let also = record.also.iter();
            let diagnostic = JsonDiagnostic {
                code: record.code.as_str(),
                severity: record.severity.as_str(),
                message: &record.message,
                file: location.map(|location| location.file.as_str()),
                region: location.and_then(region).into(),
                label: record.label.as_deref(),
                pages: record.pages.as_deref(),
                help: &record.help,
                also: also
                    .map(|(location, message)| JsonPlace {
                        message,
                        file: &location.file,
                        region: location.region.into(),
                    })
                    .collect(),
                fixes: record.fixes.iter().map(JsonFix::new).collect(),
            };
            // this cannot fail: the keys are strings, and the values are strings, numbers and lists
            serde_json::to_string(&diagnostic).unwrap_or_default()
        })
        .collect();
    if lines.is_empty() {
        "[]\n".to_owned()
    } else {
        format!("[\n{}\n]\n", lines.join(",\n"))
    }
}
