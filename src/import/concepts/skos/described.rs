//! Reads what a graph says about a concept.

use std::collections::HashMap;

use super::graph::{Graph, Literal, Object, Subject};
use super::vocabulary::{Property, local_name, property};
use crate::entry::front_matter::meaning::is_known;
use crate::import::citation::is_web;
use crate::import::concepts::concept::{Concept, Fact, Relation, RelationKind, Slot};
use crate::import::concepts::plain_text;
use crate::import::value::{Field, Value, day_of};

/// A concept of a graph, while it is read.
pub(super) struct Description<'g> {
    graph: &'g Graph,
    subject: &'g Subject,
    concept: Concept,
    line: usize,
}

/// Reads a concept, which is described at a line of its file.
pub(super) fn concept(graph: &Graph, subject: &Subject, line: usize) -> Concept {
    let mut description = Description {
        graph,
        subject,
        line,
        concept: Concept {
            line,
            ids: vec![subject.id.clone()],
            end: local_name(&subject.id).to_owned(),
            ..Concept::default()
        },
    };
    let statements: Vec<(&str, &Object)> = graph.statements(subject).collect();
    // labels come first, so that it is known which other names are needed
    for wanted in [true, false] {
        for (iri, object) in &statements {
            let meaning = property(iri);
            // the caller reports it
            if description.concept.check_languages().is_err() {
                return description.concept;
            }
            let is_label = matches!(
                meaning,
                Some(Property::Preferred | Property::Alternative | Property::Hidden)
            );
            if is_label == wanted {
                description.statement(iri, meaning, object);
            }
        }
    }
    description.settle();
    description.concept
}

