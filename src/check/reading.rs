//! An entry as the rules read it: its running text, the names in it, its gloss.

use std::ops::Range;

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

/// What an entry says.
pub(super) struct EntryReading {
    /// Its blocks of text that readers see, in their order.
    pub(super) blocks: Vec<BlockReading>,
    /// Its meaning in one line.
    pub(super) gloss: GlossReading,
}

/// A block of text.
pub(super) struct BlockReading {
    pub(super) block: Block,
    pub(super) prose: Prose,
    /// Its words without code and links, byte for byte where they are in `prose`.
    pub(super) text: String,
    /// The names of entries in that text, in order.
    pub(super) names: Vec<Match>,
}

/// A gloss, written or derived.
pub(super) struct GlossReading {
    pub(super) text: String,
    /// Where it is written in the entry's file; the title if that cannot be told.
    pub(super) span: Span,
    /// The block that it is the first sentence of, and its bytes there.
    pub(super) sentence: Option<(usize, Range<usize>)>,
}

impl EntryReading {
    /// Reads the entry `id`.
    pub(super) fn new(
        id: EntryId,
        linked: &LinkedGlossary,
        names: &NameIndex,
        config: &Config,
    ) -> Self {
        let entry = linked.glossary.entry(id);
        let events = &entry.body.events;
        let shown = blocks(events)
            .into_iter()
            .filter(|block| entry.body.is_shown(block.events.start));
        let blocks: Vec<_> = shown
            .map(|block| {
                let prose = Prose::read(events, block.events.clone());
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
        let gloss = GlossReading::new(entry, &blocks, config);
        Self { blocks, gloss }
    }

    /// Where some bytes of the text of a block are written.
    pub(super) fn place(&self, entry: &Entry, block: &BlockReading, words: Range<usize>) -> Place {
        entry.place(span_of(entry, &block.prose, words))
    }

    /// How many words the definition has, headings aside.
    pub(super) fn words(&self) -> usize {
        let text = self.blocks.iter().filter(|block| !block.block.is_heading);
        text.map(|block| count_words(&block.prose.text)).sum()
    }
}

impl GlossReading {
    fn new(entry: &Entry, blocks: &[BlockReading], config: &Config) -> Self {
        let text = entry.gloss.text.clone();
        if let Some(written) = &entry.front.gloss {
            return Self {
                text,
                span: written.span.clone(),
                sentence: None,
            };
        }
        // the first paragraph that has a sentence, as where the gloss was taken from
        let sentence = paragraphs(&entry.body.events).find_map(|paragraph| {
            let at = blocks
                .iter()
                .position(|block| block.block.events.start > paragraph.start)?;
            let sentences = blocks.get(at)?.prose.sentences(&config.edition.language);
            Some((at, sentences.first()?.clone()))
        });
        let span = sentence.as_ref().and_then(|(at, words)| {
            let block = blocks.get(*at)?;
            Some(span_of(entry, &block.prose, words.clone()))
        });
        Self {
            text,
            span: span.unwrap_or(entry.front.title.span.clone()),
            sentence,
        }
    }
}

fn span_of(entry: &Entry, prose: &Prose, words: Range<usize>) -> Span {
    let Range::<Position> { start, end } = prose.positions(words);
    source_span(&entry.body.events, &entry.file.text, start, end)
}

/// How many words a text has. Where a script puts no spaces between words, two characters are
/// taken for one.
pub(super) fn count_words(text: &str) -> usize {
    let (mut words, mut characters) = (0, 0);
    for run in text.split_whitespace() {
        characters += run.chars().filter(|c| is_unspaced(*c)).count();
        let is_word = |c: char| c.is_alphanumeric() && !is_unspaced(c);
        words += usize::from(run.contains(is_word));
    }
    words + characters.div_ceil(2)
}
