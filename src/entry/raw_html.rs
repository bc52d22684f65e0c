//! Which HTML an author may write: a few elements, bare; everything else is text. Unless the settings
//! say that authors are trusted.

use std::collections::HashSet;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::source::{Place, SourceFile, Span};
use crate::text::slice;

/// HTML elements that an author may write, without attributes and closed where they were opened.
const ALLOWED_ELEMENTS: &[&str] = &["abbr", "kbd", "mark", "small", "sub", "sup"];

/// Keeps the HTML that is allowed, drops comments, and turns the rest into text.
pub fn admit<'s>(
    events: Vec<(Event<'s>, Span)>,
    file: &'s Arc<SourceFile>,
    faults: &Faults,
) -> Vec<(Event<'s>, Span)> {
    let mut kept: Vec<(Event<'s>, Span)> = Vec::with_capacity(events.len());
    // elements open in the current inline container: name, and where in `kept`
    let mut open: Vec<(&'static str, usize)> = Vec::new();
    let mut outer: Vec<Vec<(&'static str, usize)>> = Vec::new();
    let mut block = None;
    // whoever is told of an element once need not be told again
    let mut told: HashSet<String> = HashSet::new();
    for (event, span) in events {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(String::new()),
            Event::Html(html) => {
                if let Some(block) = &mut block {
                    block.push_str(&html);
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                let html = block.take().unwrap_or_default();
                let html = html.trim();
                if !is_comment(html) {
                    if told.insert(element_name(html)) {
                        report_html(html, &span, file, faults);
                    }
                    kept.push((Event::Start(Tag::Paragraph), span.clone()));
                    kept.push((Event::Text(html.to_owned().into()), span.clone()));
                    kept.push((Event::End(TagEnd::Paragraph), span));
                }
            }
            Event::InlineHtml(html) => match inline_html(&html) {
                InlineHtml::Comment => {}
                InlineHtml::Break => kept.push((Event::HardBreak, span)),
                InlineHtml::Open(name) => {
                    open.push((name, kept.len()));
                    kept.push((Event::InlineHtml(html), span));
                }
                InlineHtml::Close(name) if open.last().is_some_and(|(top, _)| *top == name) => {
                    if let Some((_, at)) = open.pop()
                        && let Some((opening, _)) = kept.get_mut(at)
                    {
                        *opening = Event::InlineHtml(format!("<{name}>").into());
                    }
                    kept.push((Event::InlineHtml(format!("</{name}>").into()), span));
                }
                InlineHtml::Close(_) | InlineHtml::Other => {
                    if told.insert(element_name(&html)) {
                        report_html(&html, &span, file, faults);
                    }
                    kept.push((Event::Text(html), span));
                }
            },
            Event::Start(_) => {
                outer.push(std::mem::take(&mut open));
                kept.push((event, span));
            }
            Event::End(_) => {
                for (_, at) in open.drain(..) {
                    if let Some((unclosed, span)) = kept.get_mut(at)
                        && let Event::InlineHtml(html) = unclosed
                    {
                        if told.insert(element_name(html)) {
                            report_html(html, span, file, faults);
                        }
                        *unclosed = Event::Text(std::mem::replace(html, CowStr::Borrowed("")));
                    }
                }
                open = outer.pop().unwrap_or_default();
                kept.push((event, span));
            }
            event => kept.push((event, span)),
        }
    }
    kept
}

/// Keeps all HTML as it is written, for those who trust their authors.
pub fn keep(events: Vec<(Event<'_>, Span)>) -> Vec<(Event<'_>, Span)> {
    let kept = events.into_iter().map(|(event, span)| match event {
        // elements that nest, for whoever counts, are those that are known to be closed
        Event::InlineHtml(html) => (Event::Html(html), span),
        event => (event, span),
    });
    kept.collect()
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

fn report_html(html: &str, span: &Span, file: &Arc<SourceFile>, faults: &Faults) {
    let first = html.lines().next().unwrap_or_default();
    let tag = match first.find('>') {
        Some(end) => slice(first, ..=end),
        None => first,
    };
    let list: Vec<_> = ALLOWED_ELEMENTS
        .iter()
        .map(|name| format!("`<{name}>`"))
        .collect();
    faults.report(
        Diagnostic::new(Code::RawHtml, format!("`{tag}` is shown as text"))
            .at(Place::new(file, span.start..span.start + tag.len()))
            .help(format!(
                "write it in Markdown; of HTML, {} and `<br>` are used, without attributes and \
                 closed in the same place",
                list.join(", ")
            )),
    );
}
