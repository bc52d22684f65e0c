//! The forms of terms other than headings: bold words, items, definition lists, tables, abbreviations.

use std::collections::HashMap;

use super::blocks::{Block, Page};
use super::cells;
use super::definitions::Abbreviation;
use super::lines::{dedented, numbered_lines, push_block, with_definitions, without_indent};
use super::reader::{PageReader, Term};
use super::shape::{bold_starts, header, holds_terms, item_ranges, rows, term_items};
use super::term_line::TermLine;
use crate::entry::front_matter::meaning::{holds_definition, names_term};
use crate::import::columns;
use crate::import::draft::RawEntry;
use crate::import::notes::{NoteKind, excerpt};
use crate::import::passage::NumberedLine;
use crate::import::value::{Field, Value};
use crate::text::slice;

impl PageReader<'_, '_> {
    /// Reads a paragraph whose lines may begin with terms in bold. Returns whether one does.
    pub(super) fn bold(&mut self, block: &Block) -> bool {
        let page = self.page;
        let starts = bold_starts(page, block);
        let Some(first) = starts.first() else {
            return false;
        };
        self.mark(&block.span);
        let before = block.span.start..first.start;
        if !slice(page.text, before.clone()).trim().is_empty() {
            let lines = page.lines(&before);
            self.add_lines(lines);
        }
        let ends: Vec<usize> = starts
            .iter()
            .skip(1)
            .map(|start| start.start)
            .chain([block.span.end])
            .collect();
        for (start, end) in starts.into_iter().zip(ends) {
            let number = page.line(start.start);
            let text = slice(page.text, start.text.min(end)..end);
            let body = numbered_lines(text, page.line(start.text.min(end)));
            self.open(Term {
                line: start.line,
                number,
                ..Term::default()
            });
            self.add_body(body);
        }
        true
    }

    /// Adds the lines of a term's text, without a line break at its end.
    fn add_body(&mut self, mut lines: Vec<NumberedLine>) {
        while lines.last().is_some_and(|line| line.text.trim().is_empty()) {
            lines.pop();
        }
        if let Some(first) = lines.first_mut() {
            first.text = first.text.trim_start().to_owned();
        }
        if let Some(last) = lines.last_mut() {
            let text = last.text.trim_end();
            last.text = text
                .strip_suffix('\\')
                .unwrap_or(text)
                .trim_end()
                .to_owned();
        }
        if !lines.is_empty()
            && let Some(term) = &mut self.term
        {
            push_block(&mut term.body, lines);
        }
    }

    /// Reads a list whose items are terms. Returns whether they are.
    pub(super) fn items(&mut self, block: &Block) -> bool {
        let page = self.page;
        let Some(terms) = term_items(page, block) else {
            return false;
        };
        let events = page.events_of(block);
        self.mark(&block.span);
        for (range, term) in item_ranges(events).into_iter().zip(terms) {
            let Some((_, span)) = events.get(range.start) else {
                continue;
            };
            let number = page.line(span.start);
            let Some(term) = term else {
                let lines = page.lines(span);
                self.add_lines(lines);
                continue;
            };
            let end = span.end;
            let first_end = page.line_end(term.text).min(end);
            let mut body =
                numbered_lines(slice(page.text, term.text..first_end), page.line(term.text));
            let rest = slice(page.text, first_end..end);
            let rest = rest.strip_prefix('\n').unwrap_or(rest);
            body.extend(dedented(rest.trim_end(), page.line(first_end) + 1));
            self.open(Term {
                line: term.line,
                number,
                ..Term::default()
            });
            self.add_body(body);
        }
        true
    }

