//! Templates, read and filled in; their faults at the template's own file and line.

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

/// The templates, the project's in place of the theme's.
pub struct Templates {
    tera: Tera,
    files: Files,
}

/// The templates' files, by name.
type Files = HashMap<String, Arc<SourceFile>>;

impl Templates {
    /// Reads the default theme's templates and the project's `own`, by name; every page will know
    /// `site` and the phrases of pages, as `words`.
    ///
    /// # Errors
    ///
    /// What is wrong with templates that cannot be read.
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
        // the empty suffix is every name's: no template escapes nothing
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

    /// A template filled in.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn render(&self, template: &str, data: &impl Serialize) -> Result<String, Vec<Diagnostic>> {
        Context::from_serialize(data)
            .and_then(|context| self.tera.render(template, &context))
            .map_err(|error| diagnostics(&error, &self.files))
    }
}

/// What an error of Tera's says, at the places in templates that it names.
fn diagnostics(error: &tera::Error, files: &Files) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let fault = faults::template_fault(report.message());
            vec![at(
                fault,
                report.filename(),
                report.span().range.clone(),
                files,
            )]
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
                let fault = faults::template_fault(report.message);
                at(fault, report.template, report.span(files), files)
            });
            reports.collect()
        }
        _ => vec![faults::template_fault(&error.to_string())],
    }
}

fn at(fault: Diagnostic, template: &str, span: Span, files: &Files) -> Diagnostic {
    match files.get(template) {
        Some(file) => fault.at(Place::new(file, span)),
        None => fault.at_path(template_path(template)),
    }
}

fn template_path(name: &str) -> String {
    format!("templates/{name}")
}

/// One of the reports that Tera writes into a message where it checks all templates together:
/// `error: WHAT`, then `--> TEMPLATE:LINE:COLUMN`, the line, and carets. Tera 2.4 has a value with
/// accessors for a single report only.
struct ReportText<'t> {
    message: &'t str,
    template: &'t str,
    line: usize,
    column: usize,
    width: usize,
}

impl<'t> ReportText<'t> {
    fn all(text: &'t str) -> Vec<Self> {
        let mut reports: Vec<Self> = Vec::new();
        let mut message = None;
        for line in text.lines() {
            if let Some(what) = line.strip_prefix("error: ") {
                message = Some(what);
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
