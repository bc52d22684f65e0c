//! `glossary.jsonld`: SKOS in JSON-LD 1.1. The context is in the file, so that nothing has to be fetched.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::skos::{self, Concept, Source, Texts};
use super::{Export, in_order};

/// Writes the context, the scheme, and a line for each concept.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let scheme = skos::scheme(export);
    let concepts = export.concepts();
    let tops = skos::top_concepts(&concepts);
    write!(
        out,
        "{{\"@context\":{},\"@graph\":[\n{}",
        context(),
        head(export, &scheme, &tops)
    )?;
    in_order(
        &concepts,
        |concept| node(&skos::concept(concept), &scheme),
        |node| write!(out, ",\n{node}"),
    )?;
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

fn head(export: &Export<'_>, scheme: &str, tops: &[String]) -> Value {
    let languages = export.languages();
    let mut node = Map::new();
    let mut add = |key: &str, value: Value| node.insert(key.to_owned(), value);
    let titles = languages.iter();
    let titles: Map<_, _> = titles
        .map(|it| (it.language().to_owned(), it.title().into()))
        .collect();
    let described = languages.iter();
    let descriptions: Map<_, _> = described
        .filter_map(|it| {
            let description = it.config.edition.description.as_deref()?;
            Some((it.language().to_owned(), description.into()))
        })
        .collect();
    add("@id", scheme.into());
    add("@type", "skos:ConceptScheme".into());
    add("prefLabel", titles.clone().into());
    add("title", titles.into());
    if !descriptions.is_empty() {
        add("description", descriptions.into());
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
    add("hasTopConcept", tops.into());
    Value::Object(node)
}

fn node(concept: &Concept<'_>, scheme: &str) -> Value {
    let mut node = Map::new();
    let mut add = |key: &str, value: Value| node.insert(key.to_owned(), value);
    add("@id", concept.iri.as_str().into());
    add("@type", "skos:Concept".into());
    add("inScheme", scheme.into());
    if concept.broader.is_empty() {
        add("topConceptOf", scheme.into());
    }
    // each property has its values by language
    let mut by_language = |key: &str, value: &dyn Fn(&Texts<'_>) -> Value| {
        let texts = concept.texts.iter();
        let values = texts.map(|it| (it.language.to_owned(), value(it)));
        let is_there = |value: &Value| match value {
            Value::String(text) => !text.is_empty(),
            Value::Array(texts) => !texts.is_empty(),
            value => !value.is_null(),
        };
        let values: Map<_, _> = values.filter(|(_, value)| is_there(value)).collect();
        if !values.is_empty() {
            add(key, values.into());
        }
    };
    by_language("prefLabel", &|texts| texts.preferred.into());
    by_language("altLabel", &|texts| json!(texts.alternatives));
    by_language("hiddenLabel", &|texts| json!(texts.hidden));
    by_language("definition", &|texts| texts.definition.as_str().into());
    by_language("scopeNote", &|texts| match *texts.scope {
        [scope] => scope.into(),
        _ => json!(texts.scope),
    });
    by_language("example", &|texts| json!(texts.examples));
    by_language("historyNote", &|texts| texts.origin.into());
    if let (Some(first), false) = (concept.texts.first(), concept.subjects.is_empty()) {
        add("subject", json!({ first.language: concept.subjects }));
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
