//! `headword check`.

use std::collections::BTreeMap;
use std::path::{Component, Path};
use std::process::ExitCode;

use clap::ValueEnum;

use super::{ProjectArgs, counts, fail, to_stderr, to_stdout};
use crate::address::base_url::BaseUrl;
use crate::check::formats::{github, json, sarif};
use crate::check::{self, Checked, Day, Wishes};
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Faults, Record};
use crate::disk::Disk;
use crate::project::config::Options;
use crate::project::config::check::{code, may_be_allowed};
use crate::project::faults::NotACode;
use crate::text::counted;

/// Check the glossary as a build does, and as an editor would
///
/// Everything that a build would refuse, and what it would build and an editor still mend: entries
/// that nothing leads to, stubs, circular definitions, terms that want an entry. Nothing is built.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword check
      read all findings, and what they come to
  headword check --only wanted-term
      see which terms want an entry
  headword check --allow long-gloss,unlinked-entry --deny stub-definition
      leave two rules out, and fail on stubs
  headword check --format github
      show findings beside the lines of a pull request
  headword check --format sarif > headword.sarif
      keep them for a code host")]
pub(super) struct Args {
    #[command(flatten)]
    project: ProjectArgs,

    /// The address that the site will have, in place of `base_url` in glossary.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<BaseUrl>,

    /// How to print the findings
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    format: Format,

    /// Show only these; what a build would refuse is always shown
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    only: Vec<Code>,

    /// Leave these out: rules and warnings, no errors
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = allowed_code)]
    allow: Vec<Code>,

    /// Count these as faults
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    deny: Vec<Code>,

    /// Count these as warnings, whatever glossary.toml says
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    warn: Vec<Code>,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As a build prints them, to standard error; a summary to standard output
    Human,
    /// A JSON array of objects
    Json,
    /// Workflow commands, for GitHub
    Github,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
}

fn allowed_code(text: &str) -> Result<Code, NotACode> {
    code(text).and_then(may_be_allowed)
}

/// Checks, and prints what is found.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let format = args.format;
    let base = base(&args.project.root);
    let checked = wishes(&args).map(|wishes| {
        let options = Options {
            base_url: args.base_url,
            ..args.project.options()
        };
        check::project(disk, &options, &wishes)
    });
    let checked = match checked {
        Ok(checked) => checked,
        Err(failure) => return fail(&failure),
    };
    if let Err(failure) = &checked.entries
        && !matches!(failure, Failure::Faults)
    {
        to_stderr(&checked.faults.render());
        return fail(failure);
    }
    let text = match format {
        Format::Human => {
            to_stderr(&checked.faults.render());
            summary(&checked)
        }
        Format::Json => json(&checked.faults.records()),
        Format::Github => github(&checked.faults.records(), &base),
        Format::Sarif => sarif(&checked.faults.records(), &base),
    };
    if let Err(failure) = to_stdout(&text) {
        return fail(&failure);
    }
    match checked.faults.any_error() {
        true => Failure::Faults.exit_code(),
        false => ExitCode::SUCCESS,
    }
}

fn wishes(args: &Args) -> Result<Wishes, Failure> {
    let lists = [
        ("--allow", &args.allow),
        ("--deny", &args.deny),
        ("--warn", &args.warn),
    ];
    let mut said: BTreeMap<Code, &str> = BTreeMap::new();
    for (option, codes) in lists {
        for code in codes {
            if let Some(other) = said.insert(*code, option).filter(|other| *other != option) {
                return Err(Failure::Usage(format!(
                    "`{}` is given to {other} and to {option}: choose one",
                    code.as_str()
                )));
            }
        }
    }
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    Ok(Wishes {
        only: args.only.clone(),
        allow: args.allow.clone(),
        deny: args.deny.clone(),
        warn: args.warn.clone(),
        today: Day::today(epoch.as_deref()).map_err(Failure::Usage)?,
    })
}

/// The project's folder as the beginning of a path from the working folder, which is the
/// repository's in most workflows; nothing where it lies elsewhere.
fn base(root: &Path) -> String {
    let mut base = String::new();
    for part in root.components() {
        match part {
            Component::Normal(name) => {
                base.push_str(&name.to_string_lossy());
                base.push('/');
            }
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                return String::new();
            }
        }
    }
    base
}

/// What was checked and found, and how many findings have each code, the most first.
fn summary(checked: &Checked) -> String {
    let records = checked.faults.records();
    let entries = checked.entries.as_ref().map_or(0, |entries| *entries);
    let mut text = format!(
        "checked {}: {}\n",
        counted(entries, "entry", "entries"),
        found(&checked.faults)
    );
    for (count, code) in by_code(&records) {
        text.push_str(&format!("{count:>6}  {}\n", code.as_str()));
    }
    text
}

fn found(faults: &Faults) -> String {
    match faults.count() {
        (0, 0) => "nothing to mend".to_owned(),
        (0, warnings) => counted(warnings, "warning", "warnings"),
        _ => counts(faults),
    }
}

fn by_code(records: &[Record]) -> Vec<(usize, Code)> {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for record in records {
        *counts.entry(record.code).or_default() += 1;
    }
    let mut listed: Vec<_> = counts
        .into_iter()
        .map(|(code, count)| (count, code))
        .collect();
    listed.sort_by_key(|(count, code)| (std::cmp::Reverse(*count), *code));
    listed
}
