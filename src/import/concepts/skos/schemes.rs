//! What a graph says beside its concepts: about schemes, whose titles are those of the whole, and about collections.

use std::collections::{HashMap, HashSet};

use super::described::{GroupNames, tag, tag_of};
use super::graph::{Graph, Literal, Object, Subject};
use super::vocabulary::{Class, Property, local_name, property};
use crate::import::concepts::concept::{AboutFile, Concept, Vocabulary};
use crate::import::concepts::plain_text;
use crate::import::notes::{Note, NoteKind, excerpt};

/// Tags the concepts of a vocabulary with the collections in which they are, and with their schemes if there are several.
/// `places` are the indices of concepts by their identifiers.
pub(super) fn tag_members(
    graph: &Graph,
    places: &HashMap<String, usize>,
    concepts: &mut [Concept],
) {
    for collection in of_class(graph, Class::Collection) {
        let Some(names) = GroupNames::new(&graph.names(collection)) else {
            continue;
        };
        let lists = graph.objects(collection, Property::MemberList);
        let listed = lists
            .filter_map(Object::resource)
            .flat_map(|list| graph.items(list));
        let members = graph.objects(collection, Property::Member);
        for member in members.filter_map(Object::resource).chain(listed) {
            if let Some(concept) = places
                .get(member)
                .and_then(|place| concepts.get_mut(*place))
            {
                tag(concept, &names);
            }
        }
    }
    let schemes = used_schemes(graph, places);
    if schemes.len() < 2 {
        return;
    }
    for (scheme, members) in schemes {
        let names = graph.find(scheme).map(|it| graph.names(it));
        let Some(names) = names.and_then(|names| GroupNames::new(&names)) else {
            continue;
        };
        for member in members {
            if let Some(concept) = concepts.get_mut(member) {
                tag(concept, &names);
            }
        }
    }
}

fn of_class(graph: &Graph, wanted: Class) -> impl Iterator<Item = &Subject> {
    let subjects = graph.subjects().iter();
    subjects.filter(move |subject| graph.class(subject) == Some(wanted))
}

/// The schemes that have concepts in the file, with these concepts, in the order of the file.
fn used_schemes<'g>(
    graph: &'g Graph,
    places: &HashMap<String, usize>,
) -> Vec<(&'g str, Vec<usize>)> {
    let mut found: Vec<(&str, Vec<usize>)> = Vec::new();
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for subject in graph.subjects() {
        let Some(place) = places.get(&subject.id) else {
            continue;
        };
        let inside = graph.objects(subject, Property::InScheme);
        let schemes = inside.chain(graph.objects(subject, Property::TopConcept));
        for scheme in schemes.filter_map(Object::resource) {
            let index = *by_id.entry(scheme).or_insert_with(|| {
                found.push((scheme, Vec::new()));
                found.len() - 1
            });
            if let Some((_, members)) = found.get_mut(index)
                && members.last() != Some(place)
            {
                members.push(*place);
            }
        }
    }
    found
}

