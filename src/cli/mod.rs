//! The command line: what was typed, what is printed, which code the program ends with. Each command
//! is a file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, Parser, Subcommand};

use crate::diagnostic::Faults;
use crate::diagnostic::failure::{Failure, Task};
use crate::disk::Disk;
use crate::disk::edits::Edits;
use crate::project::config::Options;
use crate::site::html::math::STACK;
use crate::text::counted;

mod build;
mod check;
mod completions;
mod import;
mod init;
mod links;
mod manual;
mod new;
mod rename;
mod schema;
mod serve;

/// The static site generator for glossaries
///
/// Entries are Markdown files in content/; a build turns them into a linked website with an
/// alphabetical index and a permanent page for every term.
#[derive(Debug, Parser)]
#[command(
    name = "headword",
    version,
    after_help = "\
The first minute:
  headword init my-glossary
  cd my-glossary
  headword serve --open

Exit codes: 0 done, also with warnings; 1 the glossary has faults; 2 wrong usage; 3 the machine \
failed."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    New(new::Args),
    Serve(serve::Args),
    Check(check::Args),
    Build(build::Args),
    Links(links::Args),
    Rename(rename::Args),
    Import(Box<import::Args>),
    Schema(schema::Args),
    Completions(completions::Args),
    Manual(manual::Args),
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
            let shown = error.print();
            if !error.use_stderr()
                && let Err(failure) = printed(shown)
            {
                return fail(&failure);
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    make_threads();
    match command {
        Command::Init(args) => init::run(disk, args),
        Command::New(args) => new::run(disk, args),
        Command::Serve(args) => serve::run(disk, args),
        Command::Check(args) => check::run(disk, args),
        Command::Build(args) => build::run(disk, args, started),
        Command::Links(args) => links::run(disk, args),
        Command::Rename(args) => rename::run(disk, args),
        Command::Import(args) => import::run(disk, *args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Manual(args) => manual::run(disk, &args),
    }
}

/// Puts back what a change of the project's files has left that was stopped, before another is made.
/// Gives whether there was such a change.
fn put_back(disk: &Disk, root: &Path) -> Result<bool, Failure> {
    let has_undone = Edits::recover(root, disk)?;
    if has_undone {
        note(
            "a change of the project's files was stopped half-way; they are put back as they were",
        );
    }
    Ok(has_undone)
}

/// Prints faults and the result, and gives the exit code; `outcome` says what faults led to.
fn finish(result: Result<String, Failure>, faults: &Faults, outcome: &str) -> ExitCode {
    to_stderr(&faults.render());
    let printed = result.and_then(|text| to_stdout(&text));
    let Err(failure) = printed else {
        return ExitCode::SUCCESS;
    };
    let line = match &failure {
        Failure::Faults => format!("{}{outcome}", counts(faults)),
        failure => failure.to_string(),
    };
    to_stderr(&error_line(&line));
    failure.exit_code()
}

/// How many faults there are, and warnings if there are any: `2 faults and 1 warning`.
fn counts(faults: &Faults) -> String {
    let (errors, warnings) = faults.count();
    let errors = counted(errors, "fault", "faults");
    match warnings {
        0 => errors,
        _ => format!("{errors} and {}", counted(warnings, "warning", "warnings")),
    }
}

/// A line that tells of a failure as diagnostics tell of a fault.
fn error_line(text: &str) -> String {
    format!("\u{1b}[1m\u{1b}[91merror\u{1b}[0m: {text}\n")
}

/// Prints what there is to say on the way.
fn note(text: &str) {
    to_stderr(&format!("\u{1b}[1m\u{1b}[92mnote\u{1b}[0m: {text}\n"));
}

/// Prints a result.
fn to_stdout(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    printed(written)
}

/// What came of printing. A reader that has gone away, as that of `| head` does, is not an error.
fn printed(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::system(Task::Print, error))
        }
        _ => Ok(()),
    }
}

/// Prints a failure, and gives its exit code.
fn fail(failure: &Failure) -> ExitCode {
    to_stderr(&error_line(&failure.to_string()));
    failure.exit_code()
}

fn to_stderr(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}
