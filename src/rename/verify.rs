//! The check that the changed project has no errors, and that every reference still leads to the same
//! target.

use std::collections::HashMap;
use std::sync::Arc;

use super::Refusal;
use super::change::Change;
use super::faults::elsewhere;
use super::file_text::ChangedFile;
use super::project::{LinkedProject, faults_of};
use crate::address::destination::Suffix;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::glossary::{EntryId, TextId};
use crate::link::{Linked, Target};
use crate::project::config::{FILE_NAME, LinkTarget};
use crate::project::load::ADDRESSES;
use crate::site_map::Route;

/// Links the project with the changed files, and compares it with the project before.
///
/// # Errors
///
/// [`Refusal::WouldCauseErrors`] if the change causes errors, which are reported to `faults`;
/// [`Refusal::Failed`] if a reference would lead to another target.
pub(super) fn verify(
    change: &Change,
    before: &LinkedProject,
    changed: &[ChangedFile],
    faults: &Faults,
) -> Result<LinkedProject, Refusal> {
    let faults_after = Faults::default();
    let after = before.with(change, changed, &faults_after);
    after.published.main.report(&faults_after);
    if faults_after.any_error() {
        faults.take_over(faults_after);
        return Err(Refusal::WouldCauseErrors);
    }
    compare(change, &before.published.main, &after.published.main)?;
    if navigation(before, |path| change.new_path_of(path)) != navigation(&after, |path| path) {
        return Err(elsewhere(FILE_NAME, None).into());
    }
    if let (Some(before), Some(after)) = (&before.with_drafts, &after.with_drafts) {
        compare_all(change, [&before.main], [&after.main], faults)?;
        compare_all(change, &before.translations, &after.translations, faults)?;
    }
    let [of_before, of_after] = [before, &after].map(|project| &project.published.translations);
    compare_all(change, of_before, of_after, faults)?;
    Ok(after)
}

/// Compares languages that may already have errors, before and after the change.
///
/// # Errors
///
/// [`Refusal::WouldCauseErrors`] if there are more errors than before, which are reported to `faults`;
/// [`Refusal::Failed`] if a reference would lead to another target.
fn compare_all<'l>(
    change: &Change,
    before: impl IntoIterator<Item = &'l Arc<Linked>> + Clone,
    after: impl IntoIterator<Item = &'l Arc<Linked>> + Clone,
    faults: &Faults,
) -> Result<(), Refusal> {
    let faults_after = faults_of(after.clone());
    if faults_after.count().0 > faults_of(before.clone()).count().0 {
        faults.take_over(faults_after);
        return Err(Refusal::WouldCauseErrors);
    }
    for (before, after) in before.into_iter().zip(after) {
        compare(change, before, after)?;
    }
    Ok(())
}

/// The target of a reference in a form that can be compared before and after: an entry is its path after
/// the change, with the anchor.
#[derive(Debug, PartialEq, Eq)]
enum ComparableTarget<'l> {
    Entry(&'l str, Option<&'l str>),
    Other(&'l Target),
}

/// The page of a link in the navigation, in a form that can be compared: an entry is its path after the change.
#[derive(Debug, PartialEq, Eq)]
enum NavigationPage<'l> {
    Entry(&'l str, &'l Suffix),
    Other(&'l str, &'l Suffix),
}

