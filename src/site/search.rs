//! The search index, in small files. A reader's browser fetches only the files that a query needs.
//!
//! The browser splits a query into words (`text::tokens`). For each word, it fetches the `names` file with
//! the words of names that begin with it, or that are its inflected forms, and the `text` file with the words of
//! definitions, unless names are enough. If no name has the word, it looks for a typo in the `slips` files. The
//! results are the numbers of entries; an `entries` file has the data to show. Pages that are not terms are in
//! the same files: they have the numbers after those of the entries. `index.json` lists the first key of each
//! file, and has the rules of the language: its endings and the words that count little.
//! `static/assets/search-engine.js` reads these files.
//!
//! ```text
//! query `atention`
//!   names-0.json    no word begins with it
//!   slips-0.json    ["ate", ["attention", …]]: words whose first four letters without one are `ate`
//!   names-0.json    ["attention", [3, 60]]: entry 3, weight 60
//!   entries-0.json  slug, headword, sense, gloss and names of entry 3
//! ```

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, TagEnd};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::entry::events::{is_inline, plain};
use crate::entry::markdown::Body;
use crate::entry::page::ParsedPage;
use crate::glossary::{Entry, LabelKind};
use crate::link::LinkedGlossary;
use crate::site::counted::Forms;
use crate::site::phrases::{PagePhrases, Phrases, SearchPhrases};
use crate::site::postings::{Postings, WordList, by_levels, by_pairs};
use crate::site::search_names::{NameRules, higher, push_addresses};
use crate::site::search_rules::{common_words, endings};
use crate::site_map::SEARCH;
use crate::text::fnv::fnv1a_32;
use crate::text::language::Language;
use crate::text::slice;
use crate::text::tokens::Folded;

/// The number of entries in one `entries` file. It is small, since ten results need up to ten files.
const ENTRIES: usize = 16;

/// The digits of the checksum of each `entries` file in `index.json`: there are many of these files.
const ENTRIES_CHECK: usize = 2;

/// The size of the files of words, in bytes, approximately: a query needs one or two of each kind.
const NAMES: usize = 16_000;
const TYPOS: usize = 10_000;
const TEXT: usize = 24_000;

/// The number of words that are written at once, in parallel.
const AT_ONCE: usize = 4_096;

/// The levels of a word in the gloss, and in the first paragraph of the body. Another word of the body has level
/// 0 if it occurs once, 1 if more often.
const IN_GLOSS: u8 = 3;
const IN_LEAD: u8 = 2;

/// The most entries for a word of the text: those with the highest levels.
const POSTINGS: usize = 3_000;

/// The most characters of a gloss in a result.
const GLOSS: usize = 200;

/// The number of letters at the beginning of a word that are compared to find typos.
const HEAD: usize = 4;

/// The files of the search index by their path in the site. They include the phrases of the search, which
/// pages do not need before a search.
pub fn files(linked: &LinkedGlossary, phrases: &Phrases) -> BTreeMap<String, Vec<u8>> {
    let (glossary, config) = (&linked.glossary, &*linked.config);
    let language = &config.edition.language;
    let texts = SearchedText::all(linked);
    let (names, text) = words(&texts, language);
    let counts = text
        .iter()
        .map(|(word, found)| (word.as_ref(), found.len()));
    // a list that is full may have left out any number of entries
    let entries = texts.len().min(POSTINGS);
    let common = common_words(counts, entries, &phrases.around, language);
    // the words of texts take as long as everything else
    let ((entries, typos, names), text) = rayon::join(
        || {
            let vocabulary: Vec<&str> = names.iter().map(|(word, _)| word.as_ref()).collect();
            let typos = Parts::new("slips", TYPOS, typos(&vocabulary), |words| words);
            let names = Parts::new("names", NAMES, names, |found| by_pairs(&found));
            (Entries::new(&texts, &phrases.pages), typos, names)
        },
        || Parts::new("text", TEXT, text, |found| by_levels(&found)),
    );
    let list = json(&text.list);
    let index = Index {
        per: ENTRIES,
        endings: endings(glossary, language),
        common,
        entries: entries.checks,
        typos: typos.list,
        names: names.list,
        text: check(&list),
        words: Words {
            search: &phrases.search,
            found: phrases.found.forms(),
            failed: &phrases.pages.search_failed,
            states: (phrases.spoken.tag != language.tag()).then(|| phrases.pages.states()),
            nearest: &phrases.pages.nearest,
            say: &phrases.pages.say,
            report: config.settings.report_url.as_deref(),
        },
    };
    let index = ("index".to_owned(), json(&index));
    let text_list = ("text".to_owned(), list);
    let prefix = config.edition.addresses.prefix();
    [entries.files, typos.files, names.files, text.files]
        .into_iter()
        .flatten()
        .chain([text_list, index])
        .map(|(name, bytes)| (format!("{SEARCH}{prefix}{name}.json"), bytes))
        .collect()
}

