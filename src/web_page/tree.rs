//! The elements and texts of a page, in their order: each element that begins also ends.
//!
//! A page may leave out end tags, and minifiers do; others have tags that are in the wrong place. This file puts
//! the ends where browsers put them, as far as it matters for text (WHATWG HTML, 13.2.6).

use std::collections::HashMap;
use std::ops::Range;

use super::elements::{Role, ended_by, is_of_head, is_raw, is_special, is_void, role};
use super::facts::Facts;
use super::selector::{Reached, Selectors};
use super::tags::{Sink, StartTag, read};
use crate::text::slice;

/// The most elements around another. Browsers stop there too; the text of such a page is left alone.
const MOST_AROUND: usize = 512;

/// A page as it was read.
#[derive(Debug, Default)]
pub struct Page {
    /// Its elements and texts.
    pub events: Vec<Event>,
    /// What is known of it as a whole.
    pub facts: Facts,
    /// The byte where its head ends: before `</head>`, or before the first thing that is not a part of the head.
    pub head_end: usize,
    /// The byte where its body ends: before `</body>`, or the end of the page.
    pub body_end: usize,
    /// Whether elements are nested too deeply for browsers.
    pub is_too_deep: bool,
    /// The comments, in order.
    pub comments: Vec<Range<usize>>,
}

/// A part of a page.
#[derive(Debug)]
pub enum Event {
    /// The beginning of an element.
    Open(Element),
    /// The end of the last element that is still open, with the bytes of its end tag; none if that was left out.
    Close(Range<usize>),
    /// A text that may have character references.
    Text(Range<usize>),
    /// A line break.
    Break,
    /// A place where a line may be broken within a word.
    SoftBreak,
    /// A thing that is not text, without an end, such as a picture: its tag.
    Thing(StartTag),
    /// A border between two blocks.
    Rule,
    /// A comment in the middle of a text, as programs write that draw the page again in the browser.
    Seam,
}

/// The beginning of an element.
#[derive(Debug)]
pub struct Element {
    /// Its meaning for text.
    pub role: Role,
    /// The numbers of the selectors that match it, one bit for each.
    pub selectors: u32,
    /// Its start tag.
    pub tag: StartTag,
}

impl Element {
    /// The address, if it is a link.
    pub fn href(&self) -> Option<&str> {
        let href = self.tag.attribute("href");
        href.filter(|_| self.tag.name == "a")
    }
}

/// Reads a page. `selectors` are looked for in it. `is_xml` is whether `/>` ends any element, as in a page of XHTML.
pub fn page(text: &str, selectors: &Selectors, is_xml: bool) -> Page {
    let mut builder = Builder {
        text,
        selectors,
        is_xml,
        page: Page::default(),
        open: Vec::new(),
        names: HashMap::new(),
        done: 0,
        head_end: None,
        body_end: None,
    };
    read(text, &mut builder);
    builder.finish()
}

/// An element that has not ended yet.
struct Open {
    name: String,
    role: Role,
    reached: Reached,
    is_special: bool,
    /// The first byte of its start tag.
    start: usize,
}

/// Reads a page tag by tag.
struct Builder<'t> {
    text: &'t str,
    selectors: &'t Selectors,
    is_xml: bool,
    page: Page,
    open: Vec<Open>,
    /// How many open elements have each name, so that most end tags without an element cost nothing.
    names: HashMap<String, usize>,
    /// The end of the last tag or comment.
    done: usize,
    head_end: Option<usize>,
    body_end: Option<usize>,
}

