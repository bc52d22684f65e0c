//! Reads YAML as keys and values. It does not guess the types of values, because `404` or `no` may be the
//! name of a term.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::value::{Field, Problem, Value};
use crate::diagnostic::reworded;

/// The most values of front matter. Aliases of aliases could give any number.
const MOST_VALUES: usize = 10_000;

/// The deepest nesting of values.
const DEEPEST: usize = 50;

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
    open: Vec<OpenContainer>,
    anchors: HashMap<usize, (Value, usize)>,
    values: usize,
    whole: Option<Value>,
}

/// Reads the first document of a text, which has to be a table or empty.
///
/// # Errors
///
/// The text is not YAML, is too large, or is not a table.
pub(super) fn read(text: &str) -> Result<Vec<Field>, Problem> {
    let mut reader = YamlReader::default();
    let mut last = 1;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Problem {
            line: error.marker().line().max(1),
            reason: reworded(error.info()),
        })?;
        last = span.start.line().max(1);
        let bad = |reason: &str| Problem {
            line: last,
            reason: reason.to_owned(),
        };
        match event {
            Event::Alias(anchor) => {
                let (value, size) =
                    reader.anchors.get(&anchor).cloned().ok_or_else(|| {
                        bad("the alias refers to a value that contains the alias")
                    })?;
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
            Event::DocumentEnd | Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
    }
    match reader.whole {
        Some(Value::Table(fields)) => Ok(fields),
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(_) => Err(Problem {
            line: last,
            reason: "there are no keys here: write `title: …`".to_owned(),
        }),
    }
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
            return Err(Problem {
                line,
                reason: format!("values are nested more than {DEEPEST} deep"),
            });
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
        if self.values > MOST_VALUES {
            return Err(Problem {
                line,
                reason: format!(
                    "there are more than {MOST_VALUES} values after aliases are resolved"
                ),
            });
        }
        match self.open.last_mut() {
            None => self.whole = Some(value),
            Some(open) => match &mut open.kind {
                Container::List(list) => list.push(value),
                Container::Table(fields, waiting) => match waiting.take() {
                    Some((key, line)) => fields.push(Field { key, value, line }),
                    None => *waiting = Some((value.text().unwrap_or_default(), line)),
                },
            },
        }
        Ok(())
    }
}
