//! What a renaming does, in words and as a patch.

use similar::TextDiff;

use super::OldTitle;
use super::change::Change;
use super::faults;
use super::file_text::ChangedFile;
use super::project::Project;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::glossary::LabelKind;
use crate::link::{Linked, Origin};
use crate::names::Meant;
use crate::project::keys::write::quoted;
use crate::project::load::Sources;
use crate::source::SourceFile;
use crate::text::bidi::is_bidi_control;
use crate::text::counted;

/// Longer files of `static/` are not searched for an address.
const LONGEST: u64 = 1_000_000;

/// The lines that say what was done, and what to look at.
///
/// # Errors
///
/// Where the disk refuses a file that may say the old address.
pub(super) fn report(
    disk: &Disk,
    change: &Change,
    changed: &[ChangedFile],
    before: &Project,
    after: &Project,
) -> Result<String, Failure> {
    let notes = changed.iter().flat_map(|changed| {
        let path = change.new_path_of(&changed.file.path);
        let notes = changed.notes.iter();
        notes.map(move |note| format!("{path}:{}:{}: {}", note.line, note.column, note.text))
    });
    let mut notes: Vec<String> = notes.collect();
    if change.moves() {
        notes.extend(old_address(disk, change, &before.sources)?);
    }
    let mut out = what_is_done(change, changed);
    let new_links = new_links(change, &before.published, &after.published);
    if new_links > 0 {
        let mentions = counted(new_links, "mention becomes", "mentions become");
        let links = if new_links == 1 { "a link" } else { "links" };
        out.push_str(&format!("{mentions} {links} by the new name\n"));
    }
    if !notes.is_empty() {
        out.push_str("\nTo look at:\n");
        for note in &notes {
            out.push_str(&format!("  {note}\n"));
        }
    }
    let names = &change.names;
    let is_gone = change.old_title == OldTitle::Dropped && !change.stays;
    // capitals alone make no other name
    if is_gone && names.old_title.to_lowercase() != names.new_title.to_lowercase() {
        out.push_str(&format!(
            "\n`{0}` is no name of it any more; with `--keep-synonym` it would be one. To have it back, \
             write `synonyms = [{1}]` into the entry, or `avoid = [{1}]`\n",
            names.old_title,
            quoted(&names.old_title),
        ));
    }
    // a draft may have anything in it
    let is_unsafe = |c: char| (c.is_control() && c != '\n') || is_bidi_control(c);
    Ok(out.replace(is_unsafe, "\u{fffd}"))
}

fn what_is_done(change: &Change, changed: &[ChangedFile]) -> String {
    let names = &change.names;
    let mut out = if names.old_title == names.new_title {
        format!("`{}` keeps its name\n", names.new_title)
    } else {
        format!("`{}` is `{}` now\n", names.old_title, names.new_title)
    };
    if change.moves() {
        let (old, new) = (&change.file.path, &change.new_path);
        out.push_str(&format!("{old} is {new} now; "));
        out.push_str(&if change.is_published {
            format!("`/{}/` leads to `/{}/`\n", names.old_slug, names.new_slug)
        } else {
            format!("`/{}/` was never published, and is gone\n", names.old_slug)
        });
    }
    let places: usize = changed.iter().map(|changed| changed.places).sum();
    let files = changed.iter().filter(|changed| changed.places > 0).count();
    out.push_str(&match places {
        0 => "no reference had to be changed\n".to_owned(),
        _ => format!(
            "changed {} in {}\n",
            counted(places, "reference", "references"),
            counted(files, "file", "files")
        ),
    });
    out
}

/// Where templates and files of the site say the old address: what no renaming can change.
fn old_address(disk: &Disk, change: &Change, sources: &Sources) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    let slug = change.names.old_slug.as_str();
    let mut search = |file: &SourceFile| {
        for at in file.text.match_indices(slug).map(|(at, _)| at) {
            let before = file.slice(..at).chars().next_back();
            let after = file.slice(at + slug.len()..);
            let begins = before.is_none_or(|c| "/\"'(=}".contains(c));
            if begins && (after.starts_with('/') || after.starts_with(".md")) {
                let (line, column) = file.line_column(at);
                let note = faults::old_address(slug);
                found.push(format!("{}:{line}:{column}: {note}", file.path));
            }
        }
    };
    for file in sources.templates.values() {
        search(file);
    }
    for (name, path) in &sources.static_files {
        if disk.stamp(path)?.length > LONGEST {
            continue;
        }
        if let Ok(text) = String::from_utf8(disk.read(path, LONGEST)?) {
            search(&SourceFile::new(format!("static/{name}"), text));
        }
    }
    Ok(found)
}

/// How many mentions by the new title become links.
fn new_links(change: &Change, before: &Linked, after: &Linked) -> usize {
    let old = before.frame.glossary.at_path(&change.file.path);
    let new = after.frame.glossary.at_path(&change.new_path);
    let (Some(old), Some(new)) = (old, new) else {
        return 0;
    };
    let names = &before.frame.names;
    // a mention of the old title may be one of the new as well
    let is_old = |text: &str| {
        let found = names.mentions(text);
        let mut meant = found.iter().map(|mention| names.meant(mention, Some(old)));
        meant.any(|meant| matches!(meant, Meant::One(means) if means.entry == old))
    };
    let entries = after.frame.glossary.ids();
    let mentions = entries.flat_map(|id| &after.glossary.text(id).mentions);
    let by_title = mentions.filter(|mention| {
        let is_title = matches!(mention.origin, Origin::Automatic(LabelKind::Title, _));
        is_title && mention.to == new
    });
    by_title.filter(|mention| !is_old(&mention.text)).count()
}

/// The change as git and patch read it.
pub(super) fn patch(change: &Change, changed: &[ChangedFile]) -> String {
    let mut out = String::new();
    for changed in changed {
        let old = &changed.file.path;
        let new = change.new_path_of(old);
        if old == new && changed.before == changed.after {
            continue;
        }
        out.push_str(&format!("diff --git a/{old} b/{new}\n"));
        if old != new {
            out.push_str(&format!("rename from {old}\nrename to {new}\n"));
        }
        let diff = TextDiff::from_lines(changed.before.as_str(), changed.after.as_str());
        let (old, new) = (format!("a/{old}"), format!("b/{new}"));
        out.push_str(&diff.unified_diff().header(&old, &new).to_string());
    }
    out
}
