//! Diagnostics as workflow commands. GitHub shows them beside the lines of a pull request.

use super::text;
use crate::diagnostic::{Record, Region, Severity};

/// The diagnostics as workflow commands, one on each line. `base` is written before each path: it is the
/// path of the project's folder in the repository, such as `docs/`, or empty.
pub fn github(records: &[Record], base: &str) -> String {
    records
        .iter()
        .map(|record| {
            format!(
                "::{}{}::{}\n",
                command(record.severity),
                properties(record, base),
                data(&(text(record) + &further_places(record, base)))
            )
        })
        .collect()
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

fn properties(record: &Record, base: &str) -> String {
    let mut properties = Vec::new();
    if let Some(location) = &record.location {
        properties.push(("file", format!("{base}{}", location.file)));
        if let Some(region) = location.region {
            properties.push(("line", region.line.to_string()));
            properties.push(("endLine", region.end_line.to_string()));
            // GitHub supports columns only within one line
            if region.line == region.end_line {
                properties.push(("col", region.column.to_string()));
                properties.push(("endColumn", region.end_column.to_string()));
            }
        }
    }
    properties.push(("title", record.code.as_str().to_owned()));
    let listed: Vec<_> = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", property(value)))
        .collect();
    format!(" {}", listed.join(","))
}

/// The further places, each on a line of the message, because a command has only one place.
fn further_places(record: &Record, base: &str) -> String {
    record
        .also
        .iter()
        .map(|(location, label)| {
            let file = &location.file;
            match location.region {
                Some(Region { line, column, .. }) => {
                    format!("\n{base}{file}:{line}:{column}: {label}")
                }
                None => format!("\n{base}{file}: {label}"),
            }
        })
        .collect()
}

/// A message with the escapes of workflow commands.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property with the escapes of workflow commands.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
