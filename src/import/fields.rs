//! Separates front matter (YAML, TOML or JSON) from the text after it, and reads its keys and values.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value::{Field, Problem, Value};
use super::yaml;
use crate::diagnostic::reworded;
use crate::text::slice;

/// The length of the longest front matter, in bytes.
const LONGEST: usize = 200_000;

/// The keys of front matter, and the text after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileParts<'t> {
    pub(super) fields: Vec<Field>,
    pub(super) body: &'t str,
    /// The first line of the body; the first line of a file is 1.
    pub(super) line: usize,
}

/// Separates the front matter of a text whose lines end in `\n`: YAML between lines of `---`, TOML between
/// lines of `+++`, or JSON between brackets. Without front matter, the whole text is the body.
///
/// # Errors
///
/// The front matter is not closed or cannot be read.
pub(super) fn split(text: &str) -> Result<FileParts<'_>, Problem> {
    let first = text.lines().next().unwrap_or_default().trim_end();
    match first {
        "---" => fenced(text, &["---", "..."], yaml::read),
        "+++" => fenced(text, &["+++"], read_toml),
        "{" => json(text),
        _ => Ok(FileParts {
            fields: Vec::new(),
            body: text,
            line: 1,
        }),
    }
}

fn fenced<'t>(
    text: &'t str,
    closing: &[&str],
    read: fn(&str) -> Result<Vec<Field>, Problem>,
) -> Result<FileParts<'t>, Problem> {
    let mut at = 0;
    let mut start = None;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let end = at + line.len();
        match start {
            None => start = Some(end),
            Some(start) if closing.contains(&line.trim_end()) => {
                let inner = slice(text, start..at);
                if inner.len() > LONGEST {
                    return Err(Problem {
                        line: 1,
                        reason: format!("the front matter has more than {LONGEST} bytes"),
                    });
                }
                let mut fields = read(inner).map_err(|bad| Problem {
                    line: bad.line + 1,
                    ..bad
                })?;
                for field in &mut fields {
                    field.line += 1;
                }
                return Ok(FileParts {
                    fields,
                    body: slice(text, end..),
                    line: number + 2,
                });
            }
            Some(_) => {}
        }
        at = end;
    }
    let fence = closing.first().unwrap_or(&"---");
    Err(Problem {
        line: 1,
        reason: format!(
            "the front matter is not closed: write a line `{fence}` after its last key"
        ),
    })
}

fn read_toml(text: &str) -> Result<Vec<Field>, Problem> {
    let line = |at: usize| {
        1 + slice(text, ..text.floor_char_boundary(at))
            .matches('\n')
            .count()
    };
    let table = DeTable::parse(text).map_err(|error| Problem {
        line: line(error.span().map_or(0, |span| span.start)),
        reason: reworded(error.message()),
    })?;
    Ok(toml_fields(table.get_ref(), &line))
}

fn toml_fields(table: &DeTable<'_>, line: &impl Fn(usize) -> usize) -> Vec<Field> {
    let mut fields: Vec<_> = table
        .iter()
        .map(|(key, value)| Field {
            key: key.get_ref().to_string(),
            value: toml_value(value, line),
            line: line(key.span().start),
        })
        .collect();
    // the parser orders keys by name, but the first key of the text counts
    fields.sort_by_key(|field| field.line);
    fields
}

fn toml_value(value: &Spanned<DeValue<'_>>, line: &impl Fn(usize) -> usize) -> Value {
    let plain = |text: String| Value::Text {
        text,
        is_plain: true,
    };
    match value.get_ref() {
        DeValue::String(text) => Value::quoted(text.as_ref()),
        DeValue::Integer(number) => plain(number.as_str().to_owned()),
        DeValue::Float(number) => plain(number.as_str().to_owned()),
        DeValue::Boolean(truth) => plain(truth.to_string()),
        DeValue::Datetime(date) => plain(date.to_string()),
        DeValue::Array(list) => {
            Value::List(list.iter().map(|value| toml_value(value, line)).collect())
        }
        DeValue::Table(table) => Value::Table(toml_fields(table, line)),
    }
}

fn json(text: &str) -> Result<FileParts<'_>, Problem> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    let value = values.next().transpose().map_err(|error| Problem {
        line: error.line().max(1),
        reason: format!(
            "the front matter is not JSON: {}",
            reworded(&error.to_string())
        ),
    })?;
    let end = values.byte_offset();
    let Some(serde_json::Value::Object(object)) = value else {
        return Ok(FileParts {
            fields: Vec::new(),
            body: text,
            line: 1,
        });
    };
    let fields = object
        .iter()
        .map(|(key, value)| Field {
            key: key.clone(),
            value: json_value(value),
            line: 1,
        })
        .collect();
    let rest = slice(text, end..);
    let body = rest.strip_prefix('\n').unwrap_or(rest);
    Ok(FileParts {
        fields,
        line: 1 + slice(text, ..text.len() - body.len()).matches('\n').count(),
        body,
    })
}

fn json_value(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(_) | serde_json::Value::Number(_) => Value::Text {
            text: value.to_string(),
            is_plain: true,
        },
        serde_json::Value::String(text) => Value::quoted(text.as_str()),
        serde_json::Value::Array(list) => Value::List(list.iter().map(json_value).collect()),
        serde_json::Value::Object(object) => Value::Table(
            object
                .iter()
                .map(|(key, value)| Field {
                    key: key.clone(),
                    value: json_value(value),
                    line: 1,
                })
                .collect(),
        ),
    }
}
