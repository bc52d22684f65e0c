//! Mentions that become links: which of those that the matcher finds in an entry, and where.
//!
//! Nothing is changed here. What is found is given as places, and `html` writes the links.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::config::{Config, Mentions};
use crate::diagnostic::{Code, Faults};
use crate::events::{Position, source_span};
use crate::glossary::{Entry, EntryId, LabelKind};
use crate::labels::{Meant, NameIndex, Resolved};
use crate::matcher::{Match, Meaning};
use crate::prose::{Block, Prose};
use crate::source::{Place, Span};
use crate::text::fold::{fold, single_spaced};
use crate::text::inflection::Grammar;
use crate::text::words::is_hyphen;

/// How many bytes an acronym has at most.
const LONGEST_ACRONYM: usize = 12;

/// How many bytes before an acronym are read for what it stands for.
const LONGEST_PHRASE: usize = 200;

/// A mention that becomes a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutomaticLink {
    /// Its bytes in its block's text.
    pub words: Range<usize>,
    /// Where the link begins and ends among the events: whatever begins between ends there too.
    pub positions: Range<Position>,
    /// What it means, and by which name.
    pub means: Resolved,
}

/// A link that the author wrote, in the same block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenLink {
    /// Its bytes in the block's text.
    pub words: Range<usize>,
    /// The entry that it leads to.
    pub entry: EntryId,
}

/// Reads one entry, block by block in the order in which readers meet them.
pub struct Autolinker<'a, 's> {
    id: EntryId,
    entry: &'a Entry<'s>,
    names: &'a NameIndex<'a, 's>,
    config: &'a Config,
    faults: &'a Faults,
    /// The entries that need no more links, in the entry or in its section.
    linked: HashSet<EntryId>,
    /// What a name that several entries have means in this entry, as it says itself: *continuous
    /// delivery (CD)*.
    defined: HashMap<String, EntryId>,
    /// The ambiguous names that have been told of.
    told: HashSet<String>,
}

impl<'a, 's> Autolinker<'a, 's> {
    /// A reader of the entry `id`; ambiguous mentions and names to avoid are reported.
    pub fn new(
        id: EntryId,
        entry: &'a Entry<'s>,
        names: &'a NameIndex<'a, 's>,
        config: &'a Config,
        faults: &'a Faults,
    ) -> Self {
        Self {
            id,
            entry,
            names,
            config,
            faults,
            linked: HashSet::new(),
            defined: HashMap::new(),
            told: HashSet::new(),
        }
    }

    /// The links of the entry's next block, in order; `written` are those that its author wrote, in
    /// order too.
    pub fn read(
        &mut self,
        block: &Block,
        prose: &Prose,
        written: &[WrittenLink],
    ) -> Vec<AutomaticLink> {
        if block.is_heading && self.config.linking.mentions == Mentions::Section {
            self.linked.clear();
        }
        let is_left_out = block.is_heading || (block.is_quoted && !self.config.linking.quotations);
        let mut links = Vec::new();
        let mut written = written.iter().peekable();
        let text = match is_left_out {
            true => String::new(),
            false => prose.without_code_and_links(),
        };
        let found = self.names.mentions(&text);
        let spelled_out = spelled_out(&text, Grammar::of(&self.config.language));
        let is_part = |mention: &Match| {
            let next = spelled_out.partition_point(|name| name.end <= mention.span.start);
            spelled_out.get(next).is_some_and(|name| {
                name.start <= mention.span.start && name.len() > mention.span.len()
            })
        };
        let mut rest = found.as_slice();
        while let [mention, after @ ..] = rest {
            while let Some(link) = written.next_if(|link| link.words.end <= mention.span.start) {
                self.meet(prose, link);
            }
            let expansion = after
                .first()
                .and_then(|next| self.expansion(&text, mention, next));
            rest = match expansion {
                Some(_) => &after[1..],
                None => after,
            };
            let (means, words) = match expansion {
                Some((means, words)) => (Some(means), words),
                None if is_part(mention) => continue,
                None => (self.means(prose, mention), mention.span.clone()),
            };
            let Some(means) = means.filter(|means| means.entry != self.id) else {
                continue;
            };
            let events = &self.entry.body.events;
            let place = |words: Range<usize>| Some((nested(events, prose, words.clone())?, words));
            let Some((positions, words)) = place(words).or_else(|| place(mention.span.clone()))
            else {
                continue;
            };
            self.report_deprecated(prose, mention, means);
            let is_first = self.linked.insert(means.entry);
            if is_first || self.config.linking.mentions == Mentions::All {
                links.push(AutomaticLink {
                    words,
                    positions,
                    means,
                });
            }
        }
        for link in written {
            self.meet(prose, link);
        }
        links
    }

    /// Takes note of a link that the author wrote: its entry has one, and its text is said to mean
    /// it.
    fn meet(&mut self, prose: &Prose, link: &WrittenLink) {
        self.linked.insert(link.entry);
        let meanings = self.names.meanings(&prose.text[link.words.clone()]);
        self.define(&meanings, link.entry);
    }

    /// Takes note that names which may mean several entries mean one here.
    fn define(&mut self, meanings: &[Meaning], entry: EntryId) {
        for name in self.names.names(meanings) {
            self.defined.insert(self.fold(name), entry);
        }
    }

