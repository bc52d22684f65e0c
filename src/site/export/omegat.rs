//! `glossary.omegat.txt`: a glossary for OmegaT. Each line is a term, its translation and a comment, with tabs between.
//! In one language, the second column has the name to use, if the first is another name.

use std::io::{self, Write};

use super::{Export, one_line};
use crate::glossary::LabelKind;

/// Writes a comment with the title, then a line for each name.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let words = export.words;
    writeln!(out, "# {}", one_line(export.title()))?;
    for (_, entry) in export.entries() {
        let others: Vec<_> = entry.shown_names().collect();
        let gloss = one_line(&entry.gloss.text);
        let also = match others.as_slice() {
            [] => gloss,
            _ => format!("{gloss} ({}: {})", words.also_called, others.join("; ")),
        };
        line(out, &entry.headword, "", also.trim())?;
        for label in &entry.labels {
            let word = match label.kind {
                LabelKind::Title | LabelKind::Hidden => continue,
                LabelKind::Synonym => &words.also_called,
                LabelKind::Abbreviation => &words.abbreviation,
                LabelKind::Variant => &words.also_spelled,
                LabelKind::Deprecated => &words.avoid,
            };
            line(out, &label.text, &entry.headword, word)?;
        }
    }
    Ok(())
}

/// Writes a line. A name that begins with `#` would be a comment, and cannot be written.
fn line(out: &mut dyn Write, name: &str, instead: &str, comment: &str) -> io::Result<()> {
    if name.starts_with('#') {
        return Ok(());
    }
    writeln!(out, "{name}\t{instead}\t{comment}")
}
