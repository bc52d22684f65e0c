//! The text of a page, block by block, with the way back from each word to its place in the source.
//!
//! ```text
//! <p>A <em>data&nbsp;center</em>   is cold      in the source
//! A data center is cold                         the text of the passage
//! ```

use std::ops::Range;

use crate::text::slice;
use crate::web_page::elements::Role;
use crate::web_page::tags::decoded;
use crate::web_page::tree::{Element, Event, Page};

/// The byte that replaces code and links in the text to search. No name contains it, and none begins or ends
/// beside it.
const WORD_MASK: char = '\0';

/// The byte that replaces a line break. No name contains it, but a name may begin or end beside it.
const BREAK_MASK: char = '\u{1}';

/// A block of text of a page.
#[derive(Debug, Default)]
pub(super) struct TextBlock {
    /// Its text, with one space for each white space.
    pub(super) text: String,
    /// The same text with the same length, but without code and links.
    pub(super) searched: String,
    /// Whether it is a heading.
    pub(super) is_heading: bool,
    /// Whether it is in a block quote.
    pub(super) is_quoted: bool,
    /// The links in it, with their addresses.
    pub(super) links: Vec<(Range<usize>, Box<str>)>,
    pieces: Vec<Piece>,
}

/// A part of a text, and its place in the source.
#[derive(Debug)]
struct Piece {
    /// Its bytes in the text.
    words: Range<usize>,
    /// Its bytes in the source.
    source: Range<usize>,
    /// The number of its event.
    event: usize,
    /// Whether it is as in the source. If not, it is a character reference or white space, and can be cut only
    /// at its ends.
    is_verbatim: bool,
}

/// The place of an end of some words.
struct End {
    source: usize,
    event: usize,
}

/// The text blocks in some events of a page.
pub(super) fn text_blocks(source: &str, page: &Page, events: Range<usize>) -> Vec<TextBlock> {
    let mut reader = Reader {
        source,
        blocks: Vec::new(),
        block: TextBlock::default(),
        open: Vec::new(),
        headings: 0,
        quotes: 0,
        masked: 0,
    };
    let numbered = page.events.iter().enumerate();
    let mut numbered = numbered.take(events.end).skip(events.start);
    while let Some((number, event)) = numbered.next() {
        match event {
            Event::Open(element) if skips(element.role) => {
                reader.skip(element.role);
                let mut depth = 1;
                for (_, event) in numbered.by_ref() {
                    match event {
                        Event::Open(_) => depth += 1,
                        Event::Close(_) => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            Event::Open(element) => reader.open(element),
            Event::Close(_) => reader.close(),
            Event::Text(span) => reader.text(span.clone(), number),
            Event::Break => reader.mark(BREAK_MASK),
            Event::Thing(_) => reader.mark(WORD_MASK),
            Event::Rule => reader.border(),
            Event::SoftBreak | Event::Seam => {}
        }
    }
    reader.border();
    reader.blocks
}

/// Whether the text in an element is left out.
fn skips(role: Role) -> bool {
    matches!(role, Role::Object | Role::Closed | Role::Hidden)
}

struct Reader<'s> {
    source: &'s str,
    blocks: Vec<TextBlock>,
    block: TextBlock,
    /// The open elements: their roles, and the beginning and address of links.
    open: Vec<(Role, usize, Option<Box<str>>)>,
    headings: usize,
    quotes: usize,
    /// The number of open elements that are not searched.
    masked: usize,
}

impl Reader<'_> {
    fn skip(&mut self, role: Role) {
        match role {
            Role::Object => self.mark(WORD_MASK),
            Role::Hidden => {}
            _ => self.border(),
        }
    }

    fn open(&mut self, element: &Element) {
        let role = element.role;
        if !matches!(role, Role::Inline | Role::Link | Role::Literal) {
            self.border();
        }
        match role {
            Role::Heading => self.headings += 1,
            Role::Quote => self.quotes += 1,
            Role::Link | Role::Literal => self.masked += 1,
            _ => {}
        }
        self.open
            .push((role, self.block.text.len(), element.href().map(Box::from)));
    }

    fn close(&mut self) {
        let Some((role, start, href)) = self.open.pop() else {
            return;
        };
        match role {
            Role::Inline => return,
            Role::Link | Role::Literal => {
                self.masked -= 1;
                // a link around blocks is not a part of a text
                if let Some(href) = href.filter(|_| start < self.block.text.len()) {
                    self.block.links.push((start..self.block.text.len(), href));
                }
                return;
            }
            _ => self.border(),
        }
        match role {
            Role::Heading => self.headings -= 1,
            Role::Quote => self.quotes -= 1,
            _ => {}
        }
    }

    /// Ends the block.
    fn border(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        for (_, start, _) in &mut self.open {
            *start = 0;
        }
        if block.text.trim().is_empty() {
            return;
        }
        block.is_heading = self.headings > 0;
        block.is_quoted = self.quotes > 0;
        self.blocks.push(block);
    }

    /// Adds a character for something that is not text.
    fn mark(&mut self, mask: char) {
        self.block.text.push(' ');
        self.block.searched.push(mask);
    }

    /// Adds a text.
    fn text(&mut self, span: Range<usize>, event: usize) {
        let source = self.source;
        let text = slice(source, span.clone());
        let mut done = 0;
        while let Some(first) = text.as_bytes().get(done) {
            let rest = slice(text, done..);
            let length = match first {
                b if is_space(*b) => rest.bytes().take_while(|b| is_space(*b)).count(),
                b'&' => reference(rest),
                _ => rest
                    .bytes()
                    .position(|b| is_space(b) || b == b'&')
                    .unwrap_or(rest.len()),
            };
            let written = slice(rest, ..length);
            let place = span.start + done..span.start + done + length;
            done += length;
            if is_space(*first) {
                if !self.block.text.ends_with(' ') && !self.block.text.is_empty() {
                    self.piece(" ", place, event, false);
                }
            } else if *first == b'&' && length > 1 {
                let character = decoded(written);
                let is_verbatim = character == written;
                self.piece(&character, place, event, is_verbatim);
            } else {
                self.piece(written, place, event, true);
            }
        }
    }

    fn piece(&mut self, words: &str, source: Range<usize>, event: usize, is_verbatim: bool) {
        let block = &mut self.block;
        let start = block.text.len();
        block.text.push_str(words);
        if self.masked > 0 {
            let mask = std::iter::repeat_n(WORD_MASK, words.len());
            block.searched.extend(mask);
        } else {
            block.searched.push_str(words);
        }
        block.pieces.push(Piece {
            words: start..block.text.len(),
            source,
            event,
            is_verbatim,
        });
    }
}

/// White space of HTML, which browsers show as one space.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c' | b'\r')
}

