//! Links a glossary, and links it again after changes. Then only the entries that the changes may affect are
//! resolved again.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::circles::circular_entries;
use super::frame::{EditionTexts, Frame};
use super::introduction::anchors_of_letters;
use super::languages::{Languages, TextsByPath};
use super::relations::ResolvedEntry;
use super::resolver::{Surroundings, Text};
use super::stale::has_other_headings;
use super::{LinkedGlossary, LinkedText, OtherReferences, invert, used_files};
use crate::diagnostic::{Diagnostic, Faults, one_for_each_subject};
use crate::entry::ParsedEntry;
use crate::entry::page::ParsedPage;
use crate::glossary::{EntryId, Glossary, TextId};
use crate::project::config::Config;

/// A linked glossary in one language, with the values that are needed to link it again.
pub struct Linked {
    /// The configuration of the language.
    pub config: Arc<Config>,
    /// The entries' files as they were read, in the order of their paths.
    pub parsed: Vec<Arc<ParsedEntry>>,
    /// The pages' files as they were read, in the order of their paths.
    pub pages: Vec<Arc<ParsedPage>>,
    /// The frame, which does not depend on the texts.
    pub frame: Arc<Frame>,
    /// The glossary, with the linked texts.
    pub glossary: Arc<LinkedGlossary>,
    /// The resolved entries, in the glossary's order.
    pub(super) resolved: Vec<Arc<ResolvedEntry>>,
    /// The diagnostics about the entries' files, and about links that no single entry decides.
    faults: Vec<Diagnostic>,
}

impl Linked {
    /// Resolves all references of the texts of one language in parallel, and collects them at the entries to which they
    /// lead. `frame` is the frame of these texts; `files` are the files that are neither entries nor pages. The main
    /// language has to be linked before the others. The links of `before`, under the conditions of
    /// [`Self::right_after_names`], are used again as far as they are still right.
    pub(super) fn new(
        texts: EditionTexts,
        frame: Arc<Frame>,
        files: &BTreeMap<String, PathBuf>,
        languages: &Languages<'_>,
        before: Option<&Self>,
    ) -> Self {
        let glossary = frame.glossary.clone();
        let surroundings = Surroundings::new(&glossary, &frame, files, &texts.config, languages);
        let right = match before {
            Some(before) => before.right_after_names(&glossary),
            None => vec![None; glossary.entries.len()],
        };
        let links = Links {
            entries: surroundings.resolve_missing(right),
            pages: surroundings.pages(),
            others: surroundings.other_references(&frame.book),
        };
        Self::join(texts, frame, glossary, links, languages)
    }

    /// The glossary with other texts, which are not linked yet. An entry or a page has changed if its value in `texts` is
    /// another one than before. Its text may differ, and the front matter of an entry may differ as far as
    /// [`Self::keeps_frame`] says.
    pub(super) fn glossary_with(&self, texts: &EditionTexts, by_path: &TextsByPath) -> Glossary {
        let changed_pages = changed(&self.pages, &texts.pages);
        let changed_pages: Vec<_> = changed_pages.map(|(_, now)| now).collect();
        let before = &self.glossary.glossary;
        before.with_texts(&self.changed_entries(texts, by_path), &changed_pages)
    }

    /// The same glossary with other texts, under the conditions of [`Self::glossary_with`], which gives the `glossary`.
    /// `files` and settings must be the same as before. The `languages` have the newest texts. `changed_abroad` says whether a
    /// change in another language may change any link; then all references are resolved again.
    #[must_use]
    pub(super) fn with_texts(
        &self,
        texts: EditionTexts,
        glossary: Glossary,
        files: &BTreeMap<String, PathBuf>,
        languages: &Languages<'_>,
        changed_abroad: bool,
    ) -> Self {
        let frame = &self.frame;
        let surroundings = Surroundings::new(&glossary, frame, files, &texts.config, languages);
        let right = if changed_abroad {
            vec![None; glossary.entries.len()]
        } else {
            self.right_after_texts(&glossary, &self.changed_entries(&texts, languages.by_path))
        };
        let links = Links {
            entries: surroundings.resolve_missing(right),
            // there are few of them, and any text may have changed that they link to
            pages: surroundings.pages(),
            others: surroundings.other_references(&frame.book),
        };
        Self::join(texts, Arc::clone(frame), glossary, links, languages)
    }

