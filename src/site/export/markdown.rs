//! The Markdown text of an entry: its source, with references as links, and what the page shows around it.

use pulldown_cmark::{Event, LinkType, Tag};

use super::Export;
use crate::address::destination::{AbsoluteUrl, encode_path};
use crate::entry::events::end_of;
use crate::glossary::EntryId;
use crate::link::{LinkedExample, LinkedText, RelationsElsewhere, Target};
use crate::site_map::{path_of_used, twin};
use crate::source::{Edit, Span};
use crate::text::slice;

/// An entry as a Markdown document, with links to the documents or the pages of other entries.
pub(super) fn page(export: &Export<'_>, id: EntryId) -> String {
    let glossary = export.glossary();
    let entry = glossary.entry(id);
    let links = export.linked.links(id);
    let words = export.words;
    let mut out = format!("# {}\n\n", escaped(&entry.to_string()));
    if !entry.gloss.is_derived && !entry.gloss.text.is_empty() {
        out.push_str(&format!("> {}\n\n", escaped(&entry.gloss.text)));
    }
    let body = with_addresses(export, id, &|target| address(export, target));
    if !body.is_empty() {
        out.push_str(&body);
        out.push_str("\n\n");
    }
    for LinkedExample { text, .. } in &links.text.examples {
        let example = with_addresses_in(text, &|target| address(export, target));
        out.push_str(&format!("> {example}\n\n"));
    }
    let mut facts = Vec::new();
    for (word, text) in export.notes(entry) {
        facts.push(format!("{word}: {}", escaped(text)));
    }
    for (word, names) in export.named_kinds(entry) {
        facts.push(format!("{word}: {}", escaped(&names.join("; "))));
    }
    let link = |id: &EntryId| {
        let name = escaped(&glossary.entry(*id).to_string());
        format!("[{name}]({})", export.text_address(*id))
    };
    let mentioned: Vec<EntryId> = links
        .text
        .mentions
        .iter()
        .filter(|mention| mention.sentence.is_some())
        .map(|mention| mention.to)
        .collect();
    let replaced_by: Vec<EntryId> = links.replaced_by.into_iter().collect();
    let none = RelationsElsewhere::default();
    let elsewhere = links.elsewhere.as_deref().unwrap_or(&none);
    let link_to_main = |id: &EntryId| {
        let main = export.linked.main.as_deref()?;
        let name = escaped(&main.glossary.entry(*id).to_string());
        Some(format!("[{name}]({})", export.text_address_in(main, *id)))
    };
    let replacing = elsewhere.replaced_by.as_slice();
    let relations: [(&String, &[EntryId], &[EntryId]); 6] = [
        (&words.terms_here, &mentioned, &[]),
        (&words.see_also, &links.related, &elsewhere.related),
        (&words.broader, &links.broader, &elsewhere.broader),
        (&words.narrower, &links.narrower, &elsewhere.narrower),
        (&words.replaced_by, &replaced_by, replacing),
        (&words.replaces, &links.replaces, &elsewhere.replaces),
    ];
    for (word, here, in_main) in relations {
        let here = here.iter().map(link);
        let all = here.chain(in_main.iter().filter_map(link_to_main));
        let all: Vec<_> = all.collect();
        if !all.is_empty() {
            facts.push(format!("{word}: {}", all.join(", ")));
        }
    }
    let sources = entry.front.sources.iter().map(|source| {
        let title = escaped(&source.title.text);
        match source.url.as_ref().map(AbsoluteUrl::to_string) {
            Some(url) if url == source.title.text => format!("<{url}>"),
            Some(url) => format!("[{title}](<{url}>)"),
            None => title,
        }
    });
    let sources: Vec<_> = sources.collect();
    if !sources.is_empty() {
        facts.push(format!("{}: {}", words.sources, sources.join("; ")));
    }
    let tags = entry.tags.iter();
    let tags: Vec<_> = tags.map(|tag| escaped(&glossary.tag(*tag).name)).collect();
    if !tags.is_empty() {
        facts.push(format!("{}: {}", words.tags, tags.join(", ")));
    }
    if let Some(day) = entry.front.updated {
        let word = words.updated.trim_end_matches(':');
        facts.push(format!("{word}: {day}"));
    }
    for fact in &facts {
        out.push_str(&format!("- {fact}\n"));
    }
    let length = out.trim_end().len();
    out.truncate(length);
    out.push('\n');
    out
}

