//! Whether every reference leads where it led.

use std::collections::HashMap;

use super::{Change, World};
use crate::diagnostic::failure::Failure;
use crate::glossary::EntryId;
use crate::link::Target;
use crate::site_map::Route;

/// What a reference leads to, told by what does not change with an entry's name: its file, where that is
/// going to be.
#[derive(Debug, PartialEq, Eq)]
enum Led<'w> {
    Entry(&'w str, Option<&'w str>),
    Other(&'w Target),
}

/// Compares a project before and after.
///
/// # Errors
///
/// [`Failure::Elsewhere`] with the first reference that would lead elsewhere.
pub(super) fn check(change: &Change, before: &World<'_>, after: &World<'_>) -> Result<(), Failure> {
    let now: HashMap<&str, EntryId> = after
        .entries()
        .map(|(id, entry)| (entry.file.path.as_str(), id))
        .collect();
    for (id, entry) in before.entries() {
        let path = change.new_path_of(&entry.file.path);
        let Some(new) = now.get(path).copied() else {
            return Err(elsewhere(path, 1));
        };
        let was = references(before, id, |path| change.new_path_of(path));
        let is = references(after, new, |path| path);
        if was != is {
            let same = was.iter().zip(&is).take_while(|(was, is)| was == is);
            let at = entry.body.references.get(same.count());
            let line = at.map_or(1, |reference| {
                entry.file.line_column(reference.span.start).0
            });
            return Err(elsewhere(&entry.file.path, line));
        }
        if pointers(before, id, |path| change.new_path_of(path))
            != pointers(after, new, |path| path)
        {
            return Err(elsewhere(&entry.file.path, 1));
        }
    }
    let instead = |world: &World<'_>, path: &dyn Fn(&str) -> String| -> Vec<Vec<String>> {
        let lists = world.linked.instead.iter();
        let file = |id: &EntryId| path(&world.linked.glossary.entry(*id).file.path);
        lists.map(|ids| ids.iter().map(file).collect()).collect()
    };
    let was = instead(before, &|path| change.new_path_of(path).to_owned());
    match was == instead(after, &|path| path.to_owned()) {
        true => Ok(()),
        false => Err(elsewhere(crate::project::load::ADDRESSES, 1)),
    }
}

fn elsewhere(path: &str, line: usize) -> Failure {
    Failure::Elsewhere {
        path: path.to_owned(),
        line,
    }
}

fn references<'w>(
    world: &'w World<'_>,
    id: EntryId,
    path: impl Fn(&'w str) -> &'w str,
) -> Vec<Led<'w>> {
    let entry = |id: EntryId| path(&world.linked.glossary.entry(id).file.path);
    let references = world.linked.text(id).references.iter();
    references
        .map(|reference| match &reference.target {
            Target::Entry(id, anchor) => Led::Entry(entry(*id), anchor.as_deref()),
            Target::Site(address, suffix) => match world.frame.site_map.route(address) {
                Some(Route::Redirect(id)) => Led::Entry(entry(*id), suffix.anchor()),
                _ => Led::Other(&reference.target),
            },
            target => Led::Other(target),
        })
        .collect()
}

/// What front matter points at, by the files.
fn pointers<'w>(
    world: &'w World<'_>,
    id: EntryId,
    path: impl Fn(&'w str) -> &'w str,
) -> [Vec<&'w str>; 3] {
    let links = world.linked.links(id);
    let lists = [
        links.related.clone(),
        links.broader.clone(),
        links.replaced_by.into_iter().collect(),
    ];
    lists.map(|ids| {
        let files = ids.into_iter();
        let mut files: Vec<_> = files
            .map(|id| path(&world.linked.glossary.entry(id).file.path))
            .collect();
        files.sort_unstable();
        files
    })
}
