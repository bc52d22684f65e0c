//! `glossary.jsonld`: SKOS in JSON-LD 1.1. The context is in the file, so that nothing has to be fetched.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Export;
use super::skos::{self, Concept, Source};

/// Writes the context, the scheme, and a line for each concept.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let language = export.language();
    let scheme = skos::scheme(export);
    write!(
        out,
        "{{\"@context\":{},\"@graph\":[\n{}",
        context(),
        head(export, &scheme)
    )?;
    for concept in skos::concepts(export) {
        write!(out, ",\n{}", node(&concept, &scheme, language))?;
    }
    out.write_all(b"\n]}\n")
}

fn context() -> Value {
    let text = |property: &str| json!({ "@id": property, "@container": "@language" });
    let link = |property: &str| json!({ "@id": property, "@type": "@id" });
    json!({
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "prefLabel": text("skos:prefLabel"),
        "altLabel": text("skos:altLabel"),
        "hiddenLabel": text("skos:hiddenLabel"),
        "definition": text("skos:definition"),
        "scopeNote": text("skos:scopeNote"),
        "example": text("skos:example"),
        "historyNote": text("skos:historyNote"),
        "title": text("dcterms:title"),
        "description": text("dcterms:description"),
        "subject": text("dcterms:subject"),
        "inScheme": link("skos:inScheme"),
        "topConceptOf": link("skos:topConceptOf"),
        "hasTopConcept": link("skos:hasTopConcept"),
        "broader": link("skos:broader"),
        "narrower": link("skos:narrower"),
        "related": link("skos:related"),
        "isReplacedBy": link("dcterms:isReplacedBy"),
        "license": link("dcterms:license"),
        "deprecated": "owl:deprecated",
        "creator": "dcterms:creator",
        "rights": "dcterms:rights",
        "source": "dcterms:source",
        "modified": { "@id": "dcterms:modified", "@type": "xsd:date" },
    })
}

fn head(export: &Export<'_>, scheme: &str) -> Value {
    let language = export.language();
    let mut node = Map::new();
    let mut add = |key: &str, value: Value| node.insert(key.to_owned(), value);
    add("@id", scheme.into());
    add("@type", "skos:ConceptScheme".into());
    add("prefLabel", json!({ language: export.title() }));
    add("title", json!({ language: export.title() }));
    if let Some(description) = &export.config.edition.description {
        add("description", json!({ language: description }));
    }
    if let Some(author) = &export.config.settings.author {
        add("creator", author.name.as_str().into());
    }
    if let Some(licence) = &export.config.settings.licence {
        match &licence.url {
            Some(url) => add("license", url.to_string().into()),
            None => add("rights", licence.name.as_str().into()),
        };
    }
    add("hasTopConcept", skos::top_concepts(export).collect());
    Value::Object(node)
}

fn node(concept: &Concept<'_>, scheme: &str, language: &str) -> Value {
    let mut node = Map::new();
    let mut add = |key: &str, value: Value| node.insert(key.to_owned(), value);
    let text = |text: &str| json!({ language: text });
    add("@id", concept.iri.as_str().into());
    add("@type", "skos:Concept".into());
    add("inScheme", scheme.into());
    if concept.broader.is_empty() {
        add("topConceptOf", scheme.into());
    }
    add("prefLabel", text(concept.preferred));
    let lists = [
        ("altLabel", &concept.alternatives),
        ("hiddenLabel", &concept.hidden),
        ("subject", &concept.subjects),
    ];
    for (key, texts) in lists.into_iter().filter(|(_, texts)| !texts.is_empty()) {
        add(key, json!({ language: texts }));
    }
    if !concept.definition.is_empty() {
        add("definition", text(&concept.definition));
    }
    if let [scope] = *concept.scope {
        add("scopeNote", text(scope));
    } else if !concept.scope.is_empty() {
        add("scopeNote", json!({ language: concept.scope }));
    }
    if !concept.examples.is_empty() {
        add("example", json!({ language: concept.examples }));
    }
    if let Some(origin) = concept.origin {
        add("historyNote", text(origin));
    }
    let relations = [
        ("broader", &concept.broader),
        ("narrower", &concept.narrower),
        ("related", &concept.related),
    ];
    for (key, iris) in relations.into_iter().filter(|(_, iris)| !iris.is_empty()) {
        add(key, json!(iris));
    }
    if !concept.sources.is_empty() {
        let sources = concept.sources.iter().map(|source| match source {
            Source::Url(url) => json!({ "@id": url }),
            Source::Text(text) => Value::from(*text),
        });
        add("source", sources.collect());
    }
    if concept.is_deprecated {
        add("deprecated", true.into());
    }
    if let Some(replaced_by) = &concept.replaced_by {
        add("isReplacedBy", replaced_by.as_str().into());
    }
    if let Some(day) = &concept.modified {
        add("modified", day.as_str().into());
    }
    Value::Object(node)
}
