//! The only reader of a project's files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::address::destination::is_entry;
use crate::diagnostic::disk_error::{Cause, DiskError};
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::disk::edits::{EDITS, JOURNAL};
use crate::disk::{Disk, Kind, Stamp};
use crate::project::config::{self, Limits};
use crate::source::{Place, SourceFile};
use crate::text::bidi::is_bidi_control;
use crate::text::fold::{file_name_key, is_forbidden};
use crate::text::slice;
use crate::text::slug::is_storable;

/// The folder, among templates, of the interface's words.
const INTERFACE: &str = "interface/";

/// The folder of files that are copied as they are, hidden ones too.
const STATIC: &str = "static";

/// The name of the address book, in the project's folder.
pub const ADDRESSES: &str = "addresses.toml";

/// A project's files: texts read, others by their paths.
#[derive(Debug, Clone, Default)]
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
    /// The addresses that were published, if they were ever recorded.
    pub addresses: Option<Arc<SourceFile>>,
}

/// Entries' files as they were read last, for who reads a project again and again: a file whose
/// stamp has not changed since is not read anew.
#[derive(Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, (Stamp, Arc<SourceFile>)>,
}

impl Memory {
    /// Forgets files, and all in folders, by their paths from the project's root: they were changed,
    /// whatever their stamps say.
    pub fn forget(&mut self, touched: &BTreeSet<String>) {
        self.files.retain(|path, _| {
            let folders = path.match_indices('/').map(|(at, _)| slice(path, ..at));
            !folders
                .chain([path.as_str()])
                .any(|part| touched.contains(part))
        });
    }

    fn recall(&self, path: &str, stamp: Stamp) -> Option<&Arc<SourceFile>> {
        let (known, file) = self.files.get(path)?;
        (*known == stamp).then_some(file)
    }
}

/// Reads `glossary.toml`.
///
/// # Errors
///
/// [`Failure::Usage`] where there is none: the folder is no project; [`Failure::Unusable`] where it is not
/// a file; [`Failure::Io`] where it cannot be read.
pub fn settings(disk: &Disk, root: &Path, faults: &Faults) -> Result<Arc<SourceFile>, Failure> {
    let path = root.join(config::FILE_NAME);
    match disk.kind(&path)? {
        Some(Kind::File) => {
            let bytes = disk.read(&path, u64::MAX)?;
            // without settings, nothing else can be judged
            text(bytes, config::FILE_NAME, faults).ok_or(Failure::Faults)
        }
        Some(_) => Err(Failure::Unusable {
            path: shown(&path),
            why: "is a link or a folder: put the file itself there".to_owned(),
        }),
        None => Err(Failure::Usage(format!(
            "there is no {} in {}: go to the glossary's folder, or name it with `--root`; \
             `headword init` makes a new one",
            config::FILE_NAME,
            shown(root),
        ))),
    }
}

/// Reads all other files of the project at `root`. Missing folders are empty ones. What is neither
/// file nor folder is reported, as is text that is not UTF-8.
///
/// # Errors
///
/// [`Failure::Io`] where the file system refuses.
pub fn sources(
    disk: &Disk,
    root: &Path,
    limits: &Limits,
    faults: &Faults,
) -> Result<Sources, Failure> {
    sources_again(disk, root, limits, None, faults)
}

