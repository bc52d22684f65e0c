//! The reports of Tera about several templates, read from the text of one error.

use super::Files;
use crate::source::Span;
use crate::text::slice;

/// One of the reports that Tera writes into one message when it checks all templates together. Tera 2.4 has
/// a type with accessors for a single report only, so this one is read from the message:
///
/// ```text
/// error: MESSAGE
///   --> TEMPLATE:LINE:COLUMN
///    |
///  3 | {{ page.titel }}
///    |    ^^^^^^^^^^
/// ```
pub(super) struct ReportText<'t> {
    /// The message.
    pub(super) message: &'t str,
    /// The name of the template with the mistake.
    pub(super) template: &'t str,
    line: usize,
    column: usize,
    width: usize,
}

impl<'t> ReportText<'t> {
    /// All reports in the text of a message, in order.
    pub(super) fn all(text: &'t str) -> Vec<Self> {
        let mut reports: Vec<Self> = Vec::new();
        let mut message = None;
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("error: ") {
                message = Some(rest);
            } else if let Some((_, place)) = line.split_once("--> ") {
                let mut parts = place.rsplitn(3, ':');
                let mut number = || parts.next().and_then(|part| part.parse().ok());
                if let (Some(message), Some(column), Some(line)) =
                    (message.take(), number(), number())
                    && let Some(template) = parts.next()
                {
                    reports.push(Self {
                        message,
                        template,
                        line,
                        column,
                        width: 1,
                    });
                }
            } else if line.ends_with('^')
                && let Some(report) = reports.last_mut()
            {
                report.width = line.matches('^').count();
            }
        }
        reports
    }

    /// The bytes of the template that the carets mark.
    pub(super) fn span(&self, files: &Files) -> Span {
        let text = files.get(self.template).map(|file| &file.text);
        let Some(text) = text else { return 0..0 };
        let lines = text.split_inclusive('\n');
        let start: usize = lines.take(self.line.saturating_sub(1)).map(str::len).sum();
        let offset = |columns: usize| {
            let line = slice(text, start..).lines().next().unwrap_or_default();
            start
                + line
                    .chars()
                    .take(columns)
                    .map(char::len_utf8)
                    .sum::<usize>()
        };
        let column = self.column.saturating_sub(1);
        offset(column)..offset(column + self.width)
    }
}
