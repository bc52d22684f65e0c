//! Finds names that two entries must not share.
//!
//! Two entries with the same title need different senses. A synonym or a variant must not be another entry's
//! title. Entries may share all other names.

use std::collections::HashMap;

use super::faults::{shared_sense, shared_title, taken};
use super::list::{EntryId, Name, NameList, NamedEntry};
use crate::diagnostic::Diagnostic;
use crate::entry::front_matter::LabelKind;
use crate::text::fold::fold;
use crate::text::language::Language;

/// A name that an entry has or will have.
#[derive(Debug, Clone, Copy)]
pub struct GivenName<'n> {
    /// The name.
    pub text: &'n str,
    /// The kind of the name.
    pub kind: LabelKind,
    /// The sense of the entry.
    pub sense: Option<&'n str>,
}

/// The names of another entry that forbid a name.
#[derive(Debug, Clone, Copy)]
pub struct Conflict<'l, 'n> {
    /// Its title, if it is the same name and the senses do not distinguish the entries.
    pub title: Option<&'l Name<'n>>,
    /// Its first synonym or variant that is the same name, if the name is a title.
    pub other: Option<&'l Name<'n>>,
}

/// Checks that an entry may have `name`, beside the entry `other`. `language` decides which names are the
/// same.
///
/// # Errors
///
/// The names of `other` that forbid it.
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

/// The title of another entry, if `name` must not be the same; `None` if the senses distinguish the two
/// entries, or if entries may share names of this kind.
fn claimed_title<'l, 'n>(
    name: GivenName<'_>,
    other: &'l NamedEntry<'n>,
    language: &Language,
) -> Option<&'l Name<'n>> {
    let is_title = name.kind == LabelKind::Title;
    let senses = name.sense.zip(other.sense.as_ref());
    let differ_in_sense = is_title
        && senses.is_some_and(|(one, other)| fold(one, language) != fold(other.text, language));
    let may_share_titles = differ_in_sense || !(is_title || yields_to_titles(name.kind));
    (!may_share_titles).then_some(&other.title)
}

/// Whether a name of this kind must not be another entry's title.
fn yields_to_titles(kind: LabelKind) -> bool {
    matches!(kind, LabelKind::Synonym | LabelKind::Variant)
}

/// The diagnostics of all names that entries must not share. Each name is compared with one title only, of
/// those with the same folded text, so the time grows with the number of names, and not with its square.
pub fn conflicts(list: &NameList<'_>, language: &Language) -> Vec<Diagnostic> {
    let mut titles: HashMap<String, Vec<(EntryId, &NamedEntry<'_>)>> = HashMap::new();
    for (id, entry) in list.iter() {
        let key = fold(entry.title.text, language);
        titles.entry(key).or_default().push((id, entry));
    }
    let mut diagnostics = Vec::new();
    for owners in titles.values().filter(|owners| owners.len() > 1) {
        let entries = owners.iter().map(|(_, entry)| *entry);
        diagnostics.extend(of_one_title(entries.collect(), language));
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
            diagnostics.extend(taken.map(|(_, owner)| self::taken(name, owner)));
        }
    }
    diagnostics
}

/// The diagnostics of entries that share a title.
fn of_one_title(mut entries: Vec<&NamedEntry<'_>>, language: &Language) -> Vec<Diagnostic> {
    entries.sort_by_key(|entry| entry.path);
    let mut diagnostics = Vec::new();
    let mut senses: HashMap<String, &NamedEntry<'_>> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        // the first entry with the same sense; without a sense, the first other entry
        let other = match &entry.sense {
            Some(sense) => senses.entry(fold(sense.text, language)).or_insert(entry),
            None => entries.get(usize::from(index == 0)).unwrap_or(entry),
        };
        let given = GivenName {
            text: entry.title.text,
            kind: LabelKind::Title,
            sense: entry.sense.as_ref().map(|sense| sense.text),
        };
        let is_another = !std::ptr::eq(*entry, *other);
        if is_another && claimed_title(given, other, language).is_some() {
            match (&entry.sense, &other.sense) {
                (Some(sense), Some(first)) if other.slug != entry.slug => {
                    diagnostics.push(shared_sense(entry, sense, first));
                }
                (Some(_), Some(_)) => {}
                _ => diagnostics.push(shared_title(entry, other)),
            }
        }
    }
    diagnostics
}
