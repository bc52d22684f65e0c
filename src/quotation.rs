//! The sentence in which an entry is mentioned: what backlinks show.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markdown::{end_of, plain};
use crate::source::Span;
use crate::text::fold::single_spaced;
use crate::text::language::Language;
use crate::text::sentence::sentences;

/// A sentence that mentions an entry, in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The sentence up to the mention.
    pub before: String,
    /// The mention.
    pub mention: String,
    /// The rest of the sentence.
    pub after: String,
}

impl Quotation {
    /// The sentence around the link that begins at event `at`; `language` decides where it ends.
    pub fn around(events: &[(Event<'_>, Span)], at: usize, language: &Language) -> Self {
        let block = block_around(events, at);
        let end = end_of(events, at);
        let mut text = String::new();
        let (mut from, mut to) = (0, 0);
        for (index, (event, _)) in events[block.clone()].iter().enumerate() {
            let index = block.start + index;
            if index == at {
                from = text.len();
            }
            text.push_str(plain(event));
            if index == end {
                to = text.len();
            }
        }
        let all = sentences(&text, language);
        let first = all.iter().find(|sentence| sentence.end > from);
        let last = all.iter().find(|sentence| sentence.end >= to);
        let start = first.map_or(0, |sentence| sentence.start.min(from));
        let stop = last.map_or(text.len(), |sentence| sentence.end.max(to));
        Self {
            before: spaced(&text[start..from]).trim_start().to_owned(),
            mention: single_spaced(&text[from..to]),
            after: spaced(&text[to..stop]).trim_end().to_owned(),
        }
    }
}

/// Runs of white space as one space each, kept at the ends too.
fn spaced(text: &str) -> String {
    let inner = single_spaced(text);
    let before = if text.starts_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let after = if !inner.is_empty() && text.ends_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    format!("{before}{inner}{after}")
}

/// The events of the innermost block of text around one event: a paragraph, a table's cell, a
/// heading, or the text of a tight list's item.
fn block_around(events: &[(Event<'_>, Span)], at: usize) -> std::ops::Range<usize> {
    let is_inline = |tag: &Tag<'_>| {
        matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        )
    };
    let is_inline_end = |tag: &TagEnd| {
        matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        )
    };
    let is_border = |event: &Event<'_>| match event {
        Event::Start(tag) => !is_inline(tag),
        Event::End(tag) => !is_inline_end(tag),
        _ => false,
    };
    let start = events[..at]
        .iter()
        .rposition(|(event, _)| is_border(event))
        .map_or(0, |border| border + 1);
    let end = events[at..]
        .iter()
        .position(|(event, _)| is_border(event))
        .map_or(events.len(), |border| at + border);
    start..end
}