    /// The entries of `texts` with another value than before.
    fn changed_entries<'t>(
        &'t self,
        texts: &'t EditionTexts,
        by_path: &TextsByPath,
    ) -> Vec<(EntryId, &'t ParsedEntry)> {
        let changed = changed(&self.parsed, &texts.parsed);
        let with_id =
            changed.filter_map(
                |(_, parsed)| match by_path.get(parsed.file.path.as_str())? {
                    (_, TextId::Entry(id)) => Some((*id, parsed.as_ref())),
                    (_, TextId::Page(_)) => None,
                },
            );
        with_id.collect()
    }

    /// Whether an entry or a page of `texts` has other headings than before, or the same ones in another order.
    pub(super) fn has_other_headings(&self, texts: &EditionTexts) -> bool {
        let entries = changed(&self.parsed, &texts.parsed);
        let pages = changed(&self.pages, &texts.pages);
        let of_entries = entries.map(|(before, now)| (&before.body, &now.body));
        let of_pages = pages.map(|(before, now)| (&before.body, &now.body));
        let mut bodies = of_entries.chain(of_pages);
        bodies.any(|(before, now)| has_other_headings(before, now))
    }

    /// Whether all entries and pages are the same values as those in `texts`.
    pub(super) fn has_same(&self, texts: &EditionTexts) -> bool {
        let count = |parsed: &Vec<_>, pages: &Vec<_>| (parsed.len(), pages.len());
        count(&self.parsed, &self.pages) == count(&texts.parsed, &texts.pages)
            && changed(&self.parsed, &texts.parsed).next().is_none()
            && changed(&self.pages, &texts.pages).next().is_none()
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
        texts: EditionTexts,
        frame: Arc<Frame>,
        glossary: Glossary,
        links: Links,
        languages: &Languages<'_>,
    ) -> Self {
        let EditionTexts {
            config,
            parsed,
            pages,
        } = texts;
        let Links {
            entries: resolved,
            pages: page_texts,
            others,
        } = links;
        let mut faults = others.diagnostics;
        let (links, used_files) = rayon::join(
            || invert(&resolved, &page_texts, &glossary),
            || {
                faults.extend(circular_entries(&glossary, &resolved));
                faults.extend(anchors_of_letters(&glossary));
                let of_files = parsed.iter().flat_map(|entry| entry.faults(&config));
                let of_pages = pages.iter().flat_map(|page| page.faults(&config));
                faults.extend(of_files.chain(of_pages).cloned());
                let of_links = page_texts.iter().flat_map(|text| &text.diagnostics);
                faults.extend(of_links.cloned());
                used_files(&resolved, &page_texts)
            },
        );
        let glossary = LinkedGlossary {
            config: Arc::clone(&config),
            counterparts: Arc::clone(languages.counterparts),
            main: languages.main.cloned(),
            used_files,
            links,
            page_texts,
            glossary,
            site_map: Arc::clone(&frame.site_map),
            instead: others.instead,
            outdated: OnceLock::new(),
        };
        Self {
            config,
            parsed,
            pages,
            frame,
            glossary: Arc::new(glossary),
            resolved,
            faults,
        }
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

/// The files with another value than before, each with that value and the new one. Both lists have the same files in the
/// same order.
fn changed<'p, T>(
    before: &'p [Arc<T>],
    now: &'p [Arc<T>],
) -> impl Iterator<Item = (&'p Arc<T>, &'p Arc<T>)> {
    let pairs = before.iter().zip(now);
    pairs.filter(|(before, now)| !Arc::ptr_eq(before, now))
}
