//! The result of reading a source, in which every part of the source is accounted for: it is in an entry or a page,
//! or it is in a note.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::path::PathBuf;

use super::draft::RawEntry;
use super::known_languages::SourceLanguage;
use super::notes::{Note, NoteKind, excerpt};
use super::old_pages::OldPages;
use crate::text::language::Language;

/// The result of reading a source, or a file of it.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The entries and pages, in the order of the source.
    pub(super) raws: Vec<RawEntry>,
    /// The notes about the parts that are in no entry and on no page.
    pub(super) notes: Vec<Note>,
    /// Facts about the source as a whole.
    pub(super) remarks: Vec<String>,
    /// The title of the glossary, if the source has one.
    pub(super) title: Option<String>,
    /// The language of the terms, if the source names it, and where it does, such as *the column `Deutsch`*.
    pub(super) language: Option<(Language, String)>,
    /// The languages into which the source is translated, in its order.
    pub(super) translations: Vec<SourceLanguage>,
    /// The anchors of shared pages that belong to letters, groups or the page as a whole: see
    /// [`index_anchor`](super::context::index_anchor).
    pub(super) index_anchors: HashSet<String>,
}

impl Reading {
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

    /// Gives all entries and notes the lines of the source. `line` gives that of a line of the text that was read.
    pub(super) fn renumber(&mut self, line: impl Fn(usize) -> usize) {
        for raw in &mut self.raws {
            raw.line = line(raw.line);
            raw.body.renumber(&line);
            for (heading, _) in &mut raw.headings {
                *heading = line(*heading);
            }
            for field in &mut raw.fields {
                field.line = line(field.line);
            }
        }
        for note in &mut self.notes {
            note.line = line(note.line);
        }
    }

    /// Adds the result of reading another part of the source.
    pub(super) fn append(&mut self, other: Self) {
        self.raws.extend(other.raws);
        self.notes.extend(other.notes);
        self.remarks.extend(other.remarks);
        self.title = self.title.take().or(other.title);
        self.language = self.language.take().or(other.language);
        self.translations.extend(other.translations);
        self.index_anchors.extend(other.index_anchors);
    }
}

/// The content of a source.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) raws: Vec<RawEntry>,
    /// The pages that are not imported, by the tag of their language.
    pub(super) pages: BTreeMap<Option<String>, BTreeSet<String>>,
    pub(super) files: BTreeMap<String, PathBuf>,
    pub(super) title: Option<String>,
    pub(super) language: Option<(Language, String)>,
    /// The languages into which the source is translated, in its order.
    pub(super) translations: Vec<SourceLanguage>,
    /// The first part of the addresses of each language on the old site, by its tag.
    pub(super) bases: BTreeMap<Option<String>, String>,
    pub(super) index_anchors: HashSet<String>,
    pub(super) is_vault: bool,
    /// Whether each entry had a page of its own.
    pub(super) had_pages: bool,
    /// The pages with several terms.
    pub(super) old_pages: OldPages,
}

/// The lines of a text, each of which the reader of the text has to use. What it did not use becomes a note, so that
/// no line can be forgotten.
pub(super) struct Coverage<'t> {
    lines: Vec<&'t str>,
    /// The number of the first line in its file.
    first: usize,
    is_used: Vec<bool>,
}

impl<'t> Coverage<'t> {
    /// The lines of a text whose first line has this number in its file.
    pub(super) fn new(text: &'t str, first: usize) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        Self {
            is_used: vec![false; lines.len()],
            lines,
            first,
        }
    }

    /// Marks lines as used, by their numbers in the file.
    pub(super) fn mark(&mut self, numbers: Range<usize>) {
        let first = self.first;
        let start = numbers.start.saturating_sub(first).min(self.is_used.len());
        let end = numbers.end.saturating_sub(first).min(self.is_used.len());
        if let Some(used) = self.is_used.get_mut(start..end.max(start)) {
            used.fill(true);
        }
    }

    /// The passages that were not used, each with the number of its first line and with its lines.
    pub(super) fn unused(&self) -> Vec<(usize, Vec<&'t str>)> {
        let mut passages: Vec<(usize, Vec<&str>)> = Vec::new();
        let mut is_open = false;
        for (index, (line, is_used)) in self.lines.iter().zip(&self.is_used).enumerate() {
            let is_blank = line.trim().is_empty();
            if *is_used || is_blank {
                is_open &= !*is_used;
                continue;
            }
            match passages.last_mut() {
                Some((_, lines)) if is_open => lines.push(line),
                _ => passages.push((self.first + index, vec![line])),
            }
            is_open = true;
        }
        passages
    }

    /// A note for each passage that was not used.
    pub(super) fn notes(&self, kind: NoteKind, file: &str, what: &str) -> Vec<Note> {
        let passages = self.unused().into_iter();
        passages
            .map(|(line, lines)| Note::new(kind, file, line, what, excerpt(&lines.join(" "))))
            .collect()
    }
}
