//! Which mentions become links: the first of an entry, or the first in each section, or all.
//!
//! What is read are plain words, block by block, and what comes of it are byte ranges in them: nothing
//! here knows of Markdown, of events, or of where a text comes from.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::glossary::{EntryId, LabelKind};
use crate::names::matcher::{Match, Meaning};
use crate::names::{Meant, NameIndex, Resolved};
use crate::project::config::{Linking, Mentions};
use crate::text::fold::{fold, is_hyphen};
use crate::text::inflection::Grammar;
use crate::text::words::is_quotation_mark;
use crate::text::{head, slice};

/// How many bytes an acronym has at most.
const LONGEST_ACRONYM: usize = 12;

/// How many bytes before an acronym are read for what it stands for.
const LONGEST_PHRASE: usize = 200;

/// A block of text, in plain words.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'p> {
    /// Its words.
    pub text: &'p str,
    /// The same, byte for byte, with everything blotted out in which no name is looked for: code, links.
    pub searched: &'p str,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// Whether it is quoted.
    pub is_quoted: bool,
    /// The links that stand in it already, in order.
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

/// What is to become of some words of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// They are to be a link.
    Link {
        /// The bytes of the words.
        words: Range<usize>,
        /// The entry to link to.
        means: Resolved,
    },
    /// They are the name of several entries, and nothing says which is meant; told of once in a text.
    Ambiguous {
        /// The bytes of the words.
        words: Range<usize>,
        /// The entries that have the name.
        candidates: Vec<Resolved>,
    },
    /// They are a name to avoid, whether they are to be a link or not.
    Deprecated {
        /// The bytes of the words.
        words: Range<usize>,
        /// The entry whose name they are.
        means: Resolved,
    },
}

/// Reads one text, passage by passage in the order in which readers meet them.
///
/// With entries *large language model*, which is also called *LLM*, and *token*:
///
/// ```text
/// A large language model (LLM) reads tokens. An LLM is trained on tokens.
///   ^^^^^^^^^^^^^^^^^^^^^^^^^^       ^^^^^^
/// ```
///
/// The name and what it is short for are one link, and later mentions of either entry are none, unless
/// the settings ask for links in each section, or for all.
pub struct Policy<'a> {
    names: &'a NameIndex,
    linking: &'a Linking,
    /// The entry that the text defines: no link leads to it.
    own: Option<EntryId>,
    /// The entries that need no more links, in the text or in its section.
    linked: HashSet<EntryId>,
    /// What a name that several entries have means in this text, as it says itself: *continuous
    /// delivery (CD)*.
    defined: HashMap<String, EntryId>,
    /// The ambiguous names that have been told of.
    told: HashSet<String>,
}

/// A mention, and what it means.
struct Mention<'m> {
    found: &'m Match,
    meant: Meant,
}

impl<'a> Policy<'a> {
    /// A reader of a text, which defines the entry `own` if it is one's.
    pub fn new(names: &'a NameIndex, linking: &'a Linking, own: Option<EntryId>) -> Self {
        Self {
            names,
            linking,
            own,
            linked: HashSet::new(),
            defined: HashMap::new(),
            told: HashSet::new(),
        }
    }

    /// What becomes of the mentions in the text's next passage, in order. `fits` says of some bytes
    /// whether a link can stand there.
    pub fn read(
        &mut self,
        passage: &Passage<'_>,
        fits: &dyn Fn(&Range<usize>) -> bool,
    ) -> Vec<Found> {
        if passage.is_heading && self.linking.mentions == Mentions::Section {
            self.linked.clear();
        }
        let mut found = Vec::new();
        let mut written = passage.written.iter().peekable();
        if !passage.is_heading && (self.linking.quotations || !passage.is_quoted) {
            let mentions = self.names.mentions(passage.searched);
            let spelled_out = if mentions.is_empty() {
                Vec::new()
            } else {
                spelled_out(passage.searched, Grammar::of(self.names.language()))
            };
            let mut mentions = mentions.iter().peekable();
            while let Some(first) = mentions.next() {
                let is_before = |link: &&WrittenLink| link.words.end <= first.span.start;
                while let Some(link) = written.next_if(is_before) {
                    self.meet(passage, link);
                }
                let first = self.mention(first);
                let second = mentions.peek().copied();
                if let Some(pair) =
                    second.and_then(|second| self.expansion(passage, &first, second))
                {
                    mentions.next();
                    found.extend(self.deprecated(&first));
                    found.extend(self.deprecated(&pair.second));
                    let words = [pair.words, first.found.span.clone()];
                    found.extend(self.link(pair.means, words, fits));
                } else if !is_part_of(&spelled_out, first.found) {
                    found.extend(self.deprecated(&first));
                    found.extend(self.alone(first, fits));
                }
            }
        }
        for link in written {
            self.meet(passage, link);
        }
        found
    }

