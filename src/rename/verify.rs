//! The project as it is going to be, and whether every reference leads where it led.

use std::collections::HashMap;

use super::Refusal;
use super::change::Change;
use super::faults::elsewhere;
use super::file_text::ChangedFile;
use super::project::{Project, faults_of};
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::glossary::EntryId;
use crate::link::{Linked, Target};
use crate::project::load::ADDRESSES;
use crate::site_map::Route;

/// Links the project with its files changed.
///
/// # Errors
///
/// [`Refusal::Afterwards`] where the change would cause faults, which are collected; [`Refusal::Failed`]
/// where a reference would lead elsewhere.
pub(super) fn verify(
    change: &Change,
    before: &Project,
    changed: &[ChangedFile],
    faults: &Faults,
) -> Result<Project, Refusal> {
    let after = before.with(change, changed);
    let found = faults_of(&after.published);
    if found.any_error() {
        faults.take_over(found);
        return Err(Refusal::Afterwards);
    }
    compare(change, &before.published, &after.published)?;
    if let (Some(before), Some(after)) = (&before.with_drafts, &after.with_drafts) {
        // drafts may have had faults before
        let found = faults_of(after);
        if found.count().0 > faults_of(before).count().0 {
            faults.take_over(found);
            return Err(Refusal::Afterwards);
        }
        compare(change, before, after)?;
    }
    Ok(after)
}

/// What a reference leads to, told by what does not change with an entry's name: its file, where that is
/// going to be.
#[derive(Debug, PartialEq, Eq)]
enum Led<'l> {
    Entry(&'l str, Option<&'l str>),
    Other(&'l Target),
}

/// Finds the first reference that would lead elsewhere.
fn compare(change: &Change, before: &Linked, after: &Linked) -> Result<(), Failure> {
    let entries = after.frame.glossary.iter();
    let now: HashMap<&str, EntryId> = entries
        .map(|(id, entry)| (entry.file.path.as_str(), id))
        .collect();
    for (id, entry) in before.frame.glossary.iter() {
        let path = change.new_path_of(&entry.file.path);
        let Some(new) = now.get(path).copied() else {
            return Err(elsewhere(path, None));
        };
        let was = references(before, id, |path| change.new_path_of(path));
        let is = references(after, new, |path| path);
        if was != is {
            let same = was.iter().zip(&is).take_while(|(was, is)| was == is);
            let at = entry.body.references.get(same.count());
            let line = at.map(|reference| entry.file.line_column(reference.span.start).0);
            return Err(elsewhere(&entry.file.path, line));
        }
        if pointers(before, id, |path| change.new_path_of(path))
            != pointers(after, new, |path| path)
        {
            return Err(elsewhere(&entry.file.path, None));
        }
    }
    if instead(before, |path| change.new_path_of(path)) != instead(after, |path| path) {
        return Err(elsewhere(ADDRESSES, None));
    }
    Ok(())
}

fn references<'l>(
    linked: &'l Linked,
    id: EntryId,
    path: impl Fn(&'l str) -> &'l str,
) -> Vec<Led<'l>> {
    let entry = |id: EntryId| path(&linked.frame.glossary.entry(id).file.path);
    let references = linked.glossary.text(id).references.iter();
    references
        .map(|reference| match &reference.target {
            Target::Entry(id, anchor) => Led::Entry(entry(*id), anchor.as_deref()),
            Target::Site(address, suffix) => match linked.frame.site_map.route(address) {
                Some(Route::Redirect(id)) => Led::Entry(entry(*id), suffix.anchor()),
                _ => Led::Other(&reference.target),
            },
            target => Led::Other(target),
        })
        .collect()
}

/// The files of the entries that front matter points at.
fn pointers<'l>(
    linked: &'l Linked,
    id: EntryId,
    path: impl Fn(&'l str) -> &'l str,
) -> [Vec<&'l str>; 3] {
    let links = linked.glossary.links(id);
    let replaced_by = links.replaced_by.as_slice();
    [links.related.as_slice(), &links.broader, replaced_by].map(|ids| {
        let mut files = paths(linked, ids, &path);
        files.sort_unstable();
        files
    })
}

/// The files of the entries to read instead of each retired address.
fn instead<'l>(linked: &'l Linked, path: impl Fn(&'l str) -> &'l str) -> Vec<Vec<&'l str>> {
    let lists = linked.glossary.instead.iter();
    lists.map(|ids| paths(linked, ids, &path)).collect()
}

fn paths<'l>(
    linked: &'l Linked,
    ids: &[EntryId],
    path: &impl Fn(&'l str) -> &'l str,
) -> Vec<&'l str> {
    let glossary = &linked.frame.glossary;
    ids.iter()
        .map(|id| path(&glossary.entry(*id).file.path))
        .collect()
}
