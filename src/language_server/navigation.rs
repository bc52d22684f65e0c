//! Ways through a glossary: definitions, references, symbols, links and folds.

use gen_lsp_types::{Location, Range};
use pulldown_cmark::{Event, HeadingLevel, Tag};
use serde_json::{Value, json};

use super::names::NameTable;
use super::scene::Scene;
use super::spot::{Naming, spot_at, text_of};
use crate::entry::events::{element, end_of, plain_text};
use crate::entry::front_matter::KeyKind;
use crate::entry::front_matter::fences::parts;
use crate::entry::markdown::Body;
use crate::glossary::{EntryId, TextId};
use crate::link::{Linked, Target};
use crate::source::{Place, Span};

/// The most symbols that a search in the whole glossary returns.
const MOST_SYMBOLS: usize = 100;

/// The kinds of symbols in the protocol: an entry is a class, a name of it a key, a heading a text.
const CLASS: u32 = 5;
const KEY: u32 = 20;
const TEXT: u32 = 15;

/// The place where the entry at byte `offset` is defined.
pub(super) fn definition(scene: &Scene<'_>, offset: usize) -> Value {
    match spot_at(scene.linked(), scene.path, offset) {
        Some(spot) => {
            let anchor = match &spot.naming {
                Naming::Link(_, anchor) => anchor.as_deref(),
                Naming::Value | Naming::Own(_) => None,
            };
            json!(scene.definition(spot.entry, anchor))
        }
        None => Value::Null,
    }
}

/// All places that name the entry at byte `offset`: links that were written, automatic links, and values in
/// front matter; with its title if `includes_definition`.
pub(super) fn references(scene: &Scene<'_>, offset: usize, includes_definition: bool) -> Value {
    let Some(spot) = spot_at(scene.linked(), scene.path, offset) else {
        return Value::Null;
    };
    let mut places = naming_places(scene.linked(), spot.entry);
    if includes_definition {
        let entry = scene.glossary().entry(spot.entry);
        places.push(entry.place(entry.front.title.span.clone()));
    }
    places.sort_by(|one, other| one.order().cmp(&other.order()));
    let locations = places.iter().map(|place| scene.writer.location(place));
    let locations: Vec<Location> = locations.collect();
    json!(locations)
}

fn naming_places(linked: &Linked, id: EntryId) -> Vec<Place> {
    let glossary = &linked.glossary.glossary;
    let mut places = Vec::new();
    for from in glossary.text_ids() {
        let text = linked.glossary.text_of(from);
        let mentions = text.mentions.iter().filter(|mention| mention.to == id);
        places.extend(mentions.map(|mention| Place::new(&text.body.file, mention.span.clone())));
        let TextId::Entry(from) = from else {
            continue;
        };
        let entry = glossary.entry(from);
        for (kind, written) in entry.front.texts() {
            let place = || entry.place(written.span.clone());
            if matches!(kind, KeyKind::Entries | KeyKind::Entry)
                && linked.frame.names.only_meaning(&written.text) == Some(id)
            {
                places.push(place());
            }
        }
    }
    places
}

/// The symbols of a text: the entry, or the page, with its headings.
pub(super) fn document_symbols(scene: &Scene<'_>) -> Value {
    let Some(id) = text_of(scene.linked(), scene.path) else {
        return json!([]);
    };
    let view = scene.writer.view(scene.file);
    let body = &scene.linked().glossary.text_of(id).body;
    let parsed = body.parse();
    let events = parsed.events.iter().enumerate();
    let headings = events.filter_map(|(index, (event, span))| match event {
        Event::Start(Tag::Heading { level, .. }) => {
            let name = plain_text(element(&parsed.events, index));
            let end = parsed
                .events
                .get(end_of(&parsed.events, index).saturating_sub(1));
            let end = end.map_or(span.end, |(_, last)| last.end.min(span.end));
            Some((*level, name, span.start..end))
        }
        _ => None,
    });
    let headings: Vec<Heading> = headings.collect();
    let children = sections(&headings, scene.file.text.len(), &|span| view.range(span));
    let (name, detail, title) = match id {
        TextId::Entry(id) => {
            let entry = scene.glossary().entry(id);
            let names: Vec<&str> = entry.shown_names().collect();
            (
                entry.to_string(),
                names.join(", "),
                entry.front.title.span.clone(),
            )
        }
        TextId::Page(id) => {
            let page = scene.glossary().page(id);
            let title = &page.front.title;
            let is_introduction = page.is_introduction();
            let name = if is_introduction {
                "index"
            } else {
                &title.text
            };
            (name.to_owned(), String::new(), title.span.clone())
        }
    };
    json!([{
        "name": name,
        "detail": detail,
        "kind": CLASS,
        "range": view.range(&(0..scene.file.text.len())),
        "selectionRange": view.range(&title),
        "children": children,
    }])
}

