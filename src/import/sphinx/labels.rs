//! What a file of Sphinx defines once for all its texts: footnotes, substitutions, and the addresses of links.

use std::collections::{BTreeMap, HashMap};

use super::structure::{Directive, SourceLine, note};
use crate::text::slice;

/// A line of a definition, which lives longer than the text that it was read from.
#[derive(Debug, Clone)]
pub(super) struct OwnedLine {
    pub(super) indent: usize,
    pub(super) text: String,
    pub(super) number: usize,
}

impl OwnedLine {
    pub(super) fn borrowed(&self) -> SourceLine<'_> {
        SourceLine {
            indent: self.indent,
            text: &self.text,
            number: self.number,
        }
    }
}

/// A footnote or a citation.
#[derive(Debug, Clone)]
struct Note {
    lines: Vec<OwnedLine>,
    is_used: bool,
}

/// The definitions of a file.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// The addresses of link targets, by name in small letters: `.. _name: https://…`.
    pub(super) targets: HashMap<String, String>,
    /// The texts of substitutions: `.. |name| replace:: text`.
    pub(super) substitutions: HashMap<String, String>,
    notes: BTreeMap<String, Note>,
}

impl Labels {
    /// Reads the definitions of a file.
    pub(super) fn of(lines: &[SourceLine<'_>]) -> Self {
        let mut labels = Self::default();
        for (index, line) in lines.iter().enumerate() {
            let Some(text) = line.text.strip_prefix(".. ") else {
                continue;
            };
            let text = text.trim_start();
            if let Some((name, address)) = text
                .strip_prefix('_')
                .and_then(|rest| rest.split_once(": "))
            {
                let name = name.trim_matches('`').to_lowercase();
                labels.targets.insert(name, address.trim().to_owned());
            } else if let Some((name, value)) = substitution(text) {
                labels
                    .substitutions
                    .insert(name.to_owned(), value.to_owned());
            } else if let Some((label, first)) = note(text) {
                let rest = lines.get(index + 1..).unwrap_or_default();
                let below = rest
                    .iter()
                    .take_while(|below| below.text.is_empty() || below.indent > line.indent);
                let indent = rest.iter().find(|below| !below.text.is_empty());
                let indent = indent.map_or(0, |below| below.indent);
                let owned = |line: &SourceLine<'_>| OwnedLine {
                    indent: line.indent,
                    text: line.text.to_owned(),
                    number: line.number,
                };
                let mut text = vec![OwnedLine {
                    indent,
                    text: first.to_owned(),
                    number: line.number,
                }];
                text.extend(below.map(owned));
                let note = Note {
                    lines: text,
                    is_used: false,
                };
                labels.notes.entry(label.to_lowercase()).or_insert(note);
            }
        }
        labels
    }

    /// The label of a footnote in Markdown, if the file has this footnote.
    pub(super) fn note_label(&self, written: &str) -> Option<String> {
        let label = written.trim_start_matches('#').to_lowercase();
        self.notes.contains_key(&label).then_some(label)
    }

    /// The lines of a footnote, which is used from now on.
    pub(super) fn use_note(&mut self, label: &str) -> Option<Vec<OwnedLine>> {
        let note = self.notes.get_mut(label)?;
        note.is_used = true;
        Some(note.lines.clone())
    }

    /// The first lines of the footnotes inside directives that nothing refers to.
    pub(super) fn unused_notes(&self, directives: &[Directive]) -> Vec<OwnedLine> {
        let is_inside = |line: &OwnedLine| {
            let index = line.number - 1;
            directives
                .iter()
                .any(|directive| (directive.start..directive.end).contains(&index))
        };
        let unused = self.notes.values().filter(|note| !note.is_used);
        let first = unused.filter_map(|note| note.lines.first());
        first.filter(|line| is_inside(line)).cloned().collect()
    }
}

/// The name and the text of a substitution.
fn substitution(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix('|')?.split_once('|')?;
    let value = rest.trim_start().strip_prefix("replace::")?;
    Some((name, value.trim()))
}

/// A text in which footnotes without a number of their own have one: the first `[#]_` belongs to the first
/// `.. [#]`.
pub(super) fn numbered_notes(text: &str) -> String {
    let mut out = text.to_owned();
    for (mark, name) in [("[#]", "auto"), ("[*]", "sign")] {
        if out.contains(mark) {
            out = with_numbers(&out, mark, name);
        }
    }
    out
}

fn with_numbers(text: &str, mark: &str, name: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut references, mut definitions) = (0, 0);
    let mut rest = text;
    while let Some(at) = rest.find(mark) {
        let before = slice(rest, ..at);
        let after = slice(rest, at + mark.len()..);
        out.push_str(before);
        let is_reference = after.starts_with('_');
        let is_definition = out
            .rsplit('\n')
            .next()
            .is_some_and(|line| line.trim() == "..");
        if is_reference {
            references += 1;
            out.push_str(&format!("[#{name}-{references}]"));
        } else if is_definition {
            definitions += 1;
            out.push_str(&format!("[#{name}-{definitions}]"));
        } else {
            out.push_str(mark);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
