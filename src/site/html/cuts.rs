//! Tags that are not in the events of a text: those of the lead and of automatic links.

use super::Medium;
use super::tags::push_href;
use crate::entry::events::Position;
use crate::link::{LinkedText, Target};

/// A tag, and the place in the text where it is written.
pub(super) struct Cut {
    pub(super) position: Position,
    pub(super) tag: String,
}

/// The kinds of tags, in their order if several have the same place: end tags come before start tags, and
/// the inner element (a link) ends before the outer one and begins after it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    LinkEnd,
    LeadEnd,
    LeadStart,
    LinkStart,
}

/// The tags of a text's lead and of its automatic links, in order. `medium` gives the addresses. For this
/// text with a link on *patch* and with the first sentence as the lead:
///
/// ```text
/// A patch is cut out. It is …
/// ^ ^    ^          ^
/// | |    </a>       </span>
/// | <a class="term auto" href="…">
/// <span class="lead">
/// ```
pub(super) fn cuts(text: &LinkedText, medium: &Medium<'_>) -> Vec<Cut> {
    let mut cuts = Vec::with_capacity(text.automatic.len() * 2 + 2);
    let mut cut = |edge: Edge, position, tag: String| cuts.push((edge, Cut { position, tag }));
    for link in &text.automatic {
        let target = Target::Entry(link.means.entry, None);
        let href = (medium.href)(&target);
        if href.is_empty() {
            continue;
        }
        let mut tag = String::from("<a class=\"term auto\" href=\"");
        push_href(&mut tag, &href);
        tag.push('"');
        tag.push_str(&medium.letter_of(&target));
        tag.push('>');
        cut(Edge::LinkStart, link.positions.start, tag);
        cut(Edge::LinkEnd, link.positions.end, "</a>".to_owned());
    }
    if let Some(lead) = &text.lead {
        // a mention across the end of the sentence belongs to the lead
        let across = text
            .automatic
            .iter()
            .find(|link| link.positions.start < lead.end && lead.end < link.positions.end);
        let end = across.map_or(lead.end, |link| link.positions.end);
        let tag = "<span class=\"hw-lead\">".to_owned();
        cut(Edge::LeadStart, lead.start, tag);
        cut(Edge::LeadEnd, end, "</span>".to_owned());
    }
    cuts.sort_by_key(|(edge, cut)| (cut.position, *edge));
    cuts.into_iter().map(|(_, cut)| cut).collect()
}
