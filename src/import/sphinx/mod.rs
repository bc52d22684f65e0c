//! Reads the `glossary` directive of Sphinx, in reStructuredText or in MyST.
//!
//! ```text
//! .. glossary::                 the directive: text outside of it is not part of the glossary
//!
//!    crumb : K                  a term; `K` is for Sphinx's general index
//!    soft part                  another name
//!       The inside. [1]_        its text, with the footnote from anywhere in the file
//! ```
//!
//! `structure` finds the directives, and the terms in them. `blocks` (reStructuredText) and `myst` convert the texts,
//! `inline` the lines. `labels` has what the file defines for all texts: footnotes, substitutions, targets.

use std::collections::HashSet;

use super::account::{Coverage, Reading};
use super::draft::{Markup, RawEntry};
use super::keys::plain;
use super::notes::{NoteKind, excerpt};
use super::old_pages::{OldAnchor, of_label, of_sphinx};
use super::passage::{NumberedLine, Passage, events};
use super::value::{Field, Value};
use crate::text::{counted, slice};
use inline::Inline;
use labels::Labels;
use pulldown_cmark::{Event, Tag};
use structure::{Aside, GlossaryTerm, SourceLine, directives, source_lines, terms};

pub(super) use inline::MATH_IS_OFF;
pub(super) use structure::{expanded, is_glossary};

mod blocks;
mod inline;
mod labels;
mod myst;
mod structure;

/// Reads all glossaries in a text. `path` is the path of the file in the source without its extension,
/// `file` its name in messages. Text outside the glossaries gets a note.
pub(super) fn read(text: &str, path: &str, file: &str) -> Reading {
    let text = labels::numbered_notes(&expanded(text));
    let lines = source_lines(&text);
    let directives = directives(&lines);
    let is_myst = directives.iter().any(|directive| directive.is_myst);
    let mut inline = Inline::new(file, Labels::of(&lines), is_myst);
    let mut ids = TermIds::default();
    let mut coverage = Coverage::new(&text, 1);
    let mut reading = Reading::default();
    let mut outside: Vec<usize> = Vec::new();
    let mut next = 0;
    let has_several = directives.len() > 1;
    for directive in &directives {
        outside.extend(inked(lines.get(next..directive.start).unwrap_or_default()));
        coverage.mark(next + 1..directive.start + 2);
        next = directive.end;
        let block = lines
            .get(directive.start + 1..directive.content_end)
            .unwrap_or_default();
        let found = terms(block, directive.is_myst);
        for number in &found.used {
            coverage.mark(*number..number + 1);
        }
        for aside in &found.asides {
            note_aside(aside, file, &mut reading);
        }
        coverage.mark(directive.content_end + 1..directive.end + 1);
        let topic = directive.topic.as_ref().filter(|_| has_several);
        for term in found.terms {
            let raw = Reader {
                path,
                file,
                is_myst: directive.is_myst,
                inline: &mut inline,
                ids: &mut ids,
            }
            .entry(&term, topic);
            reading.raws.push(raw);
        }
    }
    outside.extend(inked(lines.get(next..).unwrap_or_default()));
    coverage.mark(next + 1..lines.len() + 1);
    let what = "text that belongs to no term";
    let lost = coverage.notes(NoteKind::Lost, file, what);
    reading.notes.extend(lost);
    note_outside(&outside, &lines, &directives, file, &mut reading);
    for line in inline.labels.unused_notes(&directives) {
        let what = "a footnote to which no term refers";
        let detail = excerpt(&line.text);
        reading.note(NoteKind::Lost, file, line.number, what, detail);
    }
    reading.notes.append(&mut inline.notes);
    reading
}

/// The numbers of the lines that are not empty.
fn inked<'l>(lines: &'l [SourceLine<'_>]) -> impl Iterator<Item = usize> + 'l {
    let inked = lines.iter().filter(|line| !line.text.is_empty());
    inked.map(|line| line.number)
}

fn note_aside(aside: &Aside, file: &str, reading: &mut Reading) {
    let what = match aside.text.split_whitespace().nth(1) {
        Some("index::") => "an entry of the general index",
        _ => "a comment",
    };
    let detail = excerpt(&aside.text);
    reading.note(NoteKind::TakenOut, file, aside.number, what, detail);
}

/// Notes the text outside of the directives, and whether it looks like a glossary.
fn note_outside(
    outside: &[usize],
    lines: &[SourceLine<'_>],
    directives: &[structure::Directive],
    file: &str,
    reading: &mut Reading,
) {
    if let Some(first) = outside.first() {
        let what = "text outside of the glossary directives";
        let detail = format!("({})", counted(outside.len(), "line", "lines"));
        reading.note(NoteKind::LeftOut, file, *first, what, detail);
    }
    let is_outside = |line: &&SourceLine<'_>| {
        let index = line.number - 1;
        !directives
            .iter()
            .any(|directive| (directive.start..directive.end).contains(&index))
    };
    let others: Vec<SourceLine<'_>> = lines.iter().filter(is_outside).cloned().collect();
    if let Some(count) = structure::looks_like_glossary(&others) {
        let what = "definitions or headings without the directive `glossary`";
        let detail = format!("({count}): put them into the directive");
        reading.note(NoteKind::LooksLike, file, 0, what, detail);
    }
}

/// Whether a text without the directive looks like a glossary; the number of its terms.
pub(super) fn looks_like_glossary(text: &str) -> Option<usize> {
    let text = expanded(text);
    structure::looks_like_glossary(&source_lines(&text))
}

/// Reads the terms of a directive.
struct Reader<'r> {
    path: &'r str,
    file: &'r str,
    is_myst: bool,
    inline: &'r mut Inline,
    ids: &'r mut TermIds,
}

