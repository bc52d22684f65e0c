//! The parts of files that are for a condition that does not hold: `ifdef::book[]`.

use std::collections::{HashMap, HashSet};

use asciidoc_parser::Document;

use super::includes::folded;
use crate::import::account::Coverage;
use crate::import::notes::{Note, NoteKind};

/// The beginnings of lines that are conditions.
const CONDITIONS: &[&str] = &["ifdef::", "ifndef::", "ifeval::"];

/// What a document has of its files.
pub(super) struct Conditions<'d> {
    /// The numbers of the lines of the first file that are in the document.
    numbers: HashSet<usize>,
    /// The lines of other files, by their names. The document numbers those with a tag from the first of them.
    lines: HashMap<String, HashSet<&'d str>>,
}

impl<'d> Conditions<'d> {
    pub(super) fn new(document: &'d Document<'_>) -> Self {
        let mut numbers = HashSet::new();
        let mut lines: HashMap<String, HashSet<&str>> = HashMap::new();
        for (line, number) in document.span().data().lines().zip(1..) {
            let origin = document.source_map().origin_at(number, 1);
            match origin.file {
                None => drop(numbers.insert(origin.line)),
                Some(file) => {
                    let known = lines.entry(folded(file)).or_default();
                    known.insert(line.trim_end());
                }
            }
        }
        Self { numbers, lines }
    }

    /// Notes on the parts of a file that are for a condition that does not hold. `file` is its name in messages.
    pub(super) fn unchosen(&self, name: Option<&str>, text: &str, file: &str) -> Vec<Note> {
        let mut coverage = Coverage::new(text, 1);
        let is_chosen = |line: &str, number: usize| match name {
            None => self.numbers.contains(&number),
            Some(name) => {
                let lines = self.lines.get(name);
                lines.is_some_and(|lines| lines.contains(line.trim_end()))
            }
        };
        // the conditions that are open
        let mut depth = 0_usize;
        for (line, number) in text.lines().zip(1..) {
            let is_condition = CONDITIONS.iter().any(|start| line.starts_with(start));
            let is_end = line.starts_with("endif::");
            // `ifdef::book[the text]` has no end
            let has_text = is_condition
                && !line.starts_with("ifeval::")
                && line.trim_end().ends_with(']')
                && !line.trim_end().ends_with("[]");
            let is_here = is_chosen(line, number);
            let is_directive = is_condition && !has_text || is_end || line.starts_with("include::");
            // `:name: value` is a setting
            let is_setting = line.starts_with(':');
            // other lines that are missing have no tag that is included
            let is_conditional = depth > 0 || has_text;
            if is_here || is_directive || is_setting || !is_conditional {
                coverage.mark(number..number + 1);
            }
            if is_condition && !has_text {
                depth += 1;
            } else if is_end {
                depth = depth.saturating_sub(1);
            }
        }
        let what = "a text for a condition that does not hold";
        coverage.notes(NoteKind::LeftOut, file, what)
    }
}
