//! The sentence in which an entry is mentioned: what backlinks show.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use crate::events::{end_of, plain_text};
use crate::prose::Prose;
use crate::source::Span;
use crate::text::fold::single_spaced;
use crate::text::language::Language;

/// How many bytes of a sentence are quoted at most, on each side of the mention and of itself.
const LONGEST: usize = 240;

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

/// Quotes an entry's text. Each block of it is read once, however many mentions it holds.
pub struct Quoter<'e> {
    events: &'e [(Event<'e>, Span)],
    language: &'e Language,
    block: Option<Prose>,
}

impl<'e> Quoter<'e> {
    /// A quoter of a body's events; `language` decides where sentences end.
    pub fn new(events: &'e [(Event<'e>, Span)], language: &'e Language) -> Self {
        Self {
            events,
            language,
            block: None,
        }
    }

    /// The sentence around the link that begins at event `at`.
    pub fn quote(&mut self, at: usize) -> Quotation {
        let known = self.block.take();
        let block = known
            .filter(|block| block.events.contains(&at))
            .unwrap_or_else(|| {
                Prose::read(self.events, block_around(self.events, at), self.language)
            });
        let from = block.start_of(at);
        let to = block.start_of(end_of(self.events, at));
        let all = &block.sentences;
        let first = all.get(all.partition_point(|sentence| sentence.end <= from));
        let last = all.get(all.partition_point(|sentence| sentence.end < to));
        let start = first.map_or(from, |sentence| sentence.start.min(from));
        let stop = last.map_or(to, |sentence| sentence.end.max(to));
        let quotation = Quotation {
            before: spaced(&last_words(&block.text[start..from]))
                .trim_start()
                .to_owned(),
            mention: match single_spaced(&first_words(&block.text[from..to])) {
                // a picture is the link: its text stands in
                words if words.is_empty() => {
                    let end = end_of(self.events, at);
                    single_spaced(&first_words(&plain_text(&self.events[at..end])))
                }
                words => words,
            },
            after: spaced(&first_words(&block.text[to..stop]))
                .trim_end()
                .to_owned(),
        };
        self.block = Some(block);
        quotation
    }
}

/// The text, or as many words of its beginning as readers need.
fn first_words(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return text.into();
    }
    let head = &text[..text.floor_char_boundary(LONGEST)];
    let whole = head
        .rfind(char::is_whitespace)
        .map_or(head, |space| &head[..space]);
    format!("{whole} …").into()
}

/// The text, or as many words of its end.
fn last_words(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return text.into();
    }
    let tail = &text[text.ceil_char_boundary(text.len() - LONGEST)..];
    let whole = tail
        .find(char::is_whitespace)
        .map_or(tail, |space| tail[space..].trim_start());
    format!("… {whole}").into()
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
fn block_around(events: &[(Event<'_>, Span)], at: usize) -> Range<usize> {
    let is_inline = |tag: &TagEnd| {
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
        Event::Start(tag) => !is_inline(&tag.to_end()),
        Event::End(tag) => !is_inline(tag),
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
