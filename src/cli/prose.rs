//! `headword prose`.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;

use super::bars::Bars;
use super::glossary::published;
use super::printing::{Shown, diagnostics, fail, note, to_stderr, to_stdout};
use super::reports::{ReportFormat, counts_by_code, total};
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Faults, Levels};
use crate::disk::Disk;
use crate::prose::{self, Checked};
use crate::text::counted;

/// Report where texts do not keep to the glossary
///
/// FILE is any text in Markdown, MDX, HTML or plain text, such as the sources of a documentation; a folder with such
/// texts; or `-` for standard input. The command reports names to avoid, names with wrong capitals, and slips of typing in
/// names, each with what to write instead. It changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword prose README.md docs --glossary ../glossary
      compare a documentation with the glossary in ../glossary
  headword prose docs --glossary glossary.json --format github
      show problems beside the lines of a pull request
  headword prose - < page.md
      compare standard input, in Markdown, with the glossary in this folder

To switch the checks off for a part of a text, write `<!-- headword off -->` before it and `<!-- headword on -->` after \
it; in MDX, `{/* headword off */}`.")]
pub(super) struct Args {
    /// The texts: files, folders, or `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Use this glossary: the folder of a project, or the glossary.json of a published one
    #[arg(long, value_name = "SOURCE", default_value = ".")]
    glossary: PathBuf,

    /// Use this language of a project [default: the main one]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    /// Print the problems in this format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ReportFormat::Human)]
    format: ReportFormat,

    /// Report only these codes, and files that cannot be read
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_enum)]
    only: Vec<Rule>,

    /// Ignore these codes
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_enum)]
    allow: Vec<Rule>,

    /// Treat these codes as errors
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_enum)]
    deny: Vec<Rule>,

    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,

    /// Show all problems on a terminal, which shows at most 100 of a kind and 500 in all otherwise
    #[arg(long)]
    all_errors: bool,
}

/// What is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rule {
    /// A name to avoid
    DeprecatedName,
    /// A name with wrong capitals
    WrongCapital,
    /// A slip of typing in a name
    MisspelledTerm,
}

impl Rule {
    fn code(self) -> Code {
        match self {
            Self::DeprecatedName => Code::DeprecatedName,
            Self::WrongCapital => Code::WrongCapital,
            Self::MisspelledTerm => Code::MisspelledTerm,
        }
    }
}

/// Compares texts with a glossary, and prints a report.
pub(super) fn run(disk: &Disk, args: &Args) -> ExitCode {
    let mut faults = Faults::new(args.strict);
    let checked = levels(args).and_then(|levels| {
        faults.judge_by(levels);
        checked(disk, args, &faults)
    });
    let shown = if args.all_errors {
        Shown::All
    } else {
        Shown::First("`--all-errors`")
    };
    let checked = match checked {
        Ok(checked) => checked,
        Err(failure) => {
            to_stderr(&diagnostics(&faults, shown));
            return fail(&failure);
        }
    };
    for text in &checked.notes {
        note(text);
    }
    // the paths of texts are those from the working folder already
    let report = args.format.report(&faults, Path::new(""));
    let text = report.unwrap_or_else(|| {
        to_stderr(&diagnostics(&faults, shown));
        let files = counted(checked.files, "file", "files");
        format!(
            "checked {files}: {}\n{}",
            total(&faults),
            counts_by_code(&faults)
        )
    });
    if let Err(failure) = to_stdout(&text) {
        return fail(&failure);
    }
    if faults.any_error() {
        Failure::Faults.exit_code()
    } else {
        ExitCode::SUCCESS
    }
}

fn checked(disk: &Disk, args: &Args, faults: &Faults) -> Result<Checked, Failure> {
    let is_default = args.glossary.as_os_str() == ".";
    if is_default && !disk.exists(Path::new("glossary.toml"))? {
        return Err(Failure::Usage(
            "there is no glossary in this folder: name one as `--glossary FOLDER`, or as `--glossary glossary.json`"
                .to_owned(),
        ));
    }
    let published = published(disk, &args.glossary, args.language.as_deref(), faults)?;
    prose::check(disk, &published, &args.files, io::stdin(), faults, &Bars)
}

/// The levels of codes that the options set.
fn levels(args: &Args) -> Result<Levels, Failure> {
    if let Some(code) = args.allow.iter().find(|code| args.deny.contains(code)) {
        return Err(Failure::Usage(format!(
            "`{}` is in --allow and in --deny: choose one of them",
            code.code().as_str()
        )));
    }
    let mut levels = Levels::new(args.strict);
    args.only.iter().for_each(|code| levels.only(code.code()));
    args.allow.iter().for_each(|code| levels.allow(code.code()));
    args.deny.iter().for_each(|code| levels.deny(code.code()));
    Ok(levels)
}
