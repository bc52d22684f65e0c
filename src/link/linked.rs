//! Links a glossary, and links it again after changes of texts. Then only the entries that the changes may
//! affect are resolved again.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::circles::circular_entries;
use super::frame::Frame;
use super::introduction::anchors_of_letters;
use super::relations::ResolvedEntry;
use super::resolver::{Surroundings, Text};
use super::{LinkedGlossary, LinkedText, OtherReferences, Target};
use crate::diagnostic::{Diagnostic, Faults, one_for_each_subject};
use crate::entry::ParsedEntry;
use crate::entry::page::ParsedPage;
use crate::glossary::{EntryId, Glossary};
use crate::project::config::Config;

/// A linked glossary, with the values that are needed to link it again.
pub struct Linked {
    /// The entries' files as they were read, in the order of their paths.
    pub parsed: Vec<Arc<ParsedEntry>>,
    /// The pages' files as they were read, in the order of their paths.
    pub pages: Vec<Arc<ParsedPage>>,
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
    /// the frame of the `parsed` entries and the `pages`; `files` are the files that are neither.
    pub fn new(
        parsed: Vec<Arc<ParsedEntry>>,
        pages: Vec<Arc<ParsedPage>>,
        frame: Frame,
        files: &BTreeMap<String, PathBuf>,
        config: &Config,
    ) -> Self {
        let glossary = frame.glossary.clone();
        let surroundings =
            Surroundings::new(&glossary, &frame.names, &frame.site_map, files, config);
        let links = Links {
            entries: surroundings.resolve(&glossary.ids().collect::<Vec<_>>()),
            pages: surroundings.pages(),
            others: surroundings.other_references(&frame.book),
        };
        let texts = Texts { parsed, pages };
        Self::join(texts, Arc::new(frame), glossary, links, config)
    }

    /// The same glossary with other texts. An entry or a page has changed if its value in `parsed` or `pages` is
    /// another one than before. Its text may differ, and the front matter of an entry may differ as far as
    /// [`Self::keeps_frame`] says. `files` and settings must be the same as before.
    #[must_use]
    pub fn with_texts(
        &self,
        parsed: Vec<Arc<ParsedEntry>>,
        pages: Vec<Arc<ParsedPage>>,
        files: &BTreeMap<String, PathBuf>,
        config: &Config,
    ) -> Self {
        let frame = &self.frame;
        let changed_pages = changed(&self.pages, &pages);
        let changed: Vec<&ParsedEntry> = changed(&self.parsed, &parsed)
            .into_iter()
            .map(AsRef::as_ref)
            .collect();
        let before = &self.glossary.glossary;
        let glossary = before.with_texts(&changed, &changed_pages);
        let surroundings =
            Surroundings::new(&glossary, &frame.names, &frame.site_map, files, config);
        let stale = self.stale(&glossary, &changed);
        let mut resolved = self.resolved.clone();
        for (id, new) in stale.iter().zip(surroundings.resolve(&stale)) {
            if let Some(old) = resolved.get_mut(id.index()) {
                *old = new;
            }
        }
        let links = Links {
            entries: resolved,
            // there are few of them, and any text may have changed that they link to
            pages: surroundings.pages(),
            others: surroundings.other_references(&frame.book),
        };
        let texts = Texts { parsed, pages };
        Self::join(texts, Arc::clone(frame), glossary, links, config)
    }

    /// Whether the frame stays as it is if an entry changes from `before` to `now`: others see no difference, and no
    /// diagnostic of the frame is about its file, where the places may be others.
    pub fn keeps_frame(&self, before: &ParsedEntry, now: &ParsedEntry) -> bool {
        let path = now.file.path.as_str();
        before.file.path == path
            && before.title_is_verb == now.title_is_verb
            && (before.head() == now.head()
                || before.front.is_same_for_others(&now.front)
                    && !self.frame.faults.iter().any(|fault| fault.is_about(path)))
    }

