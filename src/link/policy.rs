//! Decides which mentions become links: the first of each entry, the first in each section, or all.
//!
//! The input is plain text, block by block, and the result is byte ranges in it. This module does not know
//! Markdown, events or files, so it can decide about any text.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Reason;
use super::spelled_out::spelled_out;
use crate::glossary::{EntryId, LabelKind};
use crate::names::matcher::{Match, Meaning};
use crate::names::{Meant, NameIndex, OwnNames, Resolved, Surrounding};
use crate::project::config::{Linking, Mentions};
use crate::text::fold::fold;
use crate::text::inflection::Grammar;
use crate::text::slice;

/// A block of plain text.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'p> {
    /// The text.
    pub text: &'p str,
    /// The same text with the same length, but without code and links, which are not searched for names.
    pub searched: &'p str,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// Whether it is in a block quote.
    pub is_quoted: bool,
    /// The links that the author wrote, in order.
    pub written: &'p [WrittenLink],
}

/// A link that the author wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenLink {
    /// Its bytes in the passage.
    pub words: Range<usize>,
    /// The entry that it leads to.
    pub entry: EntryId,
}

/// A decision about some words of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// They become a link.
    Link {
        /// The bytes of the words.
        words: Range<usize>,
        /// The entry to link to.
        means: Resolved,
        /// The reason why they mean this entry.
        reason: Reason,
    },
    /// They are the name of several entries, and the text does not say which one it means. There is one such
    /// decision for each name.
    Ambiguous {
        /// The bytes of the words.
        words: Range<usize>,
        /// The entries that have the name.
        candidates: Vec<Resolved>,
    },
    /// They are a name to avoid. They may become a link as well.
    Deprecated {
        /// The bytes of the words.
        words: Range<usize>,
        /// The entry whose name they are.
        means: Resolved,
    },
}

/// Reads one text, passage by passage in reading order.
///
/// With entries *large language model*, which is also called *LLM*, and *token*:
///
/// ```text
/// A large language model (LLM) reads tokens. An LLM is trained on tokens.
///   ^^^^^^^^^^^^^^^^^^^^^^^^^^       ^^^^^^
/// ```
///
/// The long form and its abbreviation are one link. Later mentions of the two entries are not links, unless
/// the settings ask for links in each section, or for all links.
pub struct Policy<'a> {
    names: &'a NameIndex,
    linking: &'a Linking,
    /// The entry that the text defines. No mention of it becomes a link.
    defines: Option<EntryId>,
    /// The names of this entry.
    own: Option<OwnNames>,
    /// The entries that have a link already, in the text or in its section.
    linked: HashSet<EntryId>,
    /// The entry that each name means in this text, by the folded name, if the text says so: *continuous
    /// delivery (CD)*.
    defined: HashMap<String, EntryId>,
    /// The ambiguous names, folded, that have a decision already.
    reported: HashSet<String>,
    /// Gives the whole text, to find the words of senses in it.
    whole_text: &'a dyn Fn() -> String,
    /// The words of the whole text, and of the title, the sense and the tags of its entry; read at the first
    /// use.
    surrounding: OnceCell<Surrounding>,
}

/// A mention, and the entry that it means.
struct MentionedName<'m> {
    name: &'m Match,
    meant: Meant,
}

impl<'a> Policy<'a> {
    /// A reader of one text; `defines` is the entry that it defines, if any. `whole_text` gives the whole text.
    pub fn new(
        names: &'a NameIndex,
        linking: &'a Linking,
        defines: Option<EntryId>,
        whole_text: &'a dyn Fn() -> String,
    ) -> Self {
        Self {
            names,
            linking,
            defines,
            own: defines.map(|entry| OwnNames::new(names, entry)),
            linked: HashSet::new(),
            defined: HashMap::new(),
            reported: HashSet::new(),
            whole_text,
            surrounding: OnceCell::new(),
        }
    }

