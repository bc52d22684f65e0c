//! `llms.txt` (llmstxt.org): the glossary for language models, as a list of links; `llms-full.txt` has the texts.

use std::io::{self, Write};

use super::markdown::{escaped, page};
use super::{Export, in_order};

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
    let mut before = "";
    in_order(
        &export.ids(),
        |id| page(export, *id),
        |page| {
            out.write_all(before.as_bytes())?;
            before = "\n";
            out.write_all(page.as_bytes())
        },
    )
}

fn write_title(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(export.title()))?;
    match &export.config.edition.description {
        Some(description) => writeln!(out, "> {}\n", escaped(description)),
        None => Ok(()),
    }
}
