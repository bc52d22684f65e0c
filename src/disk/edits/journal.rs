//! What an edit is going to do, written down before it does it.

use std::fmt::Write;

use crate::disk::Digest;
use crate::text::fold::is_forbidden;

/// The first line of a journal.
const HEAD: &str = "headword edit 1";

/// What stands for the sum of a file that goes.
const NO_DIGEST: &str = "-";

/// What is going to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// Folders that are going to be made, the outer before the inner.
    pub folders: Vec<String>,
    /// What becomes of each file; the number of each is its place here.
    pub moves: Vec<Move>,
}

/// What becomes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    /// Its path, from the project's root.
    pub path: String,
    /// Whether a file stands there before.
    pub has_before: bool,
    /// The sum of what stands there afterwards; `None` where nothing does.
    pub after: Option<Digest>,
}

impl Journal {
    /// The journal as a text, a line for each folder and file.
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

    /// Reads a text that [`Journal::text`] has made; `None` if it is another.
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

/// Whether a path is one from a project's root that stays within it, and can stand in a line.
pub(super) fn is_path(path: &str) -> bool {
    let is_name = |part: &str| !matches!(part, "" | "." | "..");
    path.split('/').all(is_name)
        && !path.contains(|c: char| c == '\\' || c.is_control() || is_forbidden(c))
}
