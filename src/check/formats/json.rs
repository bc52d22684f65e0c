//! Findings as a JSON array, for programs of one's own.

use serde::Serialize;

use crate::diagnostic::{EditRecord, FixRecord, Location, Record, Region};

/// A finding; what does not apply is null.
#[derive(Serialize)]
struct Finding<'r> {
    code: &'r str,
    severity: &'r str,
    message: &'r str,
    file: Option<&'r str>,
    #[serde(flatten)]
    region: Place,
    label: Option<&'r str>,
    help: &'r [String],
    also: Vec<Also<'r>>,
    fixes: Vec<Fix<'r>>,
}

/// A second place.
#[derive(Serialize)]
struct Also<'r> {
    message: &'r str,
    file: &'r str,
    #[serde(flatten)]
    region: Place,
}

/// A correction.
#[derive(Serialize)]
struct Fix<'r> {
    description: &'r str,
    complete: bool,
    edits: Vec<Edit<'r>>,
}

/// A part of a file, and what takes its place.
#[derive(Serialize)]
struct Edit<'r> {
    file: &'r str,
    #[serde(flatten)]
    region: Region,
    text: &'r str,
}

impl<'r> Fix<'r> {
    fn new(fix: &'r FixRecord) -> Self {
        let edit = |edit: &'r EditRecord| Edit {
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

#[derive(Default, Serialize)]
struct Place {
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

impl From<Option<Region>> for Place {
    fn from(region: Option<Region>) -> Self {
        Self {
            line: region.map(|region| region.line),
            column: region.map(|region| region.column),
            end_line: region.map(|region| region.end_line),
            end_column: region.map(|region| region.end_column),
        }
    }
}

/// The findings as a JSON array of objects, each on a line.
pub fn json(records: &[Record]) -> String {
    let region = |location: &Location| location.region;
    let lines: Vec<String> = records
        .iter()
        .map(|record| {
            let location = record.location.as_ref();
            let also = record.also.iter();
            let finding = Finding {
                code: record.code.as_str(),
                severity: record.severity.as_str(),
                message: &record.message,
                file: location.map(|location| location.file.as_str()),
                region: location.and_then(region).into(),
                label: record.label.as_deref(),
                help: &record.help,
                also: also
                    .map(|(location, message)| Also {
                        message,
                        file: &location.file,
                        region: location.region.into(),
                    })
                    .collect(),
                fixes: record.fixes.iter().map(Fix::new).collect(),
            };
            // strings and numbers: nothing that JSON cannot hold
            serde_json::to_string(&finding).unwrap_or_default()
        })
        .collect();
    if lines.is_empty() {
        "[]\n".to_owned()
    } else {
        format!("[\n{}\n]\n", lines.join(",\n"))
    }
}
