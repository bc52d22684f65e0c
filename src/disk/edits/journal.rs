//! The journal of an edit: the planned changes, written down before the first one.

use std::fmt::Write;

use crate::disk::Digest;
use crate::text::fold::is_forbidden;

/// The first line of a journal.
const HEAD: &str = "headword edit 1";

/// The text in the place of a sum, for a file that is removed.
const NO_DIGEST: &str = "-";

/// The planned changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// The folders to make, the outer before the inner.
    pub folders: Vec<String>,
    /// The changes of files. The number of a change is its index here.
    pub moves: Vec<Move>,
}

/// The planned change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    /// The path from the project's root, with `/`.
    pub path: String,
    /// Whether the file exists before the change.
    pub has_before: bool,
    /// The sum of the file after the change; `None` if it is removed.
    pub after: Option<Digest>,
}

impl Journal {
    /// The text of the journal, with a line for each folder and each file:
    ///
    /// ```text
    /// headword edit 1
    /// folder content/tools
    /// create 2cf24dba…9824 content/tools/whisk.md
    /// remove - content/whisk.md
    /// end
    /// ```
    pub(super) fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for folder in &self.folders {
            let _ = writeln!(text, "folder {folder}");
        }
        for step in &self.moves {
            let word = match (step.has_before, step.after) {
                (false, _) => "create",
                (true, Some(_)) => "replace",
                (true, None) => "remove",
            };
            let digest = step.after.map(|digest| digest.to_string());
            let digest = digest.as_deref().unwrap_or(NO_DIGEST);
            let _ = writeln!(text, "{word} {digest} {}", step.path);
        }
        text + "end\n"
    }

    /// Reads a text that [`Journal::text`] has made; `None` if the text is anything else.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        let lines = text.strip_prefix(HEAD)?.strip_prefix('\n')?;
        let lines = lines.strip_suffix("end\n")?;
        let mut journal = Self::default();
        for line in lines.lines() {
            let (word, rest) = line.split_once(' ')?;
            if word == "folder" {
                journal
                    .folders
                    .push(is_path(rest).then(|| rest.to_owned())?);
                continue;
            }
            let (digest, path) = rest.split_once(' ')?;
            let after = match (word, digest) {
                ("remove", NO_DIGEST) => None,
                ("create" | "replace", digest) => Some(Digest::read(digest)?),
                _ => return None,
            };
            journal.moves.push(Move {
                path: is_path(path).then(|| path.to_owned())?,
                has_before: word != "create",
                after,
            });
        }
        Some(journal)
    }
}

/// Whether a path from a project's root is inside the project, and can be written on one line.
pub(super) fn is_path(path: &str) -> bool {
    let is_name = |part: &str| !matches!(part, "" | "." | "..");
    path.split('/').all(is_name)
        && !path.contains(|c: char| c == '\\' || c.is_control() || is_forbidden(c))
}
