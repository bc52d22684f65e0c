//! The whole text of a file that is changed, before and after.

use std::sync::Arc;

use super::change::Change;
use crate::entry::front_matter::fences::parts;
use crate::source::{Edit, SourceFile, Span};

/// What is to become of one file.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    /// Edits of its text as read, in order.
    pub(super) edits: Vec<Edit>,
    /// What somebody has to look at.
    pub(super) notes: Vec<Note>,
}

impl Rewritten {
    /// Puts `text` in the place of some bytes.
    pub(super) fn edit(&mut self, span: Span, text: impl Into<String>) {
        self.edits.push(Edit::new(span, text));
    }

    /// Notes what stands at a byte.
    pub(super) fn note(&mut self, at: usize, text: impl Into<String>) {
        let text = text.into();
        self.notes.push(Note { at, text });
    }

    /// In order, with what stands twice left out.
    pub(super) fn in_order(mut self) -> Self {
        self.edits.sort_by_key(|edit| edit.span.start);
        self.edits.dedup();
        self.notes.sort();
        self.notes.dedup();
        self
    }
}

/// Something that somebody has to look at.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Note {
    /// The byte of the text as read at which it stands before the change.
    pub(super) at: usize,
    /// What it is.
    pub(super) text: String,
}

/// A [`Note`], at its line and column after the change, both from 1.
#[derive(Debug)]
pub(super) struct PlacedNote {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) text: String,
}

/// A file that is changed.
#[derive(Debug)]
pub(super) struct ChangedFile {
    /// As it was read.
    pub(super) file: Arc<SourceFile>,
    /// All its bytes before.
    pub(super) before: String,
    /// And after.
    pub(super) after: String,
    /// How many places of it are changed, the entry's own front matter left out.
    pub(super) places: usize,
    /// What somebody has to look at.
    pub(super) notes: Vec<PlacedNote>,
}

impl ChangedFile {
    /// A file with what becomes of its text; the renamed entry's has another front matter as well.
    pub(super) fn new(file: &Arc<SourceFile>, rewritten: Rewritten, change: &Change) -> Self {
        let Rewritten { edits, notes } = rewritten;
        let edited = file.edited(&edits);
        let is_own = file.path == change.file.path;
        let after = if is_own {
            change.new_front(&edited)
        } else {
            edited
        };
        let now = SourceFile::new(change.new_path_of(&file.path), after.clone());
        let moved = |at: usize| {
            let at_or_before = edits.iter().filter(|edit| edit.span.end <= at);
            at_or_before.fold(at, |at, edit| at + edit.text.len() - edit.span.len())
        };
        let own_body = is_own.then(|| (body_start(&file.text), body_start(&now.text)));
        let placed = notes.into_iter().map(|note| {
            let at = match own_body {
                // it moves with the end of the front matter
                Some((body, new_body)) if note.at >= body => {
                    new_body + moved(note.at) - moved(body)
                }
                _ => moved(note.at),
            };
            let (line, column) = now.line_column(at);
            PlacedNote {
                line,
                column,
                text: note.text,
            }
        });
        Self {
            notes: placed.collect(),
            places: edits.len(),
            before: file.as_written(),
            after,
            file: Arc::clone(file),
        }
    }
}

/// Where the body of an entry's file begins.
fn body_start(text: &str) -> usize {
    parts(text).map_or(0, |parts| parts.body)
}
