//! `headword build`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::{ProjectArgs, finish, note};
use crate::address::base_url::BaseUrl;
use crate::diagnostic::Faults;
use crate::disk::Disk;
use crate::pipeline;
use crate::project::config::Options;
use crate::text::counted;

/// Build the site into public/
///
/// If anything is wrong, every fault is shown with its place and its mend, nothing is written, and
/// the site that stood there before stands there still.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword build
      build the glossary in this folder into public/
  headword build --root my-glossary --output /srv/www/glossary
      build another folder's glossary to another place
  headword build --base-url https://example.org/glossary/
      make canonical links and a sitemap for this address
  headword build --record
      publish, and keep the addresses in addresses.toml
  headword build --drafts --strict
      take drafts in, and count warnings as faults")]
pub(super) struct Args {
    #[command(flatten)]
    project: ProjectArgs,

    /// Where to write the site [default: public in the glossary's folder]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// The address that the site will have, in place of `base_url` in glossary.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<BaseUrl>,

    /// Replace the site file by file, in the folder that is there
    ///
    /// For a folder that something holds open, such as a container's volume. Else the whole folder
    /// is exchanged in one step.
    #[arg(long)]
    in_place: bool,

    /// Add new addresses to addresses.toml, from when on none of them may be lost
    ///
    /// For the build that publishes: a draft has no address yet.
    #[arg(long, conflicts_with = "drafts")]
    record: bool,
}

/// Builds and publishes; `started` is when the program was.
pub(super) fn run(disk: &Disk, args: Args, started: Instant) -> ExitCode {
    let options = Options {
        output: args.output,
        base_url: args.base_url,
        in_place: args.in_place,
        record: args.record,
        ..args.project.options()
    };
    let faults = Faults::new(options.strict);
    let result = pipeline::build(disk, &options, &faults, &note).map(|built| {
        let (_, warnings) = faults.count();
        let warned = match warnings {
            0 => String::new(),
            _ => format!(", with {}", counted(warnings, "warning", "warnings")),
        };
        format!(
            "built {} into {} in {}, in {}{warned}\n",
            counted(built.entries, "entry", "entries"),
            counted(built.pages, "page", "pages"),
            built.output.display(),
            seconds(started.elapsed()),
        )
    });
    finish(result, &faults, "; nothing was published")
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
