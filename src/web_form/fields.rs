//! The fields of a form, from the schema of keys and from the values that they have.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use toml::Value;

use super::values::Values;
use super::yaml::{Node, map};
use crate::entry::front_matter::{Key, KeyKind};

/// The fields of a form.
pub(super) struct Fields {
    /// The fields. The text comes after those that are required.
    pub(super) nodes: Vec<Node>,
    /// Sentences about keys that the form does not show, or shows otherwise than one expects.
    pub(super) remarks: Vec<String>,
}

/// The form of a value. A key may allow several; a field of a form has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A list of tables.
    Tables,
    /// A list of texts.
    Texts,
    /// A text, a number, a flag or a day.
    One,
    /// A table.
    Table,
    /// A list with different values.
    Mixed,
}

/// The forms that a field can have. If a key allows several and has no value yet, it gets the first of them.
const SHAPES: &[Shape] = &[Shape::Tables, Shape::Texts, Shape::One, Shape::Table];

impl Shape {
    /// The form of a value; `None` if it is empty, and so fits every field.
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) if text.is_empty() => None,
            Value::Table(_) => Some(Self::Table),
            Value::Array(items) => {
                let mut shapes = items.iter().map(Self::of);
                let first = shapes.next()?;
                Some(match first {
                    _ if shapes.any(|other| other != first) => Self::Mixed,
                    Some(Self::Table) => Self::Tables,
                    None | Some(Self::One) => Self::Texts,
                    Some(_) => Self::Mixed,
                })
            }
            _ => Some(Self::One),
        }
    }
}

/// The titles of entries, by which an editor lets its user choose entries.
pub(super) struct Names {
    /// Each title, with the number of its entries.
    titles: BTreeMap<String, usize>,
}

impl Names {
    /// The titles of all entries. `None` if some entries are in folders below `folder`: an editor takes each folder
    /// for a collection of its own, and looks for names in one collection.
    pub(super) fn of_titles(entries: &Values, folder: &str) -> Option<Self> {
        if entries.folders().any(|other| other != folder) {
            return None;
        }
        let mut titles = BTreeMap::new();
        for title in entries.of("title").filter_map(|(_, title)| title.as_str()) {
            *titles.entry(title.to_owned()).or_default() += 1;
        }
        Some(Self { titles })
    }

    /// Whether exactly one entry has this title.
    fn has(&self, title: &str) -> bool {
        self.titles.get(title) == Some(&1)
    }
}

impl Fields {
    /// The fields for the keys of a schema, and for the text. `order` has the keys whose kind is known; others come in
    /// the order of the schema, those that are required first. With `names`, the user chooses entries from a list.
    pub(super) fn new(
        schema: &Json,
        order: &[Key],
        values: &Values,
        names: Option<&Names>,
    ) -> Self {
        let mut fields = Self {
            nodes: Vec::new(),
            remarks: Vec::new(),
        };
        let mut required = 0;
        for (name, schema, is_required) in keys(schema, order) {
            let kind = order.iter().find(|key| key.name == name);
            // a command writes it, and the editor keeps it
            if kind.is_some_and(|key| key.kind == KeyKind::Fingerprint) {
                continue;
            }
            required += usize::from(is_required);
            fields.add(
                name,
                schema,
                is_required,
                kind.map(|key| key.kind),
                values,
                names,
            );
        }
        let at = required.min(fields.nodes.len());
        fields.nodes.insert(at, text());
        fields
    }

