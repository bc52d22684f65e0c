//! Reads templates and fills them in. Errors in templates are reported at the file and line of the template.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

use super::faults;
use crate::diagnostic::Diagnostic;
use crate::project::theme;
use crate::site::pages::SiteData;
use crate::site::phrases::PagePhrases;
use crate::source::{Place, SourceFile, Span};
use crate::text::slice;

/// The templates of the default theme, and those of the project, which replace or add to them.
pub struct Templates {
    tera: Tera,
    files: Files,
}

thread_local! {
    /// The buffer for the page that a thread fills in. A buffer for each page would keep its spare capacity as
    /// long as the page, and all pages are in memory at the end.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The templates' files, by name.
type Files = HashMap<String, Arc<SourceFile>>;

impl Templates {
    /// Reads the default theme's templates and the project's (`own`, by name). All templates can use `site`,
    /// and the phrases of pages as `words`.
    ///
    /// # Errors
    ///
    /// The diagnostics of templates that cannot be read.
    pub fn new(
        own: &BTreeMap<String, Arc<SourceFile>>,
        site: &SiteData<'_>,
        words: &PagePhrases,
    ) -> Result<Self, Vec<Diagnostic>> {
        let built_in = theme::TEMPLATES.iter().map(|(name, text)| {
            let path = format!("templates/{name} (default theme)");
            let file = Arc::new(SourceFile::new(path, (*text).to_owned()));
            ((*name).to_owned(), file)
        });
        let own = own
            .iter()
            .map(|(name, file)| (name.clone(), Arc::clone(file)));
        let files: Files = built_in.chain(own).collect();
        let mut tera = Tera::new();
        // every name ends with the empty suffix, so every template escapes what it prints
        tera.autoescape_on([""]);
        let mut named: Vec<_> = files.iter().collect();
        named.sort_by_key(|(name, _)| name.as_str());
        let texts = named.iter().map(|(name, file)| (*name, file.text.as_str()));
        tera.add_raw_templates(texts)
            .map_err(|error| diagnostics(&error, &files))?;
        tera.global_context().insert("site", site);
        tera.global_context().insert("words", words);
        Ok(Self { tera, files })
    }

    /// A template filled in with `data`: UTF-8 without spare capacity.
    ///
    /// # Errors
    ///
    /// The diagnostics of a template that cannot be filled in.
    pub fn render(
        &self,
        template: &str,
        data: &impl Serialize,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let rendered = BUFFER.with_borrow_mut(|buffer| {
            buffer.clear();
            let context = Context::from_serialize(data)?;
            self.tera.render_to(template, &context, &mut *buffer)?;
            Ok(buffer.clone())
        });
        rendered.map_err(|error| diagnostics(&error, &self.files))
    }
}

/// The diagnostics for an error of Tera, at the places in templates that it names.
fn diagnostics(error: &tera::Error, files: &Files) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let diagnostic = faults::template_fault(report.message());
            let span = report.span().range.clone();
            vec![placed(diagnostic, report.filename(), span, files)]
        }
        ErrorKind::CircularExtend { tpl, .. }
        | ErrorKind::CircularInclude { tpl, .. }
        | ErrorKind::MissingParent { current: tpl, .. } => {
            vec![faults::template_fault(&error.to_string()).at_path(template_path(tpl))]
        }
        ErrorKind::Msg(text) => {
            let reports = ReportText::all(text);
            if reports.is_empty() {
                return vec![faults::template_fault(text)];
            }
            let reports = reports.into_iter().map(|report| {
                let diagnostic = faults::template_fault(report.message);
                placed(diagnostic, report.template, report.span(files), files)
            });
            reports.collect()
        }
        _ => vec![faults::template_fault(&error.to_string())],
    }
}

/// The diagnostic with its place in a template.
fn placed(diagnostic: Diagnostic, template: &str, span: Span, files: &Files) -> Diagnostic {
    match files.get(template) {
        Some(file) => diagnostic.at(Place::new(file, span)),
        None => diagnostic.at_path(template_path(template)),
    }
}

fn template_path(name: &str) -> String {
    format!("templates/{name}")
}

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
struct ReportText<'t> {
    message: &'t str,
    template: &'t str,
    line: usize,
    column: usize,
    width: usize,
}

impl<'t> ReportText<'t> {
    /// All reports in the text of a message, in order.
    fn all(text: &'t str) -> Vec<Self> {
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
    fn span(&self, files: &Files) -> Span {
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
