//! pulldown-cmark's events with their places: where one ends, and what words it has.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::source::Span;

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

/// The bytes in the file between two places of a body. Where an event's words are not written as
/// they read, with an escape perhaps, the whole event counts.
pub fn source_span(events: &[(Event<'_>, Span)], from: Position, to: Position) -> Span {
    let is_literal = |event: usize| {
        let (event, span) = &events[event];
        plain(event).len() == span.len()
    };
    let start = match from.offset {
        0 => 0,
        _ if !is_literal(from.event) => 0,
        offset => offset,
    };
    let end = match to.offset {
        0 => events[to.event.saturating_sub(1)].1.end,
        offset if is_literal(to.event) => events[to.event].1.start + offset,
        _ => events[to.event].1.end,
    };
    events[from.event].1.start + start..end
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

/// What an event adds to plain text.
pub fn plain<'e>(event: &'e Event<'_>) -> &'e str {
    match event {
        Event::Text(text)
        | Event::Code(text)
        | Event::InlineMath(text)
        | Event::DisplayMath(text) => text,
        Event::SoftBreak | Event::HardBreak => " ",
        Event::InlineHtml(tag) if tag.starts_with("<br") => " ",
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
