//! What is known of each element of a page before its text is read: where it ends, and what is in it.

use std::collections::HashSet;
use std::ops::Range;

use crate::text::slice;
use crate::web_page::tags::{StartTag, decoded};
use crate::web_page::tree::{Element, Event, Page};

/// What is in an element.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Content {
    /// The bytes of its texts, as they are written, without those that are only signs.
    pub(super) length: usize,
    /// The bytes of the texts of its links.
    pub(super) linked: usize,
    /// The number of its links to other pages.
    pub(super) links: usize,
    /// The number of `dt` in it.
    pub(super) terms: usize,
    /// The number of headings in it.
    pub(super) headings: usize,
    /// The number of tables in it.
    pub(super) tables: usize,
    /// The number of rows in it that are not those of a table in it.
    pub(super) rows: usize,
    /// The number of rows of tables in it.
    pub(super) inner_rows: usize,
    /// The number of cells of its rows.
    pub(super) cells: usize,
}

impl Content {
    /// Adds what is in an element that is in this one.
    fn add(&mut self, other: &Self, is_table: bool) {
        self.length += other.length;
        self.linked += other.linked;
        self.links += other.links;
        self.terms += other.terms;
        self.headings += other.headings;
        self.tables += other.tables;
        self.inner_rows += other.inner_rows;
        if is_table {
            self.inner_rows += other.rows;
        } else {
            self.rows += other.rows;
            self.cells += other.cells;
        }
    }

    fn count(&mut self, name: &str) {
        match name {
            "dt" => self.terms += 1,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.headings += 1,
            "table" => self.tables += 1,
            "tr" => self.rows += 1,
            "td" | "th" => self.cells += 1,
            _ => {}
        }
    }

    /// Whether it is a menu: nearly all of its text is in links to other pages.
    pub(super) fn is_menu(&self) -> bool {
        self.links >= 3
            && self.linked * 10 >= self.length * 8
            && self.terms == 0
            && self.headings == 0
    }

    /// Whether it has several things that can each be a term.
    pub(super) fn is_group(&self) -> bool {
        self.terms > 1 || self.headings > 1 || self.rows + self.inner_rows > 1
    }
}

/// A page whose elements are known.
pub(super) struct Outline<'p> {
    pub(super) text: &'p str,
    pub(super) page: &'p Page,
    /// For each event that begins an element: the index of the event that ends it, and what is in between.
    ends: Vec<usize>,
    contents: Vec<Content>,
    /// The offset of each line.
    lines: Vec<usize>,
    /// The anchors to which links of the page lead.
    pub(super) targets: HashSet<&'p str>,
}

