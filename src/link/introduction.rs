//! Headings of the introduction that have the anchor of a letter. Both are on the index.

use pulldown_cmark::{Event, Tag};

use super::faults::anchor_of_letter;
use crate::diagnostic::Diagnostic;
use crate::glossary::Glossary;

/// An error for each heading of the introduction with the anchor of a letter of the index.
pub(super) fn anchors_of_letters(glossary: &Glossary) -> Vec<Diagnostic> {
    let Some(introduction) = glossary.introduction() else {
        return Vec::new();
    };
    let introduction = glossary.page(introduction);
    let letter = |anchor: &str| {
        let mut letters = glossary.index.iter().map(|group| &group.letter);
        letters.find(|letter| letter.id == anchor)
    };
    // most headings are words
    if !introduction
        .body
        .anchors
        .iter()
        .any(|anchor| letter(anchor).is_some())
    {
        return Vec::new();
    }
    let body = introduction.body.parse();
    let events = body.events.iter();
    events
        .filter_map(|(event, span)| {
            let Event::Start(Tag::Heading { id: Some(id), .. }) = event else {
                return None;
            };
            let letter = letter(id)?;
            let place = introduction.place(span.clone());
            Some(anchor_of_letter(id, &letter.label, place))
        })
        .collect()
}
