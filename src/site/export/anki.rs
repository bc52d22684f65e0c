//! `glossary.anki.txt`: flashcards for Anki, a line for each entry: an identifier, the term, and its meaning.
//!
//! The headers are those that work in a profile of any language: `#columns:` would not. There is no column of tags,
//! because Anki would replace the tags that learners gave to their cards.

use std::io::{self, Write};

use super::xml::escaped;
use super::{Export, Links, in_order};
use crate::glossary::EntryId;
use crate::text::fnv::fnv1a_64;

/// Writes the headers, and a note for each entry.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let title = export.name();
    writeln!(out, "#separator:tab\n#html:true\n#notetype:Basic")?;
    // `::` would make a deck inside another one
    writeln!(out, "#deck:{}", title.replace("::", ": "))?;
    writeln!(out, "#guid column:1")?;
    let glossary = fnv1a_64(title.as_bytes());
    let note = |id: &EntryId| {
        let entry = export.glossary().entry(*id);
        // the same entry always has the same identifier, and no entry of another glossary has it
        let guid = format!("{glossary:016x}-{}", entry.slug);
        let front = field(&escaped(&entry.to_string()));
        let back = field(export.article(*id, Links::Web).trim_end());
        format!("{guid}\t{front}\t{back}\n")
    };
    in_order(&export.ids(), note, |note| out.write_all(note.as_bytes()))
}

/// A text as a field: in quotation marks if it contains a character that ends a field.
fn field(text: &str) -> String {
    if text.contains(['\t', '\n', '\r', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
