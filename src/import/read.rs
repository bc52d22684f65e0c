//! Reads the files of a source from the disk: their list, and their texts.

use std::path::{Path, PathBuf};

use super::account::Reading;
use super::notes::NoteKind;
use super::value::Problem;
use crate::diagnostic::disk_error::{Cause, DiskError};
use crate::disk::{Disk, PathKind};
use crate::project::config::Limits;
use crate::source::SourceFile;

/// Folders of tools, without texts of authors.
const FOREIGN: &[&str] = &["node_modules", "_site"];

/// The reason why a file cannot be read.
pub(super) enum Unread {
    /// Its content, which its author has to correct.
    Invalid(Problem),
    /// The disk.
    Failed(DiskError),
}

/// The name of a file of the source in messages.
pub(super) fn named(shown: &str, name: &str) -> String {
    match (shown, name) {
        (shown, "") => shown.to_owned(),
        ("", name) => name.to_owned(),
        (shown, name) => format!("{}/{name}", shown.trim_end_matches('/')),
    }
}

/// A path without its extension.
pub(super) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The folder of a path, without a slash at its end.
pub(super) fn parent(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The last part of a path.
pub(super) fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// All files below a folder, in order, by their path from it with `/`. A source that is a file has its own
/// name. Links and devices get a note.
///
/// # Errors
///
/// The folder cannot be read.
pub(super) fn list(
    disk: &Disk,
    source: &Path,
    shown: &str,
) -> Result<(Vec<(String, PathBuf)>, Reading), DiskError> {
    let mut reading = Reading::default();
    if disk.kind(source)? == Some(PathKind::File) {
        let name = source.file_name().unwrap_or_default().to_string_lossy();
        return Ok((vec![(name.into_owned(), source.to_owned())], reading));
    }
    let enters = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with('.') && !FOREIGN.contains(&name.as_ref())
    };
    let mut files = Vec::new();
    for found in disk.walk(source, enters)? {
        let relative = found.path.strip_prefix(source).unwrap_or(&found.path);
        let parts: Vec<_> = relative
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        let name = parts.join("/");
        match found.kind {
            PathKind::Folder => {}
            PathKind::Other => {
                let what = "a link or a device: put the file itself there";
                reading.note(NoteKind::LeftOut, &named(shown, &name), 0, what, "");
            }
            PathKind::File => files.push((name, found.path)),
        }
    }
    files.sort();
    Ok((files, reading))
}

/// The text of a file, with lines that end in `\n`.
pub(super) fn text(disk: &Disk, path: &Path) -> Result<String, Unread> {
    match String::from_utf8(bytes(disk, path)?) {
        Ok(text) => Ok(SourceFile::new("", text).text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..at).unwrap_or_default();
            let before = SourceFile::new("", String::from_utf8_lossy(before).into_owned());
            let (line, _) = before.line_column(before.text.len());
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let reason = format!("the file is not UTF-8: byte {at} is 0x{byte:02x}");
            Err(Unread::Invalid(Problem::new(line, reason)))
        }
    }
}

/// The bytes of a file.
pub(super) fn bytes(disk: &Disk, path: &Path) -> Result<Vec<u8>, Unread> {
    bytes_up_to(disk, path, Limits::default().file_size)
}

/// The bytes of a file that may have a number of them.
pub(super) fn bytes_up_to(disk: &Disk, path: &Path, limit: u64) -> Result<Vec<u8>, Unread> {
    disk.read(path, limit).map_err(|error| match error.cause {
        Cause::TooLarge => Unread::Invalid(Problem::new(
            0,
            format!("the file has more than {limit} bytes"),
        )),
        _ => Unread::Failed(error),
    })
}
