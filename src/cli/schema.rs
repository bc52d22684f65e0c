//! `headword schema`: JSON Schemas of front matter, of settings and of the export in JSON, made from the types that
//! hold them. With the first two, editors check and complete text as you type it. The configuration of a web editor is
//! made from the same schemas.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use schemars::JsonSchema;

use super::printing::finish;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::entry::front_matter::FrontMatter;
use crate::entry::page::{PageFront, SharedKeys};
use crate::pipeline;
use crate::project::config::{Config, Options};
use crate::project::keys::schema::json_schema;
use crate::site::export::json::Document;
use crate::web_form;

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
      for programs that read glossary.json
  headword schema decap > static/admin/config.yml
      a form for this glossary in Decap CMS or Sveltia CMS")]
pub(super) struct Args {
    /// Print the schema of this
    #[arg(value_name = "SUBJECT", value_enum)]
    subject: Subject,

    /// For `decap`: use the glossary in this folder, which contains glossary.toml
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    root: PathBuf,
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
    /// A form for entries and pages in Decap CMS and Sveltia CMS: admin/config.yml
    Decap,
}

/// Prints the schema.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let schema = match args.subject {
        Subject::Entry => schema::<FrontMatter>(),
        Subject::Page => schema::<PageFront>(),
        Subject::Introduction => schema::<SharedKeys>(),
        Subject::Settings => schema::<Config>(),
        Subject::Export => schema::<Document<'_>>(),
        Subject::Decap => return decap(disk, args.root),
    };
    finish(Ok(schema), &Faults::default(), None)
}

/// The schema of a type, as JSON.
fn schema<T: JsonSchema>() -> String {
    format!("{:#}\n", json_schema::<T>())
}

/// Prints the form of a project.
fn decap(disk: &Disk, root: PathBuf) -> ExitCode {
    let options = Options {
        root,
        ..Options::default()
    };
    let faults = Faults::default();
    let read = pipeline::read(disk, &options, &faults);
    let form = read.and_then(|project| {
        if faults.any_error() {
            return Err(Failure::Faults);
        }
        Ok(web_form::configuration(&project.sources, &project.config))
    });
    finish(form, &faults, None)
}
