//! Terms that entries use and that have no entry.

use std::cmp::Reverse;

use super::Checkup;
use super::unnamed::{Term, abbreviation, is_wanted, short_for};
use crate::diagnostic::Code;
use crate::text::counted;
use crate::text::slug::slug;

/// Reports terms that several entries use and that have no entry, the most used first.
pub(super) fn report(checkup: &Checkup<'_>) {
    let terms = checkup.terms.iter();
    let mut wanted: Vec<&Term> = terms.filter(|term| is_wanted(checkup, term)).collect();
    wanted.sort_by_key(|term| {
        let entries = Reverse(term.entries());
        (entries, Reverse(term.uses.len()), &term.text)
    });
    for (rank, term) in wanted.into_iter().enumerate() {
        let text = &term.text;
        let entries = counted(term.entries(), "entry", "entries");
        let (message, help) = match (short_for(checkup, term), &term.long_form) {
            (Some(entry), _) => (
                format!("`{text}` is used in {entries} and is the name of none"),
                abbreviation(term, entry),
            ),
            (None, Some(long)) => (
                format!("`{text}` ({long}) is used in {entries} and has none"),
                write_entry(long),
            ),
            (None, None) => (
                format!("`{text}` is used in {entries} and has none"),
                write_entry(text),
            ),
        };
        let ignore = format!("if it needs none, write `ignore = [\"{text}\"]` under `[check]`");
        if let Some((first, finding)) = term.finding(checkup, Code::WantedTerm, message) {
            let finding = finding.ranked(rank).help(help).help(ignore);
            checkup.report(checkup.glossary.entry(first), finding);
        }
    }
}

fn write_entry(name: &str) -> String {
    format!("write an entry for it, in content/{}.md", slug(name))
}
