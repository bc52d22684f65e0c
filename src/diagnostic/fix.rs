//! Fixes: the edits that make the change that a help describes.

use std::sync::Arc;

use crate::source::{Edit, Place, SourceFile, Span};

/// A fix: edits of one file that are made together. If a diagnostic has several fixes, the author chooses
/// one.
#[derive(Debug, Clone)]
pub struct Fix {
    /// The title in an editor's menu, such as "write `Gamma`".
    pub title: String,
    /// The file.
    pub file: Arc<SourceFile>,
    /// The edits of the file's text, which do not overlap.
    pub edits: Vec<Edit>,
    /// Whether the fix is complete. If not, the new text contains an ellipsis, which the author replaces.
    pub is_complete: bool,
}

impl Fix {
    /// A fix that removes the bytes `spans` of a file.
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

/// A text to type. The help shows it in backticks; a fix writes it if the place and the form are known.
///
/// For example, the help shows a name in front matter as it is, and the fix writes it with quotation marks.
#[derive(Debug, Clone)]
pub struct Suggestion {
    text: String,
    change: Option<(Arc<SourceFile>, Vec<Edit>)>,
    is_complete: bool,
}

impl Suggestion {
    /// A suggestion that shows a text and has no fix yet.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            change: None,
            is_complete: true,
        }
    }

    /// Lets the fix replace the text at `place` by the suggested text.
    #[must_use]
    pub fn in_place_of(self, place: &Place) -> Self {
        let edit = Edit::new(place.span.clone(), self.text.as_str());
        self.with_edit(&place.file, edit)
    }

    /// Lets the fix make `edit` in `file`: the suggested text in the form that it needs there. Several
    /// edits are made together. Without an edit, the suggestion stays as it is.
    #[must_use]
    pub fn with_edit(mut self, file: &Arc<SourceFile>, edit: impl Into<Option<Edit>>) -> Self {
        let Some(edit) = edit.into() else {
            return self;
        };
        let change = self
            .change
            .get_or_insert_with(|| (Arc::clone(file), Vec::new()));
        change.1.push(edit);
        self
    }

    /// Marks the suggestion as incomplete: its text contains an ellipsis, which the author replaces.
    #[must_use]
    pub fn to_fill_in(mut self) -> Self {
        self.is_complete = false;
        self
    }

    /// The text as the help shows it.
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