    /// Reads a definition list, line by line: a line before one that begins with a colon is a term.
    pub(super) fn definition_list(&mut self, block: &Block) -> bool {
        let page = self.page;
        self.mark(&block.span);
        let lines = page.lines(&block.span);
        let mut names: Vec<NumberedLine> = Vec::new();
        let mut in_definition = false;
        let mut is_after_blank = true;
        for (index, line) in lines.iter().enumerate() {
            let rest = lines.get(index + 1..).unwrap_or_default();
            let is_blank = line.text.trim().is_empty();
            // a line that follows a definition directly is a part of it, but for the line before the next colon
            let may_name = !in_definition || is_after_blank || !names.is_empty();
            let is_name = match may_name {
                true => leads_to_definition(rest),
                false => rest.first().is_some_and(is_definition),
            };
            if is_definition(line) {
                if !names.is_empty() {
                    self.open_named(std::mem::take(&mut names));
                }
                let text = line.text.trim_start().trim_start_matches(':').trim_start();
                let first = NumberedLine {
                    text: text.to_owned(),
                    number: line.number,
                };
                if let Some(term) = self.term.as_mut().filter(|_| !text.is_empty()) {
                    push_block(&mut term.body, vec![first]);
                }
                in_definition = true;
            } else if is_blank {
                if let Some(term) = self.term.as_mut().filter(|_| names.is_empty()) {
                    term.body.push(NumberedLine::blank(Some(line)));
                }
            } else if !is_indented(line) && is_name {
                in_definition = false;
                names.push(line.clone());
            } else if let Some(term) = self.term.as_mut().filter(|_| in_definition) {
                term.body.push(NumberedLine {
                    text: without_indent(&line.text, 4),
                    number: line.number,
                });
            } else {
                self.add_lines(vec![line.clone()]);
            }
            is_after_blank = is_blank;
        }
        true
    }

    /// Begins the term that some lines name.
    fn open_named(&mut self, lines: Vec<NumberedLine>) {
        let names: Vec<(TermLine, usize)> =
            lines.into_iter().map(|line| self.name_of(line)).collect();
        let mut names = names.into_iter();
        let Some((line, number)) = names.next() else {
            return;
        };
        let mut term = Term {
            line,
            number,
            ..Term::default()
        };
        for (other, number) in names {
            term.line.anchors.extend(other.anchors);
            term.line.urls.extend(other.urls);
            term.line.paths.extend(other.paths);
            term.line.footnotes.extend(other.footnotes);
            term.names.push((other.title, number));
        }
        self.open(term);
    }

    /// Reads a line that names a term, with its number. What the page defines for it is known.
    fn name_of(&mut self, line: NumberedLine) -> (TermLine, usize) {
        let NumberedLine { mut text, number } = line;
        for defined in self.definitions.used_by(&text) {
            text.push('\n');
            text.push_str(&defined.text);
        }
        let page = Page::new(&text, number);
        let block = page.blocks.first();
        let events = block.map_or(page.events.as_slice(), |block| page.events_of(block));
        (TermLine::of(events), number)
    }

    /// Reads a table whose rows are terms. Returns whether it is one.
    pub(super) fn table(&mut self, block: &Block) -> bool {
        let page = self.page;
        let names = header(page, block);
        let Some(names) = names.filter(|names| holds_terms(names, self.header.as_ref())) else {
            return false;
        };
        self.mark(&block.span);
        let keys = columns::roles(&names, None).unwrap_or_else(|| columns::by_place(&names));
        let events = page.events_of(block);
        for range in rows(events) {
            let Some(row) = events.get(range) else {
                continue;
            };
            let number = row.first().map_or(1, |(_, span)| page.line(span.start));
            let more = cells::beyond(page, row);
            if !more.is_empty() {
                let what = columns::wide_row(keys.len(), "write `\\|` for a bar in a cell");
                let detail = excerpt(&more.join(" "));
                self.reading
                    .note(NoteKind::Changed, self.file, number, what, detail);
            }
            self.row(&keys, cells::row(page, row), more, number);
        }
        self.close();
        true
    }

