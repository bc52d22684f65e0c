//! What search needs, in small files of which a reader's browser fetches those that a query is
//! about.
//!
//! A query is cut into words (`text::tokens`). For each, the `names` file is fetched in which the
//! names' words stand that begin with it, and, where there are few of those, the `text` file with
//! the words of definitions. A word that no name has is sought among the `slips`. What is found are
//! entries' numbers; an `entries` file tells what to show of them. `index.json` says which file
//! holds what. The reader is `static/assets/search.js`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};
use rayon::prelude::*;
use serde::Serialize;

use crate::entry::events::{is_inline, plain};
use crate::glossary::{Entry, Glossary, LabelKind};
use crate::site::interface::{Interface, SearchPhrases};
use crate::site_map::SEARCH;
use crate::text::fnv::fnv1a_32;
use crate::text::slice;
use crate::text::tokens::Folded;
use crate::text::words::is_unspaced;

/// How many entries one file tells of. A result needs one of them: it is paid for ten times.
const ENTRIES: usize = 16;

/// How many digits of those files' checks are told: there are so many that they weigh.
const ENTRIES_CHECK: usize = 2;

/// How long files of words get, in bytes: a query needs one or two of each.
const NAMES: usize = 16_000;
const SLIPS: usize = 10_000;
const TEXT: usize = 24_000;

/// What a name that is one word of the title counts. A word of a longer name counts its part.
const WHOLE: usize = 60;

/// The level of a word of the gloss. Others' levels are 0 where they stand once, 1 twice, 2 more often.
const IN_GLOSS: u8 = 3;

/// In how many entries' text a word is told: those where it matters most.
const POSTINGS: usize = 3_000;

/// How much of a gloss is shown, in characters.
const GLOSS: usize = 200;

/// How many parts of a name are found as one word.
const JOINED: usize = 4;

/// How many letters at a word's beginning tell which words it may be a slip for.
const HEAD: usize = 4;

/// The files of search by their path in the site. The interface's words go with them: pages need
/// none before a search.
pub fn files(glossary: &Glossary, interface: &Interface) -> BTreeMap<String, Vec<u8>> {
    let mut files = Files::default();
    let (names, text) = words(glossary);
    let vocabulary: Vec<&str> = names.keys().map(String::as_str).collect();
    let index = Index {
        per: ENTRIES,
        entries: files.add_entries(glossary),
        slips: files.add_parts("slips", SLIPS, slips(&vocabulary)),
        names: files.add_parts("names", NAMES, told(&names, by_pairs)),
        text: files.add_text(&text),
        words: &interface.search,
    };
    files.add("index", json(&index));
    files.made
}

/// `index.json`: which file holds what. A file's check tells a browser whether what it was served
/// belongs to this index, or to that of another build.
#[derive(Serialize)]
struct Index<'i> {
    /// How many entries each of the `entries` files tells of.
    per: usize,
    /// The checks of those files, one after the other.
    entries: String,
    /// Of each file, the first key and the check.
    slips: Vec<(String, String)>,
    names: Vec<(String, String)>,
    /// The check of `text.json`, which tells the same of the `text` files: many queries need none.
    text: String,
    words: &'i SearchPhrases,
}

#[derive(Default)]
struct Files {
    made: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// Adds a file; gives its check.
    fn add(&mut self, name: &str, bytes: Vec<u8>) -> String {
        let check = check(&bytes);
        self.made.insert(format!("{SEARCH}{name}.json"), bytes);
        check
    }

    fn add_entries(&mut self, glossary: &Glossary) -> String {
        glossary
            .entries
            .chunks(ENTRIES)
            .enumerate()
            .map(|(at, entries)| {
                let shown: Vec<_> = entries.iter().map(|entry| shown(entry)).collect();
                let mut check = self.add(&format!("entries-{at}"), json(&shown));
                check.truncate(ENTRIES_CHECK);
                check
            })
            .collect()
    }

    fn add_text(&mut self, text: &Postings) -> String {
        let parts = self.add_parts("text", TEXT, told(text, by_levels));
        self.add("text", json(&parts))
    }

