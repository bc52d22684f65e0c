//! Parses an entry's body as CommonMark: events with their places, and references as they are written.
//!
//! Everything here depends on this one entry only: the HTML that its author may write, the levels and
//! anchors of headings, and the footnotes that pages show. Events are not kept: whoever needs them parses
//! the body again, which takes less time than it would take to copy them.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::dollars::{self, Marked};
use super::faults;
use super::footnotes::{self, HiddenFootnote};
use super::leftovers;
use super::lost_cells;
use super::plain_words;
use super::raw_html::{self, Admitted};
use crate::diagnostic::Diagnostic;
use crate::entry::events::{element, end_of, nesting, visible_text};
use crate::entry::references::{self, Reference};
use crate::project::config::{Config, RawHtml};
use crate::source::{Place, SourceFile, Span};
use crate::text::definition_lists::definition_lists;
use crate::text::language::Language;
use crate::text::slug::slug;

/// The anchor of a heading without a letter or digit.
const NAMELESS_ANCHOR: &str = "section";

/// The body of an entry as it is kept: its place in the file, how it is parsed, and what links from other
/// entries need to know.
#[derive(Debug, Clone)]
pub struct Body {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The byte of the file at which the body begins, after the front matter.
    pub start: usize,
    /// The `id`s of the headings that pages show.
    pub anchors: BTreeSet<String>,
    /// The `id`s of all headings, in order.
    ids: Box<[String]>,
    /// The bytes, from the start of the body, of the dollars that are not those of formulas.
    prices: Box<[usize]>,
    syntax: Syntax,
}

/// The settings on which the events of a body depend.
#[derive(Debug, Clone, Copy)]
struct Syntax {
    raw_html: RawHtml,
    math: bool,
    /// Whether the text is a line without blocks.
    is_inline: bool,
}

/// The events of a body in order, with their places in the file. They borrow their texts from there.
#[derive(Debug, Clone)]
pub struct ParsedBody<'t> {
    /// The events of pulldown-cmark, with their bytes in the file. HTML events contain only allowed HTML.
    pub events: Vec<(Event<'t>, Span)>,
    /// The references, links and images, in order.
    pub references: Vec<Reference>,
    /// The events of footnotes that no page shows, in order.
    hidden: Vec<HiddenFootnote>,
}

impl ParsedBody<'_> {
    /// Whether pages show an event. They leave out footnotes to which nothing refers.
    pub fn is_shown(&self, event: usize) -> bool {
        let after = |footnote: &HiddenFootnote| footnote.events.end <= event;
        let next = self.hidden.get(self.hidden.partition_point(after));
        !next.is_some_and(|footnote| footnote.events.contains(&event))
    }
}

/// A body as it is read for the first time, with its diagnostics.
pub struct ReadBody<'t> {
    /// The body to keep.
    pub body: Body,
    /// Its events.
    pub parsed: ParsedBody<'t>,
    /// Diagnostics of HTML that is not allowed, of brackets that are not a reference, of text that looks like
    /// a formula, of footnotes that no page shows, and of blocks that are nested too deep.
    pub faults: Vec<Diagnostic>,
}

/// Reads the body of `file`, which begins at byte `start`.
pub fn read<'t>(file: &'t Arc<SourceFile>, start: usize, config: &Config) -> ReadBody<'t> {
    read_as(file, start, false, config)
}

/// Reads the text of `file` as a line without blocks: it is one paragraph, without headings, lists and footnotes. A
/// text that would be anything else, such as `1. e4 e5`, has no markup.
pub fn read_inline<'t>(file: &'t Arc<SourceFile>, config: &Config) -> ReadBody<'t> {
    read_as(file, 0, true, config)
}

