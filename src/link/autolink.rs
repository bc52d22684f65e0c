//! Mentions that become links: which of those that the matcher finds in an entry, and where.
//!
//! Nothing is changed here. What is found is given as places, and `html` writes the links.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::{Code, Faults};
use crate::entry::events::{Position, nesting, source_span};
use crate::entry::prose::{Block, Prose};
use crate::glossary::{Entry, EntryId, LabelKind};
use crate::names::matcher::{Match, Meaning};
use crate::names::{Meant, NameIndex, Resolved};
use crate::project::config::{Config, Mentions};
use crate::source::{Place, Span};
use crate::text::fold::{fold, is_hyphen, single_spaced};
use crate::text::inflection::Grammar;
use crate::text::words::is_quotation_mark;
use crate::text::{head, slice};

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
pub struct Autolinker<'a> {
    id: EntryId,
    entry: &'a Entry,
    names: &'a NameIndex,
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

impl<'a> Autolinker<'a> {
    /// A reader of the entry `id`; ambiguous mentions and names to avoid are reported.
    pub fn new(
        id: EntryId,
        entry: &'a Entry,
        names: &'a NameIndex,
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
        if block.is_heading && self.config.settings.linking.mentions == Mentions::Section {
            self.linked.clear();
        }
        let mut links = Vec::new();
        let mut written = written.iter().peekable();
        if !block.is_heading && (self.config.settings.linking.quotations || !block.is_quoted) {
            let text = prose.without_code_and_links();
            let found = self.names.mentions(&text);
            let spelled_out = match found.is_empty() {
                true => Vec::new(),
                false => spelled_out(&text, Grammar::of(&self.config.edition.language)),
            };
            let reading = Reading {
                block,
                prose,
                text,
                spelled_out,
            };
            let mut found = found.iter().peekable();
            while let Some(mention) = found.next() {
                while let Some(link) = written.next_if(|link| link.words.end <= mention.span.start)
                {
                    self.meet(prose, link);
                }
                let second = found.peek().copied();
                let (is_pair, link) = self.next_link(&reading, mention, second);
                links.extend(link);
                found.next_if(|_| is_pair);
            }
        }
        for link in written {
            self.meet(prose, link);
        }
        links
    }

    /// What a mention becomes, and whether the second one after it is part of that.
    fn next_link(
        &mut self,
        reading: &Reading<'_>,
        mention: &Match,
        second: Option<&Match>,
    ) -> (bool, Option<AutomaticLink>) {
        let meant = self.names.meant(mention, self.id);
        if let Some(second) = second
            && let Some(end) = reading.end_of_brackets(mention, second)
        {
            let meant_too = self.names.meant(second, self.id);
            if let Some(means) = self.expansion((mention, &meant), (second, &meant_too)) {
                self.report_deprecated(reading, mention, &meant);
                self.report_deprecated(reading, second, &meant_too);
                let whole = mention.span.start..end;
                return (
                    true,
                    self.link(reading, means, [whole, mention.span.clone()]),
                );
            }
        }
        if reading.is_in_spelled_out(mention) {
            return (false, None);
        }
        self.report_deprecated(reading, mention, &meant);
        let link = self
            .means(reading, mention, meant)
            .and_then(|means| self.link(reading, means, [mention.span.clone()]));
        (false, link)
    }

    /// A link on the first of some words that can hold one, if its entry is to have more links.
    fn link<const N: usize>(
        &mut self,
        reading: &Reading<'_>,
        means: Resolved,
        words: [Range<usize>; N],
    ) -> Option<AutomaticLink> {
        if means.entry == self.id {
            return None;
        }
        let events = &self.entry.body.events;
        let (words, positions) = words.into_iter().find_map(|words| {
            let positions = nested(events, reading.prose, words.clone())?;
            Some((words, positions))
        })?;
        let is_first = self.linked.insert(means.entry);
        (is_first || self.config.settings.linking.mentions == Mentions::All).then_some(
            AutomaticLink {
                words,
                positions,
                means,
            },
        )
    }

    /// Takes note of a link that the author wrote: its entry has one, and its text is said to mean
    /// it.
    fn meet(&mut self, prose: &Prose, link: &WrittenLink) {
        self.linked.insert(link.entry);
        let meanings = self.names.meanings(slice(&prose.text, link.words.clone()));
        self.define(&meanings, link.entry);
    }

    /// Takes note that names which may mean several entries mean one here.
    fn define(&mut self, meanings: &[Meaning], entry: EntryId) {
        for name in self.names.names(meanings) {
            self.defined.insert(self.fold(name), entry);
        }
    }

    /// The entry that a mention means, if it is to be linked. One that could be several is
    /// reported, the first time.
    fn means(&mut self, reading: &Reading<'_>, mention: &Match, meant: Meant) -> Option<Resolved> {
        let several = match meant {
            Meant::One(means) => return Some(means),
            Meant::Nothing => return None,
            Meant::Several(several) => several,
        };
        let names = self.names.names(&mention.meanings);
        let names: Vec<String> = names.map(|name| self.fold(name)).collect();
        if let Some(entry) = names.iter().find_map(|name| self.defined.get(name)) {
            return several.into_iter().find(|means| means.entry == *entry);
        }
        let mut is_news = false;
        for name in names {
            is_news |= self.told.insert(name);
        }
        if is_news {
            let text = single_spaced(slice(&reading.prose.text, mention.span.clone()));
            let bar = if reading.block.is_cell { "\\|" } else { "|" };
            let in_text = |name: &str| format!("[[{name}{bar}{text}]]");
            let code = Code::AmbiguousMention;
            let fault = self.names.ambiguous(code, &text, &several, in_text);
            self.faults.report(fault.at(self.place(reading, mention)));
        }
        None
    }

