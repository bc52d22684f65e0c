//! Values of keys with their places, the same for every syntax.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use crate::source::{SourceFile, Span};

/// A value of a key.
#[derive(Debug)]
pub(in crate::project) struct Value<'a> {
    /// The content.
    pub content: Content<'a>,
    /// The bytes of the value in the file, with its quotation marks or brackets.
    pub span: Span,
}

/// The content of a value.
#[derive(Debug)]
pub(in crate::project) enum Content<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A text of YAML without quotation marks, as it is written. The key decides whether it is a text, a
    /// flag, a number or a day: `no` is a text for `title`, and a flag for `draft`.
    Plain(Cow<'a, str>),
    /// Nothing: a key of YAML without a value.
    Nothing,
    /// A whole number: its digits, with a sign if it has one, and its base.
    Integer {
        /// The digits.
        digits: String,
        /// The base, such as 10.
        radix: u32,
    },
    /// A decimal number as it is written.
    Float(String),
    /// `true` or `false`.
    Flag(bool),
    /// A date, a time, or both.
    Moment(Datetime),
    /// A list.
    List(Vec<Value<'a>>),
    /// A table.
    Table(Table<'a>),
}

/// A table: keys with their values. No key is there twice.
#[derive(Debug, Default)]
pub(in crate::project) struct Table<'a> {
    /// The fields, in any order.
    pub fields: Vec<Field<'a>>,
}

/// A key with its value.
#[derive(Debug)]
pub(in crate::project) struct Field<'a> {
    /// The key.
    pub key: Cow<'a, str>,
    /// The bytes of the key in the file.
    pub span: Span,
    /// The value.
    pub value: Value<'a>,
}

impl<'a> Table<'a> {
    /// The field with a key; `None` if the table does not have the key.
    pub(in crate::project) fn field(&self, key: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// Whether the table has no fields.
    pub(in crate::project) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The value of a key; `None` if the table does not have the key.
    pub(in crate::project) fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.field(key).map(|field| &field.value)
    }

    /// The fields without their places; a key without a value is left out.
    pub(in crate::project) fn plain(&self) -> toml::Table {
        let given = self.fields.iter().filter(|field| !field.value.is_nothing());
        given
            .map(|field| (field.key.to_string(), field.value.plain()))
            .collect()
    }

    /// A table of TOML in a text that begins at the byte `offset` of a file.
    pub(in crate::project) fn from_toml(table: DeTable<'a>, offset: usize) -> Self {
        let fields = table.into_iter().map(|(key, value)| Field {
            span: in_file(&key.span(), offset),
            key: key.into_inner(),
            value: Value::from_toml(value, offset),
        });
        Self {
            fields: fields.collect(),
        }
    }

    /// Empties the lists in `file` that are not closed. The parser of TOML takes the keys after them, in the lines `taken`, for
    /// their texts.
    pub(in crate::project) fn empty_open_lists(&mut self, file: &SourceFile, taken: &[Span]) {
        for Field { value, .. } in &mut self.fields {
            let span = &value.span;
            let has_taken = || {
                taken
                    .iter()
                    .any(|line| span.start < line.start && line.start < span.end)
            };
            match &mut value.content {
                Content::List(items) if !file.slice(span.clone()).ends_with(']') || has_taken() => {
                    items.clear();
                }
                Content::Table(table) => table.empty_open_lists(file, taken),
                _ => {}
            }
        }
    }
}

impl<'a> Value<'a> {
    /// A value of TOML. The recursion is not deep: the TOML parser limits the depth.
    fn from_toml(value: Spanned<DeValue<'a>>, offset: usize) -> Self {
        let span = in_file(&value.span(), offset);
        let content = match value.into_inner() {
            DeValue::String(text) => Content::Text(text),
            DeValue::Integer(number) => Content::Integer {
                digits: number.as_str().to_owned(),
                radix: number.radix(),
            },
            DeValue::Float(number) => Content::Float(number.as_str().to_owned()),
            DeValue::Boolean(flag) => Content::Flag(flag),
            DeValue::Datetime(moment) => Content::Moment(moment),
            DeValue::Array(items) => {
                let items = items.into_iter();
                Content::List(items.map(|item| Self::from_toml(item, offset)).collect())
            }
            DeValue::Table(table) => Content::Table(Table::from_toml(table, offset)),
        };
        Self { content, span }
    }

    /// The value as a text, if it is one; nothing is an empty text.
    pub(in crate::project) fn as_text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) | Content::Plain(text) => Some(text),
            Content::Nothing => Some(""),
            _ => None,
        }
    }

    /// Whether it is nothing.
    pub(in crate::project) fn is_nothing(&self) -> bool {
        matches!(self.content, Content::Nothing)
    }

    /// The value without its places, for templates. A text of YAML without quotation marks becomes a number
    /// or a flag if it looks like one. The recursion is not deep: both parsers limit the depth.
    pub(in crate::project) fn plain(&self) -> toml::Value {
        match &self.content {
            Content::Text(text) => toml::Value::String(text.to_string()),
            Content::Plain(text) => typed(text),
            Content::Nothing => toml::Value::String(String::new()),
            Content::Integer { digits, radix } => i64::from_str_radix(digits, *radix)
                .map_or_else(|_| digits.as_str().into(), toml::Value::Integer),
            Content::Float(number) => number
                .parse()
                .map_or_else(|_| number.as_str().into(), toml::Value::Float),
            Content::Flag(flag) => toml::Value::Boolean(*flag),
            // templates have no type for dates
            Content::Moment(moment) => toml::Value::String(moment.to_string()),
            Content::List(items) => toml::Value::Array(items.iter().map(Self::plain).collect()),
            Content::Table(table) => table.plain().into(),
        }
    }
}

/// A text of YAML without quotation marks, as a number or a flag if it looks like one. A number in another
/// form than its usual one, such as `007` or `1.10`, may be a name or a version: it stays a text.
pub fn typed(text: &str) -> toml::Value {
    match text {
        "true" | "True" | "TRUE" => return true.into(),
        "false" | "False" | "FALSE" => return false.into(),
        _ => {}
    }
    if let Ok(number) = text.parse::<i64>()
        && number.to_string() == text
    {
        return number.into();
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && number.to_string() == text => number.into(),
        _ => text.into(),
    }
}

fn in_file(span: &Span, offset: usize) -> Span {
    span.start + offset..span.end + offset
}
