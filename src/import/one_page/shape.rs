//! Recognises the form in which a page holds its terms: headings of one level, bold words, items of lists,
//! definition lists, tables, abbreviations.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::blocks::{Block, BlockKind, Page, Placed, children};
use super::navigation::{is_navigation, is_silent};
use super::term_line::{LineStart, TermLine, line_starts, plain_start};
use super::words::{is_label, is_letter, is_section};
use crate::import::columns;

/// The form of the terms of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Headings of a level.
    Headings(u8),
    /// Bold words at the beginnings of paragraphs, or of their lines.
    Bold,
    /// Items of lists that begin with the term.
    Items,
    /// Definition lists: `Term`, and `: text` on the next line.
    Definitions,
    /// Rows of tables.
    Table,
    /// Abbreviations: `*[HTML]: text`.
    Abbreviations,
}

/// The form of a page, and the number of its terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Survey {
    pub(super) shape: Shape,
    pub(super) count: usize,
}

/// The terms of one form, before it is known whether they are terms.
#[derive(Default)]
struct Candidate {
    names: Vec<String>,
    /// The bytes of the blocks that hold them.
    bytes: usize,
    /// The indices of these blocks.
    blocks: BTreeSet<usize>,
}

impl Candidate {
    fn add(&mut self, names: impl IntoIterator<Item = String>, index: usize, block: &Block) {
        self.names.extend(names);
        self.bytes += block.span.len();
        self.blocks.insert(index);
    }

    /// Whether the names differ from each other, as terms do, and labels such as *Example* do not.
    fn is_varied(&self) -> bool {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for name in &self.names {
            *counts.entry(name.to_lowercase()).or_default() += 1;
        }
        counts.len() * 3 >= self.names.len() * 2
    }
}

/// A heading with the blocks directly below it.
struct Section {
    level: u8,
    title: String,
    /// The indices of the blocks with content.
    content: Vec<usize>,
    bytes: usize,
}

/// Recognises the form of a page. `abbreviations` is the number of its lines `*[HTML]: text`.
pub(super) fn survey(page: &Page<'_>, abbreviations: usize) -> Option<Survey> {
    let sections = sections(page);
    let headings = best_level(&sections);
    let (shape, other) = best_other(page);
    let total: usize = content_bytes(page, other.blocks.first().copied());
    let is_most = |share: usize| other.bytes * 100 >= total * share;
    let others = other.names.len();
    let found = match headings {
        None if others >= 2 && is_most(30) => Some((shape, others)),
        None if others == 1 && shape == Shape::Definitions => Some((shape, others)),
        None => None,
        Some((level, count)) => {
            // a group of terms may have a text before them, but most terms have one
            let own = sections.iter().filter(|section| section.level == level);
            let own: Vec<_> = own.filter(|section| !section.content.is_empty()).collect();
            let begins_plain = |section: &&&Section| {
                let first = section.content.first();
                !first.is_some_and(|first| other.blocks.contains(first))
            };
            let plain = own.iter().filter(begins_plain).count();
            let are_groups = others > count && is_most(50) && plain * 2 < own.len();
            let are_large_groups = others >= count * 4 && count <= 15 && is_most(60);
            if are_groups || are_large_groups {
                Some((shape, others))
            } else {
                Some((Shape::Headings(level), count))
            }
        }
    };
    match found {
        Some((shape, count)) => Some(Survey { shape, count }),
        None if abbreviations > 0 => Some(Survey {
            shape: Shape::Abbreviations,
            count: abbreviations,
        }),
        None => None,
    }
}

/// The bytes of the blocks with content from a block on.
fn content_bytes(page: &Page<'_>, from: Option<usize>) -> usize {
    let blocks = page.blocks.iter().enumerate().skip(from.unwrap_or(0));
    blocks
        .filter(|(_, block)| is_content(page, block))
        .map(|(_, block)| block.span.len())
        .sum()
}

fn is_content(page: &Page<'_>, block: &Block) -> bool {
    !matches!(
        block.kind,
        BlockKind::Heading(_) | BlockKind::Rule | BlockKind::Footnote
    ) && !is_silent(page, block)
        && !is_navigation(page, block)
}

fn sections(page: &Page<'_>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (index, block) in page.blocks.iter().enumerate() {
        if let BlockKind::Heading(level) = block.kind {
            sections.push(Section {
                level,
                title: TermLine::of(page.events_of(block)).title,
                content: Vec::new(),
                bytes: 0,
            });
        } else if let Some(section) = sections.last_mut()
            && is_content(page, block)
        {
            section.content.push(index);
            section.bytes += block.span.len();
        }
    }
    sections
}

