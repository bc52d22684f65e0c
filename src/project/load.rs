//! Reads a project's files. Nothing else reads them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::file_faults;
use super::images::{self, ImageFile};
use super::listing::{self, Listed, STATIC, is_read};
pub use super::sources::Sources;
use super::theme;
use crate::address::destination::{has_other_extension, is_entry, is_readme};
use crate::diagnostic::disk_error::{Cause, DiskError};
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Diagnostic, Faults};
use crate::disk::edits::{EDITS, JOURNAL};
use crate::disk::{Disk, PathKind, Stamp};
use crate::project::config::{self, Limits};
use crate::source::{Place, SourceFile};
use crate::text::slice;

/// The folder, among templates, of the phrases.
const PHRASES: &str = "interface/";

/// The folder of the entries, and of the files that they use.
const CONTENT: &str = "content";

/// The folder of pages that are not terms, and of the files that they use.
pub const PAGES: &str = "pages";

/// The folder of the project's own templates.
const TEMPLATES: &str = "templates";

/// The folders with the files of authors. A site is made from all of them, and none of them can be the output.
pub const FOLDERS: &[&str] = &[CONTENT, PAGES, TEMPLATES, STATIC];

/// The name of the address book, in the project's folder.
pub const ADDRESSES: &str = "addresses.toml";

/// The name of the file with the answers to a review of links.
pub const LINKING: &str = "linking.toml";

/// The name of the file with what import wrote.
pub const IMPORTS: &str = "imports.toml";

/// What a program that reads a project again and again remembers: the entries' files and images as they
/// were read last, and texts that are not saved. A file with the same stamp as before is not read again.
#[derive(Debug, Default)]
pub struct Memory {
    /// The files, ordered by path.
    files: Vec<Remembered>,
    /// What is in the files with names of images, by their paths from the project's root.
    images: HashMap<String, (Stamp, ImageFile)>,
    /// The texts that replace those on the disk, by their paths from the project's root.
    unsaved: Unsaved,
}

/// Texts that replace those on the disk, by their paths from the project's root.
type Unsaved = BTreeMap<String, Arc<SourceFile>>;

#[derive(Debug)]
struct Remembered {
    stamp: Stamp,
    file: Arc<SourceFile>,
}

impl Memory {
    /// Forgets files and the contents of folders, by their paths from the project's root. They are read again
    /// even if their stamps are the same.
    pub fn forget(&mut self, touched: &BTreeSet<String>) {
        let is_kept = |path: &str| {
            let folders = path.match_indices('/').map(|(at, _)| slice(path, ..at));
            !folders.chain([path]).any(|part| touched.contains(part))
        };
        self.files
            .retain(|remembered| is_kept(&remembered.file.path));
        self.images.retain(|path, _| is_kept(path));
    }

    /// Replaces the text of a file, by its path from the project's root, until it is replaced again. `None` gives
    /// the file its text on the disk back. The file need not exist on the disk.
    pub fn replace(&mut self, path: &str, text: Option<Arc<SourceFile>>) {
        match text {
            Some(text) => self.unsaved.insert(path.to_owned(), text),
            None => self.unsaved.remove(path),
        };
    }

    fn recall(&self, path: &str, stamp: Stamp) -> Option<&Arc<SourceFile>> {
        let by_path = |remembered: &Remembered| remembered.file.path.as_str().cmp(path);
        let at = self.files.binary_search_by(by_path).ok()?;
        let known = self.files.get(at)?;
        (known.stamp == stamp).then_some(&known.file)
    }
}

/// Reads `glossary.toml`.
///
/// # Errors
///
/// [`Failure::Usage`] if there is none, so that the folder is not a project; [`Failure::Unusable`] if it is
/// not a file; [`Failure::Io`] if it cannot be read; [`Failure::Faults`] if it is not UTF-8, which is reported.
pub fn settings(disk: &Disk, root: &Path, faults: &Faults) -> Result<Arc<SourceFile>, Failure> {
    settings_again(disk, root, &Memory::default(), faults)
}

