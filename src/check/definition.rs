//! Definitions by themselves: whether they are there, how long they are, how they begin.

use std::ops::Range;

use super::reading::{BlockReading, EntryReading, count_words};
use super::terms::{is_acronym, spells};
use super::{Checkup, faults};
use crate::diagnostic::Diagnostic;
use crate::glossary::{Entry, EntryId};
use crate::text::fold::single_spaced;
use crate::text::slice;

/// How many words define something at least. *Opposite of pull* does; *File system* does not.
const SHORTEST: usize = 3;

/// How many words there are at most beside the only link of a definition that says no more than
/// where to look.
const POINTING: usize = 2;

/// What is written where a definition is to be written later.
const PLACEHOLDERS: &[&str] = &["TODO", "TBD", "TBA", "FIXME", "XXX"];

/// How many words a name before a definition has at most.
const LONGEST_NAME: usize = 8;

/// Entries without a definition, or without a sentence that could be their gloss. One that another
/// takes the place of needs none.
pub(super) fn empty(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let is_empty = |entry: &Entry| entry.gloss.text.is_empty() && entry.front.replaced_by.is_none();
    let empty = checkup.entries().filter(|(_, entry, _)| is_empty(entry));
    empty
        .map(|(_, entry, reading)| {
            if reading.words() == 0 {
                faults::without_definition(entry)
            } else {
                faults::without_gloss(entry)
            }
        })
        .collect()
}

/// Definitions of too few words, those that only say where to look, and those that stand for one to
/// be written later.
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
                Some(faults::placeholder(entry, place))
            } else if let Some(other) = pointed_at(checkup, id, words) {
                Some(faults::points_only(entry, other, place))
            } else if words < SHORTEST {
                Some(faults::short_definition(entry, words, place))
            } else {
                None
            }
        })
        .collect()
}

/// The entry that a definition says to look at, if it says no more.
fn pointed_at<'c>(checkup: &Checkup<'c>, id: EntryId, words: usize) -> Option<&'c Entry> {
    let [only] = &*checkup.linked.text(id).mentions else {
        return None;
    };
    let others = words.saturating_sub(count_words(&only.text));
    (others <= POINTING).then(|| checkup.glossary.entry(only.to))
}

/// Glosses of more words than the settings allow, written ones and first sentences alike.
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

/// How a definition repeats its headword.
enum Repeated {
    /// In these bytes of its first block.
    Name(Range<usize>),
    /// It begins with what the headword's letters stand for.
    LongForm(Range<usize>),
}

/// Definitions that begin with the headword as if the page did not show it: as a heading, or before a
/// colon or a dash. *A pod is …* is a sentence and no repetition.
pub(super) fn repetitions(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let entries = checkup.entries();
    entries
        .filter_map(|(id, entry, reading)| {
            let block = reading.blocks.first()?;
            let place = |words| reading.place(entry, block, words);
            Some(match repeated(checkup, id, entry, reading, block)? {
                Repeated::Name(words) => faults::repeated_name(entry, place(words)),
                Repeated::LongForm(words) => {
                    let long = single_spaced(slice(&block.prose.text, words.clone()));
                    faults::repeated_long_form(entry, &long, place(words))
                }
            })
        })
        .collect()
}

fn repeated(
    checkup: &Checkup<'_>,
    id: EntryId,
    entry: &Entry,
    reading: &EntryReading,
    block: &BlockReading,
) -> Option<Repeated> {
    let text = block.prose.text.as_str();
    if block.block.is_heading {
        let is_name = is_name_of(checkup, id, text);
        return is_name.then_some(Repeated::Name(0..text.len()));
    }
    let (_, sentence) = reading.gloss.sentence.as_ref()?;
    let head = before_mark(slice(text, sentence.clone()))?;
    let start = sentence.start;
    let span = start..start + head.len();
    let bare = head.split(" (").next().unwrap_or(head).trim_end();
    if count_words(bare) > LONGEST_NAME {
        return None;
    }
    if is_name_of(checkup, id, bare) {
        return Some(Repeated::Name(span));
    }
    let language = &checkup.config.edition.language;
    let stands_for = entry
        .labels
        .iter()
        .any(|label| is_acronym(&label.text) && spells(bare, &label.text.to_lowercase(), language));
    let span = start..start + bare.len();
    stands_for.then_some(Repeated::LongForm(span))
}

fn is_name_of(checkup: &Checkup<'_>, id: EntryId, text: &str) -> bool {
    let text = text.trim();
    let names = &checkup.names;
    let own = names.meanings(text);
    names.claimants(&own).any(|entry| entry == id) || text == checkup.glossary.entry(id).to_string()
}

/// What stands before a colon or a dash that parts a name from what is said of it. Two dashes stand
/// around a remark.
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
