//! The places of links on a page that a framework draws again in the browser, for the script that puts the links there.
//!
//! The drawn page has the same texts as its file, but may have other elements. So a place is quoted: the words, with the
//! text around them (a `TextQuoteSelector` of the W3C's Web Annotation Data Model).

use std::ops::Range;

use serde::Serialize;

use super::published::PublishedEntry;
use crate::text::slice;
use crate::web_page::tags::decoded;
use crate::web_page::tree::{Event, Page};

/// The links of a page and their glosses.
#[derive(Debug, Serialize)]
pub(super) struct Places<'a> {
    /// The selector of the main text, in CSS; empty if the page has no main text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) main: String,
    /// The language of the glosses.
    pub(super) language: &'a str,
    /// The terms that the page links.
    pub(super) terms: Vec<PlacedTerm<'a>>,
}

/// A term and the places of its links.
#[derive(Debug, Serialize)]
pub(super) struct PlacedTerm<'a> {
    #[serde(flatten)]
    pub(super) term: &'a PublishedEntry,
    /// The address of its page.
    pub(super) address: String,
    pub(super) places: Vec<Quotation>,
}

/// The most characters that are quoted on each side of the words.
const AROUND: usize = 24;

/// The place of some words in the main text of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Quotation {
    /// The words, with one space for each white space.
    words: String,
    /// The text before them, in the same text node.
    before: String,
    /// The text after them, in the same text node.
    after: String,
    /// How often the main text has the whole quotation before.
    earlier: usize,
}

/// The main text of a page as a script reads it: its text nodes, one after the other, with one space for each white
/// space.
#[derive(Debug, Default)]
pub(super) struct Quoter<'s> {
    source: &'s str,
    text: String,
    nodes: Vec<Node>,
}

/// A text node.
#[derive(Debug)]
struct Node {
    /// Its bytes in the source.
    source: Range<usize>,
    /// Its bytes in the text.
    words: Range<usize>,
}

impl<'s> Quoter<'s> {
    /// Reads the text in some events of a page, whose source is given.
    pub(super) fn new(source: &'s str, page: &Page, main: &[Range<usize>]) -> Self {
        let mut quoter = Self {
            source,
            ..Self::default()
        };
        let mut events = main
            .iter()
            .flat_map(|main| page.events.get(main.clone()).unwrap_or_default());
        for event in &mut events {
            if let Event::Text(span) = event {
                let start = quoter.text.len();
                let text = decoded(slice(source, span.clone()));
                push_single_spaced(&mut quoter.text, &text);
                quoter.nodes.push(Node {
                    source: span.clone(),
                    words: start..quoter.text.len(),
                });
            }
        }
        quoter
    }

    /// The place of some bytes of the source; `None` if they are not in one text node.
    ///
    /// ```text
    /// <p>A flange.<p>A flange of steel.       the second `flange`
    /// {"words":"flange","before":"A ","after":" of steel.","earlier":0}
    /// ```
    pub(super) fn quotation(&self, span: &Range<usize>) -> Option<Quotation> {
        let after = self
            .nodes
            .partition_point(|node| node.source.start <= span.start);
        let node = self.nodes.get(after.checked_sub(1)?)?;
        if span.end > node.source.end {
            return None;
        }
        let around = slice(&self.text, ..node.words.start);
        let end_of = |source: usize| {
            // one space is enough to know that a first one is left out
            let mut text = slice(around, around.trim_end_matches(' ').len()..).to_owned();
            let before = text.len();
            let written = slice(self.source, node.source.start..source);
            push_single_spaced(&mut text, &decoded(written));
            node.words.start + text.len() - before
        };
        let words = end_of(span.start)..end_of(span.end);
        let before = slice(&self.text, node.words.start..words.start);
        let before = before.char_indices().rev().take(AROUND).last();
        let start = node.words.start + before.map_or(words.start - node.words.start, |(at, _)| at);
        let after = slice(&self.text, words.end..node.words.end);
        let after = after.char_indices().nth(AROUND);
        let end = after.map_or(node.words.end, |(at, _)| words.end + at);
        let whole = slice(&self.text, start..end);
        let text_before = slice(&self.text, ..end);
        Some(Quotation {
            words: slice(&self.text, words.clone()).to_owned(),
            before: slice(&self.text, start..words.start).to_owned(),
            after: slice(&self.text, words.end..end).to_owned(),
            earlier: occurrences(text_before, whole) - 1,
        })
    }
}

/// How often a text contains another one, also where one begins in another.
fn occurrences(text: &str, whole: &str) -> usize {
    let mut count = 0;
    let mut from = 0;
    while let Some(at) = slice(text, from..).find(whole) {
        count += 1;
        let first = slice(text, from + at..).chars().next();
        from += at + first.map_or(1, char::len_utf8);
    }
    count
}

/// Adds a text with one space for each white space, which may have begun before it.
fn push_single_spaced(to: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\x0c' | '\r' => {
                if !to.ends_with(' ') {
                    to.push(' ');
                }
            }
            c => to.push(c),
        }
    }
}
