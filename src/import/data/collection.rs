//! Collects the records of a data file, and the values beside them.

use std::collections::BTreeSet;

use super::languages::Languages;
use super::shape::{Certainty, Collection, group, is_list_key, is_pair, is_record, is_row};
use crate::entry::front_matter::meaning::{
    KeyMeaning, holds_definition, is_known, meaning, names_term,
};
use crate::import::account::Reading;
use crate::import::columns;
use crate::import::notes::{Note, NoteKind, excerpt};
use crate::import::one_page::is_letter;
use crate::import::value::{Field, Value};

/// A record.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) fields: Vec<Field>,
    /// The first line of the record.
    pub(super) line: usize,
    /// Its key in a map of records.
    pub(super) key: Option<String>,
    /// The names of the groups in which it is.
    pub(super) tags: Vec<String>,
    /// What it shares with the same record in other languages; empty if that is not known.
    pub(super) shared: String,
    /// The keys of the values that it has in all languages.
    pub(super) common: BTreeSet<String>,
}

/// The records of a file.
pub(super) struct Collector<'f> {
    file: &'f str,
    languages: Languages,
    pub(super) records: Vec<Record>,
    /// The values at the top of the file that are not records.
    pub(super) metadata: Vec<Field>,
    /// The records without a text in the language that is read, each with what it shares with others.
    pub(super) foreign: Vec<(String, Note)>,
    /// The number of records, those without a text included.
    count: usize,
    /// Whether the records are those below the key of the language.
    is_in_language: bool,
    pub(super) reading: Reading,
}

/// A place in the file: a line, and the names of groups.
#[derive(Clone, Copy)]
struct Place<'p> {
    line: usize,
    tags: &'p [String],
    /// Whether it is the top of the file.
    is_top: bool,
}

/// The most values of a record.
const MOST_VALUES: usize = 2_000;

/// Keys whose text is the name of a group of records.
const GROUP_NAMES: &[&str] = &["category", "group", "heading", "letter", "section", "topic"];

impl<'f> Collector<'f> {
    /// A collector without records.
    pub(super) fn new(file: &'f str, languages: Languages) -> Self {
        Self {
            file,
            languages,
            records: Vec::new(),
            metadata: Vec::new(),
            foreign: Vec::new(),
            count: 0,
            is_in_language: false,
            reading: Reading::default(),
        }
    }

    /// Collects the records of a whole file.
    pub(super) fn collect(&mut self, value: Value) {
        let top = Place {
            line: 1,
            tags: &[],
            is_top: true,
        };
        self.walk(value, top);
    }

    fn walk(&mut self, value: Value, place: Place<'_>) {
        match value {
            Value::List(items) => self.list(items, place),
            Value::Table(fields) => self.table(fields, place),
            Value::Text { text, .. } => self.lose(place.line, "a text that is not a record", &text),
            Value::Null => {}
        }
    }

    fn list(&mut self, items: Vec<Value>, place: Place<'_>) {
        let pairs = items
            .iter()
            .filter(|item| matches!(item, Value::Table(fields) if is_pair(fields)));
        let are_pairs = pairs.count() * 2 >= items.len();
        let are_names = items
            .iter()
            .all(|item| matches!(item, Value::Text { .. } | Value::Null));
        for item in items {
            match item {
                Value::Table(fields) if are_pairs && is_pair(&fields) => {
                    for field in fields {
                        self.entry(field, place);
                    }
                }
                Value::Table(fields) => {
                    let inner = Place {
                        line: first_line(&fields).unwrap_or(place.line),
                        is_top: false,
                        ..place
                    };
                    match has_groups(&fields) {
                        true => self.table(fields, inner),
                        false => self.add(fields, None, inner),
                    }
                }
                Value::List(cells) if is_row(&cells) => {
                    let cells = cells.into_iter().enumerate().map(|(index, value)| Field {
                        key: format!("column {}", index + 1),
                        value,
                        line: place.line,
                    });
                    self.add(cells.collect(), None, place);
                }
                Value::Text { .. } if are_names => {
                    let name = Field {
                        key: "term".to_owned(),
                        value: item,
                        line: place.line,
                    };
                    self.add(vec![name], None, place);
                }
                Value::Null => {}
                item => {
                    let text = words(&item);
                    self.lose(place.line, "an item that is not a record", &text);
                }
            }
        }
    }

