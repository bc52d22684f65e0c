//! The documents that the client has open, with their unsaved texts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use gen_lsp_types::{Position, TextDocumentContentChangeEvent};

use super::position::Encoding;
use crate::source::MARK;

/// An open document.
#[derive(Debug)]
pub(super) struct Document {
    /// The URI, as the client writes it.
    pub(super) uri: String,
    /// The version that the client counts.
    pub(super) version: i32,
    /// The text, with the client's line ends.
    pub(super) text: String,
}

impl Document {
    /// Whether the text begins with a byte order mark.
    pub(super) fn has_mark(&self) -> bool {
        self.text.starts_with(MARK)
    }

    /// Makes changes, one after the other.
    pub(super) fn change(
        &mut self,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let start = offset(&self.text, part.range.start, encoding);
                    let end = offset(&self.text, part.range.end, encoding).max(start);
                    self.text.replace_range(start..end, &part.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    self.text = whole.text;
                }
            }
        }
    }
}

/// The byte of a text at a position. A line ends with a line feed, a carriage return, or both. A position
/// outside the text counts as the nearest one in it.
fn offset(text: &str, position: Position, encoding: Encoding) -> usize {
    let mut start = 0;
    for _ in 0..position.line {
        let rest = text.get(start..).unwrap_or_default();
        let Some(end) = rest.find(['\n', '\r']) else {
            return text.len();
        };
        let is_pair = rest.get(end..).is_some_and(|end| end.starts_with("\r\n"));
        start += end + if is_pair { 2 } else { 1 };
    }
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let line = rest.get(..end).unwrap_or_default();
    let column = usize::try_from(position.character).unwrap_or(usize::MAX);
    start + encoding.byte(line, column)
}

/// All open documents, by their paths.
#[derive(Debug, Default)]
pub(super) struct Documents(HashMap<PathBuf, Document>);

impl Documents {
    /// Adds a document, or replaces one with the same path.
    pub(super) fn open(&mut self, path: PathBuf, document: Document) {
        self.0.insert(path, document);
    }

    /// Removes a document. Gives whether it was open.
    pub(super) fn close(&mut self, path: &Path) -> bool {
        self.0.remove(path).is_some()
    }

    /// The document with a path.
    pub(super) fn get(&self, path: &Path) -> Option<&Document> {
        self.0.get(path)
    }

    /// The document with a path, to change it.
    pub(super) fn get_mut(&mut self, path: &Path) -> Option<&mut Document> {
        self.0.get_mut(path)
    }

    /// All documents with their paths, in no particular order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&PathBuf, &Document)> {
        self.0.iter()
    }
}
