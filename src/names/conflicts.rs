//! Which names two entries may share.
//!
//! Entries with one title need a sense each, each another one; a synonym or variant may not be another
//! entry's title. All other names may be shared.

use std::collections::HashMap;

use super::faults::{shared_sense, shared_title, taken};
use super::list::{EntryId, Name, NameList, NamedEntry};
use crate::diagnostic::Diagnostic;
use crate::entry::front_matter::LabelKind;
use crate::text::fold::fold;
use crate::text::language::Language;

/// A name that an entry has, or is to have.
#[derive(Debug, Clone, Copy)]
pub struct GivenName<'n> {
    /// The name.
    pub text: &'n str,
    /// What kind of name.
    pub kind: LabelKind,
    /// Which of several meanings of its title the entry is.
    pub sense: Option<&'n str>,
}

/// The names of another entry that keep one from having a name.
#[derive(Debug, Clone, Copy)]
pub struct Conflict<'l, 'n> {
    /// Its title, unless the two are told apart by their senses.
    pub title: Option<&'l Name<'n>>,
    /// The first of its synonyms and variants that is the same name.
    pub other: Option<&'l Name<'n>>,
}

/// Whether an entry may have a name beside those that another one has.
///
/// # Errors
///
/// The names of the other one with which it cannot be shared.
pub fn may_be_given<'l, 'n>(
    name: GivenName<'_>,
    other: &'l NamedEntry<'n>,
    language: &Language,
) -> Result<(), Conflict<'l, 'n>> {
    let key = fold(name.text, language);
    let is_same = |other: &&Name<'_>| fold(other.text, language) == key;
    let title = claimed_title(name, other, language).filter(is_same);
    let others: &[Name<'_>] = if name.kind == LabelKind::Title {
        &other.others
    } else {
        &[]
    };
    let mut others = others.iter().filter(|other| yields_to_titles(other.kind));
    match (title, others.find(is_same)) {
        (None, None) => Ok(()),
        (title, other) => Err(Conflict { title, other }),
    }
}

/// The title of another entry, if a name must not be the same; `None` if two senses tell the entries
/// apart, or if names of this kind may be shared.
fn claimed_title<'l, 'n>(
    name: GivenName<'_>,
    other: &'l NamedEntry<'n>,
    language: &Language,
) -> Option<&'l Name<'n>> {
    let is_title = name.kind == LabelKind::Title;
    let senses = name.sense.zip(other.sense.as_ref());
    let are_apart = is_title
        && senses.is_some_and(|(own, other)| fold(own, language) != fold(other.text, language));
    let may_share_titles = are_apart || !(is_title || yields_to_titles(name.kind));
    (!may_share_titles).then_some(&other.title)
}

/// Whether a name of this kind may not be another entry's title.
fn yields_to_titles(kind: LabelKind) -> bool {
    matches!(kind, LabelKind::Synonym | LabelKind::Variant)
}

/// Reports names that entries must not share. Of the names that fold to one key, each is compared with
/// the title of one other entry, so the time grows with the number of names, and not with its square.
pub fn conflicts(list: &NameList<'_>, language: &Language) -> Vec<Diagnostic> {
    let mut titles: HashMap<String, Vec<(EntryId, &NamedEntry<'_>)>> = HashMap::new();
    for (id, entry) in list.iter() {
        let key = fold(entry.title.text, language);
        titles.entry(key).or_default().push((id, entry));
    }
    let mut found = Vec::new();
    for owners in titles.values().filter(|owners| owners.len() > 1) {
        let entries = owners.iter().map(|(_, entry)| *entry);
        found.extend(of_one_title(entries.collect(), language));
    }
    for (id, entry) in list.iter() {
        for name in entry
            .others
            .iter()
            .filter(|name| yields_to_titles(name.kind))
        {
            let owners = titles.get(&fold(name.text, language));
            let owner = owners.into_iter().flatten().find(|(owner, _)| *owner != id);
            let taken = owner.filter(|(_, owner)| {
                let given = GivenName {
                    text: name.text,
                    kind: name.kind,
                    sense: None,
                };
                claimed_title(given, owner, language).is_some()
            });
            found.extend(taken.map(|(_, owner)| self::taken(name, owner)));
        }
    }
    found
}

/// What is wrong with entries that share a title.
fn of_one_title(mut entries: Vec<&NamedEntry<'_>>, language: &Language) -> Vec<Diagnostic> {
    entries.sort_by_key(|entry| entry.path);
    let mut found = Vec::new();
    let mut senses: HashMap<String, &NamedEntry<'_>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        // the one that is the likeliest not to be told apart from it
        let other = match &entry.sense {
            Some(sense) => senses.entry(fold(sense.text, language)).or_insert(entry),
            None => entries.get(usize::from(at == 0)).unwrap_or(entry),
        };
        let given = GivenName {
            text: entry.title.text,
            kind: LabelKind::Title,
            sense: entry.sense.as_ref().map(|sense| sense.text),
        };
        let is_another = !std::ptr::eq(*entry, *other);
        if is_another && claimed_title(given, other, language).is_some() {
            match (&entry.sense, &other.sense) {
                (Some(own), Some(first)) if other.slug != entry.slug => {
                    found.push(shared_sense(entry, own, first));
                }
                (Some(_), Some(_)) => {}
                _ => found.push(shared_title(entry, other)),
            }
        }
    }
    found
}