impl Description<'_> {
    fn statement(&mut self, iri: &str, meaning: Option<Property>, object: &Object) {
        match meaning {
            Some(Property::Preferred) => self.names(Slot::Title, object),
            Some(Property::Alternative) => self.names(Slot::Synonym, object),
            Some(Property::Hidden) => self.names(Slot::Hidden, object),
            Some(Property::Name | Property::Title) => self.other_names(object),
            Some(Property::Definition) => self.texts(iri, Slot::Definition, object),
            Some(Property::Description) => self.texts(iri, Slot::Note, object),
            Some(Property::Note) => self.texts(iri, Slot::Note, object),
            Some(Property::Scope) => self.texts(iri, Slot::Usage, object),
            Some(Property::Example) => self.texts(iri, Slot::Example, object),
            Some(Property::History) => self.texts(iri, Slot::Origin, object),
            Some(Property::Relation(kind)) => self.relation(iri, kind, object),
            Some(Property::Match(kind, name)) => self.other_concept(iri, kind, name, object),
            Some(Property::SeeAlso) => self.other_concept(iri, RelationKind::Related, "", object),
            Some(Property::Source) => self.source(iri, object),
            Some(Property::Picture) => self.picture(iri, object),
            Some(Property::Modified) => self.day(iri, Slot::Modified, object),
            Some(Property::Created) => self.day(iri, Slot::Created, object),
            Some(Property::Deprecated) => {
                let is_true = object
                    .literal()
                    .is_some_and(|it| matches!(it.text.as_str(), "true" | "1"));
                if is_true {
                    self.fact(Slot::Status, "deprecated");
                }
            }
            Some(Property::Subject) => self.subject(iri, object),
            Some(
                Property::Type
                | Property::InScheme
                | Property::TopConcept
                | Property::Implied
                | Property::LiteralForm
                | Property::Member
                | Property::MemberList
                | Property::Person
                | Property::First
                | Property::Rest,
            ) => {}
            Some(Property::Text) | None => self.other(iri, object),
        }
    }

    fn fact(&mut self, slot: Slot, text: &str) {
        let fact = Fact::text(slot, text, self.line);
        self.concept.facts.push(fact);
    }

    fn in_language(&mut self, slot: Slot, literal: &Literal, text: String) {
        let fact = Fact::text(slot, text, self.line);
        let tag = tag_of(literal);
        self.concept.texts_mut(tag, self.line).push(fact);
    }

    fn names(&mut self, slot: Slot, object: &Object) {
        for literal in self.graph.texts(object) {
            self.in_language(slot.clone(), literal, literal.text.clone());
        }
    }

    /// Names of another vocabulary than SKOS: that of a language without a label is its name.
    fn other_names(&mut self, object: &Object) {
        for literal in self.graph.texts(object) {
            let facts = self.concept.texts_mut(tag_of(literal), self.line);
            let has_label = facts.iter().any(|fact| fact.slot == Slot::Title);
            let is_known = facts
                .iter()
                .any(|fact| fact.value.text().as_ref() == Some(&literal.text));
            if !is_known {
                let slot = if has_label {
                    Slot::Synonym
                } else {
                    Slot::Title
                };
                self.in_language(slot, literal, literal.text.clone());
            }
        }
    }

    /// Texts for readers. A text that is a resource may have sources of its own.
    fn texts(&mut self, iri: &str, slot: Slot, object: &Object) {
        let texts = self.graph.texts(object);
        if texts.is_empty() {
            self.other(iri, object);
        }
        for literal in texts {
            let text = match slot {
                Slot::Definition | Slot::Note => plain_text::markdown(&literal.text),
                Slot::Example => plain_text::line(&literal.text),
                _ => literal.text.clone(),
            };
            self.in_language(slot.clone(), literal, text);
        }
        let resource = object.resource().and_then(|id| self.graph.find(id));
        let sources =
            resource.map(|it| self.graph.objects(it, Property::Source).collect::<Vec<_>>());
        for source in sources.unwrap_or_default() {
            self.source("source", source);
        }
    }

    fn relation(&mut self, iri: &str, kind: RelationKind, object: &Object) {
        let Some(id) = object.resource() else {
            self.other(iri, object);
            return;
        };
        let named = self.graph.find(id);
        let name = named.and_then(|it| self.graph.names(it).first().map(|name| name.text.clone()));
        self.concept.relations.push(Relation {
            kind,
            target: id.to_owned(),
            name: name.unwrap_or_default(),
            line: self.line,
        });
    }

    /// A concept or a page that may be in the file or elsewhere.
    fn other_concept(&mut self, iri: &str, kind: RelationKind, name: &str, object: &Object) {
        let is_here = |id: &str| {
            self.graph
                .find(id)
                .is_some_and(|it| !self.graph.names(it).is_empty())
        };
        match object {
            Object::Resource(id) if is_here(id) => self.relation(iri, kind, object),
            Object::Resource(id) if is_web(id) => {
                let title = match name {
                    "" => String::new(),
                    name => format!("{id} ({name})"),
                };
                let fact = Fact::source(&title, id, self.line);
                self.concept.facts.push(fact);
            }
            Object::Literal(literal) if is_web(&literal.text) => {
                self.fact(Slot::Source, &literal.text)
            }
            _ => self.other(iri, object),
        }
    }

    fn source(&mut self, iri: &str, object: &Object) {
        match object {
            Object::Literal(literal) => self.fact(Slot::Source, &literal.text),
            Object::Resource(id) => {
                let named = self.graph.find(id);
                let name =
                    named.and_then(|it| self.graph.names(it).first().map(|name| name.text.clone()));
                match name {
                    Some(name) if is_web(id) => {
                        let fact = Fact::source(&name, id, self.line);
                        self.concept.facts.push(fact);
                    }
                    Some(name) => self.fact(Slot::Source, &name),
                    None if is_web(id) => self.fact(Slot::Source, id),
                    None => self.other(iri, object),
                }
            }
        }
    }

    fn picture(&mut self, iri: &str, object: &Object) {
        let address = match object {
            Object::Resource(id) => id,
            Object::Literal(literal) => &literal.text,
        };
        match is_web(address) {
            true => {
                let shown = plain_text::line(local_name(address));
                self.fact(Slot::Picture, &format!("[{shown}](<{address}>)"));
            }
            false => self.other(iri, object),
        }
    }

    fn day(&mut self, iri: &str, slot: Slot, object: &Object) {
        match object
            .literal()
            .filter(|literal| day_of(&literal.text).is_some())
        {
            Some(literal) => self.fact(slot, &literal.text),
            None => self.other(iri, object),
        }
    }

    /// A subject: a text, or a resource with names.
    fn subject(&mut self, iri: &str, object: &Object) {
        match object {
            Object::Literal(literal) => self.in_language(Slot::Tag, literal, literal.text.clone()),
            Object::Resource(id) => match self.graph.find(id) {
                Some(subject) if !self.graph.names(subject).is_empty() => {
                    let names = self.graph.names(subject);
                    if let Some(names) = GroupNames::new(&names) {
                        tag(&mut self.concept, &names);
                    }
                }
                _ => self.other(iri, object),
            },
        }
    }

    /// Keeps a value for which an entry has no key.
    fn other(&mut self, iri: &str, object: &Object) {
        let name = local_name(iri);
        let key = match is_known(name) || name.is_empty() {
            true => format!("rdf_{name}"),
            false => name.to_owned(),
        };
        let value = match object {
            Object::Literal(literal) => Value::quoted(literal.text.clone()),
            Object::Resource(id) => self.inside(id),
        };
        let fact = Fact {
            slot: Slot::Extra(key),
            value,
            line: self.line,
        };
        match object
            .literal()
            .filter(|literal| !literal.language.is_empty())
        {
            Some(literal) => self
                .concept
                .texts_mut(&literal.language, self.line)
                .push(fact),
            None => self.concept.facts.push(fact),
        }
    }

    /// A resource as a value: its IRI, or what is said about a node without one.
    fn inside(&self, id: &str) -> Value {
        let Some(node) = self.graph.find(id).filter(|_| id.starts_with("_:")) else {
            return Value::quoted(id);
        };
        let fields = self.graph.statements(node).filter_map(|(iri, object)| {
            let text = match object {
                Object::Literal(literal) => literal.text.clone(),
                Object::Resource(inner) if inner.starts_with("_:") => return None,
                Object::Resource(inner) => inner.clone(),
            };
            Some(Field {
                key: local_name(iri).to_owned(),
                value: Value::quoted(text),
                line: self.line,
            })
        });
        Value::Table(fields.collect())
    }

    /// Decides about what depends on all statements.
    fn settle(&mut self) {
        // the entry to use instead says that this one is deprecated
        let is_replaced = |relation: &Relation| relation.kind == RelationKind::ReplacedBy;
        if self.concept.relations.iter().any(is_replaced) {
            self.concept.facts.retain(|fact| fact.slot != Slot::Status);
        }
        // of other descriptions, one is the meaning if there is no definition
        let note_only = |facts: &[Fact]| !facts.iter().any(|fact| fact.slot == Slot::Definition);
        let descriptions = self.graph.objects(self.subject, Property::Description);
        let texts: Vec<&Literal> = descriptions
            .flat_map(|object| self.graph.texts(object))
            .collect();
        for literal in texts {
            let markdown = plain_text::markdown(&literal.text);
            let facts = self.concept.texts_mut(tag_of(literal), self.line);
            let is_it = |fact: &&mut Fact| {
                fact.slot == Slot::Note && fact.value.text().as_ref() == Some(&markdown)
            };
            if note_only(facts)
                && let Some(fact) = facts.iter_mut().find(is_it)
            {
                fact.slot = Slot::Definition;
            }
        }
    }
}