impl Builder<'_> {
    fn finish(mut self) -> Page {
        let end = self.unfinished().unwrap_or(self.text.len());
        self.text_before(end..self.text.len());
        while self.pop() {
            let end = self.text.len();
            self.page.events.push(Event::Close(end..end));
        }
        self.page.head_end = self.head_end.unwrap_or(end).min(end);
        self.page.body_end = self.body_end.unwrap_or(end);
        self.page
    }

    /// The byte where something begins that does not end before the page does: a tag, a comment, a script, a field.
    /// What is added after it would be a part of it.
    fn unfinished(&self) -> Option<usize> {
        if let Some(open) = self.open.last().filter(|open| is_raw(&open.name)) {
            return Some(open.start);
        }
        let rest = slice(self.text, self.done..);
        let mut tags = rest.match_indices('<').map(|(at, _)| at);
        let begins = |at: &usize| {
            let next = rest.as_bytes().get(at + 1);
            next.is_some_and(|c| c.is_ascii_alphabetic() || b"/!?".contains(c))
        };
        Some(self.done + tags.find(begins)?)
    }

    /// Whether the next text is not shown, as in a script or a template.
    fn is_hidden(&self) -> bool {
        let last = self.open.last();
        last.is_some_and(|open| open.role == Role::Hidden && open.name != "head")
            || self.is_open("template")
    }

    fn is_open(&self, name: &str) -> bool {
        self.names.get(name).is_some_and(|count| *count > 0)
    }

    fn push(&mut self, open: Open) {
        match self.names.get_mut(&open.name) {
            Some(count) => *count += 1,
            None => drop(self.names.insert(open.name.clone(), 1)),
        }
        self.open.push(open);
    }

    /// Forgets the innermost open element; `false` if there is none.
    fn pop(&mut self) -> bool {
        let Some(open) = self.open.pop() else {
            return false;
        };
        if let Some(count) = self.names.get_mut(&open.name) {
            *count -= 1;
        }
        true
    }

    /// Adds the text before a tag or comment.
    fn text_before(&mut self, span: Range<usize>) {
        let gap = self.done..span.start;
        self.done = span.end.max(self.done);
        if gap.is_empty() {
            return;
        }
        if self.is_hidden() {
            if self.open.last().is_some_and(|open| open.name == "script") {
                self.page.facts.script(slice(self.text, gap));
            }
            return;
        }
        let text = slice(self.text, gap.clone());
        let blank = text.len() - text.trim_start_matches(is_blank).len();
        if blank < text.len() {
            self.head_end.get_or_insert(gap.start + blank);
        }
        if !self.page.is_too_deep {
            self.page.events.push(Event::Text(gap));
        }
    }

    /// Ends the innermost open elements, so many that `count` are left. The last of them has an end tag.
    fn close_to(&mut self, count: usize, tag: Range<usize>) {
        while self.open.len() > count {
            self.pop();
            let is_last = self.open.len() == count;
            let span = if is_last {
                tag.clone()
            } else {
                tag.start..tag.start
            };
            self.page.events.push(Event::Close(span));
        }
    }

    /// Ends the elements whose end tags are left out before this start tag.
    fn end_implied(&mut self, tag: &StartTag) {
        let last = self.open.len().saturating_sub(1);
        if is_heading(&tag.name) && self.open.last().is_some_and(|open| is_heading(&open.name)) {
            self.close_to(last, tag.span.start..tag.span.start);
        }
        let Some((ended, around)) = ended_by(&tag.name) else {
            return;
        };
        if !ended.iter().any(|name| self.is_open(name)) {
            return;
        }
        let place = self.open.iter().rposition(|open| {
            ended.contains(&open.name.as_str()) || around.contains(&open.name.as_str())
        });
        if let Some(place) = place
            && self
                .open
                .get(place)
                .is_some_and(|open| ended.contains(&open.name.as_str()))
        {
            self.close_to(place, tag.span.start..tag.span.start);
        }
    }
}

/// The names of headings.
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// Whether an element protects what is around it from the end tags in it.
fn is_cell(name: &str) -> bool {
    matches!(name, "caption" | "td" | "template" | "th")
}

fn is_of_table(name: &str) -> bool {
    is_cell(name) || matches!(name, "table" | "tbody" | "tfoot" | "thead" | "tr")
}

fn is_heading(name: &str) -> bool {
    HEADINGS.contains(&name)
}

fn is_blank(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{feff}'
}

