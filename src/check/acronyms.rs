//! Acronyms that are nowhere written out.

use super::Checkup;
use super::terms::Look;
use super::unnamed::{abbreviation, is_known, is_wanted, short_for};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::counted;

/// Reports acronyms that are no name of an entry and that no text says the long form of, each once.
/// Those that an entry is wanted for are left to that rule.
pub(super) fn report(checkup: &Checkup<'_>) {
    let leaves_wanted = checkup.is_on(Code::WantedTerm);
    for term in checkup.terms.iter() {
        let text = &term.text;
        let is_pure = term.look == Look::Acronym && text.chars().all(char::is_uppercase);
        let is_left = leaves_wanted && is_wanted(checkup, term);
        let is_written_out = term.long_form.is_some() || checkup.terms.is_bracketed(term);
        if !is_pure || is_known(text) || is_written_out || is_left {
            continue;
        }
        let message = match term.entries() {
            1 => format!("`{text}` is nowhere written out"),
            many => {
                let many = counted(many, "entry", "entries");
                format!("`{text}` is used in {many}, and nowhere written out")
            }
        };
        let help = match short_for(checkup, term) {
            Some(entry) => abbreviation(term, entry),
            None => format!("write what it stands for, and `({text})` after it"),
        };
        let ignore =
            format!("if every reader knows it, write `ignore = [\"{text}\"]` under `[check]`");
        if let Some((first, finding)) = term.finding(checkup, Code::UnexpandedAcronym, message) {
            let finding: Diagnostic = finding.help(help).help(ignore);
            checkup.report(checkup.glossary.entry(first), finding);
        }
    }
}
