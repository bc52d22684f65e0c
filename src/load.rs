//! The only reader of a project's files.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::config;
use crate::destination::is_entry;
use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::failure::Failure;
use crate::source::{Place, SourceFile};

/// The folder, among templates, of the interface's words.
const INTERFACE: &str = "interface/";

/// A project's files: texts read, others by their paths.
#[derive(Debug, Default)]
pub struct Sources {
    /// The entries' files, ordered by path.
    pub entries: Vec<Arc<SourceFile>>,
    /// Other files in `content/`, by their path from there with `/`, and where they lie.
    pub files: BTreeMap<String, PathBuf>,
    /// The project's own templates, by their name: the path from `templates/`.
    pub templates: BTreeMap<String, Arc<SourceFile>>,
    /// The project's own words for the interface, by language: `templates/interface/TAG.toml`.
    pub interface: BTreeMap<String, Arc<SourceFile>>,
    /// Files in `static/`, by their path from there, and where they lie.
    pub static_files: BTreeMap<String, PathBuf>,
}

/// Reads `glossary.toml`.
///
/// # Errors
///
/// [`Failure::Usage`] where there is none: the folder is no project. [`Failure::Machine`] where it
/// cannot be read.
pub fn settings(root: &Path, faults: &Faults) -> Result<Arc<SourceFile>, Failure> {
    let path = root.join(config::FILE_NAME);
    let exists = path.try_exists();
    if !exists.map_err(|error| Failure::read(&path, error))? {
        return Err(Failure::Usage(format!(
            "there is no {} in {}: give the glossary's folder with `--root`, or make one of this by \
             writing `title = \"…\"` into that file",
            config::FILE_NAME,
            shown(root),
        )));
    }
    if !path.is_file() {
        return Err(Failure::Usage(format!("{} is not a file", path.display())));
    }
    text(&path, config::FILE_NAME, faults)
}

/// Reads all other files of the project at `root`. Missing folders are empty ones. What is neither
/// file nor folder is reported, as is text that is not UTF-8.
///
/// # Errors
///
/// [`Failure::Machine`] where the file system refuses.
pub fn sources(root: &Path, faults: &Faults) -> Result<Sources, Failure> {
    if !root.join("content").is_dir() {
        // Without it, every page of an earlier build would be taken for gone.
        return Err(Failure::Usage(format!(
            "there is no folder {}: make it, and put the entries there",
            shown(&root.join("content"))
        )));
    }
    let (entries, files): (Vec<_>, Vec<_>) = list(root, "content", false, faults)?
        .into_iter()
        .partition(|(name, _)| is_entry(name));
    let entries = entries
        .into_par_iter()
        .map(|(name, path)| text(&path, &format!("content/{name}"), faults))
        .collect::<Result<Vec<_>, _>>()?;
    let mut templates = BTreeMap::new();
    let mut interface = BTreeMap::new();
    for (name, path) in list(root, "templates", false, faults)? {
        let file = text(&path, &format!("templates/{name}"), faults)?;
        match name.strip_prefix(INTERFACE) {
            Some(name) => interface.insert(name.trim_end_matches(".toml").to_owned(), file),
            None => templates.insert(name, file),
        };
    }
    Ok(Sources {
        entries,
        files: files.into_iter().collect(),
        templates,
        interface,
        static_files: list(root, "static", true, faults)?.into_iter().collect(),
    })
}

/// The files below a folder of the project, ordered by path: their path from the folder, with `/`,
/// and where they lie. Hidden ones are left out unless asked for: they are editors' and systems'
/// own.
fn list(
    root: &Path,
    folder: &str,
    hidden: bool,
    faults: &Faults,
) -> Result<Vec<(String, PathBuf)>, Failure> {
    let top = root.join(folder);
    if !top.exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let shows = |entry: &walkdir::DirEntry| {
        hidden || entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    for entry in WalkDir::new(&top).into_iter().filter_entry(shows) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(&top).to_owned();
            let source = error
                .into_io_error()
                .unwrap_or_else(|| io::Error::other("a folder contains itself"));
            Failure::read(&path, source)
        })?;
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(&top).unwrap_or(entry.path());
        let parts: Vec<_> = relative
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        let name = parts.join("/");
        let shown = format!("{folder}/{name}");
        if !entry.file_type().is_file() {
            let fault = Diagnostic::new(Code::NotAFile, format!("{shown} is not a file"))
                .at_path(shown)
                .help("put the file itself here, not a link to it");
            faults.report(fault);
        } else if relative.to_str().is_none() {
            let fault = Diagnostic::new(Code::NotUtf8, "the file's name is not UTF-8")
                .at_path(shown)
                .help("rename the file");
            faults.report(fault);
        } else if name.contains(char::is_control) {
            let name: String = shown
                .chars()
                .map(|c| if c.is_control() { '?' } else { c })
                .collect();
            let message = "the file's name has a control character in it";
            let fault = Diagnostic::new(Code::ControlCharacter, message)
                .at_path(name)
                .help("rename the file");
            faults.report(fault);
        } else {
            found.push((name, entry.into_path()));
        }
    }
    found.sort();
    Ok(found)
}

/// A file's text; bytes that are not UTF-8 are reported where they stand, and replaced.
fn text(path: &Path, name: &str, faults: &Faults) -> Result<Arc<SourceFile>, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::read(path, error))?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[at];
            let valid = String::from_utf8_lossy(&error.as_bytes()[..at]);
            let before = SourceFile::new(name, valid.into_owned()).text.len();
            let lossy = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let file = Arc::new(SourceFile::new(name, lossy));
            let replaced = before..before + char::REPLACEMENT_CHARACTER.len_utf8();
            faults.report(
                Diagnostic::new(
                    Code::NotUtf8,
                    format!("the file is not UTF-8: byte {at} is 0x{byte:02x}"),
                )
                .at(Place::new(&file, replaced))
                .help("save the file as UTF-8"),
            );
            return Ok(file);
        }
    };
    Ok(Arc::new(SourceFile::new(name, text)))
}

/// A path as a message shows it.
fn shown(path: &Path) -> String {
    match path.strip_prefix(".").unwrap_or(path).to_string_lossy() {
        shown if shown.is_empty() => "this folder".to_owned(),
        shown => shown.into_owned(),
    }
}
