//! `headword completions`.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use super::Cli;
use super::printing::finish;
use crate::diagnostic::Faults;

/// Print a script that completes commands and options in a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword completions bash > ~/.local/share/bash-completion/completions/headword
      for bash with the package bash-completion
  headword completions fish > ~/.config/fish/completions/headword.fish
      for fish
  headword completions zsh > _headword
      for zsh: put the file into a folder of $fpath")]
pub(super) struct Args {
    /// Print the script for this shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Prints the script.
pub(super) fn run(args: &Args) -> ExitCode {
    let mut script = Vec::new();
    let mut command = Cli::command();
    clap_complete::generate(args.shell, &mut command, "headword", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    finish(Ok(script), &Faults::default(), None)
}
