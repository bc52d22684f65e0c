//! Adds links to all pages of a site, and takes them out again.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::faults;
use super::file_kind::FileKind;
use super::files::{self, Files, place, stage};
use super::marks::{SCRIPT, STYLES};
use super::mentions::Finder;
use super::page::{Annotated, Annotator, Original, Unreadable};
use super::published::Published;
use super::report::{Done, Report};
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Progress;
use crate::disk::Disk;
use crate::project::config::Mentions;
use crate::project::theme::without_comments;
use crate::text::slice;
use crate::web_page::facts::{Facts, Framework};
use crate::web_page::main_texts::MainTexts;

/// The script that shows cards.
const CARDS: &str = include_str!("cards.js");

/// The same script with the one that puts links into pages that a framework draws again.
const CARDS_AND_LINKS: &str = concat!(include_str!("cards.js"), include_str!("drawn-links.js"));

/// The style sheet of cards.
const CARD_STYLES: &str = include_str!("cards.css");

/// How both files begin, in every version. A file that begins in another way is somebody else's.
const OURS: &str = "/* Cards of a Headword glossary";

/// The most bytes of a page.
const LARGEST: u64 = 256 * 1024 * 1024;

/// What to do with a site.
#[derive(Debug)]
pub struct Task<'a> {
    /// The folder of the site.
    pub site: &'a Path,
    /// The folder for a copy; `None` to change the site itself.
    pub output: Option<&'a Path>,
    /// The address of the glossary's site, if it is not its `base_url`.
    pub to: Option<&'a str>,
    /// The selector of the main text, if it is not a known one.
    pub within: Option<&'a str>,
    /// How many mentions of a term become links.
    pub mentions: Mentions,
    /// Whether nothing is written.
    pub is_dry: bool,
}

/// Adds links to the pages of a site. Problems are collected in `faults`; if one is an error, nothing is written.
///
/// # Errors
///
/// [`Failure::Faults`] for problems with pages, [`Failure::Usage`] and the like for options that cannot be used,
/// and [`Failure::Io`] if a file cannot be read or written.
pub fn annotate(
    disk: &Disk,
    published: &Published,
    task: &Task<'_>,
    faults: &Faults,
    progress: &dyn Progress,
) -> Result<Done, Failure> {
    let finder = Finder::new(published, task.to, task.mentions, task.is_dry)?;
    let main_texts = MainTexts::new(task.within)
        .map_err(|why| faults::bad_selector(task.within.unwrap_or_default(), &why))?;
    let annotator = Annotator {
        finder,
        main_texts: &main_texts,
    };
    let site = Site::open(disk, task, FileKind::Pages, faults)?;
    let all: HashSet<&str> = site.files.others.iter().map(String::as_str).collect();
    let found = Mutex::new(Found::default());
    let result = site.each_page(progress, &|path, bytes| {
        let source = match Original::read(bytes) {
            Ok(source) => source,
            Err(unreadable) => {
                report_unreadable(path, unreadable, faults);
                found
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .report
                    .pages += 1;
                return None;
            }
        };
        let root = |facts: &Facts| root_of(path, facts, &all);
        match annotator.annotate(&source.bytes, path, &root) {
            Ok(annotated) => {
                let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                Some(found.add(path, annotated, faults))
            }
            Err(unreadable) => {
                report_unreadable(path, unreadable, faults);
                None
            }
        }
    });
    let Found {
        mut report,
        frameworks,
    } = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    for (framework, pages) in frameworks {
        let first = pages.iter().min().map(String::as_str).unwrap_or_default();
        faults.report(faults::drawn_again(framework, first, pages.len()));
    }
    let staged = site.checked(result, faults)?;
    report.written = staged.len();
    report.not_followed = site.files.strange;
    if !task.is_dry {
        let script = if report.drawn_again.is_empty() {
            CARDS
        } else {
            CARDS_AND_LINKS
        };
        site.or_clean_up(site.publish(&staged, Cards::Written(script)))?;
    }
    Ok(report.done(published, task.is_dry))
}

