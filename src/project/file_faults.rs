//! What is said of a project's files and their names: a function for each diagnostic, or each failure.

use std::path::Path;

use crate::address::destination::is_in_pages;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Diagnostic};
use crate::disk::edits::{EDITS, JOURNAL};
use crate::source::Place;

/// A folder without the settings file `settings` is not a project.
pub(super) fn no_project(folder: &Path, settings: &str) -> Failure {
    Failure::Usage(format!(
        "there is no {settings} in {}: go to the glossary's folder, or name it with `--root`; \
         `headword init` makes a new one",
        shown(folder),
    ))
}

/// The settings are a link or a folder.
pub(super) fn settings_are_not_a_file(path: &Path) -> Failure {
    Failure::Unusable {
        path: shown(path),
        why: "is a link or a folder: put the file itself there".to_owned(),
    }
}

/// A project has no folder of entries.
pub(super) fn no_content(folder: &Path) -> Failure {
    Failure::Usage(format!(
        "there is no folder {}: make it, and put the entries there",
        shown(folder)
    ))
}

/// The folder of entries is a link or a file.
pub(super) fn content_is_not_a_folder(path: &Path) -> Failure {
    Failure::Unusable {
        path: shown(path),
        why: "is a link or a file: put the folder itself there".to_owned(),
    }
}

/// A path as a message shows it.
fn shown(path: &Path) -> String {
    match path.strip_prefix(".").unwrap_or(path).to_string_lossy() {
        shown if shown.is_empty() => "this folder".to_owned(),
        shown => shown.into_owned(),
    }
}

/// The glossary has more entries than `limit`; `folder` is the folder of the entries.
pub(super) fn too_many_entries(count: usize, limit: usize, folder: &str) -> Diagnostic {
    let message = format!("the glossary has {count} entries, but the limit is {limit}");
    Diagnostic::new(Code::TooLarge, message)
        .at_path(folder)
        .help("raise `entries` under `[limits]` in glossary.toml")
}

/// A file is larger than `limit`, in bytes.
pub(super) fn file_too_large(path: &str, limit: u64) -> Diagnostic {
    let message = format!("the file has more than {limit} bytes");
    Diagnostic::new(Code::TooLarge, message)
        .at_path(path)
        .help("make it smaller, or raise `file_size` under `[limits]` in glossary.toml")
}

/// The path of a folder of the project is not a folder.
pub(super) fn not_a_folder(path: &str) -> Diagnostic {
    wrong_kind(path, "a folder", "put the folder itself here")
}

/// The path of a file with a fixed name is not a file.
pub(super) fn not_a_file(path: &str) -> Diagnostic {
    wrong_kind(path, "a file", "put the file itself here")
}

/// A path below a folder of the project is a link, or a device.
pub(super) fn not_the_file_itself(path: &str) -> Diagnostic {
    wrong_kind(path, "a file", "put the file itself here, not a link to it")
}

fn wrong_kind(path: &str, what: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::NotAFile, format!("{path} is not {what}"))
        .at_path(path)
        .help(help)
}

/// The name of a file is not UTF-8. `path` has replacement characters for the other bytes.
pub(super) fn name_is_not_utf8(path: &str) -> Diagnostic {
    Diagnostic::new(Code::NotUtf8, "the file's name is not UTF-8")
        .at_path(path)
        .help("rename the file")
}

/// The text of a file is not UTF-8. `byte` is the first such byte, `at` its offset.
pub(super) fn not_utf8(at: usize, byte: u8, place: Place) -> Diagnostic {
    let message = format!("the file is not UTF-8: byte {at} is 0x{byte:02x}");
    Diagnostic::new(Code::NotUtf8, message)
        .at(place)
        .help("save the file as UTF-8")
}

/// The name of a file has a control character, or one that reverses text.
pub(super) fn name_with_control_character(path: &str) -> Diagnostic {
    let message = "the file's name contains a control character";
    Diagnostic::new(Code::ControlCharacter, message)
        .at_path(path)
        .help("rename the file")
}

/// A folder in the folder of pages. `path` is one of its files, and `folder` the folder, both from there.
pub(super) fn folder_of_pages(folder: &str, path: &str) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or_default();
    let message = format!("pages/ has no subfolders, so the files in pages/{folder}/ are not used");
    Diagnostic::new(Code::NestedPage, message)
        .at_path(format!("pages/{folder}"))
        .help(format!(
            "move them to pages/, such as to pages/{name}, or out of pages/"
        ))
}

/// A Markdown file has another extension than entries and pages have.
pub(super) fn other_extension(path: &str) -> Diagnostic {
    let kind = if is_in_pages(path) {
        "a page"
    } else {
        "an entry"
    };
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let message = format!("`{name}` is not {kind}: {kind}'s file ends in `.md`");
    Diagnostic::new(Code::IgnoredFile, message)
        .at_path(path)
        .help(format!("name the file `{stem}.md`"))
}

/// No page is made from a template, whose name is similar to that of the one that is `meant`.
pub(super) fn misspelled_template(name: &str, meant: &str) -> Diagnostic {
    let message = format!("no page is made from `{name}`, and no template includes it");
    Diagnostic::new(Code::IgnoredFile, message)
        .at_path(format!("templates/{name}"))
        .help(format!(
            "name the file `{meant}` if pages are to be made from it"
        ))
}

/// A system reserves the name of a file, or forbids a character in it.
pub(super) fn unstorable_name(path: &str) -> Diagnostic {
    let message = format!("some systems cannot store the file {path}");
    Diagnostic::new(Code::InvalidAddress, message)
        .at_path(path)
        .help(
            "rename it: Windows reserves its name for a device, or forbids a character or an ending of it",
        )
}

/// The names of two files differ in case or normalisation only.
pub(super) fn one_file_to_some_systems(path: &str, other: &str) -> Diagnostic {
    let message = format!("some systems treat this file and {other} as the same file");
    Diagnostic::new(Code::OutputCollision, message)
        .at_path(path)
        .help("give one of them another name")
}

/// A change to the project's files was interrupted.
pub(super) fn stopped_edit() -> Diagnostic {
    let message = "a change to the project's files was interrupted";
    Diagnostic::new(Code::InterruptedEdit, message)
        .at_path(format!("{EDITS}/{JOURNAL}"))
        .help("`headword rename --undo` restores all files")
}
