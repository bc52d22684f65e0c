//! Terms that entries use and that have no entry.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::Checkup;
use super::terms::{Look, Use, long_form, uses};
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::EntryId;
use crate::source::Place;
use crate::text::counted;
use crate::text::fold::{fold, single_spaced};
use crate::text::slice;
use crate::text::slug::slug;

/// How many places are shown besides the first.
const SHOWN: usize = 3;

/// A term without an entry.
pub(super) struct Term {
    pub(super) text: String,
    pub(super) look: Look,
    /// Where it is used, by path and place.
    pub(super) uses: Vec<(EntryId, Place)>,
    pub(super) is_certain: bool,
    /// What it stands for, where the glossary says so.
    pub(super) long_form: Option<String>,
}

impl Term {
    /// How many entries use it.
    pub(super) fn entries(&self) -> usize {
        self.uses
            .iter()
            .map(|(id, _)| id)
            .collect::<BTreeSet<_>>()
            .len()
    }
}

/// Every term without an entry, by its key.
pub(super) type Terms = BTreeMap<String, Term>;

/// Gathers what looks like a term and is no name of an entry.
pub(super) fn survey(checkup: &Checkup<'_, '_>) -> Terms {
    let language = &checkup.config.language;
    let entries: Vec<_> = checkup.entries().collect();
    let found: Vec<Vec<(EntryId, Use, Place, Option<String>)>> = entries
        .par_iter()
        .map(|(id, entry, reading)| {
            let mut found = Vec::new();
            for block in reading
                .blocks
                .iter()
                .filter(|block| !block.block.is_heading)
            {
                for used in uses(block, language) {
                    let place = reading.place(entry, block, used.words.clone());
                    let long = match used.look {
                        Look::Acronym | Look::Mixed => {
                            long_form(&block.prose.text, &used, language)
                        }
                        Look::Phrase | Look::Word => None,
                    };
                    let long = long.map(|words| single_spaced(slice(&block.prose.text, words)));
                    found.push((*id, used, place, long));
                }
            }
            found
        })
        .collect();
    let mut terms = Terms::new();
    for (id, used, place, long) in found.into_iter().flatten() {
        let key = match used.look {
            Look::Acronym | Look::Mixed => used.text.clone(),
            Look::Phrase | Look::Word => singular(&fold(&used.text, language)).to_owned(),
        };
        let term = terms.entry(key).or_insert_with(|| Term {
            text: used.text.clone(),
            look: used.look,
            uses: Vec::new(),
            is_certain: false,
            long_form: None,
        });
        if used.text.len() < term.text.len() {
            term.text = used.text;
        }
        term.is_certain |= used.is_certain;
        term.long_form = term.long_form.take().or(long);
        term.uses.push((id, place));
    }
    terms.retain(|_, term| {
        !checkup.is_ignored(&term.text) && checkup.names.meanings(&term.text).is_empty()
    });
    terms
}

pub(super) fn singular(folded: &str) -> &str {
    match folded.strip_suffix('s') {
        Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem,
        _ => folded,
    }
}

/// Whether a term is used in so many entries that one is wanted for it.
pub(super) fn is_wanted(checkup: &Checkup<'_, '_>, term: &Term) -> bool {
    let entries = u64::try_from(term.entries()).unwrap_or(u64::MAX);
    term.is_certain && entries >= checkup.config.check.wanted_in
}

/// Reports terms that several entries use and that have no entry, the most used first.
pub(super) fn report(checkup: &Checkup<'_, '_>) {
    let mut wanted: Vec<&Term> = checkup
        .terms
        .values()
        .filter(|term| is_wanted(checkup, term))
        .collect();
    wanted.sort_by_key(|term| {
        (
            Reverse(term.entries()),
            Reverse(term.uses.len()),
            &term.text,
        )
    });
    let by_initials: HashMap<String, EntryId> = HashMap::new();
    let _ = by_initials;
    for (rank, term) in wanted.into_iter().enumerate() {
        let Some(((first, place), others)) = term.uses.split_first() else {
            continue;
        };
        let entries = counted(term.entries(), "entry", "entries");
        let message = format!("`{}` is used in {entries} and has none", term.text);
        let mut finding = Diagnostic::new(Code::WantedTerm, message)
            .at(place.clone())
            .ranked(rank);
        let mut shown = BTreeSet::from([*first]);
        for (id, place) in others {
            if shown.len() <= SHOWN && shown.insert(*id) {
                finding = finding.also(place.clone(), "here too");
            }
        }
        let slug = slug(&term.text);
        let finding = finding.help(format!(
            "write an entry for it, in content/{slug}.md; or `ignore = [\"{}\"]` under `[check]`",
            term.text
        ));
        let entry = checkup.glossary.entry(*first);
        checkup.report(entry, finding);
    }
}
