//! The search index, in small files. A reader's browser fetches only the files that a query needs.
//!
//! The browser splits a query into words (`text::tokens`). For each word, it fetches the `names` file with
//! the words of names that begin with it and, if there are few of those, the `text` file with the words of
//! definitions. If no name has the word, it looks for a typo in the `slips` files. The results are the
//! numbers of entries; an `entries` file has the data to show. `index.json` lists the first key of each
//! file. `static/assets/search-engine.js` reads these files.
//!
//! ```text
//! query `atention`
//!   names-0.json    no word begins with it
//!   slips-0.json    ["ate", ["attention", …]]: words whose first four letters without one are `ate`
//!   names-0.json    ["attention", [3, 60]]: entry 3, weight 60
//!   entries-0.json  slug, headword, sense, gloss and names of entry 3
//! ```

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};
use rayon::prelude::*;
use serde::Serialize;

use crate::entry::events::{is_inline, plain};
use crate::glossary::{Entry, Glossary, LabelKind};
use crate::site::phrases::{Phrases, SearchPhrases};
use crate::site_map::{SEARCH, written_address};
use crate::text::fnv::fnv1a_32;
use crate::text::slice;
use crate::text::tokens::Folded;
use crate::text::words::is_unspaced;

/// The number of entries in one `entries` file. It is small, since ten results need up to ten files.
const ENTRIES: usize = 16;

/// The digits of the checksum of each `entries` file in `index.json`: there are many of these files.
const ENTRIES_CHECK: usize = 2;

/// The size of the files of words, in bytes, approximately: a query needs one or two of each kind.
const NAMES: usize = 16_000;
const TYPOS: usize = 10_000;
const TEXT: usize = 24_000;

/// The weight of a title of one word. Each word of a longer title has its share of the weight.
const WHOLE: usize = 60;

/// The level of a word in the gloss. A word of the body has level 0 if it occurs once, 1 if twice, 2 if more
/// often.
const IN_GLOSS: u8 = 3;

/// The most entries for a word of the text: those with the highest levels.
const POSTINGS: usize = 3_000;

/// The most characters of a gloss in a result.
const GLOSS: usize = 200;

/// The most parts of a name that are also found as one word.
const JOINED: usize = 4;

/// The number of letters at the beginning of a word that are compared to find typos.
const HEAD: usize = 4;

/// The files of the search index by their path in the site. They include the phrases of the search, which
/// pages do not need before a search.
pub fn files(glossary: &Glossary, phrases: &Phrases) -> BTreeMap<String, Vec<u8>> {
    let (names, text) = words(glossary);
    // the words of texts take as long as everything else
    let ((entries, typos, names), text) = rayon::join(
        || {
            let vocabulary: Vec<&str> = names.keys().map(String::as_str).collect();
            let typos = Parts::new("slips", TYPOS, typos(&vocabulary));
            let names = Parts::new("names", NAMES, encoded(&names, by_pairs));
            (Entries::new(glossary), typos, names)
        },
        || Parts::new("text", TEXT, encoded(&text, by_levels)),
    );
    let list = json(&text.list);
    let index = Index {
        per: ENTRIES,
        entries: entries.checks,
        typos: typos.list,
        names: names.list,
        text: check(&list),
        words: Words {
            search: &phrases.search,
            failed: &phrases.pages.search_failed,
        },
    };
    let index = ("index".to_owned(), json(&index));
    let text_list = ("text".to_owned(), list);
    [entries.files, typos.files, names.files, text.files]
        .into_iter()
        .flatten()
        .chain([text_list, index])
        .map(|(name, bytes)| (format!("{SEARCH}{name}.json"), bytes))
        .collect()
}

/// `index.json`, which lists the other files. With a file's checksum, a browser sees whether the file belongs
/// to this index or to that of another build.
#[derive(Serialize)]
struct Index<'i> {
    /// The number of entries in each `entries` file.
    per: usize,
    /// The checksums of the `entries` files, one after the other.
    entries: String,
    /// The first key and the checksum of each file.
    #[serde(rename = "slips")]
    typos: Vec<(String, String)>,
    names: Vec<(String, String)>,
    /// The checksum of `text.json`, which lists the `text` files: many queries do not need them.
    text: String,
    words: Words<'i>,
}

/// The phrases of search.
#[derive(Serialize)]
struct Words<'i> {
    #[serde(flatten)]
    search: &'i SearchPhrases,
    /// The phrase for an index that cannot be loaded.
    failed: &'i str,
}

/// The `entries` files.
struct Entries {
    /// The files by name.
    files: Vec<(String, Vec<u8>)>,
    /// The checksums of the files, one after the other.
    checks: String,
}

impl Entries {
    fn new(glossary: &Glossary) -> Self {
        let chunks = glossary.entries.chunks(ENTRIES).enumerate();
        let files = chunks.map(|(index, entries)| {
            let shown: Vec<_> = entries.iter().map(|entry| shown(entry)).collect();
            (format!("entries-{index}"), json(&shown))
        });
        let files: Vec<(String, Vec<u8>)> = files.collect();
        let check = |(_, bytes): &(String, Vec<u8>)| {
            let mut check = check(bytes);
            check.truncate(ENTRIES_CHECK);
            check
        };
        Self {
            checks: files.iter().map(check).collect(),
            files,
        }
    }
}

/// The files of one kind, which are lists of keys and values, ordered by key.
struct Parts {
    /// The files by name.
    files: Vec<(String, Vec<u8>)>,
    /// The first key and the checksum of each file.
    list: Vec<(String, String)>,
}

