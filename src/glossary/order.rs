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
    letter: Letter,
    key: Vec<u8>,
}

impl Standing {
    fn of(name: &str, alphabet: &Alphabet) -> Self {
        Self {
            letter: alphabet.letter(name),
            key: alphabet.sort_key(name),
        }
    }

    /// The order of two positions: that of their letters, which have these `ranks`, then that of their keys.
    fn compare(&self, other: &Self, ranks: &HashMap<String, usize>) -> Ordering {
        let rank = |standing: &Self| ranks.get(&standing.letter.id);
        let letter = rank(self).cmp(&rank(other));
        letter.then_with(|| self.key.cmp(&other.key))
    }
}

/// Sorts entries for the index: by letter, then by collation, then by title, sense, slug and path. Returns
/// the entries in order, and the position of each.
pub(super) fn in_order<'p>(
    parsed: Vec<&'p ParsedEntry>,
    alphabet: &Alphabet,
) -> (Vec<&'p ParsedEntry>, Vec<Standing>) {
    let mut standing: Vec<_> = parsed
        .into_par_iter()
        .map(|entry| (Standing::of(sorted_by(&entry.front), alphabet), entry))
        .collect();
    let ranks = ranks(
        standing.iter().map(|(standing, _)| &standing.letter),
        alphabet,
    );
    standing.par_sort_by(|(one, entry), (other, other_entry)| {
        let position = one.compare(other, &ranks);
        position.then_with(|| identity(entry).cmp(&identity(other_entry)))
    });
    let (standings, parsed) = standing.into_iter().unzip();
    (parsed, standings)
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
    let ranks = ranks(lines.iter().map(|(standing, _)| &standing.letter), alphabet);
    // the sort is stable: entries with the same name keep the glossary's order
    lines.par_sort_by(|(one, line), (other, other_line)| {
        let is_other = |line: &IndexLine| matches!(line, IndexLine::OtherName(..));
        let position = one.compare(other, &ranks);
        position.then_with(|| is_other(line).cmp(&is_other(other_line)))
    });
    let mut groups: Vec<LetterGroup> = Vec::new();
    for (Standing { letter, .. }, line) in lines {
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