/// Takes all that was added out of the pages of a site, without the glossary.
///
/// # Errors
///
/// As [`annotate`].
pub fn remove(
    disk: &Disk,
    task: &Task<'_>,
    faults: &Faults,
    progress: &dyn Progress,
) -> Result<Done, Failure> {
    let site = Site::open(disk, task, FileKind::Pages, faults)?;
    let left = Mutex::new(0usize);
    let result = site.each_page(progress, &|path, bytes| match Original::read(bytes) {
        Ok(source) => source.is_annotated.then(|| source.bytes.into_owned()),
        Err(Unreadable::Changed) => {
            *left.lock().unwrap_or_else(PoisonError::into_inner) += 1;
            faults.report(faults::changed_page(path));
            None
        }
        // such a page has never got anything
        Err(Unreadable::Encoding(_)) => None,
    });
    let staged = site.checked(result, faults)?;
    let left = left.into_inner().unwrap_or_else(PoisonError::into_inner);
    let counted = crate::text::counted(staged.len(), "page", "pages");
    if task.is_dry {
        return Ok(Done {
            text: format!("would take the links out of {counted}\n"),
            notes: Vec::new(),
        });
    }
    // pages that are left still use the files for cards
    let cards = if left == 0 {
        Cards::Removed
    } else {
        Cards::Kept
    };
    site.or_clean_up(site.publish(&staged, cards))?;
    Ok(Done {
        text: format!("took the links out of {counted}\n"),
        notes: Vec::new(),
    })
}

/// What becomes of the files for cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cards {
    /// They are written; the script has this text.
    Written(&'static str),
    /// They stay as they are.
    Kept,
    /// They are removed.
    Removed,
}

impl Cards {
    /// The files to write, by their names, with their texts.
    fn written(self) -> Vec<(&'static str, String)> {
        match self {
            Self::Written(script) => vec![
                (SCRIPT, without_comments(SCRIPT, script)),
                (STYLES, CARD_STYLES.to_owned()),
            ],
            Self::Kept | Self::Removed => Vec::new(),
        }
    }
}

/// The names of the files for cards.
const ASSETS: [&str; 2] = [SCRIPT, STYLES];

fn report_unreadable(path: &str, unreadable: Unreadable, faults: &Faults) {
    faults.report(match unreadable {
        Unreadable::Encoding(name) => faults::unknown_encoding(path, name.as_deref()),
        Unreadable::Changed => faults::changed_page(path),
    });
}

/// What was found on the pages.
#[derive(Default)]
struct Found {
    report: Report,
    /// The pages that each framework draws.
    frameworks: BTreeMap<Framework, Vec<String>>,
}

impl Found {
    /// Adds what was found on a page, and gives its bytes.
    fn add(&mut self, path: &str, annotated: Annotated, faults: &Faults) -> Vec<u8> {
        let report = &mut self.report;
        report.left(annotated.left);
        report.with_sums += usize::from(annotated.has_sums);
        if let Some(framework) = annotated.framework {
            if framework.shows_when_drawn() {
                report.drawn_again.insert(framework);
            } else {
                let pages = self.frameworks.entry(framework).or_default();
                pages.push(path.to_owned());
            }
        }
        report.add(path, annotated.findings, faults);
        annotated.bytes
    }
}

/// Makes the new bytes of a page of its path and its bytes; `None` if the page stays as it is.
type Make<'m> = dyn Fn(&str, &[u8]) -> Option<Vec<u8>> + Sync + 'm;

/// A site that is being changed, or its sources.
pub(super) struct Site<'a> {
    disk: &'a Disk,
    task: &'a Task<'a>,
    pub(super) files: Files,
    /// The folder that gets the pages: the site, or the folder in which the copy is made.
    target: PathBuf,
}

