//! An address as it is written in a file, and the fixes that change it.

use std::sync::Arc;

use crate::address::destination::encode_path;
use crate::diagnostic::{Fix, Suggestion};
use crate::source::{Edit, Place, SourceFile, Span};

/// An address as it is written in a file.
pub(super) struct WrittenAddress<'p> {
    place: &'p Place,
    /// The bytes of the address alone; `None` if an edit there would change something else as well.
    span: Option<Span>,
}

impl<'p> WrittenAddress<'p> {
    /// The address `written` of a link or an image in Markdown. It can be edited if it is between the round
    /// brackets of the link, and without escapes there. Otherwise `place` is the whole link, or its text.
    pub(super) fn in_link(place: &'p Place, written: &str) -> Self {
        let before = place.file.slice(..place.span.start);
        let is_inline = before.ends_with("](") || before.ends_with("](<");
        let span = (is_inline && place.text() == written).then(|| place.span.clone());
        Self { place, span }
    }

    /// An address in a TOML string, whose place includes the quotation marks.
    pub(super) fn in_string(place: &'p Place) -> Self {
        let Span { start, end } = place.span;
        let text = place.text();
        let has_marks = text.len() >= 2 && !text.starts_with("\"\"\"") && !text.starts_with("'''");
        let span = (has_marks && !text.contains('\\')).then(|| start + 1..end - 1);
        Self { place, span }
    }

    /// Suggests another path or URL; the query and the fragment stay.
    pub(super) fn with_path(&self, path: &str) -> Suggestion {
        let suggestion = Suggestion::new(path);
        let Some((file, span)) = self.parts() else {
            return suggestion;
        };
        // these end an address, or a cell of a table
        if path.contains(['(', ')', '|', '\'']) {
            return suggestion;
        }
        let address = file.slice(span.clone());
        let length = address.find(['?', '#']).unwrap_or(address.len());
        let edit = Edit::new(span.start..span.start + length, encode_path(path));
        suggestion.with_edit(file, edit)
    }

    /// Suggests another anchor.
    pub(super) fn with_anchor(&self, anchor: &str) -> Suggestion {
        let suggestion = Suggestion::new(format!("#{anchor}"));
        match self.fragment() {
            Some((file, span)) => suggestion.with_edit(file, Edit::new(span, format!("#{anchor}"))),
            None => suggestion,
        }
    }

    /// The fix that removes the anchor; `None` if the address is nothing else.
    pub(super) fn without_anchor(&self, title: &str) -> Option<Fix> {
        let (file, span) = self.fragment()?;
        let is_whole = self.span.as_ref() == Some(&span);
        (!is_whole).then(|| Fix {
            title: title.to_owned(),
            ..Fix::remove(file, [span])
        })
    }

    /// The bytes of the fragment, with its `#`.
    fn fragment(&self) -> Option<(&Arc<SourceFile>, Span)> {
        let (file, span) = self.parts()?;
        let before = file.slice(span.clone()).find('#')?;
        Some((file, span.start + before..span.end))
    }

    fn parts(&self) -> Option<(&Arc<SourceFile>, Span)> {
        Some((&self.place.file, self.span.clone()?))
    }
}
