//! A text that is rewritten step by step. For each of its lines, it knows the line of the source file, so
//! that notes can give a place.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::source::{Edit, apply, compatible};
use crate::text::definition_lists::definition_lists;
use crate::text::slice;

/// A text, and the line of the source file for each of its lines; the first line of a file is 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Passage {
    pub(super) text: String,
    lines: Vec<usize>,
}

/// A line of text, and the number of its line in the source file.
#[derive(Debug, Clone)]
pub(super) struct NumberedLine {
    pub(super) text: String,
    pub(super) number: usize,
}

impl NumberedLine {
    /// An empty line, with the number of another one.
    pub(super) fn blank(other: Option<&Self>) -> Self {
        Self {
            text: String::new(),
            number: other.map_or(1, |line| line.number),
        }
    }
}

impl Passage {
    /// A text that begins at a line of its file.
    pub(super) fn new(text: impl Into<String>, line: usize) -> Self {
        let text = text.into();
        let count = text.matches('\n').count() + 1;
        Self {
            lines: (line..line + count).collect(),
            text,
        }
    }

    /// A text of lines from different places of their file.
    pub(super) fn of_lines(lines: &[NumberedLine]) -> Self {
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let numbers: Vec<usize> = lines
            .iter()
            .flat_map(|NumberedLine { text, number }| {
                std::iter::repeat_n(*number, text.matches('\n').count() + 1)
            })
            .collect();
        let first = numbers.is_empty().then_some(1);
        Self {
            text: texts.join("\n"),
            lines: numbers.into_iter().chain(first).collect(),
        }
    }

    /// The line of the file for an offset in the text.
    pub(super) fn line(&self, offset: usize) -> usize {
        let before = slice(&self.text, ..self.text.floor_char_boundary(offset));
        let number = before.matches('\n').count();
        let line = self.lines.get(number).or(self.lines.last());
        line.copied().unwrap_or(1)
    }

    /// Gives each line another number in the source file.
    pub(super) fn renumber(&mut self, line: impl Fn(usize) -> usize) {
        for number in &mut self.lines {
            *number = line(*number);
        }
    }

    /// Makes edits. If two overlap, only the one that begins first is made.
    pub(super) fn apply(&mut self, edits: Vec<Edit>) {
        let mut lines = self.lines.get(..1).unwrap_or_default().to_vec();
        let mut at = 0;
        let mut number = 0;
        let keep = |lines: &mut Vec<usize>, number: &mut usize, kept: &str| {
            for _ in kept.matches('\n') {
                *number += 1;
                lines.extend(self.lines.get(*number));
            }
        };
        for edit in compatible(&self.text, &edits) {
            let kept = slice(&self.text, at..edit.span.start);
            keep(&mut lines, &mut number, kept);
            let here = self.lines.get(number).copied().unwrap_or(1);
            lines.extend(edit.text.matches('\n').map(|_| here));
            number += slice(&self.text, edit.span.clone()).matches('\n').count();
            at = edit.span.end;
        }
        keep(&mut lines, &mut number, slice(&self.text, at..));
        self.text = apply(&self.text, &edits);
        self.lines = lines;
    }

    /// Removes white space at both ends, except the indentation of the first line.
    pub(super) fn trim(&mut self) {
        let inked = self.text.len() - self.text.trim_start().len();
        let start = slice(&self.text, ..inked)
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let end = self.text.trim_end().len();
        let whole = self.text.len();
        if end <= start {
            return self.apply(vec![Edit::new(0..whole, "")]);
        }
        let ends = [0..start, end..whole].into_iter();
        let ends = ends.filter(|span| !span.is_empty());
        let mut edits: Vec<_> = ends.map(|span| Edit::new(span, "")).collect();
        // the first line that remains keeps its number
        if start > 0 {
            let line = self.line(start);
            edits.retain(|edit| edit.span.start > 0);
            self.apply(edits);
            let rest = slice(&self.text, start..).to_owned();
            let skipped = slice(&self.text, ..start).matches('\n').count();
            let lines = self.lines.get(skipped..).unwrap_or_default().to_vec();
            self.lines = if lines.is_empty() { vec![line] } else { lines };
            self.text = rest;
            return;
        }
        self.apply(edits);
    }

    /// Removes empty lines after an empty line, and empty lines at the end of a block quote, which
    /// rewriting can leave.
    pub(super) fn tidy(&mut self) {
        let code = self.code();
        let mut edits = Vec::new();
        let mut at = 0;
        let starts: Vec<(usize, &str)> = self
            .text
            .split_inclusive('\n')
            .map(|line| {
                at += line.len();
                (at - line.len(), line)
            })
            .collect();
        let bare = |line: &str| line.trim().trim_matches(['>', ' ']).is_empty();
        let depth = |line: &str| line.trim_start().matches('>').count();
        let mut last: Option<usize> = None;
        for (number, (start, line)) in starts.iter().enumerate() {
            let end = start + line.len();
            if !bare(line) || is_in(&code, *start) {
                last = None;
                continue;
            }
            let after = starts.get(number + 1).map(|(_, line)| *line);
            let ends_quotation = depth(line) > 0
                && after.is_none_or(|after| {
                    depth(after) < depth(line) || (bare(after) && depth(after) == 0)
                });
            let is_doubled = last == Some(depth(line));
            if is_doubled {
                edits.push(Edit::new(*start..end, ""));
            } else if ends_quotation {
                let kept = if after.is_some_and(|after| !bare(after)) {
                    "\n"
                } else {
                    ""
                };
                edits.push(Edit::new(*start..end, kept));
            }
            if !ends_quotation || is_doubled {
                last = Some(depth(line));
            }
        }
        self.apply(edits);
    }

    /// The bytes that are code, in order: nothing in them is anything else.
    pub(super) fn code(&self) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        for (event, span) in events(&self.text) {
            if matches!(
                event,
                Event::Code(_) | Event::Start(Tag::CodeBlock(_)) | Event::End(TagEnd::CodeBlock)
            ) {
                spans.push(span);
            }
        }
        spans
    }
}

/// Whether a byte is in one of some spans, which are in order.
pub(super) fn is_in(spans: &[Range<usize>], at: usize) -> bool {
    let next = spans.partition_point(|span| span.end <= at);
    spans.get(next).is_some_and(|span| span.contains(&at))
}

/// Markdown as Headword reads it, with places.
pub(super) fn events(text: &str) -> Vec<(Event<'_>, Range<usize>)> {
    Parser::new_ext(text, options(text))
        .into_offset_iter()
        .collect()
}

/// What Markdown Headword reads in a text.
pub(super) fn options(text: &str) -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | definition_lists(text)
        | Options::ENABLE_WIKILINKS
}