/// The level of headings that has most text below it, with the number of its headings with text. If a deeper level has
/// more than twice as many headings, the level has the groups of terms, each with a text of its own.
fn best_level(sections: &[Section]) -> Option<(u8, usize)> {
    let mut levels: Vec<(u8, usize, usize)> = Vec::new();
    for level in 1..=6 {
        let mut candidate = Candidate::default();
        for section in sections.iter().filter(|section| section.level == level) {
            if !section.content.is_empty() && !section.title.is_empty() {
                candidate.names.push(section.title.clone());
                candidate.bytes += section.bytes;
            }
        }
        let count = candidate.names.len();
        let sections = candidate.names.iter().filter(|name| is_section(name));
        let sections = sections.count();
        let letters = candidate.names.iter().filter(|name| is_letter(name));
        if letters.count() * 5 > (count - sections) * 4 {
            continue;
        }
        if count >= 2 && candidate.is_varied() && sections * 2 < count {
            levels.push((level, count, candidate.bytes));
        }
    }
    let most = levels
        .iter()
        .max_by_key(|(level, _, bytes)| (*bytes, 6 - level))?;
    let is_below = |found: &&&(u8, usize, usize)| found.0 > most.0 && found.1 > most.1 * 2;
    let below = levels.iter().filter(|found| is_below(&found));
    let best = below.max_by_key(|(_, count, _)| *count).unwrap_or(most);
    Some((best.0, best.1))
}

/// The best of the forms that are not headings.
fn best_other(page: &Page<'_>) -> (Shape, Candidate) {
    let mut bold = Candidate::default();
    let mut items = Candidate::default();
    let mut definitions = Candidate::default();
    let mut tables = Candidate::default();
    let glossary = glossary_header(page);
    for (index, block) in page.blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Paragraph if !is_navigation(page, block) => {
                let starts = bold_starts(page, block);
                if let [start] = starts.as_slice()
                    && start.text >= block.span.start + page.written(block).trim_end().len()
                {
                    bold.bytes += text_below(page, index);
                }
                let names = starts.into_iter().map(|start| start.line.title);
                let names: Vec<String> = names.collect();
                if !names.is_empty() {
                    bold.add(names, index, block);
                }
            }
            BlockKind::List if !is_navigation(page, block) => {
                if let Some(names) = term_items(page, block) {
                    let names = names.into_iter().flatten().map(|item| item.line.title);
                    items.add(names, index, block);
                }
            }
            BlockKind::Definitions => {
                let count = count_defined(page.written(block));
                definitions.add(
                    (0..count).map(|number| format!("{index} {number}")),
                    index,
                    block,
                );
            }
            BlockKind::Table
                if header(page, block)
                    .is_some_and(|names| holds_terms(&names, glossary.as_ref())) =>
            {
                let rows = rows(page.events_of(block)).len();
                let names = (0..rows).map(|row| format!("{index} {row}"));
                tables.add(names, index, block);
            }
            _ => {}
        }
    }
    let mut all = [
        (Shape::Bold, bold),
        (Shape::Items, items),
        (Shape::Definitions, definitions),
        (Shape::Table, tables),
    ];
    all.sort_by_key(|(_, candidate)| std::cmp::Reverse(candidate.bytes));
    let mut varied = all.into_iter().filter(|(_, found)| found.is_varied());
    varied.next().unwrap_or((Shape::Bold, Candidate::default()))
}

/// The number of terms in a definition list: lines before a line with a colon. The parser joins terms without an empty
/// line between them.
fn count_defined(written: &str) -> usize {
    let lines = written.lines().filter(|line| !line.trim().is_empty());
    let is_colon: Vec<bool> = lines
        .map(|line| line.trim_start().starts_with(':'))
        .collect();
    let pairs = is_colon.iter().zip(is_colon.iter().skip(1));
    pairs.filter(|(line, next)| !**line && **next).count()
}

/// The bytes of the blocks below a term that has a paragraph of its own: one or two before the next such paragraph. With
/// more of them, it is rather a heading of a text.
fn text_below(page: &Page<'_>, index: usize) -> usize {
    const MOST: usize = 2;
    let blocks = page.blocks.iter().skip(index + 1);
    let ends = |block: &&Block| {
        let is_heading = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Rule);
        let is_term = || block.kind == BlockKind::Paragraph && !bold_starts(page, block).is_empty();
        !is_heading && !is_term()
    };
    let below: Vec<&Block> = blocks.take_while(ends).take(MOST + 1).collect();
    match below.len() {
        1..=MOST => below.iter().map(|block| block.span.len()).sum(),
        _ => 0,
    }
}

/// The terms in bold, or in other marks with a separator, at the beginnings of a paragraph's lines.
pub(super) fn bold_starts(page: &Page<'_>, block: &Block) -> Vec<LineStart> {
    let events = inside(page.events_of(block));
    let starts = line_starts(page, events).into_iter();
    starts
        .filter(|start| start.is_separated && (start.is_bold || start.has_mark))
        .filter(|start| !is_label(&start.line.title))
        .collect()
}

/// The events of an element without its own start and end.
pub(super) fn inside<'e, 't>(events: &'e [Placed<'t>]) -> &'e [Placed<'t>] {
    let last = events.len().saturating_sub(1);
    events.get(1..last).unwrap_or_default()
}

