//! `headword schema`: JSON Schemas of front matter, of settings and of the export in JSON, made from the types that
//! hold them. With the first two, editors check and complete text as you type it.
//!
//! The schemas follow draft 7 and have no references, because the TOML tools of editors understand these.

use std::process::ExitCode;

use clap::ValueEnum;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::printing::finish;
use crate::diagnostic::Faults;
use crate::entry::front_matter::FrontMatter;
use crate::entry::page::{PageFront, SharedKeys};
use crate::project::config::Config;
use crate::site::export::json::Document;

/// Print a JSON Schema, so that your editor checks and completes text as you type
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword schema settings > glossary.schema.json
      for glossary.toml; write `#:schema ./glossary.schema.json` into its first line
  headword schema entry > entry.schema.json
      for the front matter of entries
  headword schema page > page.schema.json
      for the front matter of the pages in pages/
  headword schema export > glossary.json.schema.json
      for programs that read glossary.json")]
pub(super) struct Args {
    /// Print the schema of this
    #[arg(value_name = "SUBJECT", value_enum)]
    subject: Subject,
}

/// A text that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Subject {
    /// The front matter of an entry
    Entry,
    /// The front matter of a page in pages/
    Page,
    /// The front matter of pages/index.md
    Introduction,
    /// glossary.toml
    Settings,
    /// glossary.json, which `headword export json` writes
    Export,
}

/// Prints the schema.
pub(super) fn run(args: &Args) -> ExitCode {
    let schema = match args.subject {
        Subject::Entry => schema::<FrontMatter>(),
        Subject::Page => schema::<PageFront>(),
        Subject::Introduction => schema::<SharedKeys>(),
        Subject::Settings => schema::<Config>(),
        Subject::Export => schema::<Document<'_>>(),
    };
    finish(Ok(schema), &Faults::default(), None)
}

/// The schema of a type, as JSON.
fn schema<T: JsonSchema>() -> String {
    let settings = SchemaSettings::draft07()
        .with(|settings| settings.inline_subschemas = true)
        .with_transform(RecursiveTransform(tidy));
    let schema = settings.into_generator().into_root_schema_for::<T>();
    format!("{:#}\n", schema.to_value())
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
