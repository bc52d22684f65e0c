//! `headword init`.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{finish, note};
use crate::diagnostic::Faults;
use crate::disk::Disk;
use crate::scaffold::project::{self, NewProject};
use crate::text::language::Language;

/// Make a new glossary, ready to be built
///
/// It begins with its settings, three entries to look at, and a workflow that checks and publishes it
/// on GitHub. No file that is there is overwritten.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword init
      make a glossary of this folder
  headword init words-of-tea
      make a glossary in a new folder, called `Words of tea`
  headword init tea --title \"What Tea Drinkers Say\" --language en-GB
      say what it is called and which language it is in
  headword init tea --hook
      check the glossary before each commit, too")]
pub(super) struct Args {
    /// The glossary's folder; made if it is not there
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,

    /// The glossary's name [default: made of the folder's]
    #[arg(long)]
    title: Option<String>,

    /// The language of its entries, as a BCP 47 tag
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = language)]
    language: Language,

    /// Add a hook for git, which checks the glossary before each commit
    #[arg(long)]
    hook: bool,
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag)
        .ok_or_else(|| "write a tag such as `en`, `pt-BR` or `zh-Hant`".to_owned())
}

/// Makes a glossary and says what to do with it.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let new = NewProject {
        folder: args.folder,
        title: args.title,
        language: args.language,
        hook: args.hook,
    };
    let result = project::make(disk, &new).map(|made| {
        for left in &made.left {
            note(left);
        }
        let is_here = new.folder.as_os_str() == ".";
        let place = match is_here {
            true => "this folder".to_owned(),
            false => new.folder.display().to_string(),
        };
        let width = made.files.iter().map(|(path, _)| path.len()).max();
        let width = width.unwrap_or_default();
        let files: String = made
            .files
            .iter()
            .map(|(path, what)| format!("  {path:width$}  {what}\n"))
            .collect();
        let enter = match is_here {
            true => String::new(),
            false => format!("  cd {}\n", quoted(&place)),
        };
        let hook = match made.has_hook() {
            true => {
                "  git config core.hooksPath .githooks\n                           to use the hook, in a \
                 repository of git\n"
            }
            false => "",
        };
        format!(
            "made a glossary in {place}:\n{files}\nnow type\n{enter}  headword serve --open    to see \
             it, and each change as you save it\n  headword new \"Title\"     to begin an entry\n{hook}"
        )
    });
    finish(result, &Faults::default(), "")
}

/// A path as a shell takes it for one word.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\._-~:".contains(c);
    match path.chars().all(is_plain) {
        true => path.to_owned(),
        false => format!("\"{path}\""),
    }
}
