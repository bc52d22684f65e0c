//! The text of a changed file, before and after the change.

use std::sync::Arc;

use super::change::Change;
use crate::entry::front_matter::fences::parts;
use crate::project::load::IMPORTS;
use crate::source::{Edit, SourceFile, Span};

/// The changes of a file.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    /// Edits of the text before the change.
    pub(super) edits: Vec<Edit>,
    /// Notes about places that an editor has to check.
    pub(super) notes: Vec<OffsetNote>,
}

impl Rewritten {
    /// Adds an edit that replaces the bytes `span` with `text`.
    pub(super) fn edit(&mut self, span: Span, text: impl Into<String>) {
        self.edits.push(Edit::new(span, text));
    }

    /// Adds a note about the place at the byte `offset`.
    pub(super) fn note(&mut self, offset: usize, text: impl Into<String>) {
        let text = text.into();
        self.notes.push(OffsetNote { offset, text });
    }

    /// The same changes in the order of the text, each once.
    pub(super) fn in_order(mut self) -> Self {
        self.edits.sort_by_key(|edit| edit.span.start);
        self.edits.dedup();
        self.notes.sort();
        self.notes.dedup();
        self
    }
}

/// A note about a place in a text.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OffsetNote {
    /// The place, as a byte of the text before the change.
    pub(super) offset: usize,
    /// The note.
    pub(super) text: String,
}

/// A note with its line and column after the change, both from 1.
#[derive(Debug)]
pub(super) struct PlacedNote {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) text: String,
}

/// A changed file.
#[derive(Debug)]
pub(super) struct ChangedFile {
    /// The file as it was read.
    pub(super) file: Arc<SourceFile>,
    /// The whole text before the change.
    pub(super) before: String,
    /// The whole text after the change.
    pub(super) after: String,
    /// The number of changed places, without the names of the renamed entry in its front matter.
    pub(super) places: usize,
    /// Notes about places that an editor has to check.
    pub(super) notes: Vec<PlacedNote>,
}

impl ChangedFile {
    /// Applies changes to a file. The file of the renamed entry also gets its new front matter, and those of its
    /// translations get redirects.
    pub(super) fn new(file: &Arc<SourceFile>, rewritten: Rewritten, change: &Change) -> Self {
        let Rewritten { edits, notes } = rewritten;
        let edited = file.edited(&edits);
        let is_renamed_entry = file.path == change.file.path;
        let translation = change.translation(&file.path);
        let after = match translation {
            _ if is_renamed_entry => change.new_front(&edited),
            Some(translation) => translation.new_front(&edited),
            None => edited,
        };
        let has_new_front = is_renamed_entry || translation.is_some();
        let new_file = SourceFile::new(change.new_path_of(&file.path), after.clone());
        let shifted = |offset: usize| {
            let before = edits.iter().filter(|edit| edit.span.end <= offset);
            before.fold(offset, |offset, edit| {
                offset + edit.text.len() - edit.span.len()
            })
        };
        let bodies = has_new_front.then(|| (body_start(&file.text), body_start(&new_file.text)));
        let placed = notes.into_iter().map(|note| {
            let offset = match bodies {
                // the new front matter may be longer, and then moves the body
                Some((body, new_body)) if note.offset >= body => {
                    new_body + shifted(note.offset) - shifted(body)
                }
                _ => shifted(note.offset),
            };
            let (line, column) = new_file.line_column(offset);
            PlacedNote {
                line,
                column,
                text: note.text,
            }
        });
        Self {
            notes: placed.collect(),
            // the paths of what was imported are not references
            places: if file.path == IMPORTS { 0 } else { edits.len() },
            before: file.as_written(),
            after,
            file: Arc::clone(file),
        }
    }
}

/// The first byte of the body in the text of an entry's file.
fn body_start(text: &str) -> usize {
    parts(text).map_or(0, |parts| parts.body)
}
