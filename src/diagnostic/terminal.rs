//! Diagnostics for the terminal, in the layout of rustc.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity, affected};
use crate::source::{Place, SourceFile, Span};

impl Diagnostic {
    /// The diagnostic as text for a terminal, with a final newline.
    pub(super) fn render(&self, severity: Severity, renderer: &Renderer) -> String {
        let level = match severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut group = level
            .primary_title(self.message.as_str())
            .id(self.code.as_str())
            .elements(None::<Origin<'_>>);
        if let Some(place) = &self.place {
            group = group.elements(self.places(place));
        } else if let Some(path) = &self.path {
            group = group.element(Origin::path(path.as_str()));
        }
        let pages = affected::summary(&self.affected);
        if let Some(pages) = &pages {
            group = group.element(Level::NOTE.message(pages.as_str()));
        }
        for help in &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let mut text = renderer.render(&[group]);
        text.push('\n');
        text
    }

    /// The places by file, the primary place first: for each file the path, then the lines with their marks.
    fn places<'a>(&'a self, primary: &'a Place) -> Vec<Element<'a>> {
        let own = (primary, AnnotationKind::Primary, self.label.as_deref());
        let others = self
            .also
            .iter()
            .map(|(place, label)| (place, AnnotationKind::Context, Some(label.as_str())));
        let mut files: Vec<(&SourceFile, Vec<_>)> = Vec::new();
        for (place, kind, label) in std::iter::once(own).chain(others) {
            let file = place.file.as_ref();
            let known = files
                .iter_mut()
                .find(|(other, _)| std::ptr::eq(*other, file));
            let mark = (visible(place), kind, label);
            match known {
                Some((_, marks)) => marks.push(mark),
                None => files.push((file, vec![mark])),
            }
        }
        files
            .into_iter()
            .flat_map(|(file, marks)| {
                let start = marks.iter().map(|(span, ..)| span.start).min().unwrap_or(0);
                let end = marks.iter().map(|(span, ..)| span.end).max().unwrap_or(0);
                // Only the lines around the marks are rendered. So a diagnostic in a line of a million
                // columns, or the thousandth in one file, costs no more than any other.
                let (shown, is_cut) = window(file, start..end);
                let (first_line, _) = file.line_column(shown.start);
                let source = visible_source(file.slice(shown.clone()));
                let snippet = Snippet::source(source).line_start(first_line);
                let (origin, snippet) = if is_cut {
                    // the renderer would count the column from the cut
                    let (line, column) = file.line_column(start);
                    let origin = Origin::path(file.path.as_str());
                    (Some(origin.line(line).char_column(column)), snippet)
                } else {
                    (None, snippet.path(file.path.as_str()))
                };
                let snippet = marks
                    .into_iter()
                    .fold(snippet, |snippet, (span, kind, label)| {
                        let span = span.start - shown.start..span.end - shown.start;
                        snippet.annotation(kind.span(span).label(label))
                    });
                origin
                    .map(Element::from)
                    .into_iter()
                    .chain([Element::from(snippet)])
            })
            .collect()
    }
}

/// Makes lines of a file safe to show in a terminal: replaces control characters outside ASCII (the
/// renderer replaces those of ASCII) and invisible characters by visible ones. A replacement is as long as
/// its character in UTF-8, since marks point at bytes.
fn visible_source(text: &str) -> Cow<'_, str> {
    let is_command = |c: char| c.is_control() && !c.is_ascii();
    let is_unseen = |c: char| matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}');
    if !text.contains(|c| is_command(c) || is_unseen(c)) {
        return text.into();
    }
    let visible = text.chars().map(|c| match c {
        c if is_command(c) => '\u{b7}',
        c if is_unseen(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    });
    visible.collect()
}

/// The most bytes of a long line that the renderer gets on each side of a mark. It shows as many as fit
/// in the terminal.
const AROUND: usize = 5_000;

/// The lines that a span touches, or only the part around the span if the lines are very long; and whether
/// the beginning of the first line is cut off.
fn window(file: &SourceFile, span: Span) -> (Span, bool) {
    let lines = file.lines_around(span.clone());
    let start = lines.start.max(span.start.saturating_sub(AROUND));
    let end = lines.end.min(span.end + AROUND);
    let start = file.text.floor_char_boundary(start);
    (
        start..file.text.ceil_char_boundary(end),
        start > lines.start,
    )
}

/// The bytes of a place, limited to its first line: marks under a whole block do not help readers.
fn visible(place: &Place) -> std::ops::Range<usize> {
    let text = &place.file.text;
    let start = text.floor_char_boundary(place.span.start.min(text.len()));
    let end = text.ceil_char_boundary(place.span.end.clamp(start, text.len()));
    match place.file.slice(start..end).find('\n') {
        Some(newline) => start..start + newline,
        None => start..end,
    }
}
