//! Resolves one entry: its text, and the relations in its front matter.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::Target;
use super::faults::self_reference;
use super::resolver::{Named, Surroundings, Text};
use super::text::LinkedText;
use crate::diagnostic::Diagnostic;
use crate::glossary::{Entry, EntryId};
use crate::names::Vocabulary;
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
    /// The broader entries of its original in the main language, if it has none of its own.
    inherited_broader: Vec<EntryId>,
    /// The entry that replaces this one.
    pub replaced_by: Option<EntryId>,
    /// Its relations to entries that only the main language has, if there are any.
    pub elsewhere: Option<Box<RelationsElsewhere>>,
    /// The sound file of its pronunciation.
    pub recording: Option<Target>,
    /// The diagnostics of its relations.
    diagnostics: Vec<Diagnostic>,
    /// The words that decide which names it can mention or refer to.
    pub(super) vocabulary: OnceLock<Vocabulary>,
}

/// An entry that front matter names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The entry.
    pub to: EntryId,
    /// The bytes of its name, in the file of the entry that names it.
    pub span: Span,
}

/// Relations to entries of the main language that the language of the entry does not have. They are identifiers in the
/// glossary of the main language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RelationsElsewhere {
    /// Entries to see also.
    pub related: Vec<EntryId>,
    /// Entries that this one is a kind or part of.
    pub broader: Vec<EntryId>,
    /// Entries that are a kind or part of this one.
    pub narrower: Vec<EntryId>,
    /// The entry that replaces this one.
    pub replaced_by: Option<EntryId>,
    /// Entries that this one replaces.
    pub replaces: Vec<EntryId>,
}

impl ResolvedEntry {
    /// The entries that this one is a kind or part of: its own, or else those of its original.
    pub fn all_broader(&self) -> impl Iterator<Item = EntryId> {
        let own = self.broader.iter().map(|broader| broader.to);
        own.chain(self.inherited_broader.iter().copied())
    }

    /// The diagnostics of its text and its relations.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.text.diagnostics.iter().chain(&self.diagnostics)
    }

    /// Replaces the identifiers of all entries by those that `now` gives, for the same entries in another order. `None` if
    /// one of these entries is gone.
    pub(super) fn replace_ids(&mut self, now: &dyn Fn(EntryId) -> Option<EntryId>) -> Option<()> {
        Arc::make_mut(&mut self.text).replace_ids(now)?;
        let broader = self.broader.iter_mut().map(|broader| &mut broader.to);
        let lists = self.related.iter_mut().chain(&mut self.inherited_broader);
        for id in broader.chain(lists).chain(&mut self.replaced_by) {
            *id = now(*id)?;
        }
        Some(())
    }
}

/// The most entries that a thread takes at once, so that at the end none waits long for another.
const SHARE: usize = 32;

impl Surroundings<'_> {
    /// Resolves the entries that are `None` in a list of all, which has the glossary's order, in parallel.
    pub fn resolve_missing(
        &self,
        entries: Vec<Option<Arc<ResolvedEntry>>>,
    ) -> Vec<Arc<ResolvedEntry>> {
        let all = self.glossary.ids().zip(&entries);
        let missing = all.filter(|(_, entry)| entry.is_none());
        let missing: Vec<EntryId> = missing.map(|(id, _)| id).collect();
        let missing = missing.into_par_iter().with_max_len(SHARE);
        let new: Vec<_> = missing.map(|id| Arc::new(self.resolved(id))).collect();
        let mut new = new.into_iter();
        let entries = entries.into_iter();
        entries
            .filter_map(|entry| entry.or_else(|| new.next()))
            .collect()
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
        let mut list = |names: &[Written], key| {
            let mut found = Related::default();
            for name in names {
                match self.relation(&text, name, key, &mut diagnostics) {
                    Some((Named::Here(to), span)) => found.here.push(Relation { to, span }),
                    Some((Named::InMain(to), _)) => found.elsewhere.push(to),
                    None => {}
                }
            }
            found
        };
        let related = list(&front.related, "related");
        let broader = list(&front.broader, "broader");
        let replaced_by = list(front.replaced_by.as_slice(), "replaced_by");
        let mut relations = Relations {
            related: related.entries(),
            inherited_broader: Vec::new(),
            replaced_by: replaced_by.entries().first().copied(),
            elsewhere: RelationsElsewhere {
                related: related.elsewhere,
                broader: broader.elsewhere,
                replaced_by: replaced_by.elsewhere.first().copied(),
                ..RelationsElsewhere::default()
            },
        };
        self.inherit(entry, &mut relations);
        let examples = &entry.examples;
        let recording = front.pronunciation.audio.as_ref();
        let recording =
            recording.and_then(|written| self.recording(&text, written, &mut diagnostics));
        ResolvedEntry {
            recording,
            text: Arc::new(self.text_with(&text, examples)),
            related: relations.related,
            broader: broader.here,
            inherited_broader: relations.inherited_broader,
            replaced_by: relations.replaced_by,
            elsewhere: (relations.elsewhere != RelationsElsewhere::default())
                .then(|| Box::new(relations.elsewhere)),
            diagnostics,
            vocabulary: OnceLock::new(),
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
    ) -> Option<(Named, Span)> {
        let place = text.place(name.span.clone());
        let named = self.name(&name.text, place.clone(), text.defines, diagnostics)?;
        if text.defines.map(Named::Here) == Some(named) {
            diagnostics.push(self_reference(key, &name.text, place));
            return None;
        }
        Some((named, name.span.clone()))
    }

    /// Adds the relations of an entry's original in the main language, as far as the entry says nothing else.
    fn inherit(&self, entry: &Entry, relations: &mut Relations) {
        let Some((main, original)) = self.original(entry) else {
            return;
        };
        let links = main.links(original);
        let split = |list: &[EntryId]| {
            let mut here = Vec::new();
            let mut elsewhere = Vec::new();
            for id in list {
                match self.translation(main, *id) {
                    Some(own) => here.push(own),
                    None => elsewhere.push(*id),
                }
            }
            (here, elsewhere)
        };
        if entry.front.related.is_empty() {
            (relations.related, relations.elsewhere.related) = split(&links.related);
        }
        if entry.front.broader.is_empty() {
            (relations.inherited_broader, relations.elsewhere.broader) = split(&links.broader);
        }
        if entry.front.replaced_by.is_none() {
            let (here, elsewhere) = split(links.replaced_by.as_slice());
            relations.replaced_by = here.first().copied();
            relations.elsewhere.replaced_by = elsewhere.first().copied();
        }
        // entries of this language name this one themselves
        relations.elsewhere.narrower = split(&links.narrower).1;
        relations.elsewhere.replaces = split(&links.replaces).1;
    }
}

/// The entries that a key names.
#[derive(Default)]
struct Related {
    /// Those of the entry's own language.
    here: Vec<Relation>,
    /// Those that only the main language has.
    elsewhere: Vec<EntryId>,
}

impl Related {
    fn entries(&self) -> Vec<EntryId> {
        self.here.iter().map(|relation| relation.to).collect()
    }
}

/// The relations of an entry, while they are collected.
struct Relations {
    related: Vec<EntryId>,
    inherited_broader: Vec<EntryId>,
    replaced_by: Option<EntryId>,
    elsewhere: RelationsElsewhere,
}