    fn table(&mut self, fields: Vec<Field>, place: Place<'_>) {
        let fields = if is_record(&fields) > Certainty::No || is_map(&fields) {
            fields
        } else {
            match self.languages.group(fields, self.file, &mut self.reading) {
                Ok((others, chosen)) => {
                    self.keep_beside(others, place);
                    if let Some(field) = chosen {
                        let line = field.line;
                        self.is_in_language = true;
                        self.walk(field.value, Place { line, ..place });
                        self.is_in_language = false;
                    }
                    return;
                }
                Err(fields) => fields,
            }
        };
        let found = groups(&fields);
        if is_document(&fields, &found) {
            self.document(fields, &found, place);
        } else if is_single(&fields) {
            self.add(fields, None, place);
        } else {
            for field in fields {
                self.entry(field, place);
            }
        }
    }

    /// Reads the groups of a table, and keeps the values beside them.
    fn document(&mut self, fields: Vec<Field>, found: &[Collection], place: Place<'_>) {
        let several = found.iter().filter(|one| one.certainty > Certainty::No);
        let several = several.count() > 1;
        let is_name = |field: &Field| {
            let is_named = GROUP_NAMES.contains(&field.key.to_lowercase().as_str());
            !place.is_top && (is_named || names_term(&field.key))
        };
        let mut own_tags = place.tags.to_vec();
        let mut beside = Vec::new();
        let mut inside = Vec::new();
        for (field, one) in fields.into_iter().zip(found) {
            match field.value.text() {
                _ if one.certainty > Certainty::No => inside.push(field),
                Some(name) if is_name(&field) => own_tags.extend(tag(&name)),
                _ => beside.push(field),
            }
        }
        self.keep_beside(beside, place);
        for field in inside {
            let mut tags = own_tags.clone();
            tags.extend(tag(&field.key).filter(|_| several));
            let inner = Place {
                line: field.line,
                tags: &tags,
                is_top: place.is_top && !several,
            };
            self.walk(field.value, inner);
        }
    }

    /// Keeps values beside records: those at the top are about the whole glossary.
    fn keep_beside(&mut self, fields: Vec<Field>, place: Place<'_>) {
        let fields = fields.into_iter().filter(|field| !field.value.is_empty());
        if place.is_top || self.records.is_empty() {
            self.metadata.extend(fields);
            return;
        }
        for field in fields {
            let text = format!("{}: {}", field.key, words(&field.value));
            self.lose(field.line, "a value beside records", &text);
        }
    }

    /// Adds the record of a key in a map: a definition, or a table.
    fn entry(&mut self, field: Field, place: Place<'_>) {
        let line = field.line;
        let fields = match field.value {
            Value::Table(fields) => fields,
            value => vec![Field {
                key: "definition".to_owned(),
                value,
                line,
            }],
        };
        let is_texts = |field: &Field| !matches!(field.value, Value::Table(_));
        // `API: { en: …, de: … }`
        let fields = match self.languages.is_by_language(&fields) && fields.iter().all(is_texts) {
            true => vec![Field {
                key: "definition".to_owned(),
                value: Value::Table(fields),
                line,
            }],
            false => fields,
        };
        self.add(fields, Some(field.key), Place { line, ..place });
    }

    fn add(&mut self, fields: Vec<Field>, key: Option<String>, place: Place<'_>) {
        if key.is_none() && fields.iter().all(|field| field.value.is_empty()) {
            return;
        }
        let size: usize = fields.iter().map(|field| field.value.size()).sum();
        if size > MOST_VALUES {
            let what = format!("a record with more than {MOST_VALUES} values");
            let text = fields.iter().take(3).map(|field| words(&field.value));
            let text = key.into_iter().chain(text).collect::<Vec<_>>().join(" ");
            self.lose(place.line, &what, &text);
            return;
        }
        let record = self.languages.record(fields, self.file, &mut self.reading);
        self.count += 1;
        let shared = self.shared(&record.fields, key.as_deref());
        let is_translation = self.languages.is_translation();
        if is_translation && !record.has_own && !self.is_in_language {
            return;
        }
        let has_name = key.is_some() || record.fields.iter().any(|field| names_term(&field.key));
        let has_text = record
            .fields
            .iter()
            .any(|field| holds_definition(&field.key));
        if record.is_foreign && (!has_name || key.is_some() && !has_text) {
            let chosen = self.languages.chosen.as_deref().unwrap_or_default();
            let what = format!("a record without a text in `{chosen}`");
            let detail = key.map_or(String::new(), |key| excerpt(&key));
            let note = Note::new(NoteKind::LeftOut, self.file, place.line, what, detail);
            self.foreign.push((shared, note));
            return;
        }
        self.records.push(Record {
            shared,
            common: match self.is_in_language {
                // all of its values are in this language
                true => BTreeSet::new(),
                false => record.common,
            },
            fields: record.fields,
            line: place.line,
            key,
            tags: place.tags.to_vec(),
        });
    }

