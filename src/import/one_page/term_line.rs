//! The line that names a term: a heading, bold words, a cell. It may hold markup, a link, anchors and footnotes.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::blocks::{Page, Placed};
use crate::entry::events::end_of;
use crate::import::old_site::heading_id;
use crate::text::fold::single_spaced;
use crate::text::slice;

/// The parts of a line that names a term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TermLine {
    /// The words, without markup.
    pub(super) title: String,
    /// The URLs to which the words link.
    pub(super) urls: Vec<String>,
    /// Other addresses to which they link.
    pub(super) paths: Vec<String>,
    /// Anchors of HTML and of attributes.
    pub(super) anchors: Vec<String>,
    /// Its images, in Markdown.
    pub(super) images: Vec<String>,
    /// The marks of footnotes, as they are written.
    pub(super) footnotes: Vec<String>,
}

impl TermLine {
    /// Reads the events of a line.
    pub(super) fn of(events: &[Placed<'_>]) -> Self {
        let mut line = Self::default();
        let mut words = String::new();
        let mut image: Option<(String, String)> = None;
        for (event, _) in events {
            match event {
                Event::Text(text) | Event::Code(text) => match &mut image {
                    Some((_, alt)) => alt.push_str(text),
                    None => words.push_str(text),
                },
                Event::Start(Tag::Image { dest_url, .. }) => {
                    image = Some((dest_url.to_string(), String::new()));
                }
                Event::End(TagEnd::Image) => {
                    if let Some((address, alt)) = image.take() {
                        // a heading with an image alone is called as the image
                        if words.trim().is_empty() {
                            words.push_str(&alt);
                        }
                        line.images.push(format!("![{alt}]({address})"));
                    }
                }
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                Event::InlineHtml(html) if html.starts_with("<br") => words.push(' '),
                Event::InlineHtml(html) | Event::Html(html) => line.anchors.extend(anchors(html)),
                Event::FootnoteReference(label) => line.footnotes.push(format!("[^{label}]")),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    if dest_url.contains("://") {
                        line.urls.push(dest_url.to_string());
                    } else if !dest_url.starts_with('#') && !dest_url.is_empty() {
                        line.paths.push(dest_url.to_string());
                    }
                }
                _ => {}
            }
        }
        let (title, id) = heading_id(&words);
        line.anchors.extend(id.map(str::to_owned));
        let title = single_spaced(title);
        let title = title.trim_end_matches([':', '：']).trim_end();
        line.title = title.to_owned();
        line
    }
}

/// The anchors that tags of HTML define: `<a name="x">`, `<span id="x">`.
pub(super) fn anchors(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for key in ["id=", "name="] {
        for (at, _) in html.match_indices(key) {
            let is_word = slice(html, ..at).ends_with(|c: char| c.is_whitespace());
            let rest = slice(html, at + key.len()..);
            let value = match rest.chars().next() {
                Some(mark @ ('"' | '\'')) => slice(rest, 1..).split(mark).next(),
                _ => rest
                    .split(|c: char| c.is_whitespace() || c == '>' || c == '/')
                    .next(),
            };
            found.extend(
                value
                    .filter(|id| is_word && !id.is_empty())
                    .map(str::to_owned),
            );
        }
    }
    found
}

/// Whether events are only anchors of HTML, white space and line breaks.
pub(super) fn is_only_anchors(events: &[Placed<'_>]) -> bool {
    let mut has_anchor = false;
    for (event, _) in events {
        match event {
            Event::InlineHtml(html) | Event::Html(html) => {
                let html = html.trim();
                let is_anchor = html.starts_with("<a ") || html.starts_with("<span ");
                has_anchor |= !anchors(html).is_empty();
                let is_plain = is_anchor || html.starts_with("</") || html.is_empty();
                if !is_plain || html.contains("href") {
                    return false;
                }
                // `<a id="x">words</a>` in one piece
                let inside = html.split_once('>').map_or("", |(_, rest)| rest);
                if !inside
                    .split('<')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .is_empty()
                {
                    return false;
                }
            }
            Event::Text(text) if !text.trim().is_empty() => return false,
            Event::Code(_) | Event::FootnoteReference(_) => return false,
            _ => {}
        }
    }
    has_anchor
}

/// A term at the beginning of a line, and the place where its text begins.
pub(super) struct LineStart {
    pub(super) line: TermLine,
    /// The offset where the line begins.
    pub(super) start: usize,
    /// The offset where the text begins, after the separator.
    pub(super) text: usize,
    /// Whether a colon, a dash or a line break separates them. Without one, the term is a part of its text.
    pub(super) is_separated: bool,
    /// Whether the term is in bold, and not in italics or code or a link.
    pub(super) is_bold: bool,
    /// Whether a separator is written on the line.
    pub(super) has_mark: bool,
}

/// The terms at the beginnings of the lines of a paragraph or of the first line of an item. `events` are those
/// inside the block.
pub(super) fn line_starts(page: &Page<'_>, events: &[Placed<'_>]) -> Vec<LineStart> {
    let mut found = Vec::new();
    let mut begin = None;
    let mut anchors_before: Vec<String> = Vec::new();
    let mut is_start = true;
    let mut index = 0;
    while let Some((event, span)) = events.get(index) {
        match event {
            Event::SoftBreak | Event::HardBreak => {
                is_start = true;
                begin = None;
                anchors_before.clear();
            }
            Event::InlineHtml(html) if is_start => {
                begin = begin.or(Some(span.start));
                anchors_before.extend(anchors(html));
                is_start = !html.starts_with("<b>") && !html.starts_with("<strong>");
            }
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Link { .. }) | Event::Code(_)
                if is_start =>
            {
                let end = match event {
                    Event::Code(_) => index,
                    _ => end_of(events, index),
                };
                let inside = events.get(index..end + 1).unwrap_or_default();
                let whole = span.clone();
                let start = begin.unwrap_or(whole.start);
                if let Some(mut at_start) = line_start(page, inside, start, whole.end) {
                    at_start.line.anchors.append(&mut anchors_before);
                    found.push(at_start);
                }
                is_start = false;
                index = end;
            }
            Event::End(_) => {}
            _ => is_start = false,
        }
        index += 1;
    }
    found
}

