//! The merges of all drafts into the files that earlier imports wrote.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::history::History;
use super::merge::{Merge, Merged, WhyKept};
use crate::import::draft::Draft;
use crate::import::notes::{NoteKind, excerpt};
use crate::import::project::TargetProject;
use crate::import::report::Report;
use crate::project::imported::{BODY, ImportedRecord};
use crate::source::SourceFile;

/// The merges, by the indices of the drafts.
#[derive(Default)]
pub(in crate::import) struct Merging {
    merged: BTreeMap<usize, Merged>,
    /// The keys with which the glossary cannot be built, each with the message of the build.
    refused: BTreeMap<usize, BTreeMap<String, String>>,
    /// The sums as import wrote them.
    base: BTreeMap<usize, BTreeMap<String, String>>,
    accepts: bool,
}

impl Merging {
    /// Merges each draft that an earlier import wrote, except those that are `left_out`. If `accepts`, values that
    /// stay are not reported again.
    pub(in crate::import) fn new(
        drafts: &[Draft],
        left_out: impl Fn(usize) -> bool,
        history: &History,
        project: &TargetProject,
        accepts: bool,
    ) -> Self {
        let sources = &project.sources;
        let files = sources.entries.iter().chain(&sources.pages);
        let files: BTreeMap<&str, &Arc<SourceFile>> =
            files.map(|file| (file.path.as_str(), file)).collect();
        let mut merging = Self {
            accepts,
            ..Self::default()
        };
        for (index, draft) in drafts.iter().enumerate() {
            let file = draft.at.as_deref().and_then(|at| files.get(at));
            let record = history.record(&draft.record);
            if let (Some(file), Some(record), false) = (file, record, left_out(index)) {
                merging.base.insert(index, record.sums.clone());
                merging.merge(index, draft, file);
            }
        }
        merging
    }

    fn merge(&mut self, index: usize, draft: &Draft, file: &Arc<SourceFile>) {
        let none = BTreeMap::new();
        let merge = Merge {
            theirs: &draft.text(),
            in_lines: &draft.text_in_lines(),
            mine: file,
            base: self.base.get(&index).unwrap_or(&none),
            refused: self.refused.get(&index).unwrap_or(&none),
            accepts: self.accepts,
        };
        let merged = merge.merged();
        self.merged.insert(index, merged);
    }

    /// The merged file of a draft; `None` if it is not merged.
    pub(in crate::import) fn get(&self, index: usize) -> Option<&Merged> {
        self.merged.get(&index)
    }

    /// The text of a draft's file in the project: the merged one, or that of the draft.
    pub(in crate::import) fn text(&self, index: usize, draft: &Draft) -> String {
        match self.merged.get(&index) {
            Some(merged) => merged.text.clone(),
            None => draft.text(),
        }
    }

    /// Takes back the change at a byte of a merged file, because the glossary cannot be built with it. Gives whether there
    /// was one.
    pub(in crate::import) fn refuse(
        &mut self,
        index: usize,
        draft: &Draft,
        at: usize,
        message: &str,
    ) -> bool {
        let Some(merged) = self.merged.get(&index) else {
            return false;
        };
        let Some(key) = merged.changed_at(at).map(str::to_owned) else {
            return false;
        };
        let file = Arc::clone(&merged.file);
        let refused = self.refused.entry(index).or_default();
        refused.insert(key, message.to_owned());
        self.merge(index, draft, &file);
        true
    }
}

impl Merged {
    /// Whether the file changes.
    pub(in crate::import) fn is_changed(&self) -> bool {
        !self.changes.is_empty()
    }

    /// The bytes of the file before and after.
    pub(in crate::import) fn before_and_after(&self) -> (String, String) {
        (self.file.as_written(), self.written())
    }

    /// The record for `imports.toml`.
    pub(in crate::import) fn record(&self) -> ImportedRecord {
        ImportedRecord {
            file: self.file.path.clone(),
            sums: self.sums.clone(),
            ..ImportedRecord::default()
        }
    }

    /// The changes, each in a few words: tags `["a"]` -> `["b"]`.
    pub(in crate::import) fn changes(&self) -> Vec<String> {
        let changes = self.changes.iter();
        let changes = changes.map(|change| {
            let key = match change.key.as_str() {
                BODY => "text",
                key => key,
            };
            match (&change.old, &change.new) {
                (Some(old), Some(new)) => format!("{key} {} -> {}", excerpt(old), excerpt(new)),
                (None, Some(new)) => format!("{key} {} is new", excerpt(new)),
                (Some(old), None) => format!("{key} {} is removed", excerpt(old)),
                (None, None) => key.to_owned(),
            }
        });
        changes.collect()
    }

    /// Notes the values that stay although the source has others. `source` is the place of the record in the source.
    pub(in crate::import) fn note_kept(&self, source: &str, report: &mut Report) {
        for kept in &self.kept {
            let change = &kept.change;
            let shown =
                |value: &Option<String>| value.as_deref().map_or("nothing".to_owned(), excerpt);
            let (mine, theirs) = (shown(&change.old), shown(&change.new));
            let detail = format!("{mine}, but {theirs} in {source}");
            let name = match change.key.as_str() {
                BODY => "the text".to_owned(),
                key => format!("`{key}`"),
            };
            let (what, detail) = match &kept.why {
                WhyKept::BothChanged => (name, detail),
                WhyKept::Form => (
                    format!("{name}: the file has a form that cannot be changed here"),
                    detail,
                ),
                WhyKept::Build(message) => (
                    format!("{name}: the glossary could not be built with the new value"),
                    format!("{detail} ({message})"),
                ),
            };
            report.note(NoteKind::Kept, &self.file.path, kept.line, what, detail);
        }
    }
}
