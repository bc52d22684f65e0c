//! The names of a concept in one language: which of them is the headword, and what kind the others are.

use super::categories::{TermKind, TermStatus};
use crate::import::concepts::concept::{Fact, Slot};
use crate::import::concepts::plain_text;
use crate::import::value::{Field, Value};

/// A name with what the file says of it.
#[derive(Debug, Default)]
pub(super) struct Term {
    pub(super) text: String,
    pub(super) line: usize,
    pub(super) status: Option<TermStatus>,
    pub(super) kind: Option<TermKind>,
    /// What is said of this name.
    pub(super) facts: Vec<Fact>,
}

/// The facts about the names in one language: the headword, the other names, and what is said of each of them.
pub(super) fn facts(terms: Vec<Term>) -> Vec<Fact> {
    let headword = headword(&terms);
    let mut facts = Vec::new();
    let mut others = Vec::new();
    let part_of_speech = |term: &Term| {
        let mut found = term
            .facts
            .iter()
            .filter(|fact| fact.slot == Slot::PartOfSpeech);
        found.next().map(|fact| fact.value.clone())
    };
    let usual = headword
        .and_then(|index| terms.get(index))
        .and_then(part_of_speech);
    for (index, term) in terms.into_iter().enumerate() {
        let is_headword = Some(index) == headword;
        let is_avoided = term.status == Some(TermStatus::Deprecated);
        let slot = match term.kind {
            _ if is_headword => Slot::Title,
            Some(TermKind::Phrase) => Slot::Example,
            _ if is_avoided => Slot::Avoid,
            Some(TermKind::Short) => Slot::Abbreviation,
            Some(TermKind::Variant) => Slot::Variant,
            _ => Slot::Synonym,
        };
        let text = match slot {
            Slot::Example => plain_text::line(&term.text),
            _ => term.text.clone(),
        };
        facts.push(Fact::text(slot, text, term.line));
        if is_headword && is_avoided {
            facts.push(Fact::text(Slot::Status, "deprecated", term.line));
        }
        if is_headword {
            facts.extend(term.facts);
            continue;
        }
        let mut own: Vec<Field> = Vec::new();
        for fact in term.facts {
            add_of_other(fact, &term.text, usual.as_ref(), &mut facts, &mut own);
        }
        if !own.is_empty() {
            let name = Field {
                key: "term".to_owned(),
                value: Value::quoted(term.text),
                line: term.line,
            };
            own.insert(0, name);
            others.push((own, term.line));
        }
    }
    let line = others.first().map(|(_, line)| *line);
    let others: Vec<Value> = others
        .into_iter()
        .map(|(fields, _)| Value::Table(fields))
        .collect();
    facts.extend(line.map(|line| Fact {
        slot: Slot::Extra("terms".to_owned()),
        value: Value::List(others),
        line,
    }));
    facts
}

/// Adds what is said of another name than the headword. `own` gets what the entry has no place for.
fn add_of_other(
    fact: Fact,
    name: &str,
    usual: Option<&Value>,
    facts: &mut Vec<Fact>,
    own: &mut Vec<Field>,
) {
    let line = fact.line;
    let keep = |key: &str, value: Value, own: &mut Vec<Field>| {
        own.push(Field {
            key: key.to_owned(),
            value,
            line,
        });
    };
    match fact.slot {
        // the same text is often given for each name
        Slot::Definition
        | Slot::Example
        | Slot::Source
        | Slot::Tag
        | Slot::Modified
        | Slot::Created
        | Slot::Picture => {
            facts.push(fact);
        }
        Slot::Usage => {
            let text = fact.value.text().unwrap_or_default();
            facts.push(Fact::text(Slot::Usage, format!("{name}: {text}"), line));
        }
        Slot::PartOfSpeech if usual == Some(&fact.value) => {}
        Slot::PartOfSpeech => keep("part_of_speech", fact.value, own),
        Slot::Pronunciation => keep("pronunciation", fact.value, own),
        Slot::Origin => keep("origin", fact.value, own),
        Slot::SortAs => keep("sort_as", fact.value, own),
        Slot::Extra(key) => keep(&key, fact.value, own),
        _ => facts.push(fact),
    }
}

/// The index of the headword: a preferred name, or else the first one that is not deprecated, and not a short form or a
/// phrase.
fn headword(terms: &[Term]) -> Option<usize> {
    let rank = |term: &Term| {
        let is_phrase = term.kind == Some(TermKind::Phrase);
        let status = term.status.unwrap_or(TermStatus::Admitted);
        let is_full = matches!(term.kind, None | Some(TermKind::Full));
        (is_phrase, status, !is_full)
    };
    let filled = terms
        .iter()
        .enumerate()
        .filter(|(_, term)| !term.text.is_empty());
    filled
        .min_by_key(|(_, term)| rank(term))
        .map(|(index, _)| index)
}
