//! The keys of settings and front matter, from the schemas that `headword schema` prints.

use std::collections::HashSet;
use std::sync::OnceLock;

use serde_json::Value;

use crate::entry::front_matter::FrontMatter;
use crate::entry::front_matter::fences::parts;
use crate::entry::page::{PageFront, SharedKeys};
use crate::project::config::{Config, FILE_NAME};
use crate::project::keys::Syntax;
use crate::project::keys::schema::json_schema;
use crate::source::{SourceFile, Span};

/// A text with keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// The front matter of an entry.
    Entry,
    /// That of a page.
    Page,
    /// That of the introduction of the index.
    Introduction,
    /// The settings.
    Settings,
}

/// The part of a file that has keys.
#[derive(Debug, Clone)]
pub(super) struct Region {
    /// What it is.
    pub(super) subject: Subject,
    /// Its syntax.
    pub(super) syntax: Syntax,
    /// Its bytes in the file.
    pub(super) span: Span,
}

/// The part of a file with keys around byte `offset`; `None` if there is no such part.
pub(super) fn region(file: &SourceFile, path: &str, offset: usize) -> Option<Region> {
    if path == FILE_NAME {
        return Some(Region {
            subject: Subject::Settings,
            syntax: Syntax::Toml,
            span: 0..file.text.len(),
        });
    }
    let subject = match path.split_once('/')? {
        ("content", _) => Subject::Entry,
        ("pages", "index.md") => Subject::Introduction,
        ("pages", _) => Subject::Page,
        _ => return None,
    };
    let parts = parts(&file.text).ok()?;
    let is_inside = parts.front.start <= offset && offset <= parts.front.end;
    // the position at the beginning of the second fence is that of a new line
    is_inside.then_some(Region {
        subject,
        syntax: parts.syntax,
        span: parts.front,
    })
}

/// The schema of a subject.
pub(super) fn schema(subject: Subject) -> &'static Value {
    static SCHEMAS: [OnceLock<Value>; 4] = [const { OnceLock::new() }; 4];
    let [entry, page, introduction, settings] = &SCHEMAS;
    match subject {
        Subject::Entry => entry.get_or_init(json_schema::<FrontMatter>),
        Subject::Page => page.get_or_init(json_schema::<PageFront>),
        Subject::Introduction => introduction.get_or_init(json_schema::<SharedKeys>),
        Subject::Settings => settings.get_or_init(json_schema::<Config>),
    }
}

/// The keys of a subject, or of a table in it, each with its schema; none for a table with any content.
pub(super) fn keys(
    subject: Subject,
    table: Option<&str>,
) -> impl Iterator<Item = (&'static String, &'static Value)> {
    let whole = Some(schema(subject));
    let schema = match table {
        None => whole,
        Some(table) => whole.and_then(|schema| schema.pointer(&format!("/properties/{table}"))),
    };
    let properties = schema.and_then(|schema| schema.get("properties"));
    properties.and_then(Value::as_object).into_iter().flatten()
}

/// The schema of a key.
pub(super) fn key(subject: Subject, table: Option<&str>, key: &str) -> Option<&'static Value> {
    keys(subject, table)
        .find(|(name, _)| name.as_str() == key)
        .map(|(_, schema)| schema)
}

/// The words between which a key lets its author choose.
pub(super) fn choices(schema: &Value) -> Vec<String> {
    let one = |schema: &Value| -> Vec<String> {
        let words = schema.get("enum").and_then(Value::as_array);
        let words = words.into_iter().flatten().filter_map(Value::as_str);
        words.map(str::to_owned).collect()
    };
    let mut found = one(schema);
    let alternatives = schema.get("anyOf").and_then(Value::as_array);
    for alternative in alternatives.into_iter().flatten() {
        found.extend(one(alternative));
        found.extend(alternative.get("items").map(one).unwrap_or_default());
    }
    found.extend(schema.get("items").map(one).unwrap_or_default());
    // a key that takes one word or several has them twice
    let mut seen = HashSet::new();
    found.retain(|word| seen.insert(word.clone()));
    found
}

/// The form of a value, for a key that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A text.
    Text,
    /// A list of texts.
    List,
    /// Something without quotation marks.
    Bare,
    /// A table.
    Table,
}

/// The form of the values of a key.
pub(super) fn form(schema: &Value) -> Form {
    let alternatives = schema.get("anyOf").and_then(Value::as_array);
    let mut alternatives = alternatives.into_iter().flatten();
    let is_list = |schema: &Value| schema.get("type").is_some_and(|kind| kind == "array");
    if is_list(schema) || alternatives.any(is_list) {
        return Form::List;
    }
    let is_date = schema.get("format").is_some_and(|format| format == "date");
    match schema.get("type").and_then(Value::as_str) {
        Some("boolean" | "integer" | "number") => Form::Bare,
        Some("object") => Form::Table,
        _ if is_date => Form::Bare,
        _ => Form::Text,
    }
}
