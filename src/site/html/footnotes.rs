//! Footnotes: numbered in the order of the first references to them, and written after the text.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::tags::html;
use crate::entry::events::end_of;
use crate::entry::markdown::ParsedBody;

/// The footnotes of a text.
pub(super) struct Footnotes<'w> {
    /// The events of each footnote's text, by its name.
    texts: HashMap<&'w str, Range<usize>>,
    /// The names of the footnotes that have a number, in the order of the numbers.
    order: Vec<&'w str>,
    references: HashMap<&'w str, References>,
    /// What stands before each identifier.
    prefix: String,
}

/// The references to one footnote.
struct References {
    /// The footnote's number, from 1.
    number: usize,
    /// The number of references so far.
    count: usize,
}

impl<'w> Footnotes<'w> {
    /// The footnotes of a body that readers see. `prefix` stands before each identifier.
    pub(super) fn find(body: &'w ParsedBody<'w>, prefix: &str) -> Self {
        let mut texts = HashMap::new();
        for (index, (event, _)) in body.events.iter().enumerate() {
            if let Event::Start(Tag::FootnoteDefinition(name)) = event
                && body.is_shown(index)
            {
                texts.insert(name.as_ref(), index + 1..end_of(&body.events, index));
            }
        }
        Self {
            texts,
            order: Vec::new(),
            references: HashMap::new(),
            prefix: prefix.to_owned(),
        }
    }

    /// The mark of a reference to the footnote with this name. The first reference gives the footnote its
    /// number. `None` if there is no such footnote.
    pub(super) fn refer(&mut self, name: &'w str) -> Option<Event<'w>> {
        if !self.texts.contains_key(name) {
            return None;
        }
        let references = self.references.entry(name).or_insert_with(|| {
            self.order.push(name);
            References {
                number: self.order.len(),
                count: 0,
            }
        });
        references.count += 1;
        let References { number, count } = *references;
        let suffix = if count > 1 {
            format!(":{count}")
        } else {
            String::new()
        };
        let prefix = &self.prefix;
        Some(html(format!(
            "<sup class=\"hw-footnote-ref\"><a id=\"{prefix}fnref:{number}{suffix}\" \
             href=\"#{prefix}fn:{number}\">{number}</a></sup>"
        )))
    }

    /// The events in the footnote with this number, from 1; `None` if no footnote has it.
    pub(super) fn text(&self, number: usize) -> Option<Range<usize>> {
        let name = self.order.get(number.checked_sub(1)?)?;
        self.texts.get(name).cloned()
    }
}
