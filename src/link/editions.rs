//! A linked glossary in all of its languages.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::frame::{EditionTexts, record};
use super::languages::{Abroad, Languages, TextsByPath, texts_by_path};
use super::{Frame, Linked, LinkedGlossary};
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Diagnostic, Faults};
use crate::entry::ParsedEntry;
use crate::entry::page::ParsedPage;
use crate::glossary::{Counterparts, Glossary};
use crate::project::config::Config;
use crate::project::load::Sources;
use crate::site_map::address_book::Record;

/// A linked glossary in all of its languages. The languages are linked in their order, because a translation has the
/// relations of its entry in the main language.
pub struct Editions {
    /// The main language.
    pub main: Arc<Linked>,
    /// The other languages, in the order of the settings.
    pub translations: Vec<Arc<Linked>>,
    /// The entries and pages of all languages by the paths of their files, which a change of texts keeps.
    by_path: Arc<TextsByPath>,
}

/// The frame of each language, with the texts that are still to be linked.
pub struct Frames {
    texts: Vec<EditionTexts>,
    frames: Vec<Arc<Frame>>,
}

impl Frames {
    /// The frames of the entries and pages of all languages, as they were read. `config` is that of the main language.
    pub fn new(
        parsed: Vec<Arc<ParsedEntry>>,
        pages: Vec<Arc<ParsedPage>>,
        sources: &Sources,
        config: &Config,
    ) -> Self {
        let texts = EditionTexts::of_languages(parsed, pages, config);
        let frames = Frame::of_editions(&texts, sources).into_iter();
        Self {
            frames: frames.map(Arc::new).collect(),
            texts,
        }
    }

    /// The frame of the main language.
    #[expect(
        clippy::indexing_slicing,
        reason = "every glossary has a main language"
    )]
    pub fn main(&self) -> &Frame {
        &self.frames[0]
    }

    /// Links the texts. `files` are the files that are neither entries nor pages.
    pub fn link(self, files: &BTreeMap<String, PathBuf>) -> Editions {
        self.link_after(None, files)
    }

    /// Links the texts as [`Self::link`] does. Links of the glossary `before`, which has the same settings and the same
    /// files beside its texts, are used again as far as they are still right. Only the main language has such links, if
    /// no translation has changed: a translation depends on the names and the relations of the main language too.
    pub fn link_after(
        self,
        before: Option<&Editions>,
        files: &BTreeMap<String, PathBuf>,
    ) -> Editions {
        let Self { texts, frames } = self;
        let before = before.filter(|before| {
            let mut translations = before.translations.iter().zip(texts.iter().skip(1));
            translations.all(|(before, texts)| before.has_same(texts))
        });
        let glossaries: Vec<&Glossary> = frames.iter().map(|frame| &frame.glossary).collect();
        let counterparts = Arc::new(Counterparts::of(&glossaries));
        let configs: Vec<_> = texts.iter().map(|it| Arc::clone(&it.config)).collect();
        let abroad = frames.iter().zip(&configs);
        let abroad: Vec<Abroad<'_>> = abroad
            .map(|(frame, config)| Abroad {
                config,
                glossary: &frame.glossary,
                frame,
            })
            .collect();
        let by_path = Arc::new(texts_by_path(&abroad));
        let mut linked: Vec<Arc<Linked>> = Vec::with_capacity(texts.len());
        for (texts, frame) in texts.into_iter().zip(&frames) {
            let languages = Languages {
                abroad: &abroad,
                by_path: &by_path,
                counterparts: &counterparts,
                main: linked.first().map(|main| &main.glossary),
            };
            let before = before.filter(|_| linked.is_empty());
            let before = before.map(|before| &*before.main);
            let edition = Linked::new(texts, Arc::clone(frame), files, &languages, before);
            linked.push(Arc::new(edition));
        }
        Editions::of(linked, by_path)
    }
}

