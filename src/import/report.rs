//! The report of an import: the result for each entry, file and key, and notes on places of the source.
//!
//! ```text
//! imported 2 entries from 4 files in old
//! copied 1 file
//!
//! left out (1):
//!     old/_index.md: the page of a folder
//!
//! keys (2):
//!     tags -> tags (2)
//!     weight -> nothing: it is for pages of the old site (1)
//!
//! not understood: it stays in the text (1):
//!     old/dough.md:7: `{{< rating 5 >}}`
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::value::Problem;
use crate::text::bidi::is_bidi_control;
use crate::text::fold::is_forbidden;
use crate::text::{FirstFew, counted, first_few};

/// The most notes of one kind in a summary.
const MOST_LINES: usize = 20;

/// The kind of a note. A summary has the kinds in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// Something was not understood, and stays in the text.
    NotUnderstood,
    /// A link or an image could not be kept: it has no destination, or lost its anchor, or an image became a
    /// link.
    Unlinked,
    /// A name, a tag or a key was changed, so that the glossary can be built.
    Changed,
    /// Something that only the old tool used was removed.
    TakenOut,
    /// An old address cannot redirect to a page.
    LostAddress,
}

impl NoteKind {
    const ALL: [Self; 5] = [
        Self::NotUnderstood,
        Self::Unlinked,
        Self::Changed,
        Self::TakenOut,
        Self::LostAddress,
    ];

    fn heading(self) -> &'static str {
        match self {
            Self::NotUnderstood => "not understood: it stays in the text",
            Self::Unlinked => "links and images that could not be kept: most are plain text now",
            Self::Changed => "changed, so that the glossary can be built",
            Self::TakenOut => "removed, because only the old tool used it",
            Self::LostAddress => "old addresses that cannot redirect to a page",
        }
    }
}

/// A note on a place of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The kind of the note.
    pub kind: NoteKind,
    /// The file, as messages name it.
    pub file: String,
    /// The line; the first line is 1, and 0 is the file as a whole.
    pub line: usize,
    /// The text of the note.
    pub text: String,
}

/// The result for a file of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    New,
    /// It exists with the same content.
    Same,
    /// It exists with other content, and is not changed.
    Differs,
    /// It is not written: the project has another entry with its title or address.
    Taken,
}

/// An entry of the source.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Its file and line in the source.
    pub from: String,
    /// Its file, as a path from the project's root.
    pub to: String,
    /// Its title, with its sense.
    pub title: String,
    /// The result for its file.
    pub fate: Fate,
    /// The result for each of its keys.
    pub keys: Vec<KeyResult>,
}

/// The result for a key of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyResult {
    /// The key, as the source has it.
    pub key: String,
    /// The key of the entry that has its value now, or another result, in words.
    pub result: String,
}

/// A row or a file of the source that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The file, perhaps with a line.
    pub place: String,
    /// The reason.
    pub reason: String,
}

/// A file of the source that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// The file, as messages name it.
    pub file: String,
    /// The line; the first line is 1, and 0 is the file as a whole.
    pub line: usize,
    /// The reason.
    pub reason: String,
}

/// A file of the source that entries use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopiedFile {
    /// Its path in the source, as messages name it.
    pub from: String,
    /// Its path from the project's root.
    pub to: String,
    /// The result for the file.
    pub fate: Fate,
}

/// The report of an import.
#[derive(Debug, Default)]
pub struct Report {
    /// The source, as the user named it.
    pub source: String,
    /// Whether the source is a folder.
    pub is_folder: bool,
    /// The number of files in the source's format.
    pub files: usize,
    /// The number of other files.
    pub others: usize,
    /// The entries, in the order of the source.
    pub entries: Vec<Imported>,
    /// The files and rows without an entry.
    pub left_out: Vec<LeftOut>,
    /// The files that cannot be read.
    pub errors: Vec<FileError>,
    /// The notes on places of the source.
    pub notes: Vec<Note>,
    /// Facts about the import as a whole, each a sentence.
    pub remarks: Vec<String>,
    /// The files that entries use.
    pub copies: Vec<CopiedFile>,
    /// The errors of a build with the new entries that the import could not avoid.
    pub unbuilt: Vec<String>,
}

impl Report {
    /// Adds a file or a row that is left out.
    pub(super) fn leave_out(&mut self, place: String, reason: impl Into<String>) {
        let reason = reason.into();
        self.left_out.push(LeftOut { place, reason });
    }

    /// Adds a file that cannot be read.
    pub(super) fn add_error(&mut self, file: &str, problem: Problem) {
        self.errors.push(FileError {
            file: file.to_owned(),
            line: problem.line,
            reason: problem.reason,
        });
    }

    /// The files that cannot be read, each as a line such as `old.csv:3: the row has no term`.
    pub fn error_lines(&self) -> Vec<String> {
        let errors = self.errors.iter();
        errors
            .map(|error| placed(&error.file, error.line, &error.reason))
            .map(|line| on_one_line(&line))
            .collect()
    }

    /// Adds a note.
    pub fn note(&mut self, kind: NoteKind, file: &str, line: usize, text: impl Into<String>) {
        self.notes.push(Note {
            kind,
            file: file.to_owned(),
            line,
            text: text.into(),
        });
    }

    /// The number of entries with a result.
    pub fn count(&self, fate: Fate) -> usize {
        self.entries
            .iter()
            .filter(|entry| entry.fate == fate)
            .count()
    }