impl Parts {
    /// The files of the kind `name`, each of about `size` bytes.
    fn new<K: Serialize + AsRef<str>, V: Serialize>(
        name: &str,
        size: usize,
        items: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let mut items: Vec<(K, V)> = items.into_iter().collect();
        // JavaScript compares strings by UTF-16 units
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
        let mut made = Self {
            files: Vec::with_capacity(parts.len()),
            list: Vec::with_capacity(parts.len()),
        };
        for (index, (first, mut part)) in parts.into_iter().enumerate() {
            part.push(b']');
            made.list.push((first, check(&part)));
            made.files.push((format!("{name}-{index}"), part));
        }
        made
    }
}

/// A value as JSON. It cannot fail for strings, numbers and lists.
fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// The checksum of a file: 16 bits of a hash, as four hexadecimal digits. They are enough to tell the files
/// of two builds apart.
fn check(bytes: &[u8]) -> String {
    let hash = fnv1a_32(bytes);
    format!("{:04x}", (hash >> 16) ^ (hash & 0xffff))
}

/// The data of an entry in a result: slug, headword, sense, gloss, other names.
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

/// The entries with a word: the number of each, and the weight or level of the word in it.
type Postings = BTreeMap<String, Vec<(u32, u8)>>;

/// The words of all names, and the words of all texts.
fn words(glossary: &Glossary) -> (Postings, Postings) {
    let of_entries: Vec<_> = glossary
        .entries
        .par_iter()
        .map(|entry| OwnWords::of(entry))
        .collect();
    rayon::join(
        || {
            let mut names = HashMap::new();
            for (number, own) in (0..).zip(&of_entries) {
                own.names.add_to(&mut names, number);
            }
            names.into_iter().collect()
        },
        || {
            let mut text = HashMap::new();
            for (number, own) in (0..).zip(&of_entries) {
                own.text.add_to(&mut text, number);
            }
            for found in text.values_mut().filter(|found| found.len() > POSTINGS) {
                found.sort_by_key(|(_, level)| Reverse(*level));
                found.truncate(POSTINGS);
                found.sort_unstable();
            }
            text.into_iter().collect()
        },
    )
}

/// The words of an entry: those of its names with their weights, those of its text with their levels.
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
        // the address may spell signs of the title in letters: `c-sharp` for `C#`
        let (title, slug) = (Folded::new(&entry.headword), Folded::new(&entry.slug));
        if !title.words().eq(slug.words()) {
            names.push_name(&entry.slug, 70);
        }
        // the page for unknown addresses searches: `/Cpp/` is near the former address `cpp`
        for former in &entry.front.redirect_from {
            names.push_name(last_part(&former.text), 60);
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

/// The last part of a former address, which names the page: `old` in `docs/old.html`.
fn last_part(address: &str) -> &str {
    let path = written_address(address.trim_matches('/'));
    let path = path.strip_suffix("/index.htm").unwrap_or(path);
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_suffix(".html").unwrap_or(name);
    name.strip_suffix(".htm").unwrap_or(name)
}

/// Words with a number each. They share one string, since there can be a million of them.
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

    /// Adds the words of a name, each with its share of the name's weight. A name with signs or single
    /// letters, such as `CI/CD` or `U.S.`, is also added as one word.
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

    /// Keeps each word once. `number` computes its number from all the numbers that it had.
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

/// The words of an index, each with its entries as numbers.
fn encoded(
    words: &Postings,
    written: fn(&[(u32, u8)]) -> Vec<u32>,
) -> impl Iterator<Item = (&str, Vec<u32>)> {
    words
        .iter()
        .map(move |(word, found)| (word.as_str(), written(found)))
}

/// Encodes entries with weights: for each, the distance from the number before it, and the weight. Entries 3
/// and 5 with weights 60 and 30 become `3, 60, 2, 30`.
fn by_pairs(found: &[(u32, u8)]) -> Vec<u32> {
    let mut last = 0;
    let mut pairs = Vec::with_capacity(found.len() * 2);
    for (entry, weight) in found {
        pairs.extend([entry - last, u32::from(*weight)]);
        last = *entry;
    }
    pairs
}

/// Encodes entries with levels: for each one number, the distance times 4 plus the level. Entries 3 and 5
/// with levels 1 and 0 become `13, 8`.
fn by_levels(found: &[(u32, u8)]) -> Vec<u32> {
    let mut last = 0;
    let numbers = found.iter().map(|(entry, level)| {
        let distance = entry - last;
        last = *entry;
        distance * 4 + u32::from(*level)
    });
    numbers.collect()
}

/// The words by the beginnings that typos leave: the first four letters of each word, without one of them.
/// Two words that differ by one typo have such a rest in common (Garbe's symmetric delete, 2012). A typo
/// after the first four letters does not change them, so it is found as well.
fn typos<'v>(vocabulary: &[&'v str]) -> BTreeMap<String, Vec<&'v str>> {
    let mut typos: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for word in vocabulary {
        for rest in rests(word) {
            typos.entry(rest).or_default().push(word);
        }
    }
    typos
}

/// The first four letters of a word, each time without one of them: `attention` gives `tte`, `ate` and `att`.
/// A word of three letters also gives itself, since a word of four letters may be a typo for it. Words of
/// one or two letters give nothing: they would all be typos of each other.
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

/// The text of an entry's body, with a space between blocks.
fn text_of(entry: &Entry) -> String {
    let mut text = String::new();
    for (event, _) in &entry.body.events {
        text.push_str(plain(event));
        // the text of an image is not part of the word beside it
        if matches!(event, Event::End(tag) if !is_inline(tag) || *tag == TagEnd::Image) {
            text.push(' ');
        }
    }
    text
}
