//! Reads JSON as keys and values. Numbers stay as they are written, keys keep their order, and a key that is given
//! twice is there twice.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::value::{DEEPEST, Field, Problem, Value};
use crate::diagnostic::reworded;
use crate::source::SourceFile;

/// The values at the beginning of a text whose lines end in `\n`, at most so many, and the offset of their end.
///
/// # Errors
///
/// The text is not JSON, or is nested too deep.
pub(super) fn values(text: &str, most: usize) -> Result<(Vec<Value>, usize), Problem> {
    let file = SourceFile::new("", text.to_owned());
    let mut stream = serde_json::Deserializer::from_str(&file.text).into_iter::<&RawValue>();
    let mut values = Vec::new();
    for raw in stream.by_ref().take(most) {
        let raw = raw.map_err(|error| {
            Problem::new(error.line().max(1), reason(&error)).at_column(error.column())
        })?;
        values.push(value(raw, &file, 0)?);
    }
    let end = stream.byte_offset();
    Ok((values, end))
}

/// The reason of an error, without its place.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split(" at line ").next().unwrap_or_default() {
        "expected ident" | "expected value" => {
            "expected a text in quotation marks, a number, `true`, `false`, `null`, a list or an object"
                .to_owned()
        }
        reason => reworded(reason),
    }
}

/// The keys of an object with their values, in their order.
struct Object<'t>(Vec<(String, &'t RawValue)>);

impl<'t> Deserialize<'t> for Object<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'t> Visitor<'t> for Keys {
            type Value = Object<'t>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Object<'t>, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

fn value(raw: &RawValue, file: &SourceFile, depth: usize) -> Result<Value, Problem> {
    let written = raw.get();
    let place = |written: &str| {
        // each value is a part of the file's text
        let offset = written
            .as_ptr()
            .addr()
            .saturating_sub(file.text.as_ptr().addr());
        file.line_column(offset)
    };
    let invalid = |error: serde_json::Error| {
        let (line, column) = place(written);
        Problem::new(line, reason(&error)).at_column(column)
    };
    if depth > DEEPEST {
        let (line, column) = place(written);
        let reason = format!("values are nested more than {DEEPEST} deep");
        return Err(Problem::new(line, reason).at_column(column));
    }
    Ok(match written.bytes().next() {
        Some(b'{') => {
            let Object(fields) = serde_json::from_str(written).map_err(invalid)?;
            let fields = fields.into_iter().map(|(key, raw)| {
                Ok(Field {
                    key,
                    line: place(raw.get()).0,
                    value: value(raw, file, depth + 1)?,
                })
            });
            Value::Table(fields.collect::<Result<_, _>>()?)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(written).map_err(invalid)?;
            let items = items.into_iter().map(|raw| value(raw, file, depth + 1));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        Some(b'"') => {
            let text: String = serde_json::from_str(written).map_err(invalid)?;
            Value::quoted(text.replace("\r\n", "\n").replace('\r', "\n"))
        }
        Some(b'n') => Value::Null,
        _ => Value::Text {
            text: written.to_owned(),
            is_plain: true,
        },
    })
}
