//! Findings as a JSON array, for programs of one's own.

use serde::Serialize;

use crate::diagnostic::{Location, Record, Region};

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
}

/// A second place.
#[derive(Serialize)]
struct Also<'r> {
    message: &'r str,
    file: &'r str,
    #[serde(flatten)]
    region: Place,
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
            };
            // strings and numbers: nothing that JSON cannot hold
            serde_json::to_string(&finding).unwrap_or_default()
        })
        .collect();
    match lines.is_empty() {
        true => "[]\n".to_owned(),
        false => format!("[\n{}\n]\n", lines.join(",\n")),
    }
}
