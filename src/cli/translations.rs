//! `headword translations`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};

use super::printing::finish;
use super::undo_interrupted;
use crate::diagnostic::Faults;
use crate::disk::Disk;
use crate::translations::{self, Recording, Which};

/// List what is translated, out of date and missing, and begin or record translations
///
/// A translation records the text that it translates, with a fingerprint of its title, names and text. If this text
/// changes, the translation is out of date; white space, tags and dates make no difference.
#[derive(Debug, clap::Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "\
Examples:
  headword translations list
      list every entry in every language
  headword translations list --stale de
      list German translations that are out of date, with what changed since
  headword translations new de rye
      begin the German translation of the entry rye
  headword translations done de rye
      record that the German translation of rye is up to date"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(ListArgs),
    New(NewArgs),
    Done(DoneArgs),
}

/// List what is translated, out of date and missing
///
/// An entry is `current` in a language if its text has not changed since it was translated, and `changed` if it has. It
/// has `no record` if the translation does not say which text it translates, and is `extra` if only this language has
/// it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword translations list
      list every entry in every language
  headword translations list --stale de
      list German translations that are out of date, with what changed since
  headword translations list --format json
      list every entry for another program")]
struct ListArgs {
    /// List only this language
    #[arg(value_name = "LANG")]
    language: Option<String>,

    /// List only translations that are out of date, with what changed since if Git has the old text
    #[arg(long)]
    stale: bool,

    /// Print the list in this format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,

    #[command(flatten)]
    root: Root,
}

/// The format of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// One entry on each line
    Text,
    /// A JSON array of objects
    Json,
}

/// Begin the file of a translation
///
/// The file has the keys to translate, and the text of the main language in a comment. It is a draft.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword translations new de rye
      make content/rye.de.md, or content/de/rye.md if most translations are in this folder")]
struct NewArgs {
    /// Translate into this language
    #[arg(value_name = "LANG")]
    language: String,

    /// Translate the entry with this name or slug
    #[arg(value_name = "ENTRY")]
    entry: String,

    #[command(flatten)]
    root: Root,
}

/// Record that translations are up to date
///
/// The command writes `translated` into the front matter of each translation: into all of them, or into none.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword translations done de rye wheat
      record two translations
  headword translations done de --all
      record all German translations")]
struct DoneArgs {
    /// Record translations into this language
    #[arg(value_name = "LANG")]
    language: String,

    /// Record the translations of the entries with these names, slugs or files
    #[arg(value_name = "ENTRY", required_unless_present = "all")]
    entries: Vec<String>,

    /// Record all translations into this language
    #[arg(long, conflicts_with = "entries")]
    all: bool,

    #[command(flatten)]
    root: Root,
}

/// The folder of the project.
#[derive(Debug, clap::Args)]
struct Root {
    /// Use the glossary in this folder, which contains glossary.toml
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    root: PathBuf,
}

/// Lists, begins or records translations.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    match args.command {
        Command::List(args) => list(disk, &args),
        Command::New(args) => new(disk, &args),
        Command::Done(args) => done(disk, args),
    }
}

/// Prints the list of translations.
fn list(disk: &Disk, args: &ListArgs) -> ExitCode {
    let faults = Faults::default();
    let only = args.language.as_deref();
    let list = translations::list(disk, &args.root.root, only, args.stale, &faults);
    let result = list.map(|list| match args.format {
        ListFormat::Text => translations::text(&list),
        ListFormat::Json => translations::json(&list),
    });
    finish(result, &faults, None)
}

/// Begins a translation, and prints its path.
fn new(disk: &Disk, args: &NewArgs) -> ExitCode {
    let faults = Faults::default();
    let root = &args.root.root;
    let begun = undo_interrupted(disk, root)
        .and_then(|_| translations::begin(disk, root, &args.language, &args.entry, &faults));
    let result = begun.map(|begun| {
        format!(
            "made {}\nit is a draft: translate it, and remove `draft` and the comment\nit already records the text that it \
             translates\n",
            begun.path
        )
    });
    finish(result, &faults, Some("nothing was written"))
}

/// Records translations, and prints their files.
fn done(disk: &Disk, args: DoneArgs) -> ExitCode {
    let faults = Faults::default();
    let root = &args.root.root;
    let which = if args.all {
        Which::All
    } else {
        Which::Named(args.entries)
    };
    let recorded = undo_interrupted(disk, root)
        .and_then(|_| translations::record(disk, root, &args.language, &which, &faults));
    let result = recorded.map(|recording| report(&recording));
    finish(result, &faults, Some("nothing was written"))
}

/// The files with their records.
fn report(recording: &Recording) -> String {
    let Recording { changed, unchanged } = recording;
    let changed = changed.iter().map(|path| format!("recorded in {path}\n"));
    let unchanged = unchanged.iter();
    let unchanged = unchanged.map(|path| format!("{path} has this record already\n"));
    let lines: String = changed.chain(unchanged).collect();
    if lines.is_empty() {
        return "no entry is translated yet\n".to_owned();
    }
    lines
}
