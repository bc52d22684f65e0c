//! Finds the record of earlier imports for each draft, and the file that it has in the project now.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::history::History;
use crate::entry::front_matter::fences::parts;
use crate::import::draft::{Draft, Place};
use crate::import::notes::NoteKind;
use crate::import::project::TargetProject;
use crate::import::report::Report;
use crate::project::imported::ImportedRecord;
use crate::source::SourceFile;
use crate::text::fold::{nfc, single_spaced};
use crate::text::name::normalised;

/// Gives each draft the key that identifies it in every import: the path of its file in the source, or else its
/// `id` or slug, or else its title with its sense. Two drafts with the same key get numbers. A text in
/// another language than the main one has the language after it.
///
/// ```text
/// content/en/rye    crumb    Cluster (computing)    crumb@de    Cup #2
/// ```
///
/// Gives the indices of the drafts that have numbers, for each key.
fn name_records(drafts: &mut [Draft]) -> Vec<Vec<usize>> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, draft) in drafts.iter_mut().enumerate() {
        let base = match (draft.path.as_str(), &draft.wanted) {
            ("", Some(wanted)) => wanted.clone(),
            ("", None) => draft.shown(),
            (path, _) => format!("{}{path}", draft.translation.tree),
        };
        let base = single_spaced(&nfc(&match draft.tag() {
            Some(tag) => format!("{base}@{tag}"),
            None => base,
        }));
        let group = groups.entry(base.clone()).or_default();
        group.push(index);
        let mut number = group.len();
        let mut name = if number == 1 {
            base.clone()
        } else {
            format!("{base} #{number}")
        };
        // a title may look like a number of another one
        while !taken.insert(name.clone()) {
            number += 1;
            name = format!("{base} #{number}");
        }
        draft.record = name;
    }
    let groups = groups.into_values();
    groups.filter(|group| group.len() > 1).collect()
}

/// The files of a project, as a search for those that were moved needs them.
struct ProjectFiles<'p> {
    files: BTreeMap<&'p str, &'p Arc<SourceFile>>,
    /// The paths of entries by their names.
    by_name: HashMap<&'p str, Vec<&'p str>>,
    /// The paths of entries by their former addresses.
    by_former: HashMap<&'p str, Vec<&'p str>>,
    /// The paths that a record has.
    claimed: BTreeSet<String>,
}

impl<'p> ProjectFiles<'p> {
    fn new(project: &'p TargetProject, history: &History) -> Self {
        let sources = &project.sources;
        let all = sources.entries.iter().chain(&sources.pages);
        let files: BTreeMap<&str, &Arc<SourceFile>> =
            all.map(|file| (file.path.as_str(), file)).collect();
        let mut by_name: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut by_former: HashMap<&str, Vec<&str>> = HashMap::new();
        for entry in &project.parsed {
            let path = entry.file.path.as_str();
            by_name.entry(file_name(path)).or_default().push(path);
            for former in &entry.front.redirect_from {
                by_former.entry(&former.text).or_default().push(path);
            }
        }
        let claimed = history.all_records().map(|record| record.file.clone());
        Self {
            claimed: claimed
                .filter(|path| files.contains_key(path.as_str()))
                .collect(),
            files,
            by_name,
            by_former,
        }
    }

    /// The file that a record has now: at its path, or else the only entry with the same file name, or with the old
    /// address as a former one, if no other record has it.
    fn find(&self, record: &ImportedRecord) -> Option<&'p str> {
        let path = record.file.as_str();
        if let Some((path, _)) = self.files.get_key_value(path) {
            return Some(path);
        }
        let name = file_name(path);
        let slug = name.split('.').next().unwrap_or_default();
        let only = |found: Option<&Vec<&'p str>>| match found.map(Vec::as_slice) {
            Some([only]) if !self.claimed.contains(*only) => Some(*only),
            _ => None,
        };
        only(self.by_name.get(name)).or_else(|| only(self.by_former.get(slug)))
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// Gives each draft that an earlier import wrote the path of its file. An update leaves out the drafts whose files the user
/// deleted, and those of another import of the same source.
pub(in crate::import) fn assign(
    drafts: &mut Vec<Draft>,
    history: &mut History,
    project: &TargetProject,
    report: &mut Report,
) {
    let files = ProjectFiles::new(project, history);
    let twins = name_records(drafts);
    if history.is_update() {
        sort_twins(drafts, &twins, history, &files);
        follow_renamed(drafts, history, &files);
    }
    let is_update = history.is_update();
    let mut found = BTreeSet::new();
    drafts.retain_mut(|draft| {
        let Some(record) = history.record(&draft.record) else {
            return !(is_update && history.is_of_another_import(&draft.record));
        };
        draft.at = files.find(record).map(str::to_owned);
        if let Some(at) = &draft.at {
            // two records may both seem to have been moved to one file
            if !found.insert(at.clone()) {
                draft.at = None;
            }
        }
        if draft.at.is_none() && is_update {
            let what = "deleted in the glossary, and not made again: an import without `--update` does that";
            let detail = format!("`{}`: {}", draft.shown(), record.file);
            report.note(NoteKind::LeftOut, &draft.file, draft.line, what, detail);
            history.see(&draft.record);
            return false;
        }
        history.see(&draft.record);
        true
    });
    if !is_update {
        return;
    }
    for draft in drafts.iter_mut() {
        keep_sense(draft, history, &files);
    }
    note_gone(history, &files, report);
}

