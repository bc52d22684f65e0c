//! The glossary as a SKOS concept scheme (W3C, 2009): the data that both syntaxes write.

use std::collections::HashSet;

use super::Export;
use super::concepts::{self, Version};
use crate::address::destination::AbsoluteUrl;
use crate::glossary::{EntryId, LabelKind};
use crate::source::Written;

/// A concept of the scheme.
pub(super) struct Concept<'a> {
    /// The URL of the term page in the first language that has one, which is the IRI.
    pub(super) iri: String,
    /// The names and texts in each language, that of the IRI first. There is at least this one.
    pub(super) texts: Vec<Texts<'a>>,
    /// Whether the concept is deprecated: by its state, or because another one replaces it.
    pub(super) is_deprecated: bool,
    /// The tags, in the language of the IRI.
    pub(super) subjects: Vec<&'a str>,
    /// The IRIs of related concepts, in any language; so are the next two.
    pub(super) related: Vec<String>,
    /// The IRIs of more general concepts. A concept without any is a top concept of the scheme.
    pub(super) broader: Vec<String>,
    /// The IRIs of more specific concepts.
    pub(super) narrower: Vec<String>,
    /// The IRI of the concept to use instead.
    pub(super) replaced_by: Option<String>,
    /// The sources: URLs if they have one, else texts.
    pub(super) sources: Vec<Source<'a>>,
    /// The day of the last change, in any language.
    pub(super) modified: Option<String>,
}

/// The names and texts of a concept in a language.
pub(super) struct Texts<'a> {
    /// The language, as a BCP 47 tag.
    pub(super) language: &'a str,
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
pub(super) fn top_concepts(concepts: &[concepts::Concept<'_>]) -> Vec<String> {
    let tops = concepts.iter().filter(|it| is_top(it));
    tops.map(|it| it.first.export.concept_address(it.first.id))
        .collect()
}

fn is_top(concept: &concepts::Concept<'_>) -> bool {
    let mut versions = concept.versions();
    versions.all(|it| it.export.linked.links(it.id).broader.is_empty())
}

/// The data of a concept.
pub(super) fn concept<'a>(concept: &concepts::Concept<'a>) -> Concept<'a> {
    let Version { export, id } = &concept.first;
    let (id, entry) = (*id, concept.first.entry());
    let replaced_by = export.linked.links(id).replaced_by;
    let iris = |related: &dyn Fn(&Version<'a>) -> Vec<EntryId>| {
        let all = concept.versions().flat_map(|version| {
            let ids = related(version).into_iter();
            ids.map(|id| version.export.concept_address(id))
        });
        let mut seen = HashSet::new();
        all.filter(|iri| seen.insert(iri.clone())).collect()
    };
    let broader: Vec<String> = iris(&|it| it.export.linked.links(it.id).broader.clone());
    let narrower: Vec<String> = iris(&|it| it.export.linked.links(it.id).narrower.clone());
    let mut related: Vec<String> = iris(&related);
    related.retain(|iri| !broader.contains(iri) && !narrower.contains(iri));
    let days = concept.versions().map(|it| it.entry().front.updated);
    Concept {
        iri: export.concept_address(id),
        texts: concept.versions().map(texts).collect(),
        is_deprecated: replaced_by.is_some() || export.is_deprecated(entry),
        subjects: entry
            .tags
            .iter()
            .map(|tag| export.glossary().tag(*tag).name.as_str())
            .collect(),
        related,
        broader,
        narrower,
        replaced_by: replaced_by.map(|id| export.concept_address(id)),
        sources: entry
            .front
            .sources
            .iter()
            .map(|source| match source.url.as_ref() {
                Some(url) => Source::Url(AbsoluteUrl::to_string(url)),
                None => Source::Text(&source.title.text),
            })
            .collect(),
        modified: days.flatten().max().map(|day| day.to_string()),
    }
}

/// The related entries in a language that are not above or below an entry: no concept of SKOS is both (8.4).
fn related(version: &Version<'_>) -> Vec<EntryId> {
    let Version { export, id } = version;
    let above = above(export, *id);
    let related = export.linked.links(*id).related.iter();
    let apart = related.filter(|other| {
        *other != id && !above.contains(other) && !self::above(export, **other).contains(id)
    });
    apart.copied().collect()
}

fn texts<'a>(version: &Version<'a>) -> Texts<'a> {
    let Version { export, id } = version;
    let entry = version.entry();
    let names = |kinds: &[LabelKind]| {
        let labels = entry.labels.iter();
        let named = labels.filter(|label| kinds.contains(&label.kind));
        named.map(|label| label.text.as_str()).collect()
    };
    use LabelKind::{Abbreviation, Deprecated, Hidden, Synonym, Variant};
    Texts {
        language: export.language(),
        preferred: &entry.headword,
        alternatives: names(&[Synonym, Abbreviation, Variant]),
        hidden: names(&[Hidden, Deprecated]),
        definition: export.meaning(*id),
        scope: entry
            .sense
            .as_deref()
            .into_iter()
            .chain(Written::text_of(&entry.front.usage))
            .collect(),
        examples: export.examples(*id).collect(),
        origin: Written::text_of(&entry.front.origin),
    }
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
