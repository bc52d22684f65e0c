//! The outcome of an import: the drafts as they can be built, compared with the files that exist.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::correction::CorrectedProject;
use super::draft::Draft;
use super::notes::{NoteKind, excerpt};
use super::project::TargetProject;
use super::report::{CopiedFile, Fate, Imported, Report};
use super::update::history::History;
use super::update::merge::{Merged, sums_of};
use super::update::merging::Merging;
use super::{correction, read};
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::edits::Edits;
use crate::disk::{Disk, PathKind as OnDisk};
use crate::project::imported::{ImportedFile, ImportedRecord, sum_of};

/// The most drafts with an existing file that are tried one by one, because each of them needs a build.
const MOST_TRIED: usize = 16;

/// The drafts that are not written, by their indices.
pub(super) struct RefusedDrafts {
    /// Those that the project has no room for, each with the reason.
    taken: HashMap<usize, String>,
    /// Those whose file exists with other text.
    left: BTreeSet<usize>,
}

impl RefusedDrafts {
    /// Whether the draft with this index is not written.
    pub(super) fn contains(&self, index: usize) -> bool {
        self.taken.contains_key(&index) || self.left.contains(&index)
    }
}

/// A project, and the place in it for the drafts of an import.
pub(super) struct ImportDestination<'d> {
    pub(super) disk: &'d Disk,
    /// The project's folder.
    pub(super) root: &'d Path,
    pub(super) project: &'d TargetProject,
    /// The folder for the drafts, as a path from the project's root.
    pub(super) folder: &'d str,
    /// The files that drafts use: their paths from `content/`, and their sources.
    pub(super) copies: &'d BTreeMap<String, PathBuf>,
    /// Whether drafts change the files that an earlier import wrote.
    pub(super) is_update: bool,
    /// Whether differences that stay are not reported again.
    pub(super) accepts: bool,
}

/// The result of a build with some of the drafts.
struct Attempt {
    /// The drafts as they were corrected for the build.
    drafts: Vec<(usize, Draft)>,
    /// Those that the project has no room for, each with the reason.
    taken: HashMap<usize, String>,
    /// Those whose file exists with other text.
    differing: BTreeSet<usize>,
    report: Report,
}

