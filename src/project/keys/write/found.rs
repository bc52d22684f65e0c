//! A key with its value, as it is written.

use toml::de::DeTable;

use crate::project::keys::value::{Content, Field, Table, Value};
use crate::project::keys::{Syntax, yaml};
use crate::source::Span;
use crate::text::name::normalised;
use crate::text::slice;

/// A key and its value, with their bytes in the text.
pub(super) struct Found {
    pub(super) key: Span,
    pub(super) value: Span,
    pub(super) held: Held,
}

/// The value of a key.
pub(super) enum Held {
    String(Item),
    Strings(Strings),
    /// A Boolean, a number or a date.
    Scalar,
    /// Nothing: a key of YAML without a value. The place of the value is directly after the colon.
    Nothing,
    /// A table, or a list with other items than strings.
    Other,
}

/// A list of strings.
pub(super) struct Strings {
    pub(super) items: Vec<Item>,
    /// Whether each item has a line of its own that begins with a dash, as in YAML.
    pub(super) has_dashes: bool,
}

/// A string.
pub(super) struct Item {
    pub(super) text: String,
    pub(super) span: Span,
}

/// The table of a whole text; `None` if it does not have this syntax.
pub(super) fn table_of(text: &str, syntax: Syntax) -> Option<Table<'_>> {
    match syntax {
        Syntax::Toml => {
            let table = DeTable::parse(text).ok()?;
            Some(Table::from_toml(table.into_inner(), 0))
        }
        Syntax::Yaml => {
            let yaml = yaml::read(text, 0);
            let is_whole = yaml.faults.iter().all(yaml::YamlFault::is_warning);
            is_whole.then_some(yaml.table)
        }
    }
}

impl Found {
    /// The key in a table of `text`, if the table has it.
    pub(super) fn in_table(table: &Table<'_>, key: &str, text: &str) -> Option<Self> {
        let Field { span, value, .. } = table.field(key)?;
        Some(Self {
            key: span.clone(),
            value: value.span.clone(),
            held: Held::new(value, text),
        })
    }
}

impl Held {
    fn new(value: &Value<'_>, text: &str) -> Self {
        match &value.content {
            Content::Text(_) | Content::Plain(_) => {
                Item::new(value).map_or(Self::Other, Self::String)
            }
            Content::Nothing => Self::Nothing,
            Content::List(items) => {
                let items: Option<Vec<Item>> = items.iter().map(Item::new).collect();
                let has_dashes = slice(text, value.span.start..).starts_with('-');
                let strings = |items| Self::Strings(Strings { items, has_dashes });
                items.map_or(Self::Other, strings)
            }
            Content::Table(_) => Self::Other,
            _ => Self::Scalar,
        }
    }
}

impl Item {
    /// The value, if it is a string.
    fn new(value: &Value<'_>) -> Option<Self> {
        Some(Self {
            text: value.as_text()?.to_owned(),
            span: value.span.clone(),
        })
    }

    /// The string as Headword reads it. A list may be long, so only the methods that compare strings
    /// normalise them.
    pub(super) fn normalised(&self) -> String {
        normalised(&self.text)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}
