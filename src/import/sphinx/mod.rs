//! Reads the `glossary` directive of Sphinx, in reStructuredText or in MyST.

use std::collections::HashMap;

use super::account::Reading;
use super::draft::{Markup, RawEntry};
use super::notes::NoteKind;
use super::passage::Passage;
use super::value::{Field, Value};
use crate::text::{counted, slice};
use inline::Inline;

mod blocks;
mod inline;

/// A line of the source: its text without indentation, its indentation in bytes, and its number.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SourceLine<'t> {
    indent: usize,
    text: &'t str,
    number: usize,
}

/// Reads all glossaries in a text. `path` is the path of the file in the source without its extension,
/// `file` its name in messages. Text outside the glossaries gets a note.
pub(super) fn read(text: &str, path: &str, file: &str) -> Reading {
    let lines: Vec<SourceLine<'_>> = text
        .lines()
        .enumerate()
        .map(|(index, line)| SourceLine {
            indent: line.len() - line.trim_start().len(),
            text: line.trim(),
            number: index + 1,
        })
        .collect();
    let is_myst = lines.iter().any(|line| fence(line.text).is_some());
    let mut inline = Inline::new(file, targets(&lines), is_myst);
    let mut raws = Vec::new();
    let mut outside: Vec<usize> = Vec::new();
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let block = if is_myst {
            fence(line.text).map(|fence| fenced(&lines, index, fence))
        } else {
            is_directive(line.text).then(|| indented(&lines, index))
        };
        match block {
            Some(block) => {
                for term in terms(block) {
                    raws.push(raw(&term, path, file, &mut inline));
                }
                index += block.len().max(1);
            }
            None if line.text.is_empty() => {}
            None => outside.push(line.number),
        }
        index += 1;
    }
    let mut reading = Reading {
        raws,
        notes: inline.notes,
        ..Reading::default()
    };
    if let Some(first) = outside.first() {
        let what = "text outside of the glossary directives";
        let detail = format!("({})", counted(outside.len(), "line", "lines"));
        reading.note(NoteKind::LeftOut, file, *first, what, detail);
    }
    reading
}

/// Whether a text contains a glossary of Sphinx.
pub(super) fn is_glossary(text: &str) -> bool {
    text.lines()
        .any(|line| is_directive(line.trim()) || fence(line.trim()).is_some())
}

fn is_directive(line: &str) -> bool {
    line.split_whitespace().collect::<Vec<_>>() == ["..", "glossary::"]
}

/// The fence of a MyST directive, which also closes it.
fn fence(line: &str) -> Option<&str> {
    let length = line.len() - line.trim_start_matches(['`', ':']).len();
    let (marks, rest) = line.split_at_checked(length)?;
    (marks.len() >= 3 && rest.trim() == "{glossary}").then_some(marks)
}

/// The lines after a directive that are indented deeper than it.
fn indented<'l, 't>(lines: &'l [SourceLine<'t>], index: usize) -> &'l [SourceLine<'t>] {
    let directive_indent = lines.get(index).map_or(0, |line| line.indent);
    let rest = lines.get(index + 1..).unwrap_or_default();
    let end = rest
        .iter()
        .position(|line| !line.text.is_empty() && line.indent <= directive_indent);
    rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
}

/// The lines between an opening fence and the closing one.
fn fenced<'l, 't>(lines: &'l [SourceLine<'t>], index: usize, fence: &str) -> &'l [SourceLine<'t>] {
    let rest = lines.get(index + 1..).unwrap_or_default();
    let end = rest.iter().position(|line| line.text == fence);
    rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
}

/// A term with its other names, and the lines of its definition.
struct GlossaryTerm<'l, 't> {
    names: Vec<&'l SourceLine<'t>>,
    definition: Vec<&'l SourceLine<'t>>,
}

fn terms<'l, 't>(block: &'l [SourceLine<'t>]) -> Vec<GlossaryTerm<'l, 't>> {
    let is_option = |line: &SourceLine<'_>| line.text.starts_with(':') && line.text.ends_with(':');
    let options = block.iter().take_while(|line| is_option(line)).count();
    let block = block.get(options..).unwrap_or_default();
    let inked = || block.iter().filter(|line| !line.text.is_empty());
    let term_indent = inked().map(|line| line.indent).min().unwrap_or(0);
    let mut terms: Vec<GlossaryTerm<'l, 't>> = Vec::new();
    let mut in_comment = false;
    for line in block {
        let is_term = !line.text.is_empty() && line.indent == term_indent;
        if is_term {
            in_comment = line.text == ".." || line.text.starts_with(".. ");
        }
        if in_comment {
            continue;
        }
        match terms.last_mut() {
            Some(term) if is_term && term.definition.is_empty() => term.names.push(line),
            _ if is_term => terms.push(GlossaryTerm {
                names: vec![line],
                definition: Vec::new(),
            }),
            // an empty line after a name does not begin the definition
            Some(term) if !line.text.is_empty() || !term.definition.is_empty() => {
                term.definition.push(line);
            }
            _ => {}
        }
    }
    terms
}

fn raw(term: &GlossaryTerm<'_, '_>, path: &str, file: &str, inline: &mut Inline) -> RawEntry {
    let mut fields = Vec::new();
    for (index, line) in term.names.iter().enumerate() {
        let (name, classifier) = match line.text.split_once(" : ") {
            Some((name, classifier)) => (name, Some(classifier)),
            None => (line.text, None),
        };
        fields.push(Field {
            key: if index == 0 { "term" } else { "synonyms" }.to_owned(),
            value: Value::quoted(inline.plain(name)),
            line: line.number,
        });
        fields.extend(classifier.map(|classifier| Field {
            key: "index key".to_owned(),
            value: Value::quoted(classifier.trim()),
            line: line.number,
        }));
    }
    let names = fields.iter().filter(|field| field.key != "index key");
    let anchors: Vec<String> = names
        .filter_map(|field| field.value.text())
        .map(|name| anchor(&name))
        .collect();
    let definition: Vec<SourceLine<'_>> =
        term.definition.iter().map(|line| (*line).clone()).collect();
    let body = if inline.is_myst {
        blocks::of_markdown(&definition, inline)
    } else {
        blocks::of_text(&definition, inline)
    };
    RawEntry {
        file: file.to_owned(),
        line: term.names.first().map_or(1, |line| line.number),
        folder: path
            .rfind('/')
            .map_or(String::new(), |slash| slice(path, ..=slash).to_owned()),
        fields,
        body: Passage::of_lines(&body),
        markup: Markup::Made,
        shared: Some(path.to_owned()),
        fragment: anchors
            .first()
            .map(|anchor| format!("{path}.html#{anchor}")),
        anchors,
        ..RawEntry::default()
    }
}

/// The anchor that Sphinx gives to a term.
fn anchor(term: &str) -> String {
    let is_letter = |c: char| c.is_alphanumeric();
    let id = term.replace(|c| !is_letter(c), "-");
    format!("term-{}", id.trim_matches('-'))
}

/// The addresses of link targets in the text: `.. _name: https://…`.
fn targets(lines: &[SourceLine<'_>]) -> HashMap<String, String> {
    lines
        .iter()
        .filter_map(|line| {
            let (name, address) = line.text.strip_prefix(".. _")?.split_once(": ")?;
            let name = name.trim_matches('`').to_lowercase();
            Some((name, address.trim().to_owned()))
        })
        .collect()
}
