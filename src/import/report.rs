//! What is said of an import: what became what, what did not, and where.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::text::bidi::is_bidi_control;
use crate::text::fold::is_forbidden;
use crate::text::{FirstFew, counted, first_few};

/// How many notes of one kind a summary shows.
const MOST_LINES: usize = 20;

/// What a note is about; kinds are told in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// Something was not understood and stays in the text as it was written.
    NotUnderstood,
    /// A link or an image leads to nothing that is here.
    Unlinked,
    /// A name, a tag or a key was not kept as it was, so that the glossary builds.
    Changed,
    /// Something that only the old tool had a use for was taken out.
    TakenOut,
    /// An old address that no page can redirect.
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
            Self::Unlinked => "links without a destination: only their text stays",
            Self::Changed => "changed, so that the glossary can be built",
            Self::TakenOut => "removed, because only the old tool used it",
            Self::LostAddress => "old addresses that cannot redirect to a page",
        }
    }
}

/// Something to know about a place in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// The file, as the source was named.
    pub file: String,
    /// The line, from 1; 0 is the file as a whole.
    pub line: usize,
    /// What there is to know.
    pub text: String,
}

/// What becomes of an entry's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is made.
    New,
    /// It is there already, as it would be made.
    Same,
    /// It is there, with other text.
    Differs,
    /// The project has another entry of that title or address.
    Taken,
}

/// An entry that was found.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The file and line that it was found at.
    pub from: String,
    /// The file that it becomes, from the project's root.
    pub to: String,
    /// Its title, with its sense.
    pub title: String,
    /// What becomes of that file.
    pub fate: Fate,
    /// Which keys became which.
    pub keys: Vec<(String, String)>,
}

/// All that there is to say of an import.
#[derive(Debug, Default)]
pub struct Report {
    /// How the source was named.
    pub source: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// How many files of the source's format were found.
    pub files: usize,
    /// How many other files there are.
    pub others: usize,
    /// The entries, in the order of the source.
    pub entries: Vec<Imported>,
    /// Files, or rows, that hold no entry, and why.
    pub left_out: Vec<(String, String)>,
    /// Files that could not be read at all: file, line (0 is the whole), what is wrong.
    pub faults: Vec<(String, usize, String)>,
    /// What there is to know of places.
    pub notes: Vec<Note>,
    /// What was found out or made besides: a sentence each.
    pub remarks: Vec<String>,
    /// Files that entries use: from, to, whether they are there already.
    pub copies: Vec<(String, String, Fate)>,
    /// What the build would say of the result that could not be mended.
    pub unbuilt: Vec<String>,
}

impl Report {
    /// Adds a note.
    pub fn note(&mut self, kind: NoteKind, file: &str, line: usize, text: impl Into<String>) {
        self.notes.push(Note {
            kind,
            file: file.to_owned(),
            line,
            text: text.into(),
        });
    }

    /// How many entries have a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.entries
            .iter()
            .filter(|entry| entry.fate == fate)
            .count()
    }

    /// Every entry with what became of its keys, and all notes on it.
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
                .map(|(key, became)| format!("{key} -> {became}"))
                .collect();
            if !keys.is_empty() {
                let _ = writeln!(out, "    {}", on_one_line(&keys.join("; ")));
            }
        }
        for (from, to, fate) in &self.copies {
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

    /// What was done, or with `is_dry` would be, with all notes; `all` shows every one of them.
    pub fn summary(&self, is_dry: bool, all: bool) -> String {
        let mut out = String::new();
        let made = self.count(Fate::New);
        let same = self.count(Fate::Same);
        let copied = self.fates(Fate::New);
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
        if made + copied == 0 && self.faults.is_empty() {
            let nothing = if is_dry {
                "nothing would change"
            } else {
                "nothing was changed"
            };
            let _ = writeln!(out, "{nothing}");
        }
        let differing: Vec<String> = self
            .entries
            .iter()
            .filter(|entry| entry.fate == Fate::Differs)
            .map(|entry| format!("{} (from {})", entry.to, entry.from))
            .chain(
                self.copies
                    .iter()
                    .filter(|(.., fate)| *fate == Fate::Differs)
                    .map(|(from, to, _)| format!("{to} (from {from})")),
            )
            .collect();
        list(
            &mut out,
            "existing files with other text, not changed",
            &differing,
            true,
        );
        let left_out: Vec<String> = self
            .left_out
            .iter()
            .map(|(from, why)| format!("{from}: {why}"))
            .collect();
        list(&mut out, "left out", &left_out, true);
        list(&mut out, "keys", &self.keys(), true);
        for kind in NoteKind::ALL {
            let mut notes: Vec<_> = self.notes.iter().filter(|note| note.kind == kind).collect();
            notes.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
            let lines: Vec<String> = notes
                .into_iter()
                .map(|note| match note.line {
                    0 => format!("{}: {}", note.file, note.text),
                    line => format!("{}:{line}: {}", note.file, note.text),
                })
                .collect();
            list(&mut out, kind.heading(), &lines, all);
        }
        list(
            &mut out,
            "errors that the build will report",
            &self.unbuilt,
            true,
        );
        out
    }

    fn fates(&self, fate: Fate) -> usize {
        let copies = self.copies.iter();
        copies.filter(|(.., other)| *other == fate).count()
    }

    /// What each key became, with how often it did.
    fn keys(&self) -> Vec<String> {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for entry in self
            .entries
            .iter()
            .filter(|entry| entry.fate != Fate::Taken)
        {
            for (key, became) in &entry.keys {
                *counts.entry((key, became)).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .map(|((key, became), count)| format!("{key} -> {became} ({count})"))
            .collect()
    }
}

/// A text on one line, without what a terminal would take for a command: keys and addresses are
/// anybody's.
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

/// A heading with its count and its lines, indented; nothing if there are none.
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
