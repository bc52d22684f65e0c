//! `headword rename`.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use super::{finish, note, put_back, to_stderr};
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::rename::{self, NewAddress, OldTitle, Refusal, Request};

/// Give an entry another name, in every file that says the old one
///
/// Changes its title, moves its file, and rewrites each reference to it; its former address leads to
/// the new one. Nothing is written unless every reference leads where it led.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword rename \"Image Patch\" \"Visual Token\"
      rename an entry, and move it to /visual-token/
  headword rename GPT \"Generative Transformer\" --keep-address --keep-synonym
      leave it at its address, and keep its old title as a synonym
  headword rename \"Image Patch\" \"Visual Token\" --dry-run
      show what would be changed, as a patch")]
pub(super) struct Args {
    /// A name of the entry, or its slug
    #[arg(required_unless_present = "undo")]
    old: Option<String>,

    /// Its new title
    #[arg(required_unless_present = "undo")]
    new: Option<String>,

    /// The glossary's folder, the one with glossary.toml
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,

    /// Move the entry to this address, in place of the one that its title makes
    #[arg(long, value_name = "SLUG", conflicts_with = "keep_address")]
    slug: Option<String>,

    /// Leave the file where it is, and so the address
    #[arg(long)]
    keep_address: bool,

    /// Keep the old title as a synonym, by which mentions link still
    #[arg(long, conflicts_with = "avoid_old")]
    keep_synonym: bool,

    /// Keep the old title as a name to avoid
    #[arg(long)]
    avoid_old: bool,

    /// Print what would be changed as a patch, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// Put back what a change that was stopped half-way has left, and do nothing else
    #[arg(long, conflicts_with_all = ["old", "new", "dry_run"])]
    undo: bool,
}

/// Renames an entry, or shows what that would change.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let faults = Faults::default();
    let put_back = match args.dry_run {
        true => Ok(false),
        false => put_back(disk, &args.root),
    };
    let (Some(old), Some(new), Ok(_)) = (args.old, args.new, &put_back) else {
        let told = |has_undone| match has_undone {
            true => String::new(),
            false => "there is nothing to put back\n".to_owned(),
        };
        return finish(put_back.map(told), &faults, "");
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
    };
    let renaming = match rename::plan(disk, &args.root, &request, &faults) {
        Ok(renaming) => renaming,
        Err(Refusal::Failed(failure)) => {
            return finish(Err(failure), &faults, "; nothing was renamed");
        }
        Err(Refusal::Afterwards) => {
            let outcome = " would come of the new name; nothing was renamed";
            return finish(Err(Failure::Faults), &faults, outcome);
        }
    };
    if args.dry_run {
        note("nothing is written with `--dry-run`; without it:");
        to_stderr(&renaming.report);
        let patch = renaming.patch();
        // bytes for a program, signs for a person: a draft may have anything in it
        let patch = match std::io::stdout().is_terminal() {
            true => patch.replace(
                |c: char| c.is_control() && !matches!(c, '\n' | '\t'),
                "\u{fffd}",
            ),
            false => patch,
        };
        return finish(Ok(patch), &faults, "");
    }
    let report = renaming.report.clone();
    finish(renaming.apply(disk).map(|()| report), &faults, "")
}
