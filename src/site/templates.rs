//! Templates, read and filled in; their faults at the template's own file and line.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

use crate::diagnostic::{Code, Diagnostic, Faults, reworded};
use crate::project::theme;
use crate::site::interface::Phrases;
use crate::site::pages::Site;
use crate::source::{Place, SourceFile, Span};
use crate::text::slice;

/// The templates, the project's in place of the theme's.
pub struct Templates<'f> {
    tera: Tera,
    files: HashMap<String, Arc<SourceFile>>,
    faults: &'f Faults,
}

impl<'f> Templates<'f> {
    /// Reads the default theme's templates and the project's `own`, by name; every page will know
    /// `site` and the interface's `words`. `None` where a template cannot be read: reported.
    pub fn new(
        own: &BTreeMap<String, Arc<SourceFile>>,
        site: &Site<'_>,
        words: &Phrases,
        faults: &'f Faults,
    ) -> Option<Self> {
        let built_in = theme::TEMPLATES.iter().map(|(name, text)| {
            let path = format!("templates/{name} (default theme)");
            let file = Arc::new(SourceFile::new(path, (*text).to_owned()));
            ((*name).to_owned(), file)
        });
        let own = own
            .iter()
            .map(|(name, file)| (name.clone(), Arc::clone(file)));
        let files: HashMap<_, _> = built_in.chain(own).collect();
        let mut tera = Tera::new();
        // the empty suffix is every name's: no template escapes nothing
        tera.autoescape_on([""]);
        let mut templates = Self {
            tera,
            files,
            faults,
        };
        let mut named: Vec<_> = templates.files.iter().collect();
        named.sort_by_key(|(name, _)| name.as_str());
        let added = templates
            .tera
            .add_raw_templates(named.iter().map(|(name, file)| (*name, file.text.as_str())));
        if let Err(error) = added {
            templates.report(&error);
            return None;
        }
        templates.tera.global_context().insert("site", site);
        templates.tera.global_context().insert("words", words);
        Some(templates)
    }

    /// A template filled in; `None` where it has a fault, which is reported.
    pub fn render(&self, template: &str, data: &impl Serialize) -> Option<String> {
        let rendered =
            Context::from_serialize(data).and_then(|context| self.tera.render(template, &context));
        match rendered {
            Ok(text) => Some(text),
            Err(error) => {
                self.report(&error);
                None
            }
        }
    }

    fn report(&self, error: &tera::Error) {
        let fault = |message: &str| Diagnostic::new(Code::TemplateFault, reworded(message));
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span().range.clone();
                self.report_at(report.filename(), span, fault(report.message()));
            }
            ErrorKind::CircularExtend { tpl, .. }
            | ErrorKind::CircularInclude { tpl, .. }
            | ErrorKind::MissingParent { current: tpl, .. } => {
                let fault = fault(&error.to_string());
                self.faults.report(fault.at_path(template_path(tpl)));
            }
            ErrorKind::Msg(text) => {
                let reports = ReportText::all(text);
                if reports.is_empty() {
                    self.faults.report(fault(text));
                }
                for report in reports {
                    self.report_at(report.template, report.span(self), fault(report.message));
                }
            }
            _ => self.faults.report(fault(&error.to_string())),
        }
    }

    fn report_at(&self, template: &str, span: Span, fault: Diagnostic) {
        self.faults.report(match self.files.get(template) {
            Some(file) => fault.at(Place::new(file, span)),
            None => fault.at_path(template_path(template)),
        });
    }
}

fn template_path(name: &str) -> String {
    format!("templates/{name}")
}

/// One of the reports that Tera writes into a message where it checks all templates together and
/// finds several faults: `error: WHAT`, then `--> TEMPLATE:LINE:COLUMN`, the line, and carets.
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

    fn span(&self, templates: &Templates<'_>) -> Span {
        let text = templates.files.get(self.template).map(|file| &file.text);
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
