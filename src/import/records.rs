//! One record of a table or a data file, as an entry.

use super::columns;
use super::draft::{Markup, RawEntry};
use super::passage::Passage;
use super::value::Field;
use crate::entry::front_matter::meaning::{holds_definition, names_term};

/// A place in a source, and the markup of its texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct RecordPlace<'p> {
    /// The path of the file in the source without its extension.
    pub(super) path: &'p str,
    /// The name of the file in messages.
    pub(super) file: &'p str,
    /// The first line of the record.
    pub(super) line: usize,
    pub(super) markup: Markup,
}

/// The entry for the keys of a record; `None` if it has no term. Without a term, a short form with a definition is the
/// term.
pub(super) fn entry(mut fields: Vec<Field>, place: RecordPlace<'_>) -> Option<RawEntry> {
    if !fields.iter().any(is_term) {
        let is_short =
            |field: &&mut Field| columns::is_short(&field.key) && !field.value.is_empty();
        let has_text = fields
            .iter()
            .any(|field| holds_definition(&field.key) && !field.value.is_empty());
        let short = fields.iter_mut().find(is_short).filter(|_| has_text)?;
        "term".clone_into(&mut short.key);
    }
    let term = fields.iter().find(|field| is_term(field))?.value.text()?;
    Some(RawEntry {
        file: place.file.to_owned(),
        line: place.line,
        fields,
        body: Passage::new("", place.line),
        markup: place.markup,
        shared: Some(place.path.to_owned()),
        anchors: vec![term],
        ..RawEntry::default()
    })
}

/// Whether a field holds the term of its record.
pub(super) fn is_term(field: &Field) -> bool {
    names_term(&field.key) && !field.value.is_empty()
}
