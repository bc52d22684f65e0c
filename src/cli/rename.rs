//! `headword rename`.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use super::printing::{counts, error, finish, note, to_stderr};
use super::undo_interrupted;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::rename::{self, NewAddress, OldTitle, Refusal, Request};

/// Give an entry a new title, in every file that refers to it
///
/// The command changes the title, moves the file, and rewrites each reference to the entry. A redirect leads
/// from the old address to the new one. Nothing is written unless each reference still leads to the same
/// entry.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword rename \"Image Patch\" \"Visual Token\"
      rename an entry, and move it to /visual-token/
  headword rename GPT \"Generative Transformer\" --keep-address --keep-synonym
      keep its address, and keep its old title as a synonym
  headword rename \"Image Patch\" \"Visual Token\" --dry-run
      print the changes as a patch, and write nothing")]
pub(super) struct Args {
    /// Rename the entry with this name or slug
    #[arg(required_unless_present = "undo")]
    old: Option<String>,

    /// Set this title
    #[arg(required_unless_present = "undo")]
    new: Option<String>,

    /// Use the glossary in this folder, which contains glossary.toml
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    root: PathBuf,

    /// Move the entry to this address [default: made from the title]
    #[arg(long, value_name = "SLUG", conflicts_with = "keep_address")]
    slug: Option<String>,

    /// Keep the file and the address
    #[arg(long)]
    keep_address: bool,

    /// Keep the old title as a synonym, so that mentions of it still become links
    #[arg(long, conflicts_with = "avoid_old")]
    keep_synonym: bool,

    /// Keep the old title as a name to avoid
    #[arg(long)]
    avoid_old: bool,

    /// Print the changes as a patch, and write nothing
    #[arg(long)]
    dry_run: bool,

    /// Undo an interrupted change, and do nothing else
    #[arg(long, conflicts_with_all = ["old", "new", "dry_run"])]
    undo: bool,
}

/// Renames an entry, or prints the changes.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let faults = Faults::default();
    let undone = if args.dry_run {
        Ok(false)
    } else {
        undo_interrupted(disk, &args.root)
    };
    let (Some(old), Some(new), Ok(_)) = (args.old, args.new, &undone) else {
        let result = undone.map(|was_interrupted| {
            if was_interrupted {
                String::new()
            } else {
                "there is no interrupted change; to take back a finished one, use version control, or give the entry \
                 its old title with `headword rename`\n"
                    .to_owned()
            }
        });
        return finish(result, &faults, None);
    };
    let request = Request {
        name: old,
        title: new,
        address: match (args.slug, args.keep_address) {
            (Some(slug), _) => NewAddress::Slug(slug),
            (None, true) => NewAddress::Kept,
            (None, false) => NewAddress::FromTitle,
        },
        old_title: match (args.keep_synonym, args.avoid_old) {
            (true, _) => OldTitle::Synonym,
            (false, true) => OldTitle::Avoid,
            (false, false) => OldTitle::Dropped,
        },
        has_options: true,
    };
    let renaming = match rename::plan(disk, &args.root, &request, &faults) {
        Ok(renaming) => renaming,
        Err(Refusal::Failed(failure)) => {
            return finish(Err(failure), &faults, Some("nothing was renamed"));
        }
        Err(Refusal::WouldCauseErrors) => {
            to_stderr(&faults.render());
            let counts = counts(&faults);
            error(&format!(
                "nothing was renamed: the new name would cause {counts}"
            ));
            return Failure::Faults.exit_code();
        }
    };
    if args.dry_run {
        note("with `--dry-run`, nothing is written; without it:");
        to_stderr(&renaming.report);
        return finish(Ok(printable(renaming.patch())), &faults, None);
    }
    let report = renaming.report.clone();
    finish(renaming.apply(disk).map(|()| report), &faults, None)
}

/// A patch for standard output: unchanged for a program that reads it, but without control characters on a
/// terminal. A draft may contain any character.
fn printable(patch: String) -> String {
    let is_unsafe = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if std::io::stdout().is_terminal() {
        patch.replace(is_unsafe, "\u{fffd}")
    } else {
        patch
    }
}
