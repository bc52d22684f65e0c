//! Separates front matter (YAML, TOML or JSON) from the text after it, and reads its keys and values.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value::{Field, Problem, Value};
use super::{json, yaml};
use crate::diagnostic::reworded;
use crate::source::SourceFile;
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
/// lines of `+++`, or JSON between brackets. Empty lines may be above it. Without front matter, the whole text is the body.
///
/// # Errors
///
/// The front matter is not closed or cannot be read.
pub(super) fn split(text: &str) -> Result<FileParts<'_>, Problem> {
    let start = text.trim_start_matches(['\n', ' ', '\t']);
    let before = slice(text, ..text.len() - start.len());
    if before.ends_with('\n') && ["---", "+++"].iter().any(|fence| start.starts_with(fence)) {
        // Hugo reads front matter below empty lines, too; if it cannot be read, the fence is a line in the text
        let above = before.matches('\n').count();
        if let Ok(mut parts) = split(start)
            && !parts.fields.is_empty()
        {
            parts.line += above;
            for field in &mut parts.fields {
                field.line += above;
            }
            return Ok(parts);
        }
    }
    let first = text.lines().next().unwrap_or_default().trim_end();
    match first {
        "---" => fenced(text, &["---", "..."], yaml::read),
        "+++" => fenced(text, &["+++"], read_toml),
        "{" => json(text),
        first if first.starts_with('{') => Ok(json_on_line(text).unwrap_or(FileParts {
            fields: Vec::new(),
            body: text,
            line: 1,
        })),
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
                    return Err(Problem::new(
                        1,
                        format!("the front matter has more than {LONGEST} bytes"),
                    ));
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
    Err(Problem::new(
        1,
        format!("the front matter is not closed: write a line `{fence}` after its last key"),
    ))
}

/// Reads TOML.
///
/// # Errors
///
/// The text is not TOML.
pub(super) fn read_toml(text: &str) -> Result<Vec<Field>, Problem> {
    let file = SourceFile::new("", text.to_owned());
    let table = DeTable::parse(&file.text).map_err(|error| {
        let (line, column) = file.line_column(error.span().map_or(0, |span| span.start));
        Problem::new(line, reworded(error.message())).at_column(column)
    })?;
    Ok(toml_fields(table.get_ref(), &|at| file.line_column(at).0))
}

fn toml_fields(table: &DeTable<'_>, line: &impl Fn(usize) -> usize) -> Vec<Field> {
    let mut fields: Vec<_> = table.iter().collect();
    // the parser orders keys by name, but the first key of the text counts
    fields.sort_by_key(|(key, _)| key.span().start);
    let fields = fields.into_iter().map(|(key, value)| Field {
        key: key.get_ref().to_string(),
        value: toml_value(value, line),
        line: line(key.span().start),
    });
    fields.collect()
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

/// Front matter of JSON that begins with a key on its first line; `None` if the text begins with another brace.
fn json_on_line(text: &str) -> Option<FileParts<'_>> {
    let parts = json(text).ok().filter(|parts| !parts.fields.is_empty())?;
    let before = slice(text, ..text.len() - parts.body.len());
    (parts.body.is_empty() || before.ends_with('\n')).then_some(parts)
}

fn json(text: &str) -> Result<FileParts<'_>, Problem> {
    let (values, end) = json::values(text, 1).map_err(|problem| Problem {
        reason: format!("the front matter is not JSON: {}", problem.reason),
        ..problem
    })?;
    let Some(Value::Table(fields)) = values.into_iter().next() else {
        return Ok(FileParts {
            fields: Vec::new(),
            body: text,
            line: 1,
        });
    };
    let rest = slice(text, end..);
    let body = rest.strip_prefix('\n').unwrap_or(rest);
    Ok(FileParts {
        fields,
        line: 1 + slice(text, ..text.len() - body.len()).matches('\n').count(),
        body,
    })
}