    /// The decisions about the mentions in the next passage of the text, in order. `fits` returns whether a
    /// range of bytes can be a link.
    pub fn read(
        &mut self,
        passage: &Passage<'_>,
        fits: &dyn Fn(&Range<usize>) -> bool,
    ) -> Vec<Decision> {
        if passage.is_heading && self.linking.mentions == Mentions::Section {
            self.linked.clear();
        }
        let mut decisions = Vec::new();
        let mut written = passage.written.iter().peekable();
        if !passage.is_heading && (self.linking.quotations || !passage.is_quoted) {
            let mentions = self.names.mentions(passage.searched);
            let spelled_out = if mentions.is_empty() {
                Vec::new()
            } else {
                spelled_out(passage.searched, Grammar::of(self.names.language()))
            };
            let own = self.own_spans(passage.searched, &mentions);
            let mut mentions = mentions.iter().peekable();
            while let Some(first) = mentions.next() {
                let is_before = |link: &&WrittenLink| link.words.end <= first.span.start;
                while let Some(link) = written.next_if(is_before) {
                    self.remember(passage, link);
                }
                let first = self.mention_in(passage, first);
                let second = mentions.peek().copied();
                if let Some(pair) =
                    second.and_then(|second| self.expansion(passage, &first, second))
                {
                    mentions.next();
                    decisions.extend(self.deprecated(&first));
                    decisions.extend(self.deprecated(&pair.second));
                    let words = [pair.words, first.name.span.clone()];
                    decisions.extend(self.link(pair.means, Reason::Name, words, fits));
                } else if !is_part_of(&spelled_out, first.name)
                    && !self.is_own(&own, first.name, passage.searched)
                {
                    decisions.extend(self.deprecated(&first));
                    decisions.extend(self.alone(first, fits));
                }
            }
        }
        for link in written {
            self.remember(passage, link);
        }
        decisions
    }

    /// The bytes of the names of the entry that the text defines, if one of the mentions may be a part of them.
    fn own_spans(&self, text: &str, mentions: &[Match]) -> Vec<Range<usize>> {
        let Some(own) = &self.own else {
            return Vec::new();
        };
        let is_other = |mention: &&Match| {
            let mut candidates = self.names.candidates(mention);
            !candidates.any(|entry| Some(entry) == self.defines)
        };
        let mut names = mentions
            .iter()
            .filter(is_other)
            .flat_map(|mention| self.names.names(&mention.meanings));
        if names.any(|name| own.may_contain(name)) {
            own.spans(text)
        } else {
            Vec::new()
        }
    }

    /// Whether a mention is a name of the entry that the text defines, or a part of one. `spans` are the bytes
    /// of these names.
    fn is_own(&self, spans: &[Range<usize>], mention: &Match, text: &str) -> bool {
        let is_whole = || {
            let spelled_alike = self
                .own
                .as_ref()
                .filter(|own| !own.yields_to(mention, text));
            spelled_alike.is_some() && spans.contains(&mention.span)
        };
        is_part_of(spans, mention) || is_whole()
    }

