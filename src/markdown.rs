//! An entry's body read as CommonMark, once: events with their places, references still raw.
//!
//! What follows needs no other entry: which HTML an author may write, headings' levels and anchors,
//! and the plain text of it all.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::source::{Place, SourceFile, Span};
use crate::text::slug::slug;

/// HTML elements that an author may write, without attributes and closed where they were opened.
const ALLOWED_ELEMENTS: &[&str] = &["abbr", "kbd", "mark", "small", "sub", "sup"];

/// The anchor of a heading that has no letter or digit in it.
const NAMELESS_ANCHOR: &str = "section";

/// A body's events in order, with their places in the file. HTML events hold only what is allowed.
#[derive(Debug, Clone)]
pub struct Body<'s> {
    /// Events as pulldown-cmark gives them.
    pub events: Vec<(Event<'s>, Span)>,
    /// The `id`s of the headings.
    pub anchors: BTreeSet<String>,
}

/// Reads the body of `file`, which begins at byte `start`; `math` makes dollar signs formulas.
pub fn read<'s>(file: &'s Arc<SourceFile>, start: usize, math: bool, faults: &Faults) -> Body<'s> {
    // Front matter is read by `front_matter`: pulldown-cmark's own takes quadratic time.
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    options.set(Options::ENABLE_MATH, math);
    let events: Vec<_> = Parser::new_ext(&file.text[start..], options)
        .into_offset_iter()
        .map(|(event, span)| (event, span.start + start..span.end + start))
        .collect();
    let mut events = admit_html(events, file, faults);
    clean_references(&mut events);
    let anchors = anchor_headings(&mut events);
    Body { events, anchors }
}

/// Makes the name in each `[[reference]]` the name that its author means. In a table the bar is
/// written `\|`, and the backslash is no part of the name; over lines of a quotation, neither is
/// the mark before each line.
fn clean_references(events: &mut [(Event<'_>, Span)]) {
    let mut bare = false;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { has_pothole },
                dest_url,
                ..
            }) => {
                bare = !*has_pothole;
                if *has_pothole && let Some(name) = dest_url.strip_suffix('\\') {
                    *dest_url = name.to_owned().into();
                }
                clean_lines(dest_url);
            }
            Event::Text(text) if bare => clean_lines(text),
            Event::End(TagEnd::Link) => bare = false,
            _ => {}
        }
    }
}

fn clean_lines(name: &mut CowStr<'_>) {
    if name.contains('\n') {
        let lines: Vec<_> = name
            .lines()
            .map(|line| line.trim_start_matches([' ', '\t', '>']))
            .collect();
        *name = lines.join(" ").into();
    }
}

/// Keeps the HTML that is allowed, drops comments, and turns the rest into text.
fn admit_html<'s>(
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
            Event::Start(Tag::HtmlBlock) => block = Some(span.start..span.start),
            Event::Html(_) => {
                if let Some(block) = &mut block {
                    block.end = span.end;
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(span) = block.take() {
                    let html = file.text[span.clone()].trim();
                    if !is_comment(html) {
                        if told.insert(element_name(html)) {
                            report_html(html, &span, file, faults);
                        }
                        kept.push((Event::Start(Tag::Paragraph), span.clone()));
                        kept.push((Event::Text(html.into()), span.clone()));
                        kept.push((Event::End(TagEnd::Paragraph), span));
                    }
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
                    if let Some((_, at)) = open.pop() {
                        kept[at].0 = Event::InlineHtml(format!("<{name}>").into());
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
                    let (unclosed, span) = &mut kept[at];
                    if let Event::InlineHtml(html) = unclosed {
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

fn is_comment(html: &str) -> bool {
    html.strip_prefix("<!--")
        .and_then(|rest| rest.strip_suffix("-->"))
        .is_some_and(|inside| !inside.contains("-->"))
}

fn report_html(html: &str, span: &Span, file: &Arc<SourceFile>, faults: &Faults) {
    let first = html.lines().next().unwrap_or_default();
    let tag = match first.find('>') {
        Some(end) => &first[..=end],
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

/// Shifts headings so that the highest is `h2`, and gives each an `id` from its text: its slug,
/// with `-2`, `-3` after it where it has been taken.
fn anchor_headings(events: &mut [(Event<'_>, Span)]) -> BTreeSet<String> {
    let highest = events
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(*level as usize),
            _ => None,
        })
        .min()
        .unwrap_or(1);
    let shifted = |level: HeadingLevel| {
        HeadingLevel::try_from((level as usize + 2 - highest).min(6)).unwrap_or(HeadingLevel::H6)
    };
    let mut anchors = BTreeSet::new();
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut at = 0;
    while at < events.len() {
        if let Event::Start(Tag::Heading { .. }) = &events[at].0 {
            let end = end_of(events, at);
            let mut anchor = slug(&plain_text(&events[at..end]));
            if anchor.is_empty() {
                NAMELESS_ANCHOR.clone_into(&mut anchor);
            }
            let anchor = unique(anchor, &mut taken);
            if let Event::Start(Tag::Heading { level, id, .. }) = &mut events[at].0 {
                *level = shifted(*level);
                *id = Some(anchor.clone().into());
            }
            anchors.insert(anchor);
        } else if let Event::End(TagEnd::Heading(level)) = &mut events[at].0 {
            *level = shifted(*level);
        }
        at += 1;
    }
    anchors
}

fn unique(anchor: String, taken: &mut HashMap<String, usize>) -> String {
    let mut candidate = anchor.clone();
    while taken.contains_key(&candidate) {
        let count = taken.entry(anchor.clone()).or_default();
        *count += 1;
        candidate = format!("{anchor}-{}", *count + 1);
    }
    taken.insert(candidate.clone(), 0);
    candidate
}

/// The index of the event that ends what the event at `start` begins.
pub fn end_of(events: &[(Event<'_>, Span)], start: usize) -> usize {
    let mut depth = 0usize;
    for (at, (event, _)) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    events.len().saturating_sub(1)
}

/// The events of the first paragraph of the running text, footnotes and quotations aside.
pub fn first_paragraph(events: &[(Event<'_>, Span)]) -> Option<Range<usize>> {
    let mut at = 0;
    while at < events.len() {
        match &events[at].0 {
            Event::Start(Tag::Paragraph) => return Some(at..end_of(events, at) + 1),
            Event::Start(Tag::FootnoteDefinition(_) | Tag::BlockQuote(_)) => {
                at = end_of(events, at);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// What an event adds to plain text: nothing for markup, a space for a line break, the source of a
/// formula, the words of all else.
pub fn plain<'e>(event: &'e Event<'_>) -> &'e str {
    match event {
        Event::Text(text)
        | Event::Code(text)
        | Event::InlineMath(text)
        | Event::DisplayMath(text) => text,
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    }
}

/// The plain text of events, as it stands.
pub fn plain_text(events: &[(Event<'_>, Span)]) -> String {
    events.iter().map(|(event, _)| plain(event)).collect()
}
