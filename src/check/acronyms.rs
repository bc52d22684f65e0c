//! Acronyms that are nowhere written out.

use super::terms::Look;
use super::unnamed::{is_known, is_wanted, short_for};
use super::{Checkup, faults};
use crate::diagnostic::{Code, Diagnostic};

/// Acronyms that are no name of an entry and that no text says the long form of, each once. Those that
/// an entry is wanted for are left to that rule.
pub(super) fn findings(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let leaves_wanted = checkup.is_on(Code::WantedTerm);
    let unexpanded = checkup.terms.iter().filter(|term| {
        let text = &term.text;
        let is_pure = term.look == Look::Acronym && text.chars().all(char::is_uppercase);
        let is_left = leaves_wanted && is_wanted(checkup.config, term);
        let is_written_out = term.long_form.is_some() || checkup.terms.is_bracketed(term);
        is_pure && !is_known(text) && !is_written_out && !is_left
    });
    unexpanded
        .map(|term| {
            let short_for = short_for(checkup, term);
            let places = term.places(checkup);
            faults::unexpanded_acronym(&term.text, term.entries(), short_for, places)
        })
        .collect()
}
