//! Finds the footnotes that no page shows: those to which no shown text refers, and those with the name of an earlier
//! one. CommonMark has the same rule for link definitions.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::faults;
use crate::diagnostic::Diagnostic;
use crate::entry::events::end_of;
use crate::source::{Place, SourceFile, Span};

/// The largest number of footnotes to report in one entry.
const MAX_REPORTED: usize = 10;

/// A footnote that no page shows.
#[derive(Debug, Clone)]
pub(super) struct HiddenFootnote {
    /// Its events.
    pub(super) events: Range<usize>,
    why: Why,
}

/// The reason why a footnote is not shown.
#[derive(Debug, Clone, Copy)]
enum Why {
    /// Nothing refers to it.
    Unused,
    /// Only a link, the description of an image, or a footnote that is not shown refers to it.
    FromHidden,
    /// An earlier footnote has its name; the first event of this one.
    Repeated(usize),
}

/// Writes the names of footnotes in small letters: `[^Note]` refers to `[^note]: …`, as the labels of links do.
pub(super) fn join_names(events: &mut [(Event<'_>, Span)]) {
    for (event, _) in events {
        if let Event::FootnoteReference(name) | Event::Start(Tag::FootnoteDefinition(name)) = event
            && name.contains(char::is_uppercase)
        {
            *name = name.to_lowercase().into();
        }
    }
}

/// The footnotes that no page shows, in order.
pub(super) fn hidden(events: &[(Event<'_>, Span)]) -> Vec<HiddenFootnote> {
    let mut footnotes: Vec<(&str, Range<usize>)> = Vec::new();
    let mut references: Vec<(usize, &str)> = Vec::new();
    let mut mentioned: HashSet<&str> = HashSet::new();
    // a mark in a link or in an image's description is not shown: it would be a link in a link
    let mut links = 0;
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) => {
                footnotes.push((name, index..end_of(events, index)));
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => links -= 1,
            Event::FootnoteReference(name) => {
                mentioned.insert(name);
                if links == 0 {
                    references.push((index, name));
                }
            }
            _ => {}
        }
    }
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (number, (name, _)) in footnotes.iter().enumerate() {
        first.entry(name).or_insert(number);
    }
    // The references by the innermost footnote that contains them. The footnotes are in order; a footnote
    // in another one comes after it.
    let mut references_in: HashMap<Option<usize>, Vec<&str>> = HashMap::new();
    let mut next = footnotes.iter().enumerate().peekable();
    let mut open: Vec<(usize, &Range<usize>)> = Vec::new();
    for (index, name) in references {
        while let Some((number, (_, range))) = next.next_if(|(_, (_, range))| range.start < index) {
            open.push((number, range));
        }
        while open.pop_if(|(_, range)| range.end < index).is_some() {}
        let innermost = open.last().map(|(number, _)| *number);
        references_in.entry(innermost).or_default().push(name);
    }
    let mut shown: HashSet<usize> = HashSet::new();
    let mut to_follow = vec![None];
    while let Some(footnote) = to_follow.pop() {
        for name in references_in.remove(&footnote).unwrap_or_default() {
            if let Some(number) = first.get(name)
                && shown.insert(*number)
            {
                to_follow.push(Some(*number));
            }
        }
    }
    let why = |number: usize, name: &str| match first.get(name) {
        Some(earlier) if *earlier != number => {
            Why::Repeated(footnotes.get(*earlier).map_or(0, |(_, range)| range.start))
        }
        _ if mentioned.contains(name) => Why::FromHidden,
        _ => Why::Unused,
    };
    let hidden = footnotes.iter().enumerate();
    let hidden = hidden.filter(|(number, _)| !shown.contains(number));
    hidden
        .map(|(number, (name, range))| HiddenFootnote {
            events: range.clone(),
            why: why(number, name),
        })
        .collect()
}

/// Warnings for footnotes that no page shows; at most [`MAX_REPORTED`]. A footnote in one of them has none of its own.
pub(super) fn warnings(
    hidden: &[HiddenFootnote],
    events: &[(Event<'_>, Span)],
    file: &Arc<SourceFile>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut end = 0;
    for footnote in hidden {
        if footnote.events.start < end {
            continue;
        }
        end = footnote.events.end;
        let Some(place) = mark(footnote.events.start, events, file) else {
            continue;
        };
        found.push(match footnote.why {
            Why::Unused => faults::unused_footnote(place),
            Why::FromHidden => faults::footnote_from_hidden(place),
            Why::Repeated(first) => faults::repeated_footnote(place, mark(first, events, file)),
        });
        if found.len() == MAX_REPORTED {
            break;
        }
    }
    found
}

/// The place of the mark at the beginning of a footnote, such as `[^1]`.
fn mark(event: usize, events: &[(Event<'_>, Span)], file: &Arc<SourceFile>) -> Option<Place> {
    let (_, span) = events.get(event)?;
    let written = file.slice(span.clone());
    let start = written.find("[^")?;
    let end = start + written.get(start..)?.find("]:")? + "]".len();
    Some(Place::new(file, span.start + start..span.start + end))
}
