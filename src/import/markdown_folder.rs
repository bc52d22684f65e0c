//! Reads a folder of Markdown files with front matter, as Hugo, Zola, Jekyll, Docusaurus and Obsidian use
//! it: each file is an entry.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, HeadingLevel, Tag};
use rayon::prelude::*;

use super::draft::{Markup, RawEntry};
use super::fields;
use super::passage::{Passage, events};
use super::report::Report;
use super::value::{Field, Problem, Value};
use crate::address::destination::is_harmless;
use crate::diagnostic::disk_error::{Cause, DiskError};
use crate::diagnostic::progress::Progress;
use crate::disk::{Disk, PathKind};
use crate::entry::events::{element, visible_text};
use crate::entry::front_matter::meaning::{holds_definition, names_term};
use crate::project::config::Limits;
use crate::source::{Edit, SourceFile};
use crate::text::fold::single_spaced;
use crate::text::slice;

/// The extensions of Markdown files.
const MARKDOWN: &[&str] = &["md", "markdown", "mdx"];

/// Folders of tools, without texts of authors.
const FOREIGN: &[&str] = &["node_modules", "_site"];

/// The content of a folder.
#[derive(Debug, Default)]
pub(super) struct MarkdownFolder {
    /// The entries, in order of their files.
    pub(super) raws: Vec<RawEntry>,
    /// The paths, without extension, of Markdown files that are not entries.
    pub(super) pages: BTreeSet<String>,
    /// The other files: for each path from the folder, the path on the disk.
    pub(super) files: BTreeMap<String, PathBuf>,
    /// The title of the glossary, if its first page has one.
    pub(super) title: Option<String>,
    /// Whether it is a vault of Obsidian.
    pub(super) is_vault: bool,
}

/// The result of reading a Markdown file.
enum Read {
    Entry(Box<RawEntry>),
    LeftOut(String, Option<String>),
    Invalid(Problem),
    Failed(DiskError),
}

/// Reads a folder, or one file. `shown` is its name in messages.
///
/// # Errors
///
/// A file cannot be read.
pub(super) fn read(
    disk: &Disk,
    source: &Path,
    shown: &str,
    progress: &dyn Progress,
    report: &mut Report,
) -> Result<MarkdownFolder, DiskError> {
    let mut folder = MarkdownFolder::default();
    let mut texts: Vec<(String, PathBuf)> = Vec::new();
    for (name, path) in list(disk, source, shown, report)? {
        if is_markdown(&name) {
            texts.push((name, path))
        } else {
            drop(folder.files.insert(name, path))
        }
    }
    if report.is_folder {
        folder.is_vault = disk.kind(&source.join(".obsidian"))? == Some(PathKind::Folder);
    }
    leave_large(disk, shown, &mut folder.files, report)?;
    report.files = texts.len();
    report.others = folder.files.len();
    let stems: HashMap<&str, usize> = texts.iter().fold(HashMap::new(), |mut count, (name, _)| {
        let parent = name.rsplit_once('/').map_or("", |(parent, _)| parent);
        *count.entry(parent).or_default() += 1;
        count
    });
    let names: BTreeSet<&str> = texts.iter().map(|(name, _)| stem(name)).collect();
    let part = progress.begin("reading", texts.len());
    let read: Vec<Read> = texts
        .par_iter()
        .map(|(name, path)| {
            part.step();
            let parent = name.rsplit_once('/').map_or("", |(parent, _)| parent);
            let is_alone = !parent.is_empty() && stems.get(parent) == Some(&1);
            read_file(disk, name, path, shown, is_alone, &names)
        })
        .collect();
    for ((name, _), read) in texts.iter().zip(read) {
        let place = named(shown, name);
        match read {
            Read::Entry(raw) => folder.raws.push(*raw),
            Read::LeftOut(why, title) => {
                if matches!(stem(name), "_index" | "index" | "README" | "readme") {
                    folder.title = folder.title.or(title);
                }
                folder.pages.insert(stem(name).to_owned());
                report.leave_out(place, why);
            }
            Read::Invalid(problem) => report.add_error(&place, problem),
            Read::Failed(error) => return Err(error),
        }
    }
    Ok(folder)
}

