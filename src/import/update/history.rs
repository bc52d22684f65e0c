//! What earlier imports wrote of a source, and what this one adds to it.

use std::collections::{BTreeSet, HashSet};

use crate::disk::edits::Edits;
use crate::import::ImportOptions;
use crate::project::imported::{
    ImportedFile, ImportedRecord, ImportedSource, Imports, SourceOptions,
};
use crate::project::load::IMPORTS;

/// What earlier imports wrote of a source.
#[derive(Debug)]
pub(in crate::import) struct History {
    imports: Imports,
    /// The imports as they were read.
    before: Vec<ImportedSource>,
    /// The import of this source, by its index.
    index: usize,
    is_update: bool,
    /// The records that the source still has.
    seen: BTreeSet<String>,
    /// The files of the records of all imports.
    files: HashSet<String>,
}

/// The import that an update repeats: its path and its options as `imports.toml` has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatedImport {
    /// The path.
    pub path: String,
    /// The options.
    pub options: SourceOptions,
}

impl History {
    /// The history of the source that `imports.toml` has at this path, with these options.
    pub(in crate::import) fn new(
        mut imports: Imports,
        path: &str,
        options: &ImportOptions,
    ) -> Self {
        let (path, known) = match &options.update {
            Some(repeated) => (repeated.path.as_str(), &repeated.options),
            None => (path, &options.typed),
        };
        let before = imports.sources.clone();
        let is_same = |source: &ImportedSource| source.path == path && source.options == *known;
        let index = imports.sources.iter().position(is_same);
        let index = index.unwrap_or_else(|| {
            imports.sources.push(ImportedSource {
                path: path.to_owned(),
                ..ImportedSource::default()
            });
            imports.sources.len() - 1
        });
        if let Some(source) = imports.sources.get_mut(index) {
            source.options = options.typed.clone();
        }
        let records = imports
            .sources
            .iter()
            .flat_map(|source| source.records.values());
        Self {
            files: records.map(|record| record.file.clone()).collect(),
            imports,
            before,
            index,
            is_update: options.update.is_some(),
            seen: BTreeSet::new(),
        }
    }

    /// Whether this import updates entries.
    pub(in crate::import) fn is_update(&self) -> bool {
        self.is_update
    }

    fn own(&self) -> Option<&ImportedSource> {
        self.imports.sources.get(self.index)
    }

    fn own_mut(&mut self) -> Option<&mut ImportedSource> {
        self.imports.sources.get_mut(self.index)
    }

    /// The record with a key.
    pub(in crate::import) fn record(&self, key: &str) -> Option<&ImportedRecord> {
        self.own()?.records.get(key)
    }

    /// The records of this import, by their keys.
    pub(super) fn records(&self) -> impl Iterator<Item = (&String, &ImportedRecord)> {
        self.own().into_iter().flat_map(|own| &own.records)
    }

    /// The records of all imports.
    pub(super) fn all_records(&self) -> impl Iterator<Item = &ImportedRecord> {
        let sources = self.imports.sources.iter();
        sources.flat_map(|source| source.records.values())
    }

    /// Whether another import of the same source has a record with this key.
    pub(super) fn is_of_another_import(&self, key: &str) -> bool {
        let Some(own) = self.own() else {
            return false;
        };
        let mut others = self.imports.sources.iter().enumerate();
        others.any(|(index, other)| {
            index != self.index && other.path == own.path && other.records.contains_key(key)
        })
    }

    /// Whether an import wrote a copy of a file, by its path from the project's root.
    pub(in crate::import) fn has_file(&self, file: &str) -> bool {
        let sources = self.imports.sources.iter();
        let mut files = sources.flat_map(|source| source.files.values());
        files.any(|other| other.file == file)
    }

    /// Whether a record can have a file that is as this import would write it: no other record has it.
    pub(in crate::import) fn may_add(&self, key: &str, file: &str) -> bool {
        let own = self.record(key).map(|record| record.file.as_str());
        own == Some(file) || !self.files.contains(file)
    }

    /// Remembers that the source still has a record.
    pub(super) fn see(&mut self, key: &str) {
        self.seen.insert(key.to_owned());
    }

    /// The records that the source no longer has.
    pub(super) fn unseen(&self) -> impl Iterator<Item = (&String, &ImportedRecord)> {
        self.records().filter(|(key, _)| !self.seen.contains(*key))
    }

    /// Gives a record another key, if it is there and no record has that key.
    pub(super) fn rename(&mut self, old: &str, new: &str) {
        if let Some(own) = self.own_mut()
            && !own.records.contains_key(new)
            && let Some(record) = own.records.remove(old)
        {
            own.records.insert(new.to_owned(), record);
        }
    }

    /// Removes a record.
    pub(super) fn forget(&mut self, key: &str) {
        if let Some(own) = self.own_mut() {
            own.records.remove(key);
        }
    }

    /// Adds or replaces a record.
    pub(in crate::import) fn add(&mut self, key: &str, record: ImportedRecord) {
        self.files.insert(record.file.clone());
        if let Some(own) = self.own_mut() {
            own.records.insert(key.to_owned(), record);
        }
    }

    /// The copied file with a path in the source.
    pub(in crate::import) fn file(&self, name: &str) -> Option<&ImportedFile> {
        self.own()?.files.get(name)
    }

    /// Adds or replaces a copied file.
    pub(in crate::import) fn add_file(&mut self, name: &str, file: ImportedFile) {
        if let Some(own) = self.own_mut() {
            own.files.insert(name.to_owned(), file);
        }
    }

    /// Adds the edit that writes `imports.toml`, if it changes. Returns whether it does.
    pub(in crate::import) fn write(mut self, edits: &mut Edits) -> bool {
        let mut before = std::mem::take(&mut self.before);
        let is_used = |source: &ImportedSource| {
            !source.records.is_empty() || !source.files.is_empty() || before.contains(source)
        };
        self.imports.sources.retain(is_used);
        // the places of paths in the file do not count
        for source in self.imports.sources.iter_mut().chain(&mut before) {
            source
                .records
                .values_mut()
                .for_each(|record| record.span = 0..0);
        }
        if self.imports.sources == before {
            return false;
        }
        let text = self.imports.text();
        match &self.imports.file {
            Some(file) => edits.replace(IMPORTS, file.as_written(), text),
            None => edits.create(IMPORTS, text),
        }
        true
    }
}