    /// Joins the resolved links with the texts.
    fn join(
        texts: Texts,
        frame: Arc<Frame>,
        glossary: Glossary,
        links: Links,
        config: &Config,
    ) -> Self {
        let Texts { parsed, pages } = texts;
        let Links {
            entries: resolved,
            pages: page_texts,
            others,
        } = links;
        let mut faults = others.diagnostics;
        faults.extend(circular_entries(&glossary, &resolved));
        faults.extend(anchors_of_letters(&glossary));
        let of_files = parsed.iter().flat_map(|entry| entry.faults(config));
        let of_pages = pages.iter().flat_map(|page| page.faults(config));
        faults.extend(of_files.chain(of_pages).cloned());
        let of_links = page_texts.iter().flat_map(|text| &text.diagnostics);
        faults.extend(of_links.cloned());
        let site_map = Arc::clone(&frame.site_map);
        let glossary =
            LinkedGlossary::new(glossary, site_map, &resolved, page_texts, others.instead);
        Self {
            parsed,
            pages,
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
        let pages = glossary.pages.iter().zip(before.pages.iter());
        let has_moved_pages = pages
            .into_iter()
            .any(|(now, before)| now.body.anchors != before.body.anchors);
        let may_link = |id: &EntryId| {
            let Some(entry) = self.resolved.get(id.index()) else {
                return true;
            };
            let references = entry.text.all_references();
            let mut targets = references.map(|reference| &reference.target);
            entry.diagnostics().next().is_some()
                || targets.any(|target| match target {
                    Target::Entry(id, _) => moved.contains(id),
                    Target::Site(..) => has_moved_pages,
                    _ => false,
                })
        };
        let any_moved = has_moved_pages || !moved.is_empty();
        glossary
            .ids()
            .filter(|id| is_changed(id) || (any_moved && may_link(id)))
            .collect()
    }

    /// The diagnostics about the entries' files, names, addresses and links, in no particular order.
    pub fn faults(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_entries = self.resolved.iter().flat_map(|entry| entry.diagnostics());
        let of_frame = self.frame.faults.iter();
        of_frame.chain(of_entries).chain(&self.faults)
    }

    /// Reports all of [`Self::faults`]. Mentions of a name that several entries share are one diagnostic.
    pub fn report(&self, faults: &Faults) {
        let count = |message: &str, count| {
            format!("{message}, and {count} mentions could mean any of them")
        };
        faults.report_all(one_for_each_subject(self.faults(), count));
    }

    /// The glossary alone, for pages. The index of names, which takes much memory, is dropped.
    pub fn into_glossary(self) -> Arc<LinkedGlossary> {
        self.glossary
    }
}

/// The files as they were read, in the order of their paths.
struct Texts {
    parsed: Vec<Arc<ParsedEntry>>,
    pages: Vec<Arc<ParsedPage>>,
}

/// All resolved links: those of the entries and of the pages, in the glossary's order, and those outside texts.
struct Links {
    entries: Vec<Arc<ResolvedEntry>>,
    pages: Vec<Arc<LinkedText>>,
    others: OtherReferences,
}

impl Surroundings<'_> {
    /// The texts of all pages with their links, in the glossary's order.
    fn pages(&self) -> Vec<Arc<LinkedText>> {
        let linked = self.glossary.pages.iter().map(|page| {
            Arc::new(self.text(&Text {
                body: &page.body,
                lead: None,
                defines: None,
            }))
        });
        linked.collect()
    }
}

/// The files with another value than before. Both lists have the same files in the same order.
fn changed<'p, T>(before: &[Arc<T>], now: &'p [Arc<T>]) -> Vec<&'p Arc<T>> {
    let pairs = before.iter().zip(now);
    pairs
        .filter(|(before, now)| !Arc::ptr_eq(before, now))
        .map(|(_, now)| now)
        .collect()
}
