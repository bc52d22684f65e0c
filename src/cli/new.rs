//! `headword new`.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{finish, note, put_back};
use crate::diagnostic::{Faults, visible_text};
use crate::disk::Disk;
use crate::scaffold::entry::{self, NewEntry};
use crate::text::counted;

/// Begin an entry
///
/// Makes its file, named after the title, and shows which entries mention it already. A name or an
/// address that another entry has is refused. A project can have its own entry-template.md.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword new Oolong
      make content/oolong.md
  headword new \"Orange Pekoe\" --abbreviation OP --tag \"kinds of leaf\"
      fill in a short form and a tag
  headword new Grounding --sense \"electrical engineering\"
      add a second meaning of a title
  headword new C++ --folder languages
      make content/languages/c-plus-plus.md")]
pub(super) struct Args {
    /// The entry's main name
    title: String,

    /// A short form; can be given more than once
    #[arg(long = "abbreviation", value_name = "NAME")]
    abbreviations: Vec<String>,

    /// Another name; can be given more than once
    #[arg(long = "synonym", value_name = "NAME")]
    synonyms: Vec<String>,

    /// A subject to browse by; can be given more than once
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,

    /// Which meaning of the title it is, in a word or two, where another entry has the title too
    #[arg(long)]
    sense: Option<String>,

    /// The folder in content/ for its file
    #[arg(long, value_name = "DIR")]
    folder: Option<String>,

    /// Its address, in place of the one that is made of the title
    #[arg(long)]
    slug: Option<String>,

    /// The glossary's folder, the one with glossary.toml
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

/// Makes an entry and says where it is mentioned.
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
    let made =
        put_back(disk, &args.root).and_then(|_| entry::make(disk, &args.root, &new, &faults));
    let result = made.map(|made| {
        for told in &made.notes {
            note(told);
        }
        let path = match args.root.as_os_str() == "." {
            true => made.path.clone(),
            false => args.root.join(&made.path).display().to_string(),
        };
        let mentions: String = made
            .mentions
            .iter()
            .map(|mentioned| {
                let entry::Mentioned {
                    path,
                    line,
                    column,
                    sentence,
                } = mentioned;
                let sentence = visible_text(sentence.clone());
                format!("  {path}:{line}:{column}\n    {sentence}\n")
            })
            .collect();
        let summary = match made.mentions.len() {
            0 => "no entry mentions it yet\n".to_owned(),
            1 => "1 entry mentions it already:\n".to_owned(),
            count => format!(
                "{} mention it already:\n",
                counted(count, "entry", "entries")
            ),
        };
        format!(
            "made {path}\nits page will be {}\n{summary}{mentions}",
            made.address
        )
    });
    finish(result, &faults, "; nothing was written")
}
