//! Finds names that two entries must not share.
//!
//! Two entries with the same title need different senses, unless the titles differ in upper and lower case, or in `ß`
//! and `ss`: `HEAD` and `head` are two titles, and so are `Maße` and `Masse`. A synonym or a variant must not be another
//! entry's title. Entries may share all other names.

use std::collections::{BTreeMap, HashMap};

use super::faults::{shared_sense, shared_title, taken};
use super::list::{EntryId, Name, NameList, NamedEntry};
use crate::diagnostic::Diagnostic;
use crate::entry::front_matter::LabelKind;
use crate::text::fold::{differ_in_case_alone, fold, headword_key, without_case};
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
    let key = headword_key(name.text, language);
    let is_same = |other: &&Name<'_>| headword_key(other.text, language) == key;
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

/// The title of another entry, if `name` must not be the same; `None` if the senses or the case distinguish the
/// two entries, or if entries may share names of this kind.
fn claimed_title<'l, 'n>(
    name: GivenName<'_>,
    other: &'l NamedEntry<'n>,
    language: &Language,
) -> Option<&'l Name<'n>> {
    let is_title = name.kind == LabelKind::Title;
    let senses = name.sense.zip(other.sense.as_ref());
    let differ_in_sense = is_title
        && senses.is_some_and(|(one, other)| fold(one, language) != fold(other.text, language));
    let differ_in_case = is_title && differ_in_case_alone(name.text, other.title.text, language);
    let is_distinguished = differ_in_sense || differ_in_case;
    let may_share_titles = is_distinguished || !(is_title || yields_to_titles(name.kind));
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
        let key = headword_key(entry.title.text, language);
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
            let owners = titles.get(&headword_key(name.text, language));
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

/// The diagnostics of entries whose titles have the same folded text.
fn of_one_title(mut entries: Vec<&NamedEntry<'_>>, language: &Language) -> Vec<Diagnostic> {
    entries.sort_by_key(|entry| entry.path);
    let mut by_sense: BTreeMap<String, Vec<&NamedEntry<'_>>> = BTreeMap::new();
    for entry in &entries {
        if let Some(sense) = &entry.sense {
            let key = fold(sense.text, language);
            by_sense.entry(key).or_default().push(entry);
        }
    }
    let rivals = rivals(&entries, language);
    let without_sense = rivals.iter().filter(|pair| pair.entry.sense.is_none());
    let mut diagnostics: Vec<_> = without_sense
        .map(|pair| shared_title(pair.entry, pair.rival))
        .collect();
    for entries in by_sense.values() {
        for Pair {
            entry,
            rival,
            is_after,
        } in self::rivals(entries, language)
        {
            // of two files with the same name, the address is reported
            if is_after
                && rival.slug != entry.slug
                && let (Some(sense), Some(first)) = (&entry.sense, &rival.sense)
            {
                diagnostics.push(shared_sense(entry, sense, first));
            }
        }
    }
    diagnostics
}

/// An entry with another one that has the same title.
struct Pair<'l, 'n> {
    entry: &'l NamedEntry<'n>,
    /// The first other entry with the same title.
    rival: &'l NamedEntry<'n>,
    /// Whether the entry comes after this one.
    is_after: bool,
}

/// Each of some entries that has the same title as another one of them. All titles have the same folded text; two of
/// them are the same unless they differ in case alone.
fn rivals<'l, 'n>(entries: &[&'l NamedEntry<'n>], language: &Language) -> Vec<Pair<'l, 'n>> {
    let spellings: Vec<String> = entries
        .iter()
        .map(|entry| without_case(entry.title.text, language))
        .collect();
    // the first two entries of each title, and the first entry that differs in more than case from the first one
    let mut by_title: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        let same = by_title.entry(entry.title.text).or_default();
        if same.len() < 2 {
            same.push(index);
        }
    }
    let is_like_first = |spelling: &String| spellings.first() == Some(spelling);
    let other_spelling = spellings
        .iter()
        .position(|spelling| !is_like_first(spelling));
    let indexed = entries.iter().zip(&spellings).enumerate();
    indexed
        .filter_map(|(index, (entry, spelling))| {
            let same = by_title.get(entry.title.text).into_iter().flatten();
            let same = same.copied().find(|other| *other != index);
            let unlike = if is_like_first(spelling) {
                other_spelling
            } else {
                Some(0)
            };
            let rival = same.into_iter().chain(unlike).min()?;
            Some(Pair {
                entry,
                rival: entries.get(rival)?,
                is_after: rival < index,
            })
        })
        .collect()
}
