//! JSON Schemas of types with keys. The types here are for the schemas only; they have no doc comments, because
//! the schemas would show them.
//!
//! The schemas follow draft 7 and have no references, because the TOML tools of editors understand these.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

// The value that `Keys::strings` and `Keys::forms` read.
#[expect(dead_code, reason = "a schema is made of the type")]
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(crate) enum OneOrSeveral<T> {
    One(T),
    Several(Vec<T>),
}

// The value that `Keys::form` reads.
#[expect(dead_code, reason = "a schema is made of the type")]
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(crate) enum ShortOrLong<T> {
    Short(String),
    Long(T),
}

/// The schema of a type.
pub(crate) fn json_schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft07()
        .with(|settings| settings.inline_subschemas = true)
        .with_transform(RecursiveTransform(tidy));
    let schema = settings.into_generator().into_root_schema_for::<T>();
    schema.to_value()
}

/// Adapts a schema to TOML and its tools. Defaults of null and formats of numbers are removed, because
/// TOML has neither. A choice of words becomes one list, of which tools show more than of a schema for each
/// word. Descriptions become one line.
fn tidy(schema: &mut Schema) {
    let Some(keys) = schema.as_object_mut() else {
        return;
    };
    if keys.get("default").is_some_and(Value::is_null) {
        keys.remove("default");
    }
    let is_number = |it: &Value| it == "integer" || it == "number";
    if keys.get("type").is_some_and(is_number) {
        keys.remove("format");
    }
    if let Some(choice) = keys.get("oneOf").and_then(words) {
        let (words, descriptions): (Vec<Value>, Vec<Value>) = choice.into_iter().unzip();
        keys.remove("oneOf");
        keys.insert("type".to_owned(), "string".into());
        keys.insert("enum".to_owned(), words.into());
        keys.insert(
            "x-taplo".to_owned(),
            json!({ "docs": { "enumValues": descriptions } }),
        );
    }
    if let Some(Value::String(text)) = keys.get_mut("description") {
        *text = text.replace('\n', " ");
    }
}

/// The words of a choice, each with its description; `None` if the choice is not between words.
fn words(choice: &Value) -> Option<Vec<(Value, Value)>> {
    let schemas = choice.as_array()?.iter();
    schemas
        .map(|word| Some((word.get("const")?.clone(), word.get("description")?.clone())))
        .collect()
}
