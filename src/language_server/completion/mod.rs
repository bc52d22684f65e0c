//! What an author may type next: names in references and front matter, keys, tags, files and headings.

mod keys;
mod references;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, Documentation, InsertTextFormat,
    MarkupContent, MarkupKind, TextEdit,
};
use serde_json::{Value, json};

use super::hover::about_entry;
use super::scene::Scene;
use crate::glossary::EntryId;
use crate::source::Span;

/// The most suggestions that are sent at a time. More letters bring others.
const MOST: usize = 40;

/// The number of names that begin with the typed letters below which similar names are offered too.
const FEW: usize = 5;

/// The most characters of a gloss beside a name.
const LONGEST_GLOSS: usize = 80;

/// A text to type.
struct Suggestion {
    /// The text that the list shows.
    label: String,
    /// The text beside it.
    detail: String,
    /// The entry to explain.
    entry: Option<EntryId>,
    /// Another explanation.
    about: Option<String>,
    /// The text to type. With `is_snippet`, `$1` is the place of the cursor.
    text: String,
    kind: CompletionItemKind,
    is_snippet: bool,
}

impl Suggestion {
    fn new(label: impl Into<String>, text: impl Into<String>, kind: CompletionItemKind) -> Self {
        Self {
            label: label.into(),
            detail: String::new(),
            entry: None,
            about: None,
            text: text.into(),
            kind,
            is_snippet: false,
        }
    }
}

/// The suggestions for one place.
struct Suggestions {
    /// The bytes that each of them replaces.
    span: Span,
    list: Vec<Suggestion>,
}

/// The suggestions at byte `offset`, as the protocol has them.
pub(super) fn complete(scene: &Scene<'_>, offset: usize) -> Value {
    let found = keys::suggestions(scene, offset);
    let found = found.or_else(|| references::suggestions(scene, offset));
    let Some(Suggestions { span, list }) = found else {
        return json!({ "isIncomplete": false, "items": [] });
    };
    let range = scene.writer.view(scene.file).range(&span);
    // a client filters by this text, and must not drop names that are spelled otherwise
    let typed = scene.file.slice(span.start..offset.max(span.start));
    let items = list.into_iter().take(MOST).enumerate();
    let items: Vec<CompletionItem> = items
        .map(|(index, one)| {
            let explained = one.entry.map(|id| about_entry(scene, id));
            let documentation = explained.or(one.about).map(|value| {
                Documentation::MarkupContent(MarkupContent {
                    kind: MarkupKind::Markdown,
                    value,
                })
            });
            let is_snippet = one.is_snippet && scene.writer.client.takes_snippets;
            let text = if is_snippet {
                one.text
            } else {
                one.text.replace("$1", "")
            };
            CompletionItem {
                label: one.label,
                detail: (!one.detail.is_empty()).then_some(one.detail),
                documentation,
                kind: Some(one.kind),
                sort_text: Some(format!("{index:03}")),
                filter_text: Some(typed.to_owned()),
                insert_text_format: is_snippet.then_some(InsertTextFormat::Snippet),
                text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit::new(range, text))),
                ..CompletionItem::default()
            }
        })
        .collect();
    json!({ "isIncomplete": true, "items": items })
}

/// The names that an author may mean with some letters: those that have them, inflected forms, and similar
/// ones. `text` makes the text to type of a name.
fn names(scene: &Scene<'_>, typed: &str, text: &dyn Fn(&str) -> String) -> Vec<Suggestion> {
    let index = &scene.linked().frame.names;
    let own = scene.glossary().at_path(scene.path);
    let mut list: Vec<Suggestion> = Vec::new();
    let mut add = |label: &str, id: EntryId| {
        let written = text(label);
        if Some(id) == own || list.iter().any(|one| one.text == written) {
            return;
        }
        let entry = scene.glossary().entry(id);
        let gloss: String = entry.gloss.text.chars().take(LONGEST_GLOSS).collect();
        let is_title = label == entry.headword || label == entry.to_string();
        let beside = if is_title {
            gloss
        } else {
            format!("{entry}: {gloss}")
        };
        list.push(Suggestion {
            detail: beside,
            entry: Some(id),
            ..Suggestion::new(label, written, CompletionItemKind::Reference)
        });
    };
    let mut found = scene.names.search(typed, MOST);
    let is_few = found.len() < FEW;
    if is_few
        && let Some(id) = index.only_meaning(typed)
        && found.iter().all(|name| name.entry != id)
    {
        // an inflected form, which a reference may have
        add(typed, id);
    }
    if is_few {
        found.extend(scene.names.similar(typed, FEW));
    }
    for name in found {
        match index.only_meaning(&name.text) {
            Some(id) if id == name.entry => add(&name.text, id),
            _ => add(&index.unambiguous(name.entry), name.entry),
        }
    }
    if is_few && !typed.is_empty() {
        for name in index.nearest(typed) {
            if let Some(id) = index.only_meaning(name)
                && name != scene.glossary().entry(id).slug
            {
                add(name, id);
            }
        }
    }
    list
}
