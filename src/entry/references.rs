//! What an author points at, as it is written: names between brackets, addresses, images.

use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::faults;
use crate::diagnostic::Diagnostic;
use crate::entry::events::{element, end_of, visible_text};
use crate::source::{Place, SourceFile, Span};
use crate::text::fold::single_spaced;
use crate::text::slice;

/// How many stray brackets are told of in one entry.
const MOST_STRAY: usize = 10;

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

/// Finds what points elsewhere, and makes the shown text of each `[[name]]` the name itself.
pub fn find(events: &mut Vec<(Event<'_>, Span)>, file: &SourceFile) -> Vec<Reference> {
    let mut references = Vec::new();
    let mut at = 0;
    while let Some((event, span)) = events.get(at) {
        let span = span.clone();
        match event {
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { has_pothole },
                ..
            }) => {
                let (name, place) = name_in(&file.text, &span);
                // without a text of its own, the name is what is shown
                let is_shown = || !visible_text(element(events, at)).trim().is_empty();
                if !has_pothole || !is_shown() {
                    let end = end_of(events, at);
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
                // what is in its text cannot be followed
                at = end_of(events, at);
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
    let raw = match inner.split_once('|') {
        Some((name, _)) => name.strip_suffix('\\').unwrap_or(name),
        None => inner,
    };
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

/// Where a link's text ends; 0 if it has none.
fn inner_end(events: &[(Event<'_>, Span)], at: usize) -> usize {
    let inner = element(events, at).iter().skip(1);
    let ends = inner.map(|(_, span)| span.end);
    ends.max().unwrap_or(0)
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

/// Two brackets in running text that begin no reference: most often one in a table, where a bar
/// without a backslash ends the cell, or one that is not closed. Or a reference with an address
/// after it, which is neither that nor a link. Gives the first `MOST_STRAY` of them.
pub fn stray_brackets(events: &[(Event<'_>, Span)], file: &Arc<SourceFile>) -> Vec<Diagnostic> {
    let mut in_code = false;
    let mut in_cell = false;
    let mut found = Vec::new();
    for (event, span) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::TableCell) => in_cell = true,
            Event::End(TagEnd::TableCell) => in_cell = false,
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { .. },
                ..
            }) if file.slice(span.end..).starts_with('(') => {
                found.push(faults::bracketed_link(&Place::new(file, span.clone())));
            }
            Event::Text(_) if !in_code => {
                if let Some(mark) = stray_pair(&file.text, span) {
                    let bar = file.slice(mark.clone()).find('|');
                    let bar = bar.filter(|_| in_cell).map(|at| mark.start + at);
                    found.push(faults::stray_brackets(&Place::new(file, mark), bar));
                }
            }
            _ => {}
        }
        if found.len() == MOST_STRAY {
            break;
        }
    }
    found
}

/// The bytes from `[[` on, if a text event is the second of two brackets that look like a reference
/// and are none. CommonMark's reader gives each bracket that begins nothing an event of its own.
fn stray_pair(text: &str, span: &Span) -> Option<Span> {
    let before = text.get(..span.start)?;
    let after = text.get(span.start..)?.strip_prefix('[')?;
    let opening = before.strip_suffix('[')?;
    if opening.ends_with(['[', '\\']) {
        return None;
    }
    let line = after.lines().next().unwrap_or_default();
    match line.find(']') {
        // `[[he] said]`: an editor's brackets
        Some(end) if !slice(line, end..).starts_with("]]") => None,
        Some(end) => Some(span.start - 1..span.start + 1 + end + "]]".len()),
        None => Some(span.start - 1..span.start + 1),
    }
}
