//! Words that are not a mention: `[[|type]]`, a reference without a name, leads nowhere.
//!
//! pulldown-cmark reads most of them as brackets in the text. Here they become a link without a destination, of
//! the kind that a reference has. So the words inside are read like those of a link: no name is found in them.
//!
//! ```text
//! A [[|type]] of dough.      Text("A "), Start(Link), Text("type"), End(Link), Text(" of dough.")
//! ```

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use crate::entry::events::{is_running_text, nesting};
use crate::source::Span;

/// Whether a tag begins words that are not a mention.
pub fn begins(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Link { link_type: LinkType::WikiLink { has_pothole: true }, dest_url, .. }
            if dest_url.trim().is_empty()
    )
}

/// Makes links without a destination of the words in `[[|words]]` (in a table, `[[\|words]]`) in the text of a
/// file. The words may have emphasis, code and HTML, but no links, images or footnotes.
pub(super) fn mark(events: &mut Vec<(Event<'_>, Span)>, text: &str) {
    if !text.contains("[[|") && !text.contains("[[\\|") {
        return;
    }
    let mut index = 0;
    while index < events.len() {
        if let Some(found) = found_at(events, index) {
            replace(events, &found);
        }
        index += 1;
    }
}

/// The brackets around some words, as indices of events.
struct Found {
    /// The first of the two opening brackets.
    start: usize,
    /// The first of the two closing brackets.
    end: usize,
}

/// The words whose opening brackets are at `start`.
fn found_at(events: &[(Event<'_>, Span)], start: usize) -> Option<Found> {
    is_pair(events, start, "[").then_some(())?;
    let (Event::Text(first), _) = events.get(start + 2)? else {
        return None;
    };
    first.starts_with('|').then_some(())?;
    let mut depth = 0_isize;
    for (index, (event, _)) in events.iter().enumerate().skip(start + 2) {
        if depth == 0 && is_pair(events, index, "]") {
            let words = events.get(start + 2..index)?;
            return has_words(words).then_some(Found { start, end: index });
        }
        depth += nesting(event);
        let is_code = matches!(event, Event::Code(_));
        if depth < 0 || !(is_code || is_running_text(event)) {
            return None;
        }
    }
    None
}

/// Whether two events are brackets that stand beside each other.
fn is_pair(events: &[(Event<'_>, Span)], index: usize, bracket: &str) -> bool {
    let is_bracket = |event: &Event<'_>| matches!(event, Event::Text(text) if &**text == bracket);
    match events.get(index..index + 2) {
        Some([(one, before), (other, after)]) => {
            is_bracket(one) && is_bracket(other) && before.end == after.start
        }
        _ => false,
    }
}

/// Whether there is something after the bar.
fn has_words(events: &[(Event<'_>, Span)]) -> bool {
    events.iter().any(|(event, _)| match event {
        Event::Text(text) => !text.trim_matches(['|', ' ']).is_empty(),
        Event::Code(_) => true,
        _ => false,
    })
}

/// Replaces the brackets by the beginning and the end of a link, and removes the bar.
fn replace(events: &mut Vec<(Event<'_>, Span)>, found: &Found) {
    let Found { start, end } = *found;
    let bytes = |range: Range<usize>| {
        let mut spans = events.get(range).unwrap_or_default().iter();
        let first = spans.next().map(|(_, span)| span.start).unwrap_or_default();
        first..spans.next_back().map_or(first, |(_, span)| span.end)
    };
    let whole = bytes(start..end + 2);
    let link = Tag::Link {
        link_type: LinkType::WikiLink { has_pothole: true },
        dest_url: "".into(),
        title: "".into(),
        id: "".into(),
    };
    let link_end = Event::End(link.to_end());
    events.splice(end..end + 2, [(link_end, whole.clone())]);
    if let Some((Event::Text(text), span)) = events.get_mut(start + 2) {
        *text = text.trim_start_matches('|').to_owned().into();
        span.start = span.end - text.len().min(span.len());
    }
    events.splice(start..start + 2, [(Event::Start(link), whole)]);
}
