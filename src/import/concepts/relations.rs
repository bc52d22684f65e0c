//! The relations between the concepts of a file, in the direction in which entries have them: to what is more general, to
//! what is related, and to what is to be used instead.

use std::collections::{HashMap, HashSet};

use super::concept::{Concept, RelationKind};
use crate::import::record_reference;

/// A reference of an entry to another one.
pub(super) struct Reference {
    pub(super) kind: RelationKind,
    /// The concept, by its index; `None` if it is not in the file.
    pub(super) target: Option<usize>,
    /// Its name, or its identifier if the file does not have its name.
    pub(super) name: String,
    pub(super) line: usize,
}

/// The concepts of a file by their identifiers.
pub(super) struct Index {
    by_id: HashMap<String, usize>,
}

impl Index {
    /// The index of all concepts. If two have the same identifier, it is that of the first one.
    pub(super) fn new(concepts: &[Concept]) -> Self {
        let mut by_id = HashMap::new();
        for (index, concept) in concepts.iter().enumerate() {
            for id in &concept.ids {
                by_id.entry(id.clone()).or_insert(index);
            }
        }
        Self { by_id }
    }

    /// The concept with an identifier, by its index.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The references of each concept. `names` are those of all concepts.
    pub(super) fn references(&self, concepts: &[Concept], names: &[String]) -> Vec<Vec<Reference>> {
        let mut all: Vec<Vec<Reference>> = concepts.iter().map(|_| Vec::new()).collect();
        let mut seen = HashSet::new();
        let mut add =
            |from: usize, kind: RelationKind, target: Option<usize>, name: String, line: usize| {
                let known = (from, kind, target, name.clone());
                if target == Some(from) || !seen.insert(known) {
                    return;
                }
                if let Some(references) = all.get_mut(from) {
                    references.push(Reference {
                        kind,
                        target,
                        name,
                        line,
                    });
                }
            };
        for (index, concept) in concepts.iter().enumerate() {
            for relation in &concept.relations {
                let target = self.find(&relation.target);
                let name = match target.and_then(|target| names.get(target)) {
                    Some(name) => name.clone(),
                    None if relation.name.is_empty() => relation.target.clone(),
                    None => relation.name.clone(),
                };
                let back = match relation.kind {
                    RelationKind::Narrower => Some(RelationKind::Broader),
                    RelationKind::Replaces => Some(RelationKind::ReplacedBy),
                    _ => None,
                };
                match (back, target) {
                    (Some(back), Some(target)) => {
                        let own = names.get(index).cloned().unwrap_or_default();
                        add(target, back, Some(index), own, relation.line);
                    }
                    _ => add(index, relation.kind, target, name, relation.line),
                }
            }
        }
        all
    }
}

/// What a concept shares with its translations: see [`TranslationPlace`](crate::import::draft::TranslationPlace).
pub(super) fn key(index: usize) -> String {
    format!("concept-{index}")
}

impl Reference {
    /// The reference as a name in front matter. `has_entry` says whether a concept has an entry to which the text can
    /// refer.
    pub(super) fn written(&self, has_entry: impl Fn(usize) -> bool) -> String {
        match self.target.filter(|target| has_entry(*target)) {
            Some(target) => record_reference::reference(&key(target), &self.name),
            None => self.name.clone(),
        }
    }
}
