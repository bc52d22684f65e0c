//! The command line: what was typed, what is printed, which code the program ends with.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{BaseUrl, Options};
use crate::diagnostic::Faults;
use crate::disk::Disk;
use crate::failure::Failure;
use crate::link_list::{self, ListedLink};
use crate::math::STACK;
use crate::pipeline;
use crate::text::counted;

/// The static site generator for glossaries
///
/// Entries are Markdown files in content/; a build turns them into a linked website with an
/// alphabetical index and a permanent page for every term.
#[derive(Debug, Parser)]
#[command(
    name = "headword",
    version,
    after_help = "\
Exit codes: 0 done, also with warnings; 1 the glossary has faults; 2 wrong usage; 3 the machine \
failed."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site into public/
    ///
    /// If anything is wrong, every fault is shown with its place and its mend, nothing is written,
    /// and the site that stood there before stands there still.
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
    Build(BuildArgs),

    /// List every link between entries, and what made it a link
    ///
    /// One on each line: from, to, the words that are the link, whether it is explicit or automatic
    /// and by which rule, and where it is written. Nothing is built.
    #[command(after_help = "\
Examples:
  headword links
      read what links to what
  headword links --summary
      see the most linked entries, the never linked, and everyday words that flood
  headword links --without-places > links.txt
      save the list
  headword links --against links.txt
      see which links an edit adds and removes")]
    Links(LinksArgs),
}

/// What every command asks of the project.
#[derive(Debug, Args)]
struct ProjectArgs {
    /// The glossary's folder, the one with glossary.toml
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,

    /// Take entries with `draft = true` in
    #[arg(long)]
    drafts: bool,

    /// Count warnings as faults
    #[arg(long)]
    strict: bool,
}

impl ProjectArgs {
    fn options(self) -> Options {
        Options {
            root: self.root,
            drafts: self.drafts,
            strict: self.strict,
            ..Options::default()
        }
    }
}

#[derive(Debug, Args)]
struct BuildArgs {
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

#[derive(Debug, Args)]
struct LinksArgs {
    #[command(flatten)]
    project: ProjectArgs,

    /// How to print the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Leave files, lines and columns out: such a list changes only when links do
    #[arg(long)]
    without_places: bool,

    /// Show the most linked, the never linked and the everyday words instead
    #[arg(long, conflicts_with_all = ["format", "without_places", "against"])]
    summary: bool,

    /// Print what was added and removed since a list was saved to FILE, wherever it stands now
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A link on each line
    Text,
    /// A JSON array of objects
    Json,
}

/// Makes the threads that stages run on, with a stack that formulas need. As many as there are
/// processors, or as `RAYON_NUM_THREADS` says.
fn make_threads() {
    // Threads that are there already, as in a program that uses this as a library, are kept.
    let _ = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK)
        .build_global();
}

/// Runs the program on a disk, with the process's arguments and standard streams.
pub fn run(disk: &Disk) -> ExitCode {
    let started = Instant::now();
    let command = match Cli::try_parse() {
        Ok(cli) => cli.command,
        // clap knows which stream and which code: help is no fault
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    make_threads();
    match command {
        Command::Build(args) => build(disk, args, started),
        Command::Links(args) => links(disk, args),
    }
}

fn build(disk: &Disk, args: BuildArgs, started: Instant) -> ExitCode {
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

fn links(disk: &Disk, args: LinksArgs) -> ExitCode {
    let options = args.project.options();
    let faults = Faults::new(options.strict);
    let result = saved_links(disk, args.against.as_deref()).and_then(|saved| {
        pipeline::linked(disk, &options, &faults, |linked, config| {
            if args.summary {
                return link_list::summary(linked, &config.language);
            }
            let list = link_list::list(linked, !args.without_places);
            match (saved, args.format) {
                (Some(saved), Format::Json) => link_list::difference_as_json(&saved, &list),
                (Some(saved), Format::Text) => link_list::difference(&saved, &list),
                (None, Format::Json) => link_list::json(&list),
                (None, Format::Text) => list.iter().map(|link| format!("{link}\n")).collect(),
            }
        })
    });
    finish(result, &faults, "")
}

/// The list in a file, if one is named.
fn saved_links(disk: &Disk, path: Option<&Path>) -> Result<Option<Vec<ListedLink>>, Failure> {
    let Some(path) = path else {
        return Ok(None);
    };
    let bytes = disk
        .read(path, u64::MAX)
        .map_err(|error| Failure::read(path, error))?;
    let list = String::from_utf8(bytes)
        .map_err(|_| "it is not UTF-8".to_owned())
        .and_then(|text| link_list::read(&text))
        .map_err(|fault| {
            Failure::Usage(format!(
                "{} is no list of links: {fault}; save one with `headword links > {0}`",
                path.display()
            ))
        })?;
    Ok(Some(list))
}

/// Prints faults and the result, and gives the exit code; `outcome` says what faults led to.
fn finish(result: Result<String, Failure>, faults: &Faults, outcome: &str) -> ExitCode {
    to_stderr(&faults.render());
    let printed = result.and_then(|text| {
        to_stdout(&text).map_err(|error| Failure::Machine("cannot print".to_owned(), error))
    });
    let Err(failure) = printed else {
        return ExitCode::SUCCESS;
    };
    let (errors, warnings) = faults.count();
    let line = match &failure {
        Failure::Faults => {
            let warned = match warnings {
                0 => String::new(),
                _ => format!(" and {}", counted(warnings, "warning", "warnings")),
            };
            format!("{}{warned}{outcome}", counted(errors, "fault", "faults"))
        }
        failure => failure.to_string(),
    };
    to_stderr(&error_line(&line));
    failure.exit_code()
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// A line that tells of a failure as diagnostics tell of a fault.
fn error_line(text: &str) -> String {
    format!("\u{1b}[1m\u{1b}[91merror\u{1b}[0m: {text}\n")
}

/// Prints what there is to say on the way.
fn note(text: &str) {
    to_stderr(&format!("\u{1b}[1m\u{1b}[92mnote\u{1b}[0m: {text}\n"));
}

/// Prints a result. A reader that has gone away, as that of `| head` does, is no fault.
fn to_stdout(text: &str) -> std::io::Result<()> {
    let mut stdout = anstream::stdout();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn to_stderr(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}
