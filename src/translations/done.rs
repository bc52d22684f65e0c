//! `headword translations done`: records the text that a translation translates.

use std::path::Path;
use std::slice;
use std::sync::Arc;

use super::faults;
use super::project::TranslatedProject;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::disk::edits::Edits;
use crate::entry::front_matter::{FrontMatter, parts_of};
use crate::glossary::Entry;
use crate::glossary::fingerprint::Fingerprint;
use crate::link::Linked;
use crate::project::keys::Syntax;
use crate::project::keys::write::InPlace;
use crate::source::{Edit, SourceFile};

/// The key of the record.
pub(super) const KEY: &str = "translated";

/// The translations to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Those of these entries, each by a name, its slug or the path of a file.
    Named(Vec<String>),
    /// All of the language.
    All,
}

/// The translations whose records are right now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recording {
    /// The files that were changed.
    pub changed: Vec<String>,
    /// The files that had the right record before.
    pub unchanged: Vec<String>,
}

/// Writes the fingerprints of the texts of the main language into the front matter of their translations into
/// `language`: into all files or none.
///
/// # Errors
///
/// [`Failure::Faults`] if an entry is unknown, or if one of its two files has errors: these are reported to `faults`.
/// [`Failure::Usage`] if the language is unknown, or if an entry is not translated; [`Failure::Unusable`] if front
/// matter cannot be changed in place; those of [`Edits::apply`].
pub fn record(
    disk: &Disk,
    root: &Path,
    language: &str,
    which: &Which,
    faults: &Faults,
) -> Result<Recording, Failure> {
    let project = TranslatedProject::read(disk, root, faults)?;
    let linked = project.language(language)?;
    let mut edits = Edits::new(&project.root);
    let mut recording = Recording::default();
    for (original, translation) in pairs(&project, linked, which, faults)? {
        project.refuse_errors(original, faults)?;
        let file = &translation.file;
        let known = recording.changed.iter().chain(&recording.unchanged);
        if known.into_iter().any(|path| *path == file.path) {
            continue;
        }
        let fingerprint = Fingerprint::of_entry(original);
        let record = translation.front.translated.as_ref();
        if record.is_some_and(|record| record.text == fingerprint.as_str()) {
            recording.unchanged.push(file.path.clone());
            continue;
        }
        let Some(edit) = edit(translation, &fingerprint) else {
            // the errors of the file explain more
            project.refuse_errors(translation, faults)?;
            let syntax = Syntax::of(file);
            let line = syntax.key_value(KEY, &syntax.quoted(fingerprint.as_str()));
            return Err(faults::not_in_place(&file.path, &line));
        };
        let after = file.edited(&[edit]);
        edits.replace(file.path.as_str(), file.as_written(), after);
        recording.changed.push(file.path.clone());
    }
    edits.apply(disk)?;
    Ok(recording)
}

/// The entries of the main language with their translations that are meant.
fn pairs<'p>(
    project: &'p TranslatedProject,
    linked: &'p Linked,
    which: &Which,
    faults: &Faults,
) -> Result<Vec<(&'p Entry, &'p Entry)>, Failure> {
    match which {
        Which::All => {
            let originals = project.originals().iter();
            let pairs = originals.filter_map(|(_, original)| {
                Some((original, project.counterpart(&original.slug, linked)?))
            });
            Ok(pairs.collect())
        }
        Which::Named(names) => {
            let language = &linked.config.edition.language;
            let pairs = names.iter().map(|name| {
                let typed = project.entry(name, linked, faults)?;
                let translation = typed.translation;
                let translation =
                    translation.ok_or_else(|| faults::not_translated(typed.original, language))?;
                Ok((typed.original, translation))
            });
            pairs.collect()
        }
    }
}

/// The edit of a translation's file that writes the fingerprint; `None` if its front matter cannot be changed in place.
fn edit(translation: &Entry, fingerprint: &Fingerprint) -> Option<Edit> {
    let file = &translation.file;
    let parts = parts_of(file).ok()?;
    let before = file.slice(parts.front.clone());
    let mut front = InPlace::new(before, parts.syntax);
    front.set_value(KEY, &parts.syntax.quoted(fingerprint.as_str()));
    let Edit { span, text } = Edit::between(before, &front.into_text())?;
    let start = parts.front.start;
    let edit = Edit::new(start + span.start..start + span.end, text);
    let after = SourceFile::new(file.path.as_str(), file.edited(slice::from_ref(&edit)));
    is_recorded(after, fingerprint).then_some(edit)
}

/// Whether a changed file has the record and no mistake in its front matter.
fn is_recorded(file: SourceFile, fingerprint: &Fingerprint) -> bool {
    let faults = Faults::default();
    let (front, _) = FrontMatter::read(&Arc::new(file), &faults);
    let record = front.translated.as_ref();
    !faults.any_error() && record.is_some_and(|record| record.text == fingerprint.as_str())
}
