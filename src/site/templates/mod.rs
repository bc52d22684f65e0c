//! Reads templates and fills them in. Errors in templates are reported at the file and line of the template.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, StringInput, Tera, TeraResult, Value};
use toml::value::Datetime;

use self::report::ReportText;
use super::faults;
use crate::diagnostic::Diagnostic;
use crate::project::theme;
use crate::site::counted::Counted;
use crate::site::pages::SiteData;
use crate::site::phrases::Phrases;
use crate::source::{Place, SourceFile, Span};
use crate::text::formats::Formats;

mod blocks;
mod marks;
mod report;

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
        phrases: &Phrases,
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
        let is_rtl = site.direction == "rtl";
        tera.register_filter(
            "isolated",
            move |name: StringInput<'_>, _: Kwargs, state: &State<'_>| {
                isolated(name, is_rtl, state)
            },
        );
        marks::register(&mut tera, site, phrases);
        let spoken = Arc::clone(&phrases.spoken);
        tera.register_filter("number", move |number: u64, _: Kwargs, _: &State<'_>| {
            spoken.formats.number(number)
        });
        let spoken = Arc::clone(&phrases.spoken);
        tera.register_filter("day", move |day: &str, _: Kwargs, _: &State<'_>| {
            in_words(day, &spoken.formats)
        });
        let counted = phrases.pages.counted();
        tera.register_function("counted", move |given: Kwargs, _: &State<'_>| {
            with_number(&given, &counted)
        });
        let mut named: Vec<_> = files.iter().collect();
        named.sort_by_key(|(name, _)| name.as_str());
        let texts = named.iter().map(|(name, file)| (*name, file.text.as_str()));
        tera.add_raw_templates(texts)
            .map_err(|error| diagnostics(&error, &files))?;
        tera.global_context().insert("site", site);
        tera.global_context().insert("words", &phrases.pages);
        Ok(Self { tera, files })
    }

    /// A template filled in with `data`: UTF-8 without spare capacity.
    ///
    /// # Errors
    ///
    /// The diagnostics of a template that cannot be filled in, or that writes nothing but white space.
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
        let page = rendered.map_err(|error| diagnostics(&error, &self.files))?;
        if is_blank(&page) {
            let template = blocks::own_or_first(template, &self.files);
            let file = self.files.get(template);
            let path = file.map_or_else(|| template_path(template), |file| file.path.clone());
            return Err(vec![faults::empty_page(template).at_path(path)]);
        }
        Ok(page)
    }
}

/// The filter `isolated`: on a page from right to left, a name in an element that keeps its order apart from that of the
/// text around it. On other pages, the name as it is.
///
/// ```text
/// C++      <bdi>C++</bdi>
/// ```
fn isolated(name: StringInput<'_>, is_rtl: bool, state: &State<'_>) -> TeraResult<Value> {
    if is_rtl {
        let html = format!("<bdi>{}</bdi>", name.rendered(state)?);
        Ok(Value::safe_string(&html))
    } else {
        Ok(name.into_value())
    }
}

/// The filter `day`: a day such as `2026-11-02`, with the name of its month.
fn in_words(day: &str, formats: &Formats) -> TeraResult<String> {
    let written: Datetime = day.parse().map_err(|_| {
        tera::Error::message(format!("the filter `day` needs a day, and not `{day}`"))
    })?;
    Ok(written
        .date
        .map_or_else(|| day.to_owned(), |day| formats.day(day)))
}

/// The function `counted`: a phrase with a number in it, `counted(phrase="terms", count=43)`.
fn with_number(given: &Kwargs, phrases: &BTreeMap<&str, Counted>) -> TeraResult<String> {
    let key: &str = given.must_get("phrase")?;
    let count = given.must_get("count")?;
    let phrase = phrases.get(key).ok_or_else(|| {
        let known: Vec<_> = phrases.keys().map(|key| format!("`{key}`")).collect();
        let known = known.join(", ");
        tera::Error::message(format!(
            "`{key}` is not a phrase with a number; these are {known}"
        ))
    })?;
    Ok(phrase.text(count))
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
            let (mut diagnostics, others) = blocks::missing(reports, files);
            diagnostics.extend(others.into_iter().map(|report| {
                let diagnostic = faults::template_fault(report.message);
                placed(diagnostic, report.template, report.span(files), files)
            }));
            diagnostics
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

/// Whether a template is a file of the project, and not of the default theme.
fn is_own(name: &str, files: &Files) -> bool {
    let file = files.get(name);
    file.is_some_and(|file| file.path == template_path(name))
}

/// Whether a page has only white space. A byte order mark counts as white space.
fn is_blank(page: &[u8]) -> bool {
    // the templates are UTF-8, and so is the page
    let text = std::str::from_utf8(page);
    text.is_ok_and(|text| text.chars().all(|c| c.is_whitespace() || c == '\u{feff}'))
}

fn template_path(name: &str) -> String {
    format!("templates/{name}")
}
