//! Acronyms that are nowhere written out.

use std::collections::BTreeSet;

use super::Checkup;
use super::terms::Look;
use super::wanted::is_wanted;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::counted;

/// How many places are shown besides the first.
const SHOWN: usize = 3;

/// Reports acronyms that are no name of an entry and that no text says the long form of, each once.
/// Those that an entry is wanted for are left to that rule.
pub(super) fn report(checkup: &Checkup<'_, '_>) {
    let leaves_wanted = checkup.is_on(Code::WantedTerm);
    for term in checkup.terms.values() {
        let is_pure = term.look == Look::Acronym && term.text.chars().all(char::is_uppercase);
        if !is_pure || term.long_form.is_some() || (leaves_wanted && is_wanted(checkup, term)) {
            continue;
        }
        let Some(((first, place), others)) = term.uses.split_first() else {
            continue;
        };
        let message = match term.entries() {
            1 => format!("`{}` is not written out", term.text),
            many => format!(
                "`{}` is not written out, in {} or elsewhere",
                term.text,
                counted(many, "entry", "entries")
            ),
        };
        let mut finding = Diagnostic::new(Code::UnexpandedAcronym, message).at(place.clone());
        let mut shown = BTreeSet::from([*first]);
        for (id, place) in others {
            if shown.len() <= SHOWN && shown.insert(*id) {
                finding = finding.also(place.clone(), "here too");
            }
        }
        let finding = finding
            .help(format!(
                "write what it stands for, and `({})` after it",
                term.text
            ))
            .help(format!(
                "if every reader knows it, write `ignore = [\"{}\"]` under `[check]`",
                term.text
            ));
        checkup.report(checkup.glossary.entry(*first), finding);
    }
}