    /// What two mentions mean together, the second in brackets, if it is another name of the first's
    /// entry: *large language model (LLM)*. From there on the entry uses either name in that meaning.
    fn expansion(&mut self, first: (&Match, &Meant), second: (&Match, &Meant)) -> Option<Resolved> {
        let shared = |(_, meant): (&Match, &Meant), (other, _): (&Match, &Meant)| match meant {
            Meant::One(means) => self
                .names
                .candidates(other)
                .any(|entry| entry == means.entry)
                .then_some(*means),
            _ => None,
        };
        let means = shared(first, second).or_else(|| shared(second, first))?;
        for (mention, _) in [first, second] {
            self.define(&mention.meanings, means.entry);
        }
        Some(means)
    }

    /// Reports a mention by a name to avoid, whether it becomes a link or not.
    fn report_deprecated(&self, reading: &Reading<'_>, mention: &Match, meant: &Meant) {
        if let Meant::One(means) = meant
            && means.kind == LabelKind::Deprecated
            && means.entry != self.id
        {
            let written = slice(&reading.prose.text, mention.span.clone());
            let fault = self.names.deprecated(written, *means);
            self.faults.report(fault.at(self.place(reading, mention)));
        }
    }

    fn place(&self, reading: &Reading<'_>, mention: &Match) -> Place {
        let positions = reading.prose.positions(mention.span.clone());
        let events = &self.entry.body.events;
        let text = &self.entry.file.text;
        self.entry
            .place(source_span(events, text, positions.start, positions.end))
    }

    fn fold(&self, name: &str) -> String {
        fold(name, &self.config.edition.language)
    }
}

/// A block while it is read.
struct Reading<'r> {
    block: &'r Block,
    prose: &'r Prose,
    /// Its text without what is not searched.
    text: String,
    spelled_out: Vec<Range<usize>>,
}

impl Reading<'_> {
    /// The byte after the brackets that stand around the second of two mentions, right after the
    /// first; `None` if there are none.
    fn end_of_brackets(&self, first: &Match, second: &Match) -> Option<usize> {
        let between = self.text.get(first.span.end..second.span.start)?;
        let close = slice(&self.text, second.span.end..).chars().next()?;
        let is_bracketed = matches!((between.trim_start(), close), ("(", ')') | ("（", '）'));
        is_bracketed.then(|| second.span.end + close.len_utf8())
    }

    /// Whether a mention is a part of a phrase that has its own initials in brackets after it.
    fn is_in_spelled_out(&self, mention: &Match) -> bool {
        let next = self
            .spelled_out
            .partition_point(|name| name.end <= mention.span.start);
        self.spelled_out
            .get(next)
            .is_some_and(|name| name.start <= mention.span.start && name.len() > mention.span.len())
    }
}

/// The bytes of phrases with their initials in brackets after them: *Container Runtime Interface
/// (CRI)*. What they are called is told on the spot, so a shorter name in them is part of that.
fn spelled_out(text: &str, grammar: &Grammar) -> Vec<Range<usize>> {
    let is_apart = |c: char| c.is_whitespace() || is_hyphen(c) || is_quotation_mark(c);
    text.match_indices('(')
        .filter_map(|(bracket, _)| {
            let inside = head(slice(text, bracket + 1..), LONGEST_ACRONYM + 1);
            let (inside, _) = inside.split_once(')')?;
            let initials = inside.strip_suffix('s').unwrap_or(inside);
            let is_acronym = initials.chars().all(char::is_alphanumeric)
                && initials.chars().filter(|c| c.is_uppercase()).count() > 1;
            if !is_acronym {
                return None;
            }
            let end = slice(text, ..bracket).trim_end().len();
            let earliest = text.ceil_char_boundary(end.saturating_sub(LONGEST_PHRASE));
            let mut start = end;
            let mut initials = initials.chars().flat_map(char::to_lowercase).rev();
            let mut initial = initials.next();
            while let Some(sought) = initial {
                let before = slice(text, earliest..start).trim_end_matches(is_apart);
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
    let among = events.get(start.event..end.event).unwrap_or_default();
    for (event, _) in among {
        if !may_stand_in_link(event) {
            return None;
        }
        match nesting(event) {
            1 => open += 1,
            -1 if open > 0 => open -= 1,
            -1 => unopened += 1,
            _ => {}
        }
    }
    let steps = |event: usize, by: isize| {
        let (event, _) = events.get(event)?;
        (may_stand_in_link(event) && nesting(event) == by).then_some(())
    };
    for _ in 0..unopened {
        start.event = (start.offset == 0).then(|| start.event.checked_sub(1))??;
        steps(start.event, 1)?;
    }
    for _ in 0..open {
        (end.offset == 0).then_some(())?;
        steps(end.event, -1)?;
        end.event += 1;
    }
    Some(start..end)
}

fn may_stand_in_link(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough
        ),
        Event::InlineHtml(_) | Event::Text(_) | Event::SoftBreak => true,
        _ => false,
    }
}
