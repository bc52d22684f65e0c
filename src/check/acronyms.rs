//! The rule `unexpanded-acronym`: acronyms without their long form.

use super::terms::Look;
use super::undefined_terms::{is_known, needs_entry, short_for};
use super::{Checkup, faults};
use crate::diagnostic::{Code, Diagnostic};

/// Reports each acronym once that is not the name of an entry and whose long form no text gives. If an
/// acronym needs an entry, only the rule `wanted-term` reports it.
pub(super) fn diagnostics(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let reports_missing_entries = checkup.is_on(Code::WantedTerm);
    let unexpanded = checkup.terms.iter().filter(|term| {
        let text = &term.text;
        let is_pure = term.look == Look::Acronym && text.chars().all(char::is_uppercase);
        let is_reported = reports_missing_entries && needs_entry(checkup.config, term);
        let is_expanded = term.long_form.is_some() || checkup.terms.is_bracketed(term);
        is_pure && !is_known(text) && !is_expanded && !is_reported
    });
    unexpanded
        .map(|term| {
            let short_for = short_for(checkup, term);
            let places = term.places(checkup);
            let ignore = checkup.in_settings("ignore", &term.text);
            faults::unexpanded_acronym(&term.text, term.entries(), short_for, places, ignore)
        })
        .collect()
}
