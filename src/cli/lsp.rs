//! `headword lsp`.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use super::printing::fail;
use super::threads;
use crate::check::Day;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::language_server::{self, Ending, Options};
use crate::project::load;

/// Show mistakes and names in your editor while you type
///
/// The command is a language server: your editor starts it, and speaks with it on standard input and output.
/// It finds the glossary of each file that you open by its glossary.toml. It writes no file.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword lsp
      serve an editor, which starts this command itself
  headword lsp --root docs/glossary
      use only the glossary in this folder")]
pub(super) struct Args {
    /// Use only the glossary in this folder, which contains glossary.toml
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,

    /// Include drafts: entries with `draft = true`
    #[arg(long)]
    drafts: bool,

    /// Use standard input and output, as always; some editors add this option
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Serves an editor until it ends the session.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    match serve(disk, args) {
        Ok(Ending::ShutDown) => ExitCode::SUCCESS,
        Ok(Ending::CutOff) => ExitCode::from(1),
        Err(failure) => fail(&failure),
    }
}

fn serve(disk: &Disk, args: Args) -> Result<Ending, Failure> {
    threads::check_for_serve()?;
    // settings that cannot be read may be corrected while the server runs
    if let Some(root) = &args.root
        && let Err(failure @ Failure::Usage(_)) = load::settings(disk, root, &Faults::default())
    {
        return Err(failure);
    }
    let root = args.root.map(|root| disk.canonical(&root)).transpose()?;
    #[expect(clippy::disallowed_methods, reason = "SECURITY.md lists it")]
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    // the server may run for days, so it asks again
    let today = move || Day::today(epoch.as_deref());
    let first = today().map_err(|error| Failure::Usage(error.to_string()))?;
    let options = Options {
        root,
        drafts: args.drafts,
        today: Box::new(move || today().unwrap_or(first)),
    };
    language_server::run(disk, options, io::stdin(), &mut io::stdout().lock())
}