/// Reads what is said about the schemes: the titles and descriptions of the only one are those of the glossary. Other
/// values, and other resources, get notes.
pub(super) fn read(
    graph: &Graph,
    places: &HashMap<String, usize>,
    lines: &HashMap<String, usize>,
    file: &str,
    vocabulary: &mut Vocabulary,
) {
    let used = used_schemes(graph, places);
    let all: Vec<&Subject> = of_class(graph, Class::Scheme).collect();
    let only = match (used.as_slice(), all.as_slice()) {
        ([(scheme, _)], _) => Some(*scheme),
        ([], [scheme]) => Some(scheme.id.as_str()),
        _ => None,
    };
    let line_of = |subject: &Subject| lines.get(&subject.id).copied().unwrap_or(1);
    for scheme in all {
        let line = line_of(scheme);
        let is_only = only == Some(scheme.id.as_str());
        let names: Vec<&Literal> = graph.names(scheme);
        if is_only {
            let about = names
                .iter()
                .map(|name| about(name, name.text.clone(), line));
            vocabulary.titles.extend(about);
        }
        for (iri, object) in graph.statements(scheme) {
            let meaning = property(iri);
            match meaning {
                Some(
                    Property::Type | Property::Implied | Property::InScheme | Property::TopConcept,
                ) => {}
                Some(Property::Preferred | Property::Title | Property::Name)
                    if is_only || !names.is_empty() =>
                {
                    let texts = graph.texts(object);
                    let others = texts
                        .iter()
                        .filter(|text| !names.iter().any(|name| name.text == text.text));
                    for text in others {
                        vocabulary.notes.push(beside(file, line, iri, &text.text));
                    }
                }
                Some(
                    Property::Description | Property::Definition | Property::Scope | Property::Note,
                ) if is_only => {
                    for text in graph.texts(object) {
                        let markdown = plain_text::markdown(&text.text);
                        vocabulary.introductions.push(about(text, markdown, line));
                    }
                }
                _ => vocabulary
                    .notes
                    .push(beside(file, line, iri, &shown(object))),
            }
        }
    }
    note_people(graph, places, lines, file, vocabulary);
    for subject in graph.subjects() {
        if graph.class(subject).is_none() && !places.contains_key(&subject.id) {
            note_other(graph, subject, file, lines, vocabulary);
        }
    }
    for collection in of_class(graph, Class::Collection).filter(|it| graph.names(it).is_empty()) {
        let what = "a collection without a name: it does not become a tag";
        let line = line_of(collection);
        let note = Note::new(NoteKind::LeftOut, file, line, what, excerpt(&collection.id));
        vocabulary.notes.push(note);
    }
}

/// Notes the people who wrote or changed concepts, each once: no entry names people.
fn note_people(
    graph: &Graph,
    places: &HashMap<String, usize>,
    lines: &HashMap<String, usize>,
    file: &str,
    vocabulary: &mut Vocabulary,
) {
    let mut seen = HashSet::new();
    let concepts = graph.subjects().iter();
    for subject in concepts.filter(|subject| places.contains_key(&subject.id)) {
        for person in graph.objects(subject, Property::Person).map(shown) {
            if seen.insert(person.clone()) {
                let what = "a person who wrote or changed concepts: no entry names people";
                let line = lines.get(&subject.id).copied().unwrap_or(1);
                let note = Note::new(NoteKind::LeftOut, file, line, what, excerpt(&person));
                vocabulary.notes.push(note);
            }
        }
    }
}

/// Notes a resource that is neither a concept nor about concepts, unless it belongs to one.
fn note_other(
    graph: &Graph,
    subject: &Subject,
    file: &str,
    lines: &HashMap<String, usize>,
    vocabulary: &mut Vocabulary,
) {
    let is_part = subject.id.starts_with("_:")
        || graph
            .objects(subject, Property::LiteralForm)
            .next()
            .is_some()
        || graph.objects(subject, Property::Text).next().is_some();
    if !is_part {
        let what = "a resource that is not a concept";
        let line = lines.get(&subject.id).copied().unwrap_or(1);
        let note = Note::new(NoteKind::LeftOut, file, line, what, excerpt(&subject.id));
        vocabulary.notes.push(note);
    }
}

fn about(literal: &Literal, text: String, line: usize) -> AboutFile {
    AboutFile {
        tag: tag_of(literal).to_owned(),
        text,
        line,
    }
}

/// A note on a value of a scheme.
fn beside(file: &str, line: usize, iri: &str, text: &str) -> Note {
    let detail = excerpt(&format!("{}: {text}", local_name(iri)));
    Note::new(
        NoteKind::LeftOut,
        file,
        line,
        "a value about the file",
        detail,
    )
}

fn shown(object: &Object) -> String {
    match object {
        Object::Literal(literal) => literal.text.clone(),
        Object::Resource(id) => id.clone(),
    }
}
