//! `feed.xml`: an Atom feed (RFC 4287) of the entries with the latest days in `updated`.

use std::io::{self, Write};

use toml::value::Date;

use super::xml::escaped;
use super::{Export, Links};
use crate::glossary::{Entry, EntryId};
use crate::project::config::Format;

/// The number of entries in the feed. Readers ask for it again and again.
const MOST: usize = 50;

/// Writes the feed, the latest change first.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (edition, settings) = (&export.config.edition, &export.config.settings);
    let dated = export.entries();
    let dated = dated.filter_map(|(id, entry)| Some((entry.front.updated?, id, entry)));
    let mut dated: Vec<(Date, EntryId, &Entry)> = dated.collect();
    // entries of one day stay in the order of the index
    dated.sort_by(|(one, ..), (other, ..)| other.cmp(one));
    dated.truncate(MOST);
    let latest = dated.first().map(|(day, ..)| *day);
    let language = escaped(export.language());
    let root = escaped(&export.index_address());
    writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
    writeln!(
        out,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">"
    )?;
    writeln!(out, "<id>{root}</id>")?;
    writeln!(out, "<title>{}</title>", escaped(export.title()))?;
    if let Some(description) = &edition.description {
        writeln!(out, "<subtitle>{}</subtitle>", escaped(description))?;
    }
    writeln!(out, "<updated>{}</updated>", moment(latest))?;
    writeln!(out, "<link href=\"{root}\"/>")?;
    let file = Format::Feed.file().unwrap_or_default();
    let own = export.address(&edition.addresses.file(file));
    writeln!(
        out,
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>",
        escaped(&own)
    )?;
    let author = settings.author.as_ref();
    let name = author.map_or(export.title(), |author| &author.name);
    write!(out, "<author><name>{}</name>", escaped(name))?;
    if let Some(url) = author.and_then(|author| author.url.as_ref()) {
        write!(out, "<uri>{}</uri>", escaped(&url.to_string()))?;
    }
    writeln!(out, "</author>")?;
    if let Some(licence) = &settings.licence {
        let url = licence.url.as_ref().map(|url| format!(" <{url}>"));
        let rights = format!("{}{}", licence.name, url.unwrap_or_default());
        writeln!(out, "<rights>{}</rights>", escaped(&rights))?;
    }
    writeln!(out, "<generator>Headword</generator>")?;
    for (day, id, entry) in dated {
        write_entry(export, day, id, entry, out)?;
    }
    writeln!(out, "</feed>")
}

fn write_entry(
    export: &Export<'_>,
    day: Date,
    id: EntryId,
    entry: &Entry,
    out: &mut dyn Write,
) -> io::Result<()> {
    let url = escaped(&export.entry_address(id));
    writeln!(out, "<entry>")?;
    writeln!(out, "<id>{url}</id>")?;
    writeln!(out, "<title>{}</title>", escaped(&entry.to_string()))?;
    writeln!(out, "<updated>{}</updated>", moment(Some(day)))?;
    writeln!(out, "<link href=\"{url}\"/>")?;
    for tag in &entry.tags {
        let name = &export.glossary().tag(*tag).name;
        writeln!(out, "<category term=\"{}\"/>", escaped(name))?;
    }
    if !entry.gloss.text.is_empty() {
        writeln!(out, "<summary>{}</summary>", escaped(&entry.gloss.text))?;
    }
    let html = escaped(&export.html(id, Links::Web));
    writeln!(out, "<content type=\"html\">{html}</content>")?;
    writeln!(out, "</entry>")
}

/// The beginning of a day, as Atom writes it. A feed without entries has to have a moment too.
fn moment(day: Option<Date>) -> String {
    match day {
        Some(day) => format!("{day}T00:00:00Z"),
        None => "1970-01-01T00:00:00Z".to_owned(),
    }
}
