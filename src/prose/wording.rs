//! The places in a text that do not keep to a glossary.

use std::ops::Range;

use super::document::{Document, Unread};
use super::faults;
use crate::diagnostic::Diagnostic;
use crate::foreign::{Published, TextBlock};
use crate::names::{Capitals, Misspellings, NameIndex};
use crate::source::Place;
use crate::text::slice;
use crate::text::words::is_quoted;

/// The wording of a glossary.
pub(super) struct Wording<'p> {
    published: &'p Published,
    names: &'p NameIndex,
    capitals: Capitals<'p>,
    misspellings: Misspellings,
}

impl<'p> Wording<'p> {
    /// The wording of a glossary.
    pub(super) fn new(published: &'p Published) -> Self {
        Self {
            published,
            names: &published.names,
            capitals: published.names.capitals(),
            misspellings: published.names.misspellings(),
        }
    }

    /// The document, if it is in the language of the glossary as far as it says.
    pub(super) fn is_in_language(&self, document: Document) -> Result<Document, Unread> {
        let own = self.published.language.primary();
        let is_other = |language: &crate::text::language::Language| language.primary() != own;
        match document.language.as_ref().is_some_and(is_other) {
            true => Err(Unread::OtherLanguage),
            false => Ok(document),
        }
    }

    /// All places of a document, in order.
    pub(super) fn diagnostics(&self, document: &Document) -> Vec<Diagnostic> {
        let blocks = document.blocks.iter();
        blocks
            .flat_map(|block| self.in_block(document, block))
            .collect()
    }

    fn in_block(&self, document: &Document, block: &TextBlock) -> Vec<Diagnostic> {
        let mentions = self.names.mentions(&block.searched);
        let mut diagnostics = Vec::new();
        for (mention, means) in self.names.avoided_in(&block.searched, &mentions, None) {
            if !is_set_off(block, &mention.span)
                && let Some(place) = place(document, block, &mention.span)
            {
                let written = slice(&block.text, mention.span.clone());
                diagnostics.push(self.names.deprecated(written, means, &place));
            }
        }
        let is_used = |words: &Range<usize>| !is_set_off(block, words) && !is_label(block, words);
        for found in self.capitals.wrong(&block.searched, &mentions) {
            if is_used(&found.words)
                && let Some(place) = place(document, block, &found.words)
            {
                let written = slice(&block.text, found.words.clone());
                diagnostics.push(faults::wrong_capital(written, &found.right, &place));
            }
        }
        for found in self.misspellings.find(&block.searched, &mentions) {
            if is_used(&found.words)
                && let Some(place) = place(document, block, &found.words)
            {
                let written = slice(&block.text, found.words.clone());
                diagnostics.push(faults::misspelled_term(written, &found.right, &place));
            }
        }
        diagnostics
    }
}

/// Whether a text speaks of some words, and does not use them: they are in quotation marks, or alone in emphasis.
fn is_set_off(block: &TextBlock, words: &Range<usize>) -> bool {
    is_quoted(&block.text, words) || block.emphasised.contains(words)
}

/// Whether a word in small letters stands alone, as the name of a file or a value does: it is the whole text of a block or
/// of a link, in brackets, or before a colon.
fn is_label(block: &TextBlock, words: &Range<usize>) -> bool {
    let text = &block.text;
    let written = slice(text, words.clone());
    let before = slice(text, ..words.start);
    let after = slice(text, words.end..);
    let is_alone = text.trim() == written
        || block.links.iter().any(|(link, _)| link == words)
        || before.ends_with('(') && after.starts_with(')')
        || after.starts_with(':');
    is_alone && !written.contains(char::is_uppercase)
}

/// The place of some words in the file; `None` if the checks are switched off there.
fn place(document: &Document, block: &TextBlock, words: &Range<usize>) -> Option<Place> {
    let span = block.place(words)?;
    let next = document.off.partition_point(|off| off.end < span.end);
    let is_off = document
        .off
        .get(next)
        .is_some_and(|off| off.start <= span.start);
    (!is_off).then(|| Place::new(&document.file, span))
}
