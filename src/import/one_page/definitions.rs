//! What a page defines once for all its texts: the addresses of links (`[id]: https://…`), footnotes, abbreviations.
//! A text that becomes a file of its own takes along what it uses.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::blocks::{Block, BlockKind, Page};
use crate::import::passage::{NumberedLine, is_in, options};
use crate::text::slice;

/// An abbreviation: `*[HTML]: text`.
pub(super) struct Abbreviation {
    pub(super) name: String,
    pub(super) text: String,
    /// The number of its line.
    pub(super) line: usize,
}

/// The abbreviations of a text, and the text with spaces in their places. `first` is the number of the first line.
pub(super) fn abbreviations(
    text: &str,
    first: usize,
    code: &[Range<usize>],
) -> (Vec<Abbreviation>, String) {
    let mut found = Vec::new();
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        match abbreviation(line).filter(|_| !is_in(code, at)) {
            Some((name, text)) => {
                found.push(Abbreviation {
                    name: name.to_owned(),
                    text: text.to_owned(),
                    line: first + index,
                });
                rest.push_str(&" ".repeat(line.trim_end_matches('\n').len()));
                rest.push_str(slice(line, line.trim_end_matches('\n').len()..));
            }
            None => rest.push_str(line),
        }
        at += line.len();
    }
    (found, rest)
}

fn abbreviation(line: &str) -> Option<(&str, &str)> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let inside = line.trim().strip_prefix("*[").filter(|_| indent < 4)?;
    let (name, text) = inside.split_once("]:")?;
    let name = name.trim();
    (!name.is_empty()).then(|| (name, text.trim()))
}

/// The definitions of a page.
pub(super) struct Definitions {
    links: HashMap<String, Vec<NumberedLine>>,
    footnotes: BTreeMap<String, Footnote>,
}

struct Footnote {
    lines: Vec<NumberedLine>,
    span: Range<usize>,
    is_used: bool,
}

impl Definitions {
    /// Reads the definitions of a page.
    pub(super) fn of(page: &Page<'_>) -> Self {
        let parser = Parser::new_ext(page.text, options(page.text));
        let links = parser
            .reference_definitions()
            .iter()
            .map(|(label, definition)| (folded(label), page.lines(&definition.span)))
            .collect();
        let mut footnotes = BTreeMap::new();
        let notes = page
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Footnote);
        for block in notes {
            if let Some((Event::Start(Tag::FootnoteDefinition(label)), span)) =
                page.events_of(block).first()
            {
                let footnote = Footnote {
                    lines: page.lines(&block.span),
                    span: span.clone(),
                    is_used: false,
                };
                footnotes.entry(folded(label)).or_insert(footnote);
            }
        }
        Self { links, footnotes }
    }

    /// The lines of all definitions of links, by their bytes in the page.
    pub(super) fn link_lines(&self) -> impl Iterator<Item = &NumberedLine> {
        self.links.values().flatten()
    }

    /// The definitions that a text uses, as lines to be added at its end.
    pub(super) fn used_by(&mut self, text: &str) -> Vec<NumberedLine> {
        let mut out: Vec<NumberedLine> = Vec::new();
        let mut links: Vec<String> = Vec::new();
        let mut notes: Vec<String> = Vec::new();
        let mut labels = labels(text);
        while let Some(label) = labels.pop() {
            if let Some(note) = label.strip_prefix('^') {
                let note = folded(note);
                if let Some(found) = self.footnotes.get_mut(&note)
                    && !notes.contains(&note)
                {
                    found.is_used = true;
                    for line in &found.lines {
                        labels.extend(self::labels(&line.text));
                    }
                    notes.push(note);
                }
                continue;
            }
            let label = folded(&label);
            if self.links.contains_key(&label) && !links.contains(&label) {
                links.push(label);
            }
        }
        let link_lines = |label: &String| self.links.get(label).cloned().unwrap_or_default();
        let mut lines: Vec<NumberedLine> = links.iter().flat_map(link_lines).collect();
        lines.sort_by_key(|line| line.number);
        notes.sort_by_key(|note| self.footnotes.get(note).map(|note| note.span.start));
        for note in &notes {
            if let Some(found) = self.footnotes.get(note) {
                out.push(NumberedLine::blank(found.lines.first()));
                out.extend(found.lines.iter().cloned());
            }
        }
        if !lines.is_empty() {
            out.push(NumberedLine::blank(lines.first()));
            out.extend(lines);
        }
        out
    }

    /// The footnotes, each with whether a text uses it.
    pub(super) fn footnotes(&self) -> impl Iterator<Item = (&Range<usize>, bool)> {
        let notes = self.footnotes.values();
        notes.map(|note| (&note.span, note.is_used))
    }

    /// Whether a block is a footnote with the label of an earlier one.
    pub(super) fn is_repeated(&self, block: &Block) -> bool {
        !self.footnotes.values().any(|note| note.span == block.span)
    }
}

/// The texts in square brackets, which may be the labels of links and footnotes.
fn labels(text: &str) -> Vec<String> {
    const LONGEST: usize = 300;
    let mut found = Vec::new();
    for (at, _) in text.match_indices('[') {
        let rest = slice(text, at + 1..);
        let rest = slice(rest, ..rest.floor_char_boundary(LONGEST.min(rest.len())));
        if let Some(end) = rest.find([']', '['])
            && slice(rest, end..).starts_with(']')
        {
            found.push(slice(rest, ..end).to_owned());
        }
    }
    found
}

/// A label, as references find it: blind to case and to the kind of white space.
fn folded(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
