//! Which identifiers of concepts can be their addresses: words, and not numbers.

use std::collections::HashSet;

use super::concept::{Concept, Slot};
use crate::text::language::Language;
use crate::text::slug;

/// The most concepts that decide about a file.
const LOOKED_AT: usize = 500;

/// The beginning of identifiers in a termbase that Headword has written: an identifier of XML begins with a letter.
const OWN_PREFIX: &str = "c-";

/// For each concept, the end of its identifier, if it can be its address: the identifiers of a file are used if they have
/// the form of addresses, and at least half of them share a word with a name of their concept.
pub(super) fn readable(concepts: &[Concept]) -> Vec<Option<String>> {
    let ends = || concepts.iter().map(|concept| concept.end.as_str());
    let has_prefix = ends().all(|end| end.starts_with(OWN_PREFIX));
    let prefix = if has_prefix { OWN_PREFIX } else { "" };
    let bare = |end: &str| {
        let end = end.strip_prefix(prefix).unwrap_or(end);
        slug::check(end).is_ok().then(|| end.to_owned())
    };
    let all: Vec<Option<String>> = ends().map(bare).collect();
    let looked_at = concepts.iter().zip(&all).take(LOOKED_AT);
    let shared = looked_at
        .filter(|(concept, end)| end.as_ref().is_some_and(|end| shares_word(concept, end)));
    match shared.count() * 2 >= concepts.len().min(LOOKED_AT) {
        true => all,
        false => vec![None; concepts.len()],
    }
}

/// Whether an address has a word of a name.
fn shares_word(concept: &Concept, end: &str) -> bool {
    let has_letters = |word: &&str| word.chars().any(char::is_alphabetic);
    let own: HashSet<&str> = end.split('-').filter(has_letters).collect();
    concept.texts.iter().any(|texts| {
        let language = Language::from_tag(&texts.tag).unwrap_or_default();
        let names = texts.facts.iter().filter(|fact| {
            let is_name = matches!(
                fact.slot,
                Slot::Title
                    | Slot::Synonym
                    | Slot::Abbreviation
                    | Slot::Variant
                    | Slot::Avoid
                    | Slot::Hidden
            );
            is_name
        });
        let mut names = names.filter_map(|fact| fact.value.text());
        names.any(|name| {
            let name = slug::slug(&name, &language);
            name == end || name.split('-').any(|word| own.contains(word))
        })
    })
}
