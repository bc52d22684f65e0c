//! The rules about a single definition: `empty-definition`, `stub-definition`, `long-gloss` and
//! `repeated-headword`.

use std::ops::Range;

use super::reading::{BlockReading, EntryReading, count_words};
use super::terms::{is_acronym, spells};
use super::{Checkup, faults};
use crate::diagnostic::Diagnostic;
use crate::glossary::{Entry, EntryId};
use crate::text::fold::single_spaced;
use crate::text::slice;

/// The smallest number of words in a definition. *Opposite of pull* is a definition; *File system* is not.
const FEWEST_WORDS: usize = 3;

/// The largest number of words beside the link in a definition that only refers to another entry.
const MOST_BESIDE_LINK: usize = 2;

/// Words that authors write instead of a definition.
const PLACEHOLDERS: &[&str] = &["TODO", "TBD", "TBA", "FIXME", "XXX"];

/// The largest number of words in a name before a definition.
const LONGEST_NAME: usize = 8;

/// Reports entries without a definition, or without a sentence for a gloss. An entry with `replaced_by`
/// needs neither.
pub(super) fn empty(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let is_empty = |entry: &Entry| entry.gloss.text.is_empty() && entry.front.replaced_by.is_none();
    let empty = checkup.entries().filter(|(_, entry, _)| is_empty(entry));
    empty
        .map(|(id, entry, reading)| {
            if reading.words() == 0 {
                faults::without_definition(entry, checkup.may_be_draft(id))
            } else {
                faults::without_gloss(entry)
            }
        })
        .collect()
}

/// Reports definitions that are placeholders, that only refer to another entry, or that have too few words.
pub(super) fn stubs(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let entries = checkup.entries();
    entries
        .filter_map(|(id, entry, reading)| {
            let gloss = count_words(&entry.gloss.text);
            if gloss == 0 || entry.front.replaced_by.is_some() {
                return None;
            }
            let words = reading.words().max(gloss);
            let mut parts = entry.gloss.text.split(|c: char| !c.is_alphanumeric());
            let place = entry.place(reading.gloss.span.clone());
            if parts
                .next()
                .is_some_and(|word| PLACEHOLDERS.contains(&word))
            {
                Some(faults::placeholder(entry, checkup.may_be_draft(id), place))
            } else if let Some(other) = referred_to(checkup, id, words) {
                Some(faults::reference_only(entry, other, place))
            } else if words < FEWEST_WORDS {
                Some(faults::short_definition(entry, words, place))
            } else {
                None
            }
        })
        .collect()
}

/// The entry to which a definition refers, if it does nothing else. `words` is the number of its words.
fn referred_to<'c>(checkup: &Checkup<'c>, id: EntryId, words: usize) -> Option<&'c Entry> {
    let [only] = &*checkup.linked.text(id).mentions else {
        return None;
    };
    let others = words.saturating_sub(count_words(&only.text));
    (others <= MOST_BESIDE_LINK).then(|| checkup.glossary.entry(only.to))
}

/// Reports glosses, and first sentences that serve as glosses, that have more words than `longest_gloss` in
/// the settings.
pub(super) fn long_glosses(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let limit = checkup.config.settings.check.longest_gloss;
    let entries = checkup.entries();
    entries
        .filter_map(|(_, entry, reading)| {
            let words = count_words(&reading.gloss.text);
            let is_long = u64::try_from(words).is_ok_and(|words| words > limit);
            let place = entry.place(reading.gloss.span.clone());
            is_long.then(|| faults::long_gloss(entry, words, limit, place))
        })
        .collect()
}

/// A repetition at the beginning of a definition, with its bytes in the first block.
enum Repetition {
    /// A name of the entry.
    Name(Range<usize>),
    /// The long form of an acronym that is a name of the entry.
    LongForm(Range<usize>),
}

/// Reports definitions that begin with the headword as a label: as a heading, or before a colon or a dash.
/// *A pod is …* is a sentence, and is not reported.
pub(super) fn repetitions(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let entries = checkup.entries();
    entries
        .filter_map(|(id, entry, reading)| {
            let block = reading.blocks.first()?;
            let place = |bytes| reading.place(entry, block, bytes);
            Some(match repetition(checkup, id, entry, reading, block)? {
                Repetition::Name(bytes) => faults::repeated_name(entry, place(bytes)),
                Repetition::LongForm(bytes) => {
                    let long = single_spaced(slice(&block.prose.text, bytes.clone()));
                    faults::repeated_long_form(entry, &long, place(bytes))
                }
            })
        })
        .collect()
}

/// The repetition at the beginning of a definition, whose first block is `block`.
fn repetition(
    checkup: &Checkup<'_>,
    id: EntryId,
    entry: &Entry,
    reading: &EntryReading<'_>,
    block: &BlockReading,
) -> Option<Repetition> {
    let text = block.prose.text.as_str();
    if block.block.is_heading {
        let is_name = is_name_of(checkup, id, text);
        return is_name.then_some(Repetition::Name(0..text.len()));
    }
    let sentence = reading.gloss.sentence.as_ref()?.bytes.clone();
    let start = sentence.start;
    let label = before_mark(slice(text, sentence))?;
    // *Pod (workload): …*
    let name = label.split(" (").next().unwrap_or(label).trim_end();
    if count_words(name) > LONGEST_NAME {
        return None;
    }
    if is_name_of(checkup, id, name) {
        return Some(Repetition::Name(start..start + label.len()));
    }
    let language = &checkup.config.edition.language;
    let is_long_form = entry
        .labels
        .iter()
        .any(|label| is_acronym(&label.text) && spells(name, &label.text.to_lowercase(), language));
    is_long_form.then_some(Repetition::LongForm(start..start + name.len()))
}

fn is_name_of(checkup: &Checkup<'_>, id: EntryId, text: &str) -> bool {
    let text = text.trim();
    let names = &checkup.names;
    let meanings = names.meanings(text);
    names.claimants(&meanings).any(|entry| entry == id)
        || text == checkup.glossary.entry(id).to_string()
}

/// The text of a sentence before its first colon or dash: *Pod* in *Pod: the smallest thing*. A dash does
/// not count if the sentence has two of them, because they enclose a remark.
fn before_mark(sentence: &str) -> Option<&str> {
    let dashes = [" - ", " \u{2013} ", " \u{2014} ", "\u{2014}"];
    let dash = dashes.iter().find_map(|dash| {
        let (head, rest) = sentence.split_once(dash)?;
        (!rest.contains(dash)).then_some(head)
    });
    let colons = [": ", "\u{ff1a}"];
    let colon = colons
        .iter()
        .find_map(|colon| Some(sentence.split_once(colon)?.0));
    let head = [dash, colon]
        .into_iter()
        .flatten()
        .min_by_key(|head| head.len())?;
    (!head.trim().is_empty()).then_some(head.trim_end())
}
