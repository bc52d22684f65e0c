//! The rule `wanted-term`: terms that several entries use and that have no entry.

use std::cmp::Reverse;

use super::undefined_terms::{Term, needs_entry, short_for};
use super::{Checkup, faults};
use crate::diagnostic::Diagnostic;
use crate::text::slug::slug;

/// Reports terms that need an entry, the most used first.
pub(super) fn diagnostics(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let terms = checkup.terms.iter();
    let mut missing: Vec<&Term> = terms
        .filter(|term| needs_entry(checkup.config, term))
        .collect();
    missing.sort_by_key(|term| {
        let entries = Reverse(term.entries());
        (entries, Reverse(term.uses.len()), &term.text)
    });
    let ranked = missing.into_iter().enumerate();
    ranked
        .map(|(rank, term)| {
            let short_for = short_for(checkup, term);
            let long_form = term.long_form.as_deref();
            let places = term.places(checkup);
            let ignore = checkup.in_settings("ignore", &term.text);
            let slug = slug(
                long_form.unwrap_or(&term.text),
                &checkup.config.edition.language,
            );
            faults::missing_entry(
                &term.text,
                term.entries(),
                short_for,
                long_form,
                &slug,
                places,
                ignore,
            )
            .ranked(rank)
        })
        .collect()
}
