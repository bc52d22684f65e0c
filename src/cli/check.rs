//! `headword check`.

use std::collections::BTreeMap;
use std::process::ExitCode;

use super::ProjectArgs;
use super::bars::Bars;
use super::printing::{diagnostics, fail, to_stderr, to_stdout};
use super::reports::{ReportFormat, counts_by_code, total};
use crate::address::base_url::BaseUrl;
use crate::check::{self, CheckOptions, Checked, Day};
use crate::diagnostic::Code;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::project::config::Options;
use crate::project::config::check::{code, may_be_allowed};
use crate::project::faults::NotACode;
use crate::text::counted;

/// Report errors of a build, and more that an editor would fix
///
/// Besides the errors and warnings of a build, the command reports entries that nothing links to, stubs,
/// circular definitions, terms without an entry and the like. It builds nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword check
      report all problems, and count them
  headword check --only wanted-term
      report only terms that need an entry
  headword check --allow long-gloss,unlinked-entry --deny stub-definition
      ignore two rules, and treat stubs as errors
  headword check --format github
      show problems beside the lines of a pull request
  headword check --format sarif > headword.sarif
      save the problems for a code host")]
pub(super) struct Args {
    #[command(flatten)]
    project: ProjectArgs,

    /// Use this URL for the site, instead of `base_url` in glossary.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<BaseUrl>,

    /// Print the problems in this format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ReportFormat::Human)]
    format: ReportFormat,

    /// Report only these codes, and the errors of a build
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    only: Vec<Code>,

    /// Ignore these codes: rules and warnings, but not errors
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = allowed_code)]
    allow: Vec<Code>,

    /// Treat these codes as errors
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    deny: Vec<Code>,

    /// Treat these codes as by default, whatever glossary.toml says
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    warn: Vec<Code>,
}

/// Reads a code that may be ignored.
fn allowed_code(text: &str) -> Result<Code, NotACode> {
    code(text).and_then(may_be_allowed)
}

/// Checks the glossary, and prints a report.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let format = args.format;
    let root = args.project.root.clone();
    let shown = args.project.shown();
    let checked = check_options(&args).map(|check_options| {
        let options = Options {
            base_url: args.base_url,
            ..args.project.options()
        };
        check::project(disk, &options, &check_options, &Bars)
    });
    let checked = match checked {
        Ok(checked) => checked,
        Err(failure) => return fail(&failure),
    };
    if let Err(failure) = &checked.entries
        && !matches!(failure, Failure::Faults)
    {
        to_stderr(&diagnostics(&checked.faults, shown));
        return fail(failure);
    }
    let text = format.report(&checked.faults, &root).unwrap_or_else(|| {
        to_stderr(&diagnostics(&checked.faults, shown));
        summary(&checked)
    });
    if let Err(failure) = to_stdout(&text) {
        return fail(&failure);
    }
    if checked.faults.any_error() {
        Failure::Faults.exit_code()
    } else {
        ExitCode::SUCCESS
    }
}

/// The levels of codes that the options set, and today's date.
fn check_options(args: &Args) -> Result<CheckOptions, Failure> {
    let lists = [
        ("--allow", &args.allow),
        ("--deny", &args.deny),
        ("--warn", &args.warn),
    ];
    let mut options: BTreeMap<Code, &str> = BTreeMap::new();
    for (option, codes) in lists {
        for code in codes {
            let other = options.insert(*code, option);
            if let Some(other) = other.filter(|other| *other != option) {
                return Err(Failure::Usage(format!(
                    "`{}` is in {other} and in {option}: choose one of them",
                    code.as_str()
                )));
            }
        }
    }
    #[expect(clippy::disallowed_methods, reason = "SECURITY.md lists it")]
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    Ok(CheckOptions {
        only: args.only.clone(),
        allow: args.allow.clone(),
        deny: args.deny.clone(),
        warn: args.warn.clone(),
        today: Day::today(epoch.as_deref()).map_err(|error| Failure::Usage(error.to_string()))?,
    })
}

/// The number of entries and problems, then the number of problems with each code, the largest first.
fn summary(checked: &Checked) -> String {
    let entries = checked.entries.as_ref().map_or(0, |entries| *entries);
    format!(
        "checked {}: {}\n{}",
        counted(entries, "entry", "entries"),
        total(&checked.faults),
        counts_by_code(&checked.faults)
    )
}