    fn add(
        &mut self,
        name: &str,
        schema: &Json,
        is_required: bool,
        kind: Option<KeyKind>,
        values: &Values,
        names: Option<&Names>,
    ) {
        let allowed = allowed(schema);
        let mut candidates = SHAPES.iter().filter_map(|shape| {
            let found = allowed.iter().find(|(other, _)| other == shape);
            found.map(|(_, schema)| (*shape, *schema))
        });
        let Some(first) = candidates.clone().next() else {
            self.remarks.push(format!(
                "The form does not show `{name}`, which may contain anything. The editor keeps it."
            ));
            return;
        };
        let mut used = values
            .of(name)
            .filter(|(_, value)| Shape::of(value).is_some());
        let chosen = match values.of(name).find_map(|(_, value)| Shape::of(value)) {
            None => Some(first),
            Some(shape) => candidates.find(|(other, _)| *other == shape),
        };
        let unlike = |(_, value): &(&str, &Value)| {
            let fits = |(shape, schema): (Shape, &Json)| {
                Shape::of(value) == Some(shape) && allows(schema, value)
            };
            !chosen.is_some_and(fits)
        };
        if let Some((path, _)) = used.find(unlike) {
            self.remarks.push(format!(
                "The form does not show `{name}`, because one field does not fit all of its values, such as that in \
                 {path}. The editor keeps them."
            ));
            return;
        }
        let Some((shape, inner)) = chosen else {
            return;
        };
        let mut field = field(name, schema, is_required);
        let is_of_entries = matches!(kind, Some(KeyKind::Entries | KeyKind::Entry));
        let is_chosen = is_of_entries && self.can_choose(name, values, names);
        match shape {
            Shape::One | Shape::Texts if is_chosen => field.extend(relation(shape == Shape::Texts)),
            Shape::Texts => {
                let widget = if kind == Some(KeyKind::Texts) {
                    "text"
                } else {
                    "string"
                };
                field.push(("widget", Node::text("list")));
                field.push(("collapsed", Node::Flag(false)));
                let item = [
                    ("name", Node::text("item")),
                    ("label", Node::text("Item")),
                    ("widget", Node::text(widget)),
                ];
                field.push(("field", map(item)));
            }
            Shape::One => field.extend(one(inner)),
            Shape::Tables | Shape::Table => {
                let widget = if shape == Shape::Table {
                    "object"
                } else {
                    "list"
                };
                field.push(("widget", Node::text(widget)));
                if shape == Shape::Tables {
                    field.push(("collapsed", Node::Flag(false)));
                }
                let inner = keys(inner, &[]).map(|(name, schema, is_required)| {
                    let mut field = self::field(name, schema, is_required);
                    field.extend(one(schema));
                    Node::Map(field)
                });
                field.push(("fields", Node::List(inner.collect())));
            }
            Shape::Mixed => return,
        }
        self.nodes.push(Node::Map(field));
    }

    /// Whether a list of titles can show all values of a key. It would drop other names as soon as somebody changes
    /// the field.
    fn can_choose(&mut self, name: &str, values: &Values, names: Option<&Names>) -> bool {
        let Some(names) = names else {
            self.remarks.push(format!(
                "`{name}` is typed, because the entries are in several folders: the editor chooses from one only."
            ));
            return false;
        };
        let mut written = values.of(name).flat_map(|(path, value)| {
            let texts = value
                .as_array()
                .map_or(std::slice::from_ref(value), Vec::as_slice);
            texts
                .iter()
                .filter_map(move |text| Some((path, text.as_str()?)))
        });
        let Some((path, other)) = written.find(|(_, text)| !text.is_empty() && !names.has(text))
        else {
            return true;
        };
        self.remarks.push(format!(
            "`{name}` is typed, because the editor chooses by title: `{other}` in {path} is not the title of one entry."
        ));
        false
    }
}

/// The keys of a schema, each with its own schema, and whether it is required.
fn keys<'s>(schema: &'s Json, order: &[Key]) -> impl Iterator<Item = (&'s str, &'s Json, bool)> {
    let properties = schema.get("properties").and_then(Json::as_object);
    let required = schema.get("required").and_then(Json::as_array);
    let is_required =
        move |name: &str| required.is_some_and(|list| list.iter().any(|it| it == name));
    let place = |name: &str| order.iter().position(|key| key.name == name);
    let mut keys: Vec<(&str, &Json)> = properties
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.as_str(), schema))
        .collect();
    keys.sort_by_key(|(name, _)| (place(name).unwrap_or(usize::MAX), !is_required(name)));
    keys.into_iter()
        .map(move |(name, schema)| (name, schema, is_required(name)))
}

