//! `headword schema`.

use std::process::ExitCode;

use clap::ValueEnum;

use super::finish;
use crate::diagnostic::Faults;
use crate::schema;

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
        What::Entry => schema::entry(),
        What::Settings => schema::settings(),
    };
    finish(Ok(schema), &Faults::default(), "")
}