    /// The entry that a mention means, if it is to be linked. One that could be several is
    /// reported.
    fn means(&mut self, prose: &Prose, mention: &Match) -> Option<Resolved> {
        match self.names.meant(mention, self.id) {
            Meant::One(means) => Some(means),
            Meant::Nothing => None,
            Meant::Several(several) => {
                let text = single_spaced(&prose.text[mention.span.clone()]);
                let names = self.names.names(&mention.meanings);
                let names: Vec<String> = names.map(|name| self.fold(name)).collect();
                if let Some(entry) = names.iter().find_map(|name| self.defined.get(name)) {
                    return several.into_iter().find(|means| means.entry == *entry);
                }
                let is_news = names.into_iter().any(|name| self.told.insert(name));
                if is_news {
                    let code = Code::AmbiguousMention;
                    let fault = self.names.ambiguous(code, &text, &several);
                    self.faults.report(fault.at(self.place(prose, mention)));
                }
                None
            }
        }
    }

    /// What two mentions mean together, if the second is another name of the first's entry in
    /// brackets: *large language model (LLM)*. From there on the entry uses either name in that
    /// meaning.
    fn expansion(
        &mut self,
        text: &str,
        first: &Match,
        second: &Match,
    ) -> Option<(Resolved, Range<usize>)> {
        let between = text.get(first.span.end..second.span.start)?;
        let close = text[second.span.end..].chars().next()?;
        let is_bracketed = matches!((between.trim_start(), close), ("(", ')') | ("（", '）'));
        if !is_bracketed {
            return None;
        }
        let shared = |mention: &Match, other: &Match| match self.names.meant(mention, self.id) {
            Meant::One(means) => self
                .names
                .candidates(other)
                .any(|entry| entry == means.entry)
                .then_some(means),
            _ => None,
        };
        let means = shared(first, second).or_else(|| shared(second, first))?;
        for mention in [first, second] {
            self.define(&mention.meanings, means.entry);
        }
        Some((means, first.span.start..second.span.end + close.len_utf8()))
    }

    fn report_deprecated(&self, prose: &Prose, mention: &Match, means: Resolved) {
        if means.kind == LabelKind::Deprecated {
            let written = &prose.text[mention.span.clone()];
            let fault = self.names.deprecated(written, means);
            self.faults.report(fault.at(self.place(prose, mention)));
        }
    }

    fn place(&self, prose: &Prose, mention: &Match) -> Place {
        let positions = prose.positions(mention.span.clone());
        self.entry.place(source_span(
            &self.entry.body.events,
            positions.start,
            positions.end,
        ))
    }

    fn fold(&self, name: &str) -> String {
        fold(name, &self.config.language)
    }
}

/// The bytes of phrases with their initials in brackets after them: *Container Runtime Interface
/// (CRI)*. What they are called is told on the spot, so a shorter name in them is part of that.
fn spelled_out(text: &str, grammar: &Grammar) -> Vec<Range<usize>> {
    let is_apart = |c: char| c.is_whitespace() || is_hyphen(c);
    text.match_indices('(')
        .filter_map(|(bracket, _)| {
            let inside = &text[bracket + 1..];
            let inside = &inside[..inside.floor_char_boundary(LONGEST_ACRONYM + 1)];
            let (inside, _) = inside.split_once(')')?;
            let initials = inside.strip_suffix('s').unwrap_or(inside);
            let is_acronym = initials.chars().all(char::is_alphanumeric)
                && initials.chars().filter(|c| c.is_uppercase()).count() > 1;
            if !is_acronym {
                return None;
            }
            let end = text[..bracket].trim_end().len();
            let earliest = text.ceil_char_boundary(end.saturating_sub(LONGEST_PHRASE));
            let mut start = end;
            let mut initials = initials.chars().flat_map(char::to_lowercase).rev();
            let mut initial = initials.next();
            while let Some(sought) = initial {
                let before = text[earliest..start].trim_end_matches(is_apart);
                let word = before.rsplit(is_apart).next()?.to_lowercase();
                if word.starts_with(sought) {
                    initial = initials.next();
                } else if word.is_empty() || !grammar.is_particle(&word) {
                    // the `of` of *quality of service (QS)* has no initial
                    return None;
                }
                let gap = before.rfind(is_apart)?;
                start = earliest + before.ceil_char_boundary(gap + 1);
            }
            Some(start..end)
        })
        .collect()
}

/// The places between which a link can stand around some words: elements that begin within it end
/// within it. `None` where there are none, or where a footnote's mark stands between, which is a
/// link itself.
fn nested(
    events: &[(Event<'_>, Span)],
    prose: &Prose,
    words: Range<usize>,
) -> Option<Range<Position>> {
    let Range { mut start, mut end } = prose.positions(words);
    // elements that end among the words and began before, and the other way round
    let (mut unopened, mut open) = (0usize, 0usize);
    for (event, _) in &events[start.event..end.event.max(start.event)] {
        match side(event)? {
            Side::Begin => open += 1,
            Side::End if open > 0 => open -= 1,
            Side::End => unopened += 1,
            Side::Within => {}
        }
    }
    for _ in 0..unopened {
        start.event = (start.offset == 0).then(|| start.event.checked_sub(1))??;
        matches!(side(&events[start.event].0), Some(Side::Begin)).then_some(())?;
    }
    for _ in 0..open {
        let closes = end.offset == 0 && matches!(side(&events.get(end.event)?.0), Some(Side::End));
        closes.then_some(())?;
        end.event += 1;
    }
    Some(start..end)
}

/// What an event is to a link around it.
enum Side {
    Begin,
    End,
    Within,
}

/// `None` for what cannot stand in a link.
fn side(event: &Event<'_>) -> Option<Side> {
    match event {
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => Some(Side::Begin),
        Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => Some(Side::End),
        Event::InlineHtml(tag) if tag.starts_with("</") => Some(Side::End),
        Event::InlineHtml(tag) if !tag.starts_with("<br") => Some(Side::Begin),
        Event::Text(_) | Event::SoftBreak => Some(Side::Within),
        _ => None,
    }
}