fn read_as<'t>(
    file: &'t Arc<SourceFile>,
    start: usize,
    is_inline: bool,
    config: &Config,
) -> ReadBody<'t> {
    let syntax = Syntax {
        raw_html: config.settings.raw_html,
        math: config.settings.math,
        is_inline,
    };
    let prices = syntax.prices(file, start);
    let Admitted { events, mut faults } = syntax.events(file, start, &prices);
    faults.extend(too_deep(&events, config.settings.limits.nesting, file));
    let mut parsed = ParsedBody::new(events, file);
    let ids = heading_ids(&parsed.events, &config.edition.language);
    parsed.set_ids(&ids);
    faults.extend(footnotes::warnings(&parsed.hidden, &parsed.events, file));
    faults.extend(references::stray_brackets(&parsed.events, file));
    faults.extend(leftovers::warnings(
        &parsed.events,
        file,
        start,
        syntax.options(file.slice(start..)),
    ));
    faults.extend(lost_cells::warnings(&parsed.events, file));
    faults.extend(dollars::lost_formulas(&parsed.events, file, syntax.math));
    let body = Body {
        file: Arc::clone(file),
        start,
        anchors: parsed.anchors().into_iter().collect(),
        ids,
        prices,
        syntax,
    };
    ReadBody {
        body,
        parsed,
        faults,
    }
}

impl Body {
    /// Parses the body again. The result is always the same: it depends on this value alone.
    pub fn parse(&self) -> ParsedBody<'_> {
        let Admitted { events, .. } = self.syntax.events(&self.file, self.start, &self.prices);
        let mut parsed = ParsedBody::new(events, &self.file);
        parsed.set_ids(&self.ids);
        parsed
    }

    /// The anchors of the headings that the page shows, in their order.
    pub fn heading_anchors(&self) -> Vec<String> {
        self.parse().anchors()
    }

    /// Whether it is a line without blocks, such as an example.
    pub fn is_inline(&self) -> bool {
        self.syntax.is_inline
    }

    /// The address and the bytes of each link definition (`[label]: address`), in order.
    pub fn definitions(&self) -> Vec<(String, Span)> {
        let parser = self.syntax.parser(&self.file, self.start);
        let definitions = parser.reference_definitions().iter();
        let mut addresses: Vec<_> = definitions
            .map(|(_, definition)| {
                let Span { start, end } = definition.span.clone();
                let address = definition.dest.to_string();
                (address, start + self.start..end + self.start)
            })
            .collect();
        addresses.sort_by_key(|(_, span)| span.start);
        addresses
    }
}

impl Syntax {
    /// pulldown-cmark's parser of the body of `file`, which begins at byte `start`.
    fn parser(self, file: &SourceFile, start: usize) -> Parser<'_> {
        let text = file.slice(start..);
        Parser::new_ext(text, self.options(text))
    }

    /// The options for a body with this text.
    fn options(self, text: &str) -> Options {
        // not front matter: `front_matter` reads it, and pulldown-cmark's option takes quadratic time
        let mut options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_WIKILINKS;
        if !self.is_inline {
            options |= Options::ENABLE_TABLES
                | Options::ENABLE_FOOTNOTES
                | Options::ENABLE_TASKLISTS
                | definition_lists(text);
        }
        options.set(Options::ENABLE_MATH, self.math);
        options
    }

    /// The dollars of that body that are not those of formulas, if it has formulas.
    fn prices(self, file: &SourceFile, start: usize) -> Box<[usize]> {
        if self.math {
            let text = file.slice(start..);
            dollars::prices(text, self.options(text))
        } else {
            Box::default()
        }
    }

    /// The events of that body, with only the HTML that the site may contain.
    fn events<'t>(self, file: &'t Arc<SourceFile>, start: usize, prices: &[usize]) -> Admitted<'t> {
        if prices.is_empty() {
            self.admit(self.parser(file, start).into_offset_iter(), file, start)
        } else {
            let text = file.slice(start..);
            let marked = Marked::new(text, prices);
            self.admit(marked.events(self.options(text)).into_iter(), file, start)
        }
    }

    /// Events with only the HTML that the site may contain. Their places count from byte `start` of the file.
    fn admit<'t>(
        self,
        events: impl Iterator<Item = (Event<'t>, Span)>,
        file: &'t Arc<SourceFile>,
        start: usize,
    ) -> Admitted<'t> {
        let events = events.map(|(event, span)| (event, span.start + start..span.end + start));
        let mut admitted = match self.raw_html {
            RawHtml::Text => raw_html::admit(events, file),
            RawHtml::Allow => raw_html::keep(events),
        };
        if self.is_inline && !is_paragraph(&admitted.events) {
            let span = start..file.text.len();
            let text = Event::Text(file.slice(start..).into());
            let events = [
                Event::Start(Tag::Paragraph),
                text,
                Event::End(TagEnd::Paragraph),
            ];
            admitted.events = events.map(|event| (event, span.clone())).into();
        }
        admitted
    }
}

