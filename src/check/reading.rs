//! An entry as the rules read it: its text, the names in this text, and its gloss.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::entry::events::{Position, source_span};
use crate::entry::markdown::paragraphs;
use crate::entry::prose::{Block, Prose, blocks};
use crate::glossary::{Entry, EntryId};
use crate::link::LinkedGlossary;
use crate::names::NameIndex;
use crate::names::matcher::Match;
use crate::project::config::Config;
use crate::source::{Place, Span};
use crate::text::words::is_unspaced;

/// The text of an entry.
pub(super) struct EntryReading<'e> {
    /// The events of the body.
    pub(super) events: Vec<(Event<'e>, Span)>,
    /// The visible blocks of text, in order.
    pub(super) blocks: Vec<BlockReading>,
    /// The gloss.
    pub(super) gloss: GlossReading,
}

/// A block of text.
pub(super) struct BlockReading {
    pub(super) block: Block,
    pub(super) prose: Prose,
    /// The text without code and links. Each byte has the same place as in `prose`.
    pub(super) text: String,
    /// The names of entries in that text, in order.
    pub(super) names: Vec<Match>,
}

/// A gloss, written in the front matter or derived from the text.
pub(super) struct GlossReading {
    pub(super) text: String,
    /// The place of the gloss in the entry's file; the place of the title if the gloss has none.
    pub(super) span: Span,
    /// The sentence that a derived gloss is.
    pub(super) sentence: Option<GlossSentence>,
}

/// The place of a sentence in an entry.
#[derive(Clone)]
pub(super) struct GlossSentence {
    /// The index of its block in `EntryReading::blocks`.
    pub(super) block: usize,
    /// Its bytes in the text of that block.
    pub(super) bytes: Range<usize>,
}

impl<'e> EntryReading<'e> {
    /// Reads the entry `id`.
    pub(super) fn new(
        id: EntryId,
        linked: &'e LinkedGlossary,
        names: &NameIndex,
        config: &Config,
    ) -> Self {
        let entry = linked.glossary.entry(id);
        let body = entry.body.parse();
        let shown = blocks(&body.events)
            .into_iter()
            .filter(|block| body.is_shown(block.events.start));
        let blocks: Vec<_> = shown
            .map(|block| {
                let prose = Prose::read(&body.events, block.events.clone());
                let text = prose.without_code_and_links();
                let names = names.mentions(&text);
                BlockReading {
                    block,
                    prose,
                    text,
                    names,
                }
            })
            .collect();
        let events = body.events;
        let gloss = GlossReading::new(entry, &events, &blocks, config);
        Self {
            events,
            blocks,
            gloss,
        }
    }

    /// The place in the file of some bytes of a block's text.
    pub(super) fn place(&self, entry: &Entry, block: &BlockReading, bytes: Range<usize>) -> Place {
        entry.place(span_of(entry, &self.events, &block.prose, bytes))
    }

    /// The number of words in the definition, without headings.
    pub(super) fn words(&self) -> usize {
        let text = self.blocks.iter().filter(|block| !block.block.is_heading);
        text.map(|block| count_words(&block.prose.text)).sum()
    }
}

impl GlossReading {
    fn new(
        entry: &Entry,
        events: &[(Event<'_>, Span)],
        blocks: &[BlockReading],
        config: &Config,
    ) -> Self {
        let text = entry.gloss.text.clone();
        if let Some(written) = &entry.front.gloss {
            return Self {
                text,
                span: written.span.clone(),
                sentence: None,
            };
        }
        // a derived gloss is the first sentence of the first paragraph that has one
        let sentence = paragraphs(events).find_map(|paragraph| {
            let block = blocks
                .iter()
                .position(|block| block.block.events.start > paragraph.start)?;
            let sentences = blocks.get(block)?.prose.sentences(&config.edition.language);
            let bytes = sentences.first()?.clone();
            Some(GlossSentence { block, bytes })
        });
        let span = sentence.as_ref().and_then(|sentence| {
            let block = blocks.get(sentence.block)?;
            Some(span_of(entry, events, &block.prose, sentence.bytes.clone()))
        });
        Self {
            text,
            span: span.unwrap_or(entry.front.title.span.clone()),
            sentence,
        }
    }
}

fn span_of(
    entry: &Entry,
    events: &[(Event<'_>, Span)],
    prose: &Prose,
    bytes: Range<usize>,
) -> Span {
    let Range::<Position> { start, end } = prose.positions(bytes);
    source_span(events, &entry.file.text, start, end)
}

/// The number of words in a text. In scripts without spaces between words, two characters count as one
/// word: *large language model* has 3 words, and *大規模言語* has 3 as well.
pub(super) fn count_words(text: &str) -> usize {
    let (mut words, mut characters) = (0, 0);
    for run in text.split_whitespace() {
        characters += run.chars().filter(|c| is_unspaced(*c)).count();
        let is_word = |c: char| c.is_alphanumeric() && !is_unspaced(c);
        words += usize::from(run.contains(is_word));
    }
    words + characters.div_ceil(2)
}
