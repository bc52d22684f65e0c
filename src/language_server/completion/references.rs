//! Completion in a text: names in `[[…]]`, and files and headings in `[…](…)`.

use gen_lsp_types::CompletionItemKind;
use pulldown_cmark::{Event, Tag};

use super::{Suggestion, Suggestions, names};
use crate::address::destination::{encode_path, relative};
use crate::entry::events::{element, plain_text};
use crate::entry::markdown::Body;
use crate::language_server::scene::Scene;
use crate::names::can_be_typed;
use crate::source::Span;

/// The suggestions at byte `offset` of a text; `None` if it is not in a reference.
pub(super) fn suggestions(scene: &Scene<'_>, offset: usize) -> Option<Suggestions> {
    let line = scene.file.lines_around(offset..offset);
    let before = scene.file.slice(line.start..offset);
    let after = scene.file.slice(offset..line.end);
    if let Some(at) = before.rfind("[[")
        && !before.get(at..)?.contains("]]")
    {
        let start = line.start + at + "[[".len();
        return reference(scene, start..offset, after);
    }
    let at = before.rfind("](")? + "](".len();
    let typed = before.get(at..)?;
    if typed.contains([')', ' ']) {
        return None;
    }
    let start = line.start + at;
    match typed.split_once('#') {
        Some((path, _)) => headings(scene, path, start + path.len() + 1..offset, after),
        None => Some(files(scene, typed, start..offset, after)),
    }
}

/// Names for `[[…]]`. The bytes `span` are the part before the cursor.
fn reference(scene: &Scene<'_>, span: Span, after: &str) -> Option<Suggestions> {
    let typed = scene.file.slice(span.clone());
    if typed.contains('|') {
        return None;
    }
    // the rest of the name belongs to it, if the reference is closed
    let end = after.find("]]").filter(|end| {
        let rest = after.get(..*end).unwrap_or_default();
        !rest.contains("[[")
    });
    let rest = end.map_or("", |end| after.get(..end).unwrap_or_default());
    let name_end = rest.find('|').unwrap_or(rest.len());
    let close = if end.is_some() { "" } else { "]]" };
    let list = names(scene, typed.trim(), &|name| format!("{name}{close}"));
    let list = list.into_iter().filter(|one| can_be_typed(&one.label));
    Some(Suggestions {
        span: span.start..span.end + name_end,
        list: list.collect(),
    })
}

/// Files of entries and pages for `[…](…)`, by their paths or the names of their entries.
fn files(scene: &Scene<'_>, typed: &str, span: Span, after: &str) -> Suggestions {
    let path_to = |path: &str| encode_path(&relative(scene.path, path));
    let wanted = typed
        .rsplit('/')
        .next()
        .unwrap_or(typed)
        .trim_start_matches('.');
    let entries = scene.names.search(wanted, super::MOST).into_iter();
    let mut list: Vec<Suggestion> = Vec::new();
    for name in entries {
        let entry = scene.glossary().entry(name.entry);
        let text = path_to(&entry.file.path);
        if entry.file.path != scene.path && !list.iter().any(|one| one.text == text) {
            list.push(Suggestion {
                detail: entry.to_string(),
                entry: Some(name.entry),
                ..Suggestion::new(text.clone(), text, CompletionItemKind::File)
            });
        }
    }
    let pages = scene.glossary().pages.iter();
    for page in pages.filter(|page| page.file.path != scene.path) {
        let text = path_to(&page.file.path);
        if text.contains(wanted) {
            list.push(Suggestion {
                detail: page.front.title.text.clone(),
                ..Suggestion::new(text.clone(), text, CompletionItemKind::File)
            });
        }
    }
    Suggestions {
        span: with_rest(span, after),
        list,
    }
}

/// Headings for `[…](path#…)`.
fn headings(scene: &Scene<'_>, path: &str, span: Span, after: &str) -> Option<Suggestions> {
    let list = if path.is_empty() {
        let id = crate::language_server::spot::text_of(scene.linked(), scene.path)?;
        headings_in(&scene.linked().glossary.text_of(id).body)
    } else {
        let glossary = scene.glossary();
        let leads = |other: &str| encode_path(&relative(scene.path, other)) == path;
        let entry = glossary
            .entries
            .iter()
            .find(|entry| leads(&entry.file.path));
        match entry {
            Some(entry) => headings_in(&entry.body),
            None => {
                let page = glossary.pages.iter().find(|page| leads(&page.file.path))?;
                headings_in(&page.body)
            }
        }
    };
    Some(Suggestions {
        span: with_rest(span, after),
        list,
    })
}

fn headings_in(body: &Body) -> Vec<Suggestion> {
    let parsed = body.parse();
    let events = parsed.events.iter().enumerate();
    let headings = events.filter_map(|(index, (event, _))| match event {
        Event::Start(Tag::Heading { id: Some(id), .. }) => {
            let title = plain_text(element(&parsed.events, index));
            Some(Suggestion {
                detail: title,
                ..Suggestion::new(id.as_ref(), id.as_ref(), CompletionItemKind::Reference)
            })
        }
        _ => None,
    });
    headings.collect()
}

/// The bytes of an address with the part after the cursor, if the address is closed on this line.
fn with_rest(span: Span, after: &str) -> Span {
    let rest = after.find(')').filter(|end| {
        let rest = after.get(..*end).unwrap_or_default();
        !rest.contains([' ', '(', '['])
    });
    span.start..span.end + rest.unwrap_or_default()
}
