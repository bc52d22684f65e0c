//! The files to read: those that somebody names, and the texts below folders.

use std::path::{Path, PathBuf};

use super::faults;
use crate::diagnostic::failure::Failure;
use crate::disk::{Disk, PathKind};

/// The syntax of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Markdown,
    Mdx,
    Html,
    Plain,
}

/// A file to read.
#[derive(Debug)]
pub(super) struct TextFile {
    pub(super) path: PathBuf,
    /// The path for messages, with `/`.
    pub(super) shown: String,
    pub(super) format: Format,
}

/// What some paths mean.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The files, each once, in the order of their paths.
    pub(super) files: Vec<TextFile>,
    /// Whether standard input is one of the texts.
    pub(super) has_input: bool,
}

impl Format {
    /// The format of a file by the end of its name; `None` if it may be something else than text.
    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "qmd" | "rmd" => Self::Markdown,
            "mdx" => Self::Mdx,
            "html" | "htm" | "xhtml" => Self::Html,
            "txt" | "text" => Self::Plain,
            _ => return None,
        })
    }
}

/// The files that some paths mean.
///
/// # Errors
///
/// [`Failure::Usage`] if a path does not exist, or if there is no text below a folder; [`Failure::Io`] if a folder
/// cannot be read.
pub(super) fn find(disk: &Disk, paths: &[PathBuf]) -> Result<Found, Failure> {
    let mut found = Found::default();
    for path in paths {
        if path.as_os_str() == "-" {
            found.has_input = true;
            continue;
        }
        // a link that somebody names is meant
        let real = match disk.canonical(path) {
            Ok(real) => real,
            Err(error) if error.is(std::io::ErrorKind::NotFound) => {
                return Err(faults::no_such_file(path));
            }
            Err(error) => return Err(error.into()),
        };
        if disk.kind(&real)? == Some(PathKind::Folder) {
            let before = found.files.len();
            found.add_folder(disk, path, &real)?;
            if found.files.len() == before {
                return Err(faults::no_text(path));
            }
        } else {
            found.files.push(TextFile {
                format: Format::of(path).unwrap_or(Format::Plain),
                shown: shown(path),
                path: real,
            });
        }
    }
    found
        .files
        .sort_by(|one, other| one.shown.cmp(&other.shown));
    found.files.dedup_by(|one, other| one.path == other.path);
    Ok(found)
}

impl Found {
    /// Adds the texts below a folder, which was given as `path`.
    fn add_folder(&mut self, disk: &Disk, path: &Path, real: &Path) -> Result<(), Failure> {
        let walked = disk.walk(real, |path| !is_left_out(path))?;
        for file in walked {
            let format = Format::of(&file.path).filter(|_| file.kind == PathKind::File);
            let within = file.path.strip_prefix(real).ok();
            if let (Some(format), Some(within)) = (format, within) {
                self.files.push(TextFile {
                    shown: shown(&path.join(within)),
                    path: file.path,
                    format,
                });
            }
        }
        Ok(())
    }
}

/// Whether nobody writes by hand what is in a folder or a file below the one that is read.
fn is_left_out(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.')
        || matches!(
            name.as_ref(),
            "node_modules" | "bower_components" | "vendor" | "target" | "__pycache__" | "venv"
        )
}

/// A path for messages.
fn shown(path: &Path) -> String {
    let shown = path.display().to_string();
    let shown = match cfg!(windows) {
        true => shown.replace('\\', "/"),
        false => shown,
    };
    match shown.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => shown,
    }
}