/// Whether these events are one paragraph.
fn is_paragraph(events: &[(Event<'_>, Span)]) -> bool {
    let is_first = matches!(events.first(), Some((Event::Start(Tag::Paragraph), _)));
    is_first && end_of(events, 0) + 1 == events.len()
}

impl<'t> ParsedBody<'t> {
    /// Finds the references, and gives the headings their levels.
    fn new(events: Vec<(Event<'t>, Span)>, file: &SourceFile) -> Self {
        let mut events = divide_terms(events, file);
        plain_words::mark(&mut events, &file.text);
        footnotes::join_names(&mut events);
        let references = references::find(&mut events, file);
        shift_headings(&mut events);
        Self {
            hidden: footnotes::hidden(&events),
            references,
            events,
        }
    }

    /// Gives the headings these `id`s, in order.
    fn set_ids(&mut self, ids: &[String]) {
        let mut ids = ids.iter();
        for (event, _) in &mut self.events {
            if let Event::Start(Tag::Heading { id, .. }) = event {
                *id = ids.next().map(|id| id.clone().into());
            }
        }
    }

    /// The `id`s of the headings that pages show, in their order.
    fn anchors(&self) -> Vec<String> {
        let shown = self.events.iter().enumerate();
        let shown = shown.filter(|(index, _)| self.is_shown(*index));
        let ids = shown.filter_map(|(_, (event, _))| match event {
            Event::Start(Tag::Heading { id, .. }) => id.as_ref(),
            _ => None,
        });
        ids.map(ToString::to_string).collect()
    }
}

/// The error for the first place where block quotes, lists, emphasis and other elements are nested deeper
/// than `limit`. Browsers do not show all of such a page.
fn too_deep(
    events: &[(Event<'_>, Span)],
    limit: usize,
    file: &Arc<SourceFile>,
) -> Option<Diagnostic> {
    let mut depth = 0_isize;
    let max_depth = isize::try_from(limit).unwrap_or(isize::MAX);
    for (event, span) in events {
        match event {
            Event::Start(tag) if !is_level(tag.to_end()) => {}
            Event::End(tag) if !is_level(*tag) => {}
            event => depth += nesting(event),
        }
        if depth > max_depth {
            return Some(faults::too_deep(limit, Place::new(file, span.clone())));
        }
    }
    None
}

/// Whether an element counts as a level of nesting. An item of a list does not count, because the list does.
fn is_level(tag: TagEnd) -> bool {
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

/// Divides the title of a definition list at its line breaks: each line is a term, as in PHP Markdown Extra
/// (<https://michelf.ca/projects/php-markdown/extra/#def-list>). pulldown-cmark makes one term of all lines.
///
/// ```text
/// Lorry            <dt>Lorry</dt>
/// Truck            <dt>Truck</dt>
/// : A vehicle.     <dd>A vehicle.</dd>
/// ```
fn divide_terms<'t>(events: Vec<(Event<'t>, Span)>, file: &SourceFile) -> Vec<(Event<'t>, Span)> {
    let breaks = breaks_between_terms(&events, file);
    if breaks.is_empty() {
        return events;
    }
    let mut breaks = breaks.into_iter().peekable();
    let mut divided = Vec::with_capacity(events.len() + breaks.len());
    for (index, (event, span)) in events.into_iter().enumerate() {
        if breaks.next_if_eq(&index).is_some() {
            let end = span.end;
            divided.push((Event::End(TagEnd::DefinitionListTitle), span));
            divided.push((Event::Start(Tag::DefinitionListTitle), end..end));
        } else {
            divided.push((event, span));
        }
    }
    divided
}

/// The indices of the line breaks between two terms of a definition list. A line break inside emphasis is inside a term,
/// and so is one beside a line without a text.
fn breaks_between_terms(events: &[(Event<'_>, Span)], file: &SourceFile) -> Vec<usize> {
    let starts = events.iter().enumerate();
    let starts =
        starts.filter(|(_, (event, _))| matches!(event, Event::Start(Tag::DefinitionListTitle)));
    let mut breaks = Vec::new();
    for (start, _) in starts {
        let title = element(events, start);
        // HTML that is not checked may begin in one line and end in another
        if title
            .iter()
            .any(|(event, _)| matches!(event, Event::Html(_)))
        {
            continue;
        }
        let mut depth = 0;
        // the break after the lines that have a text, if there is one
        let mut last = None;
        let mut has_text = false;
        for (index, (event, span)) in (start..).zip(title) {
            depth += nesting(event);
            let is_break = matches!(event, Event::SoftBreak | Event::HardBreak)
                && file.slice(span.clone()).contains('\n');
            // the title itself is the first level
            if is_break && depth == 1 && has_text {
                last = Some(index);
                has_text = false;
            }
            let is_text = matches!(
                event,
                Event::Text(_) | Event::Code(_) | Event::InlineMath(_)
            );
            if is_text || matches!(event, Event::Start(Tag::Image { .. })) {
                breaks.extend(last.take());
                has_text = true;
            }
        }
    }
    breaks
}

/// Changes the levels of headings so that the highest is `h2`.
fn shift_headings(events: &mut [(Event<'_>, Span)]) {
    let levels = events.iter().filter_map(|(event, _)| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as usize),
        _ => None,
    });
    let highest = levels.min().unwrap_or(1);
    let shifted = |level: HeadingLevel| {
        HeadingLevel::try_from((level as usize + 2 - highest).min(6)).unwrap_or(HeadingLevel::H6)
    };
    for (event, _) in events {
        match event {
            Event::Start(Tag::Heading { level, .. }) | Event::End(TagEnd::Heading(level)) => {
                *level = shifted(*level);
            }
            _ => {}
        }
    }
}

/// The `id` of each heading, in order: the slug of its text, with `-2`, `-3` and so on if an earlier heading
/// has this `id`.
///
/// ```text
/// # Use         use
/// ## Care       care
/// # Use         use-2
/// ```
fn heading_ids(events: &[(Event<'_>, Span)], language: &Language) -> Box<[String]> {
    let mut taken: HashMap<String, usize> = HashMap::new();
    let headings = events.iter().enumerate();
    let headings =
        headings.filter(|(_, (event, _))| matches!(event, Event::Start(Tag::Heading { .. })));
    headings
        .map(|(index, _)| {
            let slug = slug(&visible_text(element(events, index)), language);
            let anchor = if slug.is_empty() {
                NAMELESS_ANCHOR.to_owned()
            } else {
                slug
            };
            unique_anchor(anchor, &mut taken)
        })
        .collect()
}

/// An anchor that no earlier heading of the page has: `anchor`, or `anchor` with a number. `taken` has the
/// anchors of the earlier headings; the new one is added to it.
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

/// The events of each paragraph that is not inside another block, such as a list, a block quote or a
/// footnote; in order.
pub fn paragraphs(events: &[(Event<'_>, Span)]) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    std::iter::from_fn(move || {
        while let Some((event, _)) = events.get(next) {
            let start = next;
            next += 1;
            if let Event::Start(tag) = event {
                next = end_of(events, start) + 1;
                if matches!(tag, Tag::Paragraph) {
                    return Some(start..next);
                }
            }
        }
        None
    })
}