    /// The result for every entry and its keys, and for every copied file.
    pub fn listing(&self) -> String {
        let mut out = String::new();
        for entry in &self.entries {
            let fate = match entry.fate {
                Fate::New => "",
                Fate::Same => " (exists, unchanged)",
                Fate::Differs => " (exists with other text, not changed)",
                Fate::Taken => " (left out)",
            };
            let line = format!("{} -> {}: {}{fate}", entry.from, entry.to, entry.title);
            let _ = writeln!(out, "{}", on_one_line(&line));
            let keys: Vec<_> = entry
                .keys
                .iter()
                .map(|KeyResult { key, result }| format!("{key} -> {result}"))
                .collect();
            if !keys.is_empty() {
                let _ = writeln!(out, "    {}", on_one_line(&keys.join("; ")));
            }
        }
        for CopiedFile { from, to, fate } in &self.copies {
            let fate = match fate {
                Fate::New => "",
                Fate::Same => " (exists, unchanged)",
                _ => " (exists with other content, not changed)",
            };
            let _ = writeln!(out, "{}", on_one_line(&format!("{from} -> {to}{fate}")));
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }

    /// The result of the import; with `is_dry`, the result that it would have. With `all`, every note is
    /// listed, not only the first of each kind.
    pub fn summary(&self, is_dry: bool, all: bool) -> String {
        let mut out = String::new();
        let made = self.count(Fate::New);
        let same = self.count(Fate::Same);
        let copied = self.count_copies(Fate::New);
        let verb = if is_dry { "would import" } else { "imported" };
        let entries = counted(made, "entry", "entries");
        let _ = if self.is_folder {
            writeln!(
                out,
                "{verb} {entries} from {} in {}",
                counted(self.files, "file", "files"),
                self.source
            )
        } else {
            writeln!(out, "{verb} {entries} from {}", self.source)
        };
        if same > 0 {
            let verb = if same == 1 { "exists" } else { "exist" };
            let _ = writeln!(
                out,
                "{} already {verb}, unchanged",
                counted(same, "entry", "entries")
            );
        }
        if copied > 0 {
            let verb = if is_dry { "would copy" } else { "copied" };
            let _ = writeln!(out, "{verb} {}", counted(copied, "file", "files"));
        }
        if self.others > 0 {
            let _ = writeln!(
                out,
                "{} of other types, read only if an entry uses them",
                counted(self.others, "file", "files")
            );
        }
        for remark in &self.remarks {
            let _ = writeln!(out, "{}", on_one_line(remark));
        }
        if made + copied == 0 && self.errors.is_empty() {
            let nothing = if is_dry {
                "nothing would change"
            } else {
                "nothing was changed"
            };
            let _ = writeln!(out, "{nothing}");
        }
        self.add_lists(&mut out, all);
        out
    }

    /// Adds the lists of a summary: existing files, files left out, keys, notes, errors of the build.
    fn add_lists(&self, out: &mut String, all: bool) {
        let differing: Vec<String> = self
            .entries
            .iter()
            .filter(|entry| entry.fate == Fate::Differs)
            .map(|entry| format!("{} (from {})", entry.to, entry.from))
            .chain(
                self.copies
                    .iter()
                    .filter(|copy| copy.fate == Fate::Differs)
                    .map(|copy| format!("{} (from {})", copy.to, copy.from)),
            )
            .collect();
        list(
            out,
            "existing files with other text, not changed",
            &differing,
            true,
        );
        let left_out: Vec<String> = self
            .left_out
            .iter()
            .map(|LeftOut { place, reason }| format!("{place}: {reason}"))
            .collect();
        list(out, "left out", &left_out, true);
        list(out, "keys", &self.keys(), true);
        for kind in NoteKind::ALL {
            let mut notes: Vec<_> = self.notes.iter().filter(|note| note.kind == kind).collect();
            notes.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
            let lines: Vec<String> = notes
                .into_iter()
                .map(|note| placed(&note.file, note.line, &note.text))
                .collect();
            list(out, kind.heading(), &lines, all);
        }
        list(
            out,
            "errors that the build will report",
            &self.unbuilt,
            true,
        );
    }

    /// The number of copied files with a result.
    fn count_copies(&self, fate: Fate) -> usize {
        let copies = self.copies.iter();
        copies.filter(|copy| copy.fate == fate).count()
    }

    /// The results for keys, each with its number.
    fn keys(&self) -> Vec<String> {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for entry in self
            .entries
            .iter()
            .filter(|entry| entry.fate != Fate::Taken)
        {
            for KeyResult { key, result } in &entry.keys {
                *counts.entry((key, result)).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .map(|((key, result), count)| format!("{key} -> {result} ({count})"))
            .collect()
    }
}

/// A text with its place in a file; line 0 is the file as a whole.
fn placed(file: &str, line: usize, text: &str) -> String {
    match line {
        0 => format!("{file}: {text}"),
        line => format!("{file}:{line}: {text}"),
    }
}

/// A text on one line, without control characters, which a terminal could take for a command. The source is
/// not trusted.
pub fn on_one_line(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            c if is_forbidden(c) || c.is_control() || is_bidi_control(c) => {
                char::REPLACEMENT_CHARACTER
            }
            c => c,
        })
        .collect()
}

/// Writes a list: its heading with the number of lines, then the lines, indented. An empty list is not
/// written.
fn list(out: &mut String, heading: &str, lines: &[String], all: bool) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{heading} ({}):", lines.len());
    let most = if all { lines.len() } else { MOST_LINES };
    let FirstFew { first, more } = first_few(lines.iter(), most);
    for line in first {
        let _ = writeln!(out, "    {}", on_one_line(line));
    }
    if more > 0 {
        let _ = writeln!(out, "    and {more} more, which `--dry-run` shows");
    }
}
