//! Which HTML an author may write: a few elements, bare; everything else is text. Unless the settings
//! say that authors are trusted.

use std::collections::HashSet;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::faults;
use crate::diagnostic::Diagnostic;
use crate::source::{Place, SourceFile, Span};
use crate::text::slice;

/// HTML elements that an author may write, without attributes and closed where they were opened.
const ALLOWED_ELEMENTS: &[&str] = &["abbr", "kbd", "mark", "small", "sub", "sup"];

/// Events of which the HTML is dealt with.
pub struct Admitted<'s> {
    /// The events.
    pub events: Vec<(Event<'s>, Span)>,
    /// HTML that is shown as text, each element once.
    pub faults: Vec<Diagnostic>,
}

/// Keeps the HTML that is allowed, drops comments, and turns the rest into text.
pub fn admit<'s>(events: Vec<(Event<'s>, Span)>, file: &Arc<SourceFile>) -> Admitted<'s> {
    let mut reader = Reader {
        file,
        kept: Vec::with_capacity(events.len()),
        open: Vec::new(),
        outer: Vec::new(),
        block: None,
        told: HashSet::new(),
        faults: Vec::new(),
    };
    for (event, span) in events {
        reader.read(event, span);
    }
    Admitted {
        events: reader.kept,
        faults: reader.faults,
    }
}

/// An element that was opened.
struct Open {
    name: &'static str,
    /// The index of its event among those that are kept.
    at: usize,
}

/// What is known while events are read in order.
struct Reader<'s, 'f> {
    file: &'f Arc<SourceFile>,
    kept: Vec<(Event<'s>, Span)>,
    /// The elements that are open in the innermost container of text.
    open: Vec<Open>,
    /// Those in the containers around it.
    outer: Vec<Vec<Open>>,
    /// The HTML of a block, while it is read.
    block: Option<String>,
    /// The elements that were told of: once is enough.
    told: HashSet<String>,
    faults: Vec<Diagnostic>,
}

impl<'s> Reader<'s, '_> {
    fn read(&mut self, event: Event<'s>, span: Span) {
        match event {
            Event::Start(Tag::HtmlBlock) => self.block = Some(String::new()),
            Event::Html(html) => {
                if let Some(block) = &mut self.block {
                    block.push_str(&html);
                }
            }
            Event::End(TagEnd::HtmlBlock) => self.end_block(span),
            Event::InlineHtml(html) => self.inline(html, span),
            Event::Start(_) => {
                self.outer.push(std::mem::take(&mut self.open));
                self.kept.push((event, span));
            }
            Event::End(_) => {
                self.end_container();
                self.kept.push((event, span));
            }
            event => self.kept.push((event, span)),
        }
    }

    /// A block of HTML is a paragraph of text, unless it is a comment.
    fn end_block(&mut self, span: Span) {
        let html = self.block.take().unwrap_or_default();
        let html = html.trim();
        if is_comment(html) {
            return;
        }
        self.tell(html, span.start);
        let text = Event::Text(html.to_owned().into());
        self.kept.push((Event::Start(Tag::Paragraph), span.clone()));
        self.kept.push((text, span.clone()));
        self.kept.push((Event::End(TagEnd::Paragraph), span));
    }

    fn inline(&mut self, html: CowStr<'s>, span: Span) {
        match inline_html(&html) {
            InlineHtml::Comment => {}
            InlineHtml::Break => self.kept.push((Event::HardBreak, span)),
            InlineHtml::Open(name) => {
                let at = self.kept.len();
                self.open.push(Open { name, at });
                self.kept.push((Event::InlineHtml(html), span));
            }
            InlineHtml::Close(name) if self.open.last().is_some_and(|top| top.name == name) => {
                if let Some(top) = self.open.pop()
                    && let Some((opening, _)) = self.kept.get_mut(top.at)
                {
                    *opening = Event::InlineHtml(format!("<{name}>").into());
                }
                let closing = Event::InlineHtml(format!("</{name}>").into());
                self.kept.push((closing, span));
            }
            InlineHtml::Close(_) | InlineHtml::Other => {
                self.tell(&html, span.start);
                self.kept.push((Event::Text(html), span));
            }
        }
    }

    /// What is still open where its container ends is text.
    fn end_container(&mut self) {
        for Open { at, .. } in std::mem::take(&mut self.open) {
            let Some((event, span)) = self.kept.get_mut(at) else {
                continue;
            };
            if let Event::InlineHtml(html) = event {
                let html = std::mem::replace(html, CowStr::Borrowed(""));
                let start = span.start;
                *event = Event::Text(html.clone());
                self.tell(&html, start);
            }
        }
        self.open = self.outer.pop().unwrap_or_default();
    }

    /// Tells of HTML that begins at a byte of the file, if nothing was told of its element.
    fn tell(&mut self, html: &str, start: usize) {
        if !self.told.insert(element_name(html)) {
            return;
        }
        let first = html.lines().next().unwrap_or_default();
        let tag = match first.find('>') {
            Some(end) => slice(first, ..=end),
            None => first,
        };
        let place = Place::new(self.file, start..start + tag.len());
        let fault = faults::raw_html(tag, ALLOWED_ELEMENTS, place);
        self.faults.push(fault);
    }
}

/// Keeps all HTML as it is written, for those who trust their authors.
pub fn keep(events: Vec<(Event<'_>, Span)>) -> Admitted<'_> {
    let kept = events.into_iter().map(|(event, span)| match event {
        // elements that nest, for whoever counts, are those that are known to be closed
        Event::InlineHtml(html) => (Event::Html(html), span),
        event => (event, span),
    });
    Admitted {
        events: kept.collect(),
        faults: Vec::new(),
    }
}

/// The element of a tag, in lower case, whether it opens or closes.
fn element_name(tag: &str) -> String {
    tag.trim_start_matches(['<', '/'])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

enum InlineHtml {
    Comment,
    Break,
    Open(&'static str),
    Close(&'static str),
    Other,
}

fn inline_html(html: &str) -> InlineHtml {
    if is_comment(html) {
        return InlineHtml::Comment;
    }
    let inner = html.trim_start_matches('<').trim_end_matches('>').trim();
    let named = |name: &str| {
        let name = name.to_ascii_lowercase();
        ALLOWED_ELEMENTS.iter().find(|known| **known == name)
    };
    if let Some(name) = inner.strip_prefix('/') {
        return named(name).map_or(InlineHtml::Other, |name| InlineHtml::Close(name));
    }
    if inner
        .trim_end_matches('/')
        .trim_end()
        .eq_ignore_ascii_case("br")
    {
        return InlineHtml::Break;
    }
    named(inner).map_or(InlineHtml::Other, |name| InlineHtml::Open(name))
}

/// Whether there is nothing but comments.
fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(inside) = rest.strip_prefix("<!--") {
        let Some(end) = inside.find("-->") else {
            return false;
        };
        rest = slice(inside, end + "-->".len()..).trim_start();
    }
    rest.is_empty()
}