/// An item of a list that begins with a term.
pub(super) struct TermItem {
    pub(super) line: TermLine,
    /// The offset where its text begins.
    pub(super) text: usize,
}

/// The items of a list, each with its term if it has one; `None` if too few items have one.
pub(super) fn term_items(page: &Page<'_>, block: &Block) -> Option<Vec<Option<TermItem>>> {
    let events = page.events_of(block);
    let items: Vec<Option<TermItem>> = item_ranges(events)
        .into_iter()
        .map(|range| term_item(page, events.get(range)?))
        .collect();
    let terms = items.iter().flatten().count();
    (terms > 0 && terms * 5 >= items.len() * 4).then_some(items)
}

/// The ranges of the items' events in those of a list.
pub(super) fn item_ranges(events: &[Placed<'_>]) -> Vec<Range<usize>> {
    children(
        events,
        |tag| matches!(tag, Tag::Item),
        |end| end == TagEnd::Item,
    )
}

fn term_item(page: &Page<'_>, item: &[Placed<'_>]) -> Option<TermItem> {
    let events = inside(item);
    // a loose list has paragraphs in its items
    let events = match events.first() {
        Some((Event::Start(Tag::Paragraph), _)) => events.get(1..).unwrap_or_default(),
        _ => events,
    };
    let block_start = events.iter().position(|(event, _)| {
        matches!(
            event,
            Event::Start(Tag::List(_) | Tag::CodeBlock(_) | Tag::BlockQuote(_))
        ) || matches!(event, Event::End(TagEnd::Paragraph))
    });
    let first = events.get(..block_start.unwrap_or(events.len()))?;
    let starts = line_starts(page, first);
    let line_begin = first.first().map(|(_, span)| span.start)?;
    if let Some(start) = starts.into_iter().next()
        && start.start == line_begin
    {
        let is_term = start.is_separated && (start.is_bold || start.has_mark);
        return (is_term && !is_label(&start.line.title)).then_some(TermItem {
            line: start.line,
            text: start.text,
        });
    }
    let is_anchor = |(event, _): &&Placed<'_>| matches!(event, Event::InlineHtml(_));
    let before = first.iter().take_while(is_anchor).count();
    let anchors = TermLine::of(first.get(..before).unwrap_or_default()).anchors;
    let (event, span) = first.get(before)?;
    if !matches!(event, Event::Text(_)) {
        return None;
    }
    let (title, text) = plain_start(page.text, &(span.start..page.line_end(span.start)))?;
    (!is_label(&title)).then_some(TermItem {
        line: TermLine {
            title,
            anchors,
            ..TermLine::default()
        },
        text,
    })
}

/// The ranges of the rows' events in those of a table, without its header.
pub(super) fn rows(events: &[Placed<'_>]) -> Vec<Range<usize>> {
    children(
        events,
        |tag| matches!(tag, Tag::TableRow),
        |end| end == TagEnd::TableRow,
    )
}

/// The ranges of the cells' events in those of a row or a header.
pub(super) fn cells(events: &[Placed<'_>]) -> Vec<Range<usize>> {
    children(
        events,
        |tag| matches!(tag, Tag::TableCell),
        |end| end == TagEnd::TableCell,
    )
}

/// The names of a table's columns; `None` if it has only one.
pub(super) fn header(page: &Page<'_>, block: &Block) -> Option<Vec<String>> {
    let events = page.events_of(block);
    let head = children(
        events,
        |tag| matches!(tag, Tag::TableHead),
        |end| end == TagEnd::TableHead,
    );
    let head = events.get(head.first()?.clone())?;
    let names: Vec<String> = cells(head)
        .into_iter()
        .filter_map(|range| head.get(range))
        .map(|cell| TermLine::of(cell).title)
        .collect();
    (names.len() >= 2).then_some(names)
}

/// Whether the rows of a table with these columns are terms: its header is that of the glossary, or its columns are known.
pub(super) fn holds_terms(names: &[String], glossary: Option<&Vec<String>>) -> bool {
    glossary.is_some_and(|glossary| glossary == names) || columns::roles(names, None).is_some()
}

/// The header of the tables that hold the terms: that with most rows. `None` if no table has two columns.
pub(super) fn glossary_header(page: &Page<'_>) -> Option<Vec<String>> {
    let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for block in &page.blocks {
        if block.kind != BlockKind::Table {
            continue;
        }
        let Some(header) = header(page, block) else {
            continue;
        };
        *counts.entry(header).or_default() += rows(page.events_of(block)).len();
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(header, _)| header)
}

/// Whether a heading is a letter above terms: it has no text of its own, or terms are at a deeper level.
pub(super) fn is_letter_heading(title: &str, level: u8, shape: Shape, has_text: bool) -> bool {
    let is_above = match shape {
        Shape::Headings(of_terms) => level < of_terms,
        _ => true,
    };
    is_letter(title) && (is_above || !has_text)
}
