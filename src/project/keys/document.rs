//! TOML text as part of a file, with what is not TOML in it.

use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use super::Keys;
use super::slips::slip;
use crate::diagnostic::Faults;
use crate::project::faults::{invalid_toml, unfinished_merge};
use crate::source::{Place, SourceFile, Span};

/// How a line begins that git writes into a file where a merge has to be finished.
const CONFLICT: &str = "<<<<<<< ";

/// TOML text as part of a file.
pub struct Document<'a> {
    file: &'a Arc<SourceFile>,
    offset: usize,
    head: Span,
    table: Spanned<DeTable<'a>>,
    is_whole: bool,
    /// The lines that are no TOML: of what is made of them, nothing is said.
    broken: Vec<Span>,
}

impl<'a> Document<'a> {
    /// Parses the bytes `span` of `file`; `head` is where a key that is missing is reported. What is
    /// not TOML is reported, each fault at its place, and the rest is kept, so that the faults in it
    /// are found too.
    pub fn parse(file: &'a Arc<SourceFile>, span: Span, head: Span, faults: &Faults) -> Self {
        let offset = span.start;
        let text = file.slice(span);
        let (table, errors) = DeTable::parse_recoverable(text);
        let is_whole = errors.is_empty();
        let mut broken = Vec::new();
        if let Some(line) = conflict(text) {
            // what is wrong then is the merge, not what it makes of the text
            let line = offset + line.start..offset + line.end;
            faults.report(unfinished_merge(Place::new(file, line)));
        } else {
            for error in errors {
                let place = error.span().unwrap_or(0..0);
                let place = place.start + offset..place.end + offset;
                let line = file.lines_around(place.clone());
                // what follows from the first slip in a line helps nobody
                if broken.contains(&line) {
                    continue;
                }
                let slip = slip(file.slice(line.clone()));
                let place = Place::new(file, place);
                faults.report(invalid_toml(error.message(), slip.as_ref(), place));
                broken.push(line);
            }
        }
        Self {
            broken,
            file,
            offset,
            head,
            table,
            is_whole,
        }
    }

    /// Whether all of it is TOML.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The document's own keys.
    pub fn keys<'r>(&'r self, faults: &'r Faults) -> Keys<'r, 'a> {
        Keys {
            file: self.file,
            offset: self.offset,
            head: self.head.clone(),
            table: self.table.get_ref(),
            within: String::new(),
            asked: Vec::new(),
            broken: &self.broken,
            faults,
        }
    }
}

/// The first line of a text at which a merge was not finished, without white space at its end.
fn conflict(text: &str) -> Option<Span> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim_end();
        if written.starts_with(CONFLICT) {
            return Some(start..start + written.len());
        }
        start += line.len();
    }
    None
}
