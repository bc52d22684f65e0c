//! `glossary.ttl`: SKOS in Turtle (RDF 1.1).

use std::fmt::Write as _;
use std::io::{self, Write};

use super::skos::{self, Concept, Source};
use super::{Export, in_order};

const PREFIXES: &str = "\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
";

/// Writes the scheme, then a block for each concept.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let scheme = skos::scheme(export);
    let concepts = export.concepts();
    writeln!(out, "{PREFIXES}")?;
    let tops = skos::top_concepts(&concepts);
    out.write_all(head(export, &scheme, &tops).as_bytes())?;
    in_order(
        &concepts,
        |concept| block(&skos::concept(concept), &scheme),
        |block| out.write_all(block.as_bytes()),
    )
}

/// The block of the scheme.
fn head(export: &Export<'_>, scheme: &str, tops: &[String]) -> String {
    let mut out = format!("<{scheme}> a skos:ConceptScheme");
    let mut add = |property: &str, value: String| add(&mut out, property, &value);
    let languages = export.languages();
    let titles = languages
        .iter()
        .map(|it| literal(it.title(), it.language()));
    let titles: Vec<_> = titles.collect();
    add("skos:prefLabel", titles.join(", "));
    add("dcterms:title", titles.join(", "));
    for language in &languages {
        if let Some(description) = &language.config.edition.description {
            add(
                "dcterms:description",
                literal(description, language.language()),
            );
        }
    }
    let settings = &export.config.settings;
    if let Some(author) = &settings.author {
        add("dcterms:creator", plain(&author.name));
    }
    if let Some(licence) = &settings.licence {
        match &licence.url {
            Some(url) => add("dcterms:license", format!("<{}>", iri(&url.to_string()))),
            None => add("dcterms:rights", plain(&licence.name)),
        }
    }
    let tops: Vec<_> = tops.iter().map(|iri| format!("<{iri}>")).collect();
    if !tops.is_empty() {
        add("skos:hasTopConcept", tops.join(",\n        "));
    }
    out.push_str(" .\n");
    out
}

fn block(concept: &Concept<'_>, scheme: &str) -> String {
    let mut out = format!(
        "\n<{}> a skos:Concept ;\n    skos:inScheme <{scheme}>",
        concept.iri
    );
    let mut add = |property: &str, value: String| add(&mut out, property, &value);
    if concept.broader.is_empty() {
        add("skos:topConceptOf", format!("<{scheme}>"));
    }
    for texts in &concept.texts {
        let literal = |text: &str| literal(text, texts.language);
        add("skos:prefLabel", literal(texts.preferred));
        for name in &texts.alternatives {
            add("skos:altLabel", literal(name));
        }
        for name in &texts.hidden {
            add("skos:hiddenLabel", literal(name));
        }
        if !texts.definition.is_empty() {
            add("skos:definition", literal(&texts.definition));
        }
        for scope in &texts.scope {
            add("skos:scopeNote", literal(scope));
        }
        for example in &texts.examples {
            add("skos:example", literal(example));
        }
        if let Some(origin) = texts.origin {
            add("skos:historyNote", literal(origin));
        }
    }
    let relations = [
        ("skos:broader", &concept.broader),
        ("skos:narrower", &concept.narrower),
        ("skos:related", &concept.related),
    ];
    for (property, iris) in relations {
        for iri in iris {
            add(property, format!("<{iri}>"));
        }
    }
    if let Some(first) = concept.texts.first() {
        for subject in &concept.subjects {
            add("dcterms:subject", literal(subject, first.language));
        }
    }
    for source in &concept.sources {
        add(
            "dcterms:source",
            match source {
                Source::Url(url) => format!("<{}>", iri(url)),
                Source::Text(text) => plain(text),
            },
        );
    }
    if concept.is_deprecated {
        add("owl:deprecated", "true".to_owned());
    }
    if let Some(replaced_by) = &concept.replaced_by {
        add("dcterms:isReplacedBy", format!("<{replaced_by}>"));
    }
    if let Some(day) = &concept.modified {
        add("dcterms:modified", format!("\"{day}\"^^xsd:date"));
    }
    out.push_str(" .\n");
    out
}

/// Adds a property to a block.
fn add(block: &mut String, property: &str, value: &str) {
    // writing to a string cannot fail
    let _ = write!(block, " ;\n    {property} {value}");
}

/// A text with its language.
fn literal(text: &str, language: &str) -> String {
    format!("{}@{language}", plain(text))
}

/// A text without a language.
fn plain(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A URL as an IRI in angle brackets: characters that Turtle forbids there are percent-encoded.
fn iri(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\' | '\0'..=' ' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
