//! The statements in a text: Turtle and N-Triples, RDF/XML, or JSON-LD, which the text itself shows. Nothing is fetched.

use std::collections::BTreeMap;

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{NamedOrBlankNodeRef, Term, Triple};
use oxrdfxml::RdfXmlParser;
use oxttl::TurtleParser;

use super::graph::{Graph, Literal, Object};
use super::{contexts, entities};
use crate::import::concepts::xml;
use crate::import::decoding::decoded;
use crate::import::value::Problem;
use crate::text::slice;

/// The base of relative IRIs in a file that does not have one. The build never shows it.
pub(super) const BASE: &str = "file:///";

/// A syntax of RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RdfSyntax {
    /// Also N-Triples, all of which is Turtle.
    Turtle,
    Xml,
    JsonLd,
}

/// A text with its statements.
pub(super) struct Parsed {
    pub(super) text: String,
    pub(super) syntax: RdfSyntax,
    pub(super) graph: Graph,
    /// The namespaces of prefixes.
    pub(super) prefixes: BTreeMap<String, String>,
}

/// The syntax of some bytes, by their first character.
pub(super) fn syntax_of(bytes: &[u8]) -> RdfSyntax {
    let first = String::from_utf8_lossy(bytes.get(..bytes.len().min(1000)).unwrap_or_default());
    let first = first.trim_start_matches('\u{feff}').trim_start();
    match first.chars().next() {
        // `<` also begins an IRI of Turtle
        Some('<')
            if ["<?xml", "<!--", "<!DOCTYPE", "<rdf:RDF", "<RDF"]
                .iter()
                .any(|it| first.starts_with(it)) =>
        {
            RdfSyntax::Xml
        }
        Some('{' | '[') => RdfSyntax::JsonLd,
        // UTF-16, which only XML may have
        _ if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") => RdfSyntax::Xml,
        _ => RdfSyntax::Turtle,
    }
}

/// Parses a file.
///
/// # Errors
///
/// It has another syntax, or needs a context or an entity that is not in it.
pub(super) fn parse(bytes: &[u8]) -> Result<Parsed, Problem> {
    let syntax = syntax_of(bytes);
    let text = match syntax {
        RdfSyntax::Xml => xml::text_of(bytes)?,
        _ => decoded(bytes, "UTF-8")?.text,
    };
    let mut parsed = Parsed {
        text: String::new(),
        syntax,
        graph: Graph::default(),
        prefixes: BTreeMap::new(),
    };
    match syntax {
        RdfSyntax::Turtle => turtle(&text, &mut parsed)?,
        RdfSyntax::Xml => rdf_xml(&text, &mut parsed)?,
        RdfSyntax::JsonLd => json_ld(&text, &mut parsed)?,
    }
    parsed.text = text;
    Ok(parsed)
}

fn turtle(text: &str, parsed: &mut Parsed) -> Result<(), Problem> {
    let parser = TurtleParser::new()
        .with_base_iri(BASE)
        .map_err(|error| Problem::new(0, error.to_string()))?;
    let mut triples = parser.for_slice(text);
    for triple in triples.by_ref() {
        let triple = triple.map_err(|error| {
            let place = error.location().start;
            problem(error.message(), place.line, place.column)
        })?;
        add(&mut parsed.graph, triple);
    }
    let prefixes = triples.prefixes();
    parsed.prefixes = prefixes
        .map(|(name, iri)| (name.to_owned(), iri.to_owned()))
        .collect();
    Ok(())
}

fn rdf_xml(text: &str, parsed: &mut Parsed) -> Result<(), Problem> {
    entities::check(text)?;
    let parser = RdfXmlParser::new()
        .with_base_iri(BASE)
        .map_err(|error| Problem::new(0, error.to_string()))?;
    let mut triples = parser.for_slice(text);
    loop {
        let Some(triple) = triples.next() else {
            return Ok(());
        };
        let triple = triple.map_err(|error| {
            let at = usize::try_from(triples.buffer_position()).unwrap_or_default();
            place_of(text, at, &error.to_string())
        })?;
        add(&mut parsed.graph, triple);
    }
}

fn json_ld(text: &str, parsed: &mut Parsed) -> Result<(), Problem> {
    let parser = JsonLdParser::new()
        .with_base_iri(BASE)
        .map_err(|error| Problem::new(0, error.to_string()))?;
    let quads = parser
        .for_slice(text)
        .with_load_document_callback(|url, _| match contexts::known(url) {
            Some(context) => Ok(JsonLdRemoteDocument {
                document: context.as_bytes().to_vec(),
                document_url: url.to_owned(),
            }),
            None => Err(contexts::missing(url).into()),
        });
    for quad in quads {
        let quad = quad.map_err(|error| {
            let message = error.to_string();
            let (reason, missing) = contexts::shown(&message);
            if let Some(at) = missing.and_then(|url| text.find(url)) {
                return place_of(text, at, reason);
            }
            match error.location() {
                Some(place) => problem(reason, place.start.line, place.start.column),
                None => Problem::new(0, reason),
            }
        })?;
        add(&mut parsed.graph, quad.into());
    }
    Ok(())
}

/// A problem at an offset of a text.
fn place_of(text: &str, at: usize, reason: &str) -> Problem {
    let before = slice(text, ..text.floor_char_boundary(at));
    let last = before.rsplit('\n').next().unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    Problem::new(line, reason).at_column(last.chars().count() + 1)
}

/// A problem at a place that is counted from 0.
fn problem(reason: &str, line: u64, column: u64) -> Problem {
    let number = |zero_based: u64| usize::try_from(zero_based).unwrap_or_default() + 1;
    Problem::new(number(line), reason).at_column(number(column))
}

/// Adds a statement to a graph. Blank nodes are written as in Turtle.
fn add(graph: &mut Graph, triple: Triple) {
    let subject = match triple.subject.as_ref() {
        NamedOrBlankNodeRef::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNodeRef::BlankNode(node) => format!("_:{}", node.as_str()),
    };
    let object = match triple.object {
        Term::NamedNode(node) => Object::Resource(node.into_string()),
        Term::BlankNode(node) => Object::Resource(format!("_:{}", node.as_str())),
        Term::Literal(literal) => Object::Literal(Literal {
            text: literal.value().to_owned(),
            language: literal.language().unwrap_or_default().to_owned(),
        }),
    };
    graph.add(subject, triple.predicate.as_str(), object);
}