impl<'a> Site<'a> {
    /// Reads the names of the files of a site, and makes what a copy needs.
    ///
    /// # Errors
    ///
    /// If there is no file to change, or if the copy cannot be made.
    pub(super) fn open(
        disk: &'a Disk,
        task: &'a Task<'a>,
        kind: FileKind,
        faults: &Faults,
    ) -> Result<Self, Failure> {
        let files = files::read(disk, task.site, kind)?;
        if files.pages.is_empty() {
            faults.report(faults::no_page(task.site, kind));
            return Err(Failure::Faults);
        }
        let target = match task.output {
            None => task.site.to_owned(),
            Some(output) => {
                check_output(disk, task.site, output)?;
                files::beside(output)
            }
        };
        let site = Self {
            disk,
            task,
            files,
            target,
        };
        for name in ASSETS.iter().filter(|_| kind == FileKind::Pages) {
            let path = task.site.join(name);
            if disk.exists(&path)? && !is_ours(disk, &path)? {
                return Err(faults::somebody_elses(&path));
            }
        }
        if !task.is_dry {
            site.clean()?;
            site.or_clean_up(site.prepare())?;
        }
        Ok(site)
    }

    /// Removes what a stopped run left.
    fn clean(&self) -> Result<(), Failure> {
        match self.task.output {
            None => {
                for path in &self.files.left_over {
                    self.disk.remove_file(&self.task.site.join(path))?;
                }
                Ok(())
            }
            Some(_) => files::remove_all(self.disk, &self.target),
        }
    }

    /// Makes the folders of a copy.
    fn prepare(&self) -> Result<(), Failure> {
        if self.task.output.is_some() {
            self.disk.create_folders(&self.target)?;
            for folder in &self.files.folders {
                self.disk.create_folder(&self.target.join(folder))?;
            }
        }
        Ok(())
    }

    /// Makes the new bytes of each page with `make`, which gives `None` for a page that stays as it is, and writes
    /// them beside the page, or into the copy. Gives the pages with new bytes.
    pub(super) fn each_page(
        &self,
        progress: &dyn Progress,
        make: &Make<'_>,
    ) -> Result<Vec<&str>, Failure> {
        let part = progress.begin("pages", self.files.pages.len());
        let paths = self.files.pages.par_iter();
        let staged: Result<Vec<Option<&str>>, Failure> = paths
            .map(|path| {
                let file = self.task.site.join(path);
                let bytes = self.disk.read(&file, LARGEST)?;
                let new = make(path, &bytes).filter(|new| *new != bytes);
                part.step();
                if !self.task.is_dry {
                    match (&new, self.task.output) {
                        (Some(new), None) => stage(self.disk, &file, new)?,
                        (None, None) => {}
                        (new, Some(_)) => {
                            let target = self.target.join(path);
                            self.disk.write(&target, new.as_ref().unwrap_or(&bytes))?;
                        }
                    }
                }
                Ok(new.map(|_| path.as_str()))
            })
            .collect();
        Ok(staged?.into_iter().flatten().collect())
    }

