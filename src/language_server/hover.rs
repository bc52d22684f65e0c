//! What an editor shows about the entry or the key under the pointer.

use gen_lsp_types::Range;
use serde_json::{Value, json};

use super::scene::Scene;
use super::schemas;
use super::spot::{Naming, Spot, spot_at};
use super::toml_context::{Context, context_in, is_of_key};
use crate::glossary::{Entry, EntryId, LabelKind, TextId};
use crate::link::{Origin, Reason};
use crate::names::matcher::Closeness;
use crate::text::counted;

/// How many of the entries that link to an entry are named.
const MOST_LINKING: usize = 8;

/// The text about the position at byte `offset`, in Markdown, with the range that it is about.
pub(super) fn hover(scene: &Scene<'_>, offset: usize) -> Option<Value> {
    let (text, span) = match spot_at(scene.linked(), scene.path, offset) {
        Some(spot) => (about_spot(scene, &spot), spot.span),
        None => about_key(scene, offset)?,
    };
    let range: Range = scene.writer.view(scene.file).range(&span);
    Some(json!({
        "contents": { "kind": "markdown", "value": text },
        "range": range,
    }))
}

fn about_spot(scene: &Scene<'_>, spot: &Spot) -> String {
    let mut text = about_entry(scene, spot.entry);
    if let Naming::Link(Origin::Automatic(kind, closeness, reason), _) = &spot.naming {
        let entry = scene.glossary().entry(spot.entry);
        text.push_str(&format!("\n\n*{}*", why(entry, *kind, *closeness, *reason)));
    }
    text
}

/// The headword, the names, the gloss and the entries that link to an entry.
pub(super) fn about_entry(scene: &Scene<'_>, id: EntryId) -> String {
    let entry = scene.glossary().entry(id);
    let mut text = format!("**{}**", plain(&entry.to_string()));
    let names: Vec<String> = entry.shown_names().map(plain).collect();
    if !names.is_empty() {
        text.push_str(&format!(" · {}", names.join(", ")));
    }
    if !entry.gloss.text.is_empty() {
        text.push_str(&format!("\n\n{}", plain(&entry.gloss.text)));
    }
    if let Some(status) = &entry.front.status {
        text.push_str(&format!("\n\nStatus: {}", plain(&status.text)));
    }
    let avoid: Vec<String> = entry.names(LabelKind::Deprecated).map(plain).collect();
    if !avoid.is_empty() {
        text.push_str(&format!("\n\nAvoid: {}", avoid.join(", ")));
    }
    let backlinks = &scene.linked().glossary.links(id).backlinks;
    if backlinks.is_empty() {
        text.push_str("\n\nNo text links here.");
    } else {
        let shown = backlinks.iter().take(MOST_LINKING);
        let shown = shown.map(|backlink| match backlink.from {
            TextId::Entry(from) => plain(&scene.glossary().entry(from).to_string()),
            TextId::Page(from) => plain(&scene.glossary().page(from).front.title.text),
        });
        let mut shown: Vec<String> = shown.collect();
        if backlinks.len() > shown.len() {
            shown.push(format!("{} more", backlinks.len() - shown.len()));
        }
        let count = counted(backlinks.len(), "text links", "texts link");
        text.push_str(&format!("\n\n{count} here: {}", shown.join(", ")));
    }
    text
}

/// The reason why words are a link.
fn why(entry: &Entry, kind: LabelKind, closeness: Closeness, reason: Reason) -> String {
    let name = match kind {
        LabelKind::Title => "the title",
        LabelKind::Synonym => "a synonym",
        LabelKind::Abbreviation => "an abbreviation",
        LabelKind::Variant => "a variant",
        LabelKind::Hidden => "a hidden name",
        LabelKind::Deprecated => "a name to avoid",
    };
    let form = match closeness {
        Closeness::Exact => "",
        Closeness::Folded => ", with other capitals, spaces or hyphens",
        Closeness::Inflected => ", in another form of the word",
        Closeness::Respelled => ", in another spelling",
    };
    let sense = match reason {
        Reason::Name => String::new(),
        Reason::Sense => {
            " Other entries have the name too: words of this one's sense or tags are in the text."
                .to_owned()
        }
    };
    let title = plain(&entry.headword);
    format!("An automatic link: the words are {name} of {title}{form}.{sense}")
}

/// The description of the key under the pointer, from the schema.
fn about_key(scene: &Scene<'_>, offset: usize) -> Option<(String, crate::source::Span)> {
    let region = schemas::region(scene.file, scene.path, offset)?;
    let context = context_in(&scene.file.text, &region, offset);
    let whole = |from: usize| {
        let line = scene.file.lines_around(from..from);
        let rest = scene.file.slice(from..line.end);
        let length = rest.find(|c: char| !is_of_key(c)).unwrap_or(rest.len());
        let span = from..from + length;
        (scene.file.slice(span.clone()).to_owned(), span)
    };
    let (table, key, span) = match context? {
        Context::Table { span } => {
            let (name, span) = whole(span.start + "[".len());
            (None, name, span)
        }
        Context::Key { table, span } => {
            let (key, span) = whole(span.start);
            (table, key, span)
        }
        Context::Value {
            table,
            key,
            key_span,
            ..
        } => (table, key, key_span),
    };
    let schema = schemas::key(region.subject, table.as_deref(), &key)?;
    let description = schema.get("description")?.as_str()?;
    Some((format!("`{key}`: {description}"), span))
}

/// A text without markup, for Markdown.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation()
            && !matches!(
                c,
                '.' | ',' | ';' | ':' | '-' | '\'' | '"' | '/' | '?' | '(' | ')'
            )
        {
            plain.push('\\');
        }
        plain.push(if c.is_control() { ' ' } else { c });
    }
    plain
}
