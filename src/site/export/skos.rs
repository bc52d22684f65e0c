//! The glossary as a SKOS concept scheme (W3C, 2009): the data that both syntaxes write.

use std::collections::HashSet;

use super::Export;
use crate::address::destination::AbsoluteUrl;
use crate::glossary::{Entry, EntryId, LabelKind};
use crate::source::Written;

/// An entry as a concept.
pub(super) struct Concept<'a> {
    /// The URL of the term page, which is the IRI.
    pub(super) iri: String,
    /// The headword.
    pub(super) preferred: &'a str,
    /// Synonyms, abbreviations and variants.
    pub(super) alternatives: Vec<&'a str>,
    /// Hidden names and names to avoid, for which SKOS has no other property.
    pub(super) hidden: Vec<&'a str>,
    /// The definition as plain text; the gloss if there is none.
    pub(super) definition: String,
    /// The sense, and the note on usage.
    pub(super) scope: Vec<&'a str>,
    /// Sentences that use the word.
    pub(super) examples: Vec<String>,
    /// Where the word comes from.
    pub(super) origin: Option<&'a str>,
    /// Whether the concept is deprecated: by its state, or because another one replaces it.
    pub(super) is_deprecated: bool,
    /// The tags.
    pub(super) subjects: Vec<&'a str>,
    /// The IRIs of related concepts.
    pub(super) related: Vec<String>,
    /// The IRIs of more general concepts. A concept without any is a top concept of the scheme.
    pub(super) broader: Vec<String>,
    /// The IRIs of more specific concepts.
    pub(super) narrower: Vec<String>,
    /// The IRI of the concept to use instead.
    pub(super) replaced_by: Option<String>,
    /// The sources: URLs if they have one, else texts.
    pub(super) sources: Vec<Source<'a>>,
    /// The day of the last change.
    pub(super) modified: Option<String>,
}

/// A source of a definition.
pub(super) enum Source<'a> {
    /// Its URL.
    Url(String),
    /// Its title.
    Text(&'a str),
}

/// The IRI of the concept scheme.
pub(super) fn scheme(export: &Export<'_>) -> String {
    format!("{}#scheme", export.address(""))
}

/// The IRIs of the concepts without a more general one.
pub(super) fn top_concepts(export: &Export<'_>) -> impl Iterator<Item = String> {
    let tops = export.entries().map(|(id, _)| id);
    let tops = tops.filter(|id| export.linked.links(*id).broader.is_empty());
    tops.map(|id| export.entry_address(id))
}

/// All concepts, in the order of the entries.
pub(super) fn concepts<'e>(export: &'e Export<'_>) -> impl Iterator<Item = Concept<'e>> {
    export
        .entries()
        .map(|(id, entry)| concept(export, id, entry))
}

fn concept<'e>(export: &'e Export<'_>, id: EntryId, entry: &'e Entry) -> Concept<'e> {
    let links = export.linked.links(id);
    let iris = |ids: &[EntryId]| ids.iter().map(|id| export.entry_address(*id)).collect();
    // SKOS, 8.4: no concept is both related to another one and above or below it
    let above = above(export, id);
    let is_apart = |other: &&EntryId| {
        **other != id && !above.contains(other) && !self::above(export, **other).contains(&id)
    };
    let related = links.related.iter().filter(is_apart);
    let names = |kinds: &[LabelKind]| {
        let labels = entry.labels.iter();
        let named = labels.filter(|label| kinds.contains(&label.kind));
        named.map(|label| label.text.as_str()).collect()
    };
    use LabelKind::{Abbreviation, Deprecated, Hidden, Synonym, Variant};
    Concept {
        iri: export.entry_address(id),
        preferred: &entry.headword,
        alternatives: names(&[Synonym, Abbreviation, Variant]),
        hidden: names(&[Hidden, Deprecated]),
        definition: export.meaning(id),
        scope: entry
            .sense
            .as_deref()
            .into_iter()
            .chain(text(&entry.front.usage))
            .collect(),
        examples: export.examples(id).collect(),
        origin: text(&entry.front.origin),
        is_deprecated: links.replaced_by.is_some() || export.is_deprecated(entry),
        subjects: entry
            .tags
            .iter()
            .map(|tag| export.glossary().tag(*tag).name.as_str())
            .collect(),
        related: related.map(|id| export.entry_address(*id)).collect(),
        broader: iris(&links.broader),
        narrower: iris(&links.narrower),
        replaced_by: links.replaced_by.map(|id| export.entry_address(id)),
        sources: entry
            .front
            .sources
            .iter()
            .map(|source| match source.url.as_ref() {
                Some(url) => Source::Url(AbsoluteUrl::to_string(url)),
                None => Source::Text(&source.title.text),
            })
            .collect(),
        modified: entry.front.updated.map(|day| day.to_string()),
    }
}

fn text(written: &Option<Written>) -> Option<&str> {
    written.as_ref().map(|text| text.text.as_str())
}

/// All entries that are more general than one, over any number of steps.
fn above(export: &Export<'_>, id: EntryId) -> HashSet<EntryId> {
    let mut found = HashSet::new();
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        for broader in &export.linked.links(next).broader {
            if found.insert(*broader) {
                open.push(*broader);
            }
        }
    }
    found
}
