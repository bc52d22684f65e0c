//! The statements of a file, by their subjects, in the order of the file.

use std::collections::HashMap;

/// The object of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Object {
    /// A resource: its IRI, or the label of a blank node with `_:` before it.
    Resource(String),
    Literal(Literal),
}

/// A text or another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) text: String,
    /// The tag of its language; empty if it has none.
    pub(super) language: String,
}

/// A resource with its statements.
#[derive(Debug)]
pub(super) struct Subject {
    /// As in [`Object::Resource`].
    pub(super) id: String,
    /// The statements: the index of the property, and the object.
    statements: Vec<(usize, Object)>,
}

/// All statements of a file.
#[derive(Debug, Default)]
pub(super) struct Graph {
    subjects: Vec<Subject>,
    by_id: HashMap<String, usize>,
    properties: Vec<String>,
    by_property: HashMap<String, usize>,
}

impl Object {
    /// The identifier of a resource.
    pub(super) fn resource(&self) -> Option<&str> {
        match self {
            Self::Resource(id) => Some(id),
            Self::Literal(_) => None,
        }
    }

    /// The literal.
    pub(super) fn literal(&self) -> Option<&Literal> {
        match self {
            Self::Literal(literal) => Some(literal),
            Self::Resource(_) => None,
        }
    }
}

impl Graph {
    /// Adds a statement.
    pub(super) fn add(&mut self, subject: String, property: &str, object: Object) {
        let property = match self.by_property.get(property) {
            Some(index) => *index,
            None => {
                self.properties.push(property.to_owned());
                self.by_property
                    .insert(property.to_owned(), self.properties.len() - 1);
                self.properties.len() - 1
            }
        };
        let index = match self.by_id.get(&subject) {
            Some(index) => *index,
            None => {
                self.by_id.insert(subject.clone(), self.subjects.len());
                self.subjects.push(Subject {
                    id: subject,
                    statements: Vec::new(),
                });
                self.subjects.len() - 1
            }
        };
        if let Some(subject) = self.subjects.get_mut(index) {
            subject.statements.push((property, object));
        }
    }

    /// All resources with statements.
    pub(super) fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The resource with an identifier, if the file has statements about it.
    pub(super) fn find(&self, id: &str) -> Option<&Subject> {
        self.subjects.get(*self.by_id.get(id)?)
    }

    /// The statements about a resource: the IRI of the property, and the object.
    pub(super) fn statements<'g>(
        &'g self,
        subject: &'g Subject,
    ) -> impl Iterator<Item = (&'g str, &'g Object)> {
        let statements = subject.statements.iter();
        statements.map(|(property, object)| {
            let property = self.properties.get(*property).map_or("", String::as_str);
            (property, object)
        })
    }
}
