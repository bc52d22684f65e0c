//! Any text with its links: what its references lead to, which mentions in it become links, and what
//! is wrong with either.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Tag};

use super::{CrossReference, Mention, Origin, Target};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::entry::context::{Context, context, shortened};
use crate::entry::events::{Position, element, end_of, plain_text, source_span};
use crate::entry::markdown::Body;
use crate::entry::prose::{Block, Prose, blocks};
use crate::glossary::EntryId;
use crate::link::autolink::{AutomaticLink, link_positions};
use crate::link::policy::{Found, Passage, Policy, WrittenLink};
use crate::link::resolver::{Surroundings, Text};
use crate::names::{Resolved, can_be_typed, is_plain};
use crate::source::{Place, SourceFile, Span};
use crate::text::fold::single_spaced;
use crate::text::slice;

/// A text all of whose references are resolved.
#[derive(Debug, Clone)]
pub struct LinkedText {
    /// The file that it is in.
    pub file: Arc<SourceFile>,
    /// What is said in it.
    pub body: Arc<Body>,
    /// The sentence of it that is marked as its gloss, if one is.
    pub lead: Option<Range<Position>>,
    /// What the author made the body point at, in the order of its events.
    pub references: Box<[CrossReference]>,
    /// Mentions that become links, in the order of the body's events.
    pub automatic: Box<[AutomaticLink]>,
    /// All links of the text to other entries, in the order in which readers meet them.
    pub mentions: Box<[Mention]>,
    /// The first mention of each entry, in the same order.
    pub first_mentions: Box<[FirstMention]>,
    /// What is wrong with its references and mentions.
    pub diagnostics: Vec<Diagnostic>,
}

/// The first mention of an entry in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstMention {
    /// The entry that is mentioned.
    pub to: EntryId,
    /// The sentence around the mention.
    pub context: Arc<Context>,
}

impl Surroundings<'_> {
    /// Links a text: resolves its references, and finds the mentions in it that become links.
    pub fn text(&self, text: &Text<'_>) -> LinkedText {
        let mut diagnostics = Vec::new();
        let body = text.body;
        let mut references = Vec::with_capacity(body.references.len());
        for reference in &body.references {
            let target = self.reference(text, reference, &mut diagnostics);
            references.extend(target.map(|target| CrossReference {
                event: reference.event,
                target,
            }));
        }
        let linking = &self.config.settings.linking;
        let mut reading = Reading {
            around: self,
            text: *text,
            policy: Policy::new(self.names, linking, text.defines),
            with_context: text.defines.into_iter().collect(),
            automatic: Vec::new(),
            mentions: Vec::new(),
            first_mentions: Vec::new(),
            diagnostics,
        };
        for block in blocks(&body.events) {
            if body.is_shown(block.events.start) {
                reading.block(&block, &references);
            }
        }
        // footnotes are read last, wherever they are written
        reading.automatic.sort_by_key(|link| link.positions.start);
        LinkedText {
            file: Arc::clone(text.file),
            body: Arc::clone(body),
            lead: text.lead.cloned(),
            references: references.into(),
            automatic: reading.automatic.into(),
            mentions: reading.mentions.into(),
            first_mentions: reading.first_mentions.into(),
            diagnostics: reading.diagnostics,
        }
    }
}

/// A text while it is read, block by block, for what it says of other entries.
struct Reading<'r> {
    around: &'r Surroundings<'r>,
    text: Text<'r>,
    policy: Policy<'r>,
    /// The entries with a context, and the entry that the text defines.
    with_context: HashSet<EntryId>,
    automatic: Vec<AutomaticLink>,
    mentions: Vec<Mention>,
    first_mentions: Vec<FirstMention>,
    diagnostics: Vec<Diagnostic>,
}

/// A link in a block, with its bytes in the block's text.
struct BlockLink {
    words: Range<usize>,
    mention: Mention,
}

