//! Marks for automatic links in a text, so that an author sees what readers will see.

use serde_json::{Value, json};

use super::hover::about_entry;
use super::scene::Scene;
use super::spot::text_of;
use crate::link::Origin;
use crate::source::Span;

/// A mark after each automatic link in some bytes of a text. The entry's name is beside it if the words are
/// other ones.
pub(super) fn hints(scene: &Scene<'_>, span: &Span) -> Value {
    let Some(id) = text_of(scene.linked(), scene.path) else {
        return json!([]);
    };
    let view = scene.writer.view(scene.file);
    let mentions = scene.linked().glossary.text_of(id).mentions.iter();
    let automatic = mentions.filter(|mention| {
        matches!(mention.origin, Origin::Automatic(..))
            && mention.span.start <= span.end
            && span.start <= mention.span.end
    });
    let hints = automatic.map(|mention| {
        let entry = scene.glossary().entry(mention.to);
        let is_headword = mention.text.to_lowercase() == entry.headword.to_lowercase();
        let label = if is_headword && entry.sense.is_none() {
            "↗".to_owned()
        } else {
            format!("↗ {entry}")
        };
        json!({
            "position": view.position(mention.span.end),
            "label": label,
            "tooltip": { "kind": "markdown", "value": about_entry(scene, mention.to) },
            "paddingLeft": false,
        })
    });
    json!(hints.collect::<Vec<Value>>())
}
