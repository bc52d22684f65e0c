//! The changes of a renaming, in words and as a patch.

use similar::TextDiff;

use super::OldTitle;
use super::change::Change;
use super::faults;
use super::file_text::ChangedFile;
use super::project::LinkedProject;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::glossary::LabelKind;
use crate::link::{Linked, Origin};
use crate::names::Meant;
use crate::project::keys::Syntax;
use crate::project::load::Sources;
use crate::source::SourceFile;
use crate::text::bidi::without_controls;
use crate::text::counted;

/// The largest size in bytes of a file in `static/` that is searched for the old address.
const LARGEST_FILE: u64 = 1_000_000;

/// The changes and the places that an editor has to check, in words; and these places alone.
///
/// # Errors
///
/// If a file in `static/` cannot be read.
pub(super) fn report(
    disk: &Disk,
    change: &Change,
    changed: &[ChangedFile],
    before: &LinkedProject,
    after: &LinkedProject,
) -> Result<(String, Vec<String>), Failure> {
    let notes = changed.iter().flat_map(|changed| {
        let path = change.new_path_of(&changed.file.path);
        let notes = changed.notes.iter();
        notes.map(move |note| format!("{path}:{}:{}: {}", note.line, note.column, note.text))
    });
    let mut notes: Vec<String> = notes.collect();
    if change.moves() {
        notes.extend(old_addresses(disk, change, &before.sources)?);
    }
    let mut out = summary(change, changed);
    let new_links = new_links(change, &before.published.main, &after.published.main);
    if new_links > 0 {
        let mentions = counted(new_links, "mention", "mentions");
        let links = if new_links == 1 {
            "becomes a link"
        } else {
            "become links"
        };
        out.push_str(&format!("{mentions} of the new title {links}\n"));
    }
    if !notes.is_empty() {
        out.push_str("\nPlaces to check:\n");
        for note in &notes {
            out.push_str(&format!("  {note}\n"));
        }
    }
    let names = &change.names;
    let is_removed = change.old_title == OldTitle::Dropped && !change.keeps_old_title;
    // a title in other case still means the entry
    if is_removed && names.old_title.to_lowercase() != names.new_title.to_lowercase() {
        let syntax = Syntax::of(&change.file);
        let list = syntax.quoted_list(std::slice::from_ref(&names.old_title));
        let [synonyms, avoid] = ["synonyms", "avoid"].map(|key| syntax.key_value(key, &list));
        out.push_str(&format!(
            "\n`{}` is no longer a name of this entry. To keep it, write `{synonyms}` or `{avoid}` in \
             the entry; `--keep-synonym` and `--avoid-old` do this\n",
            names.old_title,
        ));
    }
    // a draft may contain any character
    let notes = notes.iter().map(|note| without_controls(note)).collect();
    Ok((without_controls(&out), notes))
}

/// The lines about the new title, the new address and the number of changed references.
fn summary(change: &Change, changed: &[ChangedFile]) -> String {
    let names = &change.names;
    let mut out = if names.old_title == names.new_title {
        format!("`{}` keeps its title\n", names.new_title)
    } else {
        format!("`{}` is now `{}`\n", names.old_title, names.new_title)
    };
    if change.moves() {
        let (old, new) = (&change.file.path, &change.new_path);
        out.push_str(&format!("{old} is now {new}; "));
        out.push_str(&if change.is_published {
            format!(
                "`/{}/` redirects to `/{}/`\n",
                names.old_slug, names.new_slug
            )
        } else {
            format!(
                "`/{}/` was never published, so there is no redirect\n",
                names.old_slug
            )
        });
    }
    let translations = change.translations.len();
    if translations > 0 {
        let moved = counted(translations, "translation moves", "translations move");
        out.push_str(&format!("{moved} with it\n"));
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

/// Notes about the old address in templates and in files of `static/`, which a renaming does not change.
fn old_addresses(disk: &Disk, change: &Change, sources: &Sources) -> Result<Vec<String>, Failure> {
    let mut notes = Vec::new();
    let slug = change.names.old_slug.as_str();
    let mut search = |file: &SourceFile| {
        for start in file.text.match_indices(slug).map(|(start, _)| start) {
            let before = file.slice(..start).chars().next_back();
            let after = file.slice(start + slug.len()..);
            let begins = before.is_none_or(|c| "/\"'(=}".contains(c));
            if begins && (after.starts_with('/') || after.starts_with(".md")) {
                let (line, column) = file.line_column(start);
                let note = faults::old_address(slug);
                notes.push(format!("{}:{line}:{column}: {note}", file.path));
            }
        }
    };
    for file in sources.templates.values() {
        search(file);
    }
    for (name, path) in &sources.static_files {
        if disk.stamp(path)?.length > LARGEST_FILE {
            continue;
        }
        if let Ok(text) = String::from_utf8(disk.read(path, LARGEST_FILE)?) {
            search(&SourceFile::new(format!("static/{name}"), text));
        }
    }
    Ok(notes)
}

/// The number of mentions of the new title that become links.
fn new_links(change: &Change, before: &Linked, after: &Linked) -> usize {
    let old = before.frame.glossary.at_path(&change.file.path);
    let new = after.frame.glossary.at_path(&change.new_path);
    let (Some(old), Some(new)) = (old, new) else {
        return 0;
    };
    let names = &before.frame.names;
    // the old and the new title may be forms of one word
    let was_link = |text: &str| {
        let mentions = names.mentions(text);
        let mut meant = mentions
            .iter()
            .map(|mention| names.meant(mention, Some(old)));
        meant.any(|meant| matches!(meant, Meant::One(means) if means.entry == old))
    };
    let texts = after.frame.glossary.text_ids();
    let mentions = texts.flat_map(|id| &after.glossary.text_of(id).mentions);
    let by_title = mentions.filter(|mention| {
        let is_title = matches!(mention.origin, Origin::Automatic(LabelKind::Title, ..));
        is_title && mention.to == new
    });
    by_title.filter(|mention| !was_link(&mention.text)).count()
}

/// The changes as a patch for `git apply`.
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
