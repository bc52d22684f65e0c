//! What the lists and tables of a data file are: records, collections of them, or something else.

use crate::entry::front_matter::meaning::{holds_definition, is_known, names_term};
use crate::import::columns;
use crate::import::one_page::names_glossary;
use crate::import::value::{Field, Value};

/// The deepest list of records: `data: { glossary: { terms: { A: […] } } }`.
const DEEPEST: usize = 5;

/// The most items of a list that decide what the list is.
const LOOKED_AT: usize = 100;

/// How sure it is that a list or a table has records in it, and their number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Collection {
    pub(super) certainty: Certainty,
    pub(super) count: usize,
}

/// How sure it is that something is a collection of records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// It is not one.
    #[default]
    No,
    /// It may also be something else: a table of texts, or a list of names.
    Perhaps,
    /// Its items have definitions.
    Yes,
}

/// Keys of lists of records.
const LISTS: &[&str] = &[
    "concepts", "data", "entries", "items", "list", "records", "results", "terms", "words",
];

/// Keys with values about the file itself.
const ABOUT_FILE: &[&str] = &[
    "$schema",
    "author",
    "authors",
    "config",
    "contributors",
    "copyright",
    "editors",
    "info",
    "language",
    "languages",
    "license",
    "maintainers",
    "meta",
    "metadata",
    "schema",
    "settings",
    "version",
];

/// Whether the value of a key is about the file itself.
pub(super) fn is_about_file(key: &str) -> bool {
    ABOUT_FILE.contains(&key.to_lowercase().as_str())
}

/// Whether a key is that of a list of records.
pub(super) fn is_list_key(key: &str) -> bool {
    LISTS.contains(&key.to_lowercase().as_str()) || names_glossary(key)
}

/// Whether a table is a record, and has a definition.
pub(super) fn is_record(fields: &[Field]) -> Certainty {
    let filled = fields
        .iter()
        .filter(|field| !field.value.is_empty() && !is_list_of_terms(field));
    let names: Vec<String> = filled.map(|field| field.key.clone()).collect();
    let keys = columns::known(&names);
    let has = |is: fn(&str) -> bool| keys.iter().any(|key| is(key));
    let is_short = has(columns::is_short) && has(columns::is_long);
    if has(holds_definition) || is_short {
        return Certainty::Yes;
    }
    if has(names_term) && keys.len() > 1 && keys.iter().all(|key| is_known(key)) {
        return Certainty::Perhaps;
    }
    // a block for each language
    let blocks = fields.iter().map(|field| match &field.value {
        Value::Table(inside) => is_block(&field.key, inside),
        _ => Certainty::No,
    });
    blocks.max().unwrap_or_default()
}

/// Whether a field has the key of a term, and holds a list of records: `[[term]]`, `terms: […]`.
fn is_list_of_terms(field: &Field) -> bool {
    let is_list = match &field.value {
        Value::List(items) => items
            .iter()
            .any(|item| matches!(item, Value::Table(_) | Value::List(_))),
        _ => false,
    };
    let keys = columns::known(std::slice::from_ref(&field.key));
    is_list && keys.iter().any(|key| names_term(key))
}

/// Whether a key is that of a language, and its table a record in it.
fn is_block(key: &str, inside: &[Field]) -> Certainty {
    let primary = key.split(['-', '_']).next().unwrap_or_default();
    if primary.len() != 2 || !primary.chars().all(|c| c.is_ascii_lowercase()) {
        return Certainty::No;
    }
    let names: Vec<String> = inside.iter().map(|field| field.key.clone()).collect();
    match columns::known(&names)
        .iter()
        .any(|key| holds_definition(key))
    {
        true => Certainty::Yes,
        false => Certainty::No,
    }
}

/// Whether a table is a term as its only key, with its definition: `- API: Application …`.
pub(super) fn is_pair(fields: &[Field]) -> bool {
    match fields {
        [field] => {
            let is_value = match &field.value {
                Value::Text { .. } => true,
                Value::Table(inside) => is_record(inside) > Certainty::No,
                _ => false,
            };
            is_value && !is_known(&field.key) && !is_list_key(&field.key)
        }
        _ => false,
    }
}

/// Whether a list is the cells of a row.
pub(super) fn is_row(items: &[Value]) -> bool {
    let is_cell = |item: &Value| matches!(item, Value::Text { .. } | Value::Null);
    items.len() > 1 && items.iter().all(is_cell)
}

/// Whether a value is a collection of records.
fn collection_in(value: &Value, depth: usize) -> Collection {
    match value {
        _ if depth > DEEPEST => Collection::default(),
        Value::List(items) => list(items, depth),
        Value::Table(fields) => table(fields, depth),
        _ => Collection::default(),
    }
}

fn list(items: &[Value], depth: usize) -> Collection {
    // texts between records are reported when they are read
    let containers = items
        .iter()
        .filter(|item| matches!(item, Value::Table(_) | Value::List(_)));
    let first = containers.take(LOOKED_AT);
    let found: Vec<Collection> = first
        .map(|item| match item {
            Value::Table(fields) if is_record(fields) > Certainty::No => Collection {
                certainty: is_record(fields),
                count: 1,
            },
            Value::Table(fields) if is_pair(fields) => Collection {
                certainty: Certainty::Perhaps,
                count: 1,
            },
            Value::Table(fields) => {
                let found = collection_in(item, depth + 1);
                // records whose keys are not known
                let is_flat = found.certainty == Certainty::No && fields.len() > 1;
                match is_flat {
                    true => Collection {
                        certainty: Certainty::Perhaps,
                        count: 1,
                    },
                    false => found,
                }
            }
            Value::List(cells) if is_row(cells) => Collection {
                certainty: Certainty::Perhaps,
                count: 1,
            },
            _ => Collection::default(),
        })
        .collect();
    let certainty = found.iter().map(|one| one.certainty).max();
    let some = found.iter().filter(|one| one.certainty > Certainty::No);
    if some.clone().count() * 2 < found.len() || found.is_empty() {
        return Collection::default();
    }
    let nested: usize = some.map(|one| one.count).sum();
    Collection {
        certainty: certainty.unwrap_or_default(),
        count: nested.max(items.len()),
    }
}

fn table(fields: &[Field], depth: usize) -> Collection {
    let mut records = Collection::default();
    let mut texts = 0;
    let mut inside = Collection::default();
    for field in fields {
        match &field.value {
            Value::Text { .. } if !is_known(&field.key) => texts += 1,
            Value::Table(record) if is_record(record) > Certainty::No => {
                records.certainty = records.certainty.max(is_record(record));
                records.count += 1;
            }
            Value::List(_) | Value::Table(_) => {
                let found = group(field, depth + 1);
                inside.certainty = inside.certainty.max(found.certainty);
                inside.count += found.count;
            }
            _ => {}
        }
    }
    if records.count > 0 {
        Collection {
            count: records.count + texts,
            ..records
        }
    } else if inside.certainty > Certainty::No {
        inside
    } else if texts > 0 {
        Collection {
            certainty: Certainty::Perhaps,
            count: texts,
        }
    } else {
        Collection::default()
    }
}

/// Whether the value of a key is a collection of records. That of a key with a meaning, such as `sources`, is one only
/// if its items have definitions.
pub(super) fn group(field: &Field, depth: usize) -> Collection {
    if is_about_file(&field.key) {
        return Collection::default();
    }
    let found = collection_in(&field.value, depth);
    let is_sure = is_list_key(&field.key) || !is_known(&field.key) || is_list_of_terms(field);
    match found.certainty {
        Certainty::Yes => found,
        _ if is_sure => found,
        _ => Collection::default(),
    }
}