impl Editions {
    /// The same glossary with other texts, under the conditions of `Linked::with_texts`.
    #[must_use]
    pub fn with_texts(
        &self,
        parsed: Vec<Arc<ParsedEntry>>,
        pages: Vec<Arc<ParsedPage>>,
        files: &BTreeMap<String, PathBuf>,
        config: &Config,
    ) -> Self {
        let texts = EditionTexts::of_languages(parsed, pages, config);
        let pairs = || self.iter().zip(&texts);
        let glossaries = pairs().map(|(before, texts)| before.glossary_with(texts, &self.by_path));
        let glossaries: Vec<Glossary> = glossaries.collect();
        let abroad = self.iter().zip(&glossaries);
        let abroad: Vec<Abroad<'_>> = abroad
            .map(|(linked, glossary)| Abroad {
                config: &linked.config,
                glossary,
                frame: &linked.frame,
            })
            .collect();
        // a link may lead to a heading of a text in another language
        let is_alone = self.translations.is_empty();
        let other_headings: Vec<bool> = pairs()
            .map(|(before, texts)| !is_alone && before.has_other_headings(texts))
            .collect();
        let mut linked: Vec<Arc<Linked>> = Vec::with_capacity(texts.len());
        let editions = self.iter().zip(&glossaries).zip(texts);
        for (index, ((before, glossary), texts)) in editions.enumerate() {
            let main = linked.first();
            let has_same_main = main.is_none_or(|main| Arc::ptr_eq(main, &self.main));
            let mut others = other_headings.iter().enumerate();
            // a change in the main language may change the relations and the links of any translation
            let changed_abroad =
                !has_same_main || others.any(|(other, differ)| other != index && *differ);
            if !changed_abroad && before.has_same(&texts) {
                linked.push(Arc::clone(before));
                continue;
            }
            let languages = Languages {
                abroad: &abroad,
                by_path: &self.by_path,
                counterparts: &before.glossary.counterparts,
                main: main.map(|main| &main.glossary),
            };
            let glossary = glossary.clone();
            let edition = before.with_texts(texts, glossary, files, &languages, changed_abroad);
            linked.push(Arc::new(edition));
        }
        // no text has another path than before
        Self::of(linked, Arc::clone(&self.by_path))
    }

    /// The editions in a list, which begins with the main one.
    fn of(linked: Vec<Arc<Linked>>, by_path: Arc<TextsByPath>) -> Self {
        let mut linked = linked.into_iter();
        #[expect(clippy::expect_used, reason = "a glossary has a main language")]
        let main = linked.next().expect("the main language is the first");
        Self {
            main,
            translations: linked.collect(),
            by_path,
        }
    }

    /// Whether the frames stay as they are if an entry changes from `before` to `now`. If there are translations, these
    /// may have any key of its front matter.
    pub fn keeps_frame(&self, before: &ParsedEntry, now: &ParsedEntry) -> bool {
        let is_alone = self.translations.is_empty();
        self.main.keeps_frame(before, now) && (is_alone || before.head() == now.head())
    }

    /// All languages, the main one first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Linked>> {
        std::iter::once(&self.main).chain(&self.translations)
    }

    /// The language of a file, by its path from the project's root.
    pub fn of_file(&self, path: &str) -> &Arc<Linked> {
        let (language, _) = self.main.config.place_of(path);
        self.iter().nth(language.index()).unwrap_or(&self.main)
    }

    /// The language with a tag that somebody has typed, in any case; without a tag, the main one.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] if the glossary does not have this language.
    pub fn in_language(&self, tag: Option<&str>) -> Result<&Arc<Linked>, Failure> {
        let Some(typed) = tag else {
            return Ok(&self.main);
        };
        let tag = |linked: &Linked| linked.config.edition.language.tag().to_owned();
        let mut languages = self.iter();
        let found = languages.find(|linked| tag(linked).eq_ignore_ascii_case(typed));
        found.ok_or_else(|| {
            let known: Vec<_> = self.iter().map(|linked| tag(linked)).collect();
            Failure::Usage(format!(
                "`{typed}` is not a language of this glossary, which has: {}",
                known.join(", ")
            ))
        })
    }

    /// The entries' files of all languages as they were read.
    pub fn parsed(&self) -> impl Iterator<Item = &Arc<ParsedEntry>> {
        self.iter().flat_map(|linked| &linked.parsed)
    }

    /// The number of entries in all languages.
    pub fn entry_count(&self) -> usize {
        let counts = self.iter().map(|it| it.glossary.glossary.entries.len());
        counts.sum()
    }

    /// The diagnostics of all languages, in no particular order.
    pub fn faults(&self) -> impl Iterator<Item = &Diagnostic> {
        self.iter().flat_map(|linked| linked.faults())
    }

    /// Reports the diagnostics of all languages, as [`Linked::report`] does.
    pub fn report(&self, faults: &Faults) {
        self.iter().for_each(|linked| linked.report(faults));
    }

    /// How the address book changes when the site is published; `None` if it does not.
    pub fn record(&self) -> Option<Record> {
        let frames = self.translations.iter().map(|it| &*it.frame);
        record(&self.main.frame, frames)
    }

    /// The glossary in each language, for pages, the main one first.
    pub fn glossaries(&self) -> Vec<Arc<LinkedGlossary>> {
        self.iter().map(|it| Arc::clone(&it.glossary)).collect()
    }

    /// The glossaries alone, for pages. The indexes of names are dropped at once, because they take much memory.
    pub fn into_glossaries(self) -> Vec<Arc<LinkedGlossary>> {
        self.glossaries()
    }
}
