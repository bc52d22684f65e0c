//! Entries that may be one: headwords a slip apart, definitions nearly the same.
//!
//! No two entries are compared unless a hash or a rare word brings them together, so a large glossary
//! takes no longer for each entry than a small one.

mod glosses;
mod headwords;

use std::collections::BTreeSet;

use super::Checkup;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{Entry, EntryId};
use crate::source::Span;
use crate::text::fold::fold;
use crate::text::inflection::Grammar;
use crate::text::language::Language;

/// How many entries that share a hash or a word are compared with each other.
const MOST_ALIKE: usize = 50;

/// Two entries by their places in the order of their files' paths, the first before the second.
type Pair = (usize, usize);

/// Reports pairs of entries, each at the one whose file comes last. Where one takes the other's
/// place, that is said already.
pub(super) fn report(checkup: &Checkup<'_>) {
    let entries: Vec<(EntryId, &Entry)> = checkup
        .entries()
        .map(|(id, entry, _)| (id, entry))
        .collect();
    let language = &checkup.config.edition.language;
    let mut told: BTreeSet<Pair> = BTreeSet::new();
    let mut tell = |pair: Pair, finding: fn(&Checkup<'_>, Found<'_>, Found<'_>) -> Diagnostic| {
        if let (Some(first), Some(second)) = (entries.get(pair.0), entries.get(pair.1))
            && !is_replaced(checkup, first.0, second.0)
            && told.insert(pair)
        {
            checkup.report(second.1, finding(checkup, *first, *second));
        }
    };
    for pair in headwords::pairs(&entries, language) {
        tell(pair, headword_finding);
    }
    for pair in glosses::pairs(&entries, language) {
        let ids = [pair.0, pair.1].map(|at| entries.get(at).map(|(id, _)| *id));
        if let [Some(a), Some(b)] = ids
            && !speak_of_each_other(checkup, a, b)
        {
            tell(pair, gloss_finding);
        }
    }
}

/// One of a pair.
type Found<'f> = (EntryId, &'f Entry);

fn headword_finding(_: &Checkup<'_>, (_, first): Found<'_>, (_, second): Found<'_>) -> Diagnostic {
    let title = |entry: &Entry| entry.place(entry.front.title.span.clone());
    let message = format!("`{second}` is nearly the headword of another entry, `{first}`");
    Diagnostic::new(Code::NearDuplicate, message)
        .at(title(second))
        .also(title(first), "the other is here")
        .help(
            "if they mean one thing, make one entry of the two; else say in each how it differs \
             from the other",
        )
}

fn gloss_finding(
    checkup: &Checkup<'_>,
    (first_id, first): Found<'_>,
    (second_id, second): Found<'_>,
) -> Diagnostic {
    let gloss = |id: EntryId| -> Span { checkup.reading(id).gloss.span.clone() };
    let message = format!("`{second}` is defined nearly as `{first}` is");
    Diagnostic::new(Code::NearDuplicate, message)
        .at(second.place(gloss(second_id)))
        .also(first.place(gloss(first_id)), "the other is here")
        .help(format!(
            "if they mean one thing, keep one, with the other's name in its `synonyms`; else say \
             what sets `{second}` apart"
        ))
}

fn is_replaced(checkup: &Checkup<'_>, a: EntryId, b: EntryId) -> bool {
    let by = |id: EntryId| checkup.linked.links(id).replaced_by;
    by(a) == Some(b) || by(b) == Some(a)
}

fn speak_of_each_other(checkup: &Checkup<'_>, a: EntryId, b: EntryId) -> bool {
    let speaks_of = |from: EntryId, to: EntryId| {
        let mentions = &checkup.linked.text(from).mentions;
        mentions.iter().any(|mention| mention.to == to)
    };
    speaks_of(a, b) || speaks_of(b, a)
}

/// A word as others are compared with it: folded, without the ending of a plural; `None` for one that
/// means nothing by itself.
fn meaning(word: &str, language: &Language) -> Option<String> {
    let grammar = Grammar::of(language);
    let word = fold(word, language);
    let is_small = grammar.is_stop_word(&word) || grammar.is_particle(&word);
    (!word.is_empty() && !is_small).then(|| super::unnamed::singular(&word).to_owned())
}
