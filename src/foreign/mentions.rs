//! The links in the text of a page or of a source.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::faults;
use super::published::Published;
use super::text_block::TextBlock;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::failure::Failure;
use crate::link::policy::{Decision, Passage, Policy, WrittenLink};
use crate::names::EntryId;
use crate::project::config::{Linking, Mentions};
use crate::source::{Place, SourceFile};
use crate::text::slice;

/// Finds mentions of the terms of a glossary.
pub(super) struct Finder<'a> {
    /// The glossary.
    pub(super) published: &'a Published,
    /// The address of the glossary's site, with a slash at its end.
    pub(super) to: String,
    linking: Linking,
    /// Whether the lines and columns of links are needed.
    has_places: bool,
}

/// What was found in a text.
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

/// A link that is added to a text.
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

/// The bytes of the source that a link around some words of a block would contain; `None` if there cannot be one.
pub(super) type Fit<'t> = dyn Fn(&TextBlock, &Range<usize>) -> Option<Range<usize>> + 't;

/// A text in which mentions are sought.
pub(super) struct Text<'t> {
    /// The source.
    pub(super) source: &'t str,
    /// Its path, for messages.
    pub(super) path: &'t str,
    /// Its blocks.
    pub(super) blocks: &'t [TextBlock],
    /// Where there can be a link.
    pub(super) fit: &'t Fit<'t>,
}

impl<'a> Finder<'a> {
    /// Finds the mentions that are to be links. `to` is the address of the glossary's site, if it is not its `base_url`.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] if nobody says the address.
    pub(super) fn new(
        published: &'a Published,
        to: Option<&str>,
        mentions: Mentions,
        has_places: bool,
    ) -> Result<Self, Failure> {
        let to = to.or(published.url.as_deref());
        let to = to.ok_or_else(faults::no_address)?;
        Ok(Self {
            published,
            to: format!("{}/", to.strip_suffix('/').unwrap_or(to)),
            linking: Linking {
                mentions,
                ..Linking::default()
            },
            has_places,
        })
    }

    /// The address of an entry's page.
    pub(super) fn address(&self, entry: EntryId) -> String {
        format!("{}{}", self.to, self.published.entry(entry).path)
    }

    /// Reads a text.
    pub(super) fn read(&self, text: &Text<'_>) -> Findings {
        let whole_text = || {
            let texts = text.blocks.iter().map(|block| block.text.as_str());
            texts.collect::<Vec<_>>().join("\n")
        };
        let names = &self.published.names;
        let mut policy = Policy::new(names, &self.linking, None, &whole_text);
        let mut reading = Reading {
            finder: self,
            text,
            file: None,
            findings: Findings::default(),
        };
        for block in text.blocks {
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
            let fits = |words: &Range<usize>| (text.fit)(block, words).is_some();
            for decision in policy.read(&passage, &fits) {
                reading.decision(block, decision);
            }
        }
        reading.findings
    }

    /// The links to entries that are in the text already.
    fn written(&self, block: &TextBlock) -> Vec<WrittenLink> {
        let links = block.links.iter();
        links
            .filter_map(|(words, address)| {
                let entry = self.published.linked(address, &self.to)?;
                Some(WrittenLink {
                    words: words.clone(),
                    entry,
                })
            })
            .collect()
    }
}

/// A text while it is read.
struct Reading<'a, 't> {
    finder: &'a Finder<'a>,
    text: &'a Text<'t>,
    /// The source as a file for messages; made at the first use.
    file: Option<Arc<SourceFile>>,
    findings: Findings,
}

impl Reading<'_, '_> {
    fn decision(&mut self, block: &TextBlock, decision: Decision) {
        match decision {
            Decision::Link { words, means, .. } => {
                let Some(span) = (self.text.fit)(block, &words) else {
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

    /// The place of some bytes of the source, in the file for messages, whose line ends are line feeds.
    fn place(&mut self, span: &Range<usize>) -> Place {
        let file = self.file.get_or_insert_with(|| {
            Arc::new(SourceFile::new(self.text.path, self.text.source.to_owned()))
        });
        let span = file.offset_of_written(span.start)..file.offset_of_written(span.end);
        Place::new(file, span)
    }
}
