//! Resolves one entry: its text, and the relations in its front matter.

use std::sync::Arc;

use rayon::prelude::*;

use super::Target;
use super::faults::self_reference;
use super::resolver::{Surroundings, Text};
use super::text::LinkedText;
use crate::diagnostic::Diagnostic;
use crate::glossary::EntryId;
use crate::source::{Span, Written};

/// The links from one entry to others: the part of [`super::EntryLinks`] that its own file decides.
#[derive(Debug, Clone)]
pub struct ResolvedEntry {
    /// Its text with its links.
    pub text: Arc<LinkedText>,
    /// Entries to see also, as `related` names them.
    pub related: Vec<EntryId>,
    /// Entries that this one is a kind or part of.
    pub broader: Vec<Relation>,
    /// The entry that replaces this one.
    pub replaced_by: Option<EntryId>,
    /// The sound file of its pronunciation.
    pub recording: Option<Target>,
    /// The diagnostics of its relations.
    diagnostics: Vec<Diagnostic>,
}

/// An entry that front matter names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The entry.
    pub to: EntryId,
    /// The bytes of its name, in the file of the entry that names it.
    pub span: Span,
}

impl ResolvedEntry {
    /// The diagnostics of its text and its relations.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.text.diagnostics.iter().chain(&self.diagnostics)
    }
}

impl Surroundings<'_> {
    /// Resolves some entries in parallel. The result has the order of `ids`.
    pub fn resolve(&self, ids: &[EntryId]) -> Vec<Arc<ResolvedEntry>> {
        let ids = ids.par_iter();
        ids.map(|id| Arc::new(self.resolved(*id))).collect()
    }

    fn resolved(&self, id: EntryId) -> ResolvedEntry {
        let entry = self.glossary.entry(id);
        let text = Text {
            body: &entry.body,
            lead: entry.gloss.lead.as_ref(),
            defines: Some(id),
        };
        let front = &entry.front;
        let mut diagnostics = Vec::new();
        let mut list = |names: &[Written], key| -> Vec<Relation> {
            let names = names.iter();
            names
                .filter_map(|name| self.relation(&text, name, key, &mut diagnostics))
                .collect()
        };
        let related = list(&front.related, "related");
        let broader = list(&front.broader, "broader");
        let replaced_by = list(front.replaced_by.as_slice(), "replaced_by");
        let examples = &entry.examples;
        let entry = |relation: Relation| relation.to;
        let recording = front.pronunciation.audio.as_ref();
        let recording =
            recording.and_then(|written| self.recording(&text, written, &mut diagnostics));
        ResolvedEntry {
            recording,
            text: Arc::new(self.text_with(&text, examples)),
            related: related.into_iter().map(entry).collect(),
            broader,
            replaced_by: replaced_by.into_iter().map(entry).next(),
            diagnostics,
        }
    }

    /// The entry that the front matter of a text names under a key. Problems are added to `diagnostics`; the
    /// entry itself is an error.
    fn relation(
        &self,
        text: &Text<'_>,
        name: &Written,
        key: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Relation> {
        let place = text.place(name.span.clone());
        let entry = self.name(&name.text, place.clone(), text.defines, diagnostics)?;
        if Some(entry) == text.defines {
            diagnostics.push(self_reference(key, &name.text, place));
            return None;
        }
        Some(Relation {
            to: entry,
            span: name.span.clone(),
        })
    }
}
