//! The blocks of running text in a body, and the plain text of each.
//!
//! Glosses and quotations are parts of this text, and mentions are found in it. So a block's text also
//! stores the byte at which each event's text begins.

use std::ops::Range;
use std::sync::OnceLock;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::entry::events::{Position, end_of, is_inline, plain};
use crate::source::Span;
use crate::text::bidi::isolated;
use crate::text::language::Language;
use crate::text::sentence::sentences;
use crate::text::slice;

/// A block of text. No sentence continues from one block into the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The events in the block, such as those of a paragraph, of a table cell or of an item in a tight list.
    pub events: Range<usize>,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// Whether it is a table cell.
    pub is_cell: bool,
    /// Whether it is in a block quote.
    pub is_quoted: bool,
}

/// The blocks of a body in the order of reading: those of footnotes come last. Code blocks are left out.
pub fn blocks(events: &[(Event<'_>, Span)]) -> Vec<Block> {
    let mut body = Vec::new();
    let mut notes = Vec::new();
    let mut start = None;
    let (mut is_heading, mut is_cell) = (false, false);
    let mut quotes = 0;
    let mut footnotes = 0;
    let mut index = 0;
    while index <= events.len() {
        let is_border = match events.get(index) {
            Some((event, _)) => is_border(event),
            None => true,
        };
        if !is_border {
            start = start.or(Some(index));
            index += 1;
            continue;
        }
        if let Some(start) = start.take() {
            let list = if footnotes > 0 { &mut notes } else { &mut body };
            list.push(Block {
                events: start..index,
                is_heading,
                is_cell,
                is_quoted: quotes > 0,
            });
        }
        match events.get(index).map(|(event, _)| event) {
            Some(Event::Start(Tag::CodeBlock(_))) => index = end_of(events, index),
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
        index += 1;
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

/// The plain text of a block.
#[derive(Debug, Clone)]
pub struct Prose {
    /// The block's events.
    pub events: Range<usize>,
    /// The text: words, code, the source of formulas, and a space for each line break. Markup and images
    /// add nothing.
    pub text: String,
    /// The byte of the text at which each event begins.
    starts: Vec<usize>,
    /// The bytes of the text that are code, keys (`<kbd>`) or formulas.
    code: Vec<Range<usize>>,
    /// The bytes of the text that are in links.
    links: Vec<Range<usize>>,
    /// The spaces in the text that replace hard line breaks.
    breaks: Vec<Range<usize>>,
    /// The sentences, once they are needed.
    sentences: OnceLock<Vec<Range<usize>>>,
}

impl Prose {
    /// The text of the events in `range`.
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
        let numbered = events.iter().enumerate();
        for (index, (event, _)) in numbered.take(range.end).skip(range.start) {
            let start = prose.text.len();
            prose.starts.push(start);
            if matches!(event, Event::Start(Tag::Image { .. })) && image_end.is_none() {
                image_end = Some(end_of(events, index));
            }
            if image_end.is_some() {
                image_end = image_end.filter(|end| *end != index);
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

    /// The bytes of each sentence in the text, in order. `language` decides where sentences end. A full
    /// stop in code or in a formula does not end a sentence.
    pub fn sentences(&self, language: &Language) -> &[Range<usize>] {
        self.sentences
            .get_or_init(|| sentences(&self.with_opaque_code(), language).collect())
    }

    /// The bytes of the first sentence in the text, as [`Self::sentences`] finds it.
    pub fn first_sentence(&self, language: &Language) -> Option<Range<usize>> {
        sentences(&self.with_opaque_code(), language).next()
    }

    /// A part of the text in which code and formulas are apart from the text around them, as they have to be in a language from
    /// right to left. `None` if the part has neither, or the language is written from left to right.
    ///
    /// ```text
    /// استخدم --flag=x هنا      استخدم \u{2066}--flag=x\u{2069} هنا
    /// ```
    pub fn isolated(&self, part: Range<usize>, language: &Language) -> Option<String> {
        let inside = |code: &Range<usize>| code.start.max(part.start)..code.end.min(part.end);
        let code = self.code.iter().map(inside);
        let mut code = code.filter(|code| !code.is_empty()).peekable();
        code.peek()?;
        if language.direction() == "ltr" {
            return None;
        }
        let mut out = String::new();
        let mut next = part.start;
        for code in code {
            out.push_str(slice(&self.text, next..code.start));
            next = code.end;
            out.push_str(&isolated(slice(&self.text, code)));
        }
        out.push_str(slice(&self.text, next..part.end));
        Some(out)
    }

    /// The text with letters over code and formulas.
    fn with_opaque_code(&self) -> String {
        masked(&self.text, &[(&self.code, b'X')])
    }

    /// The text with a mask over code, formulas and links, so that no name is found in them, and over hard
    /// line breaks, so that no name is found across them. All other bytes keep their places.
    pub fn without_code_and_links(&self) -> String {
        let masks = [
            (&self.code, WORD_MASK),
            (&self.links, WORD_MASK),
            (&self.breaks, BREAK_MASK),
        ];
        masked(&self.text, &masks)
    }

    /// The same text without a mask over links.
    pub fn without_code(&self) -> String {
        let masks = [(&self.code, WORD_MASK), (&self.breaks, BREAK_MASK)];
        masked(&self.text, &masks)
    }

    /// The byte of the text at which an event of the block begins; the end of the text for an event that
    /// is not in the block.
    pub fn start_of(&self, event: usize) -> usize {
        event
            .checked_sub(self.events.start)
            .and_then(|index| self.starts.get(index))
            .copied()
            .unwrap_or(self.text.len())
    }

    /// The places among the events directly before and directly after the bytes `words` of the text.
    pub fn positions(&self, words: Range<usize>) -> Range<Position> {
        let first = self.starts.partition_point(|start| *start <= words.start);
        let index = first.saturating_sub(1);
        let start = Position {
            event: self.events.start + index,
            offset: words.start - self.starts.get(index).copied().unwrap_or(0),
        };
        start..self.position_after(words.end)
    }

    /// The place directly after the first `offset` bytes of the text: before the events of markup that
    /// follow, if there are any.
    pub fn position_after(&self, offset: usize) -> Position {
        let after = self.starts.partition_point(|start| *start < offset);
        let index = after.saturating_sub(1);
        let event = self.events.start + index;
        if self.start_of(event + 1) == offset {
            Position::before(event + 1)
        } else {
            Position {
                event,
                offset: offset - self.starts.get(index).copied().unwrap_or(0),
            }
        }
    }
}

/// The byte that replaces code, formulas and links. No name contains it, and no name begins or ends beside
/// it: in `` `run`s ``, *s* is not a word.
const WORD_MASK: u8 = 0;

/// The byte that replaces a hard line break. No name contains it, but a name may begin or end beside it.
const BREAK_MASK: u8 = 1;

/// The text with every byte of some ranges replaced, for each list of ranges by its own ASCII character.
fn masked(text: &str, masks: &[(&Vec<Range<usize>>, u8)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (ranges, mask) in masks {
        for range in *ranges {
            if let Some(bytes) = bytes.get_mut(range.clone()) {
                bytes.fill(*mask);
            }
        }
    }
    // events begin and end between characters, so no character is replaced only in part
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
