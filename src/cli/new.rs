//! `headword new`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::printing::{finish, note};
use super::undo_interrupted;
use crate::address::destination::is_in_pages;
use crate::diagnostic::{Faults, visible_text};
use crate::disk::Disk;
use crate::scaffold::entry::{self, MadeEntry, Mentioned, NewEntry};

/// Make a new entry
///
/// The file gets a name made from the title. The command prints the places where other entries already
/// mention the new one. It refuses a name or an address that another entry has. If the project has a file
/// entry-template.md, the entry begins with its text.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword new Oolong
      make content/oolong.md
  headword new \"Orange Pekoe\" --abbreviation OP --tag \"kinds of leaf\"
      fill in an abbreviation and a tag
  headword new Grounding --sense \"electrical engineering\"
      make an entry for a second meaning of a title
  headword new C++ --folder languages
      make content/languages/c-plus-plus.md")]
pub(super) struct Args {
    /// Set the title: the entry's main name
    title: String,

    /// Add an abbreviation; you can repeat this option
    #[arg(long = "abbreviation", value_name = "NAME")]
    abbreviations: Vec<String>,

    /// Add another name; you can repeat this option
    #[arg(long = "synonym", value_name = "NAME")]
    synonyms: Vec<String>,

    /// Add a tag; you can repeat this option
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,

    /// Set the sense: a few words that tell the entry from another one with the same title
    #[arg(long)]
    sense: Option<String>,

    /// Make the file in this folder in content/ [default: content/ itself]
    #[arg(long, value_name = "FOLDER")]
    folder: Option<String>,

    /// Set the address [default: made from the title]
    #[arg(long)]
    slug: Option<String>,

    /// Use the glossary in this folder, which contains glossary.toml
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    root: PathBuf,
}

/// Makes an entry, and prints the places that mention it.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let new = NewEntry {
        title: args.title,
        abbreviations: args.abbreviations,
        synonyms: args.synonyms,
        tags: args.tags,
        sense: args.sense,
        folder: args.folder,
        slug: args.slug,
    };
    let faults = Faults::default();
    let made = undo_interrupted(disk, &args.root)
        .and_then(|_| entry::make(disk, &args.root, &new, &faults));
    let result = made.map(|made| {
        for text in &made.notes {
            note(text);
        }
        report(&made, &args.root)
    });
    finish(result, &faults, Some("nothing was written"))
}

/// The file and the address of a new entry, and the places that mention it.
fn report(made: &MadeEntry, root: &Path) -> String {
    let path = if root.as_os_str() == "." {
        made.path.clone()
    } else {
        root.join(&made.path).display().to_string()
    };
    let mentions: String = made
        .mentions
        .iter()
        .map(|mention| {
            let Mentioned {
                path,
                line,
                column,
                sentence,
            } = mention;
            let sentence = visible_text(sentence.clone());
            format!("  {path}:{line}:{column}\n    {sentence}\n")
        })
        .collect();
    let of_pages = made.mentions.iter();
    let of_pages = of_pages.filter(|mentioned| is_in_pages(&mentioned.path));
    let (one, several) = match (made.mentions.len(), of_pages.count()) {
        (_, 0) => ("entry", "entries"),
        (all, pages) if all == pages => ("page", "pages"),
        _ => ("text", "entries and pages"),
    };
    let summary = match made.mentions.len() {
        0 => "no entry mentions it yet\n".to_owned(),
        1 => format!("1 {one} already mentions it:\n"),
        count => format!("{count} {several} already mention it:\n"),
    };
    format!(
        "made {path}\nits page will be {}\n{summary}{mentions}",
        made.address
    )
}
