//! Running text: the blocks of a body, and the plain words of each.
//!
//! Glosses and quotations are cut from it and mentions are found in it, so it keeps for each event
//! where its words begin.

use std::ops::Range;
use std::sync::OnceLock;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::entry::events::{Position, end_of, is_inline, plain};
use crate::source::Span;
use crate::text::language::Language;
use crate::text::sentence::sentences;

/// A block of text: what a sentence cannot reach beyond.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its events: a paragraph's, a table cell's, those of a tight list's item.
    pub events: Range<usize>,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// Whether it is a table's cell.
    pub is_cell: bool,
    /// Whether it is quoted.
    pub is_quoted: bool,
}

/// The blocks of a body as readers meet them: those of footnotes come last. Code is no text.
pub fn blocks(events: &[(Event<'_>, Span)]) -> Vec<Block> {
    let mut body = Vec::new();
    let mut notes = Vec::new();
    let mut start = None;
    let (mut is_heading, mut is_cell) = (false, false);
    let mut quotes = 0;
    let mut footnotes = 0;
    let mut at = 0;
    while at <= events.len() {
        let border = match events.get(at) {
            Some((event, _)) => is_border(event),
            None => true,
        };
        if !border {
            start = start.or(Some(at));
            at += 1;
            continue;
        }
        if let Some(start) = start.take() {
            let list = if footnotes > 0 { &mut notes } else { &mut body };
            list.push(Block {
                events: start..at,
                is_heading,
                is_cell,
                is_quoted: quotes > 0,
            });
        }
        match events.get(at).map(|(event, _)| event) {
            Some(Event::Start(Tag::CodeBlock(_))) => at = end_of(events, at),
            Some(Event::Start(Tag::Heading { .. })) => is_heading = true,
            Some(Event::End(TagEnd::Heading(_))) => is_heading = false,
            Some(Event::Start(Tag::TableCell)) => is_cell = true,
            Some(Event::End(TagEnd::TableCell)) => is_cell = false,
            Some(Event::Start(Tag::BlockQuote(_))) => quotes += 1,
            Some(Event::End(TagEnd::BlockQuote(_))) => quotes -= 1,
            Some(Event::Start(Tag::FootnoteDefinition(_))) => footnotes += 1,
            Some(Event::End(TagEnd::FootnoteDefinition)) => footnotes -= 1,
            _ => {}
        }
        at += 1;
    }
    body.append(&mut notes);
    body
}

/// Whether an event begins or ends a block.
fn is_border(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => !is_inline(&tag.to_end()),
        Event::End(tag) => !is_inline(tag),
        Event::Rule => true,
        _ => false,
    }
}

/// The words of a block of text.
#[derive(Debug, Clone)]
pub struct Prose {
    /// The block's events.
    pub events: Range<usize>,
    /// Its plain text: words, code and the source of formulas, a space for a line break; nothing
    /// for markup and for images, whose text stands in for a picture.
    pub text: String,
    /// Where in the text each event begins.
    starts: Vec<usize>,
    /// The bytes of the text that are code or formulas.
    code: Vec<Range<usize>>,
    /// The bytes that are in links.
    links: Vec<Range<usize>>,
    /// The spaces that stand for breaks which the author made.
    breaks: Vec<Range<usize>>,
    sentences: OnceLock<Vec<Range<usize>>>,
}

impl Prose {
    /// Reads the events in `range`.
    pub fn read(events: &[(Event<'_>, Span)], range: Range<usize>) -> Self {
        let mut prose = Self {
            events: range.clone(),
            text: String::new(),
            starts: Vec::with_capacity(range.len()),
            code: Vec::new(),
            links: Vec::new(),
            breaks: Vec::new(),
            sentences: OnceLock::new(),
        };
        let mut image_end = None;
        let mut links = Vec::new();
        let mut keys = None;
        let in_body = events.iter().enumerate();
        for (at, (event, _)) in in_body.take(range.end).skip(range.start) {
            let start = prose.text.len();
            prose.starts.push(start);
            if matches!(event, Event::Start(Tag::Image { .. })) && image_end.is_none() {
                image_end = Some(end_of(events, at));
            }
            if image_end.is_some() {
                image_end = image_end.filter(|end| *end != at);
                continue;
            }
            prose.text.push_str(plain(event));
            match event {
                Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                    prose.code.push(start..prose.text.len());
                }
                Event::HardBreak => prose.breaks.push(start..prose.text.len()),
                Event::InlineHtml(tag) if tag.as_ref() == "<kbd>" => keys = Some(start),
                Event::InlineHtml(tag) if tag.as_ref() == "</kbd>" => {
                    prose.code.extend(keys.take().map(|keys| keys..start));
                }
                Event::Start(Tag::Link { .. }) => links.push(start),
                Event::End(TagEnd::Link) => {
                    prose.links.extend(links.pop().map(|link| link..start));
                }
                _ => {}
            }
        }
        prose
    }

    /// The byte ranges in the text of its sentences, in order; `language` decides where they end. A
    /// full stop in code or in a formula ends none.
    pub fn sentences(&self, language: &Language) -> &[Range<usize>] {
        self.sentences
            .get_or_init(|| sentences(&masked(&self.text, &[(&self.code, b'X')]), language))
    }

    /// The text with code, formulas and links blotted out, byte for byte, so that no name is found
    /// there, nor over a break that the author made.
    pub fn without_code_and_links(&self) -> String {
        let masks = [
            (&self.code, BLOT),
            (&self.links, BLOT),
            (&self.breaks, BREAK),
        ];
        masked(&self.text, &masks)
    }

    /// The text with code and formulas blotted out, and links left in.
    pub fn without_code(&self) -> String {
        masked(&self.text, &[(&self.code, BLOT), (&self.breaks, BREAK)])
    }

    /// Where in the text the words of an event of the block begin; the end for one after it.
    pub fn start_of(&self, event: usize) -> usize {
        event
            .checked_sub(self.events.start)
            .and_then(|at| self.starts.get(at))
            .copied()
            .unwrap_or(self.text.len())
    }

    /// The places before the first and after the last byte of some words of the text.
    pub fn positions(&self, words: Range<usize>) -> Range<Position> {
        let first = self.starts.partition_point(|start| *start <= words.start);
        let at = first.saturating_sub(1);
        let start = Position {
            event: self.events.start + at,
            offset: words.start - self.starts.get(at).copied().unwrap_or(0),
        };
        start..self.position_after(words.end)
    }

    /// The place after the byte before `offset`.
    pub fn position_after(&self, offset: usize) -> Position {
        let after = self.starts.partition_point(|start| *start < offset);
        let at = after.saturating_sub(1);
        let event = self.events.start + at;
        if self.start_of(event + 1) == offset {
            Position::before(event + 1)
        } else {
            Position {
                event,
                offset: offset - self.starts.get(at).copied().unwrap_or(0),
            }
        }
    }
}

/// A character that stands in no name and shows nothing: for words, which others may touch.
const BLOT: u8 = 0;

/// The same for what parts words.
const BREAK: u8 = 1;

/// A text in which every byte of some ranges is one ASCII character; all else is as it was.
fn masked(text: &str, masks: &[(&Vec<Range<usize>>, u8)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (ranges, mask) in masks {
        for range in *ranges {
            if let Some(bytes) = bytes.get_mut(range.clone()) {
                bytes.fill(*mask);
            }
        }
    }
    // events begin and end between characters, so what is left is whole
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
