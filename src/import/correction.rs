//! Corrects drafts so that the project can be built with them, and notes each correction.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Tag};

use super::draft::{Draft, Place};
use super::listed_names::several;
use super::notes::NoteKind;
use super::passage::events;
use super::project::TargetProject;
use super::report::Report;
use super::update::merging::Merging;
use crate::diagnostic::{Code, Diagnostic, Faults, Severity};
use crate::entry::events::end_of;
use crate::entry::front_matter::KEYS;
use crate::pipeline;
use crate::project::load::Sources;
use crate::source::{Edit, SourceFile, Span};
use crate::text::slice;

/// The most rounds of building and correcting. A correction can reveal another error, such as a name that
/// is in use.
const ROUNDS: usize = 12;

/// The project for the drafts.
#[derive(Clone, Copy)]
pub(super) struct CorrectedProject<'p> {
    /// The folder for the drafts, as a path from the project's root.
    pub(super) folder: &'p str,
    pub(super) project: &'p TargetProject,
    /// The files that drafts use: their paths from the project's root, and their sources.
    pub(super) copies: &'p BTreeMap<String, PathBuf>,
    /// The drafts that are not written, by their indices.
    pub(super) left: &'p BTreeSet<usize>,
}

/// The result of a correction.
enum Corrected {
    /// The draft was changed.
    Yes,
    /// The text of its body has to be changed by these edits.
    Body(Vec<Edit>),
    /// The project has another entry with its title or address; the text is the reason.
    Taken(String),
    /// The error cannot be corrected.
    No,
}

/// Builds the project with the drafts, and corrects the drafts until no more errors can be corrected. A merged file is
/// not corrected: the change that causes the error is taken back. Adds the drafts that the project has no room for to `taken`,
/// by their indices, each with the reason.
pub(super) fn correct(
    drafts: &mut [Draft],
    merging: &mut Merging,
    destination: &CorrectedProject<'_>,
    taken: &mut HashMap<usize, String>,
    report: &mut Report,
) {
    let CorrectedProject {
        folder,
        project,
        copies,
        left,
    } = *destination;
    // errors that the project already has are reported by its build
    let known = faults_of(project);
    let mut parsed = project.parsed.clone();
    for round in 0.. {
        let is_free = |index| !taken.contains_key(&index) && !left.contains(&index);
        let sources = with_drafts(drafts, merging, folder, &project.sources, copies, is_free);
        let faults = Faults::new(false);
        let linked = pipeline::link(&sources, &parsed, &project.config);
        linked.report(&faults);
        parsed = linked.parsed().cloned().collect();
        let diagnostics = faults.all();
        let places: HashMap<String, usize> = drafts
            .iter()
            .enumerate()
            .filter(|(index, _)| is_free(*index))
            .map(|(index, draft)| (draft.file_path(folder), index))
            .collect();
        // offsets are those of the built files, so a change of front matter does not move them
        let starts: Vec<usize> = drafts.iter().map(Draft::body_start).collect();
        let mut edits: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
        let mut is_corrected = false;
        let is_error = |fault: &&Diagnostic| fault.code().severity() == Severity::Error;
        let mut rest: Vec<&Diagnostic> = Vec::new();
        for fault in diagnostics.iter().filter(is_error) {
            let index = fault.file().and_then(|file| places.get(file)).copied();
            let draft = index.and_then(|index| drafts.get_mut(index));
            let (Some(index), Some(draft), true) = (index, draft, round < ROUNDS) else {
                rest.push(fault);
                continue;
            };
            if merging.get(index).is_some() {
                let at = fault.place().map_or(0, |place| place.span.start);
                match merging.refuse(index, draft, at, fault.message()) {
                    true => is_corrected = true,
                    false => rest.push(fault),
                }
                continue;
            }
            let start = starts.get(index).copied().unwrap_or_default();
            match one(draft, start, fault) {
                Corrected::Yes => is_corrected = true,
                Corrected::Body(new) => {
                    is_corrected = true;
                    edits.entry(index).or_default().extend(new);
                }
                Corrected::Taken(why) => {
                    is_corrected = true;
                    taken.insert(index, why);
                }
                Corrected::No => rest.push(fault),
            }
        }
        for (index, edits) in edits {
            if let Some(draft) = drafts.get_mut(index) {
                draft.body.apply(edits);
                draft.body.trim();
            }
        }
        if !is_corrected {
            let new = rest.into_iter().map(described);
            report.unbuilt = new.filter(|fault| !known.contains(fault)).collect();
            remark_warnings(&diagnostics, report);
            break;
        }
    }
}

