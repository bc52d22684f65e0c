//! What to type, as data: the edits beside the help that says it.

use std::sync::Arc;

use crate::source::{Edit, Place, SourceFile, Span};

/// A correction: edits of one file that are made together. Of the several fixes that a diagnostic may
/// have, one is to be chosen.
#[derive(Debug, Clone)]
pub struct Fix {
    /// What it does, as an editor's menu says it: "write `Gamma`".
    pub title: String,
    /// The file.
    pub file: Arc<SourceFile>,
    /// The edits of its text, which do not overlap.
    pub edits: Vec<Edit>,
    /// Whether that is all. If not, the new text has an ellipsis in it, which the author replaces.
    pub is_complete: bool,
}

impl Fix {
    /// Removes some parts of a file.
    pub fn remove(file: &Arc<SourceFile>, spans: impl IntoIterator<Item = Span>) -> Self {
        let spans = spans.into_iter();
        Self {
            title: "remove it".to_owned(),
            file: Arc::clone(file),
            edits: spans.map(|span| Edit::new(span, "")).collect(),
            is_complete: true,
        }
    }
}

/// A text to type: help shows it in backticks, and a fix writes it, if it is known where and how.
///
/// A name in front matter, for one, is shown as it is and written with quotation marks.
#[derive(Debug, Clone)]
pub struct Suggestion {
    text: String,
    change: Option<(Arc<SourceFile>, Vec<Edit>)>,
    is_complete: bool,
}

impl Suggestion {
    /// Shows a text, and has no fix yet.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            change: None,
            is_complete: true,
        }
    }

    /// Writes the text in place of what is at `place`.
    #[must_use]
    pub fn in_place_of(self, place: &Place) -> Self {
        let edit = Edit::new(place.span.clone(), self.text.as_str());
        self.with_edit(&place.file, edit)
    }

    /// Writes the text by an edit of `file`, in the form that it needs there. Further edits are made
    /// together with the first.
    #[must_use]
    pub fn with_edit(mut self, file: &Arc<SourceFile>, edit: Edit) -> Self {
        let change = self
            .change
            .get_or_insert_with(|| (Arc::clone(file), Vec::new()));
        change.1.push(edit);
        self
    }

    /// Says that the text has an ellipsis in it, which the author replaces.
    #[must_use]
    pub fn to_fill_in(mut self) -> Self {
        self.is_complete = false;
        self
    }

    /// The text as help shows it.
    pub(super) fn shown(&self) -> String {
        format!("`{}`", self.text)
    }

    /// The fix, if there is one.
    pub(super) fn fix(self) -> Option<Fix> {
        let title = format!("write {}", self.shown());
        let (file, edits) = self.change?;
        Some(Fix {
            title,
            file,
            edits,
            is_complete: self.is_complete,
        })
    }
}