impl<'p> Outline<'p> {
    /// Looks at all elements of a page once.
    pub(super) fn new(text: &'p str, page: &'p Page) -> Self {
        let events = &page.events;
        let mut ends = vec![0; events.len()];
        let mut contents = vec![Content::default(); events.len()];
        let mut open: Vec<(usize, &Element, Content)> = Vec::new();
        let mut targets = HashSet::new();
        for (index, event) in events.iter().enumerate() {
            match event {
                Event::Open(element) => {
                    if let Some((.., content)) = open.last_mut() {
                        content.count(&element.tag.name);
                    }
                    if let Some((_, anchor)) = element.href().and_then(|href| href.split_once('#'))
                    {
                        targets.insert(anchor);
                    }
                    open.push((index, element, Content::default()));
                }
                Event::Close(_) => {
                    let Some((start, element, mut content)) = open.pop() else {
                        continue;
                    };
                    let is_table = element.tag.name == "table";
                    if element.href().is_some_and(|href| !href.starts_with('#')) {
                        content.linked = content.length;
                        content.links = 1;
                    }
                    if let Some((.., around)) = open.last_mut() {
                        around.add(&content, is_table);
                    }
                    if let (Some(end), Some(own)) = (ends.get_mut(start), contents.get_mut(start)) {
                        *end = index;
                        *own = content;
                    }
                }
                Event::Text(span) => {
                    if let Some((.., content)) = open.last_mut() {
                        content.length += length(slice(text, span.clone()));
                    }
                }
                _ => {}
            }
        }
        let ends_of_lines = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            page,
            ends,
            contents,
            lines: std::iter::once(0).chain(ends_of_lines).collect(),
            targets,
        }
    }

    /// The event that ends the element that begins at an event.
    pub(super) fn end(&self, start: usize) -> usize {
        self.ends.get(start).copied().unwrap_or(start)
    }

    /// The content of the element that begins at an event.
    pub(super) fn content(&self, start: usize) -> Content {
        self.contents.get(start).copied().unwrap_or_default()
    }

    /// The bytes of the texts in some events.
    pub(super) fn length(&self, events: Range<usize>) -> usize {
        let events = self.page.events.get(events).unwrap_or_default();
        let lengths = events.iter().map(|event| match event {
            Event::Text(span) => length(slice(self.text, span.clone())),
            _ => 0,
        });
        lengths.sum()
    }

    /// The number of the line with an offset; the first line is 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset)
    }

    /// The start tag of the element that begins at an event.
    pub(super) fn tag(&self, start: usize) -> Option<&'p StartTag> {
        match self.page.events.get(start)? {
            Event::Open(element) => Some(&element.tag),
            _ => None,
        }
    }

    /// The words in some events, with one space for each white space; at most about `most` bytes of them.
    pub(super) fn words(&self, events: Range<usize>, most: usize) -> String {
        let mut words = String::new();
        for event in self.page.events.get(events).unwrap_or_default() {
            match event {
                Event::Text(span) => words.push_str(&characters(slice(self.text, span.clone()))),
                Event::Open(element) if is_line(&element.tag.name) => words.push(' '),
                Event::Break | Event::Rule => words.push(' '),
                _ => {}
            }
            if words.len() > most {
                break;
            }
        }
        let parts: Vec<&str> = words.split_whitespace().collect();
        parts.join(" ")
    }

    /// The source of the text that an element has without tags, such as a script: from its start tag to its end tag.
    pub(super) fn raw(&self, start: usize) -> &'p str {
        let (Some(tag), Some(Event::Close(end))) =
            (self.tag(start), self.page.events.get(self.end(start)))
        else {
            return "";
        };
        slice(self.text, tag.span.end..end.start)
    }

    /// The number of the first element with one of some names in some events.
    pub(super) fn first(&self, events: Range<usize>, name: &str) -> Option<usize> {
        let is_one = |index: &usize| self.tag(*index).is_some_and(|tag| tag.name == name);
        events.into_iter().find(is_one)
    }
}

/// The bytes of a text; none if it has only signs, such as bars between links.
fn length(text: &str) -> usize {
    match text.chars().any(char::is_alphanumeric) {
        true => text.trim().len(),
        false => 0,
    }
}

/// A text of a page with its character references decoded, and without characters that only allow a line break.
pub(super) fn characters(text: &str) -> String {
    let text = decoded_text(text);
    text.replace(['\u{ad}', '\u{200b}', '\u{feff}', '\u{2060}'], "")
        .replace(['\u{2028}', '\u{2029}', '\u{c}'], " ")
}

/// A text with its character references decoded. A `<` in it begins no tag.
fn decoded_text(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    if !text.contains('<') {
        return decoded(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(slice(rest, ..at));
        let from = slice(rest, at..);
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '#';
        let name = slice(from, 1..).find(|c| !is_part(c));
        let name = name.map_or(from.len(), |end| end + 1);
        let end = match slice(from, name..).starts_with(';') {
            true => name + 1,
            false => name,
        };
        out.push_str(&decoded(slice(from, ..end)));
        rest = slice(from, end..);
    }
    out.push_str(rest);
    out
}

/// Whether an element begins a new line or cell.
fn is_line(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    )
}
