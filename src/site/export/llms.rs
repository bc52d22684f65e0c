//! `llms.txt` (llmstxt.org): the glossary for language models, as a list of links; `llms-full.txt` has the texts.

use std::io::{self, Write};

use super::Export;
use super::markdown::{escaped, page};

/// Writes the list of all entries, each with its gloss.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_title(export, out)?;
    writeln!(out, "## {}\n", export.words.index)?;
    for (id, entry) in export.entries() {
        let name = escaped(&entry.to_string());
        write!(out, "- [{name}]({})", export.text_address(id))?;
        if entry.gloss.text.is_empty() {
            writeln!(out)?;
        } else {
            writeln!(out, ": {}", escaped(&entry.gloss.text))?;
        }
    }
    Ok(())
}

/// Writes the texts of all entries.
pub(super) fn write_full_text(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_title(export, out)?;
    for (index, (id, _)) in export.entries().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        out.write_all(page(export, id).as_bytes())?;
    }
    Ok(())
}

fn write_title(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(export.title()))?;
    match &export.config.edition.description {
        Some(description) => writeln!(out, "> {}\n", escaped(description)),
        None => Ok(()),
    }
}
