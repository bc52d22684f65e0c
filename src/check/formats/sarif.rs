//! Diagnostics as SARIF 2.1.0 (OASIS), which code hosts and editors read.

use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde_json::{Value, json};

use super::text;
use crate::address::destination::INVALID;
use crate::diagnostic::{Code, EditRecord, FixRecord, Location, Record, Region, Severity};

/// Characters that have to be percent-encoded in a relative URL (RFC 3986).
const UNSAFE: &AsciiSet = &INVALID.add(b'#').add(b'%').add(b'?');

/// The diagnostics as a SARIF log. `base` is written before each path: it is the path of the project's
/// folder in the folder that `%SRCROOT%` stands for, such as `docs/`, or empty.
pub fn sarif(records: &[Record], base: &str) -> String {
    let mut codes: Vec<Code> = records.iter().map(|record| record.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let results: Vec<Value> = records
        .iter()
        .map(|record| result(record, &codes, base))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "headword",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    // this cannot fail: a `Value` is JSON
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.meaning() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(record: &Record, codes: &[Code], base: &str) -> Value {
    let mut result = json!({
        "ruleId": record.code.as_str(),
        "ruleIndex": codes.partition_point(|code| *code < record.code),
        "level": level(record.severity),
        "message": { "text": text(record) },
    });
    let related: Vec<Value> = record
        .also
        .iter()
        .enumerate()
        .map(|(id, (place, message))| {
            let mut place = location(place, base);
            set(&mut place, "id", json!(id));
            set(&mut place, "message", json!({ "text": message }));
            place
        })
        .collect();
    if let Some(place) = &record.location {
        set(&mut result, "locations", json!([location(place, base)]));
    }
    if !related.is_empty() {
        set(&mut result, "relatedLocations", json!(related));
    }
    // programs may apply fixes without asking, so fixes with an ellipsis for the author are left out
    let complete = record.fixes.iter().filter(|fix| fix.is_complete);
    let fixes: Vec<Value> = complete.map(|record| fix(record, base)).collect();
    if !fixes.is_empty() {
        set(&mut result, "fixes", json!(fixes));
    }
    result
}

fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

/// A fix (SARIF 2.1.0, 3.55): for each file, the regions to delete and the text to insert there.
fn fix(fix: &FixRecord, base: &str) -> Value {
    let of_one_file = fix.edits.chunk_by(|one, other| one.file == other.file);
    let changes: Vec<Value> = of_one_file
        .filter_map(|edits| {
            let artifact = artifact(&edits.first()?.file, base);
            let replacements: Vec<Value> = edits.iter().map(replacement).collect();
            Some(json!({ "artifactLocation": artifact, "replacements": replacements }))
        })
        .collect();
    json!({ "description": { "text": fix.title }, "artifactChanges": changes })
}

fn replacement(edit: &EditRecord) -> Value {
    let mut replacement = json!({ "deletedRegion": region(edit.region) });
    if !edit.text.is_empty() {
        let inserted = json!({ "text": edit.text });
        set(&mut replacement, "insertedContent", inserted);
    }
    replacement
}

fn location(place: &Location, base: &str) -> Value {
    let mut physical = json!({ "artifactLocation": artifact(&place.file, base) });
    if let Some(part) = place.region {
        set(&mut physical, "region", region(part));
    }
    json!({ "physicalLocation": physical })
}

fn artifact(path: &str, base: &str) -> Value {
    let uri = utf8_percent_encode(&format!("{base}{path}"), UNSAFE).to_string();
    json!({ "uri": uri, "uriBaseId": "%SRCROOT%" })
}

fn region(region: Region) -> Value {
    json!({
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    })
}