/// The forms that a schema allows, each with the schema of its text or table.
fn allowed(schema: &Json) -> Vec<(Shape, &Json)> {
    if let Some(alternatives) = schema.get("anyOf").and_then(Json::as_array) {
        return alternatives.iter().flat_map(allowed).collect();
    }
    let kind = schema.get("type").and_then(Json::as_str);
    match kind {
        Some("array") => {
            let items = schema.get("items").map(allowed).unwrap_or_default();
            let of_list = |(shape, schema)| match shape {
                Shape::One => Some((Shape::Texts, schema)),
                Shape::Table => Some((Shape::Tables, schema)),
                _ => None,
            };
            items.into_iter().filter_map(of_list).collect()
        }
        Some("object") if schema.get("properties").is_some() => vec![(Shape::Table, schema)],
        Some("object") => Vec::new(),
        _ => vec![(Shape::One, schema)],
    }
}

/// Whether the field for a schema can show a value: a choice shows texts alone.
fn allows(schema: &Json, value: &Value) -> bool {
    schema.get("enum").is_none()
        || value
            .as_str()
            .is_some_and(|text| choices(schema).any(|it| it == text))
}

/// The texts between which a schema lets its user choose.
fn choices(schema: &Json) -> impl Iterator<Item = &str> {
    let words = schema.get("enum").and_then(Json::as_array);
    words.into_iter().flatten().filter_map(Json::as_str)
}

/// The field for the text. The other mode of these editors writes the Markdown anew, which can change `[[Name]]`.
fn text() -> Node {
    map([
        ("name", Node::text("body")),
        ("label", Node::text("Text")),
        ("required", Node::Flag(false)),
        (
            "hint",
            Node::text("The definition, in Markdown. [[Name]] refers to another entry."),
        ),
        ("widget", Node::text("markdown")),
        ("modes", Node::List(vec![Node::text("raw")])),
    ])
}

/// The beginning of a field.
fn field(name: &str, schema: &Json, is_required: bool) -> Vec<(&'static str, Node)> {
    let label = name.replace('_', " ");
    let mut letters = label.chars();
    let label = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect::<String>());
    let mut field = vec![
        ("name", Node::text(name)),
        ("label", Node::text(label.unwrap_or_default())),
        ("required", Node::Flag(is_required)),
    ];
    if let Some(hint) = schema.get("description").and_then(Json::as_str) {
        field.push(("hint", Node::text(hint)));
    }
    field
}

/// The widget for a value that is not a list or a table.
fn one(schema: &Json) -> Vec<(&'static str, Node)> {
    let widget = |name: &str| ("widget", Node::text(name));
    if schema.get("enum").is_some() {
        let options = choices(schema).map(Node::text).collect();
        return vec![widget("select"), ("options", Node::List(options))];
    }
    if schema.get("format").is_some_and(|format| format == "date") {
        return vec![
            widget("datetime"),
            ("format", Node::text("YYYY-MM-DD")),
            ("date_format", Node::text("YYYY-MM-DD")),
            ("time_format", Node::Flag(false)),
        ];
    }
    match schema.get("type").and_then(Json::as_str) {
        Some("boolean") => vec![widget("boolean")],
        Some("number") => vec![widget("number"), ("value_type", Node::text("float"))],
        Some("integer") => vec![widget("number"), ("value_type", Node::text("int"))],
        _ => vec![widget("string")],
    }
}

/// The widget that lets its user choose an entry, or several, by title.
fn relation(is_list: bool) -> [(&'static str, Node); 6] {
    let title = || Node::List(vec![Node::text("title")]);
    [
        ("widget", Node::text("relation")),
        ("collection", Node::text("entries")),
        ("multiple", Node::Flag(is_list)),
        ("search_fields", title()),
        ("display_fields", title()),
        ("value_field", Node::text("title")),
    ]
}
