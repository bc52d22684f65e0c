//! Diagnostics for other programs, in the format that a command is given.

use std::cmp::Reverse;
use std::path::{Component, Path};

use clap::ValueEnum;

use super::printing::counts;
use crate::check::formats::{github, json, sarif};
use crate::diagnostic::Faults;
use crate::text::counted;

/// The format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// Problems for people, on standard error
    Human,
    /// A JSON array of objects
    Json,
    /// Workflow commands for GitHub
    Github,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
}

impl ReportFormat {
    /// The diagnostics in this format, all of them; `None` in the format for people. `root` is the project's
    /// folder, as it was given.
    pub(super) fn report(self, faults: &Faults, root: &Path) -> Option<String> {
        let base = base(root);
        match self {
            Self::Human => None,
            Self::Json => Some(json(&faults.records())),
            Self::Github => Some(github(&faults.records(), &base)),
            Self::Sarif => Some(sarif(&faults.records(), &base)),
        }
    }
}

/// The project's folder, as the beginning of paths from the working folder, such as `docs/`. In most
/// workflows, the working folder is that of the repository. Empty if the project is outside the working
/// folder.
fn base(root: &Path) -> String {
    let mut base = String::new();
    for part in root.components() {
        match part {
            Component::Normal(name) => {
                base.push_str(&name.to_string_lossy());
                base.push('/');
            }
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                return String::new();
            }
        }
    }
    base
}

/// The number of problems with each code, the largest first, each on a line.
pub(super) fn counts_by_code(faults: &Faults) -> String {
    let mut counts: Vec<_> = faults.counts_by_code().into_iter().collect();
    counts.sort_by_key(|(code, count)| (Reverse(*count), *code));
    let lines = counts
        .into_iter()
        .map(|(code, count)| format!("{count:>6}  {}\n", code.as_str()));
    lines.collect()
}

/// The number of errors and warnings, in words.
pub(super) fn total(faults: &Faults) -> String {
    match faults.count() {
        (0, 0) => "no problems".to_owned(),
        (0, warnings) => counted(warnings, "warning", "warnings"),
        _ => counts(faults),
    }
}
