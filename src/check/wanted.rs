//! Terms that entries use and that have no entry.

use std::cmp::Reverse;

use super::unnamed::{Term, is_wanted, short_for};
use super::{Checkup, faults};
use crate::diagnostic::Diagnostic;

/// Terms that several entries use and that have no entry, the most used first.
pub(super) fn findings(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let terms = checkup.terms.iter();
    let mut wanted: Vec<&Term> = terms
        .filter(|term| is_wanted(checkup.config, term))
        .collect();
    wanted.sort_by_key(|term| {
        let entries = Reverse(term.entries());
        (entries, Reverse(term.uses.len()), &term.text)
    });
    let ranked = wanted.into_iter().enumerate();
    ranked
        .map(|(rank, term)| {
            let short_for = short_for(checkup, term);
            let long_form = term.long_form.as_deref();
            let places = term.places(checkup);
            faults::wanted_term(&term.text, term.entries(), short_for, long_form, places)
                .ranked(rank)
        })
        .collect()
}
