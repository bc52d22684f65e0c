//! The references of a text as their author wrote them: `[[names]]`, links to addresses, and images.

use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{faults, plain_words};
use crate::diagnostic::Diagnostic;
use crate::entry::events::{element, end_of, visible_text};
use crate::source::{Place, SourceFile, Span};
use crate::text::fold::single_spaced;
use crate::text::{head, slice};

/// How far from a bracket its other half is looked for, in bytes. A line can have many brackets, and each of them is
/// looked at.
const FARTHEST: usize = 1_000;

/// The largest number of stray brackets to report in one entry.
const MAX_STRAY: usize = 10;

/// The kind of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    /// A name of an entry: `[[name]]`.
    Name,
    /// An address: `[text](address)`.
    Address,
    /// The address of an image.
    Image,
}

/// A reference as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The index of the event that begins the link or image.
    pub event: usize,
    /// Its kind.
    pub kind: ReferenceKind,
    /// The name or address, with Markdown's escapes resolved.
    pub text: String,
    /// The bytes of the name or address in the file; of the whole link if the address is elsewhere, as in
    /// `[text][label]`.
    pub span: Span,
}

/// Finds the references in `events`, in order. If a `[[name]]` has no text of its own, its text becomes the
/// name.
pub fn find(events: &mut Vec<(Event<'_>, Span)>, file: &SourceFile) -> Vec<Reference> {
    let mut references = Vec::new();
    let mut index = 0;
    while let Some((event, span)) = events.get(index) {
        let span = span.clone();
        match event {
            Event::Start(tag)
                if plain_words::begins(tag)
                    && !visible_text(element(events, index)).trim().is_empty() => {}
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { has_pothole },
                ..
            }) => {
                let (name, name_span) = name_in(&file.text, &span);
                let has_text = || !visible_text(element(events, index)).trim().is_empty();
                if !has_pothole || !has_text() {
                    let end = end_of(events, index);
                    let text = (Event::Text(name.clone().into()), name_span.clone());
                    events.splice(index + 1..end, [text]);
                }
                references.push(Reference {
                    event: index,
                    kind: ReferenceKind::Name,
                    text: name,
                    span: name_span,
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
                references.push(Reference {
                    event: index,
                    kind: ReferenceKind::Address,
                    text,
                    span: address_in(&file.text, &span, dest_url, inner_end(events, index)),
                });
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                references.push(Reference {
                    event: index,
                    kind: ReferenceKind::Image,
                    text: dest_url.to_string(),
                    span: address_in(&file.text, &span, dest_url, inner_end(events, index)),
                });
                // readers cannot follow links in an image's description
                index = end_of(events, index);
            }
            _ => {}
        }
        index += 1;
    }
    references
}

/// The name in a `[[name]]` or `[[name|text]]` with the bytes `span`, and the bytes of the name as it is
/// written. Not part of the name are a backslash before punctuation, the backslash before the bar in a
/// table, and, in a block quote, the mark `>` before each line.
///
/// ```text
/// [[C\+\+]]            C++
/// [[patch\|a patch]]   patch
/// > [[image            image patch
/// > patch]]
/// ```
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
        .map(|(number, line)| match number {
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

/// The byte at which the text of the link that begins at `start` ends; 0 if it has no text.
fn inner_end(events: &[(Event<'_>, Span)], start: usize) -> usize {
    let inner = element(events, start).iter().skip(1);
    let ends = inner.map(|(_, span)| span.end);
    ends.max().unwrap_or(0)
}

/// The bytes of the address of a link with the bytes `span`. The link's text ends at byte `text_end`, and
/// the address comes after it. The result is `span` if the address is written with escapes, or not in the
/// link.
fn address_in(text: &str, span: &Span, address: &str, text_end: usize) -> Span {
    let starts = [text_end.max(span.start), span.start];
    let address_span = starts.into_iter().find_map(|from| {
        let start = from + text.get(from..span.end)?.find(address)?;
        Some(start..start + address.len())
    });
    address_span
        .filter(|address_span| !address_span.is_empty())
        .unwrap_or_else(|| span.clone())
}

/// Warnings for two brackets in running text that do not begin a reference: most often in a table, where a
/// bar without a backslash ends the cell, or without closing brackets. Also warnings for a reference
/// followed by an address, `[[text]](address)`. At most `MAX_STRAY` in total.
pub fn stray_brackets(events: &[(Event<'_>, Span)], file: &Arc<SourceFile>) -> Vec<Diagnostic> {
    let mut in_code = false;
    let mut in_cell = false;
    let mut diagnostics = Vec::new();
    for (event, span) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::TableCell) => in_cell = true,
            Event::End(TagEnd::TableCell) => in_cell = false,
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { .. },
                ..
            }) => {
                let place = Place::new(file, span.clone());
                if file.slice(span.end..).starts_with('(') {
                    diagnostics.push(faults::bracketed_link(&place));
                } else if let Some(image) = image_around(&file.text, span) {
                    let name = place.text().trim_matches(['[', ']']);
                    let name = name.split('|').next_back().unwrap_or(name);
                    let image = Place::new(file, image);
                    diagnostics.push(faults::reference_in_image(name, span.clone(), image));
                }
            }
            Event::Text(_) if !in_code => {
                let half = half_reference(&file.text, span);
                if let Some(brackets) = half.or_else(|| stray_end(&file.text, span)) {
                    diagnostics.push(faults::half_reference(&Place::new(file, brackets)));
                } else if let Some(brackets) = stray_pair(&file.text, span) {
                    let bar = file.slice(brackets.clone()).find('|');
                    let bar = bar
                        .filter(|_| in_cell)
                        .map(|offset| brackets.start + offset);
                    let place = Place::new(file, brackets);
                    diagnostics.push(faults::stray_brackets(&place, bar));
                }
            }
            _ => {}
        }
        if diagnostics.len() == MAX_STRAY {
            break;
        }
    }
    diagnostics
}

/// The bytes of `![a [[Tea]] pot](pot.png)` around the reference at `span`, which keeps it from being an image.
fn image_around(text: &str, span: &Span) -> Option<Span> {
    let before = text.get(..span.start)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    let start = line.rfind("![")?;
    let after = text.get(span.end..)?.lines().next().unwrap_or_default();
    let end = after.find("](")?;
    let address = slice(after, end..).find(')')?;
    let is_inside = !slice(line, start + 2..).contains([']', '['])
        && !slice(after, ..end).contains(['[', ']'])
        && !slice(line, ..start).ends_with('\\');
    is_inside.then(|| before.len() - line.len() + start..span.end + end + address + 1)
}

/// The bytes from `[[` to `]]` (or of `[[` alone), if the text event with the bytes `span` is the second of
/// two brackets that look like a reference but are not one. pulldown-cmark makes an event of its own of
/// each bracket that does not begin a link.
fn stray_pair(text: &str, span: &Span) -> Option<Span> {
    let before = text.get(..span.start)?;
    let after = text.get(span.start..)?.strip_prefix('[')?;
    let opening = before.strip_suffix('[')?;
    if opening.ends_with(['[', '\\']) {
        return None;
    }
    let line = after.lines().next().unwrap_or_default();
    match line.find(']') {
        // an editor's brackets, or a half reference
        Some(end) if !slice(line, end..).starts_with("]]") => None,
        Some(end) => Some(span.start - 1..span.start + 1 + end + "]]".len()),
        None => Some(span.start - 1..span.start + 1),
    }
}

/// The bytes of `[[Tea]` at the second bracket, if the brackets are not closed otherwise on the line, as those of
/// an editor are: `[[he] said]`.
fn half_reference(text: &str, span: &Span) -> Option<Span> {
    let after = text.get(span.start..)?.strip_prefix('[')?;
    let opening = text.get(..span.start)?.strip_suffix('[')?;
    if opening.ends_with(['[', '\\']) {
        return None;
    }
    let line = head(after, FARTHEST).lines().next().unwrap_or_default();
    let end = line.find(']')?;
    let is_half = !slice(line, end..).starts_with("]]") && !is_closed(line);
    is_half.then(|| span.start - 1..span.start + 1 + end + "]".len())
}

/// Whether a line after `[[` closes both brackets.
fn is_closed(line: &str) -> bool {
    let mut open = 2;
    for c in line.chars() {
        match c {
            '[' => open += 1,
            ']' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return true;
        }
    }
    false
}

/// The bytes of `]]` with the bracket that they close, if the text event with the bytes `span` is the second
/// of two closing brackets and only one bracket, or none, is open before them: `[Tea]]`, `Tea]]`.
fn stray_end(text: &str, span: &Span) -> Option<Span> {
    let after = text.get(span.start..)?;
    let before = text.get(..span.start)?.strip_suffix(']')?;
    if !after.starts_with(']') || after.starts_with("]]") || before.ends_with([']', '\\']) {
        return None;
    }
    let near = before.ceil_char_boundary(before.len().saturating_sub(FARTHEST));
    let line = slice(before, near..).rsplit('\n').next();
    let line = line.unwrap_or_default();
    let start = before.len() - line.len();
    let mut closed = 2;
    let mut opening = before.len();
    for (at, c) in line.char_indices().rev() {
        match c {
            ']' => closed += 1,
            '[' if closed == 1 => return None,
            '[' => {
                closed -= 1;
                opening = start + at;
            }
            _ => {}
        }
    }
    let begins = if closed == 1 { opening } else { before.len() };
    Some(begins..span.start + 1)
}
