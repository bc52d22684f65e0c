//! Moves diagnostics with the text around them, so that they stay at their places until they are found again.

use std::sync::Arc;

use super::{Diagnostic, Fix};
use crate::source::{Edit, Place, SourceFile, Span};

impl Diagnostic {
    /// The same diagnostic after an edit of a file, whose new text is that of `file`. `None` if the edit
    /// changes the text with the problem: then the diagnostic may not hold any more.
    #[must_use]
    pub fn moved(mut self, file: &Arc<SourceFile>, edit: &Edit) -> Option<Self> {
        if let Some(place) = self.place.take() {
            self.place = Some(moved_place(place, file, edit)?);
        }
        let also = self.also.into_iter();
        let also = also.filter_map(|(place, label)| Some((moved_place(place, file, edit)?, label)));
        self.also = also.collect();
        let fixes = self.fixes.into_iter();
        self.fixes = fixes.filter_map(|fix| moved_fix(fix, file, edit)).collect();
        Some(self)
    }
}

fn moved_place(place: Place, file: &Arc<SourceFile>, edit: &Edit) -> Option<Place> {
    if place.file.path != file.path {
        return Some(place);
    }
    Some(Place::new(file, moved_span(&place.span, edit)?))
}

fn moved_fix(fix: Fix, file: &Arc<SourceFile>, edit: &Edit) -> Option<Fix> {
    if fix.file.path != file.path {
        return Some(fix);
    }
    let edits = fix.edits.into_iter();
    let edits = edits.map(|own| Some(Edit::new(moved_span(&own.span, edit)?, own.text)));
    Some(Fix {
        file: Arc::clone(file),
        edits: edits.collect::<Option<_>>()?,
        ..fix
    })
}

/// The bytes of a text after an edit; `None` if the edit changes them.
fn moved_span(span: &Span, edit: &Edit) -> Option<Span> {
    if span.end <= edit.span.start {
        return Some(span.clone());
    }
    let moved = |at: usize| (at + edit.text.len()).checked_sub(edit.span.len());
    if span.start >= edit.span.end {
        Some(moved(span.start)?..moved(span.end)?)
    } else {
        None
    }
}
