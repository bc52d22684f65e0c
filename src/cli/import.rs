//! `headword import`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;

use super::{error_line, finish, put_back, to_stderr};
use crate::address::base_url::BaseUrl;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::import::{self, Options, Plan};
use crate::text::counted;
use crate::text::language::Language;

/// Bring in a glossary of another tool
///
/// Reads a table of terms, a folder of Markdown files as Hugo, Zola, Jekyll, Docusaurus and Obsidian
/// have it, or a glossary of Sphinx, and writes an entry for each term. Files that are there already
/// are left as they are; run twice, it changes nothing. What is not understood stays in the text and
/// is told with its file and line.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword import terms.csv --dry-run
      see what each row would become, and change nothing
  headword import ../old-site/content/en --root my-glossary
      bring in a folder of Hugo's into another folder's glossary, which is made if it is not there
  headword import docs/glossary --base-path /docs/glossary/ --from-url https://example.org/
      keep the old addresses, and links to what stays on the old site
  headword import notes/terms --into notes --tag unsorted
      put the entries into content/notes/, each with a tag
  headword import docs/source/glossary.rst
      bring in a glossary directive of Sphinx")]
pub(super) struct Args {
    /// The glossary to bring in: a file or a folder
    #[arg(value_name = "SOURCE")]
    source: PathBuf,

    /// The glossary's folder; glossary.toml is made where there is none
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,

    /// Show what would become of each entry, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// What the source is [default: as its name and its content tell]
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<Format>,

    /// The path of the source on the old site, such as /en/ [default: as its links tell]
    #[arg(long, value_name = "PATH")]
    base_path: Option<String>,

    /// The address of the old site: links to what is not brought in lead there
    #[arg(long, value_name = "URL")]
    from_url: Option<BaseUrl>,

    /// A tag for every entry; may be given more than once
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,

    /// The folder inside content/ for the entries
    #[arg(long, value_name = "FOLDER", default_value = "")]
    into: String,

    /// The language of the entries, for a new glossary.toml [default: as the folder's name tells]
    #[arg(long, value_name = "TAG", value_parser = language)]
    language: Option<Language>,
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text separated by tabs
    Tsv,
    /// Text separated by commas or semicolons
    Csv,
    /// Markdown files with front matter
    Markdown,
    /// Glossary directives of Sphinx, in reStructuredText or MyST
    Sphinx,
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag)
        .ok_or_else(|| "write a BCP 47 tag such as `en`, `pt-BR` or `zh-Hant`".to_owned())
}

/// Imports, or shows what an import would do.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let options = Options {
        source: args.source,
        root: args.root,
        format: args.format.map(|format| match format {
            Format::Tsv => import::Format::Tsv,
            Format::Csv => import::Format::Csv,
            Format::Markdown => import::Format::Markdown,
            Format::Sphinx => import::Format::Sphinx,
        }),
        base_path: args.base_path,
        from_url: args.from_url,
        tags: args.tags,
        into: args.into,
        language: args.language,
    };
    let faults = Faults::new(false);
    let ready = match args.dry_run {
        true => Ok(false),
        false => put_back(disk, &options.root),
    };
    match ready.and_then(|_| import::plan(disk, &options, &faults)) {
        Ok(plan) => done(disk, plan, args.dry_run, &faults),
        Err(failure) => finish(Err(failure), &faults, "; nothing was imported"),
    }
}

/// Makes the changes unless they are only to be shown, and says what they are.
fn done(disk: &Disk, mut plan: Plan, is_dry: bool, faults: &Faults) -> ExitCode {
    let has_faults = plan.has_faults();
    for (file, line, what) in &plan.report.faults {
        let place = match line {
            0 => file.clone(),
            line => format!("{file}:{line}"),
        };
        let line = import::on_one_line(&format!("{place}: {what}"));
        to_stderr(&error_line(&line));
    }
    let unread = plan.report.faults.len();
    let unbuilt = plan.report.unbuilt.len();
    let report = std::mem::take(&mut plan.report);
    let has_entries = !report.entries.is_empty();
    let result = match is_dry {
        true => Ok(()),
        false => plan.apply(disk),
    };
    let text = match is_dry {
        true => report.listing() + &report.summary(true, true),
        false => report.summary(false, false),
    };
    let code = finish(result.map(|()| text), faults, "; nothing was imported");
    if !has_faults || code != ExitCode::SUCCESS {
        return code;
    }
    if unread > 0 {
        let others = match (has_entries, is_dry) {
            (false, _) => "",
            (true, true) => "; all others would come in",
            (true, false) => "; all others came in",
        };
        let line = format!(
            "{} could not be read{others}",
            counted(unread, "file", "files")
        );
        to_stderr(&error_line(&line));
    }
    if unbuilt > 0 {
        let line = format!(
            "{} will keep the glossary from building",
            counted(unbuilt, "fault", "faults")
        );
        to_stderr(&error_line(&line));
    }
    Failure::Faults.exit_code()
}
