//! What an author points at: a link, a value in front matter, or a name of the entry itself.

use crate::entry::ParsedEntry;
use crate::entry::front_matter::KeyKind;
use crate::entry::references::ReferenceKind;
use crate::glossary::{EntryId, LabelKind, TextId};
use crate::link::{Linked, Mention, Origin, Target};
use crate::source::{Place, Span};

/// A part of a text that names an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// The bytes of the file.
    pub(super) span: Span,
    /// The entry that is named.
    pub(super) entry: EntryId,
    /// How it is named.
    pub(super) naming: Naming,
}

/// How an entry is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Naming {
    /// A link in a text, with the anchor of the heading to which it leads.
    Link(Origin, Option<String>),
    /// A value in the front matter of another entry.
    Value,
    /// A name in the front matter of the entry itself.
    Own(LabelKind),
}

/// The entry or the page of a file.
pub(super) fn text_of(linked: &Linked, path: &str) -> Option<TextId> {
    let glossary = &linked.glossary.glossary;
    let entry = glossary.at_path(path).map(TextId::Entry);
    let page = || {
        let mut ids = glossary.page_ids();
        ids.find(|id| glossary.page(*id).file.path == path)
            .map(TextId::Page)
    };
    entry.or_else(page)
}

/// The file of an entry as it was read, also if the entry is a draft.
pub(super) fn parsed<'l>(linked: &'l Linked, path: &str) -> Option<&'l ParsedEntry> {
    let by_path = |entry: &std::sync::Arc<ParsedEntry>| entry.file.path.as_str().cmp(path);
    let at = linked.parsed.binary_search_by(by_path).ok()?;
    linked.parsed.get(at).map(AsRef::as_ref)
}

/// What is at a byte of a file. A byte directly after a name belongs to it.
pub(super) fn spot_at(linked: &Linked, path: &str, offset: usize) -> Option<Spot> {
    let holds = |span: &Span| span.start <= offset && offset <= span.end;
    if let Some(entry) = parsed(linked, path)
        && offset < entry.body.start
        && let Some(spot) = in_front_matter(linked, entry, &holds)
    {
        return Some(spot);
    }
    match text_of(linked, path) {
        Some(id) => {
            let text = linked.glossary.text_of(id);
            let mut mentions = text.mentions.iter();
            let mention = mentions.find(|mention| holds(&mention.span))?;
            let anchor = anchor(linked, id, mention);
            Some(Spot {
                span: mention.span.clone(),
                entry: mention.to,
                naming: Naming::Link(mention.origin, anchor),
            })
        }
        // the links of a draft are not resolved
        None => in_draft(linked, parsed(linked, path)?, &holds),
    }
}

fn in_front_matter(
    linked: &Linked,
    entry: &ParsedEntry,
    holds: &dyn Fn(&Span) -> bool,
) -> Option<Spot> {
    let own = linked.glossary.glossary.at_path(&entry.file.path);
    let mut texts = entry.front.texts();
    let (kind, written) = texts.find(|(kind, written)| {
        let names = kind.label().is_some() || matches!(kind, KeyKind::Entries | KeyKind::Entry);
        names && holds(&written.span)
    })?;
    let span = written.span.clone();
    if let Some(label) = kind.label() {
        return Some(Spot {
            span,
            entry: own?,
            naming: Naming::Own(label),
        });
    }
    let place = Place::new(&entry.file, span.clone());
    let means = linked.frame.names.resolve(&written.text, place).ok()?;
    Some(Spot {
        span,
        entry: means.entry,
        naming: Naming::Value,
    })
}

fn in_draft(linked: &Linked, entry: &ParsedEntry, holds: &dyn Fn(&Span) -> bool) -> Option<Spot> {
    let body = entry.body.parse();
    let mut references = body.references.iter();
    let reference = references
        .find(|reference| reference.kind == ReferenceKind::Name && holds(&reference.span))?;
    let place = Place::new(&entry.file, reference.span.clone());
    let means = linked.frame.names.resolve(&reference.text, place).ok()?;
    Some(Spot {
        span: reference.span.clone(),
        entry: means.entry,
        naming: Naming::Link(Origin::Name, None),
    })
}

/// The anchor to which a link leads.
fn anchor(linked: &Linked, from: TextId, mention: &Mention) -> Option<String> {
    if !matches!(mention.origin, Origin::Address) {
        return None;
    }
    let text = linked.glossary.text_of(from);
    let body = text.body.parse();
    text.references.iter().find_map(|reference| {
        let (_, span) = body.events.get(reference.event)?;
        match &reference.target {
            Target::Entry(to, anchor) if *to == mention.to && *span == mention.span => {
                anchor.clone()
            }
            _ => None,
        }
    })
}
