//! The rule `deprecated-name`: names to avoid, in the places that a build does not check.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};
use rayon::prelude::*;

use super::Checkup;
use super::reading::{BlockReading, EntryReading};
use crate::diagnostic::Diagnostic;
use crate::glossary::{Entry, EntryId, LabelKind};
use crate::names::Resolved;
use crate::source::{Place, Span};
use crate::text::slice;
use crate::text::words::is_quoted;

/// Reports names to avoid in glosses, in headings, in the text of links and in the text of the entry that
/// has the name. A build reports all others. In the text of its entry, a name in quotation marks, or alone
/// in emphasis, is quoted and not used, so it is not reported.
pub(super) fn diagnostics(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let glossary = checkup.glossary;
    let has_any = |entry: &Entry| entry.names(LabelKind::Deprecated).next().is_some();
    if !glossary.entries.iter().any(|entry| has_any(entry)) {
        return Vec::new();
    }
    let ids: Vec<EntryId> = glossary.ids().collect();
    let ids = ids.into_par_iter();
    ids.flat_map_iter(|id| in_entry(checkup, id)).collect()
}

fn in_entry(checkup: &Checkup<'_>, id: EntryId) -> Vec<Diagnostic> {
    let (entry, reading) = (checkup.glossary.entry(id), checkup.reading(id));
    let mut diagnostics = Vec::new();
    let mut report = |written: &str, means: Resolved, place: Place| {
        diagnostics.push(checkup.names.deprecated(written, means, &place));
    };
    if let Some(gloss) = &entry.front.gloss {
        for (mention, means) in checkup.names.avoided(&gloss.text, Some(id)) {
            let written = slice(&gloss.text, mention.span);
            report(written, means, in_gloss(entry, &gloss.span, written));
        }
    }
    for block in &reading.blocks {
        let text = block.prose.without_code();
        for (mention, means) in checkup.names.avoided(&text, Some(id)) {
            if means.entry == id && is_set_off(reading, block, &mention.span) {
                continue;
            }
            let written = slice(&text, mention.span.clone());
            let place = reading.place(entry, block, mention.span.clone());
            report(written, means, place);
        }
    }
    diagnostics
}

/// The place in the file of words of a gloss; the whole gloss if the words are written with escapes.
fn in_gloss(entry: &Entry, gloss: &Span, words: &str) -> Place {
    let offset = entry.file.slice(gloss.clone()).find(words);
    entry.place(match offset {
        Some(offset) => gloss.start + offset..gloss.start + offset + words.len(),
        None => gloss.clone(),
    })
}

/// Whether words of a block are in quotation marks, or at the beginning of emphasis.
fn is_set_off(reading: &EntryReading<'_>, block: &BlockReading, words: &Range<usize>) -> bool {
    if is_quoted(&block.prose.text, words) {
        return true;
    }
    let start = block.prose.positions(words.clone()).start;
    let before = start.event.checked_sub(1);
    let event = before.and_then(|index| reading.events.get(index));
    start.offset == 0
        && event.is_some_and(|(event, _)| {
            matches!(
                event,
                Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            )
        })
}