/// Leaves out files that are larger than the limit for published files.
fn leave_large(
    disk: &Disk,
    shown: &str,
    files: &mut BTreeMap<String, PathBuf>,
    report: &mut Report,
) -> Result<(), DiskError> {
    let limit = Limits::default().file_size;
    let mut large = Vec::new();
    for (name, path) in files.iter().filter(|(name, _)| is_harmless(name)) {
        if disk.stamp(path)?.length > limit {
            large.push(name.clone());
        }
    }
    for name in large {
        files.remove(&name);
        let why = format!("the file has more than {limit} bytes");
        report.leave_out(named(shown, &name), why);
    }
    Ok(())
}

/// The name of a file of the source in messages.
pub(super) fn named(shown: &str, name: &str) -> String {
    if name.is_empty() {
        shown.to_owned()
    } else {
        format!("{}/{name}", shown.trim_end_matches('/'))
    }
}

/// All files below a folder, in order, by their path from it with `/`. A source that is a file has its own
/// name.
pub(super) fn list(
    disk: &Disk,
    source: &Path,
    shown: &str,
    report: &mut Report,
) -> Result<Vec<(String, PathBuf)>, DiskError> {
    if disk.kind(source)? == Some(PathKind::File) {
        let name = source.file_name().unwrap_or_default().to_string_lossy();
        return Ok(vec![(name.into_owned(), source.to_owned())]);
    }
    let enters = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with('.') && !FOREIGN.contains(&name.as_ref())
    };
    let mut files = Vec::new();
    for found in disk.walk(source, enters)? {
        let relative = found.path.strip_prefix(source).unwrap_or(&found.path);
        let parts: Vec<_> = relative
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        let name = parts.join("/");
        match found.kind {
            PathKind::Folder => {}
            PathKind::Other => {
                let why = "it is a link or a device: put the file itself there";
                report.leave_out(named(shown, &name), why);
            }
            PathKind::File => files.push((name, found.path)),
        }
    }
    files.sort();
    Ok(files)
}

pub(super) fn is_markdown(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| MARKDOWN.iter().any(|own| ending.eq_ignore_ascii_case(own)))
}

/// A path without its extension.
pub(super) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn read_file(
    disk: &Disk,
    name: &str,
    path: &Path,
    shown: &str,
    is_alone: bool,
    names: &BTreeSet<&str>,
) -> Read {
    let text = match text(disk, path) {
        Ok(text) => text,
        Err(Unread::Invalid(problem)) => return Read::Invalid(problem),
        Err(Unread::Failed(error)) => return Read::Failed(error),
    };
    let parts = match fields::split(&text) {
        Ok(parts) => parts,
        Err(problem) => return Read::Invalid(problem),
    };
    let mut raw = RawEntry {
        file: if path
            .file_name()
            .is_some_and(|own| own.to_string_lossy() == name)
            && shown.ends_with(name)
        {
            shown.to_owned()
        } else {
            named(shown, name)
        },
        line: 1,
        path: stem(name).to_owned(),
        folder: name
            .rfind('/')
            .map_or(String::new(), |at| slice(name, ..=at).to_owned()),
        fields: parts.fields,
        body: Passage::new(parts.body, parts.line),
        markup: Markup::Markdown,
    };
    let base = raw.path.rsplit('/').next().unwrap_or_default().to_owned();
    let title = raw
        .fields
        .iter()
        .find(|field| field.key.eq_ignore_ascii_case("title"))
        .and_then(|field| field.value.text())
        .filter(|title| !title.trim().is_empty());
    let left_out = |why: &str| Read::LeftOut(why.to_owned(), title.clone());
    let lower = base.to_lowercase();
    if base.starts_with('_') {
        return left_out("a file whose name begins with `_` is a section's page or a template");
    }
    if matches!(lower.as_str(), "index" | "readme") && !is_alone {
        return left_out("the page of a folder");
    }
    if let Some(language) = translation(&raw.path, names) {
        return left_out(&format!("a translation into `{language}`"));
    }
    let is_layout = raw.fields.iter().any(|field| field.key == "layout");
    let says = |is: fn(&str) -> bool| raw.fields.iter().any(|field| is(&field.key));
    if raw.body.text.trim().is_empty() && !says(holds_definition) {
        if is_layout {
            return left_out("it has no text, and a layout makes its page");
        }
        if raw.fields.is_empty() {
            return left_out("it is empty");
        }
    }
    if matches!(lower.as_str(), "index" | "readme") {
        // a bundle: the folder is the entry
        let folder = raw.folder.trim_end_matches('/');
        raw.path = folder.to_owned();
    }
    name_by_heading(&mut raw);
    Read::Entry(Box::new(raw))
}

