//! Links a text: resolves its references, finds the mentions that become links, and reports problems with
//! both.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Tag};

use super::{CrossReference, Mention, Origin, Reason, Target};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::entry::Example;
use crate::entry::context::{Sentence, shortened};
use crate::entry::events::{Position, element, end_of, plain_text, source_span};
use crate::entry::markdown::{Body, ParsedBody};
use crate::entry::prose::{Block, Prose, blocks};
use crate::glossary::EntryId;
use crate::link::autolink::{AutomaticLink, link_positions};
use crate::link::policy::{Decision, Passage, Policy, WrittenLink};
use crate::link::resolver::{Definitions, Surroundings, Text};
use crate::names::{Resolved, can_be_typed, is_plain};
use crate::source::{Place, Span};
use crate::text::fold::{fold, single_spaced};
use crate::text::slice;

/// A text with its links: all references are resolved.
#[derive(Debug, Clone)]
pub struct LinkedText {
    /// The text.
    pub body: Arc<Body>,
    /// The sentence that is marked as the gloss, if there is one.
    pub lead: Option<Range<Position>>,
    /// The links and images that the author wrote, in the order of the body's events.
    pub references: Box<[CrossReference]>,
    /// The mentions that become links, in the order of the body's events.
    pub automatic: Box<[AutomaticLink]>,
    /// All links of the text to other entries, in reading order: those in footnotes are last.
    pub mentions: Box<[Mention]>,
    /// The examples of an entry, each as a text of its own. Their mentions and diagnostics are those of the entry.
    pub examples: Box<[LinkedExample]>,
    /// The diagnostics of its references and mentions.
    pub diagnostics: Vec<Diagnostic>,
}

/// An example with its links.
#[derive(Debug, Clone)]
pub struct LinkedExample {
    /// Its place in the entry's file.
    pub example: Example,
    /// Its text.
    pub text: LinkedText,
}

impl LinkedText {
    /// The links and images that the author wrote, in the text and in its examples.
    pub fn all_references(&self) -> impl Iterator<Item = &CrossReference> {
        let examples = self.examples.iter();
        let in_examples = examples.flat_map(|example| &example.text.references);
        self.references.iter().chain(in_examples)
    }

    /// Replaces the identifiers of all entries by those that `now` gives, for the same entries in another order. `None` if
    /// one of these entries is gone.
    pub(super) fn replace_ids(&mut self, now: &dyn Fn(EntryId) -> Option<EntryId>) -> Option<()> {
        for reference in &mut self.references {
            if let Target::Entry(id, _) = &mut reference.target {
                *id = now(*id)?;
            }
        }
        for link in &mut self.automatic {
            link.means.entry = now(link.means.entry)?;
        }
        for mention in &mut self.mentions {
            mention.to = now(mention.to)?;
        }
        for example in &mut self.examples {
            example.text.replace_ids(now)?;
        }
        Some(())
    }
}

