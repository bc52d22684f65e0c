//! Keys and values, independent of the format of front matter.

use crate::project::keys;
use crate::text::slice;

/// The deepest nesting of values.
pub(super) const DEEPEST: usize = 50;

/// A value of front matter, or of a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing.
    Null,
    /// One value, and whether it has no quotation marks, so that it may be a number, a date or a boolean.
    Text { text: String, is_plain: bool },
    /// A list of values.
    List(Vec<Value>),
    /// Keys with values.
    Table(Vec<Field>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) key: String,
    pub(super) value: Value,
    /// The line of the file; the first line is 1.
    pub(super) line: usize,
}

/// A place that cannot be read, and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// The line; the first line is 1. 0 is the file as a whole.
    pub(super) line: usize,
    /// The column in characters, from 1. 0 is the line as a whole.
    pub(super) column: usize,
    pub(super) reason: String,
}

impl Problem {
    /// A problem of a line.
    pub(super) fn new(line: usize, reason: impl Into<String>) -> Self {
        Self {
            line,
            column: 0,
            reason: reason.into(),
        }
    }

    /// The same problem, at a column of its line.
    pub(super) fn at_column(self, column: usize) -> Self {
        Self { column, ..self }
    }
}

impl Value {
    /// A text in quotation marks.
    pub(super) fn quoted(text: impl Into<String>) -> Self {
        Self::Text {
            text: text.into(),
            is_plain: false,
        }
    }

    /// The number of values in it, including itself.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Null | Self::Text { .. } => 1,
            Self::List(list) => 1 + list.iter().map(Self::size).sum::<usize>(),
            Self::Table(fields) => 1 + fields.iter().map(|field| field.value.size()).sum::<usize>(),
        }
    }

    /// The number of bytes in its texts.
    pub(super) fn length(&self) -> usize {
        match self {
            Self::Null => 0,
            Self::Text { text, .. } => text.len(),
            Self::List(list) => list.iter().map(Self::length).sum(),
            Self::Table(fields) => {
                let lengths = fields
                    .iter()
                    .map(|field| field.key.len() + field.value.length());
                lengths.sum()
            }
        }
    }

    /// The value as one text; `None` if it is nothing, a list or a table.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Text { text, .. } => Some(text.clone()),
            _ => None,
        }
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text { text, .. } => text.trim().is_empty(),
            Self::List(list) => list.iter().all(Self::is_empty),
            Self::Table(fields) => fields.iter().all(|field| field.value.is_empty()),
        }
    }

    /// Whether it is true, in one of the words of YAML.
    pub(super) fn is_true(&self) -> bool {
        self.is_one_of(&["true", "yes", "on", "1"])
    }

    /// Whether it is false, in one of the words of YAML.
    pub(super) fn is_false(&self) -> bool {
        self.is_one_of(&["false", "no", "off", "0"])
    }

    fn is_one_of(&self, words: &[&str]) -> bool {
        let text = self.text().unwrap_or_default().to_lowercase();
        words.contains(&text.as_str())
    }

    /// The value in TOML. A value without quotation marks becomes a number, a date or a boolean if it looks
    /// like one.
    pub(super) fn to_toml(&self) -> Option<toml::Value> {
        Some(match self {
            Self::Null => return None,
            Self::Text {
                text,
                is_plain: false,
            } => toml::Value::from(text.as_str()),
            Self::Text { text, .. } => typed(text),
            Self::List(list) => toml::Value::Array(list.iter().filter_map(Self::to_toml).collect()),
            Self::Table(fields) => toml::Value::Table(table(fields)),
        })
    }
}

/// Keys with values, as a table of TOML.
pub(super) fn table(fields: &[Field]) -> toml::Table {
    fields
        .iter()
        .filter_map(|field| Some((field.key.clone(), field.value.to_toml()?)))
        .collect()
}

/// A text without quotation marks, as a number, a date or a boolean if it looks like one.
pub(super) fn typed(text: &str) -> toml::Value {
    match keys::typed(text) {
        toml::Value::String(text) => match text.parse::<toml::value::Datetime>() {
            Ok(date) => date.into(),
            Err(_) => text.into(),
        },
        value => value,
    }
}

/// Whether a text is a day in ISO 8601.
pub(super) fn is_day(text: &str) -> bool {
    let date = text.parse::<toml::value::Datetime>();
    date.is_ok_and(|date| date.date.is_some() && date.time.is_none())
}

/// The day at the beginning of a date in ISO 8601.
pub(super) fn day_of(text: &str) -> Option<String> {
    let day = text.trim().get(..10)?;
    let rest = slice(text.trim(), 10..);
    let is_whole = rest.is_empty() || rest.starts_with(['T', 't', ' ']);
    (is_whole && is_day(day)).then(|| day.to_owned())
}
