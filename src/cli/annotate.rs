//! `headword annotate`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;

use super::bars::Bars;
use super::glossary::published;
use super::printing::{Shown, finish_showing, note};
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::foreign::{self, Done, Task};
use crate::project::config::Mentions;

/// Link the terms in another site to the glossary
///
/// SITE is the folder of a built site, such as a documentation. The first mention of each term on a page becomes a
/// link to the glossary, which shows the gloss of the term in a card. Nothing else on the page changes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword annotate site --glossary ../glossary
      add links to the pages in site/
  headword annotate site --glossary glossary.json --to /glossary/
      use a published glossary, which is at /glossary/ on the same host
  headword annotate site --glossary ../glossary --dry-run
      list the links that would be added
  headword annotate site --remove
      take out all that was added
  headword annotate docs --markdown --output docs-with-links --glossary ../glossary
      write the links into copies of the sources

`headword export json` writes the glossary.json of a glossary. The page `docs/annotate.md` of Headword's \
documentation has the steps for each generator.")]
pub(super) struct Args {
    /// The folder of the site
    #[arg(value_name = "SITE")]
    site: PathBuf,

    /// Use this glossary: the folder of a project, or the glossary.json of a published one
    #[arg(long, value_name = "SOURCE", required_unless_present = "remove")]
    glossary: Option<PathBuf>,

    /// Use this language of a project [default: the main one]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    /// The address of the glossary's site: a URL, or a path such as /glossary/ [default: its `base_url`]
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    to: Option<String>,

    /// Link this many mentions of a term
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = Which::Page)]
    mentions: Which,

    /// Look for terms in the elements that this CSS selector matches [default: the main text]
    #[arg(long, value_name = "SELECTOR")]
    within: Option<String>,

    /// Write the links into copies of Markdown and MDX files: SITE is the folder of the sources, and needs `--output`
    #[arg(long, conflicts_with_all = ["remove", "within"])]
    markdown: bool,

    /// Write a copy of the site into this folder, and leave the site as it is
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,

    /// List the links, and write nothing
    #[arg(long)]
    dry_run: bool,

    /// Take out all that was added
    #[arg(long, conflicts_with_all = ["glossary", "language", "to", "mentions", "within"])]
    remove: bool,

    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,

    /// Show all problems on a terminal, which shows at most 100 of a kind and 500 in all otherwise
    #[arg(long)]
    all_errors: bool,
}

/// The mentions that become links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Which {
    /// The first mention of a term on each page
    Page,
    /// The first mention of a term in each section of a page
    Section,
    /// All mentions
    All,
}

impl Which {
    /// The same as a setting.
    pub(super) fn mentions(self) -> Mentions {
        match self {
            Self::Page => Mentions::First,
            Self::Section => Mentions::Section,
            Self::All => Mentions::All,
        }
    }
}

/// Reads the address of a glossary.
pub(super) fn address(text: &str) -> Result<String, String> {
    let is_path = text.starts_with('/') && !text.starts_with("//");
    let is_url = text.starts_with("https://") || text.starts_with("http://");
    if !is_path && !is_url {
        return Err(
            "write a URL such as `https://example.org/glossary/`, or a path such as `/glossary/`"
                .to_owned(),
        );
    }
    if text.contains(['?', '#']) {
        return Err("the address of a site cannot contain `?` or `#`".to_owned());
    }
    Ok(text.to_owned())
}

/// Adds links to a site, or takes them out.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let faults = Faults::new(args.strict);
    let shown = if args.all_errors {
        Shown::All
    } else {
        Shown::First("`--all-errors`")
    };
    let result = done(disk, &args, &faults).map(|done| {
        for text in &done.notes {
            note(text);
        }
        done.text
    });
    finish_showing(result, &faults, shown, Some("nothing was changed"))
}

fn done(disk: &Disk, args: &Args, faults: &Faults) -> Result<Done, Failure> {
    let task = Task {
        site: &args.site,
        output: args.output.as_deref(),
        to: args.to.as_deref(),
        within: args.within.as_deref(),
        mentions: args.mentions.mentions(),
        is_dry: args.dry_run,
    };
    if args.markdown && args.output.is_none() && !args.dry_run {
        return Err(Failure::Usage(
            "`--markdown` never changes sources: name a folder for the copies, as `--output docs-with-links`"
                .to_owned(),
        ));
    }
    match &args.glossary {
        Some(glossary) if args.markdown => {
            let published = published(disk, glossary, args.language.as_deref(), faults)?;
            foreign::annotate_sources(disk, &published, &task, faults, &Bars)
        }
        Some(glossary) => {
            let published = published(disk, glossary, args.language.as_deref(), faults)?;
            foreign::annotate(disk, &published, &task, faults, &Bars)
        }
        None => foreign::remove(disk, &task, faults, &Bars),
    }
}
