//! Writes links into the sources of a site: Markdown and MDX.
//!
//! A link is written as HTML, which all these programs keep as it is:
//!
//! ```text
//! A gearbox turns.
//! A <a class="hw-term" href="https://example.org/gearbox/" title="Wheels that change a speed.">gearbox</a> turns.
//! ```

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::dialects::Syntax;
use super::faults as messages;
use super::file_kind::FileKind;
use super::markdown::MarkdownText;
use super::mentions::{AddedLink, Finder, Findings, Text};
use super::passages::Searched;
use super::published::Published;
use super::report::{Done, Report};
use super::site::{Cards, Site, Task, address, linking};
use super::text_block::TextBlock;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Progress;
use crate::disk::Disk;
use crate::project::config::Mentions;
use crate::text::slice;

/// A source with its links.
#[derive(Debug)]
struct LinkedSource {
    /// Its text.
    text: String,
    /// What was found in it.
    findings: Findings,
}

/// Writes links into copies of the sources in a folder. Problems are collected in `faults`; if one is an error, nothing is
/// written.
///
/// # Errors
///
/// As [`super::annotate`].
pub fn annotate_sources(
    disk: &Disk,
    published: &Published,
    task: &Task<'_>,
    faults: &Faults,
    progress: &dyn Progress,
) -> Result<Done, Failure> {
    let to = address(published, task.to)?;
    let linking = linking(task.mentions);
    let finder = Finder {
        published,
        to: &to,
        linking: &linking,
        has_places: task.is_dry,
    };
    let site = Site::open(disk, task, FileKind::Sources, faults)?;
    let report = Mutex::new(Report::default());
    let result = site.each_page(progress, &|path, bytes| {
        let report = || report.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(source) = str::from_utf8(bytes) else {
            faults.report(messages::not_utf8(path));
            return None;
        };
        // Docusaurus takes `.md` for MDX too, where an expression is not a text
        let LinkedSource { text, findings } = linked(&finder, source, path, Syntax::Mdx);
        report().add(path, findings, faults);
        Some(text.into_bytes())
    });
    let mut report = report.into_inner().unwrap_or_else(PoisonError::into_inner);
    let staged = site.checked(result, faults)?;
    report.written = staged.len();
    report.not_followed = site.files.strange;
    if !task.is_dry {
        site.or_clean_up(site.publish(&staged, Cards::Kept))?;
    }
    Ok(report.done(published, task.is_dry))
}

/// Writes links into the chapters of a book, as mdBook gives it to a preprocessor: JSON, whose chapters are objects with
/// `content` and `source_path`. Gives what a maintainer should know.
///
/// # Errors
///
/// [`Failure::Usage`] if the address of the glossary is unknown.
pub fn link_book(
    published: &Published,
    to: Option<&str>,
    mentions: Mentions,
    book: &mut Value,
    faults: &Faults,
) -> Result<Vec<String>, Failure> {
    let to = address(published, to)?;
    let linking = linking(mentions);
    let finder = Finder {
        published,
        to: &to,
        linking: &linking,
        has_places: false,
    };
    let mut report = Report::default();
    link_chapters(&finder, book, &mut report, faults);
    Ok(report.notes())
}

/// Writes links into all chapters in some JSON: their names differ between the versions of mdBook, but not their form.
fn link_chapters(finder: &Finder<'_>, book: &mut Value, report: &mut Report, faults: &Faults) {
    let inside: Vec<&mut Value> = match book {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => return,
    };
    for value in inside {
        link_chapters(finder, value, report, faults);
    }
    let path = book.get("source_path").and_then(Value::as_str);
    let path = path.unwrap_or("a chapter").to_owned();
    if let Some(Value::String(content)) = book.get_mut("content") {
        let LinkedSource { text, findings } = linked(finder, content, &path, Syntax::Markdown);
        report.add(&path, findings, faults);
        *content = text;
    }
}

/// Writes links into a source. `path` is its path, for messages.
fn linked(finder: &Finder<'_>, source: &str, path: &str, syntax: Syntax) -> LinkedSource {
    let read = MarkdownText::read(source, syntax, Searched::Linkable);
    let findings = finder.read(&Text {
        source,
        path,
        blocks: &read.blocks,
        fit: &|block, words| {
            let may_be = block.is_in_one_text(words)
                && !is_in_brackets(&block.text, words)
                && !is_in_address(&block.text, words)
                && (syntax == Syntax::Markdown || !is_alone(block, words));
            may_be.then(|| block.place(words))?
        },
    });
    let mut text = String::with_capacity(source.len());
    let mut done = 0;
    for link in &findings.links {
        text.push_str(slice(source, done..link.span.start));
        text.push_str(&start_tag(finder, link));
        text.push_str(slice(source, link.span.clone()));
        text.push_str("</a>");
        done = link.span.end;
    }
    text.push_str(slice(source, done..));
    LinkedSource { text, findings }
}

/// Whether some words are in square brackets: the name of a reference, or a link of another program.
fn is_in_brackets(text: &str, words: &Range<usize>) -> bool {
    let before = slice(text, ..words.start);
    let opened = before.rfind('[');
    opened.is_some() && opened > before.rfind(']')
}

/// Whether some words are in an address that is not marked as a link, as in `https://example.org/gearbox`.
fn is_in_address(text: &str, words: &Range<usize>) -> bool {
    let start = slice(text, ..words.start)
        .rfind(' ')
        .map_or(0, |space| space + 1);
    let length = slice(text, words.end..).find(' ');
    let end = length.map_or(text.len(), |length| words.end + length);
    let around = slice(text, start..end);
    around.contains("://") || around.contains("www.") || around.contains('@')
}

/// Whether a block consists of some words. MDX makes no paragraph of an element alone.
fn is_alone(block: &TextBlock, words: &Range<usize>) -> bool {
    slice(&block.text, words.clone()).trim() == block.text.trim()
}

/// The tag that begins a link.
fn start_tag(finder: &Finder<'_>, link: &AddedLink) -> String {
    let address = escaped(&finder.address(link.entry));
    // the router of VitePress takes a link of the same host for one of its own pages
    let target = if finder.to.starts_with('/') {
        " target=\"_self\""
    } else {
        ""
    };
    let gloss = &finder.published.entry(link.entry).gloss;
    let title = match gloss.as_str() {
        "" => String::new(),
        gloss => format!(" title=\"{}\"", escaped(gloss)),
    };
    format!("<a class=\"hw-term\" href=\"{address}\"{target}{title}>")
}

/// A text for an attribute, in which no program finds code, a formula, a cell of a table or an expression.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '&' | '<' | '>' | '`' | '$' | '|' | '{' | '}' => {
                escaped.push_str(&format!("&#{};", u32::from(c)));
            }
            c => escaped.push(c),
        }
    }
    escaped
}