/// The language of a file such as `term.de.md`, if `term.md` exists too.
fn translation<'p>(path: &'p str, names: &BTreeSet<&str>) -> Option<&'p str> {
    let (original, language) = path.rsplit_once('.')?;
    let primary = language.split('-').next().unwrap_or_default();
    let is_language = (2..=3).contains(&primary.len()) && primary.chars().all(char::is_alphabetic);
    (is_language && names.contains(original)).then_some(language)
}

/// Adds a title if no key has one: the first heading, or the file name. Removes a heading that repeats the
/// title.
fn name_by_heading(raw: &mut RawEntry) {
    let heading = first_heading(&raw.body.text);
    let named = raw
        .fields
        .iter()
        .find(|field| names_term(&field.key) && !field.value.is_empty())
        .and_then(|field| field.value.text());
    let field = |key: &str, text: &str| Field {
        key: key.to_owned(),
        value: Value::quoted(text),
        line: 1,
    };
    match (named, heading) {
        (Some(title), Some((text, span))) if single_spaced(&title) == single_spaced(&text) => {
            raw.body.apply(vec![Edit::new(span, "")]);
        }
        (Some(_), _) => {}
        (None, Some((text, span))) => {
            raw.fields.insert(0, field("first heading", &text));
            raw.body.apply(vec![Edit::new(span, "")]);
        }
        (None, None) => {
            let base = raw.path.rsplit('/').next().unwrap_or_default().to_owned();
            raw.fields.insert(0, field("file name", &words_of(&base)));
        }
    }
}

/// A file name as a title. If it has neither spaces nor capitals, hyphens become spaces.
fn words_of(name: &str) -> String {
    let is_address = !name.contains(' ') && !name.contains(char::is_uppercase);
    if is_address {
        name.replace(['-', '_'], " ")
    } else {
        name.to_owned()
    }
}

/// The words and the byte range of a heading of the first level at the beginning of a text.
fn first_heading(text: &str) -> Option<(String, std::ops::Range<usize>)> {
    let events = events(text);
    // imports and comments may be before it
    let at = events
        .iter()
        .position(|(event, _)| matches!(event, Event::Start(Tag::Heading { .. })))?;
    let (event, span) = events.get(at)?;
    let is_first = matches!(
        event,
        Event::Start(Tag::Heading {
            level: HeadingLevel::H1,
            ..
        })
    );
    let before = slice(text, ..span.start);
    let is_top = before.lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with("import ") || line.starts_with("<!--")
    });
    let words = visible_text(element(&events, at));
    let words = words.split(" {#").next().unwrap_or_default().to_owned();
    (is_first && is_top && !words.trim().is_empty()).then(|| (words, span.clone()))
}

/// The reason why a file cannot be read.
pub(super) enum Unread {
    /// Its content, which its author has to correct.
    Invalid(Problem),
    /// The disk.
    Failed(DiskError),
}

/// The text of a file, with lines that end in `\n`.
pub(super) fn text(disk: &Disk, path: &Path) -> Result<String, Unread> {
    let limit = Limits::default().file_size;
    let bytes = disk.read(path, limit).map_err(|error| match error.cause {
        Cause::TooLarge => Unread::Invalid(Problem {
            line: 0,
            reason: format!("the file has more than {limit} bytes"),
        }),
        _ => Unread::Failed(error),
    })?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile::new("", text).text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..at).unwrap_or_default();
            let before = SourceFile::new("", String::from_utf8_lossy(before).into_owned());
            let (line, _) = before.line_column(before.text.len());
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let reason = format!("the file is not UTF-8: byte {at} is 0x{byte:02x}");
            Err(Unread::Invalid(Problem { line, reason }))
        }
    }
}