/// [`settings`], with a memory that may have a text for them that is not saved.
///
/// # Errors
///
/// As [`settings`].
pub fn settings_again(
    disk: &Disk,
    root: &Path,
    memory: &Memory,
    faults: &Faults,
) -> Result<Arc<SourceFile>, Failure> {
    if let Some(unsaved) = memory.unsaved.get(config::FILE_NAME) {
        return Ok(Arc::clone(unsaved));
    }
    let path = root.join(config::FILE_NAME);
    match disk.kind(&path)? {
        Some(PathKind::File) => {
            let bytes = disk.read(&path, u64::MAX)?;
            // nothing else can be judged without settings
            text(bytes, config::FILE_NAME, faults).ok_or(Failure::Faults)
        }
        Some(_) => Err(file_faults::settings_are_not_a_file(&path)),
        None => Err(file_faults::no_project(root, config::FILE_NAME)),
    }
}

/// Reads all other files of the project at `root`. A missing folder counts as an empty one, except
/// `content/`. Anything that is neither a file nor a folder is reported, and so is text that is not UTF-8.
///
/// # Errors
///
/// [`Failure::Usage`] if there is no `content/`; [`Failure::Unusable`] if it is not a folder;
/// [`Failure::Io`] if a file or folder cannot be read.
pub fn sources(
    disk: &Disk,
    root: &Path,
    limits: &Limits,
    faults: &Faults,
) -> Result<Sources, Failure> {
    sources_again(disk, root, limits, None, faults)
}

/// [`sources`], with a memory of the files that were read before. The memory is updated.
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
    let unsaved = memory.as_deref().map(|memory| memory.unsaved.clone());
    let content = root.join(CONTENT);
    match disk.kind(&content)? {
        Some(PathKind::Folder) => {}
        // an empty folder would remove every page of an earlier build
        None => return Err(file_faults::no_content(&content)),
        Some(_) => return Err(file_faults::content_is_not_a_folder(&content)),
    }
    let project = Reader {
        disk,
        root,
        limits,
        unsaved: unsaved.unwrap_or_default(),
        faults,
    };
    project.report_stopped_edit()?;
    let (entries, mut files) = project.texts_and_files(CONTENT)?;
    let (pages, files_of_pages) = project.texts_and_files(PAGES)?;
    files.extend(files_of_pages);
    let mut sources = Sources {
        entries: project.entries(entries, memory.as_deref_mut())?,
        pages: project.pages(&pages)?,
        files: project.used_files(files)?,
        ..Sources::default()
    };
    project.templates(&mut sources)?;
    // an edit that began meanwhile may be half of what was read
    project.report_stopped_edit()?;
    sources.static_files = project.static_files()?;
    sources.images = project.images(&sources, memory)?;
    sources.addresses = match project.unsaved.get(ADDRESSES) {
        Some(unsaved) => Some(Arc::clone(unsaved)),
        None => beside_settings(disk, root, ADDRESSES, faults)?,
    };
    Ok(sources)
}

/// Reads the files of some entries and pages again, by their paths from the project's root; a text in `memory` that is
/// not saved counts instead. `None` if all files of the project have to be looked at: if one of the paths is not a file
/// any more, or not a text that a project can have, or while the files of the project are edited.
pub fn texts_again(
    disk: &Disk,
    root: &Path,
    limits: &Limits,
    memory: &Memory,
    paths: &BTreeSet<String>,
) -> Option<Vec<Arc<SourceFile>>> {
    let faults = Faults::default();
    let project = Reader {
        disk,
        root,
        limits,
        unsaved: memory.unsaved.clone(),
        faults: &faults,
    };
    project.report_stopped_edit().ok()?;
    let texts = paths.par_iter().map(|path| {
        let (name, path) = (path.clone(), root.join(path));
        let can_be_read = match disk.kind(&path).ok()? {
            Some(kind) => kind == PathKind::File,
            None => project.unsaved.contains_key(&name),
        };
        let read = can_be_read.then(|| project.read_text(&Listed { name, path }, None));
        Some(read?.ok()??.file)
    });
    let texts = texts.collect::<Option<_>>()?;
    project.report_stopped_edit().ok()?;
    // an edit was stopped, or is under way
    (!faults.any_error()).then_some(texts)
}

/// Reads the answers to a review of the links of the project at `root`; `None` if there are none.
///
/// # Errors
///
/// The file cannot be read.
pub fn answers(
    disk: &Disk,
    root: &Path,
    faults: &Faults,
) -> Result<Option<Arc<SourceFile>>, DiskError> {
    beside_settings(disk, root, LINKING, faults)
}

