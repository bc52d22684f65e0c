//! Finds cells of tables that no page shows: those after the last column, which GitHub Flavored Markdown
//! ignores (GFM, section 4.10).

use std::sync::Arc;

use pulldown_cmark::{Event, Tag};

use super::faults;
use crate::diagnostic::Diagnostic;
use crate::source::{Place, SourceFile, Span};
use crate::text::slice;

/// The largest number of rows to report in one entry.
const MAX_ROWS: usize = 10;

/// A warning for each row with text after its last column; at most [`MAX_ROWS`]. A row with a reference that a
/// bar divides has a warning already, for its brackets.
///
/// ```text
/// | a | b |
/// |---|---|
/// | 1 | 2 | lost |
///           ^^^^
/// ```
pub(super) fn warnings(events: &[(Event<'_>, Span)], file: &Arc<SourceFile>) -> Vec<Diagnostic> {
    let mut columns = 0;
    let mut diagnostics = Vec::new();
    for (event, span) in events {
        match event {
            Event::Start(Tag::Table(alignments)) => columns = alignments.len(),
            Event::Start(Tag::TableRow) => {
                let row = Row::new(file, span);
                if let Some(lost) = row.after(columns)
                    && !row.divides_reference()
                {
                    let code = row.bars_in_code();
                    let bars = if row.bars.len() + 1 == columns + code.len() {
                        code
                    } else {
                        Vec::new()
                    };
                    diagnostics.push(faults::lost_cell(columns, &bars, Place::new(file, lost)));
                }
            }
            _ => {}
        }
        if diagnostics.len() == MAX_ROWS {
            break;
        }
    }
    diagnostics
}

/// A row of a table as it is written, with the places of the bars that end its cells.
struct Row<'t> {
    file: &'t SourceFile,
    /// From the first cell to the end of the line, without bars and white space at both ends.
    span: Span,
    bars: Vec<usize>,
}

impl<'t> Row<'t> {
    fn new(file: &'t SourceFile, span: &Span) -> Self {
        let line = file.slice(span.clone()).lines().next().unwrap_or_default();
        let inner = line.trim_start();
        let start = span.start + line.len() - inner.len();
        let inner = inner.strip_prefix('|').map_or(start, |_| start + 1)
            ..span.start + line.trim_end().len();
        let text = file.slice(inner.clone());
        let end = inner.end - usize::from(text.ends_with('|') && !text.ends_with("\\|"));
        let span = inner.start..end.max(inner.start);
        let text = file.slice(span.clone());
        let bars = text
            .match_indices('|')
            .filter(|(at, _)| !slice(text, ..*at).ends_with('\\'));
        let bars = bars.map(|(at, _)| span.start + at).collect();
        Self { file, span, bars }
    }

    /// The bytes of the text after the last of so many columns.
    fn after(&self, columns: usize) -> Option<Span> {
        let start = self.bars.get(columns.checked_sub(1)?)? + 1;
        let text = self.file.slice(start..self.span.end);
        let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '|');
        let begins = start + text.find(trimmed)?;
        (!trimmed.is_empty()).then(|| begins..begins + trimmed.len())
    }

    /// Whether a bar is between two opening and two closing brackets.
    fn divides_reference(&self) -> bool {
        let row = self.file.slice(self.span.clone());
        let mut references = row.split("[[").skip(1);
        references.any(|rest| {
            let inner = rest.split("]]").next().unwrap_or_default();
            inner.len() < rest.len() && inner.replace("\\|", "").contains('|')
        })
    }

    /// The bars after an odd number of backticks: most likely inside code.
    fn bars_in_code(&self) -> Vec<usize> {
        let mut is_code = false;
        let mut start = self.span.start;
        let mut inside = Vec::new();
        for bar in &self.bars {
            let backticks = self.file.slice(start..*bar).matches('`').count();
            is_code ^= backticks % 2 == 1;
            if is_code {
                inside.push(*bar);
            }
            start = *bar;
        }
        inside
    }
}
