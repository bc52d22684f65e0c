//! The result of reading a source, in which every part of the source is accounted for: it is in an entry or a page,
//! or it is in a note.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;

use super::draft::RawEntry;
use super::notes::{Note, NoteKind};

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
        self.notes.push(Note {
            kind,
            file: file.to_owned(),
            line,
            what: what.into(),
            detail: detail.into(),
        });
    }

    /// Adds the result of reading another part of the source.
    pub(super) fn append(&mut self, other: Self) {
        self.raws.extend(other.raws);
        self.notes.extend(other.notes);
        self.remarks.extend(other.remarks);
        self.title = self.title.take().or(other.title);
        self.index_anchors.extend(other.index_anchors);
    }
}

/// The content of a source.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) raws: Vec<RawEntry>,
    pub(super) pages: BTreeSet<String>,
    pub(super) files: BTreeMap<String, PathBuf>,
    pub(super) title: Option<String>,
    pub(super) index_anchors: HashSet<String>,
    pub(super) is_vault: bool,
    /// Whether each entry had a page of its own.
    pub(super) had_pages: bool,
}