/// `index.json`, which lists the other files. With a file's checksum, a browser sees whether the file belongs
/// to this index or to that of another build.
#[derive(Serialize)]
struct Index<'i> {
    /// The number of entries in each `entries` file.
    per: usize,
    /// Pairs of endings, one of which replaces the other in a form of a word: `-s y-ies`.
    endings: String,
    /// The words that count little in a query, with spaces between them.
    common: String,
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
    /// The number of results, in the plural forms of the language.
    found: Forms<'i>,
    /// The phrase for an index that cannot be loaded.
    failed: &'i str,
    /// The beginnings of states in the words of the theme, if these are not in the language of the glossary.
    #[serde(skip_serializing_if = "Option::is_none")]
    states: Option<[&'i str; 4]>,
    /// The phrase before the names that are nearest to a query.
    nearest: &'i str,
    /// The phrase after a name to avoid.
    say: &'i str,
    /// The pattern of the address at which readers propose a term.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'i str>,
}

/// The `entries` files.
struct Entries {
    /// The files by name.
    files: Vec<(String, Vec<u8>)>,
    /// The checksums of the files, one after the other.
    checks: String,
}

/// An entry or a page. Its index in the list of all is its number.
#[derive(Clone, Copy)]
enum SearchedText<'g> {
    /// An entry, and the one that replaces it.
    Entry(&'g Entry, Option<&'g Entry>),
    Page(&'g ParsedPage),
}

impl<'g> SearchedText<'g> {
    /// The entries, then the pages. The introduction is a part of the index, and is not found.
    fn all(linked: &'g LinkedGlossary) -> Vec<Self> {
        let glossary = &linked.glossary;
        let entries = glossary
            .iter()
            .map(|(id, entry)| Self::Entry(entry, linked.successor(id)));
        let pages = glossary.own_pages().map(|(_, page)| Self::Page(page));
        entries.chain(pages).collect()
    }
}