/// A heading: its level, its text and its bytes.
type Heading = (HeadingLevel, String, Span);

/// The sections below some headings as symbols, each with the sections in it. The last one ends at byte
/// `end`.
fn sections(headings: &[Heading], end: usize, range: &dyn Fn(&Span) -> Range) -> Vec<Value> {
    let mut rest = headings;
    let mut symbols = Vec::new();
    while let Some(((level, name, span), later)) = rest.split_first() {
        let length = later.iter().take_while(|(other, ..)| other > level);
        let (inner, next) = later.split_at(length.count());
        let section_end = next.first().map_or(end, |(_, _, next)| next.start);
        symbols.push(json!({
            "name": if name.is_empty() { "–" } else { name },
            "kind": TEXT,
            "range": range(&(span.start..section_end)),
            "selectionRange": range(span),
            "children": sections(inner, section_end, range),
        }));
        rest = next;
    }
    symbols
}

/// The entries with a name that fits the letters typed.
pub(super) fn workspace_symbols(
    linked: &Linked,
    names: &NameTable,
    typed: &str,
    location: &dyn Fn(&Place) -> Location,
) -> Vec<Value> {
    let glossary = &linked.glossary.glossary;
    let found = names.search(typed, MOST_SYMBOLS);
    let symbols = found.into_iter().map(|name| {
        let entry = glossary.entry(name.entry);
        let label = entry.labels.iter().find(|label| label.text == name.text);
        let place = label.map_or_else(
            || entry.place(entry.front.title.span.clone()),
            |label| Place::new(&entry.file, label.place.span.clone()),
        );
        let is_title = name.text == entry.headword;
        json!({
            "name": name.text,
            "kind": if is_title { CLASS } else { KEY },
            "containerName": if is_title { entry.sense.clone() } else { Some(entry.to_string()) },
            "location": location(&place),
        })
    });
    symbols.collect()
}

/// The links that the author wrote in a text, to files of the project.
pub(super) fn document_links(scene: &Scene<'_>) -> Value {
    let Some(id) = text_of(scene.linked(), scene.path) else {
        return json!([]);
    };
    let view = scene.writer.view(scene.file);
    let text = scene.linked().glossary.text_of(id);
    let parsed = text.body.parse();
    let mut links = Vec::new();
    for reference in &text.references {
        let path = match &reference.target {
            Target::Entry(to, _) => &scene.glossary().entry(*to).file.path,
            Target::File(path, _) => path,
            _ => continue,
        };
        let mut written = parsed.references.iter();
        let written = written.find(|written| written.event == reference.event);
        if let Some(written) = written {
            links.push(json!({
                "range": view.range(&written.span),
                "target": scene.writer.uri(path),
            }));
        }
    }
    json!(links)
}

/// The front matter and the sections of a text, which an editor can fold.
pub(super) fn folding(scene: &Scene<'_>) -> Value {
    let mut folds = Vec::new();
    if let Ok(parts) = parts(&scene.file.text) {
        let (end, _) = scene.file.line_at(parts.front.end);
        folds.push(json!({ "startLine": 0, "endLine": end, "kind": "region" }));
    }
    if let Some(id) = text_of(scene.linked(), scene.path) {
        let body: &Body = &scene.linked().glossary.text_of(id).body;
        let parsed = body.parse();
        let headings = parsed
            .events
            .iter()
            .filter_map(|(event, span)| match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    Some((*level, scene.file.line_at(span.start).0))
                }
                _ => None,
            });
        let headings: Vec<(HeadingLevel, usize)> = headings.collect();
        let (last, _) = scene.file.line_at(scene.file.text.trim_end().len());
        for (index, (level, start)) in headings.iter().enumerate() {
            let mut later = headings.iter().skip(index + 1);
            let next = later.find(|(other, _)| other <= level);
            let end = next.map_or(last, |(_, next)| next.saturating_sub(1));
            if end > *start {
                folds.push(json!({ "startLine": start, "endLine": end }));
            }
        }
    }
    json!(folds)
}
