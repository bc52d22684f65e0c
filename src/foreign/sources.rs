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
use super::site::{Cards, Site, Task};
use super::text_block::{TextBlock, is_in_formula, leaves_open};
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Progress;
use crate::disk::Disk;
use crate::project::config::Mentions;
use crate::text::slice;

/// The most characters of an address on each side of some words.
const LONGEST: usize = 2000;

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
    let finder = Finder::new(published, task.to, task.mentions, task.is_dry)?;
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
    let finder = Finder::new(published, to, mentions, false)?;
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
    let mut findings = finder.read(&Text {
        source,
        path,
        blocks: &read.blocks,
        fit: &|block, words| {
            let place = block.place(words)?;
            let may_be = block.is_in_one_text(words)
                && !is_in_brackets(&block.text, words)
                && !is_in_address(&block.text, words)
                && !is_in_marks(&block.text, words)
                && !is_in_formula(&block.text, words)
                && !is_in_title(source, &place)
                && (syntax == Syntax::Markdown || !is_alone(&block.text, words));
            may_be.then_some(place)
        },
    });
    if syntax == Syntax::Mdx {
        leave_alone(&read.blocks, source, &mut findings.links);
    }
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

/// Whether some words are in brackets: the name of a reference, a link of another program, an expression, or a tag that
/// nobody understands.
fn is_in_brackets(text: &str, words: &Range<usize>) -> bool {
    let before = slice(text, ..words.start);
    [("[", "]"), ("{", "}"), ("<", ">")]
        .iter()
        .any(|(open, close)| leaves_open(before, open, close))
}

/// Whether some words are in an address that is not marked as a link, as in `https://example.org/gearbox`. Beside it, there
/// may be text without spaces, such as Chinese.
fn is_in_address(text: &str, words: &Range<usize>) -> bool {
    let is_of_address = |c: &char| c.is_ascii_graphic();
    let before = slice(text, ..words.start).chars().rev();
    let before: String = before.take(LONGEST).take_while(is_of_address).collect();
    let after = slice(text, words.end..).chars();
    let after: String = after.take(LONGEST).take_while(is_of_address).collect();
    // the beginning is read from its end
    before.contains("//:") || before.contains(".www") || before.contains('@') || after.contains('@')
}

/// Whether some words are the name of an emoji, in a comment of Obsidian, or in the text of an abbreviation.
fn is_in_marks(text: &str, words: &Range<usize>) -> bool {
    let (before, after) = (slice(text, ..words.start), slice(text, words.end..));
    let is_emoji = before.ends_with(':') && after.starts_with(':');
    let is_comment = before.matches("%%").count() % 2 == 1;
    is_emoji || is_comment || text.starts_with("*[")
}

/// Whether the line of a place begins an alert or a callout, and the place is in its title.
fn is_in_title(source: &str, place: &Range<usize>) -> bool {
    let line = slice(source, ..place.start).rsplit('\n').next();
    let line = line.unwrap_or_default().trim_start_matches(['>', ' ']);
    line.starts_with("[!")
}

/// Whether a block consists of some words.
fn is_alone(text: &str, words: &Range<usize>) -> bool {
    slice(text, words.clone()).trim() == text.trim()
}

/// Leaves out the links of a block that has nothing else: MDX makes no paragraph of elements alone.
fn leave_alone(blocks: &[TextBlock], source: &str, links: &mut Vec<AddedLink>) {
    for block in blocks {
        let Some(whole) = block.place(&(0..block.text.len())) else {
            continue;
        };
        let is_in = |link: &AddedLink| whole.start <= link.span.start && link.span.end <= whole.end;
        let mut rest = String::new();
        let mut done = whole.start;
        for link in links.iter().filter(|link| is_in(link)) {
            rest.push_str(slice(source, done..link.span.start));
            done = link.span.end;
        }
        rest.push_str(slice(source, done..whole.end));
        if done > whole.start && rest.trim().is_empty() {
            links.retain(|link| !is_in(link));
        }
    }
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