impl Entries {
    fn new(texts: &[SearchedText<'_>], words: &PagePhrases) -> Self {
        let chunks = texts.par_chunks(ENTRIES).enumerate();
        let files = chunks.map(|(index, texts)| {
            let shown: Vec<_> = texts.iter().map(|text| shown(text, words)).collect();
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
    /// The files of the kind `name`, each of about `size` bytes. `encoded` makes the value of an item only
    /// when it is written.
    fn new<K: Serialize + AsRef<str> + Send + Sync, V: Send, E: Serialize>(
        name: &str,
        size: usize,
        items: impl IntoIterator<Item = (K, V)>,
        encoded: impl Fn(V) -> E + Sync,
    ) -> Self {
        let mut items: Vec<(K, V)> = items.into_iter().collect();
        items.sort_by(|(one, _), (other, _)| as_in_javascript(one.as_ref(), other.as_ref()));
        let mut items = items.into_iter();
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        loop {
            // not all at once, which takes as much memory as all files
            let some = Vec::from_iter(items.by_ref().take(AT_ONCE));
            if some.is_empty() {
                break;
            }
            let written = some.into_par_iter().map(|(key, value)| {
                let item = json(&(&key, encoded(value)));
                (key, item)
            });
            for (key, item) in written.collect::<Vec<_>>() {
                match parts.last_mut() {
                    Some((_, part)) if part.len() < size => part.push(b','),
                    _ => parts.push((key.as_ref().to_owned(), vec![b'['])),
                }
                if let Some((_, part)) = parts.last_mut() {
                    part.extend(item);
                }
            }
        }
        let mut made = Self {
            files: Vec::with_capacity(parts.len()),
            list: Vec::with_capacity(parts.len()),
        };
        for (index, (first, mut part)) in parts.into_iter().enumerate() {
            part.push(b']');
            part.shrink_to_fit();
            made.list.push((first, check(&part)));
            made.files.push((format!("{name}-{index}"), part));
        }
        made
    }
}

/// The order of two strings in JavaScript, which compares their UTF-16 units.
fn as_in_javascript(one: &str, other: &str) -> Ordering {
    if one.is_ascii() && other.is_ascii() {
        return one.cmp(other);
    }
    one.encode_utf16().cmp(other.encode_utf16())
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

/// The data of an entry in a result: slug, headword, sense, gloss, other names. After them, an entry with a state has
/// a 0 and this state. A page has no sense and no other names, and a 1 after them.
#[derive(Serialize)]
#[serde(untagged)]
enum Shown<'g> {
    Entry(&'g str, &'g str, &'g str, String, Vec<Other<'g>>),
    WithStatus(
        &'g str,
        &'g str,
        &'g str,
        String,
        Vec<Other<'g>>,
        u8,
        Cow<'g, str>,
    ),
    Page(&'g str, &'g str, &'g str, String, [&'g str; 0], u8),
}

/// Another name of an entry. One to avoid is in a list of its own.
#[derive(Serialize)]
#[serde(untagged)]
enum Other<'g> {
    Name(&'g str),
    ToAvoid([&'g str; 1]),
}

/// The data of a text in a result.
fn shown<'g>(text: &SearchedText<'g>, words: &'g PagePhrases) -> Shown<'g> {
    match text {
        SearchedText::Entry(entry, successor) => {
            let others = entry
                .labels
                .iter()
                .filter(|label| !matches!(label.kind, LabelKind::Title | LabelKind::Hidden));
            let others = others.map(|label| match label.kind {
                LabelKind::Deprecated => Other::ToAvoid([&label.text]),
                _ => Other::Name(&label.text),
            });
            let others = others.collect();
            let sense = entry.sense.as_deref().unwrap_or_default();
            let gloss = short(entry.gloss.shown());
            let (slug, headword) = (&entry.slug, &entry.headword);
            match words.status_beside(&entry.front, *successor) {
                None => Shown::Entry(slug, headword, sense, gloss, others),
                Some(status) => Shown::WithStatus(slug, headword, sense, gloss, others, 0, status),
            }
        }
        SearchedText::Page(page) => Shown::Page(
            &page.slug,
            &page.front.title.text,
            "",
            short(&page.description),
            [],
            1,
        ),
    }
}

/// A gloss that is not too long for a result.
fn short(gloss: &str) -> String {
    match gloss.char_indices().nth(GLOSS) {
        Some((end, _)) => format!("{}…", slice(gloss, ..end).trim_end()),
        None => gloss.to_owned(),
    }
}

/// The words of all names, and the words of all texts. Each thread collects those of its share of the entries.
fn words(texts: &[SearchedText<'_>], language: &Language) -> (WordList, WordList) {
    let rules = NameRules::new(language);
    let numbered: Vec<(u32, &SearchedText<'_>)> = (0..).zip(texts).collect();
    let share = numbered.len().div_ceil(rayon::current_num_threads());
    let shares = numbered.par_chunks(share.max(1)).map(|share| {
        let mut words = AllWords::default();
        for (entry, text) in share {
            words.add(&OwnWords::of(text, &rules), *entry);
        }
        words
    });
    let AllWords { names, text } = shares.reduce(AllWords::default, AllWords::followed_by);
    rayon::join(|| names.in_order(), || text.in_order())
}

/// The words of some entries and pages.
struct AllWords {
    names: Postings,
    text: Postings,
}

impl Default for AllWords {
    fn default() -> Self {
        Self {
            names: Postings::new(usize::MAX),
            text: Postings::new(POSTINGS),
        }
    }
}

impl AllWords {
    /// Adds the words of an entry. `entry` is its number, the highest so far.
    fn add(&mut self, own: &OwnWords, entry: u32) {
        // most words occur more than once in an entry, and this table is small
        let mut words: FxHashMap<&str, u8> = FxHashMap::default();
        for (word, weight) in &own.names {
            let before = words.get(word.as_str()).copied();
            words.insert(word, higher(before, *weight));
        }
        self.names.add(entry, &words);
        words.clear();
        words.extend(own.gloss.words().map(|word| (word, IN_GLOSS)));
        for word in own.lead.words() {
            let level = words.entry(word).or_default();
            *level = IN_LEAD.max(*level);
        }
        for word in own.text.words() {
            let again = |level: &mut u8| *level = 1.max(*level);
            words.entry(word).and_modify(again).or_default();
        }
        self.text.add(entry, &words);
    }

    /// These words, and those of entries with higher numbers.
    fn followed_by(self, next: Self) -> Self {
        Self {
            names: self.names.followed_by(next.names),
            text: self.text.followed_by(next.text),
        }
    }
}

/// The words of an entry or a page.
struct OwnWords {
    /// The words of its names, with their weights.
    names: Vec<(String, u8)>,
    gloss: Folded,
    /// The first paragraph of the body.
    lead: Folded,
    /// The rest of the body.
    text: Folded,
}

impl OwnWords {
    fn of(text: &SearchedText<'_>, rules: &NameRules<'_>) -> Self {
        match text {
            SearchedText::Entry(entry, _) => Self::of_entry(entry, rules),
            SearchedText::Page(page) => Self::of_page(page, rules),
        }
    }

    fn of_page(page: &ParsedPage, rules: &NameRules<'_>) -> Self {
        let title = &page.front.title.text;
        let mut names = Vec::new();
        rules.push_title(&mut names, title);
        push_addresses(&mut names, title, &page.slug, &page.front.redirect_from);
        let (lead, text) = text_of(&page.body);
        Self {
            names,
            gloss: Folded::new(&page.description),
            lead: Folded::new(&lead),
            text: Folded::new(&text),
        }
    }

    fn of_entry(entry: &Entry, rules: &NameRules<'_>) -> Self {
        let mut names = Vec::new();
        for label in &entry.labels {
            rules.push_label(&mut names, label);
        }
        let former = &entry.front.redirect_from;
        push_addresses(&mut names, &entry.headword, &entry.slug, former);
        let (lead, mut text) = text_of(&entry.body);
        add_notes(&mut text, entry);
        Self {
            names,
            gloss: Folded::new(&entry.gloss.text),
            lead: Folded::new(&lead),
            text: Folded::new(&text),
        }
    }
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

/// Adds what front matter says of the word to the text of an entry: how it is pronounced and used, where it comes from,
/// and examples.
fn add_notes(text: &mut String, entry: &Entry) {
    let front = &entry.front;
    let notes = [
        &front.pronunciation.text,
        &front.part_of_speech,
        &front.origin,
        &front.usage,
        &front.status,
    ];
    for note in notes.into_iter().flatten() {
        text.push(' ');
        text.push_str(&note.text);
    }
    for example in entry.examples.iter() {
        let (lead, rest) = text_of(&example.body);
        text.push(' ');
        text.push_str(&lead);
        text.push_str(&rest);
    }
}

/// The first paragraph of a body, and the rest of it, with a space between blocks.
fn text_of(body: &Body) -> (String, String) {
    let (mut lead, mut text) = (String::new(), String::new());
    for (event, _) in &body.parse().events {
        text.push_str(plain(event));
        // the text of an image is not part of the word beside it
        if matches!(event, Event::End(tag) if !is_inline(tag) || *tag == TagEnd::Image) {
            text.push(' ');
        }
        if lead.is_empty() && matches!(event, Event::End(TagEnd::Paragraph)) {
            lead = std::mem::take(&mut text);
        }
    }
    (lead, text)
}
