//! `glossary.omegat.txt`: a glossary for OmegaT. Each line is a term, its translation and a comment, with tabs between.
//! In the file of a translation, the terms are those of the main language. In that of the main language, the second
//! column has the name to use, if the first is another name.

use std::io::{self, Write};

use super::{Export, one_line};
use crate::glossary::LabelKind;
use crate::link::LinkedGlossary;

/// Writes a comment with the title, then a line for each name.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", one_line(export.title()))?;
    match export.linked.main.as_deref() {
        Some(main) => write_pairs(export, main, out),
        None => write_names(export, out),
    }
}

/// Writes a line for each name in the main language, with the headword in this one and its meaning there. The comment of
/// the first line also has the names in this language that may be used, and those that may not. An entry that is not
/// translated has its meaning in the main language, and no translation.
fn write_pairs(export: &Export<'_>, main: &LinkedGlossary, out: &mut dyn Write) -> io::Result<()> {
    for (_, entry) in main.glossary.iter() {
        let own = export.in_this_language(&entry.slug);
        let own = own.map(|id| export.glossary().entry(id));
        let (target, gloss) = match own {
            Some(own) => (own.headword.as_str(), &own.gloss.text),
            None => ("", &entry.gloss.text),
        };
        let mut comment = one_line(gloss);
        for (word, names) in own.into_iter().flat_map(|own| export.named_kinds(own)) {
            comment.push_str(&format!(" ({word}: {})", names.join("; ")));
        }
        line(out, &entry.headword, target, comment.trim())?;
        let others = entry.labels.iter().filter(|label| {
            !matches!(label.kind, LabelKind::Title | LabelKind::Hidden) && own.is_some()
        });
        for label in others {
            line(out, &label.text, target, &one_line(gloss))?;
        }
    }
    Ok(())
}

/// Writes a line for each name, with the name to use in its place.
fn write_names(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let words = export.words;
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