impl ImportDestination<'_> {
    /// The path of a draft's file on the disk.
    fn path(&self, draft: &Draft) -> PathBuf {
        self.root.join(draft.file_path(self.folder))
    }

    fn correct(&self, drafts: &mut [Draft], report: &mut Report) -> HashMap<usize, String> {
        let mut taken = HashMap::new();
        let none = BTreeSet::new();
        let project = self.corrected_project(&none);
        correction::correct(
            drafts,
            &mut Merging::default(),
            &project,
            &mut taken,
            report,
        );
        taken
    }

    fn corrected_project<'p>(&'p self, left: &'p BTreeSet<usize>) -> CorrectedProject<'p> {
        CorrectedProject {
            folder: self.folder,
            project: self.project,
            copies: self.copies,
            left,
        }
    }

    /// Whether a draft is merged into a file that an earlier import wrote.
    fn is_merged(&self, draft: &Draft) -> bool {
        self.is_update && draft.at.is_some()
    }

    /// Merges drafts into the files that earlier imports wrote, in an update. Then corrects the other drafts once more, so that
    /// the project can be built with what stays in these files.
    pub(super) fn merged(
        &self,
        drafts: &mut [Draft],
        refused: &mut RefusedDrafts,
        history: &History,
        report: &mut Report,
    ) -> Merging {
        if !self.is_update {
            return Merging::default();
        }
        let left_out = |index| refused.contains(index);
        let mut merging = Merging::new(drafts, left_out, history, self.project, self.accepts);
        let RefusedDrafts { taken, left } = refused;
        let project = self.corrected_project(left);
        correction::correct(drafts, &mut merging, &project, taken, report);
        merging
    }

    /// Corrects the drafts so that the project can be built with them. A file that exists with other text
    /// stays: the other drafts have to fit that file, not the draft for its path.
    ///
    /// # Errors
    ///
    /// A file cannot be read.
    pub(super) fn corrected(
        &self,
        drafts: &mut [Draft],
        report: &mut Report,
    ) -> Result<RefusedDrafts, Failure> {
        let mut has_file = false;
        for draft in drafts.iter().filter(|draft| !self.is_merged(draft)) {
            has_file |= self.disk.exists(&self.path(draft))?;
        }
        if !has_file {
            return Ok(RefusedDrafts {
                taken: self.correct(drafts, report),
                left: BTreeSet::new(),
            });
        }
        let mut left = BTreeSet::new();
        let mut attempt = self.attempt(drafts, &left)?;
        while !attempt.differing.is_empty() {
            left.append(&mut attempt.differing);
            attempt = self.attempt(drafts, &left)?;
        }
        // a draft may have differed only because of another one, which is left out by now
        if (2..=MOST_TRIED).contains(&left.len()) {
            for index in left.clone() {
                let mut fewer = left.clone();
                fewer.remove(&index);
                let again = self.attempt(drafts, &fewer)?;
                if again.differing.is_empty() {
                    (left, attempt) = (fewer, again);
                }
            }
        }
        for (index, corrected) in attempt.drafts {
            if let Some(draft) = drafts.get_mut(index) {
                *draft = corrected;
            }
        }
        report.remarks.extend(attempt.report.remarks);
        report.unbuilt.extend(attempt.report.unbuilt);
        Ok(RefusedDrafts {
            taken: attempt.taken,
            left,
        })
    }

    /// Builds the project with all drafts except those of `left`. Drafts can be compared with files only
    /// after they are corrected for a build.
    fn attempt(&self, drafts: &[Draft], left: &BTreeSet<usize>) -> Result<Attempt, Failure> {
        let mut report = Report::default();
        let (indices, mut corrected): (Vec<usize>, Vec<Draft>) = drafts
            .iter()
            .enumerate()
            .filter(|(index, _)| !left.contains(index))
            .map(|(index, draft)| (index, draft.clone()))
            .unzip();
        let taken = self.correct(&mut corrected, &mut report);
        let with_index = |(position, reason)| Some((*indices.get(position)?, reason));
        let taken: HashMap<usize, String> = taken.into_iter().filter_map(with_index).collect();
        let drafts: Vec<(usize, Draft)> = indices.into_iter().zip(corrected).collect();
        let mut differing = BTreeSet::new();
        for (index, draft) in &drafts {
            let text = draft.text();
            let path = self.path(draft);
            if !taken.contains_key(index)
                && !self.is_merged(draft)
                && fate(self.disk, &path, text.as_bytes())? == Fate::Differs
            {
                differing.insert(*index);
            }
        }
        Ok(Attempt {
            drafts,
            taken,
            differing,
            report,
        })
    }

    /// Compares the drafts with the files that exist, and adds an edit for each file that is new, or that a merge
    /// changes. The history gets what is written.
    ///
    /// # Errors
    ///
    /// A file cannot be read.
    pub(super) fn compare(
        &self,
        drafts: &[Draft],
        refused: &RefusedDrafts,
        merging: &Merging,
        history: &mut History,
        edits: &mut Edits,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let of_main = drafts.iter().filter(|draft| draft.tag().is_none());
        let of_main: BTreeSet<(bool, &str)> = of_main
            .map(|draft| (draft.is_entry(), draft.slug.as_str()))
            .collect();
        for (index, draft) in drafts.iter().enumerate() {
            let to = draft.file_path(self.folder);
            let from = if draft.path.is_empty() {
                format!("{}:{}", draft.file, draft.line)
            } else {
                draft.file.clone()
            };
            let text = draft.text();
            let merged = merging.get(index);
            let fate = match (refused.taken.get(&index), merged) {
                (Some(_), _) => Fate::Taken,
                (None, _) if refused.left.contains(&index) => Fate::Differs,
                (None, Some(merged)) if merged.is_changed() => Fate::Updated,
                (None, Some(_)) => Fate::Same,
                (None, None) => fate(self.disk, &self.root.join(&to), text.as_bytes())?,
            };
            if let Some(merged) = merged {
                merged.note_kept(&from, report);
                history.add(&draft.record, merged.record());
                if merged.is_changed() {
                    let (before, after) = merged.before_and_after();
                    edits.replace(to.clone(), before, after);
                }
            } else if fate == Fate::New || fate == Fate::Same && history.may_add(&draft.record, &to)
            {
                let record = ImportedRecord {
                    file: to.clone(),
                    sums: sums_of(&text),
                    ..ImportedRecord::default()
                };
                history.add(&draft.record, record);
            }
            let known = history.record(&draft.record);
            report.has_changes |=
                fate == Fate::Differs && known.is_some_and(|known| known.sums != sums_of(&text));
            if fate == Fate::New {
                edits.create(to.clone(), text);
            }
            self.note(draft, fate, &to, refused.taken.get(&index), report);
            report.entries.push(Imported {
                from,
                to,
                title: draft.shown(),
                is_page: !draft.is_entry(),
                language: draft.translation.tag.clone(),
                is_translation: draft.tag().is_some()
                    && of_main.contains(&(draft.is_entry(), draft.slug.as_str())),
                fate,
                keys: draft.keys.clone(),
                changes: merged.map_or_else(Vec::new, Merged::changes),
            });
        }
        Ok(())
    }

    /// Adds the notes about a draft to the report: all for a new file, only losses for one that exists.
    fn note(
        &self,
        draft: &Draft,
        fate: Fate,
        to: &str,
        reason: Option<&String>,
        report: &mut Report,
    ) {
        let mut lost = |what: &str, detail: String| {
            report.note(NoteKind::Lost, &draft.file, draft.line, what, detail);
        };
        match fate {
            Fate::New | Fate::Updated => report.notes.extend(draft.notes.iter().cloned()),
            Fate::Same => {
                let notes = draft.notes.iter().cloned();
                let losses = notes.filter(|note| note.kind == NoteKind::Lost);
                report.notes.extend(losses);
            }
            Fate::Differs => lost(
                "the file exists with other text, and is not changed",
                format!("{} -> {to}", excerpt(&draft.shown())),
            ),
            Fate::Taken => lost(
                "another entry has the title or the address",
                format!(
                    "{} ({})",
                    excerpt(&draft.shown()),
                    reason.map_or("", String::as_str)
                ),
            ),
        }
    }

    /// Compares the files that drafts use with those that exist, and adds an edit for each new file, and in an update for each
    /// file that is still as import wrote it. The history gets what is written.
    /// `copies` are their names in the source and their paths on the disk, by their names in the folder of
    /// the drafts; `source` is the source as messages name it.
    ///
    /// # Errors
    ///
    /// A file cannot be read.
    pub(super) fn compare_copies(
        &self,
        copies: &BTreeMap<String, (String, PathBuf)>,
        source: &str,
        history: &mut History,
        edits: &mut Edits,
        report: &mut Report,
    ) -> Result<(), Failure> {
        for (to, (name, path)) in copies {
            let bytes = self.disk.read(path, u64::MAX)?;
            let to = format!("{}{to}", self.folder);
            let known = history.file(name).filter(|file| file.file == to);
            let known = known.map(|file| file.sum.clone());
            let sum = sum_of(&bytes);
            let on_disk = self.root.join(&to);
            let mut fate = fate(self.disk, &on_disk, &bytes)?;
            let from = read::named(source, name);
            let is_unchanged = known.as_ref() == Some(&sum);
            let mut is_written = matches!(fate, Fate::New | Fate::Same);
            match (fate, &known) {
                // the user deleted or changed it, and the source did not
                (Fate::New | Fate::Differs, Some(_)) if self.is_update && is_unchanged => {
                    fate = Fate::Same;
                }
                (Fate::New, _) => edits.create(to.clone(), bytes),
                (Fate::Differs, Some(known)) if self.is_update => {
                    let before = self.disk.read(&on_disk, u64::MAX)?;
                    if sum_of(&before) == *known {
                        fate = Fate::Updated;
                        is_written = true;
                        edits.replace(to.clone(), before, bytes);
                    } else {
                        fate = Fate::Same;
                        is_written = self.accepts;
                        let what = "the file";
                        report.note(
                            NoteKind::Kept,
                            &to,
                            0,
                            what,
                            format!("(another one is in {from})"),
                        );
                    }
                }
                (Fate::Differs, _) => {
                    let what = "the file exists with other content, and is not changed";
                    report.note(NoteKind::Lost, &from, 0, what, format!("-> {to}"));
                }
                _ => {}
            }
            if is_written && (known.is_some() || !history.has_file(&to)) {
                history.add_file(
                    name,
                    ImportedFile {
                        file: to.clone(),
                        sum,
                    },
                );
            }
            report.copies.push(CopiedFile { from, to, fate });
        }
        Ok(())
    }
}

/// The result for a file with some content.
///
/// # Errors
///
/// An existing file cannot be read.
pub(super) fn fate(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<Fate, DiskError> {
    Ok(match disk.kind(path)? {
        None => Fate::New,
        Some(OnDisk::File) if disk.read(path, u64::MAX)? == bytes => Fate::Same,
        Some(_) => Fate::Differs,
    })
}
