//! The order of entries, and the index: the names under each letter.
//!
//! ```text
//! entries                 index, in German
//! Tee (synonym: Chai)     A  Äther
//! Bergamotte              B  Bergamotte
//! Äther                   C  Chai, which points to Tee
//!                         T  Tee
//! ```

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Entry, EntryId, IndexLine, LabelKind, LetterGroup};
use crate::entry::ParsedEntry;
use crate::entry::front_matter::FrontMatter;
use crate::text::alphabet::{Alphabet, Letter};

/// The position of a name in the index: its letter, and its sort key under the letter.
pub(super) struct Standing {
    letter: Arc<Letter>,
    key: Vec<u8>,
}

impl Standing {
    fn of(name: &str, alphabet: &Alphabet) -> Self {
        Self {
            letter: alphabet.letter(name),
            key: alphabet.sort_key(name),
        }
    }
}

/// A value at a position, with the rank of its letter in the alphabet.
struct Placed<T> {
    rank: usize,
    standing: Standing,
    value: T,
}

impl<T> Placed<T> {
    /// The order of two positions: that of their letters, then that of their keys.
    fn compare(&self, other: &Self) -> Ordering {
        let letter = self.rank.cmp(&other.rank);
        letter.then_with(|| self.standing.key.cmp(&other.standing.key))
    }
}

/// Values with the ranks of their letters among those of all of them. The ranks are known only when all letters are.
fn placed<T>(values: Vec<(Standing, T)>, alphabet: &Alphabet) -> Vec<Placed<T>> {
    let letters = values.iter().map(|(standing, _)| &*standing.letter);
    let ranks = ranks(letters, alphabet);
    let values = values.into_iter();
    let placed = values.map(|(standing, value)| Placed {
        rank: ranks.get(&standing.letter.id).copied().unwrap_or_default(),
        standing,
        value,
    });
    placed.collect()
}

/// Sorts entries for the index: by letter, then by collation, then by title, sense, slug and path. Returns
/// the entries in order, and the position of each.
pub(super) fn in_order<'p>(
    parsed: Vec<&'p ParsedEntry>,
    alphabet: &Alphabet,
) -> (Vec<&'p ParsedEntry>, Vec<Standing>) {
    let standing = parsed
        .into_par_iter()
        .map(|entry| (Standing::of(sorted_by(&entry.front), alphabet), entry));
    let mut placed = placed(standing.collect(), alphabet);
    placed.par_sort_by(|one, other| {
        let position = one.compare(other);
        position.then_with(|| identity(one.value).cmp(&identity(other.value)))
    });
    let placed = placed.into_iter();
    placed.map(|it| (it.value, it.standing)).unzip()
}

/// What decides between entries at the same position: title, sense, slug and path.
fn identity(entry: &ParsedEntry) -> (&str, Option<&str>, &str, &str) {
    let front = &entry.front;
    let sense = front.sense.as_ref().map(|sense| sense.text.as_str());
    (&front.title.text, sense, &entry.slug, &entry.file.path)
}

fn sorted_by(front: &FrontMatter) -> &str {
    &front.sort_as.as_ref().unwrap_or(&front.title).text
}

/// The names of an entry in the index.
pub(super) fn indexed_names(parsed: &ParsedEntry) -> impl Iterator<Item = &str> {
    let front = &parsed.front;
    let others = front.synonyms.iter().chain(&front.abbreviations);
    std::iter::once(sorted_by(front)).chain(others.map(|name| name.text.as_str()))
}

/// The rank of each letter in the alphabet, by its id.
fn ranks<'l>(
    letters: impl Iterator<Item = &'l Letter>,
    alphabet: &Alphabet,
) -> HashMap<String, usize> {
    let unique: BTreeMap<&str, &Letter> =
        letters.map(|letter| (letter.id.as_str(), letter)).collect();
    let mut ordered: Vec<_> = unique.into_values().cloned().collect();
    alphabet.order_letters(&mut ordered);
    ordered
        .into_iter()
        .enumerate()
        .map(|(rank, letter)| (letter.id, rank))
        .collect()
}

/// The index: headwords, at their positions `standings`, with abbreviations and synonyms, by letter. The headwords of the
/// entries that are `untranslated` are among them.
pub(super) fn index(
    entries: &[Arc<Entry>],
    standings: Vec<Standing>,
    untranslated: &[(EntryId, &Entry)],
    alphabet: &Alphabet,
) -> Vec<LetterGroup> {
    let others_of = |(index, entry): (usize, &Arc<Entry>)| {
        let others = entry
            .names(LabelKind::Synonym)
            .chain(entry.names(LabelKind::Abbreviation));
        let line = |name: &str| {
            let line = IndexLine::OtherName(name.to_owned(), EntryId::from_index(index));
            (Standing::of(name, alphabet), line)
        };
        others.map(line).collect::<Vec<_>>()
    };
    let others: Vec<Vec<_>> = entries.par_iter().enumerate().map(others_of).collect();
    let mut lines: Vec<(Standing, IndexLine)> = Vec::new();
    for (index, (standing, others)) in standings.into_iter().zip(others).enumerate() {
        lines.push((standing, IndexLine::Entry(EntryId::from_index(index))));
        lines.extend(others);
    }
    let of_main = untranslated.iter().map(|(id, entry)| {
        let name = entry.front.sort_as.as_ref().unwrap_or(&entry.front.title);
        (Standing::of(&name.text, alphabet), IndexLine::InMain(*id))
    });
    lines.extend(of_main);
    let mut lines = placed(lines, alphabet);
    // the sort is stable: entries with the same name keep the glossary's order
    lines.par_sort_by(|one, other| {
        let is_other = |line: &IndexLine| matches!(line, IndexLine::OtherName(..));
        let position = one.compare(other);
        position.then_with(|| is_other(&one.value).cmp(&is_other(&other.value)))
    });
    let mut groups: Vec<LetterGroup> = Vec::new();
    for placed in lines {
        let (letter, line) = (placed.standing.letter, placed.value);
        match groups.last_mut() {
            Some(group) if group.letter.id == letter.id => group.lines.push(line),
            _ => groups.push(LetterGroup {
                letter,
                lines: vec![line],
            }),
        }
    }
    groups
}