/// The errors of a project without the drafts.
fn faults_of(project: &TargetProject) -> BTreeSet<String> {
    if project.parsed.is_empty() && project.sources.pages.is_empty() {
        return BTreeSet::new();
    }
    let linked = pipeline::link(&project.sources, &project.parsed, &project.config);
    let errors = linked
        .faults()
        .filter(|fault| fault.code().severity() == Severity::Error);
    errors.map(described).collect()
}

/// An error as the report shows it: its file, its line if it has one, its message.
pub(super) fn described(fault: &Diagnostic) -> String {
    let message = fault.message();
    match (fault.place(), fault.file()) {
        (Some(place), _) => {
            let (line, _) = place.file.line_column(place.span.start);
            format!("{}:{line}: {message}", place.file.path)
        }
        (None, Some(file)) => format!("{file}: {message}"),
        (None, None) => message.to_owned(),
    }
}

fn remark_warnings(diagnostics: &[Diagnostic], report: &mut Report) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for fault in diagnostics {
        if fault.code().severity() == Severity::Warning {
            *counts.entry(fault.code().as_str()).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return;
    }
    let counts: Vec<_> = counts
        .into_iter()
        .map(|(code, count)| format!("{code} ({count})"))
        .collect();
    report
        .remarks
        .push(format!("the build will warn of: {}", counts.join(", ")));
}

/// The project's files with the drafts whose indices are `included`. A draft, or the file into which it is merged,
/// replaces a file with its path.
pub(super) fn with_drafts(
    drafts: &[Draft],
    merging: &Merging,
    folder: &str,
    existing: &Sources,
    copies: &BTreeMap<String, PathBuf>,
    included: impl Fn(usize) -> bool,
) -> Sources {
    let by_path = |files: &[Arc<SourceFile>]| -> BTreeMap<String, Arc<SourceFile>> {
        let files = files.iter();
        files
            .map(|file| (file.path.clone(), Arc::clone(file)))
            .collect()
    };
    let mut entries = by_path(&existing.entries);
    let mut pages = by_path(&existing.pages);
    for (index, draft) in drafts.iter().enumerate() {
        if included(index) {
            let path = draft.file_path(folder);
            let file = Arc::new(SourceFile::new(path.clone(), merging.text(index, draft)));
            match draft.place {
                Place::Entry => entries.insert(path, file),
                Place::Page | Place::Introduction => pages.insert(path, file),
            };
        }
    }
    let mut files = existing.files.clone();
    files.extend(copies.iter().map(|(to, from)| (to.clone(), from.clone())));
    Sources {
        entries: entries.into_values().collect(),
        pages: pages.into_values().collect(),
        files,
        ..existing.clone()
    }
}

/// Corrects one error, if that is possible. `start` is the offset of the body in the built file.
fn one(draft: &mut Draft, start: usize, fault: &Diagnostic) -> Corrected {
    if fault.code() == Code::SlugCollision {
        return Corrected::Taken("another entry has its address".to_owned());
    }
    let Some(place) = fault.place() else {
        return Corrected::No;
    };
    if place.span.start < start {
        return in_front(draft, fault, place.file.slice(place.span.clone()));
    }
    let span = place.span.start - start..place.span.end.saturating_sub(start);
    in_body(draft, fault, span)
}

