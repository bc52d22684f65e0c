//! pulldown-cmark's events with their places: the end of an element, its text, and its bytes in the file.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::source::Span;
use crate::text::{head, slice};

/// A place in a body: before an event, or inside the text of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The index of the event.
    pub event: usize,
    /// The number of bytes of the event's text before the place; 0 for the place before the event.
    pub offset: usize,
}

impl Position {
    /// The place before an event.
    pub fn before(event: usize) -> Self {
        Self { event, offset: 0 }
    }
}

/// The bytes in a file's `text` between two places of its body. If the source of an event differs from the
/// event's text, as in code, its source is searched for the place; if the place is not found, the whole
/// event is included.
pub fn source_span(events: &[(Event<'_>, Span)], text: &str, from: Position, to: Position) -> Span {
    let in_event = |position: Position| {
        let (event, span) = events.get(position.event)?;
        let source = slice(text, span.clone());
        let offset = offset_in_source(plain(event), source, position.offset);
        Some((span, offset))
    };
    let start = match from.offset {
        0 => events.get(from.event).map(|(_, span)| span.start),
        _ => in_event(from).map(|(span, offset)| span.start + offset.unwrap_or(0)),
    };
    let end = match to.offset {
        0 => events
            .get(to.event.saturating_sub(1))
            .map(|(_, span)| span.end),
        _ => {
            in_event(to).map(|(span, offset)| offset.map_or(span.end, |offset| span.start + offset))
        }
    };
    let start = start.unwrap_or(text.len());
    start..end.map_or(start, |end| end.max(start))
}

/// The longest text to search an event's source for, in bytes.
const MAX_SEARCHED: usize = 40;

/// The byte of an event's `source` where the byte `offset` of its `text` is written; `None` if it is not
/// found.
///
/// ```text
/// source: `LoRA`      text: LoRA, offset 2 (RA)      result: 3
/// ```
fn offset_in_source(text: &str, source: &str, offset: usize) -> Option<usize> {
    if text.len() == source.len() {
        return Some(offset);
    }
    let rest = text.get(offset..)?.lines().next()?;
    source.find(head(rest, MAX_SEARCHED))
}

/// Whether an element is part of a line: the text before it and the text after it are one text.
pub fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Whether an event is text on a line, or emphasis and the like around it: what the words of a link may be. Code,
/// formulas, images, marks of footnotes and other links are not.
pub fn is_running_text(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough
        ),
        Event::InlineHtml(_) | Event::Text(_) | Event::SoftBreak => true,
        _ => false,
    }
}

/// The change of depth by an event: 1 if it begins an element, -1 if it ends one, else 0. `InlineHtml`
/// events are only tags of elements that are closed: `raw_html` makes other events of all other HTML.
pub fn nesting(event: &Event<'_>) -> isize {
    match event {
        Event::Start(_) => 1,
        Event::End(_) => -1,
        Event::InlineHtml(tag) if tag.starts_with("</") => -1,
        Event::InlineHtml(_) => 1,
        _ => 0,
    }
}

/// The index of the event that ends the element that begins at `start`.
pub fn end_of(events: &[(Event<'_>, Span)], start: usize) -> usize {
    let mut depth = 0usize;
    for (index, (event, _)) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index;
                }
            }
            _ => {}
        }
    }
    events.len().saturating_sub(1)
}

/// The events of the element that begins at `start`, without the one that ends it.
pub fn element<'e, 's>(events: &'e [(Event<'s>, Span)], start: usize) -> &'e [(Event<'s>, Span)] {
    events.get(start..end_of(events, start)).unwrap_or_default()
}

/// The plain text of an event: words, code, the source of a formula, or a space for a line break; empty
/// for all other events.
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

/// The plain text of events, with the descriptions of images.
pub fn plain_text(events: &[(Event<'_>, Span)]) -> String {
    events.iter().map(|(event, _)| plain(event)).collect()
}

/// The text that readers see on a line: plain text without the descriptions of images. Formulas on a line
/// of their own are left out.
pub fn visible_text(events: &[(Event<'_>, Span)]) -> String {
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