/// Reads the list of what was imported into the project at `root`; `None` if there is none.
///
/// # Errors
///
/// The file cannot be read.
pub fn imports(
    disk: &Disk,
    root: &Path,
    faults: &Faults,
) -> Result<Option<Arc<SourceFile>>, DiskError> {
    beside_settings(disk, root, IMPORTS, faults)
}

/// Reads a file that a project may have beside its settings.
fn beside_settings(
    disk: &Disk,
    root: &Path,
    name: &str,
    faults: &Faults,
) -> Result<Option<Arc<SourceFile>>, DiskError> {
    let path = root.join(name);
    match disk.kind(&path)? {
        Some(PathKind::File) => trusted(disk, &path, name, faults).map(Some),
        Some(_) => {
            faults.report(file_faults::not_a_file(name));
            Ok(None)
        }
        None => Ok(None),
    }
}

/// The limits that a project exceeds with files that are not in its folder yet. `added` are those beside the
/// entries: their paths from the project's root, and their paths on the disk.
///
/// # Errors
///
/// A file cannot be read.
pub fn exceeded_limits(
    disk: &Disk,
    sources: &Sources,
    added: &BTreeMap<String, PathBuf>,
    limits: &Limits,
) -> Result<Vec<Diagnostic>, DiskError> {
    let count = sources.entries.len();
    if count > limits.entries {
        let fault = file_faults::too_many_entries(count, limits.entries, CONTENT);
        return Ok(vec![fault]);
    }
    let is_large = |length: u64| length > limits.file_size;
    let entries = sources.entries.iter();
    let mut large: Vec<String> = entries
        .filter(|file| u64::try_from(file.text.len()).is_ok_and(is_large))
        .map(|file| file.path.clone())
        .collect();
    for (name, path) in added {
        if is_large(disk.stamp(path)?.length) {
            large.push(name.clone());
        }
    }
    let large = large.iter();
    Ok(large
        .map(|path| file_faults::file_too_large(path, limits.file_size))
        .collect())
}

/// Reads the files of a project.
struct Reader<'p> {
    disk: &'p Disk,
    root: &'p Path,
    limits: &'p Limits,
    /// The texts that replace those on the disk.
    unsaved: Unsaved,
    faults: &'p Faults,
}

/// The file of an entry or a page as it was read.
struct ReadText {
    file: Arc<SourceFile>,
    /// Its stamp before it was read; `None` if there is no memory.
    stamp: Option<Stamp>,
}

