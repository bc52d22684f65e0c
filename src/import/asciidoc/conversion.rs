//! Writes AsciiDoc as HTML.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use asciidoc_html5::{Document, Options, SafeMode, convert_document_with, load_with};
use asciidoc_parser::warnings::WarningType;

use super::AsciiDocFile;
use super::antora::Component;
use super::conditions::Conditions;
use super::includes::{Includes, folded};
use super::lines::Lines;
use super::nested_terms::with_nested_terms;
use super::preparation::prepared;
use super::titles::with_titles;
use crate::diagnostic::disk_error::DiskError;
use crate::disk::Disk;
use crate::import::notes::{Note, NoteKind, excerpt};
use crate::import::read::{self, Unread};
use crate::import::value::Problem;
use crate::text::slice;

/// The longest time for one file. A text that is made to be slow could take any time.
const LONGEST: Duration = Duration::from_secs(60);

/// The bytes of the stack, for deeply nested blocks.
const STACK: usize = 256 << 20;

/// The most references to attributes in a file. Each can stand for a long text.
const MOST_REFERENCES: usize = 100_000;

/// The largest value of an attribute, in bytes. Values of values could have any size.
const LARGEST_VALUE: &str = "4096";

/// The largest number of folders above a file in which the root of its repository is looked for.
const FOLDERS: usize = 8;

/// Settings of a document that would add something to its text, such as numbers, or a second mark of a heading.
const ADDED: &[&str] = &[
    "data-uri",
    "example-caption",
    "figure-caption",
    "icons",
    "listing-caption",
    "numbered",
    "sectanchors",
    "sectlinks",
    "sectnums",
    "source-highlighter",
    "table-caption",
    "toc",
];

/// A file that was written as HTML.
pub(super) struct Converted {
    pub(super) html: String,
    pub(super) lines: Lines,
    pub(super) notes: Vec<Note>,
    /// The files that it includes.
    pub(super) included: Vec<PathBuf>,
}

impl Converted {
    /// Writes a file as HTML.
    ///
    /// # Errors
    ///
    /// A folder or the settings around it cannot be read, or it takes too long.
    pub(super) fn of(file: &AsciiDocFile<'_>, disk: &Disk) -> Result<Self, Unread> {
        if file.text.matches('{').count() > MOST_REFERENCES {
            let reason =
                format!("the file has more than {MOST_REFERENCES} references to attributes");
            return Err(Unread::Invalid(Problem::new(0, reason)));
        }
        let path = disk.canonical(file.path).map_err(Unread::Failed)?;
        let component = Component::around(disk, &path).map_err(Unread::Failed)?;
        let root = match &component {
            Some(component) => component.root.clone(),
            None => root(disk, &path, file.source).map_err(Unread::Failed)?,
        };
        let includes = Includes::new(disk, &path, &root, component.clone());
        let conversion = Conversion {
            text: file.text.to_owned(),
            file: file.file.to_owned(),
            defaults: defaults(component.as_ref()),
            attributes: file.attributes.to_vec(),
            path,
            root,
            includes,
        };
        let (sender, receiver) = channel();
        let worker = thread::Builder::new()
            .name("asciidoc".to_owned())
            .stack_size(STACK);
        let started = worker.spawn(move || sender.send(conversion.run()));
        let reason = match started.map(|_| receiver.recv_timeout(LONGEST)) {
            Ok(Ok(converted)) => return Ok(converted),
            Ok(Err(RecvTimeoutError::Timeout)) => format!(
                "reading it takes more than {} seconds: divide it into several files",
                LONGEST.as_secs()
            ),
            // the thread has ended, and its message is on the screen
            Ok(Err(RecvTimeoutError::Disconnected)) => "it cannot be read as AsciiDoc".to_owned(),
            Err(error) => format!("it cannot be read as AsciiDoc: {error}"),
        };
        Err(Unread::Invalid(Problem::new(0, reason)))
    }
}

/// The folder whose files a file may include: its repository, or the source.
fn root(disk: &Disk, path: &Path, source: &Path) -> Result<PathBuf, DiskError> {
    for folder in path.ancestors().skip(1).take(FOLDERS) {
        if disk.exists(&folder.join(".git"))? {
            return Ok(folder.to_owned());
        }
    }
    let source = disk.canonical(source)?;
    let folder = path.parent().unwrap_or(path);
    Ok(if path == source {
        folder.to_owned()
    } else {
        source
    })
}

/// The attributes that the documentation gives all of its files, which these can change.
fn defaults(component: Option<&Component>) -> Vec<(String, String)> {
    let own = component.map(|component| {
        let site = [
            ("site-gen-antora", ""),
            ("env-site", ""),
            ("env", "site"),
            ("partialsdir", "partial$"),
            ("examplesdir", "example$"),
        ];
        let site = site.map(|(name, value)| (name.to_owned(), value.to_owned()));
        site.into_iter().chain(component.attributes.clone())
    });
    own.into_iter().flatten().collect()
}

/// A conversion that has not begun.
struct Conversion {
    text: String,
    /// The name of the file in messages.
    file: String,
    /// Attributes that the document can change.
    defaults: Vec<(String, String)>,
    /// Those that it cannot change.
    attributes: Vec<(String, String)>,
    /// The file on the disk.
    path: PathBuf,
    /// The folder around all files that it can include.
    root: PathBuf,
    includes: Includes,
}