/// The definition of an entry in Markdown, with all references as links to pages and files of the site.
pub(super) fn definition(export: &Export<'_>, id: EntryId) -> String {
    with_addresses(export, id, &|target| match target {
        Target::Entry(id, anchor) => Some(export.entry_address(*id) + &fragment(anchor.as_deref())),
        target => address(export, target),
    })
}

/// The definition of an entry in Markdown, with references as links to the files of entries, all in one folder:
/// `[Tea](tea.md)`.
pub(super) fn source(export: &Export<'_>, id: EntryId) -> String {
    with_addresses(export, id, &|target| match target {
        Target::Entry(id, anchor) => {
            let file = encode_path(&twin(&export.glossary().entry(*id).slug));
            Some(file + &fragment(anchor.as_deref()))
        }
        Target::File(path, suffix) => {
            let path = path.strip_prefix("content/").unwrap_or(path);
            Some(encode_path(path) + suffix.as_str())
        }
        _ => None,
    })
}

/// The address of a target; `None` if its written address is right everywhere.
fn address(export: &Export<'_>, target: &Target) -> Option<String> {
    match target {
        Target::Entry(id, anchor) => Some(export.text_address(*id) + &fragment(anchor.as_deref())),
        Target::File(path, suffix) => Some(export.address(&path_of_used(path)) + suffix.as_str()),
        Target::Site(path, suffix) => Some(export.address(path) + suffix.as_str()),
        Target::Elsewhere(it) => {
            let fragment = fragment(it.anchor.as_deref());
            let main = export
                .linked
                .main
                .as_deref()
                .filter(|_| it.language.is_main());
            Some(match main {
                Some(main) => export.text_address_in(main, it.entry) + &fragment,
                None => export.address(it.address.as_str()) + &fragment,
            })
        }
        Target::Anchor(_) | Target::Web(_) => None,
    }
}

fn fragment(anchor: Option<&str>) -> String {
    anchor
        .map(|anchor| format!("#{anchor}"))
        .unwrap_or_default()
}

/// The source of a definition, in which each reference is a link to the address of its target. A reference without an
/// address stays as it is written.
fn with_addresses(
    export: &Export<'_>,
    id: EntryId,
    address: &dyn Fn(&Target) -> Option<String>,
) -> String {
    with_addresses_in(export.linked.text(id), address)
}

/// The same for any text.
fn with_addresses_in(text: &LinkedText, address: &dyn Fn(&Target) -> Option<String>) -> String {
    let parsed = text.body.parse();
    let file = &text.body.file.text;
    let mut edits: Vec<Edit> = Vec::new();
    for reference in &text.references {
        let Some((Event::Start(tag), span)) = parsed.events.get(reference.event) else {
            continue;
        };
        let Some(address) = address(&reference.target) else {
            continue;
        };
        let is_free = edits.last().is_none_or(|edit| edit.span.end <= span.start);
        let (Tag::Link {
            link_type, title, ..
        }
        | Tag::Image {
            link_type, title, ..
        }) = tag
        else {
            continue;
        };
        if !is_free || matches!(link_type, LinkType::Autolink | LinkType::Email) {
            continue;
        }
        let mark = if matches!(tag, Tag::Image { .. }) {
            "!"
        } else {
            ""
        };
        let title = match &**title {
            "" => String::new(),
            title => format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\"")),
        };
        let inner = element_source(&parsed.events, reference.event, file);
        let address = if address.contains(['(', ')', ' ', '<']) {
            format!("<{address}>")
        } else {
            address
        };
        let link = format!("{mark}[{inner}]({address}{title})");
        edits.push(Edit::new(span.clone(), link));
    }
    let body = text.body.start;
    let mut out = String::with_capacity(file.len() - body);
    let mut from = body;
    for edit in &edits {
        out.push_str(slice(file, from..edit.span.start));
        out.push_str(&edit.text);
        from = edit.span.end;
    }
    out.push_str(slice(file, from..));
    out.trim_matches(['\n', '\r'])
        .trim_end()
        .replace("\r\n", "\n")
}

/// The source of the events in an element.
fn element_source<'t>(events: &[(Event<'_>, Span)], start: usize, file: &'t str) -> &'t str {
    let inside = events
        .get(start + 1..end_of(events, start))
        .unwrap_or_default();
    match (inside.first(), inside.last()) {
        (Some((_, first)), Some((_, last))) => slice(file, first.start..last.end),
        _ => "",
    }
}

/// A plain text as Markdown: characters that could be markup have a backslash.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '&'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
