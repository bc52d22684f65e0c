//! The links in the text of a page.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::passages::{Searched, text_blocks};
use super::published::Published;
use super::text_block::TextBlock;
use crate::diagnostic::Diagnostic;
use crate::link::policy::{Decision, Passage, Policy, WrittenLink};
use crate::names::EntryId;
use crate::project::config::Linking;
use crate::source::{Place, SourceFile};
use crate::text::slice;
use crate::web_page::tree::Page;

/// Finds mentions of the terms of a glossary.
pub(super) struct Finder<'a> {
    /// The glossary.
    pub(super) published: &'a Published,
    /// The address of the glossary's site.
    pub(super) to: &'a str,
    /// How many mentions become links.
    pub(super) linking: &'a Linking,
    /// Whether the lines and columns of links are needed.
    pub(super) has_places: bool,
}

/// What was found in the text of a page.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The links, in order.
    pub(super) links: Vec<AddedLink>,
    /// The warnings about names to avoid.
    pub(super) warnings: Vec<Diagnostic>,
    /// Words that could mean several entries.
    pub(super) ambiguous: Vec<String>,
    /// The entries that the text mentions, with and without a link.
    pub(super) met: HashSet<EntryId>,
}

/// A link that is added to a page.
#[derive(Debug, Clone)]
pub(super) struct AddedLink {
    /// The words.
    pub(super) words: String,
    /// Their bytes in the source, with whole elements.
    pub(super) span: Range<usize>,
    /// The entry.
    pub(super) entry: EntryId,
    /// The line and the column, from 1; `None` if nobody asks for them.
    pub(super) place: Option<(usize, usize)>,
}

impl Finder<'_> {
    /// Reads the text in some events of a page. `source` is the page, and `path` its path in the site. On a page that a
    /// framework draws again, links are only in texts without tags: to put a link around elements, a script would have
    /// to move them away from where the framework looks for them.
    pub(super) fn read(
        &self,
        source: &str,
        page: &Page,
        path: &str,
        main: &[Range<usize>],
        is_drawn_again: bool,
    ) -> Findings {
        let blocks: Vec<TextBlock> = main
            .iter()
            .flat_map(|main| text_blocks(source, page, main.clone(), Searched::Linkable))
            .collect();
        let whole_text = || {
            let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
            texts.join("\n")
        };
        let names = &self.published.names;
        let mut policy = Policy::new(names, self.linking, None, &whole_text);
        let mut reading = Reading {
            finder: self,
            source,
            page,
            path,
            file: None,
            findings: Findings::default(),
        };
        for block in &blocks {
            let written = self.written(block);
            reading
                .findings
                .met
                .extend(written.iter().map(|link| link.entry));
            let passage = Passage {
                text: &block.text,
                searched: &block.searched,
                is_heading: block.is_heading,
                is_quoted: block.is_quoted,
                written: &written,
            };
            let fits = |words: &Range<usize>| {
                if is_drawn_again {
                    block.is_in_one_text(words)
                } else {
                    block.source(source, page, words).is_some()
                }
            };
            for decision in policy.read(&passage, &fits) {
                reading.decision(block, decision);
            }
        }
        reading.findings
    }

    /// The links to entries that are in the page already.
    fn written(&self, block: &TextBlock) -> Vec<WrittenLink> {
        let links = block.links.iter();
        links
            .filter_map(|(words, address)| {
                let entry = self.published.linked(address, self.to)?;
                Some(WrittenLink {
                    words: words.clone(),
                    entry,
                })
            })
            .collect()
    }
}

/// A page while its text is read.
struct Reading<'a, 'p> {
    finder: &'a Finder<'a>,
    source: &'p str,
    page: &'p Page,
    path: &'p str,
    /// The page as a file for messages; made at the first use.
    file: Option<Arc<SourceFile>>,
    findings: Findings,
}

impl Reading<'_, '_> {
    fn decision(&mut self, block: &TextBlock, decision: Decision) {
        match decision {
            Decision::Link { words, means, .. } => {
                let Some(span) = block.source(self.source, self.page, &words) else {
                    return;
                };
                let place = self.finder.has_places.then(|| {
                    let place = block.place(&words).unwrap_or_else(|| span.clone());
                    let place = self.place(&place);
                    place.file.line_column(place.span.start)
                });
                self.findings.met.insert(means.entry);
                self.findings.links.push(AddedLink {
                    words: slice(&block.text, words).to_owned(),
                    span,
                    entry: means.entry,
                    place,
                });
            }
            Decision::Ambiguous { words, candidates } => {
                let met = candidates.iter().map(|means| means.entry);
                self.findings.met.extend(met);
                let words = slice(&block.text, words).to_owned();
                self.findings.ambiguous.push(words);
            }
            Decision::Deprecated { words, means } => {
                self.findings.met.insert(means.entry);
                let Some(span) = block.place(&words) else {
                    return;
                };
                let place = self.place(&span);
                let names = &self.finder.published.names;
                let warning = names.deprecated(slice(&block.text, words), means, &place);
                self.findings.warnings.push(warning);
            }
        }
    }

    /// The place of some bytes of the page, in the file for messages, whose line ends are line feeds.
    fn place(&mut self, span: &Range<usize>) -> Place {
        let file = self
            .file
            .get_or_insert_with(|| Arc::new(SourceFile::new(self.path, self.source.to_owned())));
        let span = file.offset_of_written(span.start)..file.offset_of_written(span.end);
        Place::new(file, span)
    }
}