/// Compares all references before and after the change.
///
/// # Errors
///
/// [`Failure::Elsewhere`] with the first reference that would lead to another target.
fn compare(change: &Change, before: &Linked, after: &Linked) -> Result<(), Failure> {
    let entries = after.frame.glossary.iter();
    let new_ids: HashMap<&str, EntryId> = entries
        .map(|(id, entry)| (entry.file.path.as_str(), id))
        .collect();
    for (id, entry) in before.frame.glossary.iter() {
        let path = change.new_path_of(&entry.file.path);
        let Some(new_id) = new_ids.get(path).copied() else {
            return Err(elsewhere(path, None));
        };
        compare_texts(
            change,
            (before, TextId::Entry(id)),
            (after, TextId::Entry(new_id)),
        )?;
        if relations(before, id, |path| change.new_path_of(path))
            != relations(after, new_id, |path| path)
        {
            return Err(elsewhere(&entry.file.path, None));
        }
    }
    // no page gets another name, so both lists have the same order
    for id in before.frame.glossary.page_ids() {
        let id = TextId::Page(id);
        compare_texts(change, (before, id), (after, id))?;
    }
    if instead(before, |path| change.new_path_of(path)) != instead(after, |path| path) {
        return Err(elsewhere(ADDRESSES, None));
    }
    Ok(())
}

/// Compares the references of one text before and after the change.
///
/// # Errors
///
/// [`Failure::Elsewhere`] with the first reference that would lead to another target.
fn compare_texts(
    change: &Change,
    (before, old): (&Linked, TextId),
    (after, new): (&Linked, TextId),
) -> Result<(), Failure> {
    let old_targets = targets(before, old, |path| change.new_path_of(path));
    let new_targets = targets(after, new, |path| path);
    if old_targets == new_targets {
        return Ok(());
    }
    let pairs = old_targets.iter().zip(&new_targets);
    let same = pairs.take_while(|(old, new)| old == new);
    let body = &before.glossary.text_of(old).body;
    let references = body.parse().references;
    let reference = references.get(same.count());
    let line = reference.map(|reference| body.file.line_column(reference.span.start).0);
    Err(elsewhere(&body.file.path, line))
}

/// The targets of all references in a text. `path` maps the path of an entry's file to its
/// path after the change.
fn targets<'l>(
    linked: &'l Linked,
    id: TextId,
    path: impl Fn(&'l str) -> &'l str,
) -> Vec<ComparableTarget<'l>> {
    let entry = |id: EntryId| path(&linked.frame.glossary.entry(id).file.path);
    let references = linked.glossary.text_of(id).all_references();
    references
        .map(|reference| match &reference.target {
            Target::Entry(id, anchor) => ComparableTarget::Entry(entry(*id), anchor.as_deref()),
            Target::Elsewhere(it) => match &linked.glossary.main {
                Some(main) if it.language.is_main() => {
                    let file = &main.glossary.entry(it.entry).file.path;
                    ComparableTarget::Entry(path(file), it.anchor.as_deref())
                }
                _ => ComparableTarget::Other(&reference.target),
            },
            Target::Site(address, suffix) => match linked.frame.site_map.route(address) {
                Some(Route::Redirect(TextId::Entry(id))) => {
                    ComparableTarget::Entry(entry(*id), suffix.anchor())
                }
                _ => ComparableTarget::Other(&reference.target),
            },
            target => ComparableTarget::Other(target),
        })
        .collect()
}

/// The targets of the navigation's links to pages of the site. `path` maps the path of an entry's file to its
/// path after the change.
fn navigation<'l>(
    project: &'l LinkedProject,
    path: impl Fn(&'l str) -> &'l str,
) -> Vec<NavigationPage<'l>> {
    let frame = &project.published.main.frame;
    let links = project.config.settings.navigation.iter();
    links
        .filter_map(|link| match &link.target {
            LinkTarget::Site(page, suffix, _) => Some((page, suffix)),
            LinkTarget::Web(_) => None,
        })
        .map(|(page, suffix)| match frame.site_map.route(page) {
            // the address of a word may list its senses before, and lead to the only one after
            Some(Route::Entry(id) | Route::Redirect(TextId::Entry(id))) => {
                let file = &frame.glossary.entry(*id).file.path;
                NavigationPage::Entry(path(file), suffix)
            }
            _ => NavigationPage::Other(page, suffix),
        })
        .collect()
}

/// The files of the entries that an entry names in its front matter: `related`, `broader` and
/// `replaced_by`.
fn relations<'l>(
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

/// The files of the entries that the address book names in `instead` for each retired address.
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