    fn mention<'m>(&self, name: &'m Match) -> MentionedName<'m> {
        MentionedName {
            name,
            meant: self.names.meant(name, self.defines),
        }
    }

    /// A mention, with the capital that a sentence begins with in mind: there, *Rust* may also be the word *rust*, if
    /// another entry has this title.
    fn mention_in<'m>(&self, passage: &Passage<'_>, name: &'m Match) -> MentionedName<'m> {
        let mut mention = self.mention(name);
        if let Meant::One(means) = mention.meant {
            let written = slice(passage.text, name.span.clone());
            let mut twins = self.names.in_small_letters(name, written, means);
            if !twins.is_empty() && begins_sentence(passage.text, name.span.start) {
                twins.insert(0, means);
                mention.meant = Meant::Several(twins);
            }
        }
        mention
    }

    /// The decision about a mention that is not a part of an expansion.
    fn alone(
        &mut self,
        mention: MentionedName<'_>,
        fits: &dyn Fn(&Range<usize>) -> bool,
    ) -> Option<Decision> {
        let words = mention.name.span.clone();
        let candidates = match mention.meant {
            Meant::One(means) => return self.link(means, Reason::Name, [words], fits),
            Meant::Nothing => return None,
            Meant::Several(candidates) => candidates,
        };
        let written: Vec<&str> = self.names.names(&mention.name.meanings).collect();
        let names: Vec<String> = written.iter().map(|name| self.fold(name)).collect();
        if let Some(entry) = names.iter().find_map(|name| self.defined.get(name)) {
            let means = candidates.into_iter().find(|means| means.entry == *entry)?;
            return self.link(means, Reason::Name, [words], fits);
        }
        let text = self.surrounding();
        if let Some(means) = self.names.meant_by_sense(&candidates, &written, text) {
            return self.link(means, Reason::Sense, [words], fits);
        }
        let mut is_new = false;
        for name in names {
            is_new |= self.reported.insert(name);
        }
        is_new.then_some(Decision::Ambiguous { words, candidates })
    }

    /// The words around the mentions: those of the whole text, and of the entry that it defines.
    fn surrounding(&self) -> &Surrounding {
        self.surrounding.get_or_init(|| {
            let mut text = (self.whole_text)();
            if let Some(entry) = self.defines {
                text.push('\n');
                text.push_str(&self.names.description(entry));
            }
            Surrounding::new(&text, self.names.language())
        })
    }

    /// A link of the first of some ranges that fits, if its entry may have one more link.
    fn link<const N: usize>(
        &mut self,
        means: Resolved,
        reason: Reason,
        words: [Range<usize>; N],
        fits: &dyn Fn(&Range<usize>) -> bool,
    ) -> Option<Decision> {
        let has_links =
            self.linking.mentions != Mentions::All && self.linked.contains(&means.entry);
        if has_links || Some(means.entry) == self.defines {
            return None;
        }
        let words = words.into_iter().find(fits)?;
        self.linked.insert(means.entry);
        Some(Decision::Link {
            words,
            means,
            reason,
        })
    }

    /// Remembers a link that the author wrote: its entry has a link now, and its words mean that entry.
    fn remember(&mut self, passage: &Passage<'_>, link: &WrittenLink) {
        self.linked.insert(link.entry);
        let meanings = self.names.meanings(slice(passage.text, link.words.clone()));
        self.define(&meanings, link.entry);
    }

    /// Remembers that names mean an entry in this text.
    fn define(&mut self, meanings: &[Meaning], entry: EntryId) {
        for name in self.names.names(meanings) {
            self.defined.insert(self.fold(name), entry);
        }
    }

    /// Two mentions as one, if the second is in brackets right after the first, and names the same entry:
    /// *large language model (LLM)*. In the rest of the text, both names mean this entry.
    fn expansion<'m>(
        &mut self,
        passage: &Passage<'_>,
        first: &MentionedName<'_>,
        second: &'m Match,
    ) -> Option<Expansion<'m>> {
        let end = end_of_brackets(passage.searched, &first.name.span, &second.span)?;
        let second = self.mention(second);
        let shared = |one: &MentionedName<'_>, other: &MentionedName<'_>| match one.meant {
            Meant::One(means) => {
                let mut candidates = self.names.candidates(other.name);
                candidates
                    .any(|entry| entry == means.entry)
                    .then_some(means)
            }
            _ => None,
        };
        let means = shared(first, &second).or_else(|| shared(&second, first))?;
        for mention in [first, &second] {
            self.define(&mention.name.meanings, means.entry);
        }
        Some(Expansion {
            words: first.name.span.start..end,
            means,
            second,
        })
    }

    /// The decision about a mention that is a name to avoid, of an entry that the text does not define.
    fn deprecated(&self, mention: &MentionedName<'_>) -> Option<Decision> {
        match mention.meant {
            Meant::One(means)
                if means.kind == LabelKind::Deprecated && Some(means.entry) != self.defines =>
            {
                Some(Decision::Deprecated {
                    words: mention.name.span.clone(),
                    means,
                })
            }
            _ => None,
        }
    }

    fn fold(&self, name: &str) -> String {
        fold(name, self.names.language())
    }
}

/// A name, with another name of the same entry in brackets after it.
struct Expansion<'m> {
    /// The bytes of both, with the brackets.
    words: Range<usize>,
    /// The entry that both mean.
    means: Resolved,
    /// The name in the brackets.
    second: MentionedName<'m>,
}

/// The byte after the closing bracket, if the second of two mentions is in brackets right after the first;
/// otherwise `None`.
fn end_of_brackets(text: &str, first: &Range<usize>, second: &Range<usize>) -> Option<usize> {
    let between = text.get(first.end..second.start)?;
    let close = slice(text, second.end..).chars().next()?;
    let is_bracketed = matches!((between.trim_start(), close), ("(", ')') | ("（", '）'));
    is_bracketed.then(|| second.end + close.len_utf8())
}

/// Whether the text at a byte may be the beginning of a sentence, where the first word has a capital.
fn begins_sentence(text: &str, at: usize) -> bool {
    let before = slice(text, ..at).trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '“' | '„' | '‘' | '‚' | '«' | '(' | '[' | '¿' | '¡'
            )
    });
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '…', '·', '•'])
}

/// Whether a mention is a part of one of the phrases, which are in order and do not overlap.
fn is_part_of(phrases: &[Range<usize>], mention: &Match) -> bool {
    let next = phrases.partition_point(|phrase| phrase.end <= mention.span.start);
    phrases.get(next).is_some_and(|phrase| {
        phrase.start <= mention.span.start && phrase.len() > mention.span.len()
    })
}