impl Reading<'_> {
    /// Reads the next block; `references` are those of the whole text.
    fn block(&mut self, block: &Block, references: &[CrossReference]) {
        let events = &self.text.body.events;
        let prose = Prose::read(events, block.events.clone());
        let mut links = written_links(events, &prose, references);
        let written: Vec<_> = links
            .iter()
            .map(|link| WrittenLink {
                words: link.words.clone(),
                entry: link.mention.to,
            })
            .collect();
        let passage = Passage {
            text: &prose.text,
            searched: &prose.without_code_and_links(),
            is_heading: block.is_heading,
            is_quoted: block.is_quoted,
            written: &written,
        };
        let fits = |words: &Range<usize>| link_positions(events, &prose, words.clone()).is_some();
        for found in self.policy.read(&passage, &fits) {
            match found {
                Found::Link { words, means } => {
                    links.extend(self.link(&prose, words, means));
                }
                Found::Ambiguous { words, candidates } => {
                    let written = single_spaced(slice(&prose.text, words.clone()));
                    let bar = if block.is_cell { "\\|" } else { "|" };
                    let place = self.place(&prose, words);
                    let fits = place.text() == written && is_plain(&written);
                    let write = |name: &str| {
                        let reference = Suggestion::new(format!("[[{name}{bar}{written}]]"));
                        if fits && can_be_typed(name) {
                            reference.in_place_of(&place)
                        } else {
                            reference
                        }
                    };
                    let names = self.around.names;
                    let fault =
                        names.ambiguous(Code::AmbiguousMention, &written, &candidates, write);
                    self.diagnostics.push(fault.at(place));
                }
                Found::Deprecated { words, means } => {
                    let written = slice(&prose.text, words.clone());
                    let place = self.place(&prose, words);
                    let fault = self.around.names.deprecated(written, means, &place);
                    self.diagnostics.push(fault);
                }
            }
        }
        links.sort_by_key(|link| link.words.start);
        for link in links {
            self.take(&prose, link);
        }
    }

    /// Makes a link of some words.
    fn link(&mut self, prose: &Prose, words: Range<usize>, means: Resolved) -> Option<BlockLink> {
        let events = &self.text.body.events;
        let positions = link_positions(events, prose, words.clone())?;
        let Range { start, end } = positions;
        self.automatic.push(AutomaticLink {
            positions: start..end,
            means,
        });
        Some(BlockLink {
            mention: Mention {
                to: means.entry,
                text: shortened(slice(&prose.text, words.clone())),
                span: source_span(events, &self.text.file.text, start, end),
                origin: Origin::Automatic(means.kind, means.closeness),
            },
            words,
        })
    }

    /// Takes a link of a block over, and the sentence around it if it is the first to its entry.
    fn take(&mut self, prose: &Prose, link: BlockLink) {
        let BlockLink { words, mention } = link;
        if self.with_context.insert(mention.to) {
            let language = &self.around.config.edition.language;
            let context = context(prose, words, &mention.text, language);
            self.first_mentions.push(FirstMention {
                to: mention.to,
                context: Arc::new(context),
            });
        }
        if Some(mention.to) != self.text.defines {
            self.mentions.push(mention);
        }
    }

    /// The place of some words of a block.
    fn place(&self, prose: &Prose, words: Range<usize>) -> Place {
        let Range { start, end } = prose.positions(words);
        let events = &self.text.body.events;
        let span = source_span(events, &self.text.file.text, start, end);
        self.text.place(span)
    }
}

/// The links to entries that an author wrote in a block, in order.
fn written_links(
    events: &[(Event<'_>, Span)],
    block: &Prose,
    references: &[CrossReference],
) -> Vec<BlockLink> {
    let start = references.partition_point(|link| link.event < block.events.start);
    let end = references.partition_point(|link| link.event < block.events.end);
    let mut links = Vec::new();
    for reference in references.get(start..end).unwrap_or_default() {
        let Target::Entry(to, _) = reference.target else {
            continue;
        };
        let Some((event, span)) = events.get(reference.event) else {
            continue;
        };
        let end = end_of(events, reference.event);
        let words = block.start_of(reference.event)..block.start_of(end);
        let mut text = shortened(slice(&block.text, words.clone()));
        if text.is_empty() {
            // a picture is the link: its text stands in
            text = shortened(&plain_text(element(events, reference.event)));
        }
        let is_name = matches!(
            event,
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { .. },
                ..
            })
        );
        let mention = Mention {
            to,
            text,
            span: span.clone(),
            origin: if is_name {
                Origin::Name
            } else {
                Origin::Address
            },
        };
        links.push(BlockLink { words, mention });
    }
    links
}
