//! The names of a glossary's entries, as plain data.

use super::{Entry, Glossary, Label, LabelKind, Withheld};
use crate::names::list::{Name, NameList, NamedDraft, NamedEntry, Sense};

impl Glossary {
    /// All names of its entries, and of drafts that are left out, in order.
    pub fn names(&self) -> NameList<'_> {
        names_of(self.entries.iter().map(AsRef::as_ref), &self.withheld[..])
    }
}

/// The names of some entries and drafts, in their order.
pub fn names_of<'g>(
    entries: impl IntoIterator<Item = &'g Entry>,
    drafts: impl IntoIterator<Item = &'g Withheld>,
) -> NameList<'g> {
    let drafts = drafts.into_iter().map(|draft| NamedDraft {
        names: draft.names.iter().map(String::as_str).collect(),
        slug: &draft.slug,
        path: &draft.path,
    });
    NameList {
        entries: entries.into_iter().map(named).collect(),
        drafts: drafts.collect(),
    }
}

/// An entry with its names; the first of its labels is the title.
fn named(entry: &Entry) -> NamedEntry<'_> {
    let front = &entry.front;
    NamedEntry {
        title: Name {
            text: &entry.headword,
            kind: LabelKind::Title,
            place: Some(entry.place(front.title.span.clone())),
        },
        others: entry.labels.iter().skip(1).map(name).collect(),
        sense: front.sense.as_ref().map(|sense| Sense {
            text: &sense.text,
            place: Some(entry.place(sense.span.clone())),
        }),
        is_verb: entry.is_verb,
        tags: front.tags.iter().map(|tag| tag.text.as_str()).collect(),
        slug: &entry.slug,
        path: &entry.file.path,
        case: front.case,
        link: front.link,
    }
}

fn name(label: &Label) -> Name<'_> {
    Name {
        text: &label.text,
        kind: label.kind,
        place: Some(label.place.clone()),
    }
}
