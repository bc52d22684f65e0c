//! The blocks of a page, with their places: headings, paragraphs, lists, tables.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::import::passage::{NumberedLine, events};
use crate::text::slice;

/// The kind of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A heading with its level, from 1.
    Heading(u8),
    Paragraph,
    List,
    Table,
    Definitions,
    Html,
    Rule,
    /// A footnote, which is shown at the end of the page.
    Footnote,
    Other,
}

/// A block at the top level of a page.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    /// Its bytes.
    pub(super) span: Range<usize>,
    /// Its events, by their indices: from its start to its end.
    pub(super) events: Range<usize>,
}

/// An event with its bytes.
pub(super) type Placed<'t> = (Event<'t>, Range<usize>);

/// A page whose blocks are known.
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    pub(super) events: Vec<Placed<'t>>,
    pub(super) blocks: Vec<Block>,
    /// The offset of each line.
    starts: Vec<usize>,
    /// The number of the first line in its file.
    first: usize,
}

impl<'t> Page<'t> {
    /// The blocks of a text whose first line has this number in its file.
    pub(super) fn new(text: &'t str, first: usize) -> Self {
        let events = events(text);
        let mut blocks = Vec::new();
        let mut depth = 0_usize;
        let mut begin = 0;
        for (index, (event, span)) in events.iter().enumerate() {
            match event {
                Event::Start(_) => {
                    if depth == 0 {
                        begin = index;
                    }
                    depth += 1;
                }
                Event::End(_) => {
                    depth = depth.saturating_sub(1);
                    if depth == 0
                        && let Some((Event::Start(tag), span)) = events.get(begin)
                    {
                        blocks.push(Block {
                            kind: kind(tag),
                            span: span.clone(),
                            events: begin..index + 1,
                        });
                    }
                }
                _ if depth == 0 => blocks.push(Block {
                    kind: match event {
                        Event::Rule => BlockKind::Rule,
                        _ => BlockKind::Other,
                    },
                    span: span.clone(),
                    events: index..index + 1,
                }),
                _ => {}
            }
        }
        // pulldown-cmark counts the paragraph after a definition list as a part of both
        for index in 1..blocks.len() {
            if let Some([block, next]) = blocks.get_mut(index - 1..index + 1) {
                block.span.end = block.span.end.min(next.span.start);
            }
        }
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            events,
            blocks,
            starts: std::iter::once(0).chain(ends).collect(),
            first,
        }
    }

    /// The number of the line with this offset.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.first + self.starts.partition_point(|start| *start <= offset) - 1
    }

    /// The numbers of the lines with these bytes.
    pub(super) fn numbers(&self, span: &Range<usize>) -> Range<usize> {
        let end = span.start + slice(self.text, span.clone()).trim_end().len();
        self.line(span.start)..self.line(end.saturating_sub(1).max(span.start)) + 1
    }

    /// The whole lines of a block.
    pub(super) fn lines(&self, span: &Range<usize>) -> Vec<NumberedLine> {
        let numbers = self.numbers(span);
        numbers.map(|number| self.numbered(number)).collect()
    }

    fn numbered(&self, number: usize) -> NumberedLine {
        let index = number - self.first;
        let start = self.starts.get(index).copied().unwrap_or(self.text.len());
        let end = self.starts.get(index + 1).copied();
        let line = slice(self.text, start..end.unwrap_or(self.text.len()));
        NumberedLine {
            text: line.trim_end_matches('\n').to_owned(),
            number,
        }
    }

    /// The offset of the end of the line with an offset, before its line feed.
    pub(super) fn line_end(&self, offset: usize) -> usize {
        let rest = slice(self.text, offset..);
        offset + rest.find('\n').unwrap_or(rest.len())
    }

    /// The events of a block.
    pub(super) fn events_of(&self, block: &Block) -> &[Placed<'t>] {
        self.events.get(block.events.clone()).unwrap_or_default()
    }

    /// The text of a block as it is written.
    pub(super) fn written(&self, block: &Block) -> &'t str {
        slice(self.text, block.span.clone())
    }
}

fn kind(tag: &Tag<'_>) -> BlockKind {
    match tag {
        Tag::Heading { level, .. } => BlockKind::Heading(*level as u8),
        Tag::Paragraph => BlockKind::Paragraph,
        Tag::List(_) => BlockKind::List,
        Tag::Table(_) => BlockKind::Table,
        Tag::DefinitionList => BlockKind::Definitions,
        Tag::HtmlBlock => BlockKind::Html,
        Tag::FootnoteDefinition(_) => BlockKind::Footnote,
        _ => BlockKind::Other,
    }
}

/// The ranges of events, in a block, of the elements of one kind directly inside it: the items of a list, the cells
/// of a row. Both ends are included.
pub(super) fn children(
    events: &[Placed<'_>],
    is_child: impl Fn(&Tag<'_>) -> bool,
    is_end: impl Fn(TagEnd) -> bool,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut begin = None;
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                if depth == 1 && is_child(tag) {
                    begin = Some(index);
                }
                depth += 1;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                if depth == 1
                    && is_end(*tag)
                    && let Some(begin) = begin.take()
                {
                    found.push(begin..index + 1);
                }
            }
            _ => {}
        }
    }
    found
}
