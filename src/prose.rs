//! Running text: the plain words of a block, and the sentences in it.
//!
//! Glosses and quotations are cut from it, so it keeps for each event where its words begin.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::events::{end_of, plain};
use crate::source::Span;
use crate::text::language::Language;
use crate::text::sentence::sentences;

/// The words of a block of text: what a sentence cannot reach beyond.
#[derive(Debug, Clone)]
pub struct Prose {
    /// The block's events.
    pub events: Range<usize>,
    /// Its plain text: words, code and the source of formulas, a space for a line break; nothing
    /// for markup and for images, whose text stands in for a picture.
    pub text: String,
    /// The byte ranges in the text of its sentences, in order.
    pub sentences: Vec<Range<usize>>,
    /// Where in the text each event begins.
    starts: Vec<usize>,
}

impl Prose {
    /// Reads the events in `range`; `language` decides where sentences end. A full stop in code or
    /// in a formula ends none.
    pub fn read(events: &[(Event<'_>, Span)], range: Range<usize>, language: &Language) -> Self {
        let mut text = String::new();
        let mut segmented = String::new();
        let mut starts = Vec::with_capacity(range.len());
        let mut image_end = None;
        for at in range.clone() {
            starts.push(text.len());
            let event = &events[at].0;
            if matches!(event, Event::Start(Tag::Image { .. })) && image_end.is_none() {
                image_end = Some(end_of(events, at));
            }
            if image_end.is_some() {
                image_end = image_end.filter(|end| *end != at);
                continue;
            }
            let words = plain(event);
            text.push_str(words);
            match event {
                Event::Text(_) => segmented.push_str(words),
                _ => segmented.extend(
                    words
                        .chars()
                        .map(|c| if c.is_ascii_punctuation() { 'x' } else { c }),
                ),
            }
        }
        Self {
            events: range,
            sentences: sentences(&segmented, language),
            text,
            starts,
        }
    }

    /// Where in the text the words of an event of the block begin; the end for one after it.
    pub fn start_of(&self, event: usize) -> usize {
        event
            .checked_sub(self.events.start)
            .and_then(|at| self.starts.get(at))
            .copied()
            .unwrap_or(self.text.len())
    }

    /// The event in whose words the byte before `offset` stands, and where in them `offset` is.
    pub fn event_before(&self, offset: usize) -> (usize, usize) {
        let after = self.starts.partition_point(|start| *start < offset);
        let at = after.saturating_sub(1);
        let start = self.starts.get(at).copied().unwrap_or(0);
        (self.events.start + at, offset - start)
    }
}
