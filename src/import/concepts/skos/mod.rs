//! Reads thesauri in SKOS, also with the labels of SKOS-XL, in Turtle, N-Triples, RDF/XML and JSON-LD.
//!
//! ```text
//! bytes ─► Graph ──► Concept ────► Vocabulary
//!  syntax   graph     described     schemes, addresses
//! ```

use std::collections::HashMap;

use super::concept::Vocabulary;
use crate::import::notes::{Note, NoteKind, excerpt};
use crate::import::value::Problem;
pub(in crate::import) use addresses::OldAddress;
use vocabulary::Class;

mod addresses;
mod contexts;
mod described;
mod entities;
mod graph;
mod places;
mod resources;
mod schemes;
mod syntax;
mod vocabulary;

/// The most statements about a concept. Those of large thesauri have some hundreds, in forty languages.
const MOST_STATEMENTS: usize = 20_000;

/// Reads a thesaurus. `file` is its name in messages.
///
/// # Errors
///
/// The bytes have another syntax.
pub(super) fn read(bytes: &[u8], file: &str, old: OldAddress<'_>) -> Result<Vocabulary, Problem> {
    let parsed = syntax::parse(bytes)?;
    let lines = places::lines(&parsed);
    let graph = parsed.graph;
    let mut vocabulary = Vocabulary::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    for subject in graph.subjects() {
        if graph.class(subject) == Some(Class::Concept) {
            let line = lines.get(&subject.id).copied().unwrap_or(1);
            if graph.statements(subject).count() > MOST_STATEMENTS {
                let what = format!("a concept with more than {MOST_STATEMENTS} statements");
                let note = Note::new(NoteKind::Lost, file, line, what, excerpt(&subject.id));
                vocabulary.notes.push(note);
                continue;
            }
            let concept = described::concept(&graph, subject, line);
            concept.check_languages()?;
            places.insert(subject.id.clone(), vocabulary.concepts.len());
            vocabulary.concepts.push(concept);
        }
    }
    schemes::tag_members(&graph, &places, &mut vocabulary.concepts);
    schemes::read(&graph, &places, &lines, file, &mut vocabulary);
    addresses::keep(&mut vocabulary, old);
    Ok(vocabulary)
}

/// Whether a text is JSON-LD with concepts of SKOS, and not another data file.
pub(super) fn is_json_ld(text: &str) -> bool {
    text.contains("\"@context\"") && text.contains("skos")
        || text.contains("http://www.w3.org/2004/02/skos/core#")
}

/// Whether an XML file is RDF, by its root.
pub(super) fn is_root(name: &str) -> bool {
    name == "RDF"
}