impl Conversion {
    fn run(self) -> Converted {
        let options = self.options();
        let text = prepared(&self.text);
        let document = load_with(&text, &options);
        let html = convert_document_with(&document, &options);
        let html = with_titles(html, &document);
        let (html, terms) = with_nested_terms(html, &document);
        let html = match self.includes.component() {
            Some(component) => component.with_paths(&html, &self.path),
            None => html,
        };
        // all of it is the text of the page
        let html = format!("<main>{html}</main>");
        let lines = Lines::of(&html, &document, |name| self.shown(name));
        let mut notes = self.notes(&document, &text);
        notes.extend(elsewhere(&html, &lines));
        for (line, term) in terms {
            let origin = document.source_map().origin_at(line, 1);
            let (kind, what) = (NoteKind::Lost, "a term in a list of another kind");
            let file = self.shown(origin.file);
            notes.push(Note::new(kind, &file, origin.line, what, excerpt(&term)));
        }
        Converted {
            notes,
            lines,
            included: self.includes.files(),
            html,
        }
    }

    fn options(&self) -> Options {
        let options = Options::new()
            .safe_mode(SafeMode::Server)
            .include_file_handler(self.includes.clone())
            .source_locations(true)
            .set("showtitle")
            .set("experimental")
            .attribute("attribute-missing", "warn")
            .attribute("max-attribute-value-size", LARGEST_VALUE);
        let options = ADDED
            .iter()
            .fold(options, |options, name| options.unset(*name));
        let defaults = self.defaults.iter();
        let options = defaults.fold(options, |options, (name, value)| {
            options.attribute_default(name.clone(), value.clone())
        });
        let attributes = self.attributes.iter();
        attributes.fold(options, |options, (name, value)| {
            options.attribute(name.clone(), value.clone())
        })
    }

    /// The name in messages of a file of the document; `None` is the first one.
    fn shown(&self, name: Option<&str>) -> String {
        let Some(path) = name.and_then(|name| self.includes.path(name)) else {
            return self.file.clone();
        };
        let names = |path: &Path| path.to_string_lossy().replace('\\', "/");
        let folder = self.path.parent().unwrap_or(&self.root);
        match path.strip_prefix(folder) {
            Ok(below) => read::named(read::parent(&self.file), &names(below)),
            Err(_) => names(path.strip_prefix(&self.root).unwrap_or(&path)),
        }
    }

    /// The notes on what is not in the HTML. `text` is the prepared one.
    fn notes(&self, document: &Document<'_>, text: &str) -> Vec<Note> {
        let mut notes = Vec::new();
        for warning in document.warnings() {
            let is_comment = warning.source.data().starts_with("////");
            let Some((kind, what, detail)) = remark(&warning.warning, is_comment) else {
                continue;
            };
            let origin = document.origin_of(warning.source);
            notes.push(Note::new(
                kind,
                &self.shown(origin.file),
                origin.line,
                what,
                detail,
            ));
        }
        let texts = self.includes.texts();
        notes.extend(self.missing(&texts));
        let conditions = Conditions::new(document);
        notes.extend(conditions.unchosen(None, text, &self.file));
        for (name, text) in &texts {
            notes.extend(conditions.unchosen(Some(name), text, &self.shown(Some(name))));
        }
        notes
    }

    /// Notes on the files that could not be included.
    fn missing(&self, texts: &BTreeMap<String, String>) -> Vec<Note> {
        let mut known: HashMap<(Option<String>, String), usize> = HashMap::new();
        let missing = self.includes.missing().into_iter();
        let notes = missing.map(|missing| {
            let directive = format!("include::{}[", missing.target);
            let detail = format!("`{}`", missing.target);
            let count = known
                .entry((missing.source.clone(), missing.target))
                .or_default();
            let text = match &missing.source {
                None => Some(&self.text),
                Some(source) => texts.get(&folded(source)),
            };
            let mut lines = text.map_or("", String::as_str).lines().enumerate();
            let line = lines
                .by_ref()
                .filter(|(_, line)| line.starts_with(&directive))
                .nth(*count);
            *count += 1;
            let line = line.map_or(0, |(index, _)| index + 1);
            let file = self.shown(missing.source.as_deref());
            Note::new(NoteKind::Lost, &file, line, missing.what, detail)
        });
        notes.collect()
    }
}

/// Notes on included files that are on other sites, to which the HTML has links.
fn elsewhere(html: &str, lines: &Lines) -> Vec<Note> {
    let mut notes = Vec::new();
    for (index, line) in html.lines().enumerate() {
        for (at, _) in line.match_indices("class=\"bare include\"") {
            let (file, number) = lines.place(index + 1);
            let shown = slice(line, at..)
                .split(['>', '<'])
                .nth(1)
                .unwrap_or_default();
            let what = "an included file on another site";
            notes.push(Note::new(
                NoteKind::Lost,
                file,
                number,
                what,
                excerpt(shown),
            ));
        }
    }
    notes
}

/// What a warning of the parser says about the text, which may be a comment; `None` if nothing is missing.
fn remark(warning: &WarningType, is_comment: bool) -> Option<(NoteKind, &'static str, String)> {
    Some(match warning {
        WarningType::SkippingReferenceToMissingAttribute(name) => {
            let what = "an attribute without a value";
            (NoteKind::NotUnderstood, what, format!("`{{{name}}}`"))
        }
        // other blocks without an end are shown
        WarningType::UnterminatedDelimitedBlock if is_comment => {
            let what = "a comment without an end, and all text after it";
            (NoteKind::Lost, what, String::new())
        }
        WarningType::TableCellExceedsColumnCount | WarningType::TableIncompleteRowAtEndOfTable => {
            let what = "a cell that is not in a whole row of its table";
            (NoteKind::Lost, what, String::new())
        }
        WarningType::TableCsvDataHasUnclosedQuote => {
            let what = "a cell with an unclosed quotation mark";
            (NoteKind::Lost, what, String::new())
        }
        _ => return None,
    })
}