/// A sense that an import gave stays: the other records with the same title may be in another order now.
fn keep_sense(draft: &mut Draft, history: &History, files: &ProjectFiles<'_>) {
    let Some(file) = draft.at.as_deref().and_then(|at| files.files.get(at)) else {
        return;
    };
    let record = history.record(&draft.record);
    let is_given = record.is_some_and(|record| record.sums.contains_key("sense"));
    if !is_given || draft.text_of("sense").is_some() {
        return;
    }
    if let Some(sense) = front_of(file).sense {
        *draft.list_mut("sense") = vec![sense.text];
    }
}

fn front_of(file: &Arc<SourceFile>) -> crate::entry::front_matter::FrontMatter {
    let unreported = crate::diagnostic::Faults::default();
    crate::entry::front_matter::FrontMatter::read(file, &unreported).0
}

/// The body of a file, without white space at its ends.
fn body_of(file: &SourceFile) -> &str {
    let start = parts(&file.text).map_or(0, |parts| parts.body);
    file.slice(start..).trim()
}

/// Gives drafts with the same key the numbers of the records whose texts they have: the order of equal rows does not
/// matter.
fn sort_twins(
    drafts: &mut [Draft],
    twins: &[Vec<usize>],
    history: &History,
    files: &ProjectFiles<'_>,
) {
    for group in twins {
        let names: Vec<String> = group
            .iter()
            .filter_map(|index| Some(drafts.get(*index)?.record.clone()))
            .collect();
        let mut by_body: HashMap<&str, Vec<&String>> = HashMap::new();
        for name in names.iter().rev() {
            let file = history.record(name).and_then(|record| files.find(record));
            if let Some(file) = file.and_then(|path| files.files.get(path)) {
                by_body.entry(body_of(file)).or_default().push(name);
            }
        }
        let mut given: HashMap<usize, String> = HashMap::new();
        for index in group {
            let body = drafts
                .get(*index)
                .map_or("", |draft| draft.body.text.trim());
            if let Some(name) = by_body.get_mut(body).and_then(Vec::pop) {
                given.insert(*index, name.clone());
            }
        }
        let used: BTreeSet<&String> = given.values().collect();
        let mut left: Vec<String> = names
            .iter()
            .filter(|name| !used.contains(name))
            .cloned()
            .collect();
        left.reverse();
        for index in group {
            if let Some(draft) = drafts.get_mut(*index)
                && let Some(name) = given.remove(index).or_else(|| left.pop())
            {
                draft.record = name;
            }
        }
    }
}

/// Recognises records that have another key now, because the source has no other key than the title: the entry has the
/// new title already, or the text of the new record. Each has to be the only one.
fn follow_renamed(drafts: &[Draft], history: &mut History, files: &ProjectFiles<'_>) {
    let known: BTreeSet<&str> = drafts.iter().map(|draft| draft.record.as_str()).collect();
    let gone = history
        .records()
        .filter(|(name, _)| !known.contains(name.as_str()));
    let mut gone_by: HashMap<String, Vec<String>> = HashMap::new();
    for (name, record) in gone {
        let file = files.find(record).and_then(|path| files.files.get(path));
        let Some(file) = file.filter(|file| file.path.starts_with("content/")) else {
            continue;
        };
        let tag = name.rsplit_once('@').map_or("", |(_, tag)| tag);
        let title = format!("{tag}\ttitle\t{}", normalised(&front_of(file).title.text));
        gone_by.entry(title).or_default().push(name.clone());
        let body = body_of(file);
        if !body.is_empty() {
            let body = format!("{tag}\tbody\t{body}");
            gone_by.entry(body).or_default().push(name.clone());
        }
    }
    if gone_by.is_empty() {
        return;
    }
    let mut new_by: HashMap<String, Vec<&str>> = HashMap::new();
    let is_new =
        |draft: &&Draft| draft.place == Place::Entry && history.record(&draft.record).is_none();
    for draft in drafts.iter().filter(is_new) {
        let tag = draft.tag().unwrap_or_default();
        let title = format!("{tag}\ttitle\t{}", normalised(&draft.title));
        let body = format!("{tag}\tbody\t{}", draft.body.text.trim());
        for key in [title, body] {
            new_by.entry(key).or_default().push(&draft.record);
        }
    }
    let mut renamed: Vec<(String, String)> = Vec::new();
    for kind in ["\ttitle\t", "\tbody\t"] {
        for (key, new) in new_by.iter().filter(|(key, _)| key.contains(kind)) {
            if let (Some([old]), [new]) = (gone_by.get(key).map(Vec::as_slice), new.as_slice()) {
                renamed.push((old.clone(), (*new).to_owned()));
            }
        }
    }
    for (old, new) in renamed {
        history.rename(&old, &new);
    }
}

/// Notes the records that the source no longer has. Their entries stay.
fn note_gone(history: &mut History, files: &ProjectFiles<'_>, report: &mut Report) {
    if !report.errors.is_empty() {
        // they may be in the part that cannot be read
        return;
    }
    let unseen: Vec<(String, Option<String>)> = history
        .unseen()
        .map(|(name, record)| (name.clone(), files.find(record).map(str::to_owned)))
        .collect();
    for (name, file) in unseen {
        match file {
            Some(file) => {
                let what = "delete the entry, or keep it and remove its line from imports.toml";
                report.note(NoteKind::Gone, &file, 0, what, format!("`{name}`"));
            }
            None => history.forget(&name),
        }
    }
}
