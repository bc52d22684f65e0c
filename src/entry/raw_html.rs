//! The HTML that authors may write: a few elements without attributes. All other HTML is shown as text,
//! unless the setting `raw_html` allows it.

use std::collections::HashSet;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::faults;
use crate::diagnostic::Diagnostic;
use crate::source::{Place, SourceFile, Span};
use crate::text::slice;

/// The HTML elements that authors may write, without attributes, and closed at the level at which they are
/// opened.
const ALLOWED_ELEMENTS: &[&str] = &["abbr", "kbd", "mark", "small", "sub", "sup"];

/// Events with only the HTML that the site may contain.
pub struct Admitted<'s> {
    /// The events.
    pub events: Vec<(Event<'s>, Span)>,
    /// A warning for each element that is shown as text, even if it occurs several times.
    pub faults: Vec<Diagnostic>,
}

/// Keeps the allowed HTML, removes comments, and makes text of all other HTML.
///
/// ```text
/// Press <kbd>Esc</kbd>.      Press <kbd>Esc</kbd>.
/// A <b>bold</b> word.        A &lt;b&gt;bold&lt;/b&gt; word.
/// ```
pub fn admit<'s>(
    events: impl Iterator<Item = (Event<'s>, Span)>,
    file: &Arc<SourceFile>,
) -> Admitted<'s> {
    let mut reader = Reader {
        file,
        kept: Vec::new(),
        open: Vec::new(),
        outer: Vec::new(),
        block: None,
        reported: HashSet::new(),
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

/// An element that is open.
struct Open {
    name: &'static str,
    /// The index of its event in `kept`.
    index: usize,
}

/// The state of [`admit`] while it reads events in order.
struct Reader<'s, 'f> {
    file: &'f Arc<SourceFile>,
    kept: Vec<(Event<'s>, Span)>,
    /// The open elements in the innermost Markdown element.
    open: Vec<Open>,
    /// The open elements in each of the Markdown elements around it.
    outer: Vec<Vec<Open>>,
    /// The HTML of the current block.
    block: Option<String>,
    /// The names of elements with a warning.
    reported: HashSet<String>,
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

    /// Makes a paragraph of text of a block of HTML, unless it is a comment.
    fn end_block(&mut self, span: Span) {
        let html = self.block.take().unwrap_or_default();
        let html = html.trim();
        if is_comment(html) {
            return;
        }
        self.report(html, span.start);
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
                let index = self.kept.len();
                self.open.push(Open { name, index });
                self.kept.push((Event::InlineHtml(html), span));
            }
            InlineHtml::Close(name) if self.open.last().is_some_and(|top| top.name == name) => {
                if let Some(top) = self.open.pop()
                    && let Some((opening, _)) = self.kept.get_mut(top.index)
                {
                    *opening = Event::InlineHtml(format!("<{name}>").into());
                }
                let closing = Event::InlineHtml(format!("</{name}>").into());
                self.kept.push((closing, span));
            }
            InlineHtml::Close(_) | InlineHtml::Other => {
                self.report(&html, span.start);
                self.kept.push((Event::Text(html), span));
            }
        }
    }

    /// Makes text of the tags of elements that are not closed where the Markdown element around them ends.
    fn end_container(&mut self) {
        for Open { index, .. } in std::mem::take(&mut self.open) {
            let Some((event, span)) = self.kept.get_mut(index) else {
                continue;
            };
            if let Event::InlineHtml(html) = event {
                let html = std::mem::replace(html, CowStr::Borrowed(""));
                let start = span.start;
                *event = Event::Text(html.clone());
                self.report(&html, start);
            }
        }
        self.open = self.outer.pop().unwrap_or_default();
    }

    /// Reports HTML that begins at the byte `start` of the file, unless its element was reported before.
    fn report(&mut self, html: &str, start: usize) {
        if !self.reported.insert(element_name(html)) {
            return;
        }
        let first = html.lines().next().unwrap_or_default();
        let tag = match first.find('>') {
            Some(end) => slice(first, ..=end),
            None => first,
        };
        let place = Place::new(self.file, start..start + tag.len());
        self.faults
            .push(faults::raw_html(tag, ALLOWED_ELEMENTS, place));
    }
}

/// Keeps all HTML as it is written, for `raw_html = "allow"`.
pub fn keep<'s>(events: impl Iterator<Item = (Event<'s>, Span)>) -> Admitted<'s> {
    let kept = events.map(|(event, span)| match event {
        // `events::nesting` counts only elements that are known to be closed
        Event::InlineHtml(html) => (Event::Html(html), span),
        event => (event, span),
    });
    Admitted {
        events: kept.collect(),
        faults: Vec::new(),
    }
}

/// The name of a tag's element in lower case: `kbd` for `<KBD>` and for `</kbd>`.
fn element_name(tag: &str) -> String {
    tag.trim_start_matches(['<', '/'])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// A piece of HTML in a line.
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

/// Whether `html` consists of comments and spaces only.
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
