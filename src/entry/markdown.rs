//! An entry's body read as CommonMark, once: events with their places, references still raw.
//!
//! What follows needs no other entry: which HTML an author may write, headings' levels and anchors,
//! and the plain text of it all.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::faults;
use super::raw_html::{self, Admitted};
use crate::diagnostic::Diagnostic;
use crate::entry::events::{element, end_of, nesting, visible_text};
use crate::entry::references::{self, Reference};
use crate::project::config::{Config, RawHtml};
use crate::source::{Place, SourceFile, Span};
use crate::text::slug::slug;

/// The anchor of a heading that has no letter or digit in it.
const NAMELESS_ANCHOR: &str = "section";

/// A body's events in order, with their places in the file. HTML events hold only what is allowed.
#[derive(Debug, Clone)]
pub struct Body {
    /// Where it begins in the file: what is before is front matter.
    pub start: usize,
    /// Events as pulldown-cmark gives them. They own their text: an entry that borrowed from its file
    /// could not be kept while the project is edited.
    pub events: Box<[(Event<'static>, Span)]>,
    /// The `id`s of the headings.
    pub anchors: BTreeSet<String>,
    /// What points elsewhere, in order.
    pub references: Vec<Reference>,
    /// The events of footnotes that no page shows, in order.
    hidden: Vec<Range<usize>>,
}

impl Body {
    /// Whether an event is part of what readers see: a footnote may not be.
    pub fn is_shown(&self, event: usize) -> bool {
        !is_in(&self.hidden, event)
    }
}

/// A body, and what is wrong in it.
pub struct ReadBody {
    /// The body.
    pub body: Body,
    /// HTML that is not allowed, brackets that are no reference, and what is nested too deep.
    pub faults: Vec<Diagnostic>,
}

/// Reads the body of `file`, which begins at byte `start`.
pub fn read(file: &Arc<SourceFile>, start: usize, config: &Config) -> ReadBody {
    let events: Vec<_> = Parser::new_ext(file.slice(start..), options(config))
        .into_offset_iter()
        .map(|(event, span)| (event, span.start + start..span.end + start))
        .collect();
    let Admitted {
        mut events,
        mut faults,
    } = match config.settings.raw_html {
        RawHtml::Text => raw_html::admit(events, file),
        RawHtml::Allow => raw_html::keep(events),
    };
    faults.extend(too_deep(&events, config.settings.limits.nesting, file));
    let references = references::find(&mut events, file);
    faults.extend(references::stray_brackets(&events, file));
    let hidden = hidden_footnotes(&events);
    let anchors = anchor_headings(&mut events, &hidden);
    let events = events.into_iter();
    let owned = events.map(|(event, span)| (event.into_static(), span));
    let body = Body {
        start,
        hidden,
        events: owned.collect(),
        anchors,
        references,
    };
    ReadBody { body, faults }
}

/// What of Markdown beyond CommonMark entries may use.
fn options(config: &Config) -> Options {
    // Front matter is read by `front_matter`: pulldown-cmark's own takes quadratic time.
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    options.set(Options::ENABLE_MATH, config.settings.math);
    options
}

/// The addresses of link definitions, `[label]: address`, in a body that begins at byte `start`, and
/// the bytes of each definition, in order.
pub fn definitions(file: &SourceFile, start: usize, config: &Config) -> Vec<(String, Span)> {
    let parser = Parser::new_ext(file.slice(start..), options(config));
    let definitions = parser.reference_definitions().iter();
    let mut found: Vec<_> = definitions
        .map(|(_, definition)| {
            let Span { start: from, end } = definition.span.clone();
            (definition.dest.to_string(), from + start..end + start)
        })
        .collect();
    found.sort_by_key(|(_, span)| span.start);
    found
}

/// The first place where quotations, lists, emphasis and the like stand deeper in each other than
/// `limit`: browsers cut such pages short, and nobody reads them.
fn too_deep(
    events: &[(Event<'_>, Span)],
    limit: usize,
    file: &Arc<SourceFile>,
) -> Option<Diagnostic> {
    let mut depth = 0_isize;
    let most = isize::try_from(limit).unwrap_or(isize::MAX);
    for (event, span) in events {
        match event {
            Event::Start(tag) if !counts(tag.to_end()) => {}
            Event::End(tag) if !counts(*tag) => {}
            event => depth += nesting(event),
        }
        if depth > most {
            return Some(faults::too_deep(limit, Place::new(file, span.clone())));
        }
    }
    None
}

/// Whether an element counts for how deep it stands: an item of a list does not, as its list does.
fn counts(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Item
            | TagEnd::Paragraph
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
    )
}

/// The events of footnotes that no page shows, in order: those that nothing shown refers to, and
/// those whose name another has had before, as CommonMark has it for link definitions.
fn hidden_footnotes(events: &[(Event<'_>, Span)]) -> Vec<Range<usize>> {
    let mut texts: Vec<(&str, Range<usize>)> = Vec::new();
    let mut references: Vec<(usize, &str)> = Vec::new();
    // a mark in a link or in an image's description is not shown: it would be a link in a link
    let mut links = 0;
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) => {
                texts.push((name, at..end_of(events, at)));
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => links -= 1,
            Event::FootnoteReference(name) if links == 0 => references.push((at, name)),
            _ => {}
        }
    }
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (number, (name, _)) in texts.iter().enumerate() {
        first.entry(name).or_insert(number);
    }
    // which text each reference stands in: the texts are in order, and those in one come after it
    let mut within: HashMap<Option<usize>, Vec<&str>> = HashMap::new();
    let mut next = texts.iter().enumerate().peekable();
    let mut open: Vec<(usize, &Range<usize>)> = Vec::new();
    for (at, name) in references {
        while let Some((number, (_, range))) = next.next_if(|(_, (_, range))| range.start < at) {
            open.push((number, range));
        }
        while open.pop_if(|(_, range)| range.end < at).is_some() {}
        let innermost = open.last().map(|(number, _)| *number);
        within.entry(innermost).or_default().push(name);
    }
    let mut shown: HashSet<usize> = HashSet::new();
    let mut to_follow = vec![None];
    while let Some(place) = to_follow.pop() {
        for name in within.remove(&place).unwrap_or_default() {
            if let Some(text) = first.get(name)
                && shown.insert(*text)
            {
                to_follow.push(Some(*text));
            }
        }
    }
    texts
        .into_iter()
        .enumerate()
        .filter(|(number, _)| !shown.contains(number))
        .map(|(_, (_, range))| range)
        .collect()
}

/// Whether an event is in one of some ranges, which are in order.
fn is_in(ranges: &[Range<usize>], event: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= event);
    ranges.get(next).is_some_and(|range| range.contains(&event))
}

/// Shifts headings so that the highest is `h2`, and gives each an `id` from its text: its slug,
/// with `-2`, `-3` after it where it has been taken.
fn anchor_headings(events: &mut [(Event<'_>, Span)], hidden: &[Range<usize>]) -> BTreeSet<String> {
    let highest = events
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(*level as usize),
            _ => None,
        })
        .min()
        .unwrap_or(1);
    let shifted = |level: HeadingLevel| {
        HeadingLevel::try_from((level as usize + 2 - highest).min(6)).unwrap_or(HeadingLevel::H6)
    };
    let mut anchors = BTreeSet::new();
    let mut taken: HashMap<String, usize> = HashMap::new();
    let starts = events.iter().enumerate();
    let starts =
        starts.filter(|(_, (event, _))| matches!(event, Event::Start(Tag::Heading { .. })));
    let slugs: Vec<_> = starts
        .map(|(at, _)| slug(&visible_text(element(events, at))))
        .collect();
    let mut slugs = slugs.into_iter();
    for (at, (event, _)) in events.iter_mut().enumerate() {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let anchor = slugs.next().filter(|slug| !slug.is_empty());
                let anchor = anchor.unwrap_or_else(|| NAMELESS_ANCHOR.to_owned());
                let anchor = unique_anchor(anchor, &mut taken);
                *level = shifted(*level);
                *id = Some(anchor.clone().into());
                if !is_in(hidden, at) {
                    anchors.insert(anchor);
                }
            }
            Event::End(TagEnd::Heading(level)) => *level = shifted(*level),
            _ => {}
        }
    }
    anchors
}

/// An anchor that no other heading of the page has: the wanted one, or that with a number. `taken` are
/// those of the headings before, and is added to.
pub fn unique_anchor(anchor: String, taken: &mut HashMap<String, usize>) -> String {
    let mut candidate = anchor.clone();
    while taken.contains_key(&candidate) {
        let count = taken.entry(anchor.clone()).or_default();
        *count += 1;
        candidate = format!("{anchor}-{}", *count + 1);
    }
    taken.insert(candidate.clone(), 0);
    candidate
}

/// The events of the paragraphs of the running text, in order: not those in lists, quotations,
/// footnotes and the like.
pub fn paragraphs(events: &[(Event<'_>, Span)]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some((event, _)) = events.get(at) {
            let start = at;
            at += 1;
            if let Event::Start(tag) = event {
                at = end_of(events, start) + 1;
                if matches!(tag, Tag::Paragraph) {
                    return Some(start..at);
                }
            }
        }
        None
    })
}
