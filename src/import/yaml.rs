//! Reads YAML as keys and values. It does not guess the types of values, because `404` or `no` may be the
//! name of a term.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::value::{DEEPEST, Field, Problem, Value};
use crate::project::keys::yaml_reason;

/// The most values of front matter. Aliases of aliases could give any number.
const MOST_VALUES: usize = 10_000;

/// The most values of a data file.
const MOST_VALUES_OF_DATA: usize = 1_000_000;

/// The most bytes of texts that aliases repeat.
const MOST_REPEATED: usize = 10_000_000;

/// A list or a table whose end has not been read yet.
struct OpenContainer {
    anchor: usize,
    line: usize,
    kind: Container,
}

enum Container {
    List(Vec<Value>),
    /// The fields, and the key whose value comes next, with its line.
    Table(Vec<Field>, Option<(String, usize)>),
}

/// The state of reading.
#[derive(Default)]
struct YamlReader {
    most_values: usize,
    open: Vec<OpenContainer>,
    anchors: HashMap<usize, (Value, usize)>,
    values: usize,
    /// The bytes of the texts that aliases have repeated.
    repeated: usize,
    documents: Vec<Value>,
}

/// Reads the first document of a text, which has to be a table or empty.
///
/// # Errors
///
/// The text is not YAML, is too large, or is not a table.
pub(super) fn read(text: &str) -> Result<Vec<Field>, Problem> {
    let mut documents = parse(text, MOST_VALUES, 1)?.into_iter();
    match documents.next() {
        Some(Value::Table(fields)) => Ok(fields),
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(_) => Err(Problem::new(1, "there are no keys here: write `title: …`")),
    }
}

/// Reads all documents of a text.
///
/// # Errors
///
/// The text is not YAML, or is too large.
pub(super) fn documents(text: &str) -> Result<Vec<Value>, Problem> {
    parse(text, MOST_VALUES_OF_DATA, usize::MAX)
}

fn parse(text: &str, most_values: usize, most_documents: usize) -> Result<Vec<Value>, Problem> {
    let mut reader = YamlReader {
        most_values,
        ..YamlReader::default()
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let marker = error.marker();
            Problem::new(marker.line().max(1), yaml_reason(error.info()))
                .at_column(marker.col() + 1)
        })?;
        let last = span.start.line().max(1);
        match event {
            Event::Alias(anchor) => {
                let (value, size) = reader.anchors.get(&anchor).cloned().ok_or_else(|| {
                    Problem::new(last, "the alias refers to a value that contains the alias")
                })?;
                reader.repeated = reader.repeated.saturating_add(value.length());
                if reader.repeated > MOST_REPEATED {
                    let reason = format!("aliases repeat texts of more than {MOST_REPEATED} bytes");
                    return Err(Problem::new(last, reason));
                }
                reader.add(value, size, last)?;
            }
            Event::Scalar(text, style, anchor, _) => {
                let value = scalar(&text, style);
                reader.anchor(anchor, &value, 1);
                reader.add(value, 1, last)?;
            }
            Event::SequenceStart(anchor, _) => {
                reader.begin(anchor, last, Container::List(Vec::new()))?
            }
            Event::MappingStart(anchor, _) => {
                reader.begin(anchor, last, Container::Table(Vec::new(), None))?;
            }
            Event::SequenceEnd | Event::MappingEnd => reader.end()?,
            Event::DocumentEnd if reader.documents.len() >= most_documents => break,
            Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
    }
    Ok(reader.documents)
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    let is_plain = style == ScalarStyle::Plain;
    if is_plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    Value::Text {
        text: text.to_owned(),
        is_plain,
    }
}

impl YamlReader {
    fn begin(&mut self, anchor: usize, line: usize, kind: Container) -> Result<(), Problem> {
        if self.open.len() >= DEEPEST {
            let reason = format!("values are nested more than {DEEPEST} deep");
            return Err(Problem::new(line, reason));
        }
        self.open.push(OpenContainer { anchor, line, kind });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Problem> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let value = match open.kind {
            Container::List(list) => Value::List(list),
            Container::Table(fields, _) => Value::Table(fields),
        };
        let size = value.size();
        self.anchor(open.anchor, &value, size);
        self.add(value, 1, open.line)
    }

    fn anchor(&mut self, anchor: usize, value: &Value, size: usize) {
        // 0 is not an anchor
        if anchor > 0 {
            self.anchors.insert(anchor, (value.clone(), size));
        }
    }

    /// Adds a value to the innermost list or table.
    fn add(&mut self, value: Value, size: usize, line: usize) -> Result<(), Problem> {
        self.values = self.values.saturating_add(size);
        if self.values > self.most_values {
            let most = self.most_values;
            let reason = format!("there are more than {most} values after aliases are resolved");
            return Err(Problem::new(line, reason));
        }
        match self.open.last_mut() {
            None => self.documents.push(value),
            Some(open) => match &mut open.kind {
                Container::List(list) => list.push(value),
                Container::Table(fields, waiting) => match waiting.take() {
                    Some((key, line)) => fields.push(Field { key, value, line }),
                    None if matches!(value, Value::List(_) | Value::Table(_)) => {
                        let reason = "a key is a list or a table: write a text";
                        return Err(Problem::new(line, reason));
                    }
                    None => *waiting = Some((value.text().unwrap_or_default(), line)),
                },
            },
        }
        Ok(())
    }
}
