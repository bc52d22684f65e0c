//! The places in the source of the lines of HTML that was made of it.

use std::collections::HashMap;

use asciidoc_parser::blocks::{Block, FindBlocks};
use asciidoc_parser::{Document, HasSpan};

use crate::import::account::Reading;
use crate::text::slice;

/// The attribute of a block with its line in the text whose includes are resolved.
const LINE: &str = "data-source-line=\"";

/// The places in the source of some lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// For each line, the index of its file and its line there.
    places: Vec<(usize, usize)>,
    /// The names of the files.
    files: Vec<String>,
}

impl Lines {
    /// The places of the lines of HTML. `shown` is the name in messages of a file, by its name in the document; `None` is
    /// the first file.
    pub(super) fn of(
        html: &str,
        document: &Document<'_>,
        shown: impl Fn(Option<&str>) -> String,
    ) -> Self {
        let mut lines = Self::default();
        let mut known: HashMap<Option<&str>, usize> = HashMap::new();
        for line in numbers(html, document) {
            let origin = document.source_map().origin_at(line, 1);
            let file = *known.entry(origin.file).or_insert_with(|| {
                lines.files.push(shown(origin.file));
                lines.files.len() - 1
            });
            lines.places.push((file, origin.line));
        }
        lines
    }

    /// The file and the line of a line of HTML.
    pub(super) fn place(&self, line: usize) -> (&str, usize) {
        let place = self
            .places
            .get(line.saturating_sub(1))
            .or(self.places.last());
        let (file, line) = place.copied().unwrap_or((0, 1));
        (self.files.get(file).map_or("", String::as_str), line)
    }

    /// Gives what was read of HTML the places in the source.
    pub(super) fn restore(&self, reading: &mut Reading) {
        for raw in &mut reading.raws {
            let (file, line) = self.place(raw.line);
            file.clone_into(&mut raw.file);
            raw.line = line;
            // a text has one file: parts of it that are elsewhere are at the line before them
            let last = std::cell::Cell::new(line);
            raw.body.renumber(|number| {
                let (own, line) = self.place(number);
                if own == file {
                    last.set(line);
                }
                last.get()
            });
            for field in &mut raw.fields {
                field.line = self.place(field.line).1;
            }
        }
        for note in &mut reading.notes {
            if note.line > 0 {
                let (file, line) = self.place(note.line);
                file.clone_into(&mut note.file);
                note.line = line;
            }
        }
    }
}

/// The line of an item of a list, and that of its first words.
pub(super) struct Item {
    pub(super) line: usize,
    text: usize,
}

/// For each line of HTML, the line in the text whose includes are resolved.
fn numbers(html: &str, document: &Document<'_>) -> Vec<usize> {
    let items = items(document);
    let is_known = html.lines().filter(|line| begins_item(line)).count() == items.len();
    let mut items = items.into_iter().filter(|_| is_known);
    let mut numbers = Vec::new();
    // the line now, that of the next words, and whether each line is one of the source
    let (mut now, mut next, mut is_text) = (1, 1, false);
    for line in html.lines() {
        if let Some(number) = of_block(line) {
            (now, next, is_text) = (number, number, false);
        } else if begins_item(line) {
            if let Some(item) = items.next() {
                (now, next, is_text) = (item.line, item.text, false);
            }
        } else if is_text {
            now += 1;
        }
        if line.starts_with("<p>") || line.starts_with("<p ") {
            (now, is_text) = (next, true);
        }
        numbers.push(now);
        is_text &= !line.contains("</p>");
    }
    numbers
}

/// The places of all items of lists, in their order.
pub(super) fn items(document: &Document<'_>) -> Vec<Item> {
    document.descendant_blocks().filter_map(item).collect()
}

/// The place of an item of a list.
fn item(block: &Block<'_>) -> Option<Item> {
    let Block::ListItem(item) = block else {
        return None;
    };
    let line = item.span().line();
    let text = item.child_blocks().next();
    let text = text.map_or(line, |text| text.span().line());
    Some(Item { line, text })
}

/// Whether a line of HTML begins an item of a list, or a term.
pub(super) fn begins_item(line: &str) -> bool {
    ["<dt>", "<dt ", "<li>", "<li ", "<td class=\"hdlist1"]
        .iter()
        .any(|start| line.starts_with(start))
}

/// The line of the block that begins in a line of HTML.
pub(super) fn of_block(line: &str) -> Option<usize> {
    let at = line.find(LINE).filter(|_| line.starts_with('<'))?;
    let number = slice(line, at + LINE.len()..).split('"').next()?;
    number.parse().ok()
}
