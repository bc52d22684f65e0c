//! JSON Schemas of front matter and of the settings, made from the types that hold them: editors check
//! and complete with these as one types.
//!
//! They are those of draft 7, which the TOML tools of editors know, without references in them.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use crate::config::Config;
use crate::front_matter::FrontMatter;

/// The schema of an entry's front matter, as JSON.
pub fn entry() -> String {
    schema::<FrontMatter>()
}

/// The schema of `glossary.toml`, as JSON.
pub fn settings() -> String {
    schema::<Config>()
}

fn schema<T: JsonSchema>() -> String {
    let settings = SchemaSettings::draft07()
        .with(|settings| settings.inline_subschemas = true)
        .with_transform(RecursiveTransform(tidy));
    let schema = settings.into_generator().into_root_schema_for::<T>();
    format!("{:#}\n", schema.to_value())
}

/// Leaves out what is Rust's and not TOML's: null, and how wide a number is. Words to choose from become
/// one list, of which tools say more than of several schemas. Descriptions flow.
fn tidy(schema: &mut Schema) {
    let Some(keys) = schema.as_object_mut() else {
        return;
    };
    if keys.get("default").is_some_and(Value::is_null) {
        keys.remove("default");
    }
    let is_integer = keys.get("type").is_some_and(|it| it == "integer");
    if is_integer {
        keys.remove("format");
    }
    if let Some((words, told)) = keys.get("oneOf").and_then(words) {
        keys.remove("oneOf");
        keys.insert("type".to_owned(), "string".into());
        keys.insert("enum".to_owned(), words.into());
        keys.insert(
            "x-taplo".to_owned(),
            json!({ "docs": { "enumValues": told } }),
        );
    }
    if let Some(Value::String(text)) = keys.get_mut("description") {
        *text = text.replace('\n', " ");
    }
}

/// The words of a choice, and what is said of each; `None` where something else is chosen from.
fn words(choice: &Value) -> Option<(Vec<Value>, Vec<Value>)> {
    let choice = choice.as_array()?.iter();
    choice
        .map(|one| Some((one.get("const")?.clone(), one.get("description")?.clone())))
        .collect()
}
