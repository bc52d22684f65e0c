//! Everyday words that flood a glossary with links.

use super::Checkup;
use crate::diagnostic::{Code, Diagnostic};
use crate::link::list::{Flooding, floods};
use crate::text::counted;

/// How many of the entries that are flooded are shown.
const MOST_ENTRIES: usize = 3;

/// How much is a flood. A summary shows more: there it is a list to look through, and here each is to
/// be mended.
const FLOODING: Flooding = Flooding {
    share: 4,
    fewest: 10,
    enough: 250,
};

/// Reports entries that an everyday word links to from many others, as `headword links --summary`
/// counts them. Words that the settings ignore are left alone.
pub(super) fn report(checkup: &Checkup<'_>) {
    let glossary = checkup.glossary;
    for flood in floods(checkup.linked, &checkup.config.edition.language, FLOODING) {
        let entry = glossary.entry(flood.to);
        let names = entry.labels.iter().map(|label| label.text.as_str());
        if names.clone().any(|name| checkup.is_ignored(name)) {
            continue;
        }
        let from = counted(flood.from.len(), "entry", "entries");
        let message = format!("the everyday word `{entry}` links here from {from}");
        let title = &entry.front.title;
        let mut finding =
            Diagnostic::new(Code::EverydayName, message).at(entry.place(title.span.clone()));
        for (id, mention) in flood.from.iter().take(MOST_ENTRIES) {
            let place = glossary.entry(*id).place(mention.span.clone());
            finding = finding.also(place, "does it mean this entry?");
        }
        let finding = finding
            .help(
                "if it often means something else, write `link = \"explicit\"` here, or \
                 `case = \"exact\"` for a name with a capital",
            )
            .help(format!(
                "hold single phrases back with `exclude` under `[linking]`; if all is well, write \
                 `ignore = [\"{}\"]` under `[check]`",
                title.text
            ));
        checkup.report(entry, finding);
    }
}