impl Surroundings<'_> {
    /// Links a text: resolves its references, and finds the mentions that become links.
    pub fn text(&self, text: &Text<'_>) -> LinkedText {
        self.text_with(text, &[])
    }

    /// Links the text of an entry with its examples. They are one text, of which the examples are the end: a term
    /// that the text links is not linked again in an example.
    pub(super) fn text_with(&self, text: &Text<'_>, examples: &[Example]) -> LinkedText {
        let parsed = text.body.parse();
        let settings = &self.config.settings.linking;
        let whole_text = || words_of(&parsed.events);
        let mut read = Read {
            policy: Policy::new(self.names, settings, text.defines, &whole_text),
            mentioned: HashSet::new(),
        };
        let linked = self.part(text, &parsed, true, &mut read);
        let mut mentions = linked.mentions.into_vec();
        let mut diagnostics = linked.diagnostics;
        let examples = examples.iter().map(|example| {
            let text = Text {
                body: &example.body,
                lead: None,
                defines: text.defines,
            };
            let mut own = self.part(&text, &text.body.parse(), example.is_placed(), &mut read);
            let of_example = std::mem::take(&mut own.mentions).into_iter();
            mentions.extend(of_example.map(|mention| placed(mention, example)));
            let of_example = std::mem::take(&mut own.diagnostics).into_iter();
            diagnostics.extend(of_example.map(|diagnostic| example.placed(diagnostic)));
            LinkedExample {
                example: example.clone(),
                text: own,
            }
        });
        let examples = examples.collect();
        LinkedText {
            mentions: mentions.into(),
            examples,
            diagnostics,
            ..linked
        }
    }

    /// Links a text, or an example of it, after the parts that were `read` before.
    fn part(
        &self,
        text: &Text<'_>,
        parsed: &ParsedBody<'_>,
        has_places: bool,
        read: &mut Read<'_>,
    ) -> LinkedText {
        let mut diagnostics = Vec::new();
        let references = self.references(text, parsed, &mut diagnostics);
        let mut linker = TextLinker {
            surroundings: self,
            text: *text,
            events: &parsed.events,
            read,
            has_places,
            automatic: Vec::new(),
            mentions: Vec::new(),
            diagnostics,
        };
        linker.blocks(parsed, &references);
        LinkedText {
            body: Arc::clone(text.body),
            lead: text.lead.cloned(),
            references: references.into(),
            automatic: linker.automatic.into(),
            mentions: linker.mentions.into(),
            examples: Box::default(),
            diagnostics: linker.diagnostics,
        }
    }

    /// The references of a text, resolved. Problems are added to `diagnostics`.
    fn references(
        &self,
        text: &Text<'_>,
        parsed: &ParsedBody<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<CrossReference> {
        let mut references = Vec::with_capacity(parsed.references.len());
        let definitions = Definitions::new();
        for reference in &parsed.references {
            let target = self.reference(text, reference, &definitions, diagnostics);
            references.extend(target.map(|target| CrossReference {
                event: reference.event,
                target,
            }));
        }
        references
    }
}

/// A mention in an example, with its place in the entry's file.
fn placed(mut mention: Mention, example: &Example) -> Mention {
    let span = mention.span.clone();
    let sentence = mention.sentence.take();
    mention.sentence = sentence.map(|sentence| sentence.detached(&span, &example.body.file));
    mention.span = example.span_of(&span);
    mention
}

/// What is known of an entry's text and examples as far as they are read.
struct Read<'r> {
    policy: Policy<'r>,
    /// The entries with a mention.
    mentioned: HashSet<EntryId>,
}

/// A text while it is linked, block by block.
struct TextLinker<'r, 'e, 'p> {
    surroundings: &'e Surroundings<'e>,
    text: Text<'e>,
    events: &'e [(Event<'e>, Span)],
    read: &'p mut Read<'r>,
    /// Whether the place of each word in the file is known. Where it is not, words do not become links.
    has_places: bool,
    automatic: Vec<AutomaticLink>,
    mentions: Vec<Mention>,
    diagnostics: Vec<Diagnostic>,
}

/// A link in a block. `words` are its bytes in the block's text.
struct BlockLink {
    words: Range<usize>,
    mention: Mention,
}

