//! The values in the text of a data file.

use std::collections::HashSet;

use super::shape::{Certainty, is_record};
use crate::import::value::{Field, Problem, Value};
use crate::import::{fields, json, yaml};

/// The most tables for merge keys that are recognised as nothing else.
const MOST_MERGED: usize = 100;

/// The syntax of a data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum DataSyntax {
    Yaml,
    /// Also one value on each line.
    Json,
    Toml,
}

/// The value in a text. Several documents of YAML, and several values of JSON, become one list.
///
/// # Errors
///
/// The text has another syntax, or is too large.
pub(super) fn parse(text: &str, syntax: DataSyntax) -> Result<Value, Problem> {
    let values = match syntax {
        DataSyntax::Yaml => {
            let documents = yaml::documents(text)?;
            documents.into_iter().map(merge_keys).collect()
        }
        DataSyntax::Json => json::values(text, usize::MAX)?.0,
        DataSyntax::Toml => vec![Value::Table(fields::read_toml(text)?)],
    };
    let mut values: Vec<Value> = values
        .into_iter()
        .filter(|value| *value != Value::Null)
        .collect();
    if values.len() < 2 {
        return Ok(values.pop().unwrap_or(Value::Null));
    }
    let lists = values.into_iter().map(|value| match value {
        Value::List(items) => items,
        value => vec![value],
    });
    Ok(Value::List(lists.flatten().collect()))
}

/// A document in which each key `<<` is replaced, without the tables that are there for this alone. A record with a
/// definition is an entry, even if others are like it.
fn merge_keys(document: Value) -> Value {
    let mut merged = Vec::new();
    match with_merged_keys(document, &mut merged) {
        Value::Table(mut fields) => {
            fields.retain(|field| match &field.value {
                Value::Table(record) => {
                    let is_hidden =
                        field.key.starts_with(['.', '_']) || field.key.starts_with("x-");
                    let is_entry = !is_hidden && is_record(record) == Certainty::Yes;
                    is_entry || !merged.contains(&field.value)
                }
                value => !merged.contains(value),
            });
            Value::Table(fields)
        }
        value => value,
    }
}

/// A value in which each key `<<` is replaced by the keys of its tables, as YAML 1.1 has it. `merged` gets
/// these tables.
fn with_merged_keys(value: Value, merged: &mut Vec<Value>) -> Value {
    match value {
        Value::List(items) => {
            let items = items.into_iter();
            Value::List(items.map(|item| with_merged_keys(item, merged)).collect())
        }
        Value::Table(fields) => {
            let (others, mut own): (Vec<Field>, Vec<Field>) =
                fields.into_iter().partition(|field| {
                    field.key == "<<" && matches!(field.value, Value::Table(_) | Value::List(_))
                });
            for field in &mut own {
                let value = std::mem::replace(&mut field.value, Value::Null);
                field.value = with_merged_keys(value, merged);
            }
            for field in others {
                let tables = match field.value {
                    Value::List(items) => items,
                    value => vec![value],
                };
                for table in tables {
                    let table = with_merged_keys(table, merged);
                    if merged.len() < MOST_MERGED && !merged.contains(&table) {
                        merged.push(table.clone());
                    }
                    let Value::Table(fields) = table else {
                        continue;
                    };
                    let keys: HashSet<String> = own.iter().map(|field| field.key.clone()).collect();
                    let others = fields.into_iter();
                    own.extend(others.filter(|other| !keys.contains(&other.key)));
                }
            }
            Value::Table(own)
        }
        value => value,
    }
}