/// [`sources`], with a memory of those that were read before; it is brought up to date.
///
/// # Errors
///
/// As [`sources`].
pub fn sources_again(
    disk: &Disk,
    root: &Path,
    limits: &Limits,
    mut memory: Option<&mut Memory>,
    faults: &Faults,
) -> Result<Sources, Failure> {
    let content = root.join("content");
    match disk.kind(&content)? {
        Some(Kind::Folder) => {}
        // Without it, every page of an earlier build would be taken for gone.
        None => {
            return Err(Failure::Usage(format!(
                "there is no folder {}: make it, and put the entries there",
                shown(&content)
            )));
        }
        Some(_) => {
            return Err(Failure::Unusable {
                path: shown(&content),
                why: "is a link or a file: put the folder itself there".to_owned(),
            });
        }
    }
    let project = Project { disk, root, faults };
    project.report_stopped_edit()?;
    let (mut entries, files): (Vec<_>, Vec<_>) = project
        .list("content", false)?
        .into_iter()
        .partition(|(name, _)| is_entry(name));
    if entries.len() > limits.entries {
        let message = format!(
            "the glossary has {} entries, more than the {} that it may have",
            entries.len(),
            limits.entries
        );
        let fault = Diagnostic::new(Code::TooLarge, message)
            .at_path("content")
            .help("set `entries` under `[limits]` in glossary.toml");
        faults.report(fault);
        // what is too much to build is too much to look through
        entries.clear();
    }
    let read = |(name, path): (String, PathBuf)| {
        let name = format!("content/{name}");
        // the stamp is taken first: a file that changes meanwhile is read again next time
        let stamp = memory.as_ref().map(|_| disk.stamp(&path)).transpose();
        let stamp = match stamp {
            Ok(stamp) => stamp,
            Err(error) => return Some(Err(error)),
        };
        if let (Some(stamp), Some(memory)) = (stamp, &memory)
            && stamp.length <= limits.file_size
            && let Some(file) = memory.recall(&name, stamp)
        {
            return Some(Ok((Arc::clone(file), Some(stamp))));
        }
        match disk.read(&path, limits.file_size) {
            Ok(bytes) => text(bytes, &name, faults).map(|file| Ok((file, stamp))),
            Err(error) if matches!(error.cause, Cause::TooLarge) => {
                report_size(&name, limits, faults);
                None
            }
            Err(error) => Some(Err(error)),
        }
    };
    let entries: Vec<(Arc<SourceFile>, Option<Stamp>)> = entries
        .into_par_iter()
        .filter_map(read)
        .collect::<Result<_, DiskError>>()?;
    if let Some(memory) = &mut memory {
        let files = entries.iter();
        let stamped = files.filter_map(|(file, stamp)| Some((Arc::clone(file), (*stamp)?)));
        memory.files = stamped
            .map(|(file, stamp)| (file.path.clone(), (stamp, file)))
            .collect();
    }
    let entries = entries.into_iter().map(|(file, _)| file).collect();
    for (name, path) in &files {
        if disk.stamp(path)?.length > limits.file_size {
            report_size(&format!("content/{name}"), limits, faults);
        }
    }
    let mut templates = BTreeMap::new();
    let mut interface = BTreeMap::new();
    for (name, path) in project.list("templates", false)? {
        let file = trusted(disk, &path, &format!("templates/{name}"), faults)?;
        match name.strip_prefix(INTERFACE) {
            Some(name) => interface.insert(name.trim_end_matches(".toml").to_owned(), file),
            None => templates.insert(name, file),
        };
    }
    // one that began meanwhile may be read half
    project.report_stopped_edit()?;
    Ok(Sources {
        entries,
        files: files.into_iter().collect(),
        templates,
        interface,
        static_files: project.list(STATIC, true)?.into_iter().collect(),
        addresses: project.addresses()?,
    })
}

fn report_size(name: &str, limits: &Limits, faults: &Faults) {
    let message = format!("the file has more than {} bytes", limits.file_size);
    let fault = Diagnostic::new(Code::TooLarge, message)
        .at_path(name)
        .help("make it smaller, or set `file_size` under `[limits]` in glossary.toml");
    faults.report(fault);
}

/// Where a project lies, while it is read.
struct Project<'p> {
    disk: &'p Disk,
    root: &'p Path,
    faults: &'p Faults,
}

