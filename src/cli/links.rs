//! `headword links`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;

use super::{ProjectArgs, finish};
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::link::list::{self, ListedLink};
use crate::pipeline;

/// List every link between entries, and what made it a link
///
/// One on each line: from, to, the words that are the link, whether it is explicit or automatic and
/// by which rule, and where it is written. Nothing is built.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword links
      read what links to what
  headword links --summary
      see the most linked entries, the never linked, and everyday words that flood
  headword links --without-places > links.txt
      save the list
  headword links --against links.txt
      see which links an edit adds and removes")]
pub(super) struct Args {
    #[command(flatten)]
    project: ProjectArgs,

    /// How to print the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Leave files, lines and columns out: such a list changes only when links do
    #[arg(long)]
    without_places: bool,

    /// Show the most linked, the never linked and the everyday words instead
    #[arg(long, conflicts_with_all = ["format", "without_places", "against"])]
    summary: bool,

    /// Print what was added and removed since a list was saved to FILE, wherever it stands now
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A link on each line
    Text,
    /// A JSON array of objects
    Json,
}

/// Prints the list of links, or what it is compared with.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let options = args.project.options();
    let faults = Faults::new(options.strict);
    let result = saved_links(disk, args.against.as_deref()).and_then(|saved| {
        let project = pipeline::read(disk, &options, &faults)?;
        let linked = pipeline::link(&project.sources, &project.config, &faults);
        if faults.any_error() {
            return Err(Failure::Faults);
        }
        if args.summary {
            return Ok(list::summary(
                &linked.glossary,
                &project.config.edition.language,
            ));
        }
        let list = list::list(&linked.glossary, !args.without_places);
        Ok(match (saved, args.format) {
            (Some(saved), Format::Json) => list::difference_as_json(&saved, &list),
            (Some(saved), Format::Text) => list::difference(&saved, &list),
            (None, Format::Json) => list::json(&list),
            (None, Format::Text) => list.iter().map(|link| format!("{link}\n")).collect(),
        })
    });
    finish(result, &faults, "")
}

/// The list in a file, if one is named.
fn saved_links(disk: &Disk, path: Option<&Path>) -> Result<Option<Vec<ListedLink>>, Failure> {
    let Some(path) = path else {
        return Ok(None);
    };
    let list = String::from_utf8(disk.read(path, u64::MAX)?)
        .map_err(|_| "it is not UTF-8".to_owned())
        .and_then(|text| list::read(&text))
        .map_err(|fault| {
            Failure::Usage(format!(
                "{} is no list of links: {fault}; save one with `headword links > {0}`",
                path.display()
            ))
        })?;
    Ok(Some(list))
}
