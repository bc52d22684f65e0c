//! The command line: what was typed, what is printed, which code the program ends with.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, Parser, Subcommand};

use crate::config::{BaseUrl, Options};
use crate::diagnostic::Faults;
use crate::failure::Failure;
use crate::math::STACK;
use crate::pipeline;

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
  headword build --drafts --strict
      take drafts in, and count warnings as faults")]
    Build(BuildArgs),
}

#[derive(Debug, Args)]
struct BuildArgs {
    /// The glossary's folder, the one with glossary.toml
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,

    /// Where to write the site [default: public in the glossary's folder]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// The address that the site will have, in place of `base_url` in glossary.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<BaseUrl>,

    /// Take entries with `draft = true` in
    #[arg(long)]
    drafts: bool,

    /// Count warnings as faults
    #[arg(long)]
    strict: bool,
}

/// Makes the threads that stages run on, with a stack that formulas need. As many as there are
/// processors, or as `RAYON_NUM_THREADS` says.
fn make_threads() {
    // Threads that are there already, as in a program that uses this as a library, are kept.
    let _ = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK)
        .build_global();
}

/// Runs the program with the process's arguments and standard streams.
pub fn run() -> ExitCode {
    let started = Instant::now();
    let Cli {
        command: Command::Build(args),
    } = match Cli::try_parse() {
        Ok(cli) => cli,
        // clap knows which stream and which code: help is no fault
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let options = Options {
        root: args.root,
        output: args.output,
        base_url: args.base_url,
        drafts: args.drafts,
        strict: args.strict,
    };
    make_threads();
    build(&options, started)
}

fn build(options: &Options, started: Instant) -> ExitCode {
    let faults = Faults::new(options.strict);
    let result = pipeline::build(options, &faults);
    to_stderr(&faults.render());
    let (errors, warnings) = faults.count();
    match result {
        Ok(built) => {
            let warned = match warnings {
                0 => String::new(),
                _ => format!(", with {}", counted(warnings, "warning", "warnings")),
            };
            let printed = to_stdout(&format!(
                "built {} into {} in {}, in {}{warned}\n",
                counted(built.entries, "entry", "entries"),
                counted(built.pages, "page", "pages"),
                built.output.display(),
                seconds(started.elapsed()),
            ));
            match printed {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => {
                    let failure = Failure::Machine("cannot print".to_owned(), error);
                    to_stderr(&error_line(&failure.to_string()));
                    failure.exit_code()
                }
            }
        }
        Err(failure) => {
            let line = match &failure {
                Failure::Faults => {
                    let warned = match warnings {
                        0 => String::new(),
                        _ => format!(" and {}", counted(warnings, "warning", "warnings")),
                    };
                    format!(
                        "{}{warned}; nothing was published",
                        counted(errors, "fault", "faults")
                    )
                }
                failure => failure.to_string(),
            };
            to_stderr(&error_line(&line));
            failure.exit_code()
        }
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// A line that tells of a failure as diagnostics tell of a fault.
fn error_line(text: &str) -> String {
    format!("\u{1b}[1m\u{1b}[91merror\u{1b}[0m: {text}\n")
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