/// Corrects a value of front matter. `written` is its text in the file.
fn in_front(draft: &mut Draft, fault: &Diagnostic, written: &str) -> Corrected {
    let line = draft.line;
    let code = fault.code();
    let syntax = draft.syntax;
    let is_title = syntax.quoted(&draft.title) == written;
    let is_text = |key| {
        let text = draft.text_of(key);
        text.is_some_and(|text| syntax.quoted(text) == written)
    };
    let is_sense = is_text("sense");
    if (is_title || is_sense) && matches!(code, Code::DuplicateLabel | Code::OutputCollision) {
        return Corrected::Taken(fault.message().to_owned());
    }
    if is_text("replaced_by")
        && let Some(name) = draft.list_mut("replaced_by").pop()
    {
        let what = "a name in `replaced_by` without an entry: kept as `extra.old_replaced_by`";
        draft.note(NoteKind::Changed, line, what, format!("`{name}`"));
        draft
            .extra
            .insert("old_replaced_by".to_owned(), name.into());
        return Corrected::Yes;
    }
    let lists = KEYS.iter().filter(|key| key.kind.is_list());
    let found = lists.map(|key| key.name).find_map(|key| {
        let list = draft.list_mut(key);
        let index = list
            .iter()
            .position(|name| syntax.quoted(name) == written)?;
        Some((key, list.remove(index)))
    });
    let Some((key, name)) = found else {
        return Corrected::No;
    };
    let line = draft.lines.get(key).copied().unwrap_or(line);
    match (key, code) {
        ("synonyms" | "variants", Code::DuplicateLabel) => {
            let what = "another entry's title, which is a hidden name here";
            draft.note(NoteKind::Changed, line, what, format!("`{name}`"));
            draft.list_mut("hidden").push(name);
        }
        ("redirect_from", _) => {
            let detail = format!("`{name}` ({})", fault.message());
            let what = "an address that is not free";
            draft.note(NoteKind::LostAddress, line, what, detail);
        }
        ("related" | "broader", Code::SelfReference) => {}
        // no entry has a name with these commas, so they are between names
        ("related" | "broader", Code::UnknownReference) if several(&name).len() > 1 => {
            let names = several(&name);
            let names = names.iter().map(|name| name.trim().to_owned());
            draft.list_mut(key).extend(names);
        }
        _ => {
            // under the name of a key that entries have, the list would seem to be misplaced
            let other_key = format!("old_{key}");
            let what = format!("a name in `{key}` that cannot stay: kept as `extra.{other_key}`");
            let detail = format!("`{name}` ({})", fault.message());
            draft.note(NoteKind::Changed, line, what, detail);
            let kept = draft
                .extra
                .entry(other_key)
                .or_insert_with(|| toml::Value::Array(Vec::new()));
            if let toml::Value::Array(list) = kept {
                list.push(name.into());
            }
        }
    }
    Corrected::Yes
}

fn in_body(draft: &mut Draft, fault: &Diagnostic, span: Span) -> Corrected {
    let line = draft.body.line(span.start);
    let text = draft.body.text.as_str();
    match fault.code() {
        Code::ControlCharacter | Code::HiddenCharacter => {
            let what = "an invisible character was removed";
            draft.note(NoteKind::Changed, line, what, "");
            Corrected::Body(vec![Edit::new(span, "")])
        }
        Code::UnknownReference
        | Code::AmbiguousReference
        | Code::DraftReference
        | Code::MissingFile
        | Code::ForbiddenLink
        | Code::ForbiddenFile
        | Code::UnknownAnchor => match unlinked(text, &span) {
            Some(edits) => {
                // the target is in the source, but a text may not link to it
                let (kind, what) = match fault.code() {
                    Code::DraftReference => (NoteKind::Lost, "a link to a draft"),
                    Code::UnknownAnchor => {
                        (NoteKind::Lost, "a link to a heading that is not there")
                    }
                    _ => (NoteKind::Unlinked, "a link that the build refuses"),
                };
                draft.note(kind, line, what, format!("({})", fault.message()));
                Corrected::Body(edits)
            }
            None => Corrected::No,
        },
        _ => Corrected::No,
    }
}

/// The edits that replace a link or an image by its text.
fn unlinked(text: &str, span: &Span) -> Option<Vec<Edit>> {
    let events = events(text);
    let holds = |whole: &Span| whole.start <= span.start && span.end <= whole.end;
    let index = events.iter().rposition(|(event, whole)| {
        let is_link = matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. }));
        is_link && holds(whole)
    })?;
    let (event, whole) = events.get(index)?;
    let inside = events
        .get(index + 1..end_of(&events, index))
        .unwrap_or_default();
    let (Event::Start(Tag::Link { link_type, .. }) | Event::Start(Tag::Image { link_type, .. })) =
        event
    else {
        return None;
    };
    if let LinkType::WikiLink { .. } = link_type {
        let written = slice(text, whole.clone()).trim_start_matches('!');
        let inner = written.strip_prefix("[[")?.strip_suffix("]]")?;
        let shown = inner.split_once('|').map_or(inner, |(_, shown)| shown);
        return Some(vec![Edit::new(whole.clone(), shown)]);
    }
    let start = inside.iter().map(|(_, span)| span.start).min();
    let end = inside.iter().map(|(_, span)| span.end).max();
    Some(match start.zip(end) {
        Some((start, end)) => vec![
            Edit::new(whole.start..start, ""),
            Edit::new(end..whole.end, ""),
        ],
        None => vec![Edit::new(whole.clone(), "")],
    })
}
