//! `glossary.hunspell.dic`: a personal dictionary of hunspell, a word on each line. `*` forbids a word.

use std::io::{self, Write};

use super::Export;
use super::avoided;
use super::names::{self, is_of_word};
use crate::text::fold::lower;

/// Writes the words of all names, then the names to avoid that are one word and not a part of a right name.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let glossary = export.glossary();
    let language = &export.config.edition.language;
    for word in names::words(glossary, language) {
        writeln!(out, "{word}")?;
    }
    for name in avoided::names(glossary, &|name| lower(name, language)) {
        if name.name.chars().all(is_of_word) && !name.is_part_of_right_name() {
            writeln!(out, "*{}", name.name)?;
        }
    }
    Ok(())
}
