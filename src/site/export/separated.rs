//! The tables `glossary.csv` and `glossary.tsv`. `headword import` reads them again, and nothing that it reads is lost.

use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{Export, in_order, markdown};
use crate::address::destination::AbsoluteUrl;
use crate::entry::front_matter::{CaseMode, LinkMode, table};
use crate::glossary::{Entry, EntryId};
use crate::source::Written;

/// Writes the table with a row of headings and a row for each entry.
pub(super) fn write(export: &Export<'_>, separator: u8, out: &mut dyn Write) -> io::Result<()> {
    let quotes = match separator {
        // a program that does not know quotation marks would have to guess where they are
        b'\t' => QuoteStyle::Always,
        _ => QuoteStyle::Necessary,
    };
    let mut writer = WriterBuilder::new()
        .delimiter(separator)
        .quote_style(quotes)
        .terminator(Terminator::CRLF)
        .from_writer(out);
    writer.write_record(table::columns())?;
    let row = |id: &EntryId| -> Vec<String> {
        let entry = export.glossary().entry(*id);
        let cells = table::columns().map(|column| cell(export, *id, entry, column));
        cells.collect()
    };
    in_order(&export.ids(), row, |row| Ok(writer.write_record(row)?))?;
    writer.flush()
}

fn cell(export: &Export<'_>, id: EntryId, entry: &Entry, column: &str) -> String {
    let front = &entry.front;
    if let Some(inherited) = inherited(export, id, entry, column) {
        return inherited;
    }
    let text = |written: &Option<Written>| {
        let text = written.as_ref().map(|written| written.text.clone());
        text.unwrap_or_default()
    };
    let list = |written: &[Written]| table::list(written.iter().map(|text| text.text.as_str()));
    match column {
        table::SLUG => entry.slug.clone(),
        table::DEFINITION => markdown::source(export, id),
        "title" => entry.headword.clone(),
        "abbreviations" => list(&front.abbreviations),
        "synonyms" => list(&front.synonyms),
        "variants" => list(&front.variants),
        "hidden" => list(&front.hidden),
        "avoid" => list(&front.avoid),
        "sense" => text(&front.sense),
        "gloss" => text(&front.gloss),
        "tags" => list(&front.tags),
        "related" => list(&front.related),
        "broader" => list(&front.broader),
        "sort_as" => text(&front.sort_as),
        "link" => match front.link {
            LinkMode::Auto => String::new(),
            LinkMode::Explicit => "explicit".to_owned(),
        },
        "case" => match front.case {
            CaseMode::Smart => String::new(),
            CaseMode::Exact => "exact".to_owned(),
            CaseMode::Any => "any".to_owned(),
        },
        "redirect_from" => list(&front.redirect_from),
        // a recording is a file beside the entry, which a table does not have
        "pronunciation" => text(&front.pronunciation.text),
        "part_of_speech" => text(&front.part_of_speech),
        "origin" => text(&front.origin),
        "examples" => list(&front.examples),
        "usage" => text(&front.usage),
        "status" => text(&front.status),
        "sources" => {
            let sources = front.sources.iter().map(|source| {
                let title = &source.title.text;
                match source.url.as_ref().map(AbsoluteUrl::to_string) {
                    Some(url) if AbsoluteUrl::read(title).is_none() => format!("[{title}]({url})"),
                    _ => title.clone(),
                }
            });
            sources.collect::<Vec<_>>().join("\n")
        }
        "updated" => front.updated.map(|day| day.to_string()).unwrap_or_default(),
        "draft" if front.draft => "true".to_owned(),
        "replaced_by" => text(&front.replaced_by),
        _ => String::new(),
    }
}

/// The value of a key that a translation does not have itself, and so has from its original; `None` for any other key. The
/// names are those of this language.
fn inherited(export: &Export<'_>, id: EntryId, entry: &Entry, column: &str) -> Option<String> {
    if export.config.edition.id.is_main() {
        return None;
    }
    let (front, glossary, links) = (&entry.front, export.glossary(), export.linked.links(id));
    let names = |ids: &[EntryId]| {
        let names = ids.iter().map(|id| glossary.entry(*id).to_string());
        let names: Vec<String> = names.collect();
        table::list(names.iter().map(String::as_str))
    };
    match column {
        "tags" if front.tags.is_empty() => {
            let tags = entry.tags.iter().map(|tag| &*glossary.tag(*tag).name);
            Some(table::list(tags))
        }
        "related" if front.related.is_empty() => Some(names(&links.related)),
        "broader" if front.broader.is_empty() => Some(names(&links.broader)),
        "replaced_by" if front.replaced_by.is_none() => {
            let by = links.replaced_by.map(|id| glossary.entry(id).to_string());
            Some(by.unwrap_or_default())
        }
        _ => None,
    }
}
