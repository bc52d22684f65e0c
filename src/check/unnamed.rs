//! Terms that entries use and that have no entry: what the rules of `wanted` and `acronyms` share.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::Checkup;
use super::terms::{Look, Use, long_form, uses, words};
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{Entry, EntryId};
use crate::source::Place;
use crate::text::fold::{fold, single_spaced};
use crate::text::inflection::Grammar;
use crate::text::language::Language;
use crate::text::slice;

/// How many places are shown besides the first.
const MOST_PLACES: usize = 3;

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

    /// A finding at its first use, with some of the others, and the entry of the first.
    pub(super) fn finding(
        &self,
        checkup: &Checkup<'_>,
        code: Code,
        message: String,
    ) -> Option<(EntryId, Diagnostic)> {
        let by_entry = self.uses.chunk_by(|a, b| a.at == b.at);
        let mut firsts = by_entry.filter_map(|uses| uses.first());
        let first = firsts.next()?;
        let finding = Diagnostic::new(code, message).at(first.place(checkup)?);
        let places = firsts
            .take(MOST_PLACES)
            .filter_map(|spot| spot.place(checkup));
        let finding = places.fold(finding, |finding, place| finding.also(place, "here too"));
        Some((first.entry, finding))
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

/// Gathers what looks like a term and is no name of an entry.
pub(super) fn survey(checkup: &Checkup<'_>) -> Terms {
    let language = &checkup.config.edition.language;
    let mut ids: Vec<EntryId> = checkup.glossary.ids().collect();
    ids.sort_by_key(|id| &checkup.glossary.entry(*id).file.path);
    let found: Vec<Vec<Found>> = ids.par_iter().map(|id| found_in(checkup, *id)).collect();
    let mut terms: BTreeMap<String, Term> = BTreeMap::new();
    let found = ids.iter().zip(found).enumerate();
    let found =
        found.flat_map(|(at, (id, found))| found.into_iter().map(move |found| (at, *id, found)));
    for (at, entry, found) in found {
        let spot = Spot {
            at,
            block: found.block,
            start: found.used.words.start,
            end: found.used.words.end,
            entry,
        };
        let key = match found.used.look {
            Look::Acronym | Look::Mixed => found.used.text.clone(),
            Look::Phrase | Look::Word => key(&found.used.text, language),
        };
        let new = || Term::new(&found.used.text, found.used.look);
        let term = terms.entry(key).or_insert_with(new);
        if found.used.text.len() < term.text.len() {
            term.text = found.used.text;
        }
        term.is_certain |= found.used.is_certain;
        term.long_form = term.long_form.take().or(found.long_form);
        term.uses.push(spot);
    }
    terms.retain(|_, term| {
        !checkup.is_ignored(&term.text)
            && !is_subject(checkup, &term.text)
            && checkup.names.meanings(&term.text).is_empty()
    });
    merge_long_forms(&mut terms, language);
    let mut terms = Terms {
        by_key: terms,
        ..Terms::default()
    };
    for id in checkup.glossary.ids() {
        for label in &checkup.glossary.entry(id).labels {
            terms.add_name(&label.text, id, language);
        }
    }
    terms
}

fn found_in(checkup: &Checkup<'_>, id: EntryId) -> Vec<Found> {
    let language = &checkup.config.edition.language;
    let blocks = checkup.reading(id).blocks.iter().enumerate();
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
fn is_subject(checkup: &Checkup<'_>, term: &str) -> bool {
    let language = &checkup.config.edition.language;
    let keys = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words.map(|word| key(word, language)).collect()
    };
    keys(term).is_subset(&keys(&checkup.config.edition.title))
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
pub(super) fn is_wanted(checkup: &Checkup<'_>, term: &Term) -> bool {
    let entries = u64::try_from(term.entries()).unwrap_or(u64::MAX);
    let fewest = checkup.config.settings.check.wanted_in;
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

/// What to write where an acronym is short for a name that has an entry.
pub(super) fn abbreviation(term: &Term, entry: &Entry) -> String {
    format!(
        "if it is short for `{entry}`, write `abbreviations = [\"{}\"]` in {}",
        term.text, entry.file.path
    )
}