/// The identifiers that Sphinx gave to the terms of a file. One that is in use, or that has no letter of ASCII, is
/// a number instead.
#[derive(Default)]
struct TermIds {
    used: HashSet<String>,
    next: usize,
}

impl TermIds {
    fn next(&mut self, term: &str) -> String {
        let mut id = of_sphinx(term);
        loop {
            match id.take() {
                Some(id) if self.used.insert(id.clone()) => return id,
                _ => {
                    id = Some(format!("term-{}", self.next));
                    self.next += 1;
                }
            }
        }
    }
}

impl Reader<'_> {
    /// The entry of a term. `topic` is the heading above its directive.
    fn entry(&mut self, term: &GlossaryTerm<'_, '_>, topic: Option<&String>) -> RawEntry {
        self.inline.is_myst = self.is_myst;
        self.inline.used.clear();
        let number = term.names.first().map_or(1, |line| line.number);
        let mut raw = RawEntry {
            file: self.file.to_owned(),
            line: number,
            folder: self
                .path
                .rfind('/')
                .map_or(String::new(), |slash| slice(self.path, ..=slash).to_owned()),
            markup: if self.is_myst {
                Markup::Myst
            } else {
                Markup::Made
            },
            shared: Some(self.path.to_owned()),
            ..RawEntry::default()
        };
        for (index, line) in term.names.iter().enumerate() {
            self.name(line, index == 0, &mut raw);
        }
        if let Some(topic) = topic {
            raw.fields.push(Field {
                key: "topic".to_owned(),
                value: Value::List(vec![Value::quoted(topic.as_str())]),
                line: number,
            });
        }
        let definition: Vec<SourceLine<'_>> =
            term.definition.iter().map(|line| (*line).clone()).collect();
        let mut body = if self.is_myst {
            myst::converted(&definition, self.inline)
        } else {
            blocks::of_text(&definition, self.inline)
        };
        self.add_notes(&mut body);
        raw.anchors.extend(term.labels.iter().cloned());
        let labels = term.labels.iter().map(|label| of_label(label));
        let labels = labels.filter(|label| !label.is_empty()).map(OldAnchor::Id);
        raw.old_anchors.extend(labels);
        raw.anchors.append(&mut self.inline.anchors);
        raw.body = Passage::of_lines(&body);
        self.path.clone_into(&mut raw.page);
        raw
    }

    /// Adds a name to an entry: the first one is its title.
    fn name(&mut self, line: &SourceLine<'_>, is_first: bool, raw: &mut RawEntry) {
        let (name, key) = structure::without_index_key(line.text);
        if let Some(key) = key {
            let what = "a key of the general index";
            self.inline.taken_out(line.number, what, key);
        }
        let markdown = self.inline.line(name, line.number);
        let words = plain(&markdown);
        raw.anchors.push(anchor(&words));
        raw.old_anchors.push(OldAnchor::Id(self.ids.next(&words)));
        if is_first {
            raw.field("term", words.as_str(), line.number);
        } else {
            raw.fields.push(Field {
                key: "synonyms".to_owned(),
                value: Value::List(vec![Value::quoted(words.as_str())]),
                line: line.number,
            });
        }
        for (event, _) in events(&markdown) {
            let Event::Start(Tag::Link { dest_url, .. }) = event else {
                continue;
            };
            if dest_url.contains("://") {
                let part = |key: &str, text: &str| Field {
                    key: key.to_owned(),
                    value: Value::quoted(text),
                    line: line.number,
                };
                let source = vec![part("title", &words), part("url", &dest_url)];
                raw.fields.push(Field {
                    key: "source".to_owned(),
                    value: Value::List(vec![Value::Table(source)]),
                    line: line.number,
                });
            }
        }
    }

    /// Adds the footnotes that a text uses, and those that these use.
    fn add_notes(&mut self, body: &mut Vec<NumberedLine>) {
        let mut added: HashSet<String> = HashSet::new();
        while let Some(label) = self.inline.used.pop() {
            if !added.insert(label.clone()) {
                continue;
            }
            let Some(lines) = self.inline.labels.use_note(&label) else {
                continue;
            };
            let lines = lines.iter().map(|line| line.borrowed());
            let lines: Vec<SourceLine<'_>> = lines.collect();
            let note = blocks::of_text(&lines, self.inline);
            let number = lines.first().map_or(1, |line| line.number);
            body.push(NumberedLine {
                text: String::new(),
                number,
            });
            for (index, line) in note.into_iter().enumerate() {
                let text = match index {
                    0 => format!("[^{label}]: {}", line.text),
                    _ if line.text.is_empty() => String::new(),
                    _ => format!("    {}", line.text),
                };
                body.push(NumberedLine { text, ..line });
            }
        }
    }
}

/// The anchor that Sphinx gives to a term.
fn anchor(term: &str) -> String {
    let words = term.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!("term-{}", words.join("-"))
}
