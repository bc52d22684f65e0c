//! Terms that entries use and that have no entry. The rules in `missing_entries` and `acronyms` share them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::Checkup;
use super::reading::EntryReading;
use super::terms::{Look, Use, long_form, uses, words};
use crate::glossary::{Entry, EntryId, Glossary};
use crate::names::NameIndex;
use crate::project::config::Config;
use crate::source::Place;
use crate::text::fold::{fold, single_spaced};
use crate::text::inflection::Grammar;
use crate::text::language::Language;
use crate::text::slice;

/// The largest number of places of a term that a diagnostic shows.
const MOST_PLACES: usize = 4;

/// The factor by which the limit is higher for single words that are not acronyms. Most of these words are
/// names of products and people.
const SINGLE_WORD_FACTOR: u64 = 3;

/// Acronyms that are better known than their long forms: dictionaries of English list them as words.
const KNOWN: &[&str] = &[
    "AI", "API", "ASCII", "ATM", "AWS", "BBC", "BIOS", "BSD", "CEO", "CPU", "CSS", "CSV", "DNA",
    "DNS", "DVD", "EU", "FAQ", "FTP", "GIF", "GMT", "GNU", "GPS", "GPU", "GUI", "HTML", "HTTP",
    "HTTPS", "IBM", "ID", "IEEE", "IP", "ISBN", "ISO", "JPEG", "JSON", "LED", "MIT", "NASA",
    "NASDAQ", "NATO", "OK", "OS", "PC", "PDF", "PGP", "PHP", "PIN", "PNG", "QR", "RAM", "RNA",
    "ROM", "RSS", "SIM", "SMS", "SQL", "SSD", "SSH", "SVG", "TCP", "TV", "UDP", "UI", "UK", "UN",
    "UNESCO", "URI", "URL", "USA", "USB", "UTC", "UTF", "VAT", "VPN", "WWW", "XML", "YAML", "ZIP",
];

/// A term without an entry.
pub(super) struct Term {
    /// The term, in its shortest form.
    pub(super) text: String,
    pub(super) look: Look,
    /// The places where it is used, in order.
    pub(super) uses: Vec<UsePlace>,
    /// Whether at least one use is certainly a term, and not the beginning of a sentence.
    is_certain: bool,
    /// Its long form, if a text of the glossary gives one.
    pub(super) long_form: Option<String>,
}

/// A place where a term is used. Its span in the file is computed only for diagnostics. The derived order
/// is the order of paths, then of the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct UsePlace {
    /// The entry's index in the order of paths.
    entry_index: usize,
    block: usize,
    start: usize,
    end: usize,
    entry: EntryId,
}

/// A use of a term in an entry.
struct UseInEntry {
    used: Use,
    block: usize,
    long_form: Option<String>,
}

/// All terms without an entry, and the acronyms that could stand for names of entries.
#[derive(Default)]
pub(super) struct Terms {
    /// The terms by their keys.
    by_key: BTreeMap<String, Term>,
    /// The entries by the initials of their names, and by acronyms in brackets at the end of their names,
    /// in small letters. If several entries have the same initials, it is the first.
    by_initials: HashMap<String, EntryId>,
    /// The texts in brackets at the end of names.
    bracketed: HashSet<String>,
}

impl Terms {
    /// The terms, in the order of their keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Term> {
        self.by_key.values()
    }

    fn add_name(&mut self, name: &str, id: EntryId, language: &Language) {
        let bracketed = name
            .strip_suffix(')')
            .and_then(|name| name.split_once(" ("));
        let (name, bracketed) = match bracketed {
            Some((name, bracketed)) => (name, Some(bracketed)),
            None => (name, None),
        };
        if let Some(acronym) = bracketed {
            self.bracketed.insert(acronym.to_owned());
            self.by_initials.entry(acronym.to_lowercase()).or_insert(id);
        }
        if name.contains(char::is_whitespace) {
            let initials = initials(name, language);
            self.by_initials.entry(initials).or_insert(id);
        }
    }

    /// Whether a name of an entry ends with this term in brackets: *Application binary interface (ABI)*.
    pub(super) fn is_bracketed(&self, term: &Term) -> bool {
        self.bracketed.contains(&term.text)
    }
}