/// The length of what may be a character reference at the beginning of a text, with its `&`.
fn reference(text: &str) -> usize {
    let name = slice(text, 1..);
    let name = name.strip_prefix('#').unwrap_or(name);
    let rest = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let rest = rest.strip_prefix(';').unwrap_or(rest);
    text.len() - rest.len()
}

impl TextBlock {
    /// The bytes in the source for some words, from the first to the last, so that each element that begins in them
    /// also ends in them. `None` if there are no such bytes, or if a link must not contain what is between them.
    ///
    /// ```text
    /// An <em>image</em> patch is …     `image patch`: with the tags of `em`
    /// An <em>image patch is</em> …     `image patch`: without them
    /// An image <em>patch is</em> …     `image patch`: none
    /// ```
    pub(super) fn source(
        &self,
        source: &str,
        page: &Page,
        words: &Range<usize>,
    ) -> Option<Range<usize>> {
        let mut start = self.start(words.start)?;
        let mut end = self.end(words.end)?;
        let (mut unopened, mut open) = (0usize, 0usize);
        for event in page
            .events
            .get(start.event + 1..end.event)
            .unwrap_or_default()
        {
            match event {
                Event::Open(element) if element.role == Role::Inline => open += 1,
                Event::Close(_) if open > 0 => open -= 1,
                Event::Close(_) => unopened += 1,
                Event::Text(_) | Event::SoftBreak => {}
                _ => return None,
            }
        }
        for _ in 0..unopened {
            let is_first = match page.events.get(start.event)? {
                Event::Text(span) => span.start == start.source,
                _ => true,
            };
            start.event = start.event.checked_sub(1).filter(|_| is_first)?;
            match page.events.get(start.event)? {
                Event::Open(element) if element.role == Role::Inline => {
                    start.source = element.tag.span.start;
                }
                _ => return None,
            }
        }
        for _ in 0..open {
            let is_last = match page.events.get(end.event)? {
                Event::Text(span) => span.end == end.source,
                _ => true,
            };
            end.event = Some(end.event + 1).filter(|_| is_last)?;
            match page.events.get(end.event)? {
                Event::Close(span) if !span.is_empty() => end.source = span.end,
                _ => return None,
            }
        }
        // the end of the added link is the first `</a>` after its beginning
        let inside = slice(source, start.source..end.source);
        let has_link = inside
            .as_bytes()
            .windows(3)
            .any(|three| three.eq_ignore_ascii_case(b"</a") || three.eq_ignore_ascii_case(b"<a "));
        (!has_link).then_some(start.source..end.source)
    }

    /// Whether some words are in one text of the page, without a tag or a comment in it.
    pub(super) fn is_in_one_text(&self, words: &Range<usize>) -> bool {
        let (start, end) = (self.start(words.start), self.end(words.end));
        start
            .zip(end)
            .is_some_and(|(start, end)| start.event == end.event)
    }

    fn start(&self, offset: usize) -> Option<End> {
        let after = self
            .pieces
            .partition_point(|piece| piece.words.start <= offset);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        let within = offset - piece.words.start;
        (piece.is_verbatim || within == 0).then_some(End {
            source: piece.source.start + within,
            event: piece.event,
        })
    }

    fn end(&self, offset: usize) -> Option<End> {
        let after = self
            .pieces
            .partition_point(|piece| piece.words.start < offset);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        let is_end = offset == piece.words.end;
        let source = if is_end {
            piece.source.end
        } else {
            piece.source.start + (offset - piece.words.start)
        };
        (is_end || (piece.is_verbatim && offset < piece.words.end)).then_some(End {
            source,
            event: piece.event,
        })
    }

    /// The byte in the source at which some words begin.
    pub(super) fn place(&self, words: &Range<usize>) -> Option<Range<usize>> {
        Some(self.start(words.start)?.source..self.end(words.end)?.source)
    }
}
