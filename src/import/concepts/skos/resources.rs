//! What a graph says about a resource: its class, and the texts of labels and notes, which may be resources themselves.

use std::collections::HashSet;

use super::graph::{Graph, Literal, Object, Subject};
use super::vocabulary::{Class, Property, class, property};

/// The most items of a list.
const MOST_ITEMS: usize = 100_000;

impl Graph {
    /// The objects of all statements about a resource with a property of this meaning.
    pub(super) fn objects<'g>(
        &'g self,
        subject: &'g Subject,
        meaning: Property,
    ) -> impl Iterator<Item = &'g Object> {
        let statements = self.statements(subject);
        statements
            .filter(move |(iri, _)| property(iri) == Some(meaning))
            .map(|(_, object)| object)
    }

    /// What a resource is; `None` if it is something else.
    pub(super) fn class(&self, subject: &Subject) -> Option<Class> {
        let types = self.objects(subject, Property::Type);
        let classes: Vec<Class> = types
            .filter_map(Object::resource)
            .filter_map(class)
            .collect();
        // some thesauri give a collection both classes
        let of = |wanted: Class| classes.contains(&wanted).then_some(wanted);
        let found = of(Class::Scheme)
            .or_else(|| of(Class::Collection))
            .or_else(|| of(Class::Concept));
        found.or_else(|| of(Class::Label)).or_else(|| {
            let has_label = self.objects(subject, Property::Preferred).next().is_some();
            has_label.then_some(Class::Concept)
        })
    }

    /// The texts of an object: itself, the form of a label of SKOS-XL, or the text of a note that is a resource.
    pub(super) fn texts<'g>(&'g self, object: &'g Object) -> Vec<&'g Literal> {
        let id = match object {
            Object::Literal(literal) => return vec![literal],
            Object::Resource(id) => id,
        };
        let Some(subject) = self.find(id) else {
            return Vec::new();
        };
        let of = |meaning| self.objects(subject, meaning).filter_map(Object::literal);
        let texts = of(Property::LiteralForm).chain(of(Property::Text));
        let texts: Vec<&Literal> = texts.collect();
        // some tools write the text of a note as a comment
        match texts.is_empty() && id.starts_with("_:") {
            true => of(Property::Description).collect(),
            false => texts,
        }
    }

    /// The names of a resource: its labels, or else its titles.
    pub(super) fn names<'g>(&'g self, subject: &'g Subject) -> Vec<&'g Literal> {
        for meaning in [Property::Preferred, Property::Title, Property::Name] {
            let objects = self.objects(subject, meaning);
            let found: Vec<&Literal> = objects.flat_map(|object| self.texts(object)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The resources in a list of RDF.
    pub(super) fn items<'g>(&'g self, list: &'g str) -> Vec<&'g str> {
        let mut items = Vec::new();
        let mut seen = HashSet::new();
        let mut next = Some(list);
        while let Some(node) = next.filter(|node| seen.len() < MOST_ITEMS && seen.insert(*node)) {
            let Some(subject) = self.find(node) else {
                break;
            };
            let first = self.objects(subject, Property::First);
            items.extend(first.filter_map(Object::resource));
            next = self
                .objects(subject, Property::Rest)
                .find_map(Object::resource);
        }
        items
    }
}
