//! Where links that nobody wrote stand among the events of a body.
//!
//! Nothing is changed here: what is found is given as places, and `html` writes the links.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::entry::events::{Position, nesting};
use crate::entry::prose::Prose;
use crate::names::Resolved;
use crate::source::Span;

/// A mention that becomes a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutomaticLink {
    /// Where the link begins and ends among the events: whatever begins between ends there too.
    pub positions: Range<Position>,
    /// What it means, and by which name.
    pub means: Resolved,
}

/// The places among the events between which a link can stand around some words of a block: elements
/// that begin within it end within it. `None` where there are none, or where a footnote's mark stands
/// between, which is a link itself.
///
/// ```text
/// An *image* patch is …     the words `image patch`: before `*image*`, which is taken in, up to ` is`
/// An image *patch is …*     none: the emphasis begins within the words and ends beyond them
/// ```
pub fn link_positions(
    events: &[(Event<'_>, Span)],
    prose: &Prose,
    words: Range<usize>,
) -> Option<Range<Position>> {
    let Range { mut start, mut end } = prose.positions(words);
    // elements that end among the words and began before, and the other way round
    let (mut unopened, mut open) = (0usize, 0usize);
    let among = events.get(start.event..end.event).unwrap_or_default();
    for (event, _) in among {
        if !may_stand_in_link(event) {
            return None;
        }
        match nesting(event) {
            1 => open += 1,
            -1 if open > 0 => open -= 1,
            -1 => unopened += 1,
            _ => {}
        }
    }
    let steps = |event: usize, by: isize| {
        let (event, _) = events.get(event)?;
        (may_stand_in_link(event) && nesting(event) == by).then_some(())
    };
    for _ in 0..unopened {
        start.event = (start.offset == 0).then(|| start.event.checked_sub(1))??;
        steps(start.event, 1)?;
    }
    for _ in 0..open {
        (end.offset == 0).then_some(())?;
        steps(end.event, -1)?;
        end.event += 1;
    }
    Some(start..end)
}

fn may_stand_in_link(event: &Event<'_>) -> bool {
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