    fn mention<'m>(&self, found: &'m Match) -> Mention<'m> {
        Mention {
            found,
            meant: self.names.meant(found, self.own),
        }
    }

    /// What becomes of a mention by itself. One that could be of several entries is told of, the first
    /// time.
    fn alone(
        &mut self,
        mention: Mention<'_>,
        fits: &dyn Fn(&Range<usize>) -> bool,
    ) -> Option<Found> {
        let words = mention.found.span.clone();
        let candidates = match mention.meant {
            Meant::One(means) => return self.link(means, [words], fits),
            Meant::Nothing => return None,
            Meant::Several(candidates) => candidates,
        };
        let names = self.names.names(&mention.found.meanings);
        let names: Vec<String> = names.map(|name| self.fold(name)).collect();
        if let Some(entry) = names.iter().find_map(|name| self.defined.get(name)) {
            let means = candidates.into_iter().find(|means| means.entry == *entry)?;
            return self.link(means, [words], fits);
        }
        let mut is_news = false;
        for name in names {
            is_news |= self.told.insert(name);
        }
        is_news.then_some(Found::Ambiguous { words, candidates })
    }

    /// A link on the first of some words that can hold one, if its entry is to have more links.
    fn link<const N: usize>(
        &mut self,
        means: Resolved,
        words: [Range<usize>; N],
        fits: &dyn Fn(&Range<usize>) -> bool,
    ) -> Option<Found> {
        let has_links =
            self.linking.mentions != Mentions::All && self.linked.contains(&means.entry);
        if has_links || Some(means.entry) == self.own {
            return None;
        }
        let words = words.into_iter().find(fits)?;
        self.linked.insert(means.entry);
        Some(Found::Link { words, means })
    }

    /// Takes note of a link that the author wrote: its entry has one, and its text is said to mean
    /// it.
    fn meet(&mut self, passage: &Passage<'_>, link: &WrittenLink) {
        self.linked.insert(link.entry);
        let meanings = self.names.meanings(slice(passage.text, link.words.clone()));
        self.define(&meanings, link.entry);
    }

    /// Takes note that names which may mean several entries mean one here.
    fn define(&mut self, meanings: &[Meaning], entry: EntryId) {
        for name in self.names.names(meanings) {
            self.defined.insert(self.fold(name), entry);
        }
    }

    /// Two mentions as one, if the second follows in brackets and is another name of the first's
    /// entry: *large language model (LLM)*. From there on the text uses either name in that meaning.
    fn expansion<'m>(
        &mut self,
        passage: &Passage<'_>,
        first: &Mention<'_>,
        second: &'m Match,
    ) -> Option<Expansion<'m>> {
        let end = end_of_brackets(passage.searched, &first.found.span, &second.span)?;
        let second = self.mention(second);
        let shared = |one: &Mention<'_>, other: &Mention<'_>| match one.meant {
            Meant::One(means) => {
                let mut candidates = self.names.candidates(other.found);
                candidates
                    .any(|entry| entry == means.entry)
                    .then_some(means)
            }
            _ => None,
        };
        let means = shared(first, &second).or_else(|| shared(&second, first))?;
        for mention in [first, &second] {
            self.define(&mention.found.meanings, means.entry);
        }
        Some(Expansion {
            words: first.found.span.start..end,
            means,
            second,
        })
    }

    /// A mention by a name to avoid of another entry.
    fn deprecated(&self, mention: &Mention<'_>) -> Option<Found> {
        match mention.meant {
            Meant::One(means)
                if means.kind == LabelKind::Deprecated && Some(means.entry) != self.own =>
            {
                Some(Found::Deprecated {
                    words: mention.found.span.clone(),
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

/// A name with another of the same entry in brackets after it.
struct Expansion<'m> {
    /// The bytes of both, the brackets with them.
    words: Range<usize>,
    /// What both mean.
    means: Resolved,
    /// The name in the brackets.
    second: Mention<'m>,
}

/// The byte after the brackets that stand around the second of two mentions, right after the first;
/// `None` if there are none.
fn end_of_brackets(text: &str, first: &Range<usize>, second: &Range<usize>) -> Option<usize> {
    let between = text.get(first.end..second.start)?;
    let close = slice(text, second.end..).chars().next()?;
    let is_bracketed = matches!((between.trim_start(), close), ("(", ')') | ("（", '）'));
    is_bracketed.then(|| second.end + close.len_utf8())
}

/// Whether a mention is a part of one of some phrases, which are in order.
fn is_part_of(phrases: &[Range<usize>], mention: &Match) -> bool {
    let next = phrases.partition_point(|phrase| phrase.end <= mention.span.start);
    phrases.get(next).is_some_and(|phrase| {
        phrase.start <= mention.span.start && phrase.len() > mention.span.len()
    })
}

/// The bytes of phrases with their initials in brackets after them. What they are called is told on
/// the spot, so a shorter name in them is part of that, and not a mention.
///
/// ```text
/// The kubelet talks to the Container Runtime Interface (CRI) of its node.
///                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
fn spelled_out(text: &str, grammar: &Grammar) -> Vec<Range<usize>> {
    text.match_indices('(')
        .filter_map(|(bracket, _)| {
            let inside = head(slice(text, bracket + 1..), LONGEST_ACRONYM + 1);
            let (inside, _) = inside.split_once(')')?;
            let initials = inside.strip_suffix('s').unwrap_or(inside);
            let is_acronym = initials.chars().all(char::is_alphanumeric)
                && initials.chars().filter(|c| c.is_uppercase()).count() > 1;
            let end = slice(text, ..bracket).trim_end().len();
            is_acronym.then(|| start_of_phrase(text, end, initials, grammar))?
        })
        .collect()
}

/// The bytes of the words that end at a byte of a text and have these initials. Small words such as the
/// *of* in *quality of service (QS)* need none.
fn start_of_phrase(
    text: &str,
    end: usize,
    initials: &str,
    grammar: &Grammar,
) -> Option<Range<usize>> {
    let is_apart = |c: char| c.is_whitespace() || is_hyphen(c) || is_quotation_mark(c);
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
            return None;
        }
        let gap = before.rfind(is_apart)?;
        start = earliest + before.ceil_char_boundary(gap + 1);
    }
    Some(start..end)
}