    /// Adds files of keys in order with what belongs to them, each a list of about `size` bytes; gives
    /// the first key and the check of each.
    fn add_parts<K: Serialize + AsRef<str>, V: Serialize>(
        &mut self,
        name: &str,
        size: usize,
        items: impl IntoIterator<Item = (K, V)>,
    ) -> Vec<(String, String)> {
        let mut items: Vec<(K, V)> = items.into_iter().collect();
        // as JavaScript compares strings
        items.sort_by(|(one, _), (other, _)| {
            let (one, other) = (one.as_ref(), other.as_ref());
            one.encode_utf16().cmp(other.encode_utf16())
        });
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        for (key, value) in items {
            let item = json(&(&key, value));
            match parts.last_mut() {
                Some((_, part)) if part.len() < size => part.push(b','),
                _ => parts.push((key.as_ref().to_owned(), vec![b'['])),
            }
            if let Some((_, part)) = parts.last_mut() {
                part.extend(item);
            }
        }
        let parts = parts.into_iter().enumerate();
        parts
            .map(|(at, (first, mut part))| {
                part.push(b']');
                (first, self.add(&format!("{name}-{at}"), part))
            })
            .collect()
    }
}

/// A value as JSON; strings, numbers and lists of them always have such a form.
fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// Sixteen bits of a hash, as four digits: enough to tell two builds' files apart.
fn check(bytes: &[u8]) -> String {
    let hash = fnv1a_32(bytes);
    format!("{:04x}", (hash >> 16) ^ (hash & 0xffff))
}

/// What results show of an entry: slug, headword, sense, gloss, other names.
fn shown(entry: &Entry) -> (&str, &str, &str, String, Vec<&str>) {
    let gloss = &entry.gloss.text;
    let short = match gloss.char_indices().nth(GLOSS) {
        Some((end, _)) => format!("{}…", slice(gloss, ..end).trim_end()),
        None => gloss.clone(),
    };
    let others = entry
        .labels
        .iter()
        .filter(|label| !matches!(label.kind, LabelKind::Title | LabelKind::Hidden));
    (
        &entry.slug,
        &entry.headword,
        entry.sense.as_deref().unwrap_or_default(),
        short,
        others.map(|label| label.text.as_str()).collect(),
    )
}

/// In which entries a word is, and how much it counts there.
type Postings = BTreeMap<String, Vec<(u32, u8)>>;

/// The words of names and those of text.
fn words(glossary: &Glossary) -> (Postings, Postings) {
    let of_entries: Vec<_> = glossary
        .entries
        .par_iter()
        .map(|entry| OwnWords::of(entry))
        .collect();
    let mut names = HashMap::new();
    let mut text = HashMap::new();
    for (number, own) in (0..).zip(&of_entries) {
        own.names.add_to(&mut names, number);
        own.text.add_to(&mut text, number);
    }
    for found in text.values_mut().filter(|found| found.len() > POSTINGS) {
        found.sort_by_key(|(_, level)| Reverse(*level));
        found.truncate(POSTINGS);
        found.sort_unstable();
    }
    (names.into_iter().collect(), text.into_iter().collect())
}

/// The words of an entry's names with their weights, those of its text with their levels.
struct OwnWords {
    names: Counted,
    text: Counted,
}

impl OwnWords {
    fn of(entry: &Entry) -> Self {
        let mut names = Counted::default();
        for label in &entry.labels {
            let percent = match label.kind {
                LabelKind::Title => 100,
                LabelKind::Abbreviation => 95,
                LabelKind::Synonym | LabelKind::Variant => 90,
                LabelKind::Hidden | LabelKind::Deprecated => 80,
            };
            names.push_name(&label.text, percent);
        }
        // where the address spells what the title has as signs: `c-sharp`
        let (title, slug) = (Folded::new(&entry.headword), Folded::new(&entry.slug));
        if !title.words().eq(slug.words()) {
            names.push_name(&entry.slug, 70);
        }
        let mut text = Counted::default();
        let gloss = Folded::new(&entry.gloss.text);
        for word in gloss.words() {
            text.push(word, IN_GLOSS);
        }
        for word in Folded::new(&text_of(entry)).words() {
            text.push(word, 0);
        }
        names.settle(|weights| weights.max().unwrap_or_default());
        text.settle(|levels| {
            let (count, most) =
                levels.fold((0, 0), |(count, most), level| (count + 1, level.max(most)));
            match count {
                _ if most == IN_GLOSS => IN_GLOSS,
                0 | 1 => 0,
                2 => 1,
                _ => 2,
            }
        });
        Self { names, text }
    }
}

/// Words with a number each, in one piece of memory: there are a million of them.
#[derive(Default)]
struct Counted {
    text: String,
    words: Vec<(Range<usize>, u8)>,
}

