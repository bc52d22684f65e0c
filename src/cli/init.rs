//! `headword init`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;

use super::language;
use super::printing::{finish, note};
use crate::diagnostic::Faults;
use crate::disk::Disk;
use crate::scaffold::project::{self, MadeProject, NewProject};
use crate::scaffold::workflow::{DEFAULT_INSTALL, Host, Install, Workflow};
use crate::text::language::Language;

/// Make a new glossary, which can be built at once
///
/// It has settings, three example entries, and a workflow that checks and publishes it on a code host. Existing
/// files are not overwritten. A folder that is a glossary already gets the files that are missing, but no examples.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword init
      make a glossary in this folder
  headword init words-of-tea
      make a glossary in a new folder, with the title `Words of tea`
  headword init tea --title \"What Tea Drinkers Say\" --language en-GB
      set its title and its language
  headword init tea --ci gitlab --install wheel
      publish it on GitLab, where a workflow installs Headword by pip
  headword init tea --hook
      check the glossary before each commit")]
pub(super) struct Args {
    /// Make the glossary in this folder, which may be a new one
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,

    /// Set the glossary's title [default: made from the folder's name]
    #[arg(long)]
    title: Option<String>,

    /// Set the language of the entries, as a BCP 47 tag
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = language)]
    language: Language,

    /// Write the workflow for this kind of code host
    #[arg(long, value_name = "HOST", default_value = "github")]
    ci: HostName,

    /// Let the workflow install Headword in this way
    #[arg(long, value_name = "WAY", default_value = default_install())]
    install: InstallName,

    /// Add a git hook that checks the glossary before each commit
    #[arg(long)]
    hook: bool,
}

/// A kind of code host, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum HostName {
    /// GitHub Actions and GitHub Pages
    Github,
    /// GitLab CI and GitLab Pages
    Gitlab,
    /// Forgejo Actions, as on Codeberg
    Forgejo,
    /// No workflow
    None,
}

impl HostName {
    fn host(self) -> Option<Host> {
        match self {
            Self::Github => Some(Host::GitHub),
            Self::Gitlab => Some(Host::GitLab),
            Self::Forgejo => Some(Host::Forgejo),
            Self::None => None,
        }
    }
}

/// A way to install Headword, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InstallName {
    /// From PyPI, by pip or pipx
    Wheel,
    /// From npm
    Npm,
    /// The program of a release
    Release,
    /// Compile it
    Source,
}

impl InstallName {
    fn install(self) -> Install {
        match self {
            Self::Wheel => Install::Wheel,
            Self::Npm => Install::Npm,
            Self::Release => Install::Release,
            Self::Source => Install::Source,
        }
    }
}

/// The name of the way to install that is used if none is typed.
fn default_install() -> &'static str {
    match DEFAULT_INSTALL {
        Install::Wheel => "wheel",
        Install::Npm => "npm",
        Install::Release => "release",
        Install::Source => "source",
    }
}

/// Makes a glossary, and prints its files and the next steps.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let new = NewProject {
        folder: args.folder,
        title: args.title,
        language: args.language,
        hook: args.hook,
        workflow: args.ci.host().map(|host| Workflow {
            host,
            install: args.install.install(),
        }),
    };
    let result = project::make(disk, &new).map(|made| {
        for left in &made.left {
            note(left);
        }
        report(&made, &new.folder)
    });
    finish(result, &Faults::default(), None)
}

/// The files of a new glossary, and the commands to type next.
fn report(made: &MadeProject, folder: &Path) -> String {
    let is_here = folder.as_os_str() == ".";
    let place = if is_here {
        "this folder".to_owned()
    } else {
        folder.display().to_string()
    };
    let width = made.files.iter().map(|(path, _)| path.len()).max();
    let width = width.unwrap_or_default();
    let files: String = made
        .files
        .iter()
        .map(|(path, purpose)| format!("  {path:width$}  {purpose}\n"))
        .collect();
    let enter = if is_here {
        String::new()
    } else {
        format!("  cd {}\n", quoted(&place))
    };
    let hook = if made.has_hook() {
        "  git config core.hooksPath .githooks\n                           use the hook, in a git \
         repository\n"
    } else {
        ""
    };
    if made.was_glossary && files.is_empty() {
        return format!("{place} is a glossary already, and no file is missing\n");
    }
    let done = if made.was_glossary {
        format!("added the files that the glossary in {place} lacked")
    } else {
        format!("made a glossary in {place}")
    };
    format!(
        "{done}:\n{files}\nnext steps:\n{enter}  headword serve --open    show it in \
         your browser, with each change that you save\n  headword new \"Title\"     make an entry\n{hook}"
    )
}

/// A path as one word for a shell.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\._-~:".contains(c);
    if path.chars().all(is_plain) {
        path.to_owned()
    } else {
        format!("\"{path}\"")
    }
}
