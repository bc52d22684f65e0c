//! Reads the terms of Spec-Up and Spec-Up-T, which stand in files of their own or on one page.
//!
//! ```text
//! [[def: crumb, crumbs, inside]]      the term, and its other names
//!
//! ~ The inside. See [[ref: crust]].   its text, which `inline_marks` rewrites further
//! ```

use super::account::Reading;
use super::draft::RawEntry;
use super::notes::{NoteKind, excerpt};
use super::passage::{NumberedLine, Passage};
use super::value::{Field, Value};
use crate::text::slice;

/// A file with terms of Spec-Up.
pub(super) struct SpecUpFile<'f> {
    /// Its name in messages.
    pub(super) file: &'f str,
    /// Its path in the source without the extension.
    pub(super) path: &'f str,
    /// Its text.
    pub(super) text: &'f str,
    /// The number of the first line of the text.
    pub(super) line: usize,
}

/// Whether a text has terms of Spec-Up.
pub(super) fn has_terms(text: &str) -> bool {
    let is_term = |line| definition(line).is_some() || other(line).is_some();
    text.contains("[[") && text.lines().any(is_term)
}

/// The names in a line that begins a term, and the text after them.
///
/// ```text
/// [[def: crumb, inside]]: the text      crumb, inside     the text
/// ```
fn definition(line: &str) -> Option<(Vec<&str>, &str)> {
    let rest = line.trim_start().strip_prefix("[[def:")?;
    let (names, rest) = rest.split_once("]]")?;
    let names = names.split(',').map(str::trim);
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let rest = rest.trim_start_matches([':', ' ', '\t']);
    (!names.is_empty()).then_some((names, rest))
}

/// A term of another specification, which takes the place of a definition.
fn other(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("[[tref:")?;
    Some(rest.strip_suffix("]]")?.trim())
}

impl SpecUpFile<'_> {
    /// Reads all terms. Text before the first one is lost, and so is text below a heading between them.
    pub(super) fn read(&self) -> Reading {
        let mut reading = Reading::default();
        let count = self
            .text
            .lines()
            .filter(|line| definition(line).is_some())
            .count();
        let is_alone = count == 1;
        let mut open: Option<(RawEntry, Vec<NumberedLine>)> = None;
        let mut lost: Option<usize> = None;
        for (index, line) in self.text.lines().enumerate() {
            let number = self.line + index;
            if let Some((names, rest)) = definition(line) {
                reading.raws.extend(open.take().map(closed));
                let first = (!rest.is_empty()).then(|| NumberedLine {
                    text: without_mark(rest).to_owned(),
                    number,
                });
                open = Some((
                    self.entry(&names, number, is_alone),
                    first.into_iter().collect(),
                ));
                lost = None;
                continue;
            }
            if let Some(name) = other(line) {
                let what = "a term that another specification defines";
                reading.note(NoteKind::Lost, self.file, number, what, format!("`{name}`"));
                continue;
            }
            let is_heading = line.starts_with('#');
            if is_heading && !is_alone {
                reading.raws.extend(open.take().map(closed));
            }
            match &mut open {
                Some((_, body)) => body.push(NumberedLine {
                    text: without_mark(line).to_owned(),
                    number,
                }),
                None if line.trim().is_empty() => lost = None,
                None if is_heading => {
                    let what = "a heading outside of the terms";
                    reading.note(NoteKind::LeftOut, self.file, number, what, excerpt(line));
                }
                None => {
                    if lost.is_none() {
                        let what = "text that belongs to no term";
                        reading.note(NoteKind::Lost, self.file, number, what, excerpt(line));
                    }
                    lost = Some(number);
                }
            }
        }
        reading.raws.extend(open.map(closed));
        reading
    }

    /// An entry without its text. The only entry of a file is called by it in links.
    fn entry(&self, names: &[&str], number: usize, is_alone: bool) -> RawEntry {
        let folder = self
            .path
            .rfind('/')
            .map_or("", |slash| slice(self.path, ..=slash));
        let mut raw = RawEntry {
            file: self.file.to_owned(),
            line: number,
            folder: folder.to_owned(),
            ..RawEntry::default()
        };
        if is_alone {
            self.path.clone_into(&mut raw.path);
        } else {
            raw.shared = Some(self.path.to_owned());
        }
        let mut names = names.iter();
        if let Some(title) = names.next() {
            raw.field("term", *title, number);
        }
        let others: Vec<Value> = names.map(|name| Value::quoted(*name)).collect();
        if !others.is_empty() {
            raw.fields.push(Field {
                key: "synonyms".to_owned(),
                value: Value::List(others),
                line: number,
            });
        }
        raw
    }
}

/// An entry with its text.
fn closed((mut raw, body): (RawEntry, Vec<NumberedLine>)) -> RawEntry {
    raw.body = Passage::of_lines(&body);
    raw
}

/// A line without the mark of a definition, `~ `.
fn without_mark(line: &str) -> &str {
    match line.strip_prefix('~') {
        Some(rest) if !rest.starts_with('~') => rest.strip_prefix(' ').unwrap_or(rest),
        _ => line,
    }
}
