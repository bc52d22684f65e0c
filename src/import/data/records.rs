//! Gives the keys of records their meaning, as for the columns of tables, and makes entries of the records.

use std::collections::{HashMap, HashSet};

use super::DataFile;
use super::collection::{Collector, Record, is_address, words};
use super::shape::{is_about_file, is_list_key};
use crate::diagnostic::failure::Failure;
use crate::entry::front_matter::meaning::{holds_definition, names_term};
use crate::import::account::Reading;
use crate::import::citation::is_web;
use crate::import::columns;
use crate::import::draft::{Markup, Place, RawEntry, TranslationPlace};
use crate::import::notes::{NoteKind, excerpt};
use crate::import::one_page::is_letter;
use crate::import::passage::Passage;
use crate::import::records::{RecordPlace, entry, is_term};
use crate::import::value::{Field, Value};

/// The entries of all records, which are in the language with this `tag` if it is not the main one. Records without a term
/// get a note.
///
/// # Errors
///
/// [`Failure::Usage`] if the command line names a key that no record has.
pub(super) fn read(
    file: &DataFile<'_>,
    collector: Collector<'_>,
    tag: Option<&str>,
) -> Result<Reading, Failure> {
    let Collector {
        records,
        metadata,
        mut reading,
        ..
    } = collector;
    let names = names_of(&records);
    let places: HashMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
    let mut keys = columns::of_records(&names, file.language);
    columns::choose(&mut keys, &names, file.columns)?;
    let are_rows = names.first().is_some_and(|name| name == "column 1");
    if !are_rows && let Some(meant) = columns::meant(&names, &keys) {
        let remark = format!("keys are read by their names: {meant}");
        reading.remarks.push(remark);
    }
    about_file(file, metadata, &mut reading);
    for record in records {
        let line = record.line;
        let place = RecordPlace {
            path: file.path,
            file: file.file,
            line,
            markup: Markup::Record,
        };
        let translation = TranslationPlace {
            tag: tag.map(str::to_owned),
            key: record.shared.clone(),
            tree: String::new(),
        };
        let fields = with_meaning(record, &places, &keys);
        let texts: Vec<String> = fields.iter().map(|field| words(&field.value)).collect();
        match entry(fields, place) {
            Some(raw) => reading.raws.push(RawEntry { translation, ..raw }),
            None => {
                let detail = excerpt(&texts.join(" "));
                let what = "a record without a term";
                reading.note(NoteKind::Lost, file.file, line, what, detail);
            }
        }
    }
    if tag.is_none() && reading.raws.iter().all(|raw| raw.place != Place::Entry) {
        let what = "a data file in which no terms were found";
        reading.note(NoteKind::LooksLike, file.file, 0, what, "");
    }
    Ok(reading)
}

/// The keys of all records, in the order of the file.
fn names_of(records: &[Record]) -> Vec<String> {
    let needs_key = records.iter().any(needs_key).then_some("term");
    let fields = records.iter().flat_map(|record| &record.fields);
    let keys = fields.map(|field| field.key.as_str());
    let mut seen = HashSet::new();
    let names = needs_key.into_iter().chain(keys);
    names
        .filter(|name| seen.insert(*name))
        .map(str::to_owned)
        .collect()
}

/// Whether the key of a record is its term.
fn needs_key(record: &Record) -> bool {
    record.key.is_some() && !record.fields.iter().any(is_term)
}

/// The fields of a record, with the keys of front matter.
fn with_meaning(record: Record, places: &HashMap<&str, usize>, keys: &[String]) -> Vec<Field> {
    let needs_key = needs_key(&record);
    let line = record.line;
    let mut fields = Vec::new();
    let key = record.key.map(|key| Field {
        key: if needs_key { "term" } else { "id" }.to_owned(),
        value: Value::quoted(key),
        line,
    });
    let has_address = |fields: &[Field]| fields.iter().any(|field| is_address(&field.key));
    fields.extend(key.filter(|_| needs_key || !has_address(&record.fields)));
    for field in record.fields {
        let place = places.get(field.key.as_str());
        let key = place.and_then(|place| keys.get(*place)).cloned();
        let key = match field.key.as_str() {
            "ref" | "refs" if key.as_ref() == Some(&field.key) => reference(&field.value),
            _ => key.unwrap_or_default(),
        };
        match field.value {
            // a list of names has the term first
            Value::List(items) if names_term(&key) => {
                for item in items {
                    fields.push(Field {
                        key: key.clone(),
                        value: item,
                        line: field.line,
                    });
                }
            }
            value => fields.push(Field {
                key,
                value,
                line: field.line,
            }),
        }
    }
    if !record.tags.is_empty() {
        let tags = record.tags.into_iter().map(Value::quoted).collect();
        fields.push(Field {
            key: "tags".to_owned(),
            value: Value::List(tags),
            line,
        });
    }
    fields
}

/// The meaning of `ref`: other entries, or addresses.
fn reference(value: &Value) -> String {
    let has_address = match value {
        Value::List(items) => items
            .iter()
            .filter_map(Value::text)
            .any(|text| is_web(&text)),
        value => value.text().is_some_and(|text| is_web(&text)),
    };
    if has_address { "sources" } else { "related" }.to_owned()
}

/// Reads the values beside the records: the title of the glossary, its introduction, and values about the file.
fn about_file(file: &DataFile<'_>, metadata: Vec<Field>, reading: &mut Reading) {
    let is_text = |field: &&Field| field.value.text().is_some();
    let mut texts = metadata.iter().filter(is_text);
    reading.title = texts
        .find(|field| names_term(&field.key))
        .and_then(|field| field.value.text());
    let mut texts = metadata.iter().filter(is_text);
    if texts.any(|field| holds_definition(&field.key) || field.key == "introduction") {
        let fields = metadata.into_iter().map(|field| match field.key.as_str() {
            "introduction" => Field {
                key: "content".to_owned(),
                ..field
            },
            _ => field,
        });
        reading.raws.push(RawEntry {
            place: Place::Introduction,
            file: file.file.to_owned(),
            line: 1,
            path: "index".to_owned(),
            fields: fields.collect(),
            body: Passage::new("", 1),
            shared: Some(file.path.to_owned()),
            markup: Markup::Record,
            ..RawEntry::default()
        });
        return;
    }
    for field in metadata {
        let text = field.value.text().filter(|_| names_term(&field.key));
        if text.is_some_and(|text| is_letter(&text) || reading.title.as_ref() == Some(&text)) {
            continue;
        }
        let is_about = is_about_file(&field.key) || is_list_key(&field.key);
        let (kind, what) = match field.value {
            Value::List(_) | Value::Table(_) if !is_about => {
                (NoteKind::Lost, "values that are not records")
            }
            _ => (NoteKind::LeftOut, "a value about the file"),
        };
        let detail = excerpt(&format!("{}: {}", field.key, words(&field.value)));
        reading.note(kind, file.file, field.line, what, detail);
    }
}