impl Counted {
    fn push(&mut self, word: &str, number: u8) {
        let start = self.text.len();
        self.text.push_str(word);
        self.words.push((start..self.text.len(), number));
    }

    /// The words of a name, each with its part of what the name counts. One that is written with
    /// signs or single letters, as `CI/CD` or `U.S.`, is also one word.
    fn push_name(&mut self, name: &str, percent: usize) {
        let folded = Folded::new(name);
        let words: Vec<_> = folded.words().collect();
        let whole = WHOLE * percent / 100;
        for word in &words {
            self.push(word, whole.div_ceil(words.len()) as u8);
        }
        let is_joined = !name.contains(' ') || words.iter().any(|word| word.len() < 3);
        let is_spaced = !name.contains(is_unspaced);
        if (2..=JOINED).contains(&words.len()) && is_joined && is_spaced {
            self.push(&words.concat(), whole as u8);
        }
    }

    /// Leaves each word once, with one number made of all it had.
    fn settle(&mut self, number: impl Fn(&mut dyn Iterator<Item = u8>) -> u8) {
        let text = &self.text;
        let word = |(span, _): &(Range<usize>, u8)| slice(text, span.clone());
        self.words.sort_by(|one, other| word(one).cmp(word(other)));
        let same = self.words.chunk_by(|one, other| word(one) == word(other));
        self.words = same
            .filter_map(|same| {
                let numbers = &mut same.iter().map(|(_, number)| *number);
                Some((same.first()?.0.clone(), number(numbers)))
            })
            .collect();
    }

    fn add_to(&self, postings: &mut HashMap<String, Vec<(u32, u8)>>, entry: u32) {
        for (span, number) in &self.words {
            let word = slice(&self.text, span.clone());
            match postings.get_mut(word) {
                Some(found) => found.push((entry, *number)),
                None => {
                    postings.insert(word.to_owned(), vec![(entry, *number)]);
                }
            }
        }
    }
}

/// Words with what an index tells of each.
fn told(
    words: &Postings,
    written: fn(&[(u32, u8)]) -> Vec<u32>,
) -> impl Iterator<Item = (&str, Vec<u32>)> {
    words
        .iter()
        .map(move |(word, found)| (word.as_str(), written(found)))
}

/// Entries' numbers, each as its distance from the one before, with their weights.
fn by_pairs(found: &[(u32, u8)]) -> Vec<u32> {
    let mut last = 0;
    let mut pairs = Vec::with_capacity(found.len() * 2);
    for (entry, weight) in found {
        pairs.extend([entry - last, u32::from(*weight)]);
        last = *entry;
    }
    pairs
}

/// The same with levels of two bits, in one number each.
fn by_levels(found: &[(u32, u8)]) -> Vec<u32> {
    let mut last = 0;
    let numbers = found.iter().map(|(entry, level)| {
        let distance = entry - last;
        last = *entry;
        distance * 4 + u32::from(*level)
    });
    numbers.collect()
}

/// The words that may be meant by one with a slip in it, by what is left of their heads when a
/// letter is taken away. Two words that differ by one slip have such a rest in common (Garbe's
/// symmetric delete, 2012); slips after the head are found because the head is whole.
fn slips<'v>(vocabulary: &[&'v str]) -> BTreeMap<String, Vec<&'v str>> {
    let mut slips: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for word in vocabulary {
        for rest in rests(word) {
            slips.entry(rest).or_default().push(word);
        }
    }
    slips
}

/// A word's head with each of its letters taken away in turn; of three letters, also the head
/// itself, which one of four may be a slip for. Words of one or two letters have no slips: they
/// would be each other's.
fn rests(word: &str) -> BTreeSet<String> {
    let head: Vec<char> = word.chars().take(HEAD).collect();
    let without = |left_out: usize| {
        let letters = head.iter().enumerate();
        letters
            .filter(|(at, _)| *at != left_out)
            .map(|(_, c)| *c)
            .collect()
    };
    match head.len() {
        0..3 => BTreeSet::new(),
        length => (0..length.max(HEAD)).map(without).collect(),
    }
}

/// What an entry's body says, its blocks apart.
fn text_of(entry: &Entry) -> String {
    let mut text = String::new();
    for (event, _) in &entry.body.events {
        text.push_str(plain(event));
        // the words for an image are none of the word beside it
        if matches!(event, Event::End(tag) if !is_inline(tag) || *tag == TagEnd::Image) {
            text.push(' ');
        }
    }
    text
}