    fn row(&mut self, keys: &[String], cells: Vec<cells::Cell>, more: Vec<String>, number: usize) {
        let mut cells: Vec<(String, cells::Cell)> = keys.iter().cloned().zip(cells).collect();
        let is_term = |key: &str| names_term(key);
        let place = cells
            .iter()
            .position(|(key, cell)| is_term(key) && !cell.line.title.is_empty());
        let Some(place) = place else {
            let texts = cells.iter().map(|(_, cell)| cell.text.as_str());
            let texts: Vec<&str> = texts.chain(more.iter().map(String::as_str)).collect();
            let text = texts.join(" ");
            if !text.trim().is_empty() {
                let what = "a row without a term";
                self.reading
                    .note(NoteKind::Lost, self.file, number, what, excerpt(&text));
            }
            return;
        };
        let (_, named) = cells.remove(place);
        let mut term = Term {
            line: named.line,
            number,
            is_cell: true,
            ..Term::default()
        };
        for (key, cell) in cells {
            term.line.anchors.extend(cell.line.anchors);
            let is_text = holds_definition(&key);
            // names are words, and texts keep their markup
            let text = if is_text || cell.line.title.is_empty() || !columns::holds_names(&key) {
                cell.text
            } else {
                term.line.urls.extend(cell.line.urls);
                cell.line.title
            };
            term.fields.push(Field {
                key,
                value: Value::quoted(text),
                line: number,
            });
        }
        let more = more.into_iter().enumerate();
        term.fields.extend(more.map(|(index, text)| Field {
            key: format!("column {}", keys.len() + index + 1),
            value: Value::quoted(text),
            line: number,
        }));
        self.open(term);
    }

    /// Makes an entry of each abbreviation that no term has as a name.
    pub(super) fn abbreviations(&mut self, abbreviations: Vec<Abbreviation>) {
        let mut known: HashMap<String, usize> = HashMap::new();
        for (index, raw) in self.reading.raws.iter().enumerate() {
            let title = raw.fields.first().and_then(|field| field.value.text());
            let title = title.unwrap_or_default();
            let inner = title
                .split_once('(')
                .map(|(_, inner)| inner.trim_end_matches(')'));
            for name in [Some(title.as_str()), inner].into_iter().flatten() {
                known.entry(name.trim().to_owned()).or_insert(index);
            }
        }
        for Abbreviation { name, text, line } in abbreviations {
            let raw = known
                .get(&name)
                .and_then(|index| self.reading.raws.get_mut(*index));
            if let Some(raw) = raw {
                let title = raw.fields.first().and_then(|field| field.value.text());
                if !title.unwrap_or_default().contains(&text) && !text.is_empty() {
                    raw.fields.push(Field {
                        key: "synonyms".to_owned(),
                        value: Value::List(vec![Value::quoted(text)]),
                        line,
                    });
                }
                continue;
            }
            let mut raw = RawEntry {
                file: self.file.to_owned(),
                line,
                shared: Some(self.name.to_owned()),
                ..RawEntry::default()
            };
            raw.field("term", name.as_str(), line);
            let lines = vec![NumberedLine { text, number: line }];
            raw.body = with_definitions(lines, &mut self.definitions);
            known.insert(name, self.reading.raws.len());
            self.reading.raws.push(raw);
        }
    }
}

/// Whether a line of a definition list begins a definition. With an indentation of four spaces, it is a part of another
/// one.
fn is_definition(line: &NumberedLine) -> bool {
    let text = line.text.trim_start_matches(' ');
    text.starts_with(':') && line.text.len() - text.len() < 4
}

fn is_indented(line: &NumberedLine) -> bool {
    line.text.starts_with([' ', '\t'])
}

/// The most lines between the name of a term and its definition, with its other names.
const MOST_NAMES: usize = 50;

/// Whether the lines after a line lead to a definition, so that the line names a term: further names, then empty
/// lines, then a line with a colon.
fn leads_to_definition(rest: &[NumberedLine]) -> bool {
    let is_name = |line: &&NumberedLine| {
        !line.text.trim().is_empty() && !is_indented(line) && !is_definition(line)
    };
    let mut rest = rest.iter().take(MOST_NAMES).skip_while(is_name);
    let first = rest.find(|line| !line.text.trim().is_empty());
    first.is_some_and(is_definition)
}
