//! Tags that stand where no event has one: those of the lead, and of links that nobody wrote.

use super::tags::push_href;
use crate::entry::events::Position;
use crate::link::{LinkedText, Target};

/// A tag, and its place among the events.
pub(super) struct Cut {
    pub(super) at: Position,
    pub(super) tag: String,
}

/// What a tag is, in the order in which tags stand at one place: inner elements end before outer
/// ones, and what begins there comes after what ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    LinkEnd,
    LeadEnd,
    LeadStart,
    LinkStart,
}

/// The tags of a text's lead and of its automatic links, in order; `hrefs` gives the addresses.
///
/// ```text
/// A patch is cut out. It is …        with a link on *patch*, and the first sentence as the lead:
/// ^ ^    ^          ^
/// | |    </a>       </span>
/// | <a class="term auto" href="…">
/// <span class="lead">
/// ```
pub(super) fn cuts(text: &LinkedText, hrefs: &dyn Fn(&Target) -> String) -> Vec<Cut> {
    let mut cuts = Vec::with_capacity(text.automatic.len() * 2 + 2);
    let mut cut = |edge: Edge, at, tag: String| cuts.push((edge, Cut { at, tag }));
    for link in &text.automatic {
        let mut tag = String::from("<a class=\"term auto\" href=\"");
        push_href(&mut tag, &hrefs(&Target::Entry(link.means.entry, None)));
        tag.push_str("\">");
        cut(Edge::LinkStart, link.positions.start, tag);
        cut(Edge::LinkEnd, link.positions.end, "</a>".to_owned());
    }
    if let Some(lead) = &text.lead {
        // a mention over the sentence's end belongs to it
        let over = text
            .automatic
            .iter()
            .find(|link| link.positions.start < lead.end && lead.end < link.positions.end);
        let end = over.map_or(lead.end, |link| link.positions.end);
        let tag = "<span class=\"hw-lead\">".to_owned();
        cut(Edge::LeadStart, lead.start, tag);
        cut(Edge::LeadEnd, end, "</span>".to_owned());
    }
    cuts.sort_by_key(|(edge, cut)| (cut.at, *edge));
    cuts.into_iter().map(|(_, cut)| cut).collect()
}
