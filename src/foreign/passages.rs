//! The text of a page, block by block.

use std::ops::Range;

use super::text_block::{BREAK_MASK, TextBlock, WORD_MASK, html_parts};
use crate::text::slice;
use crate::web_page::elements::{self, Role};
use crate::web_page::tags::StartTag;
use crate::web_page::tree::{Element, Event, Page};

/// Which text of a page is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Searched {
    /// The text in which there may be new links.
    Linkable,
    /// All prose: also the text of links, of labels, and of summaries that open the rest.
    Prose,
}

/// The text blocks in some events of a page.
pub(crate) fn text_blocks(
    source: &str,
    page: &Page,
    events: Range<usize>,
    searched: Searched,
) -> Vec<TextBlock> {
    let mut reader = Reader {
        source,
        searched,
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
            Event::Open(element) if skips(searched.of(element)) => {
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

impl Searched {
    /// What an element means for the text in it.
    fn of(self, element: &Element) -> Role {
        match self {
            Self::Linkable => element.role,
            Self::Prose => elements::role_in_prose(&element.tag),
        }
    }

    /// What an element with a start tag means for the text in it.
    pub(super) fn role(self, tag: &StartTag) -> Role {
        match self {
            Self::Linkable => elements::role(tag),
            Self::Prose => elements::role_in_prose(tag),
        }
    }
}

/// An element that has not ended yet.
struct OpenElement {
    role: Role,
    /// The byte of the block at which its text begins.
    start: usize,
    /// Its address, if it is a link.
    href: Option<Box<str>>,
    is_emphasis: bool,
}

struct Reader<'s> {
    source: &'s str,
    searched: Searched,
    blocks: Vec<TextBlock>,
    block: TextBlock,
    /// The elements that are open.
    open: Vec<OpenElement>,
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
        let role = self.searched.of(element);
        if !matches!(role, Role::Inline | Role::Link | Role::Literal) {
            self.border();
        }
        match role {
            Role::Heading => self.headings += 1,
            Role::Quote => self.quotes += 1,
            Role::Link | Role::Literal => self.masked += 1,
            _ => {}
        }
        self.open.push(OpenElement {
            role,
            start: self.block.text.len(),
            href: element.href().map(Box::from),
            is_emphasis: elements::is_emphasis(&element.tag.name),
        });
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        let words = element.start..self.block.text.len();
        if element.is_emphasis && !words.is_empty() {
            self.block.emphasised.push(words.clone());
        }
        match element.role {
            Role::Inline => return,
            Role::Link | Role::Literal => {
                self.masked -= 1;
                // a link around blocks is not a part of a text
                if let Some(href) = element.href.filter(|_| !words.is_empty()) {
                    self.block.links.push((words, href));
                }
                return;
            }
            _ => self.border(),
        }
        match element.role {
            Role::Heading => self.headings -= 1,
            Role::Quote => self.quotes -= 1,
            _ => {}
        }
    }

    /// Ends the block.
    fn border(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        for element in &mut self.open {
            element.start = 0;
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
        self.block.mark(mask);
    }

    /// Adds a text.
    fn text(&mut self, span: Range<usize>, event: usize) {
        for part in html_parts(self.source, span) {
            let is_more_space =
                part.words == " " && (self.block.text.ends_with(' ') || self.block.text.is_empty());
            if !is_more_space {
                let is_masked = self.masked > 0;
                self.block
                    .add(&part.words, part.source, event, part.is_verbatim, is_masked);
            }
        }
    }
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
}