impl TextLinker<'_, '_, '_> {
    /// Links all blocks of the text. `references` are those of the whole text.
    fn blocks(&mut self, parsed: &ParsedBody<'_>, references: &[CrossReference]) {
        for block in blocks(self.events) {
            if parsed.is_shown(block.events.start) {
                self.block(&block, references);
            }
        }
        // until here, the links have the reading order, in which footnotes are last
        self.automatic.sort_by_key(|link| link.positions.start);
    }

    /// Links the next block. `references` are those of the whole text.
    fn block(&mut self, block: &Block, references: &[CrossReference]) {
        let events = self.events;
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
        let has_places = self.has_places;
        let fits = |words: &Range<usize>| {
            has_places && link_positions(events, &prose, words.clone()).is_some()
        };
        for decision in self.read.policy.read(&passage, &fits) {
            match decision {
                Decision::Link {
                    words,
                    means,
                    reason,
                } => {
                    links.extend(self.link(&prose, words, means, reason));
                }
                Decision::Ambiguous { words, candidates } => {
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
                    let names = self.surroundings.names;
                    let diagnostic =
                        names.ambiguous(Code::AmbiguousMention, &written, &candidates, write);
                    let name = self.shared_name(&written, &candidates);
                    self.diagnostics.push(diagnostic.at(place).about(name));
                }
                Decision::Deprecated { words, means } => {
                    let written = slice(&prose.text, words.clone());
                    let place = self.place(&prose, words);
                    let diagnostic = self.surroundings.names.deprecated(written, means, &place);
                    self.diagnostics.push(diagnostic);
                }
            }
        }
        links.sort_by_key(|link| link.words.start);
        for link in links {
            self.add(&prose, link);
        }
    }

    /// The name that several entries share, in a form that is the same for all mentions of it: the slugs of the
    /// entries, and the name of the first one that is most like the words.
    fn shared_name(&self, written: &str, candidates: &[Resolved]) -> String {
        let surroundings = self.surroundings;
        let language = &surroundings.config.edition.language;
        let entries = candidates
            .iter()
            .map(|one| surroundings.glossary.entry(one.entry));
        let entries: Vec<_> = entries.collect();
        let written = fold(written, language);
        let alike = |name: &str| {
            let pairs = name.chars().zip(written.chars());
            pairs.take_while(|(one, other)| one == other).count()
        };
        let first = entries.first().into_iter();
        let names = first.flat_map(|entry| &entry.labels);
        let names = names.map(|label| fold(&label.text, language));
        let name = names.max_by_key(|name| (alike(name), std::cmp::Reverse(name.len())));
        let mut slugs: Vec<&str> = entries.iter().map(|entry| entry.slug.as_str()).collect();
        slugs.sort_unstable();
        format!("{} {}", name.unwrap_or_default(), slugs.join(" "))
    }

    /// Makes a link of some words, if its positions are possible.
    fn link(
        &mut self,
        prose: &Prose,
        words: Range<usize>,
        means: Resolved,
        reason: Reason,
    ) -> Option<BlockLink> {
        let events = self.events;
        let positions = link_positions(events, prose, words.clone())?;
        let Range { start, end } = positions;
        self.automatic.push(AutomaticLink {
            positions: start..end,
            means,
        });
        Some(BlockLink {
            mention: Mention {
                to: means.entry,
                text: shortened(slice(&prose.text, words.clone())).into(),
                span: source_span(events, &self.text.body.file.text, start, end),
                origin: Origin::Automatic(means.kind, means.closeness, reason),
                sentence: None,
            },
            words,
        })
    }

    /// Adds a link of a block to the text, with its sentence if it is the first link to its entry. A link to
    /// the entry that the text defines is not a mention.
    fn add(&mut self, prose: &Prose, link: BlockLink) {
        let BlockLink { words, mut mention } = link;
        if Some(mention.to) == self.text.defines {
            return;
        }
        if self.read.mentioned.insert(mention.to) {
            let language = &self.surroundings.config.edition.language;
            let file = &self.text.body.file;
            let sentence =
                Sentence::around(&mention.span, &words, prose, self.events, file, language);
            mention.sentence = Some(sentence);
        }
        self.mentions.push(mention);
    }

    /// The place of some words of a block.
    fn place(&self, prose: &Prose, words: Range<usize>) -> Place {
        let Range { start, end } = prose.positions(words);
        let events = self.events;
        let span = source_span(events, &self.text.body.file.text, start, end);
        self.text.place(span)
    }
}

/// The words of a text, with its code.
fn words_of(events: &[(Event<'_>, Span)]) -> String {
    let words = events.iter().filter_map(|(event, _)| match event {
        Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
        _ => None,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The links to entries that the author wrote in a block, in order.
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
            // the link contains only an image: the text of the image is shown
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
            text: text.into(),
            span: span.clone(),
            origin: if is_name {
                Origin::Name
            } else {
                Origin::Address
            },
            sentence: None,
        };
        links.push(BlockLink { words, mention });
    }
    links
}
