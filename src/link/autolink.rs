//! The positions of automatic links among the events of a body.
//!
//! The events are not changed: `html` writes the links at these positions.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::entry::events::{Position, is_running_text, nesting};
use crate::entry::prose::Prose;
use crate::names::Resolved;
use crate::source::Span;

/// A mention that becomes a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutomaticLink {
    /// The beginning and the end of the link among the events. Each element that begins between them also
    /// ends between them.
    pub positions: Range<Position>,
    /// The entry that the mention means, and the name.
    pub means: Resolved,
}

/// The positions of a link around some words of a block; `words` are bytes of the text of `prose`. Each
/// element that begins in the link ends in it. `None` if no positions are possible, or if there is something
/// between them that a link must not contain, such as the mark of a footnote, which is a link itself.
///
/// ```text
/// An *image* patch is …     `image patch`: from before `*image*`, with its emphasis, to before ` is`
/// An image *patch is …*     `image patch`: none, because the emphasis ends after the words
/// ```
pub fn link_positions(
    events: &[(Event<'_>, Span)],
    prose: &Prose,
    words: Range<usize>,
) -> Option<Range<Position>> {
    let Range { mut start, mut end } = prose.positions(words);
    // the elements that end among the words but begin before them, and those that begin there but end later
    let (mut unopened, mut open) = (0usize, 0usize);
    let between = events.get(start.event..end.event).unwrap_or_default();
    for (event, _) in between {
        if !is_running_text(event) {
            return None;
        }
        match nesting(event) {
            1 => open += 1,
            -1 if open > 0 => open -= 1,
            -1 => unopened += 1,
            _ => {}
        }
    }
    let passes = |event: usize, change: isize| {
        let (event, _) = events.get(event)?;
        (is_running_text(event) && nesting(event) == change).then_some(())
    };
    for _ in 0..unopened {
        start.event = (start.offset == 0).then(|| start.event.checked_sub(1))??;
        passes(start.event, 1)?;
    }
    for _ in 0..open {
        (end.offset == 0).then_some(())?;
        passes(end.event, -1)?;
        end.event += 1;
    }
    Some(start..end)
}