    /// The pages that were written, unless there was a problem: then all that was written is removed.
    pub(super) fn checked<'p>(
        &self,
        result: Result<Vec<&'p str>, Failure>,
        faults: &Faults,
    ) -> Result<Vec<&'p str>, Failure> {
        match result {
            Ok(_) if faults.any_error() => self.or_clean_up(Err(Failure::Faults)),
            result => self.or_clean_up(result),
        }
    }

    /// A result; after a failure, all that was written beside pages is removed, as far as this is possible. What is
    /// left, the next run removes.
    pub(super) fn or_clean_up<T>(&self, result: Result<T, Failure>) -> Result<T, Failure> {
        if result.is_err() && !self.task.is_dry {
            if self.task.output.is_some() {
                let _ = files::remove_all(self.disk, &self.target);
            } else {
                for path in self.files.pages.iter().map(String::as_str).chain(ASSETS) {
                    let _ = self
                        .disk
                        .remove_file(&files::beside(&self.task.site.join(path)));
                }
            }
        }
        result
    }

    /// Puts new pages in their places: after the files for cards are written, or before they are removed.
    pub(super) fn publish(&self, staged: &[&str], cards: Cards) -> Result<(), Failure> {
        match self.task.output {
            Some(output) => self.publish_copy(output, cards),
            None => self.publish_in_place(staged, cards),
        }
    }

    fn publish_copy(&self, output: &Path, cards: Cards) -> Result<(), Failure> {
        let disk = self.disk;
        self.files.others.par_iter().try_for_each(|path| {
            let is_asset = ASSETS.contains(&path.as_str());
            if !is_asset || cards == Cards::Kept {
                disk.copy(&self.task.site.join(path), &self.target.join(path))?;
            }
            Ok::<(), Failure>(())
        })?;
        for (name, text) in cards.written() {
            disk.write(&self.target.join(name), text.as_bytes())?;
        }
        disk.remove_folder(output)?;
        Ok(disk.rename(&self.target, output)?)
    }

    fn publish_in_place(&self, staged: &[&str], cards: Cards) -> Result<(), Failure> {
        let disk = self.disk;
        let site = self.task.site;
        for (name, text) in cards.written() {
            let path = site.join(name);
            let is_same = || {
                Ok::<_, Failure>(
                    disk.exists(&path)? && disk.read(&path, LARGEST)? == text.as_bytes(),
                )
            };
            if !is_same()? {
                stage(disk, &path, text.as_bytes())?;
                place(disk, &path)?;
            }
        }
        for path in staged {
            place(disk, &site.join(path))?;
        }
        for name in ASSETS {
            let path = site.join(name);
            if cards == Cards::Removed && is_ours(disk, &path)? {
                disk.remove_file(&path)?;
            }
        }
        Ok(())
    }
}

/// Whether the file at a path is one of ours; `false` if it does not exist.
fn is_ours(disk: &Disk, path: &Path) -> Result<bool, Failure> {
    Ok(disk.exists(path)? && disk.read(path, LARGEST)?.starts_with(OURS.as_bytes()))
}

/// Checks that a folder can get the copy of a site: it does not exist or is empty, and is not in the site.
fn check_output(disk: &Disk, site: &Path, output: &Path) -> Result<(), Failure> {
    if disk.exists(output)? && !disk.names(output)?.is_empty() {
        return Err(faults::output_is_used(output));
    }
    let root = disk.canonical(site)?;
    let around = output.ancestors().skip(1).find_map(|folder| {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        disk.canonical(folder).ok()
    });
    if around.is_some_and(|around| around.starts_with(&root)) {
        return Err(faults::output_in_site(output));
    }
    Ok(())
}

/// The way from a page to the root of its site, or the address of that root. A page with `<base>` begins elsewhere. A
/// page that names its own files from the root of its host names these two in the same way: a router in the browser may
/// read its head at the address of another page, and the page for unknown addresses is shown at any depth. `files` are
/// those of the site.
fn root_of(path: &str, facts: &Facts, files: &HashSet<&str>) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    if let Some(base) = &facts.base {
        // an absolute address is the root of the site, as far as anybody can know
        if base.contains("://") || base.starts_with('/') {
            return String::new();
        }
        return way_up(&joined(folder, base));
    }
    let is_page_for_unknown = path.rsplit('/').next() == Some("404.html");
    for asset in &facts.assets {
        let asset = asset.split(['?', '#']).next().unwrap_or_default();
        let has_host = asset.contains("://") || asset.starts_with("//");
        let is_relative = !has_host && !asset.starts_with('/');
        if (is_page_for_unknown && is_relative) || (!is_page_for_unknown && has_host) {
            continue;
        }
        if is_relative {
            break;
        }
        let own = asset
            .match_indices('/')
            .find(|(slash, _)| files.contains(slice(asset, slash + 1..)));
        if let Some((slash, _)) = own {
            return slice(asset, ..=slash).to_owned();
        }
    }
    way_up(folder)
}

/// The folder at a relative address from a folder.
fn joined(folder: &str, address: &str) -> String {
    let address = address.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The way from a folder to the root.
fn way_up(folder: &str) -> String {
    "../".repeat(folder.split('/').filter(|part| !part.is_empty()).count())
}
