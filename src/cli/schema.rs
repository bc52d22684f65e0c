//! `headword schema`: JSON Schemas of front matter and of the settings, made from the types that hold
//! them: editors check and complete with these as one types.
//!
//! They are those of draft 7, which the TOML tools of editors know, without references in them.

use std::process::ExitCode;

use clap::ValueEnum;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::finish;
use crate::diagnostic::Faults;
use crate::entry::front_matter::FrontMatter;
use crate::project::config::Config;

/// Print a JSON Schema, with which editors check and complete as you type
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword schema settings > glossary.schema.json
      of glossary.toml; with `#:schema ./glossary.schema.json` as its first line, editors know it
  headword schema entry > entry.schema.json
      of the front matter of entries")]
pub(super) struct Args {
    /// Of what
    #[arg(value_name = "WHAT", value_enum)]
    what: What,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// The front matter of an entry
    Entry,
    /// glossary.toml
    Settings,
}

/// Prints the schema.
pub(super) fn run(args: &Args) -> ExitCode {
    let schema = match args.what {
        What::Entry => entry(),
        What::Settings => settings(),
    };
    finish(Ok(schema), &Faults::default(), "")
}

/// The schema of an entry's front matter, as JSON.
fn entry() -> String {
    schema::<FrontMatter>()
}

/// The schema of `glossary.toml`, as JSON.
fn settings() -> String {
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
