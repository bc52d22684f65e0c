//! A TOML or YAML document in a file, with the lines in it that cannot be read.

use std::sync::Arc;

use toml::de::DeTable;

use super::invalid_toml::{invalid_toml, unfinished_merge};
use super::slips::{item_slip, slip};
use super::value::Table;
use super::{Context, Keys, Syntax, yaml};
use crate::diagnostic::Faults;

use crate::source::{Place, SourceFile, Span};

/// The beginning of the line that git writes where the author has to finish a merge.
const CONFLICT: &str = "<<<<<<< ";

/// A TOML or YAML document that is a part of a file, or the whole file.
pub struct Document<'a> {
    context: Context<'a>,
    head: Span,
    table: Table<'a>,
    is_whole: bool,
}

impl<'a> Document<'a> {
    /// Parses the bytes `span` of `file`; a missing key is reported at the bytes `head`. Text that has
    /// another syntax is reported at its place. The rest is kept, so that errors in it are found as well.
    pub fn parse(
        file: &'a Arc<SourceFile>,
        span: Span,
        head: Span,
        syntax: Syntax,
        faults: &Faults,
    ) -> Self {
        let start = span.start;
        let text = file.slice(span);
        let errors = Faults::default();
        let (table, broken) = match syntax {
            Syntax::Toml => parse_toml(file, text, start, &errors),
            Syntax::Yaml => parse_yaml(file, text, start, &errors),
        };
        let is_whole = !errors.any_error();
        if let Some(line) = conflict(text).filter(|_| !is_whole) {
            // the problem is the merge: errors that its lines cause do not help
            let line = start + line.start..start + line.end;
            faults.report(unfinished_merge(Place::new(file, line)));
        } else {
            faults.report_all(errors.into_diagnostics());
        }
        Self {
            context: Context {
                file,
                syntax,
                start,
                broken,
            },
            head,
            table,
            is_whole,
        }
    }

    /// Whether the whole document could be read.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// All values, without their places; a key without a value is left out.
    pub fn plain(&self) -> toml::Table {
        self.table.plain()
    }

    /// The keys of the document's top level.
    pub fn keys<'r>(&'r self, faults: &'r Faults) -> Keys<'r, 'a> {
        Keys {
            context: &self.context,
            head: self.head.clone(),
            table: &self.table,
            within: String::new(),
            asked: Vec::new(),
            faults,
        }
    }
}

/// The keys of a TOML text, and the lines that are not TOML.
fn parse_toml<'a>(
    file: &'a Arc<SourceFile>,
    text: &'a str,
    offset: usize,
    faults: &Faults,
) -> (Table<'a>, Vec<Span>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut broken: Vec<Span> = Vec::new();
    let placed = errors.into_iter().map(|error| {
        let place = error.span().unwrap_or(0..0);
        let place = place.start + offset..place.end + offset;
        (file.lines_around(place.clone()), place, error)
    });
    let mut placed: Vec<_> = placed.collect();
    placed.sort_by_key(|(line, ..)| line.start);
    let mut taken: Vec<Span> = Vec::new();
    let mut is_in_list = false;
    for (line, place, error) in placed {
        // only the first error in a line helps: the others follow from it
        if broken.contains(&line) {
            continue;
        }
        let written = file.slice(line.clone());
        // the error is in the line before, whose list goes on up to here
        if is_in_list && is_sound(written) {
            broken.push(line);
            continue;
        }
        // a line that is TOML by itself has its mistake in a line before: a list that is not closed
        let is_taken =
            error.message().starts_with("missing comma") && DeTable::parse(written).is_ok();
        taken.extend(is_taken.then(|| line.clone()));
        is_in_list = is_taken || is_open(written);
        let in_list = error.message().starts_with("string values must be quoted");
        let slip = match is_taken {
            true => None,
            false => slip(written).or_else(|| item_slip(written).filter(|_| in_list)),
        };
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
    let mut table = Table::from_toml(table.into_inner(), offset);
    table.empty_open_lists(file, &taken);
    (table, broken)
}

/// Whether a line is TOML by itself: a key with its value, or a part of a list.
fn is_sound(line: &str) -> bool {
    let as_list = || DeTable::parse(&format!("list = [\n{line}\n]")).is_ok();
    line.trim() == "]" || DeTable::parse(line).is_ok() || as_list()
}

/// Whether a line is a list, or a part of one, with a quotation mark that nobody closed.
fn is_open(written: &str) -> bool {
    let begins_list = written.split_once('=').map_or(written, |(_, value)| value);
    let begins_list = begins_list.trim_start();
    let is_item = begins_list.starts_with(['[', '"']);
    let is_closed = written.matches('"').count().is_multiple_of(2);
    is_item && !is_closed
}

/// The keys of a YAML text, and the lines that are not YAML.
fn parse_yaml<'a>(
    file: &'a Arc<SourceFile>,
    text: &'a str,
    offset: usize,
    faults: &Faults,
) -> (Table<'a>, Vec<Span>) {
    let read = yaml::read(text, offset);
    for fault in read.faults {
        faults.report(yaml::faults::invalid_yaml(
            fault.kind,
            Place::new(file, fault.span),
        ));
    }
    (read.table, read.broken)
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
