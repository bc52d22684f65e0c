//! The headwords that several entries share. Each entry is one sense of the word.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Entry, EntryId, Glossary};
use crate::text::fold::headword_key;
use crate::text::language::Language;
use crate::text::slug::{self, slug};

/// A headword that several entries share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedHeadword {
    /// The headword. If the entries spell it in several ways, it is all of them: `HEAD, head`.
    pub name: String,
    /// The last parts of the addresses at which the list of the senses can be: the slug of each spelling.
    pub slugs: Vec<String>,
    /// The entries, at least two, in the glossary's order.
    pub entries: Vec<EntryId>,
}

/// All shared headwords.
#[derive(Debug, Default)]
pub(super) struct Senses {
    /// The headwords, in the order of their first entries.
    shared: Vec<SharedHeadword>,
    /// The index, in this list, of the headword of each entry that shares it.
    of: HashMap<EntryId, usize>,
}

/// The headwords that several of these entries share, which are in the glossary's order. Two headwords are the same if
/// references do not tell them apart by more than case: their keys are equal.
pub(super) fn collect(entries: &[Arc<Entry>], language: &Language) -> Senses {
    let key = |entry: &Arc<Entry>| headword_key(&entry.headword, language);
    let keys: Vec<String> = entries.par_iter().map(key).collect();
    let mut firsts: HashMap<&str, usize> = HashMap::with_capacity(keys.len());
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    for (index, key) in keys.iter().enumerate() {
        let first = *firsts.entry(key).or_insert(index);
        if first == index {
            continue;
        }
        let group = *group_of.entry(first).or_insert_with(|| {
            groups.push((first, vec![first]));
            groups.len() - 1
        });
        if let Some((_, members)) = groups.get_mut(group) {
            members.push(index);
        }
    }
    groups.sort_unstable_by_key(|(first, _)| *first);
    let mut senses = Senses::default();
    for (index, (_, members)) in groups.into_iter().enumerate() {
        let ids = members.iter().map(|member| EntryId::from_index(*member));
        senses.of.extend(ids.clone().map(|id| (id, index)));
        let members = members.iter().filter_map(|member| entries.get(*member));
        let mut spellings: Vec<&str> = Vec::new();
        for entry in members {
            if !spellings.contains(&entry.headword.as_str()) {
                spellings.push(&entry.headword);
            }
        }
        let mut slugs: Vec<String> = Vec::new();
        for spelling in &spellings {
            let slug = slug(spelling, language);
            if slug::check(&slug).is_ok() && !slugs.contains(&slug) {
                slugs.push(slug);
            }
        }
        senses.shared.push(SharedHeadword {
            name: spellings.join(", "),
            slugs,
            entries: ids.collect(),
        });
    }
    senses
}

impl Glossary {
    /// The headwords that several entries share, in the order of their first entries.
    pub fn shared_headwords(&self) -> &[SharedHeadword] {
        &self.senses.shared
    }

    /// The headword of an entry, if other entries share it.
    pub fn shared_headword(&self, id: EntryId) -> Option<&SharedHeadword> {
        self.senses.shared.get(*self.senses.of.get(&id)?)
    }

    /// Whether an entry has this headword, or one that differs from it in no more than spellings of the same name.
    /// `except` is left out.
    pub fn has_headword(&self, name: &str, except: Option<EntryId>, language: &Language) -> bool {
        let key = headword_key(name, language);
        let mut others = self.iter().filter(|(id, _)| Some(*id) != except);
        others.any(|(_, entry)| headword_key(&entry.headword, language) == key)
    }

    /// The other entries with the headword of an entry, in the glossary's order.
    pub fn other_senses(&self, id: EntryId) -> impl Iterator<Item = EntryId> {
        let entries = self.shared_headword(id).map(|shared| &shared.entries);
        let entries = entries.into_iter().flatten().copied();
        entries.filter(move |other| *other != id)
    }
}
