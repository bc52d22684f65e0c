//! A TOML document in a file, with the lines in it that are not TOML.

use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use super::Keys;
use super::slips::slip;
use crate::diagnostic::Faults;
use crate::project::faults::{invalid_toml, unfinished_merge};
use crate::source::{Place, SourceFile, Span};

/// The beginning of the line that git writes where the author has to finish a merge.
const CONFLICT: &str = "<<<<<<< ";

/// A TOML document that is a part of a file, or the whole file.
pub struct Document<'a> {
    file: &'a Arc<SourceFile>,
    offset: usize,
    head: Span,
    table: Spanned<DeTable<'a>>,
    is_whole: bool,
    /// The lines that are not TOML. Errors in the values that the parser recovers from them are not
    /// reported.
    broken: Vec<Span>,
}

impl<'a> Document<'a> {
    /// Parses the bytes `span` of `file`; a missing key is reported at the bytes `head`. Text that is not
    /// TOML is reported at its place. The rest is kept, so that errors in it are found as well.
    pub fn parse(file: &'a Arc<SourceFile>, span: Span, head: Span, faults: &Faults) -> Self {
        let offset = span.start;
        let text = file.slice(span);
        let (table, errors) = DeTable::parse_recoverable(text);
        let is_whole = errors.is_empty();
        let mut broken = Vec::new();
        if let Some(line) = conflict(text) {
            // the problem is the merge: errors that its lines cause do not help
            let line = offset + line.start..offset + line.end;
            faults.report(unfinished_merge(Place::new(file, line)));
        } else {
            for error in errors {
                let place = error.span().unwrap_or(0..0);
                let place = place.start + offset..place.end + offset;
                let line = file.lines_around(place.clone());
                // only the first error in a line helps: the others follow from it
                if broken.contains(&line) {
                    continue;
                }
                let written = file.slice(line.clone());
                let slip = slip(written);
                let indent = written.len() - written.trim_start().len();
                let text = line.start + indent..line.start + written.trim_end().len();
                faults.report(invalid_toml(
                    error.message(),
                    slip.as_ref(),
                    &Place::new(file, text),
                    Place::new(file, place),
                ));
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

    /// Whether the whole document is TOML.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The keys of the document's top level.
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

/// The first line of an unfinished merge in a text, without white space at its end.
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
