//! `glossary.ttl`: SKOS in Turtle (RDF 1.1).

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Export;
use super::skos::{self, Concept, Source};

const PREFIXES: &str = "\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
";

/// Writes the scheme, then a block for each concept.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let language = export.language();
    let edition = &export.config.edition;
    let scheme = skos::scheme(export);
    let title = literal(export.title(), language);
    writeln!(out, "{PREFIXES}")?;
    write!(
        out,
        "<{scheme}> a skos:ConceptScheme ;\n    skos:prefLabel {title} ;\n"
    )?;
    write!(out, "    dcterms:title {title}")?;
    if let Some(description) = &edition.description {
        write!(
            out,
            " ;\n    dcterms:description {}",
            literal(description, language)
        )?;
    }
    if let Some(author) = &export.config.settings.author {
        write!(out, " ;\n    dcterms:creator {}", plain(&author.name))?;
    }
    if let Some(licence) = &export.config.settings.licence {
        match &licence.url {
            Some(url) => write!(out, " ;\n    dcterms:license <{}>", iri(&url.to_string()))?,
            None => write!(out, " ;\n    dcterms:rights {}", plain(&licence.name))?,
        }
    }
    for (index, top) in skos::top_concepts(export).enumerate() {
        let before = if index == 0 {
            " ;\n    skos:hasTopConcept "
        } else {
            ",\n        "
        };
        write!(out, "{before}<{top}>")?;
    }
    writeln!(out, " .")?;
    for concept in skos::concepts(export) {
        out.write_all(block(&concept, &scheme, language).as_bytes())?;
    }
    Ok(())
}

fn block(concept: &Concept<'_>, scheme: &str, language: &str) -> String {
    let mut out = format!(
        "\n<{}> a skos:Concept ;\n    skos:inScheme <{scheme}>",
        concept.iri
    );
    let mut add = |property: &str, value: String| {
        // writing to a string cannot fail
        let _ = write!(out, " ;\n    {property} {value}");
    };
    if concept.broader.is_empty() {
        add("skos:topConceptOf", format!("<{scheme}>"));
    }
    add("skos:prefLabel", literal(concept.preferred, language));
    for name in &concept.alternatives {
        add("skos:altLabel", literal(name, language));
    }
    for name in &concept.hidden {
        add("skos:hiddenLabel", literal(name, language));
    }
    if !concept.definition.is_empty() {
        add("skos:definition", literal(&concept.definition, language));
    }
    for scope in &concept.scope {
        add("skos:scopeNote", literal(scope, language));
    }
    for example in &concept.examples {
        add("skos:example", literal(example, language));
    }
    if let Some(origin) = concept.origin {
        add("skos:historyNote", literal(origin, language));
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
    for subject in &concept.subjects {
        add("dcterms:subject", literal(subject, language));
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