/// The tag of a literal's language; empty if it has none, or an undetermined one.
pub(super) fn tag_of(literal: &Literal) -> &str {
    match literal.language.as_str() {
        "und" | "zxx" | "mul" => "",
        tag => tag,
    }
}

/// The names of something to which concepts belong, by their languages.
pub(super) struct GroupNames<'g> {
    by_tag: HashMap<&'g str, &'g str>,
    first: &'g str,
}

impl<'g> GroupNames<'g> {
    /// The names; `None` if there are none.
    pub(super) fn new(names: &[&'g Literal]) -> Option<Self> {
        let mut by_tag = HashMap::new();
        for name in names {
            by_tag.entry(tag_of(name)).or_insert(name.text.as_str());
        }
        Some(Self {
            by_tag,
            first: &names.first()?.text,
        })
    }
}

/// Tags a concept with a name of something to which it belongs, in each language in which both have names.
pub(super) fn tag(concept: &mut Concept, names: &GroupNames<'_>) {
    let mut is_tagged = false;
    for texts in &mut concept.texts {
        let is_named = texts.facts.iter().any(|fact| fact.slot == Slot::Title);
        let name = names
            .by_tag
            .get(texts.tag.as_str())
            .or_else(|| names.by_tag.get(""));
        if let Some(name) = name.filter(|_| is_named) {
            texts.facts.push(Fact::text(Slot::Tag, *name, texts.line));
            is_tagged = true;
        }
    }
    if !is_tagged {
        let fact = Fact::text(Slot::Tag, names.first, concept.line);
        concept.facts.push(fact);
    }
}