impl Reader<'_> {
    /// The files in a folder of the project, with those that are not saved yet.
    fn list(&self, folder: &str) -> Result<Vec<Listed>, DiskError> {
        let mut listed = listing::list(self.disk, self.root, folder, self.faults)?;
        let new = self.unsaved.keys().filter_map(|path| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?;
            let by_name = |file: &Listed| file.name.as_str().cmp(name);
            let is_new = is_read(path) && listed.binary_search_by(by_name).is_err();
            is_new.then(|| Listed {
                name: name.to_owned(),
                path: self.root.join(path),
            })
        });
        let new: Vec<Listed> = new.collect();
        listed.extend(new);
        listed.sort();
        Ok(listed)
    }

    /// The files in `static/`. A copy of a file of the theme is not one of them: the site has the theme's own file.
    fn static_files(&self) -> Result<BTreeMap<String, PathBuf>, DiskError> {
        let mut files = by_name(self.list(STATIC)?);
        for (name, of_theme) in theme::STATIC_FILES {
            if let Some(path) = files.get(*name)
                && self.disk.read(path, u64::MAX)? == *of_theme
            {
                files.remove(*name);
            }
        }
        Ok(files)
    }

    /// The texts in a folder of the project, and the other files there, by their paths from the project's root.
    /// Files about the folder are left out. A subfolder of the folder of pages is reported.
    fn texts_and_files(&self, folder: &str) -> Result<(Vec<Listed>, Vec<Listed>), DiskError> {
        let mut listed = self.list(folder)?;
        listed.retain(|file| !is_readme(&file.name));
        if folder == PAGES {
            let mut reported = BTreeSet::new();
            listed.retain(|file| match file.name.split_once('/') {
                None => true,
                Some((subfolder, _)) => {
                    if reported.insert(subfolder.to_owned()) {
                        let fault = file_faults::folder_of_pages(subfolder, &file.name);
                        self.faults.report(fault);
                    }
                    false
                }
            });
        }
        for file in &mut listed {
            file.name = format!("{folder}/{}", file.name);
        }
        Ok(listed.into_iter().partition(|file| is_entry(&file.name)))
    }

    /// The texts of pages, in the order of `listed`.
    fn pages(&self, listed: &[Listed]) -> Result<Vec<Arc<SourceFile>>, DiskError> {
        let read = listed
            .iter()
            .filter_map(|page| self.read_text(page, None).transpose());
        read.map(|read| Ok(read?.file)).collect()
    }

    /// The texts of the entries, in the order of `listed`. Unchanged files are taken from `memory`, which
    /// remembers the returned ones from now on.
    fn entries(
        &self,
        mut listed: Vec<Listed>,
        memory: Option<&mut Memory>,
    ) -> Result<Vec<Arc<SourceFile>>, DiskError> {
        if listed.len() > self.limits.entries {
            let fault = file_faults::too_many_entries(listed.len(), self.limits.entries, CONTENT);
            self.faults.report(fault);
            // do not read the entries either: there are too many
            listed.clear();
        }
        let known = memory.as_deref();
        let read: Vec<ReadText> = listed
            .into_par_iter()
            .filter_map(|listed| self.read_text(&listed, known).transpose())
            .collect::<Result<_, DiskError>>()?;
        if let Some(memory) = memory {
            let stamped = read.iter().filter_map(|entry| {
                let (stamp, file) = (entry.stamp?, Arc::clone(&entry.file));
                Some(Remembered { stamp, file })
            });
            memory.files = stamped.collect();
        }
        Ok(read.into_iter().map(|entry| entry.file).collect())
    }

    /// The text of one entry or page; `None` if it has an error, which is reported.
    fn read_text(
        &self,
        listed: &Listed,
        known: Option<&Memory>,
    ) -> Result<Option<ReadText>, DiskError> {
        let name = &listed.name;
        let limit = self.limits.file_size;
        if let Some(unsaved) = self.unsaved.get(name) {
            if is_larger(unsaved, limit) {
                self.faults.report(file_faults::file_too_large(name, limit));
                return Ok(None);
            }
            let file = Arc::clone(unsaved);
            return Ok(Some(ReadText { file, stamp: None }));
        }
        // the stamp is taken first: a file that changes meanwhile is read again next time
        let stamp = known.map(|_| self.disk.stamp(&listed.path)).transpose()?;
        if let (Some(stamp), Some(known)) = (stamp, known)
            && stamp.length <= limit
            && let Some(file) = known.recall(name, stamp)
        {
            let file = Arc::clone(file);
            return Ok(Some(ReadText {
                file,
                stamp: Some(stamp),
            }));
        }
        match self.disk.read(&listed.path, limit) {
            Ok(bytes) => {
                let file = text(bytes, name, self.faults);
                Ok(file.map(|file| ReadText { file, stamp }))
            }
            Err(error) if matches!(error.cause, Cause::TooLarge) => {
                self.faults.report(file_faults::file_too_large(name, limit));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The files that are not texts. Those that are too large are reported.
    fn used_files(&self, files: Vec<Listed>) -> Result<BTreeMap<String, PathBuf>, DiskError> {
        let limit = self.limits.file_size;
        let others = files.iter().map(|file| file.name.as_str());
        for name in others.filter(|name| has_other_extension(name)) {
            self.faults.report(file_faults::other_extension(name));
        }
        for Listed { name, path } in &files {
            if !self.unsaved.contains_key(name) && self.disk.stamp(path)?.length > limit {
                self.faults.report(file_faults::file_too_large(name, limit));
            }
        }
        Ok(by_name(files))
    }

    /// What is in those files of `sources` that have the name of an image. Unchanged ones are taken from `memory`, which
    /// remembers the returned ones from now on.
    fn images(
        &self,
        sources: &Sources,
        memory: Option<&mut Memory>,
    ) -> Result<BTreeMap<String, ImageFile>, DiskError> {
        let used = sources.files.iter();
        let used = used.map(|(name, path)| (name.clone(), path));
        let of_site = sources.static_files.iter();
        let of_site = of_site.map(|(name, path)| (format!("{STATIC}/{name}"), path));
        let files = used.chain(of_site);
        let files: Vec<_> = files.filter(|(name, _)| images::has_size(name)).collect();
        let known = memory.as_deref();
        let read: Vec<(String, Option<Stamp>, ImageFile)> = files
            .into_par_iter()
            .map(|(name, path)| {
                let stamp = known.map(|_| self.disk.stamp(path)).transpose()?;
                let before = known.and_then(|known| known.images.get(&name));
                let found = match before {
                    Some((before, found)) if Some(*before) == stamp => *found,
                    _ => images::look(self.disk, path)?,
                };
                Ok((name, stamp, found))
            })
            .collect::<Result<_, DiskError>>()?;
        if let Some(memory) = memory {
            let stamped = read.iter();
            let stamped = stamped
                .filter_map(|(name, stamp, found)| Some((name.clone(), ((*stamp)?, *found))));
            memory.images = stamped.collect();
        }
        let found = read.into_iter();
        Ok(found.map(|(name, _, found)| (name, found)).collect())
    }

    /// Reads the project's own templates, and its own phrases, into `sources`.
    fn templates(&self, sources: &mut Sources) -> Result<(), DiskError> {
        for Listed { name, path } in self.list(TEMPLATES)? {
            let name_in_project = format!("{TEMPLATES}/{name}");
            let file = match self.unsaved.get(&name_in_project) {
                Some(unsaved) => Arc::clone(unsaved),
                None => trusted(self.disk, &path, &name_in_project, self.faults)?,
            };
            if let Some(name) = name.strip_prefix(PHRASES) {
                let tag = name.trim_end_matches(".toml").to_owned();
                sources.phrases.insert(tag, file);
            } else {
                sources.templates.insert(name, file);
            }
        }
        self.faults
            .report_all(misspelled_templates(&sources.templates));
        Ok(())
    }

    /// Reports an edit that stopped in the middle: some files have their new text and some their old one.
    fn report_stopped_edit(&self) -> Result<(), DiskError> {
        if self.disk.exists(&self.root.join(EDITS).join(JOURNAL))? {
            self.faults.report(file_faults::stopped_edit());
        }
        Ok(())
    }
}

/// Reports templates that nothing uses, if their names look like those of the theme. Other templates may include a template
/// by any name.
fn misspelled_templates(
    templates: &BTreeMap<String, Arc<SourceFile>>,
) -> impl Iterator<Item = Diagnostic> {
    let is_used = |name: &str| {
        let known = theme::TEMPLATES.iter().any(|(known, _)| *known == name);
        known || name.contains('/') || templates.values().any(|file| file.text.contains(name))
    };
    let unused = templates.keys().filter(move |name| !is_used(name));
    unused.filter_map(|name| {
        Some(file_faults::misspelled_template(
            name,
            theme::similar(name)?,
        ))
    })
}

/// The text of a file that is not an entry. Maintainers write these files, so they may have any length.
fn trusted(
    disk: &Disk,
    path: &Path,
    name: &str,
    faults: &Faults,
) -> Result<Arc<SourceFile>, DiskError> {
    let file = text(disk.read(path, u64::MAX)?, name, faults);
    Ok(file.unwrap_or_else(|| Arc::new(SourceFile::new(name, String::new()))))
}

/// Whether a file is larger than a number of bytes.
fn is_larger(file: &SourceFile, limit: u64) -> bool {
    u64::try_from(file.length()).is_ok_and(|length| length > limit)
}

fn by_name(files: Vec<Listed>) -> BTreeMap<String, PathBuf> {
    let files = files.into_iter();
    files.map(|file| (file.name, file.path)).collect()
}

/// The text of a file; `None` if it is not UTF-8. Then only its first invalid byte is reported.
fn text(bytes: Vec<u8>, name: &str, faults: &Faults) -> Option<Arc<SourceFile>> {
    match String::from_utf8(bytes) {
        Ok(text) => Some(Arc::new(SourceFile::new(name, text))),
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
            faults.report(file_faults::not_utf8(at, byte, Place::new(&file, replaced)));
            None
        }
    }
}
