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
use crate::text::fold::single_spaced;
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
    /// What points elsewhere, in order.
    pub references: Vec<Reference>,
    /// The events of footnotes that nothing refers to, in order.
    hidden: Vec<Range<usize>>,
}

impl Body<'_> {
    /// Whether an event is part of what readers see: a footnote that nothing refers to is not.
    pub fn is_shown(&self, event: usize) -> bool {
        let next = self.hidden.partition_point(|hidden| hidden.end <= event);
        !self
            .hidden
            .get(next)
            .is_some_and(|hidden| hidden.contains(&event))
    }
}

/// What a reference holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    /// A name of an entry: `[[name]]`.
    Name,
    /// An address: `[text](address)`.
    Address,
    /// The address of an image.
    Image,
}

/// A pointer as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The index of the event that begins the link or image.
    pub event: usize,
    /// What it holds.
    pub kind: ReferenceKind,
    /// The name or address, Markdown's escapes resolved.
    pub text: String,
    /// Where the name or address stands in the file; the whole link if it stands elsewhere.
    pub span: Span,
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
    let references = find_references(&mut events, file);
    report_stray_brackets(&events, file, faults);
    let anchors = anchor_headings(&mut events);
    Body {
        hidden: unused_footnotes(&events),
        events,
        anchors,
        references,
    }
}

/// Two brackets in running text that begin no reference: most often one in a table, where a bar
/// without a backslash ends the cell, or one that is not closed.
fn report_stray_brackets(events: &[(Event<'_>, Span)], file: &Arc<SourceFile>, faults: &Faults) {
    let mut in_code = false;
    for (event, span) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if !in_code => {}
            _ => continue,
        }
        let is_text = matches!(event, Event::Text(_));
        let before = &file.text[..span.start];
        // CommonMark's reader gives each bracket that begins nothing an event of its own
        let is_second =
            is_text && file.text[span.clone()].starts_with('[') && before.ends_with('[');
        let is_escaped = before.trim_end_matches('[').ends_with('\\');
        if is_second && !is_escaped && !before.ends_with("[[") {
            let line = file.text[span.start..].lines().next().unwrap_or_default();
            let length = line.find("]]").map_or(1, |end| end + "]]".len());
            faults.report(
                Diagnostic::new(Code::StrayBrackets, "these brackets are no reference")
                    .at(Place::new(file, span.start - 1..span.start + length))
                    .help(
                        "a reference is `[[Name]]` or `[[Name|text]]`; in a table, write `\\|` for \
                         the bar; for brackets that are meant as such, write `\\[[`",
                    ),
            );
        }
    }
}

