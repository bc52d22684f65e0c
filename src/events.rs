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

/// The bytes in a file's `text` between two places of its body. Where an event's words are not
/// written as they read, with an escape perhaps, they are sought; if they are not found, the whole
/// event counts.
pub fn source_span(events: &[(Event<'_>, Span)], text: &str, from: Position, to: Position) -> Span {
    let (event, span) = &events[from.event];
    let start = match from.offset {
        0 => span.start,
        offset => span.start + written_at(plain(event), &text[span.clone()], offset).unwrap_or(0),
    };
    let end = match to.offset {
        0 => events[to.event.saturating_sub(1)].1.end,
        offset => {
            let (event, span) = &events[to.event];
            let written = &text[span.clone()];
            match written_at(plain(event), written, offset) {
                Some(at) => span.start + at,
                None => span.end,
            }
        }
    };
    start..end.max(start)
}

/// Where in its source the byte at `offset` of an event's words stands.
fn written_at(words: &str, source: &str, offset: usize) -> Option<usize> {
    if words.len() == source.len() {
        return Some(offset);
    }
    let rest = words.get(offset..)?.lines().next()?;
    let known = &rest[..rest.floor_char_boundary(SOUGHT)];
    source.find(known)
}

/// How many bytes of an event's words are sought in its source.
const SOUGHT: usize = 40;

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