/// A term in bold, italics or code that begins a line at `start` and ends at `end`.
fn line_start(
    page: &Page<'_>,
    inside: &[Placed<'_>],
    start: usize,
    end: usize,
) -> Option<LineStart> {
    let is_bold = inside
        .iter()
        .any(|(event, _)| matches!(event, Event::Start(Tag::Strong)));
    let line = TermLine::of(inside);
    let line_end = page.line_end(end);
    let rest = slice(page.text, end..line_end);
    let written: String = inside
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            _ => None,
        })
        .collect();
    let ends_itself = written.trim_end().ends_with([':', '：']);
    let (title, after) = with_brackets(&line.title, rest);
    let separator = separator(after);
    if title.is_empty() || title.len() > LONGEST {
        return None;
    }
    let is_separated = ends_itself || separator.is_some() || after.trim().is_empty();
    let text = if is_separated {
        let brackets = rest.len() - after.len();
        end + brackets + separator.unwrap_or(0)
    } else {
        start
    };
    let title = if is_separated {
        title
    } else {
        line.title.clone()
    };
    Some(LineStart {
        line: TermLine { title, ..line },
        start,
        text,
        is_separated,
        is_bold,
        has_mark: ends_itself || separator.is_some(),
    })
}

/// The longest title of a term that is not a heading, in bytes.
pub(super) const LONGEST: usize = 120;

/// The title with the brackets after it, as in `**Term** (T): text`, and the rest of the line.
fn with_brackets<'r>(title: &str, rest: &'r str) -> (String, &'r str) {
    let trimmed = rest.trim_start();
    let close = trimmed
        .find([')', '）'])
        .filter(|_| trimmed.starts_with(['(', '（']));
    let Some(close) = close else {
        return (title.to_owned(), rest);
    };
    let bracket = slice(trimmed, close..).chars().next();
    let end = close + bracket.map_or(0, char::len_utf8);
    let after = slice(trimmed, end..);
    if separator(after).is_none() && !after.trim().is_empty() {
        return (title.to_owned(), rest);
    }
    let brackets = slice(trimmed, ..end).replace(['*', '_', '`'], "");
    (format!("{title} {brackets}"), after)
}

/// The length of a separator between a term and its text, with the white space around it.
pub(super) fn separator(rest: &str) -> Option<usize> {
    let trimmed = rest.trim_start();
    let before = rest.len() - trimmed.len();
    let mark = SEPARATORS.iter().find(|mark| trimmed.starts_with(**mark))?;
    let after = slice(trimmed, mark.len()..);
    // a hyphen within a word is not a separator
    let needs_space = matches!(*mark, "-" | "--" | "=" | ".");
    if needs_space && !after.is_empty() && !after.starts_with(char::is_whitespace) {
        return None;
    }
    let spaces = after.len() - after.trim_start().len();
    Some(before + mark.len() + spaces)
}

/// The separators between a term and its text. A longer one comes before its beginning.
const SEPARATORS: &[&str] = &[
    "<br/>", "<br />", "<br>", "::", ":", "：", "---", "--", "—", "–", "-", "=>", "=", "→", ".",
];

/// The term and the offset of the text in a plain line such as `Term: text` or `Term - text`.
pub(super) fn plain_start(text: &str, span: &Range<usize>) -> Option<(String, usize)> {
    let line = slice(text, span.clone());
    let line = line.lines().next()?;
    let cut = [": ", "： ", "：", " - ", " – ", " — ", " = "]
        .iter()
        .filter_map(|mark| Some((line.find(mark)?, mark.len())))
        .min()?;
    let (at, length) = cut;
    let title = slice(line, ..at).trim();
    let is_title = !title.is_empty()
        && title.len() <= 60
        && title.split_whitespace().count() <= 7
        && !title.contains(['[', ']', '`', '*', '.', '!', '?', '|', '<']);
    is_title.then(|| (single_spaced(title), span.start + at + length))
}
