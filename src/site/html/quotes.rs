//! The quotation marks of a text: those of the language, in the place of those of a keyboard. Code, formulas and HTML keep
//! theirs, and so does a sign after a backslash (`\"`), or written as a character reference (`&quot;`).

use std::mem::take;

use pulldown_cmark::{Event, LinkType, Tag};

use crate::entry::events::{Position, end_of, is_inline};
use crate::source::Span;
use crate::text::quotes::Quotes;

/// A sign of a text, and the mark that replaces it.
pub(super) struct Mark {
    pub(super) position: Position,
    pub(super) mark: &'static str,
}

/// What stands for a part of a line that is not running text, and for a sign that stays as it is. It is a letter, so that a
/// mark beside it is not taken for one beside a space.
const OTHER: char = 'x';

/// The marks of a text, in order. `source` is the text of its file.
pub(super) fn marks(events: &[(Event<'_>, Span)], source: &str, quotes: &Quotes) -> Vec<Mark> {
    let may_have = |event: &Event<'_>| matches!(event, Event::Text(text) if Quotes::may_have(text));
    if !events.iter().any(|(event, _)| may_have(event)) {
        return Vec::new();
    }
    let mut marks = Vec::new();
    let mut block = Block::default();
    let mut index = 0;
    while let Some((event, span)) = events.get(index) {
        match event {
            Event::Text(text) => block.push(text, span.start, index, source),
            Event::Start(Tag::CodeBlock(_)) => {
                block.end(quotes, &mut marks);
                index = end_of(events, index);
            }
            // what looks like an address should be one when it is copied
            Event::Start(
                Tag::Image { .. }
                | Tag::Link {
                    link_type: LinkType::Autolink | LinkType::Email,
                    ..
                },
            ) => {
                block.text.push(OTHER);
                index = end_of(events, index);
            }
            Event::Code(_) | Event::InlineMath(_) => block.text.push(OTHER),
            Event::SoftBreak | Event::HardBreak => block.text.push(' '),
            Event::Start(tag) if is_inline(&tag.to_end()) => {}
            Event::End(tag) if is_inline(tag) => {}
            Event::InlineHtml(_) | Event::FootnoteReference(_) => {}
            _ => block.end(quotes, &mut marks),
        }
        index += 1;
    }
    block.end(quotes, &mut marks);
    marks
}

/// The running text of a block, and where its parts come from.
#[derive(Default)]
struct Block {
    text: String,
    /// The first byte of each part in the text, and its event.
    parts: Vec<(usize, usize)>,
}

impl Block {
    /// Adds the text of an event, whose source begins at a byte of the file.
    fn push(&mut self, text: &str, start: usize, event: usize, source: &str) {
        self.parts.push((self.text.len(), event));
        let source = source.as_bytes();
        let signs = text.char_indices().map(|(at, sign)| {
            let is_bare = !matches!(sign, '"' | '\'')
                || source.get(start + at).copied() == Some(sign as u8)
                    && (at > 0 || start == 0 || source.get(start - 1) != Some(&b'\\'));
            if is_bare { sign } else { OTHER }
        });
        self.text.extend(signs);
    }

    /// Ends the block: adds its marks, and begins another one.
    fn end(&mut self, quotes: &Quotes, marks: &mut Vec<Mark>) {
        let block = take(self);
        marks.extend(
            quotes
                .marks(&block.text)
                .into_iter()
                .filter_map(|(at, mark)| {
                    let part = block.parts.partition_point(|(start, _)| *start <= at);
                    let (start, event) = block.parts.get(part.checked_sub(1)?)?;
                    let position = Position {
                        event: *event,
                        offset: at - start,
                    };
                    Some(Mark { position, mark })
                }),
        );
    }
}