/// The texts of footnotes that nothing refers to.
fn unused_footnotes(events: &[(Event<'_>, Span)]) -> Vec<Range<usize>> {
    let used: HashSet<&str> = events
        .iter()
        .filter_map(|(event, _)| match event {
            Event::FootnoteReference(name) => Some(name.as_ref()),
            _ => None,
        })
        .collect();
    let starts = events.iter().enumerate();
    starts
        .filter_map(|(at, (event, _))| match event {
            Event::Start(Tag::FootnoteDefinition(name)) if !used.contains(name.as_ref()) => {
                Some(at..end_of(events, at))
            }
            _ => None,
        })
        .collect()
}

/// Finds what points elsewhere, and makes the shown text of each `[[name]]` the name itself.
fn find_references(events: &mut Vec<(Event<'_>, Span)>, file: &SourceFile) -> Vec<Reference> {
    let mut references = Vec::new();
    let mut at = 0;
    while at < events.len() {
        let (event, span) = &events[at];
        let span = span.clone();
        match event {
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { has_pothole },
                ..
            }) => {
                let (name, place) = name_in(&file.text, &span);
                let end = end_of(events, at);
                // without a text of its own, the name is what is shown
                let is_bare = !has_pothole || visible_text(&events[at..end]).trim().is_empty();
                if is_bare {
                    let text = (Event::Text(name.clone().into()), place.clone());
                    events.splice(at + 1..end, [text]);
                }
                references.push(Reference {
                    event: at,
                    kind: ReferenceKind::Name,
                    text: name,
                    span: place,
                });
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                let text = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                let place = address_in(&file.text, &span, dest_url, inner_end(events, at));
                references.push(Reference {
                    event: at,
                    kind: ReferenceKind::Address,
                    text,
                    span: place,
                });
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let text = dest_url.to_string();
                let place = address_in(&file.text, &span, dest_url, inner_end(events, at));
                references.push(Reference {
                    event: at,
                    kind: ReferenceKind::Image,
                    text,
                    span: place,
                });
            }
            _ => {}
        }
        at += 1;
    }
    references
}

/// The name in a `[[name]]` or `[[name|text]]`, and where it stands. A backslash before punctuation
/// is no part of it; in a table, the bar is written `\|`. Over lines of a quotation, neither is the
/// mark before each line.
fn name_in(text: &str, span: &Span) -> (String, Span) {
    let start = span.start + "[[".len();
    let inner = text.get(start..span.end - "]]".len()).unwrap_or_default();
    let end = inner
        .find('|')
        .map_or(inner.len(), |bar| match inner[..bar].strip_suffix('\\') {
            Some(name) => name.len(),
            None => bar,
        });
    let raw = &inner[..end];
    let lines: Vec<_> = raw
        .split('\n')
        .enumerate()
        .map(|(at, line)| match at {
            0 => line,
            _ => line.trim_start_matches([' ', '\t', '>']),
        })
        .collect();
    let mut name = String::with_capacity(raw.len());
    let joined = lines.join(" ");
    let mut characters = joined.chars().peekable();
    while let Some(c) = characters.next() {
        let escapes = characters.peek().is_some_and(char::is_ascii_punctuation);
        if c != '\\' || !escapes {
            name.push(c);
        }
    }
    (single_spaced(&name), start..start + raw.len())
}

/// Where a link's text ends.
fn inner_end(events: &[(Event<'_>, Span)], at: usize) -> usize {
    events[at + 1..end_of(events, at).max(at + 1)]
        .iter()
        .map(|(_, span)| span.end)
        .max()
        .unwrap_or(events[at].1.start)
}

/// Where in a link its address stands, which is after its text; the whole link where the address is
/// written with escapes, or elsewhere.
fn address_in(text: &str, span: &Span, address: &str, after: usize) -> Span {
    let found = [after.max(span.start), span.start]
        .into_iter()
        .find_map(|from| {
            let at = text.get(from..span.end)?.find(address)?;
            Some(from + at..from + at + address.len())
        });
    found
        .filter(|found| !found.is_empty())
        .unwrap_or_else(|| span.clone())
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

/// Whether there is nothing but comments.
fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(inside) = rest.strip_prefix("<!--") {
        let Some(end) = inside.find("-->") else {
            return false;
        };
        rest = inside[end + "-->".len()..].trim_start();
    }
    rest.is_empty()
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
            let mut anchor = slug(&visible_text(&events[at..end]));
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

/// The words that events show; an image has none.
fn visible_text(events: &[(Event<'_>, Span)]) -> String {
    let mut in_image = 0;
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Start(Tag::Image { .. }) => in_image += 1,
            Event::End(TagEnd::Image) => in_image -= 1,
            Event::Text(words) | Event::Code(words) | Event::InlineMath(words) if in_image == 0 => {
                text.push_str(words);
            }
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
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

/// The events of the paragraphs of the running text, in order: not those in lists, quotations,
/// footnotes and the like.
pub fn paragraphs(events: &[(Event<'_>, Span)]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < events.len() {
        if let Event::Start(tag) = &events[at].0 {
            let end = end_of(events, at);
            if matches!(tag, Tag::Paragraph) {
                found.push(at..end + 1);
            }
            at = end;
        }
        at += 1;
    }
    found
}
