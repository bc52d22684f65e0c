//! `headword links`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::ValueEnum;

use super::printing::{finish_showing, note};
use super::{ProjectArgs, review, undo_interrupted};
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::link::Linked;
use crate::link::answers::Answers;
use crate::link::list::{self, ListedLink};
use crate::pipeline;
use crate::source::{Place, SourceFile};

/// List every link to entries, with the rule that made it
///
/// Each line has one link: the entry or page with the link, the entry that it leads to, its words, whether it is
/// explicit or automatic and by which rule, and its place. Nothing is built.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword links
      list all links
  headword links \"Data Center\"
      list the links from one entry, then those to it
  headword links --summary
      show the entries with the most links and without any, and everyday words that become links
  headword links --without-places > links.txt
      save the list
  headword links --against links.txt
      show the links that your edit adds and removes
  headword links --review
      decide about everyday words that became links, one by one")]
pub(super) struct Args {
    #[command(flatten)]
    project: ProjectArgs,

    /// Only the links from and to this entry, by any of its names or its slug, or from this page
    #[arg(value_name = "NAME", conflicts_with_all = ["summary", "against"])]
    name: Option<String>,

    /// List the links in the texts of this language [default: the main one]
    #[arg(long, value_name = "TAG", conflicts_with = "review")]
    language: Option<String>,

    /// Print the list in this format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,

    /// Leave out files, lines and columns, so that the list changes only when links do
    #[arg(long)]
    without_places: bool,

    /// Show a summary instead: entries with the most links, entries without any, everyday words
    #[arg(long, conflicts_with_all = ["format", "without_places", "against"])]
    summary: bool,

    /// Go through the links that need a decision, the most doubtful first: one key for each
    #[arg(long, conflicts_with_all = ["name", "format", "without_places", "summary", "against"])]
    review: bool,

    /// Print the links added and removed since a list was saved to this file; places do not count
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

/// The format of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// One link on each line
    Text,
    /// A JSON array of objects
    Json,
}

/// Prints the list of links, its summary, or its difference from a saved list.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let shown = args.project.shown();
    let options = args.project.options();
    let faults = Faults::new(options.strict);
    if args.review {
        let result = undo_interrupted(disk, &options.root)
            .and_then(|_| review::run(disk, &options, &faults));
        // a review is about links: warnings are for `check`
        return finish_showing(result, &faults.errors(), shown, None);
    }
    let result = saved_links(disk, args.against.as_deref()).and_then(|saved| {
        let project = pipeline::read(disk, &options, &faults)?;
        let linked = pipeline::link(&project.sources, &[], &project.config);
        linked.report(&faults);
        let linked = linked.in_language(args.language.as_deref())?;
        if faults.any_error() {
            return Err(Failure::Faults);
        }
        if args.summary {
            let answers = Answers::read(disk, &options.root, &faults)?;
            if faults.any_error() {
                return Err(Failure::Faults);
            }
            // a review is about the main language, and so are its answers
            let outdated = if linked.config.edition.id.is_main() {
                answers.outdated(&linked.glossary, &linked.frame.names)
            } else {
                Vec::new()
            };
            let language = &linked.config.edition.language;
            return Ok(list::summary(&linked.glossary, language, &outdated));
        }
        let mut list = list::list(&linked.glossary, !args.without_places);
        if let Some(name) = &args.name {
            let slug = slug_of(name, linked, &faults)?;
            list = list::of_entry(list, &slug);
            if list.is_empty() {
                note(&format!("no link leads from or to `{slug}`"));
            }
        }
        let language = &linked.config.edition.language;
        Ok(match (saved, args.format) {
            (Some(saved), ListFormat::Json) => list::difference_as_json(&saved, &list, language),
            (Some(saved), ListFormat::Text) => list::difference(&saved, &list, language),
            (None, ListFormat::Json) => list::json(&list),
            (None, ListFormat::Text) => list.iter().map(|link| format!("{link}\n")).collect(),
        })
    });
    finish_showing(result, &faults, shown, None)
}

/// The slug of the entry that a typed name means, or else of the page with this title or address.
///
/// # Errors
///
/// [`Failure::Faults`] if the name means nothing, or several entries; this is reported.
fn slug_of(name: &str, linked: &Linked, faults: &Faults) -> Result<String, Failure> {
    let typed = Arc::new(SourceFile::typed(name));
    let place = Place::new(&typed, 0..typed.text.len());
    match linked.frame.names.resolve(name, place) {
        Ok(meant) => Ok(linked.frame.glossary.entry(meant.entry).slug.clone()),
        Err(fault) => {
            let glossary = &linked.frame.glossary;
            let page = glossary.page_named(name, linked.frame.names.language());
            if let Some(page) = page.or_else(|| glossary.introduction().filter(|_| name == "index"))
            {
                return Ok(glossary.page(page).slug.clone());
            }
            faults.report(*fault);
            Err(Failure::Faults)
        }
    }
}

/// The list in a file; `None` if there is no path.
///
/// # Errors
///
/// The file cannot be read, or is not a list of links.
fn saved_links(disk: &Disk, path: Option<&Path>) -> Result<Option<Vec<ListedLink>>, Failure> {
    let Some(path) = path else {
        return Ok(None);
    };
    let list = list::read(&disk.read(path, u64::MAX)?).map_err(|reason| {
        Failure::Usage(format!(
            "{} is not a list of links: {reason}; save one with `headword links > {0}`",
            path.display()
        ))
    })?;
    Ok(Some(list))
}
