//! `headword build`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::ProjectArgs;
use super::bars::Bars;
use super::printing::{counts, error, fail, finish_showing, note, to_stderr, to_stdout};
use super::reports::ReportFormat;
use crate::address::base_url::BaseUrl;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::pipeline;
use crate::project::config::Options;
use crate::text::counted;

/// The consequence of errors.
const NOTHING_PUBLISHED: &str = "nothing was published";

/// Build the site into public/
///
/// If the glossary has errors, the command reports all of them with their places and with help. It then
/// writes nothing, and the old site stays.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword build
      build the glossary in this folder into public/
  headword build --root my-glossary --output /srv/www/glossary
      build the glossary of another folder into another place
  headword build --base-url https://example.org/glossary/
      make canonical links and a sitemap for this URL
  headword build --record
      publish the site, and add its addresses to addresses.toml
  headword build --drafts --strict
      include drafts, and treat warnings as errors
  headword build --format github
      show problems beside the lines of a pull request")]
pub(super) struct Args {
    #[command(flatten)]
    project: ProjectArgs,

    /// Write the site into this folder [default: public in the glossary's folder]
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,

    /// Use this URL for the site, instead of `base_url` in glossary.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<BaseUrl>,

    /// Replace the site file by file, in the existing folder
    ///
    /// For a folder that cannot be replaced itself, such as the volume of a container. Without this option,
    /// the whole folder is replaced in one step.
    #[arg(long)]
    in_place: bool,

    /// Add new addresses to addresses.toml, so that later builds refuse to lose them
    ///
    /// For the build that publishes the site. It cannot include drafts, which have no address yet.
    #[arg(long, conflicts_with = "drafts")]
    record: bool,

    /// Print the problems in this format
    ///
    /// In a format for programs, standard output has the problems and nothing else; the result of the build
    /// goes to standard error.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ReportFormat::Human)]
    format: ReportFormat,
}

/// Builds and publishes the site. `started` is the time when the program started.
pub(super) fn run(disk: &Disk, args: Args, started: Instant) -> ExitCode {
    let (format, shown) = (args.format, args.project.shown());
    let options = Options {
        output: args.output,
        base_url: args.base_url,
        in_place: args.in_place,
        record: args.record,
        ..args.project.options()
    };
    let faults = Faults::new(options.strict);
    let result = pipeline::build(disk, &options, &faults, &note, &Bars).map(|built| {
        let (_, warnings) = faults.count();
        let warnings = match warnings {
            0 => String::new(),
            _ => format!(", with {}", counted(warnings, "warning", "warnings")),
        };
        format!(
            "built {} into {} in {}, in {}{warnings}\n",
            counted(built.entries, "entry", "entries"),
            counted(built.pages, "page", "pages"),
            built.output.display(),
            seconds(started.elapsed()),
        )
    });
    match format.report(&faults, &options.root) {
        None => finish_showing(result, &faults, shown, Some(NOTHING_PUBLISHED)),
        Some(report) => finish_with_report(result, &report, &faults),
    }
}

/// Prints a report of the diagnostics for another program, and the result of the build for people. Gives the
/// exit code.
fn finish_with_report(result: Result<String, Failure>, report: &str, faults: &Faults) -> ExitCode {
    if let Err(failure) = to_stdout(report) {
        return fail(&failure);
    }
    match result {
        Ok(text) => {
            to_stderr(&text);
            ExitCode::SUCCESS
        }
        Err(Failure::Faults) => {
            error(&format!("{NOTHING_PUBLISHED}: {}", counts(faults)));
            Failure::Faults.exit_code()
        }
        Err(failure) => fail(&failure),
    }
}

/// A time such as `0.42 s`.
fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
