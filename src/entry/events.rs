//! pulldown-cmark's events with their places: where one ends, and what words it has.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::source::Span;
use crate::text::{head, slice};

/// A place in a body: before an event, or within the words of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The index of the event.
    pub event: usize,
    /// How many bytes of its words are before the place.
    pub offset: usize,
}

impl Position {
    /// The place before an event.
    pub fn before(event: usize) -> Self {
        Self { event, offset: 0 }
    }
}

/// The bytes in a file's `text` between two places of its body. Where an event's words are not
/// written as they read, with an escape perhaps, they are sought; if they are not found, the whole
/// event counts.
pub fn source_span(events: &[(Event<'_>, Span)], text: &str, from: Position, to: Position) -> Span {
    let in_event = |position: Position| {
        let (event, span) = events.get(position.event)?;
        let written = slice(text, span.clone());
        Some((span, written_at(plain(event), written, position.offset)))
    };
    let start = match from.offset {
        0 => events.get(from.event).map(|(_, span)| span.start),
        _ => in_event(from).map(|(span, at)| span.start + at.unwrap_or(0)),
    };
    let end = match to.offset {
        0 => events
            .get(to.event.saturating_sub(1))
            .map(|(_, span)| span.end),
        _ => in_event(to).map(|(span, at)| at.map_or(span.end, |at| span.start + at)),
    };
    let start = start.unwrap_or(text.len());
    start..end.map_or(start, |end| end.max(start))
}

/// Where in its source the byte at `offset` of an event's words stands.
fn written_at(words: &str, source: &str, offset: usize) -> Option<usize> {
    if words.len() == source.len() {
        return Some(offset);
    }
    let rest = words.get(offset..)?.lines().next()?;
    source.find(head(rest, SOUGHT))
}

/// How many bytes of an event's words are sought in its source.
const SOUGHT: usize = 40;

/// Whether an element stands within a line: what is before it and after it is one text.
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

/// How an event changes how deep what follows is in elements: 1 where it begins one, -1 where it
/// ends one, else 0.
pub fn nesting(event: &Event<'_>) -> isize {
    match event {
        Event::Start(_) => 1,
        Event::End(_) => -1,
        Event::InlineHtml(tag) if tag.starts_with("</") => -1,
        Event::InlineHtml(_) => 1,
        _ => 0,
    }
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

/// The events of what the one at `start` begins, up to that which ends it.
pub fn element<'e, 's>(events: &'e [(Event<'s>, Span)], start: usize) -> &'e [(Event<'s>, Span)] {
    events.get(start..end_of(events, start)).unwrap_or_default()
}

/// What an event adds to plain text.
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

/// The plain text of events, that of images with it.
pub fn plain_text(events: &[(Event<'_>, Span)]) -> String {
    events.iter().map(|(event, _)| plain(event)).collect()
}

/// The words that events show; an image has none.
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
