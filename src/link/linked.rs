//! A glossary linked, and linked again after texts have changed: then only what those can have changed
//! is resolved anew.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::circles::circular_entries;
use super::frame::Frame;
use super::relations::ResolvedEntry;
use super::resolver::Surroundings;
use super::{BesideEntries, LinkedGlossary, Target};
use crate::diagnostic::{Diagnostic, Faults};
use crate::entry::ParsedEntry;
use crate::glossary::{EntryId, Glossary};
use crate::project::config::Config;

/// A linked glossary, with what it takes to find out what its names mean, and to link it again.
pub struct Linked {
    /// The entries' files as they were read, in the order of their paths.
    pub parsed: Vec<Arc<ParsedEntry>>,
    /// What was known before texts were linked.
    pub frame: Arc<Frame>,
    /// The glossary, with the texts that are linked.
    pub glossary: Arc<LinkedGlossary>,
    /// What each entry says of others, in the glossary's order.
    resolved: Vec<Arc<ResolvedEntry>>,
    /// What is wrong with the entries' files, and with links that no single entry decides.
    faults: Vec<Diagnostic>,
}

impl Linked {
    /// Resolves all references, in parallel, and inverts them. The frame is that of the `parsed` entries;
    /// `files` are those in `content/` that are no entries.
    pub fn new(
        parsed: Vec<Arc<ParsedEntry>>,
        frame: Frame,
        files: &BTreeMap<String, PathBuf>,
        config: &Config,
    ) -> Self {
        let glossary = frame.glossary.clone();
        let around = Surroundings::new(&glossary, &frame.names, &frame.site_map, files, config);
        let resolved = around.resolve(&glossary.ids().collect::<Vec<_>>());
        let beside = around.beside_entries(&frame.book);
        Self::join(parsed, Arc::new(frame), glossary, resolved, beside, config)
    }

    /// The same glossary with other texts. Of the `parsed` entries, those that are not the very values of
    /// before may differ in their texts, but not in their front matter; `files` and settings are as they
    /// were.
    #[must_use]
    pub fn with_texts(
        &self,
        parsed: Vec<Arc<ParsedEntry>>,
        files: &BTreeMap<String, PathBuf>,
        config: &Config,
    ) -> Self {
        let frame = &self.frame;
        let changed = changed(&self.parsed, &parsed);
        let glossary = self.glossary.glossary.with_texts(&changed);
        let around = Surroundings::new(&glossary, &frame.names, &frame.site_map, files, config);
        let stale = self.stale(&glossary, &changed);
        let mut resolved = self.resolved.clone();
        for (id, anew) in stale.iter().zip(around.resolve(&stale)) {
            if let Some(old) = resolved.get_mut(id.index()) {
                *old = anew;
            }
        }
        let beside = around.beside_entries(&frame.book);
        let frame = Arc::clone(frame);
        Self::join(parsed, frame, glossary, resolved, beside, config)
    }

    /// Joins what each entry says of others, in the glossary's order, with what is said beside them.
    fn join(
        parsed: Vec<Arc<ParsedEntry>>,
        frame: Arc<Frame>,
        glossary: Glossary,
        resolved: Vec<Arc<ResolvedEntry>>,
        beside: BesideEntries,
        config: &Config,
    ) -> Self {
        let mut faults = beside.diagnostics;
        faults.extend(circular_entries(&glossary, &resolved));
        let of_files = parsed.iter().flat_map(|entry| entry.faults(config));
        faults.extend(of_files.cloned());
        let site_map = Arc::clone(&frame.site_map);
        let glossary = LinkedGlossary::new(glossary, site_map, &resolved, beside.instead);
        Self {
            parsed,
            frame,
            glossary: Arc::new(glossary),
            resolved,
            faults,
        }
    }

    /// The entries that say something else of others, or may, since some texts changed: those, and
    /// those that link to a heading in one of them, or to one that was not there.
    fn stale(&self, glossary: &Glossary, changed: &[&ParsedEntry]) -> Vec<EntryId> {
        let before = &self.glossary.glossary;
        let paths: HashSet<&str> = changed
            .iter()
            .map(|parsed| parsed.file.path.as_str())
            .collect();
        let is_changed = |id: &EntryId| paths.contains(glossary.entry(*id).file.path.as_str());
        let has_other_anchors =
            |id: &EntryId| glossary.entry(*id).body.anchors != before.entry(*id).body.anchors;
        let moved: HashSet<EntryId> = glossary
            .ids()
            .filter(is_changed)
            .filter(has_other_anchors)
            .collect();
        let may_link = |id: &EntryId| {
            let Some(own) = self.resolved.get(id.index()) else {
                return true;
            };
            let references = &own.text.references;
            let mut targets = references.iter().map(|reference| &reference.target);
            own.diagnostics().next().is_some()
                || targets
                    .any(|target| matches!(target, Target::Entry(id, _) if moved.contains(id)))
        };
        glossary
            .ids()
            .filter(|id| is_changed(id) || (!moved.is_empty() && may_link(id)))
            .collect()
    }

    /// All that is wrong with the entries and what they say of each other, in no order: with their files,
    /// names, addresses and links.
    pub fn faults(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_entries = self.resolved.iter().flat_map(|entry| entry.diagnostics());
        let of_frame = self.frame.faults.iter();
        of_frame.chain(of_entries).chain(&self.faults)
    }

    /// Reports all of [`Self::faults`].
    pub fn report(&self, faults: &Faults) {
        faults.report_all(self.faults().cloned());
    }

    /// What pages are made of, alone: what names mean, which takes much memory, is forgotten.
    pub fn into_glossary(self) -> Arc<LinkedGlossary> {
        self.glossary
    }
}

/// The entries that are other values than before; the files are the same ones.
fn changed<'p>(before: &[Arc<ParsedEntry>], now: &'p [Arc<ParsedEntry>]) -> Vec<&'p ParsedEntry> {
    let pairs = before.iter().zip(now);
    pairs
        .filter(|(before, now)| !Arc::ptr_eq(before, now))
        .map(|(_, now)| now.as_ref())
        .collect()
}