impl Sink for Builder<'_> {
    fn start(&mut self, tag: StartTag) {
        self.text_before(tag.span.clone());
        let is_hidden = self.is_hidden();
        if !is_hidden && !is_of_head(&tag.name) {
            self.head_end.get_or_insert(tag.span.start);
        }
        if !is_hidden {
            self.page.facts.tag(&tag, self.head_end.is_none());
        }
        if self.page.is_too_deep {
            return;
        }
        let is_foreign = self.is_foreign();
        if !is_foreign {
            self.end_implied(&tag);
        }
        let around = self
            .open
            .last()
            .map(|open| open.reached)
            .unwrap_or_default();
        if is_void(&tag.name) || (is_foreign && tag.is_self_closing) {
            self.page.events.push(match tag.name.as_str() {
                "br" => Event::Break,
                "wbr" => Event::SoftBreak,
                "hr" => Event::Rule,
                "embed" | "img" | "input" => Event::Thing(tag),
                _ => return,
            });
            return;
        }
        if self.open.len() >= MOST_AROUND {
            self.page.is_too_deep = true;
            return;
        }
        let role = role(&tag);
        let reached = self.selectors.reached(&tag, around);
        let is_whole =
            tag.is_self_closing && (self.is_xml || matches!(tag.name.as_str(), "svg" | "math"));
        let open = Open {
            is_special: is_special(role, &tag.name),
            name: tag.name.clone(),
            role,
            reached,
            start: tag.span.start,
        };
        let end = tag.span.end;
        self.page.events.push(Event::Open(Element {
            role,
            selectors: reached.selectors,
            tag,
        }));
        if is_whole {
            self.page.events.push(Event::Close(end..end));
        } else {
            self.push(open);
        }
    }

    fn end(&mut self, name: &str, span: Range<usize>) {
        self.text_before(span.clone());
        match name {
            "head" if !self.is_hidden() => {
                self.head_end.get_or_insert(span.start);
            }
            "body" => self.body_end = Some(span.start),
            "html" => {
                self.body_end.get_or_insert(span.start);
            }
            _ => {}
        }
        if self.page.is_too_deep || matches!(name, "body" | "html") {
            return;
        }
        if name == "br" {
            self.page.events.push(Event::Break);
            return;
        }
        // the end of any heading is that of the innermost one
        let ends = |open: &Open| open.name == name || is_heading(name) && is_heading(&open.name);
        let is_open = match is_heading(name) {
            true => HEADINGS.iter().any(|name| self.is_open(name)),
            false => self.is_open(name),
        };
        if !is_open {
            return;
        }
        // an end tag in a cell does not end an element around the table
        let is_border = |open: &Open| !is_of_table(name) && is_cell(&open.name);
        let place = self
            .open
            .iter()
            .rposition(|open| ends(open) || is_border(open));
        let Some(place) = place.filter(|place| self.open.get(*place).is_some_and(ends)) else {
            return;
        };
        let inner = self.open.get(place + 1..).unwrap_or_default();
        let own = self.open.get(place).is_some_and(|open| open.is_special);
        if own || !inner.iter().any(|open| open.is_special) {
            self.close_to(place, span);
        } else if name == "a" {
            // the end of a link in a block that is still open: from here, there may be links again
            self.close_to(place, span.start..span.start);
        }
    }

    fn comment(&mut self, text: &str, span: Range<usize>) {
        let before = slice(self.text, ..span.start).trim_end();
        let after = slice(self.text, span.end..).trim_start();
        let is_within = !before.ends_with('>') || !after.starts_with('<');
        let written = slice(self.text, span.clone());
        let is_finished = match written.strip_prefix("<!--") {
            Some(_) => written.ends_with("-->") || written.ends_with("--!>"),
            None => written.ends_with('>'),
        };
        if !is_finished {
            // it does not end before the page does, and would contain what is added there
            self.body_end.get_or_insert(span.start);
        }
        self.page.comments.push(span.clone());
        self.text_before(span);
        self.page.facts.comment(text);
        // frameworks write whole comments: `<! >` and the like are mistakes of somebody else
        let is_whole = written.starts_with("<!--") && written.ends_with("-->");
        let is_seam = matches!(text, "[" | "]" | "$" | "/$" | "[!") || (text == " " && is_within);
        if is_seam && is_whole && !self.page.is_too_deep {
            self.page.events.push(Event::Seam);
        }
    }

    fn doctype(&mut self, span: Range<usize>) {
        self.page.facts.is_document = true;
        self.text_before(span);
    }

    fn is_foreign(&self) -> bool {
        self.is_open("svg") || self.is_open("math")
    }

    fn is_xml(&self) -> bool {
        self.is_xml
    }
}
