//! The report of an import, as data: the result for each entry, file and key, and notes on places of the source.

use std::collections::{BTreeMap, BTreeSet};

use super::notes::{Note, NoteKind};
use super::value::Problem;

/// The result for a file of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    New,
    /// It exists with the same content, or it is one that an update does not change.
    Same,
    /// An update changes it.
    Updated,
    /// It exists with other content, and is not changed.
    Differs,
    /// It is not written: the project has another entry with its title or address.
    Taken,
}

/// An entry or a page of the source.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Its file and line in the source.
    pub from: String,
    /// Its file, as a path from the project's root.
    pub to: String,
    /// Its title, with its sense.
    pub title: String,
    /// Whether it is a page, not an entry.
    pub is_page: bool,
    /// The tag of its language; `None` for the main one.
    pub language: Option<String>,
    /// Whether it is a translation of another text of the source.
    pub is_translation: bool,
    /// The result for its file.
    pub fate: Fate,
    /// The result for each of its keys.
    pub keys: Vec<KeyResult>,
    /// The changes of an update, each in a few words.
    pub changes: Vec<String>,
}

/// The result for a key of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyResult {
    /// The key, as the source has it.
    pub key: String,
    /// The key of the entry that has its value now, or another result, in words.
    pub result: String,
}

/// A file of the source that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// The file, as messages name it.
    pub file: String,
    /// The line; the first line is 1, and 0 is the file as a whole.
    pub line: usize,
    /// The column in characters, from 1; 0 is the line as a whole.
    pub column: usize,
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
    /// The number of these files in each language, by its tag; that of the main one is `None`.
    pub files_of: BTreeMap<Option<String>, usize>,
    /// The tag of the main language.
    pub language: String,
    /// The number of other files.
    pub others: usize,
    /// The entries and pages, in the order of the source.
    pub entries: Vec<Imported>,
    /// The files, or parts of them, that cannot be read.
    pub errors: Vec<FileError>,
    /// The notes on places of the source.
    pub notes: Vec<Note>,
    /// Facts about the import as a whole, each a sentence.
    pub remarks: Vec<String>,
    /// The files that entries use.
    pub copies: Vec<CopiedFile>,
    /// The errors of a build with the new entries that the import could not avoid.
    pub unbuilt: Vec<String>,
    /// The project's folder, as the user named it.
    pub root: String,
    /// Whether `imports.toml` is the only file that changes.
    pub changes_only_records: bool,
    /// Whether the source has changed since an earlier import, and this one is not an update.
    pub has_changes: bool,
}

impl Report {
    /// Adds a file that cannot be read.
    pub(super) fn add_error(&mut self, file: &str, problem: Problem) {
        self.errors.push(FileError {
            file: file.to_owned(),
            line: problem.line,
            column: problem.column,
            reason: problem.reason,
        });
    }

    /// Adds a note.
    pub(super) fn note(
        &mut self,
        kind: NoteKind,
        file: &str,
        line: usize,
        what: impl Into<String>,
        detail: impl Into<String>,
    ) {
        self.notes.push(Note::new(kind, file, line, what, detail));
    }

    /// The number of entries with a result. Pages and translations do not count.
    pub fn count(&self, fate: Fate) -> usize {
        let entries = self.entries.iter();
        entries
            .filter(|entry| entry.fate == fate && !entry.is_page && !entry.is_translation)
            .count()
    }

    /// The number of translations of entries with a result, and the number of their languages.
    pub fn count_translations(&self, fate: Fate) -> (usize, usize) {
        let entries = self.entries.iter();
        let translations =
            entries.filter(|entry| entry.fate == fate && !entry.is_page && entry.is_translation);
        let languages: Vec<&Option<String>> = translations.map(|entry| &entry.language).collect();
        let different: BTreeSet<_> = languages.iter().collect();
        (languages.len(), different.len())
    }

    /// The number of keys, texts and files that were changed in the source and in the glossary, where they stay.
    pub fn kept(&self) -> usize {
        let notes = self.notes.iter();
        notes.filter(|note| note.kind == NoteKind::Kept).count()
    }

    /// The number of places of the source whose text is in no entry and on no page.
    pub fn losses(&self) -> usize {
        let notes = self.notes.iter();
        notes.filter(|note| note.kind == NoteKind::Lost).count()
    }
}
