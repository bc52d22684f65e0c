//! The lines on which resources are described. Parsers do not give them, so they are looked for in the text.

use std::collections::{BTreeMap, HashMap};

use super::syntax::{Parsed, RdfSyntax};
use crate::text::slice;

/// For each resource, as far as it can be found, the first line of its description. The first line is 1.
pub(super) fn lines(parsed: &Parsed) -> HashMap<String, usize> {
    let mut lines = HashMap::new();
    for (index, line) in parsed.text.lines().enumerate() {
        let mut add = |iri: String| {
            lines.entry(iri).or_insert(index + 1);
        };
        match parsed.syntax {
            RdfSyntax::Turtle => subject(line, &parsed.prefixes).into_iter().for_each(add),
            RdfSyntax::Xml => {
                for mark in ["about=", "rdf:ID="] {
                    values(line, mark).into_iter().for_each(&mut add);
                }
            }
            // a description has other keys after its identifier, and a reference has none
            RdfSyntax::JsonLd => {
                for mark in ["\"@id\":", "\"@id\" :", "\"id\":", "\"uri\":"] {
                    values(line, mark).into_iter().for_each(&mut add);
                }
            }
        }
    }
    lines
}

/// The resource at the beginning of a line of Turtle: statements begin there as people and programs write them.
fn subject(line: &str, prefixes: &BTreeMap<String, String>) -> Option<String> {
    if line.starts_with(char::is_whitespace) {
        return None;
    }
    if let Some(iri) = line.strip_prefix('<') {
        return iri.split_once('>').map(|(iri, _)| iri.to_owned());
    }
    let name = line.split_whitespace().next()?;
    let (prefix, local) = name.split_once(':')?;
    let namespace = prefixes.get(prefix)?;
    Some(format!("{namespace}{}", local.replace('\\', "")))
}

/// The quoted texts after a mark in a line, except those after which a bracket closes.
fn values(line: &str, mark: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(mark) {
        rest = slice(rest, at + mark.len()..).trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        let inside = slice(rest, 1..);
        let Some((value, after)) = inside.split_once(quote) else {
            break;
        };
        if !after.trim_start().starts_with('}') {
            found.push(value.to_owned());
        }
        rest = after;
    }
    found
}
