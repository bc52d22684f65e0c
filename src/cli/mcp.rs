//! `headword mcp`.

use std::path::PathBuf;
use std::process::ExitCode;

use super::printing::fail;
use crate::assistant;
use crate::disk::Disk;
use crate::project::config::Options;

/// Answer the questions of an AI assistant about the glossary
///
/// Speaks the Model Context Protocol on standard input and output. An assistant starts this command by itself: the page
/// `docs/assistants.md` of Headword's documentation shows the settings of common assistants. The assistant can look
/// terms up, search, explain a text, and check it for names to avoid. Nothing is written, and nothing is sent anywhere
/// else.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claude mcp add glossary -- headword mcp --root /path/to/glossary
      let Claude Code start this command
  npx @modelcontextprotocol/inspector headword mcp
      try the tools by hand")]
pub(super) struct Args {
    /// Use the glossary in this folder, which contains glossary.toml
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    root: PathBuf,

    /// Answer from this language of the glossary [default: the main one]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    /// Include drafts: entries with `draft = true`
    #[arg(long)]
    drafts: bool,
}

/// Serves until the input ends.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let options = Options {
        root: args.root,
        drafts: args.drafts,
        ..Options::default()
    };
    match assistant::run(disk, options, args.language.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => fail(&failure),
    }
}
