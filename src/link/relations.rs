//! What one entry says of others: its linked text, and the relations of its front matter.

use std::sync::Arc;

use rayon::prelude::*;

use super::faults::self_reference;
use super::resolver::{Surroundings, Text};
use super::text::LinkedText;
use crate::diagnostic::Diagnostic;
use crate::glossary::EntryId;
use crate::source::{Span, Written};

/// What one entry says of others: the half of [`super::EntryLinks`] that its own file decides.
#[derive(Debug, Clone)]
pub struct ResolvedEntry {
    /// Its text.
    pub text: Arc<LinkedText>,
    /// Entries to see also.
    pub related: Vec<EntryId>,
    /// Entries that this one is a kind or part of, with where each is written.
    pub broader: Vec<Relation>,
    /// The entry that takes this one's place.
    pub replaced_by: Option<EntryId>,
    /// What is wrong with its relations.
    diagnostics: Vec<Diagnostic>,
}

/// An entry that front matter names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The entry.
    pub to: EntryId,
    /// Where its name is written, in the file of the entry that names it.
    pub span: Span,
}

impl ResolvedEntry {
    /// What is wrong with its text and its relations.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.text.diagnostics.iter().chain(&self.diagnostics)
    }
}

impl Surroundings<'_> {
    /// Resolves all that some entries say of others, in parallel and in their order.
    pub fn resolve(&self, ids: &[EntryId]) -> Vec<Arc<ResolvedEntry>> {
        let ids = ids.par_iter();
        ids.map(|id| Arc::new(self.resolved(*id))).collect()
    }

    fn resolved(&self, id: EntryId) -> ResolvedEntry {
        let entry = self.glossary.entry(id);
        let text = Text {
            file: &entry.file,
            body: &entry.body,
            lead: entry.gloss.lead.as_ref(),
            defines: Some(id),
        };
        let front = &entry.front;
        let mut diagnostics = Vec::new();
        let mut list = |names: &[Written], key| -> Vec<Relation> {
            let found = names
                .iter()
                .filter_map(|name| self.relation(&text, name, key, &mut diagnostics));
            found.collect()
        };
        let related = list(&front.related, "related");
        let broader = list(&front.broader, "broader");
        let replaced_by = list(front.replaced_by.as_slice(), "replaced_by");
        let entry = |relation: Relation| relation.to;
        ResolvedEntry {
            text: Arc::new(self.text(&text)),
            related: related.into_iter().map(entry).collect(),
            broader,
            replaced_by: replaced_by.into_iter().map(entry).next(),
            diagnostics,
        }
    }

    /// The entry that the front matter of a text names under a key: not itself.
    fn relation(
        &self,
        text: &Text<'_>,
        name: &Written,
        key: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Relation> {
        let place = text.place(name.span.clone());
        let entry = self.name(&name.text, place.clone(), found)?;
        if Some(entry) == text.defines {
            found.push(self_reference(key, &name.text, place));
            return None;
        }
        Some(Relation {
            to: entry,
            span: name.span.clone(),
        })
    }
}