impl Project<'_> {
    /// The files below a folder of the project, ordered by path: their path from the folder, with
    /// `/`, and where they lie. What editors leave behind is left out, and hidden files are, unless
    /// asked for: they are editors' and systems' own. What is no file, or has a name that not every system can hold beside the
    /// others, is reported.
    fn list(&self, folder: &str, hidden: bool) -> Result<Vec<(String, PathBuf)>, DiskError> {
        let top = self.root.join(folder);
        match self.disk.kind(&top)? {
            Some(Kind::Folder) => {}
            None => return Ok(Vec::new()),
            Some(_) => {
                self.report_not_a_file(folder, "a folder", "put the folder itself here");
                return Ok(Vec::new());
            }
        }
        let shows = |path: &Path| {
            let name = path.file_name().unwrap_or_default();
            hidden || path == top || !name.as_encoded_bytes().starts_with(b".")
        };
        let mut files: Vec<(String, PathBuf)> = Vec::new();
        for found in self.disk.walk(&top, shows)? {
            let relative = found.path.strip_prefix(&top).unwrap_or(&found.path);
            let parts: Vec<_> = relative
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect();
            let name = parts.join("/");
            if found.kind == Kind::Folder || parts.last().is_some_and(|name| is_leftover(name)) {
                continue;
            }
            let shown = format!("{folder}/{name}");
            if found.kind == Kind::Other {
                let help = "put the file itself here, not a link to it";
                self.report_not_a_file(&shown, "a file", help);
            } else if relative.to_str().is_none() {
                let fault = Diagnostic::new(Code::NotUtf8, "the file's name is not UTF-8")
                    .at_path(shown)
                    .help("rename the file");
                self.faults.report(fault);
            } else if name
                .contains(|c: char| c.is_control() || is_forbidden(c) || is_bidi_control(c))
            {
                let message = "the file's name has a control character in it";
                let fault = Diagnostic::new(Code::ControlCharacter, message)
                    .at_path(shown)
                    .help("rename the file");
                self.faults.report(fault);
            } else {
                // entries' names are held to more
                if !is_entry(&name) && !name.split('/').all(is_storable) {
                    let message = format!("some systems cannot hold the file {shown}");
                    let fault = Diagnostic::new(Code::InvalidAddress, message)
                        .at_path(shown)
                        .help(
                            "rename it: Windows keeps its name for a device, or forbids a character \
                             or an ending of it",
                        );
                    self.faults.report(fault);
                }
                files.push((name, found.path));
            }
        }
        files.sort();
        self.report_twins(folder, &files);
        Ok(files)
    }

    /// The address book, if there is one.
    fn addresses(&self) -> Result<Option<Arc<SourceFile>>, DiskError> {
        let path = self.root.join(ADDRESSES);
        match self.disk.kind(&path)? {
            Some(Kind::File) => {
                let file = trusted(self.disk, &path, ADDRESSES, self.faults);
                file.map(Some)
            }
            Some(_) => {
                self.report_not_a_file(ADDRESSES, "a file", "put the file itself here");
                Ok(None)
            }
            None => Ok(None),
        }
    }

    /// Reports files that are half changed: some have their new text and some their old one.
    fn report_stopped_edit(&self) -> Result<(), DiskError> {
        if self.disk.exists(&self.root.join(EDITS).join(JOURNAL))? {
            self.faults.report(
                Diagnostic::new(
                    Code::InterruptedEdit,
                    "a change of the project's files was stopped half-way",
                )
                .at_path(format!("{EDITS}/{JOURNAL}"))
                .help("`headword rename --undo` puts all files back as they were"),
            );
        }
        Ok(())
    }

    fn report_not_a_file(&self, shown: &str, what: &str, help: &str) {
        let fault = Diagnostic::new(Code::NotAFile, format!("{shown} is not {what}"))
            .at_path(shown)
            .help(help);
        self.faults.report(fault);
    }

    /// Reports files whose names differ in case or normalisation only: to some disks they are one.
    fn report_twins(&self, folder: &str, files: &[(String, PathBuf)]) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for (name, _) in files {
            if let Some(other) = seen.insert(file_name_key(name), name) {
                let message = format!("some systems take this file and {folder}/{other} for one");
                let fault = Diagnostic::new(Code::OutputCollision, message)
                    .at_path(format!("{folder}/{name}"))
                    .help("give one of them another name");
                self.faults.report(fault);
            }
        }
    }
}

/// The text of a file that no entry brings: of any length.
fn trusted(
    disk: &Disk,
    path: &Path,
    name: &str,
    faults: &Faults,
) -> Result<Arc<SourceFile>, DiskError> {
    let file = text(disk.read(path, u64::MAX)?, name, faults);
    Ok(file.unwrap_or_else(|| Arc::new(SourceFile::new(name, String::new()))))
}

/// A file's text. Where it is not UTF-8, that is reported at its first byte that is not, and nothing
/// else is said of the file.
fn text(bytes: Vec<u8>, name: &str, faults: &Faults) -> Option<Arc<SourceFile>> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let split = error.as_bytes().split_at_checked(at);
            let (valid, rest) = split.unwrap_or_default();
            let byte = rest.first().copied().unwrap_or_default();
            let valid = String::from_utf8_lossy(valid);
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
            return None;
        }
    };
    Some(Arc::new(SourceFile::new(name, text)))
}

/// Whether a project is read from what is at a path from its root, to judge by its names.
pub fn is_read(path: &str) -> bool {
    let mut names = path.split('/');
    let folder = names.next();
    let is_hidden = folder != Some(STATIC) && names.any(|name| name.starts_with('.'));
    !is_hidden && !path.rsplit('/').next().is_some_and(is_leftover)
}

/// Whether a file's name is one that editors give to what they leave beside a file: backups, what is
/// not saved yet, and locks, which are links to nowhere.
fn is_leftover(name: &str) -> bool {
    let is_swap = |hidden: &str| {
        let ending = hidden.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| ending.len() == 3 && ending.starts_with("sw"))
    };
    name.ends_with('~')
        || name.starts_with(".#")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || name.strip_prefix('.').is_some_and(is_swap)
}

/// A path as a message shows it.
fn shown(path: &Path) -> String {
    match path.strip_prefix(".").unwrap_or(path).to_string_lossy() {
        shown if shown.is_empty() => "this folder".to_owned(),
        shown => shown.into_owned(),
    }
}