    /// What a record shares with the same record in other languages: its address, its key, or its place.
    fn shared(&self, fields: &[Field], key: Option<&str>) -> String {
        let mut fields = fields.iter();
        let address = fields.find(|field| is_address(&field.key));
        let address = address.and_then(|field| field.value.text());
        match address.or_else(|| key.map(str::to_owned)) {
            Some(name) => format!("the record {name}"),
            None if self.is_in_language => String::new(),
            None => format!("record {}", self.count),
        }
    }

    fn lose(&mut self, line: usize, what: &str, text: &str) {
        let detail = excerpt(text);
        self.reading
            .note(NoteKind::Lost, self.file, line, what, detail);
    }
}

/// Whether a key has the address of its record.
pub(super) fn is_address(key: &str) -> bool {
    matches!(meaning(key), Some(KeyMeaning::Slug | KeyMeaning::Url))
}

/// For each field, the collection of records in it.
fn groups(fields: &[Field]) -> Vec<Collection> {
    let mut found: Vec<Collection> = fields
        .iter()
        .map(|field| match &field.value {
            Value::Table(record) if is_record(record) > Certainty::No => Collection::default(),
            _ => group(field, 0),
        })
        .collect();
    let best = found.iter().map(|one| one.certainty).max();
    let best = best.unwrap_or_default();
    for (one, field) in found.iter_mut().zip(fields) {
        // beside records, a table of texts is about the file
        if one.certainty < best && !is_list_key(&field.key) {
            *one = Collection::default();
        }
    }
    found
}

fn has_groups(fields: &[Field]) -> bool {
    let has_definition = fields.iter().any(|field| holds_definition(&field.key));
    let is_group = |one: &Collection| one.certainty > Certainty::No;
    !has_definition && is_record(fields) == Certainty::No && groups(fields).iter().any(is_group)
        || fields.iter().any(|field| {
            let keys = columns::known(std::slice::from_ref(&field.key));
            is_list_key(&field.key)
                && !keys.iter().any(|key| is_known(key) && !names_term(key))
                && group(field, 0).certainty == Certainty::Yes
        })
}

/// Whether a table holds groups of records, and not records itself.
fn is_document(fields: &[Field], found: &[Collection]) -> bool {
    let inside: usize = found.iter().map(|one| one.count).sum();
    let is_list = |(field, one): (&Field, &Collection)| {
        one.certainty > Certainty::No && is_list_key(&field.key)
    };
    let is_empty_list =
        |field: &Field| is_list_key(&field.key) && field.value == Value::List(Vec::new());
    if fields.iter().any(is_empty_list) {
        return true;
    }
    let own = fields.iter().filter(|field| match &field.value {
        Value::Text { .. } => !is_known(&field.key),
        Value::Table(record) => is_record(record) > Certainty::No,
        _ => false,
    });
    inside > 0 && (inside >= own.count() || fields.iter().zip(found).any(is_list))
}

/// Whether a table is one record, with a term and a definition.
fn is_single(fields: &[Field]) -> bool {
    let has = |is: fn(&str) -> bool| fields.iter().any(|field| is(&field.key));
    has(names_term) && has(holds_definition)
}

/// Whether the values of a table are texts.
fn is_map(fields: &[Field]) -> bool {
    fields
        .iter()
        .all(|field| matches!(field.value, Value::Text { .. } | Value::Null))
}

/// The tag for the name of a group; `None` for a letter, and for a name that only says that terms follow.
fn tag(name: &str) -> Option<String> {
    let is_tag = !name.trim().is_empty() && !is_letter(name) && !is_list_key(name);
    is_tag.then(|| name.trim().to_owned())
}

fn first_line(fields: &[Field]) -> Option<usize> {
    fields.iter().map(|field| field.line).min()
}

/// The texts in a value, on one line.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text { text, .. } => text.clone(),
        Value::List(items) => items.iter().map(words).collect::<Vec<_>>().join(" "),
        Value::Table(fields) => {
            let fields = fields.iter();
            let words = fields.map(|field| format!("{} {}", field.key, words(&field.value)));
            words.collect::<Vec<_>>().join(" ")
        }
    }
}
