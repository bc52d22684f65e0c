//! The command line: arguments, output and exit codes. Each command has a file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand};

use self::printing::{Shown, fail, note, printed};
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::disk::edits::Edits;
use crate::project::config::Options;
use crate::text::language::Language;

mod annotate;
mod bars;
mod build;
mod check;
mod completions;
mod docs;
mod export;
mod glossary;
mod import;
mod init;
mod links;
mod lsp;
mod manual;
mod mcp;
mod mdbook;
mod new;
mod printing;
mod prose;
mod rename;
mod reports;
mod review;
mod schema;
mod serve;
mod threads;
mod translations;

/// The static site generator for glossaries
///
/// Entries are Markdown files in content/. A build turns them into a linked website with an alphabetical
/// index and a permanent page for every term.
#[derive(Debug, Parser)]
#[command(
    name = "headword",
    // also where the file of the program is called `headword.exe`
    bin_name = "headword",
    version,
    after_help = "\
The first minute:
  headword init my-glossary
  cd my-glossary
  headword serve --open

Exit codes: 0 success, perhaps with warnings; 1 the glossary has errors; 2 wrong usage; 3 a failure of \
the system, such as a full disk."
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
    Export(export::Args),
    Mcp(mcp::Args),
    Annotate(annotate::Args),
    Mdbook(mdbook::Args),
    Prose(prose::Args),
    Rename(rename::Args),
    Translations(translations::Args),
    Import(Box<import::Args>),
    Lsp(lsp::Args),
    Schema(schema::Args),
    Docs(docs::Args),
    Completions(completions::Args),
    Manual(manual::Args),
}

/// The options of all commands that read a project.
#[derive(Debug, Args)]
struct ProjectArgs {
    /// Use the glossary in this folder, which contains glossary.toml
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    root: PathBuf,

    /// Include drafts: entries with `draft = true`
    #[arg(long)]
    drafts: bool,

    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,

    /// Show all problems on a terminal, which shows at most 100 of a kind and 500 in all otherwise
    #[arg(long)]
    all_errors: bool,
}

impl ProjectArgs {
    /// The diagnostics to show.
    fn shown(&self) -> Shown {
        if self.all_errors {
            Shown::All
        } else {
            Shown::First("`--all-errors`")
        }
    }

    fn options(self) -> Options {
        Options {
            root: self.root,
            drafts: self.drafts,
            strict: self.strict,
            ..Options::default()
        }
    }
}

/// Runs the program on a disk, with the arguments and the standard streams of the process.
pub fn run(disk: &Disk) -> ExitCode {
    let started = Instant::now();
    let command = match Cli::try_parse() {
        Ok(cli) => cli.command,
        Err(message) => return print_message(&with_tip(message)),
    };
    if let Err(failure) = threads::start() {
        return fail(&failure);
    }
    match command {
        Command::Init(args) => init::run(disk, args),
        Command::New(args) => new::run(disk, args),
        Command::Serve(args) => serve::run(disk, args),
        Command::Check(args) => check::run(disk, args),
        Command::Build(args) => build::run(disk, args, started),
        Command::Links(args) => links::run(disk, args),
        Command::Export(args) => export::run(disk, args),
        Command::Mcp(args) => mcp::run(disk, args),
        Command::Annotate(args) => annotate::run(disk, args),
        Command::Mdbook(args) => mdbook::run(disk, &args),
        Command::Prose(args) => prose::run(disk, &args),
        Command::Rename(args) => rename::run(disk, args),
        Command::Translations(args) => translations::run(disk, args),
        Command::Import(args) => import::run(disk, *args),
        Command::Lsp(args) => lsp::run(disk, args),
        Command::Schema(args) => schema::run(disk, args),
        Command::Docs(args) => docs::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Manual(args) => manual::run(disk, &args),
    }
}

/// A message of clap with a tip, if somebody has typed a name of several words without quotation marks.
fn with_tip(mut message: clap::Error) -> clap::Error {
    let argument = message.get(ContextKind::InvalidArg);
    let is_word = matches!(argument, Some(ContextValue::String(word)) if !word.starts_with('-'));
    if message.kind() == ErrorKind::UnknownArgument && is_word {
        let arguments = std::env::args_os().skip(1);
        let arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
        let tip = unquoted_name(&arguments.collect::<Vec<_>>());
        let tip = ContextValue::StyledStrs(vec![tip.into()]);
        message.insert(ContextKind::Suggested, tip);
    }
    message
}

/// The tip for a name of several words that was typed without quotation marks. `arguments` are those of the
/// program: with `new Black tea`, the tip contains `headword new "Black tea"`.
fn unquoted_name(arguments: &[String]) -> String {
    let words = arguments.iter().skip(1);
    let words: Vec<&str> = words
        .map(String::as_str)
        .take_while(|word| !word.starts_with('-'))
        .collect();
    let is_plain = |word: &&str| !word.contains(['"', '\\', '$', '`', '!']);
    match arguments.first().map(String::as_str) {
        Some(command @ ("new" | "links")) if words.len() > 1 && words.iter().all(is_plain) => {
            format!(
                "write quotation marks around several words: headword {command} \"{}\"",
                words.join(" ")
            )
        }
        _ => "write quotation marks around a name of several words".to_owned(),
    }
}

/// Prints a message of clap, which is the help, the version or an error, and gives its exit code.
fn print_message(message: &clap::Error) -> ExitCode {
    let written = message.print();
    if !message.use_stderr()
        && let Err(failure) = printed(written)
    {
        return fail(&failure);
    }
    ExitCode::from(u8::try_from(message.exit_code()).unwrap_or(2))
}

/// Reads a language for an option.
fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag)
        .ok_or_else(|| "write a BCP 47 tag such as `en`, `pt-BR` or `zh-Hant`".to_owned())
}

/// Undoes an interrupted change of the project's files, so that a new one can begin. Gives whether there
/// was one.
///
/// # Errors
///
/// The change cannot be undone.
fn undo_interrupted(disk: &Disk, root: &Path) -> Result<bool, Failure> {
    let was_interrupted = Edits::recover(root, disk)?;
    if was_interrupted {
        note("an earlier change of the project's files was interrupted: it has been undone");
    }
    Ok(was_interrupted)
}
