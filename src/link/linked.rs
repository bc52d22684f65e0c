//! Links a glossary, and links it again after changes of texts. Then only the entries that the changes may
//! affect are resolved again.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::circles::circular_entries;
use super::frame::Frame;
use super::relations::ResolvedEntry;
use super::resolver::Surroundings;
use super::{LinkedGlossary, OtherReferences, Target};
use crate::diagnostic::{Diagnostic, Faults};
use crate::entry::ParsedEntry;
use crate::glossary::{EntryId, Glossary};
use crate::project::config::Config;

/// A linked glossary, with the values that are needed to link it again.
pub struct Linked {
    /// The entries' files as they were read, in the order of their paths.
    pub parsed: Vec<Arc<ParsedEntry>>,
    /// The frame, which does not depend on the texts.
    pub frame: Arc<Frame>,
    /// The glossary, with the linked texts.
    pub glossary: Arc<LinkedGlossary>,
    /// The resolved entries, in the glossary's order.
    resolved: Vec<Arc<ResolvedEntry>>,
    /// The diagnostics about the entries' files, and about links that no single entry decides.
    faults: Vec<Diagnostic>,
}

impl Linked {
    /// Resolves all references in parallel, and collects them at the entries to which they lead. `frame` is
    /// the frame of the `parsed` entries; `files` are the files in `content/` that are not entries.
    pub fn new(
        parsed: Vec<Arc<ParsedEntry>>,
        frame: Frame,
        files: &BTreeMap<String, PathBuf>,
        config: &Config,
    ) -> Self {
        let glossary = frame.glossary.clone();
        let surroundings =
            Surroundings::new(&glossary, &frame.names, &frame.site_map, files, config);
        let resolved = surroundings.resolve(&glossary.ids().collect::<Vec<_>>());
        let others = surroundings.other_references(&frame.book);
        Self::join(parsed, Arc::new(frame), glossary, resolved, others, config)
    }

    /// The same glossary with other texts. An entry has changed if its value in `parsed` is another one than
    /// before: its text may differ, but not its front matter. `files` and settings must be the same as
    /// before.
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
        let surroundings =
            Surroundings::new(&glossary, &frame.names, &frame.site_map, files, config);
        let stale = self.stale(&glossary, &changed);
        let mut resolved = self.resolved.clone();
        for (id, new) in stale.iter().zip(surroundings.resolve(&stale)) {
            if let Some(old) = resolved.get_mut(id.index()) {
                *old = new;
            }
        }
        let others = surroundings.other_references(&frame.book);
        let frame = Arc::clone(frame);
        Self::join(parsed, frame, glossary, resolved, others, config)
    }

    /// Joins the resolved entries, in the glossary's order, with the references outside entries.
    fn join(
        parsed: Vec<Arc<ParsedEntry>>,
        frame: Arc<Frame>,
        glossary: Glossary,
        resolved: Vec<Arc<ResolvedEntry>>,
        others: OtherReferences,
        config: &Config,
    ) -> Self {
        let mut faults = others.diagnostics;
        faults.extend(circular_entries(&glossary, &resolved));
        let of_files = parsed.iter().flat_map(|entry| entry.faults(config));
        faults.extend(of_files.cloned());
        let site_map = Arc::clone(&frame.site_map);
        let glossary = LinkedGlossary::new(glossary, site_map, &resolved, others.instead);
        Self {
            parsed,
            frame,
            glossary: Arc::new(glossary),
            resolved,
            faults,
        }
    }

    /// The entries to resolve again after some texts have changed: these entries, and those with a link or a
    /// problem that depends on a heading in one of them.
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
            let Some(entry) = self.resolved.get(id.index()) else {
                return true;
            };
            let references = &entry.text.references;
            let mut targets = references.iter().map(|reference| &reference.target);
            entry.diagnostics().next().is_some()
                || targets
                    .any(|target| matches!(target, Target::Entry(id, _) if moved.contains(id)))
        };
        glossary
            .ids()
            .filter(|id| is_changed(id) || (!moved.is_empty() && may_link(id)))
            .collect()
    }

    /// The diagnostics about the entries' files, names, addresses and links, in no particular order.
    pub fn faults(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_entries = self.resolved.iter().flat_map(|entry| entry.diagnostics());
        let of_frame = self.frame.faults.iter();
        of_frame.chain(of_entries).chain(&self.faults)
    }

    /// Reports all of [`Self::faults`].
    pub fn report(&self, faults: &Faults) {
        faults.report_all(self.faults().cloned());
    }

    /// The glossary alone, for pages. The index of names, which takes much memory, is dropped.
    pub fn into_glossary(self) -> Arc<LinkedGlossary> {
        self.glossary
    }
}

/// The entries with another value than before. Both lists have the same files in the same order.
fn changed<'p>(before: &[Arc<ParsedEntry>], now: &'p [Arc<ParsedEntry>]) -> Vec<&'p ParsedEntry> {
    let pairs = before.iter().zip(now);
    pairs
        .filter(|(before, now)| !Arc::ptr_eq(before, now))
        .map(|(_, now)| now.as_ref())
        .collect()
}
