//! Renames an entry from any place that names it, with the engine of `headword rename`.

use serde_json::{Value, json};

use super::edits::{Change, workspace_edit};
use super::message::Error;
use super::scene::Scene;
use super::spot::spot_at;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::pipeline::Project;
use crate::rename::{self, NewAddress, OldTitle, Refusal, Request};
use crate::source::{Edit, SourceFile};

/// The range of the name at byte `offset`, with the title that a new one replaces; null if there is none.
pub(super) fn prepare(scene: &Scene<'_>, offset: usize) -> Value {
    match spot_at(scene.linked(), scene.path, offset) {
        _ if is_translation(scene) => Value::Null,
        Some(spot) => {
            let range = scene.writer.view(scene.file).range(&spot.span);
            let entry = scene.glossary().entry(spot.entry);
            json!({ "range": range, "placeholder": entry.headword })
        }
        None => Value::Null,
    }
}

/// The changes of all files that give the entry at byte `offset` a new title. If the client can move files,
/// the entry gets the address of the title, and the former address leads there. If it cannot, the entry keeps
/// its address: half of a renaming would break links. The places that the author has to check are added to
/// `messages`.
///
/// # Errors
///
/// No entry is named there, or the renaming is refused, for the reason in the error.
pub(super) fn rename(
    disk: &Disk,
    scene: &Scene<'_>,
    offset: usize,
    title: &str,
    messages: &mut Vec<String>,
) -> Result<Value, Error> {
    if is_translation(scene) {
        return Err(Error::failed(
            "this file is a translation: change its title here, and rename the entry in the main language",
        ));
    }
    let spot = spot_at(scene.linked(), scene.path, offset)
        .ok_or_else(|| Error::failed("no entry is named here"))?;
    let moves = scene.writer.client.moves_files;
    let request = Request {
        name: scene.glossary().entry(spot.entry).slug.clone(),
        title: title.to_owned(),
        address: if moves {
            NewAddress::FromTitle
        } else {
            NewAddress::Kept
        },
        old_title: OldTitle::Dropped,
        has_options: false,
    };
    let reading = scene.reading;
    let project = Project {
        settings: reading.settings.clone(),
        config: reading.config.with_drafts(false),
        sources: (*reading.sources).clone(),
    };
    let faults = Faults::default();
    let renaming = rename::plan_in(disk, project, &request, &faults)
        .map_err(|refusal| refused(refusal, faults))?;
    if !renaming.to_check.is_empty() {
        messages.push(format!("places to check: {}", renaming.to_check.join("; ")));
    }
    let mut changes = Vec::new();
    let mut moved = Vec::new();
    for file in renaming.files() {
        let read = |text: &str| SourceFile::new(file.path, text.to_owned());
        let (before, after) = (read(file.before), read(file.after));
        let edits = pieces(&before.text, &after.text);
        let edits = edits.iter().map(|edit| scene.edit(&before, edit));
        let edits: Vec<_> = edits.collect();
        if !edits.is_empty() {
            changes.push(Change::edit(file.path, edits));
        }
        if file.path != file.new_path {
            moved.push(Change::Move(file.path.to_owned(), file.new_path.to_owned()));
        }
    }
    // files move last: until then, their edits have their old paths
    changes.extend(moved);
    Ok(workspace_edit(scene.writer, &changes))
}

/// Whether a file is in another language than the main one, in which entries are renamed.
fn is_translation(scene: &Scene<'_>) -> bool {
    !scene.linked().config.edition.id.is_main()
}

fn refused(refusal: Refusal, faults: Faults) -> Error {
    let first = faults.errors().into_diagnostics().into_iter().next();
    let problem = first.map(|diagnostic| {
        let place = match (diagnostic.place(), diagnostic.file()) {
            (Some(place), _) => format!("{place:?}: "),
            (None, Some(path)) => format!("{path}: "),
            (None, None) => String::new(),
        };
        format!("{place}{}", diagnostic.message())
    });
    Error::failed(match (refusal, problem) {
        (Refusal::Failed(Failure::Faults), Some(problem)) => {
            format!("nothing was renamed: {problem}")
        }
        (Refusal::Failed(failure), _) => failure.to_string(),
        (Refusal::WouldCauseErrors, problem) => {
            let problem = problem.unwrap_or_default();
            format!("the new title would cause an error: {problem}")
        }
    })
}

/// The edits that change a text into another one, line by line.
fn pieces(before: &str, after: &str) -> Vec<Edit> {
    let diff = similar::TextDiff::from_lines(before, after);
    let (old, new) = (starts(before), starts(after));
    let byte =
        |starts: &[usize], line: usize, text: &str| starts.get(line).copied().unwrap_or(text.len());
    let mut edits = Vec::new();
    for operation in diff.ops() {
        let (from, to) = (operation.old_range(), operation.new_range());
        let span = byte(&old, from.start, before)..byte(&old, from.end, before);
        let text = after.get(byte(&new, to.start, after)..byte(&new, to.end, after));
        let (old_text, new_text) = (before.get(span.clone()), text);
        if let (Some(old_text), Some(new_text)) = (old_text, new_text)
            && let Some(edit) = Edit::between(old_text, new_text)
        {
            let at = span.start;
            edits.push(Edit::new(
                at + edit.span.start..at + edit.span.end,
                edit.text,
            ));
        }
    }
    edits
}

/// The bytes at which the lines of a text begin.
fn starts(text: &str) -> Vec<usize> {
    let lines = text.split_inclusive('\n');
    let ends = lines.scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some(start)
    });
    ends.collect()
}
