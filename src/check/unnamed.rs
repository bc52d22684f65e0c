//! Terms that entries use and that have no entry: what the rules of `wanted` and `acronyms` share.

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

/// How many of the places of a term are shown.
const MOST_PLACES: usize = 4;

/// How many times as many entries have to use a single word that is no acronym: most such are names
/// of products and people.
const RARER: u64 = 3;

/// Acronyms that are better known than what they stand for: dictionaries of English have them as words
/// of their own.
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
    /// Where it is used, in order.
    pub(super) uses: Vec<Spot>,
    /// Whether any of its uses shows that it is a term, and not the beginning of a sentence.
    is_certain: bool,
    /// What it stands for, where the glossary says so.
    pub(super) long_form: Option<String>,
}

/// Where a term is used. Its place in the file is looked up only if it is told.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    /// The entry's place in the order of paths.
    at: usize,
    block: usize,
    start: usize,
    end: usize,
    entry: EntryId,
}

/// A use of a term, as an entry has it.
struct Found {
    used: Use,
    block: usize,
    long_form: Option<String>,
}

/// Every term without an entry, and what entries' names could be short for.
#[derive(Default)]
pub(super) struct Terms {
    /// By their keys.
    by_key: BTreeMap<String, Term>,
    /// The entry of the first name that has these initials, or them in brackets at its end.
    by_initials: HashMap<String, EntryId>,
    /// What stands in brackets at the end of a name.
    bracketed: HashSet<String>,
}

impl Terms {
    /// The terms, by their keys.
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

    /// Whether a name of an entry ends with a term in brackets: *Interface (ABI)*.
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

    /// How many entries use it.
    pub(super) fn entries(&self) -> usize {
        // an entry's uses stand together
        self.uses.chunk_by(|a, b| a.at == b.at).count()
    }

    /// Where it is used first, and some places of other entries.
    pub(super) fn places(&self, checkup: &Checkup<'_>) -> Vec<Place> {
        let by_entry = self.uses.chunk_by(|a, b| a.at == b.at);
        let firsts = by_entry.filter_map(|uses| uses.first());
        firsts
            .take(MOST_PLACES)
            .filter_map(|spot| spot.place(checkup))
            .collect()
    }
}

impl Spot {
    fn place(&self, checkup: &Checkup<'_>) -> Option<Place> {
        let reading = checkup.reading(self.entry);
        let block = reading.blocks.get(self.block)?;
        let entry = checkup.glossary.entry(self.entry);
        Some(reading.place(entry, block, self.start..self.end))
    }
}

/// Gathers what looks like a term and is no name of an entry. `readings` are in the glossary's order.
pub(super) fn survey(
    glossary: &Glossary,
    names: &NameIndex,
    readings: &[EntryReading],
    config: &Config,
) -> Terms {
    let language = &config.edition.language;
    let mut read: Vec<(EntryId, &EntryReading)> = glossary.ids().zip(readings).collect();
    read.sort_by_key(|(id, _)| &glossary.entry(*id).file.path);
    let found: Vec<Vec<Found>> = read
        .par_iter()
        .map(|(_, reading)| found_in(reading, language))
        .collect();
    let mut terms: BTreeMap<String, Term> = BTreeMap::new();
    for (at, ((entry, _), found)) in read.iter().zip(found).enumerate() {
        for found in found {
            add_use(&mut terms, at, *entry, found, language);
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

/// Adds what was found in an entry, the `at`-th in the order of paths, to its term.
fn add_use(
    terms: &mut BTreeMap<String, Term>,
    at: usize,
    entry: EntryId,
    found: Found,
    language: &Language,
) {
    let Found {
        used,
        block,
        long_form,
    } = found;
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
    term.uses.push(Spot {
        at,
        block,
        start: used.words.start,
        end: used.words.end,
        entry,
    });
}

fn found_in(reading: &EntryReading, language: &Language) -> Vec<Found> {
    let blocks = reading.blocks.iter().enumerate();
    let mut found = Vec::new();
    for (at, block) in blocks.filter(|(_, block)| !block.block.is_heading) {
        let text = &block.prose.text;
        let all = words(text);
        for used in uses(block, language) {
            let long_form = match used.look {
                Look::Acronym | Look::Mixed => long_form(text, &all, &used, language),
                Look::Phrase | Look::Word => None,
            };
            found.push(Found {
                block: at,
                long_form: long_form.map(|long| single_spaced(slice(text, long))),
                used,
            });
        }
    }
    found
}

/// A name that stands for itself and its plural.
fn key(name: &str, language: &Language) -> String {
    singular(&fold(name, language)).to_owned()
}

/// A folded word without the ending of a plural, in the languages that have it.
pub(super) fn singular(folded: &str) -> &str {
    match folded.strip_suffix('s') {
        Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem,
        _ => folded,
    }
}

/// Whether a term is what the whole glossary is about, as its title says.
fn is_subject(config: &Config, term: &str) -> bool {
    let language = &config.edition.language;
    let keys = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words.map(|word| key(word, language)).collect()
    };
    keys(term).is_subset(&keys(&config.edition.title))
}

/// Makes one term of an acronym and of the phrase that it stands for.
fn merge_long_forms(terms: &mut BTreeMap<String, Term>, language: &Language) {
    let pairs: Vec<(String, String)> = terms
        .iter()
        .filter_map(|(at, term)| Some((at.clone(), key(term.long_form.as_deref()?, language))))
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

/// Whether a term is used in so many entries that one is wanted for it.
pub(super) fn is_wanted(config: &Config, term: &Term) -> bool {
    let entries = u64::try_from(term.entries()).unwrap_or(u64::MAX);
    let fewest = config.settings.check.wanted_in;
    let fewest = match term.look {
        Look::Word | Look::Mixed => fewest.saturating_mul(RARER),
        Look::Acronym | Look::Phrase => fewest,
    };
    term.is_certain && entries >= fewest && !is_known(&term.text)
}

/// Whether everybody who reads about it knows an acronym.
pub(super) fn is_known(acronym: &str) -> bool {
    let is_number = acronym.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    is_number || KNOWN.contains(&acronym)
}

/// The entry whose name an acronym is short for, as far as its letters tell.
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

/// The initials of the words of a name that mean something.
fn initials(name: &str, language: &Language) -> String {
    let grammar = Grammar::of(language);
    let words = name.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !grammar.is_particle(&fold(word, language)))
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_lowercase)
        .collect()
}
