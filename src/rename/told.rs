//! What a renaming does, in words and as a patch.

use similar::TextDiff;

use super::{Change, Changed, OldTitle, World, by_path};
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::glossary::LabelKind;
use crate::link::Origin;
use crate::names::Meant;
use crate::project::keys::write::quoted;
use crate::project::load::Sources;
use crate::source::SourceFile;
use crate::text::bidi::is_bidi_control;
use crate::text::counted;

/// Longer files of `static/` are not searched for an address.
const LONGEST: u64 = 1_000_000;

/// Where templates and files of the site say the old address: what no renaming can change.
pub(super) fn old_address(
    disk: &Disk,
    change: &Change,
    sources: &Sources,
) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    if !change.moves() {
        return Ok(found);
    }
    let mut search = |file: &SourceFile| {
        let slug = &change.names.old_slug;
        for at in file.text.match_indices(slug.as_str()).map(|(at, _)| at) {
            let before = file.slice(..at).chars().next_back();
            let after = file.slice(at + slug.len()..);
            let begins = before.is_none_or(|c| "/\"'(=}".contains(c));
            let is_page = after.starts_with('/') && begins;
            if is_page || (after.starts_with(".md") && begins) {
                let (line, column) = file.line_column(at);
                found.push(format!(
                    "{}:{line}:{column}: the old address, `{slug}`",
                    file.path
                ));
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
pub(super) fn new_links(change: &Change, before: &World<'_>, after: &World<'_>) -> usize {
    let old = by_path(&before.linked.glossary, &change.old_path);
    let new = by_path(&after.linked.glossary, &change.new_path);
    let (Some(old), Some(new)) = (old, new) else {
        return 0;
    };
    let names = before.names();
    // a mention of the old title may be one of the new as well
    let is_old = |text: &str| {
        let found = names.mentions(text);
        let mut meant = found.iter().map(|mention| names.meant(mention, Some(old)));
        meant.any(|meant| matches!(meant, Meant::One(means) if means.entry == old))
    };
    let mentions = after
        .entries()
        .flat_map(|(id, _)| after.linked.text(id).mentions.iter());
    let by_title = mentions.filter(|mention| {
        let is_title = matches!(mention.origin, Origin::Automatic(LabelKind::Title, _));
        is_title && mention.to == new
    });
    by_title.filter(|mention| !is_old(&mention.text)).count()
}

/// The lines that say what was done, and what to look at.
pub(super) fn report(
    change: &Change,
    changed: &[Changed],
    addresses: &[String],
    new_links: usize,
) -> String {
    let names = &change.names;
    let mut out = match names.old_title == names.new_title {
        true => format!("`{}` keeps its name\n", names.new_title),
        false => format!("`{}` is `{}` now\n", names.old_title, names.new_title),
    };
    if change.moves() {
        let (old, new) = (&change.old_path, &change.new_path);
        out.push_str(&format!("{old} is {new} now; "));
        out.push_str(&match change.is_published {
            true => format!("`/{}/` leads to `/{}/`\n", names.old_slug, names.new_slug),
            false => format!("`/{}/` was never published, and is gone\n", names.old_slug),
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
    if new_links > 0 {
        let mentions = counted(new_links, "mention becomes", "mentions become");
        let links = if new_links == 1 { "a link" } else { "links" };
        out.push_str(&format!("{mentions} {links} by the new name\n"));
    }
    let notes = changed.iter().flat_map(|changed| {
        let path = change.new_path_of(&changed.file.path);
        let notes = changed.notes.iter();
        notes.map(move |(line, column, text)| format!("{path}:{line}:{column}: {text}"))
    });
    let notes: Vec<String> = notes.chain(addresses.iter().cloned()).collect();
    if !notes.is_empty() {
        out.push_str("\nTo look at:\n");
        for note in &notes {
            out.push_str(&format!("  {note}\n"));
        }
    }
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
    out.replace(
        |c: char| (c.is_control() && c != '\n') || is_bidi_control(c),
        "\u{fffd}",
    )
}

/// The change as git and patch read it.
pub(super) fn patch(change: &Change, changed: &[Changed]) -> String {
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
