//! `headword translations new`: begins the file of a translation.

use std::path::Path;

use super::done::KEY;
use super::faults;
use super::project::TranslatedProject;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::disk::edits::Edits;
use crate::entry::front_matter::{KEYS, Key, KeyKind};
use crate::glossary::Entry;
use crate::glossary::fingerprint::Fingerprint;
use crate::link::Linked;
use crate::project::keys::Syntax;

/// The folder of entries.
const CONTENT: &str = "content/";

/// A translation that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beginning {
    /// The path of its file from the project's folder.
    pub path: String,
}

/// Makes the file of a translation into `language` of an entry, which is typed by a name, its slug or the path of its
/// file. It is a draft with the keys to translate, and with the text of the main language in a comment.
///
/// # Errors
///
/// [`Failure::Faults`] if the entry is unknown, or if its file has errors: these are reported to `faults`.
/// [`Failure::Usage`] if the language is unknown, or if the entry is translated already; those of [`Edits::apply`].
pub fn begin(
    disk: &Disk,
    root: &Path,
    language: &str,
    entry: &str,
    faults: &Faults,
) -> Result<Beginning, Failure> {
    let project = TranslatedProject::read(disk, root, faults)?;
    let linked = project.language(language)?;
    let typed = project.entry(entry, linked, faults)?;
    let original = typed.original;
    if let Some(translation) = typed.translation {
        return Err(faults::is_translated(original, translation));
    }
    project.refuse_errors(original, faults)?;
    let path = path(original, linked);
    let mut edits = Edits::new(&project.root);
    edits.create(path.as_str(), text(original));
    edits.apply(disk)?;
    Ok(Beginning { path })
}

/// The path of a new translation: in the folder of the language if most translations are there, or else beside the
/// entry.
///
/// ```text
/// content/bread/rye.md    content/bread/rye.de.md, or content/de/bread/rye.md
/// ```
fn path(original: &Entry, linked: &Linked) -> String {
    let tag = linked.config.edition.language.tag();
    let folder_of = |path: &str| {
        let (folder, _) = path.strip_prefix(CONTENT)?.split_once('/')?;
        folder.eq_ignore_ascii_case(tag).then(|| folder.to_owned())
    };
    let all = &linked.glossary.glossary.entries;
    let folders = all.iter().filter_map(|entry| folder_of(&entry.file.path));
    let folders: Vec<String> = folders.collect();
    let path = &original.file.path;
    match folders.first() {
        Some(folder) if folders.len() * 2 > all.len() => {
            let below = path.strip_prefix(CONTENT).unwrap_or(path);
            format!("{CONTENT}{folder}/{below}")
        }
        _ => {
            let stem = path.strip_suffix(".md").unwrap_or(path);
            format!("{stem}.{tag}.md")
        }
    }
}

/// The text of a new translation.
fn text(original: &Entry) -> String {
    let syntax = Syntax::of(&original.file);
    let fence = syntax.fence();
    let keys = KEYS.iter().filter(|key| is_to_translate(key));
    let keys = keys.filter_map(|key| line(original, key, syntax));
    let fingerprint = Fingerprint::of_entry(original);
    let record = syntax.key_value(KEY, &syntax.quoted(fingerprint.as_str()));
    let draft = syntax.key_value("draft", "true");
    let lines: Vec<String> = keys.chain([draft, record]).collect();
    let body = original.file.slice(original.body.start..);
    let comment = match body.trim() {
        "" => String::new(),
        body => format!(
            "\n<!--\nTranslate the keys above and this text. Then remove the comment and `draft`.\n\n{}\n-->\n",
            in_comment(body)
        ),
    };
    format!("{fence}\n{}\n{fence}\n{comment}", lines.join("\n"))
}

/// Whether a translation has a key of its own, with a text that depends on the language.
fn is_to_translate(key: &Key) -> bool {
    match key.kind {
        KeyKind::Label(_) | KeyKind::Texts => true,
        KeyKind::Name => key.name == "sense",
        KeyKind::Text => key.name != "status",
        _ => false,
    }
}

/// The line of a key with the texts of the main language; `None` if the entry does not have it.
fn line(original: &Entry, key: &Key, syntax: Syntax) -> Option<String> {
    let texts: Vec<String> = key
        .texts(&original.front)
        .iter()
        .map(|text| text.text.clone())
        .collect();
    let value = match (texts.as_slice(), key.kind.is_list()) {
        ([], _) => return None,
        (texts, true) => syntax.quoted_list(texts),
        ([text, ..], false) => syntax.quoted(text),
    };
    Some(syntax.key_value(key.name, &value))
}

/// A text that is safe in a comment of HTML, which ends at `-->` or `--!>`, and must not begin again.
fn in_comment(text: &str) -> String {
    text.replace("<!--", "<! --")
        .replace("-->", "-- >")
        .replace("--!>", "-- !>")
}
