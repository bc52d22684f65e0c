//! The meanings of classes and properties: those of SKOS and SKOS-XL (W3C, 2009), and those that thesauri use beside them.

use crate::import::concepts::concept::RelationKind;
use crate::text::slice;

/// The namespaces of SKOS. The second one is that of a draft, which old files have.
const SKOS: &[&str] = &[
    "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/2008/05/skos#",
];
const SKOS_XL: &[&str] = &["http://www.w3.org/2008/05/skos-xl#"];
const RDF: &[&str] = &["http://www.w3.org/1999/02/22-rdf-syntax-ns#"];
const RDFS: &[&str] = &["http://www.w3.org/2000/01/rdf-schema#"];
const OWL: &[&str] = &["http://www.w3.org/2002/07/owl#"];
/// Dublin Core, in its two generations.
const DC: &[&str] = &[
    "http://purl.org/dc/terms/",
    "http://purl.org/dc/elements/1.1/",
];
const FOAF: &[&str] = &["http://xmlns.com/foaf/0.1/"];
const SCHEMA: &[&str] = &["http://schema.org/", "https://schema.org/"];

/// What a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Concept,
    Scheme,
    Collection,
    /// A label of SKOS-XL.
    Label,
}

/// The meaning of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Property {
    Type,
    Preferred,
    Alternative,
    Hidden,
    /// Another property with a name, which counts if there is no label of SKOS.
    Name,
    /// The form of a label of SKOS-XL.
    LiteralForm,
    Definition,
    /// Another property with a description, which counts if there is no definition of SKOS.
    Description,
    Note,
    Scope,
    Example,
    History,
    Relation(RelationKind),
    /// A relation to a concept of another thesaurus, with its name for people.
    Match(RelationKind, &'static str),
    InScheme,
    TopConcept,
    /// A relation that follows from others.
    Implied,
    Member,
    MemberList,
    /// The first item of a list, and the rest.
    First,
    Rest,
    /// The text of a note that is a resource.
    Text,
    Subject,
    Source,
    /// Who wrote or changed a concept.
    Person,
    /// A page about the concept, or another resource.
    SeeAlso,
    Picture,
    Modified,
    Created,
    Deprecated,
    Title,
}

/// The local name of an IRI in one of some namespaces.
fn within<'i>(iri: &'i str, namespaces: &[&str]) -> Option<&'i str> {
    namespaces
        .iter()
        .find_map(|namespace| iri.strip_prefix(namespace))
}

/// The class with an IRI, if it matters.
pub(super) fn class(iri: &str) -> Option<Class> {
    match within(iri, SKOS) {
        Some("Concept") => return Some(Class::Concept),
        Some("ConceptScheme") => return Some(Class::Scheme),
        Some("Collection" | "OrderedCollection") => return Some(Class::Collection),
        _ => {}
    }
    (within(iri, SKOS_XL) == Some("Label")).then_some(Class::Label)
}

/// The meaning of the property with an IRI; `None` for any other property.
pub(super) fn property(iri: &str) -> Option<Property> {
    let labels = |name: &str| match name {
        "prefLabel" => Some(Property::Preferred),
        "altLabel" => Some(Property::Alternative),
        "hiddenLabel" => Some(Property::Hidden),
        "literalForm" => Some(Property::LiteralForm),
        _ => None,
    };
    if let Some(name) = within(iri, SKOS) {
        return labels(name).or_else(|| of_skos(name));
    }
    if let Some(name) = within(iri, SKOS_XL) {
        return labels(name);
    }
    if let Some(name) = within(iri, DC) {
        return of_dublin_core(name);
    }
    let name = local_name(iri);
    if within(iri, RDF).is_some() {
        return Some(match name {
            "type" => Property::Type,
            "value" => Property::Text,
            "first" => Property::First,
            "rest" => Property::Rest,
            _ => return None,
        });
    }
    if within(iri, RDFS).is_some() {
        return Some(match name {
            "label" => Property::Name,
            "comment" => Property::Description,
            "seeAlso" => Property::SeeAlso,
            _ => return None,
        });
    }
    if within(iri, OWL).is_some() {
        return Some(match name {
            "deprecated" => Property::Deprecated,
            "sameAs" => Property::Match(RelationKind::Related, "the same"),
            _ => return None,
        });
    }
    if within(iri, FOAF).is_some() || within(iri, SCHEMA).is_some() {
        return Some(match name {
            "depiction" | "img" | "image" => Property::Picture,
            "page" | "isPrimaryTopicOf" | "homepage" | "url" => Property::SeeAlso,
            "name" => Property::Name,
            "description" => Property::Description,
            "sameAs" => Property::Match(RelationKind::Related, "the same"),
            _ => return None,
        });
    }
    // the relations of ISO 25964 and of the Getty vocabularies are kinds of those of SKOS: `broaderGeneric`
    let is_kind = |start: &str| {
        name.strip_prefix(start)
            .is_some_and(|rest| rest.starts_with(char::is_uppercase))
    };
    if is_kind("broader") && !name.ends_with("Extended") {
        Some(Property::Relation(RelationKind::Broader))
    } else if is_kind("narrower") && !name.ends_with("Extended") {
        Some(Property::Relation(RelationKind::Narrower))
    } else {
        None
    }
}

fn of_skos(name: &str) -> Option<Property> {
    Some(match name {
        "definition" => Property::Definition,
        "note" => Property::Note,
        "scopeNote" => Property::Scope,
        "example" => Property::Example,
        "historyNote" => Property::History,
        "broader" => Property::Relation(RelationKind::Broader),
        "narrower" => Property::Relation(RelationKind::Narrower),
        "related" | "semanticRelation" => Property::Relation(RelationKind::Related),
        "broaderTransitive" | "narrowerTransitive" => Property::Implied,
        "exactMatch" => Property::Match(RelationKind::Related, ""),
        "closeMatch" => Property::Match(RelationKind::Related, "close match"),
        "relatedMatch" => Property::Match(RelationKind::Related, "related"),
        "broadMatch" => Property::Match(RelationKind::Broader, "broader"),
        "narrowMatch" => Property::Match(RelationKind::Narrower, "narrower"),
        "mappingRelation" => Property::Match(RelationKind::Related, "mapping"),
        "inScheme" => Property::InScheme,
        "topConceptOf" => Property::TopConcept,
        "hasTopConcept" => Property::Implied,
        "member" => Property::Member,
        "memberList" => Property::MemberList,
        "subject" => Property::Subject,
        _ => return None,
    })
}

fn of_dublin_core(name: &str) -> Option<Property> {
    Some(match name {
        "title" => Property::Title,
        "description" | "abstract" => Property::Description,
        "subject" => Property::Subject,
        "source" | "references" | "bibliographicCitation" => Property::Source,
        "creator" | "contributor" => Property::Person,
        "modified" => Property::Modified,
        "created" => Property::Created,
        "isReplacedBy" => Property::Relation(RelationKind::ReplacedBy),
        "replaces" => Property::Relation(RelationKind::Replaces),
        _ => return None,
    })
}

/// The part of an IRI after the last `#`, `/` or `:`.
pub(super) fn local_name(iri: &str) -> &str {
    let iri = iri.trim_end_matches('/');
    let start = iri.rfind(['#', '/', ':']).map_or(0, |at| at + 1);
    slice(iri, start..)
}