impl Term {
    fn new(text: &str, look: Look) -> Self {
        Self {
            text: text.to_owned(),
            look,
            uses: Vec::new(),
            is_certain: false,
            long_form: None,
        }
    }

    /// The number of entries that use it.
    pub(super) fn entries(&self) -> usize {
        self.by_entry().count()
    }

    /// The first use in each of the first few entries.
    pub(super) fn places(&self, checkup: &Checkup<'_>) -> Vec<Place> {
        let firsts = self.by_entry().filter_map(|uses| uses.first());
        firsts
            .take(MOST_PLACES)
            .filter_map(|used| used.place(checkup))
            .collect()
    }

    /// The uses in each entry.
    fn by_entry(&self) -> impl Iterator<Item = &[UsePlace]> {
        self.uses.chunk_by(|a, b| a.entry_index == b.entry_index)
    }
}

impl UsePlace {
    fn place(&self, checkup: &Checkup<'_>) -> Option<Place> {
        let reading = checkup.reading(self.entry);
        let block = reading.blocks.get(self.block)?;
        let entry = checkup.glossary.entry(self.entry);
        Some(reading.place(entry, block, self.start..self.end))
    }
}

/// Collects everything that looks like a term and is not a name of an entry. `readings` are in the
/// glossary's order.
pub(super) fn collect(
    glossary: &Glossary,
    names: &NameIndex,
    readings: &[EntryReading<'_>],
    config: &Config,
) -> Terms {
    let language = &config.edition.language;
    let mut read: Vec<(EntryId, &EntryReading<'_>)> = glossary.ids().zip(readings).collect();
    read.sort_by_key(|(id, _)| &glossary.entry(*id).file.path);
    let uses: Vec<Vec<UseInEntry>> = read
        .par_iter()
        .map(|(_, reading)| uses_in(reading, language))
        .collect();
    let mut terms: BTreeMap<String, Term> = BTreeMap::new();
    for (index, ((entry, _), uses)) in read.iter().zip(uses).enumerate() {
        for used in uses {
            add_use(&mut terms, index, *entry, used, language);
        }
    }
    terms.retain(|_, term| {
        !config.settings.check.ignore.contains(&term.text)
            && !is_subject(config, &term.text)
            && names.meanings(&term.text).is_empty()
    });
    merge_long_forms(&mut terms, language);
    let mut terms = Terms {
        by_key: terms,
        ..Terms::default()
    };
    for id in glossary.ids() {
        for label in &glossary.entry(id).labels {
            terms.add_name(&label.text, id, language);
        }
    }
    terms
}

/// Adds a use to its term. `entry_index` is the index of the entry in the order of paths.
fn add_use(
    terms: &mut BTreeMap<String, Term>,
    entry_index: usize,
    entry: EntryId,
    in_entry: UseInEntry,
    language: &Language,
) {
    let UseInEntry {
        used,
        block,
        long_form,
    } = in_entry;
    let key = match used.look {
        Look::Acronym | Look::Mixed => used.text.clone(),
        Look::Phrase | Look::Word => key(&used.text, language),
    };
    let new = || Term::new(&used.text, used.look);
    let term = terms.entry(key).or_insert_with(new);
    if used.text.len() < term.text.len() {
        term.text = used.text;
    }
    term.is_certain |= used.is_certain;
    term.long_form = term.long_form.take().or(long_form);
    term.uses.push(UsePlace {
        entry_index,
        block,
        start: used.bytes.start,
        end: used.bytes.end,
        entry,
    });
}

/// The uses of terms in an entry, without its headings.
fn uses_in(reading: &EntryReading<'_>, language: &Language) -> Vec<UseInEntry> {
    let blocks = reading.blocks.iter().enumerate();
    let mut in_entry = Vec::new();
    for (index, block) in blocks.filter(|(_, block)| !block.block.is_heading) {
        let text = &block.prose.text;
        let all_words = words(text);
        for used in uses(block, language) {
            let long_form = match used.look {
                Look::Acronym | Look::Mixed => long_form(text, &all_words, &used, language),
                Look::Phrase | Look::Word => None,
            };
            in_entry.push(UseInEntry {
                block: index,
                long_form: long_form.map(|long| single_spaced(slice(text, long))),
                used,
            });
        }
    }
    in_entry
}

/// The key of a name, which is the same for its plural.
fn key(name: &str, language: &Language) -> String {
    singular(&fold(name, language)).to_owned()
}

/// A folded word without the plural ending *s*.
pub(super) fn singular(folded: &str) -> &str {
    match folded.strip_suffix('s') {
        Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem,
        _ => folded,
    }
}

/// Whether all words of a term are in the title of the glossary.
fn is_subject(config: &Config, term: &str) -> bool {
    let language = &config.edition.language;
    let keys = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words.map(|word| key(word, language)).collect()
    };
    keys(term).is_subset(&keys(&config.edition.title))
}

/// Merges the term of an acronym with the term of its long form.
fn merge_long_forms(terms: &mut BTreeMap<String, Term>, language: &Language) {
    let pairs: Vec<(String, String)> = terms
        .iter()
        .filter_map(|(acronym, term)| {
            let long_form = term.long_form.as_deref()?;
            Some((acronym.clone(), key(long_form, language)))
        })
        .collect();
    for (acronym, phrase) in pairs {
        if acronym == phrase {
            continue;
        }
        let Some(phrase) = terms.remove(&phrase) else {
            continue;
        };
        if let Some(term) = terms.get_mut(&acronym) {
            term.uses.extend(phrase.uses);
            term.uses.sort();
        }
    }
}

/// Whether so many entries use a term that it needs an entry.
pub(super) fn needs_entry(config: &Config, term: &Term) -> bool {
    let entries = u64::try_from(term.entries()).unwrap_or(u64::MAX);
    let fewest = config.settings.check.wanted_in;
    let fewest = match term.look {
        Look::Word | Look::Mixed => fewest.saturating_mul(SINGLE_WORD_FACTOR),
        Look::Acronym | Look::Phrase => fewest,
    };
    term.is_certain && entries >= fewest && !is_known(&term.text)
}

/// Whether an acronym needs no long form: it is well known, or a Roman numeral.
pub(super) fn is_known(acronym: &str) -> bool {
    let is_numeral = acronym.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    is_numeral || KNOWN.contains(&acronym)
}

/// The entry whose name an acronym may stand for: an entry with its long form as a name, or the first entry
/// whose name has these initials.
pub(super) fn short_for<'c>(checkup: &Checkup<'c>, term: &Term) -> Option<&'c Entry> {
    if !matches!(term.look, Look::Acronym | Look::Mixed) {
        return None;
    }
    let meanings = match &term.long_form {
        Some(long) => checkup.names.meanings(long),
        None => Vec::new(),
    };
    if let Some(id) = checkup.names.claimants(&meanings).next() {
        return Some(checkup.glossary.entry(id));
    }
    let letters = term.text.to_lowercase();
    let id = checkup.terms.by_initials.get(&letters)?;
    Some(checkup.glossary.entry(*id))
}

/// The initials of the words of a name in small letters, without particles: `rom` for *Read-Only Memory*.
fn initials(name: &str, language: &Language) -> String {
    let grammar = Grammar::of(language);
    let words = name.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !grammar.is_particle(&fold(word, language)))
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_lowercase)
        .collect()
}
