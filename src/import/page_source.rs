//! Reads a source that is a page with all terms in HTML or AsciiDoc, or a folder of such pages.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::ImportOptions;
use super::account::{Gathered, Reading};
use super::asciidoc::{self, AsciiDocFile};
use super::decoding::decoded_page;
use super::draft::Place;
use super::html::{HtmlPage, ReadPage};
use super::notes::NoteKind;
use super::old_pages::OldPages;
use super::one_page::{linked_files, names_glossary};
use super::read::{self, Unread};
use super::report::Report;
use super::value::Problem;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;

/// The extensions of pages of HTML.
const HTML: &[&str] = &["html", "htm", "xhtml", "xht"];

/// The markup of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageMarkup {
    Html,
    AsciiDoc,
}

/// What was read of a page.
struct Page {
    read: ReadPage,
    /// A remark on its encoding, if that was guessed.
    remark: Option<String>,
    /// The files on the disk that are parts of it.
    included: Vec<PathBuf>,
}

impl PageMarkup {
    /// The markup of a file, by its extension in small letters.
    pub(super) fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            ending if HTML.contains(&ending) => Some(Self::Html),
            ending if asciidoc::ENDINGS.contains(&ending) => Some(Self::AsciiDoc),
            _ => None,
        }
    }

    /// Whether a file has this markup, by its path.
    fn is_of(self, name: &str) -> bool {
        let ending = name
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_lowercase());
        ending.is_some_and(|ending| Self::of_ending(&ending) == Some(self))
    }
}

/// A source that is a page, or a folder of pages.
pub(super) struct PageSource<'s> {
    pub(super) markup: PageMarkup,
    pub(super) disk: &'s Disk,
    pub(super) options: &'s ImportOptions,
    /// Its name in messages.
    pub(super) shown: &'s str,
}

impl PageSource<'_> {
    /// Reads a file. `name` is its path in the source, `page` the name by which links know it, and `file` its name in
    /// messages.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or has a problem.
    fn read(&self, path: &Path, (name, page, file): (&str, &str, &str)) -> Result<Page, Unread> {
        if self.markup == PageMarkup::AsciiDoc {
            let text = read::text(self.disk, path)?;
            let asciidoc = AsciiDocFile {
                text: &text,
                path,
                source: &self.options.source,
                attributes: &self.options.attributes,
                page: read::stem(name),
                name: page,
                file,
            };
            let (read, included) = asciidoc.read(self.disk)?;
            return Ok(Page {
                read,
                remark: None,
                included,
            });
        }
        let bytes = read::bytes(self.disk, path)?;
        let decoded = decoded_page(&bytes).map_err(Unread::Invalid)?;
        let page = HtmlPage {
            text: &decoded.text,
            path: name,
            name: page,
            file,
        };
        let remark = decoded.guessed.map(|encoding| {
            format!("{file} was read as {encoding}: if letters are wrong, save it as UTF-8")
        });
        Ok(Page {
            read: page.read().map_err(Unread::Invalid)?,
            remark,
            included: Vec::new(),
        })
    }

    /// The place of the source in the old site.
    ///
    /// # Errors
    ///
    /// A folder or its settings cannot be read.
    fn old_pages(&self, is_folder: bool) -> Result<OldPages, Failure> {
        let source = &self.options.source;
        match self.markup {
            PageMarkup::Html => OldPages::of_files(self.disk, source, is_folder),
            PageMarkup::AsciiDoc => OldPages::find(self.disk, source, is_folder),
        }
    }

    /// Reads a source that is one page.
    ///
    /// # Errors
    ///
    /// [`Failure::Io`] if the file cannot be read.
    pub(super) fn single_page(&self, report: &mut Report) -> Result<(Gathered, Reading), Failure> {
        let (disk, source, shown) = (self.disk, self.options.source.as_path(), self.shown);
        report.files = 1;
        let name = source.file_name().unwrap_or_default().to_string_lossy();
        let stem = read::stem(&name);
        let folder = source.parent().and_then(Path::file_name);
        let page = match folder.filter(|_| stem.eq_ignore_ascii_case("index")) {
            Some(folder) => folder.to_string_lossy().into_owned(),
            None => stem.to_owned(),
        };
        let page = match self.read(source, (&name, &page, shown)) {
            Ok(read) => read,
            Err(Unread::Failed(error)) => return Err(error.into()),
            Err(Unread::Invalid(problem)) => {
                report.add_error(shown, problem);
                return Ok((Gathered::default(), Reading::default()));
            }
        };
        report.remarks.extend(page.remark);
        let mut files = linked_files(disk, source, &page.read.markdown)?;
        // other pages are not files that an entry can bring along
        files.retain(|name, _| !self.markup.is_of(name));
        let gathered = Gathered {
            files,
            old_pages: self.old_pages(false)?,
            ..Gathered::default()
        };
        Ok((gathered, page.read.reading))
    }

    /// Whether one of the pages of a folder is a glossary. What cannot be read is reported later.
    ///
    /// # Errors
    ///
    /// The folder cannot be read.
    pub(super) fn has_glossary(&self) -> Result<bool, Failure> {
        let (files, _) = read::list(self.disk, &self.options.source, "")?;
        let mut pages = files.iter().filter(|(name, _)| self.markup.is_of(name));
        Ok(pages.any(|(name, path)| {
            let page = self.read(path, (name, read::stem(name), name));
            page.is_ok_and(|page| page.read.is_glossary)
        }))
    }

    /// Reads the pages of a folder that are glossaries.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] if none is one, [`Failure::Io`] if a file cannot be read.
    pub(super) fn folder(&self, report: &mut Report) -> Result<(Gathered, Reading), Failure> {
        let (disk, source, shown) = (self.disk, self.options.source.as_path(), self.shown);
        let mut gathered = Gathered {
            old_pages: self.old_pages(true)?,
            ..Gathered::default()
        };
        let (files, mut reading) = read::list(disk, source, shown)?;
        let mut pages: Vec<(String, PathBuf, Page)> = Vec::new();
        let mut problems: Vec<(String, Problem)> = Vec::new();
        for (name, path) in files {
            if !self.markup.is_of(&name) {
                gathered.files.insert(name, path);
                continue;
            }
            report.files += 1;
            let place = read::named(shown, &name);
            match self.read(&path, (&name, read::stem(&name), &place)) {
                Ok(page) => pages.push((name, disk.canonical(&path)?, page)),
                Err(Unread::Failed(error)) => return Err(error.into()),
                Err(Unread::Invalid(problem)) => problems.push((place, problem)),
            }
        }
        let parts = included(&pages);
        let mut found = 0;
        for (name, path, page) in pages {
            if parts.contains(&path) {
                continue;
            }
            let place = read::named(shown, &name);
            if !page.read.is_glossary {
                let what = "a page that is not a glossary";
                reading.note(NoteKind::LeftOut, &place, 0, what, "");
                continue;
            }
            found += 1;
            reading.remarks.extend(page.remark);
            add(page.read, read::stem(&name), &mut reading);
        }
        if found == 0 && problems.is_empty() {
            return Err(Failure::Usage(format!(
                "no page in {} is a glossary: give the file with the terms",
                source.display()
            )));
        }
        for (place, problem) in problems {
            report.add_error(&place, problem);
        }
        report.others = gathered.files.len();
        Ok((gathered, reading))
    }
}

/// The files that are parts of a page that calls itself a glossary.
fn included(pages: &[(String, PathBuf, Page)]) -> HashSet<PathBuf> {
    let is_whole = |(name, _, page): &&(String, PathBuf, Page)| {
        let title = page.read.title.as_deref();
        let says =
            names_glossary(read::stem(read::base(name))) || title.is_some_and(names_glossary);
        page.read.is_glossary && says
    };
    let whole = pages.iter().filter(is_whole);
    whole
        .flat_map(|(_, own, page)| page.included.iter().filter(move |path| *path != own))
        .cloned()
        .collect()
}

/// Adds what was read of a page. The first introduction is that of the glossary, and another one with other words becomes
/// a page.
fn add(page: ReadPage, path: &str, reading: &mut Reading) {
    let mut own = page.reading;
    let known: Vec<String> = reading
        .raws
        .iter()
        .filter(|raw| raw.place != Place::Entry)
        .map(|raw| raw.body.text.clone())
        .collect();
    own.raws
        .retain(|raw| raw.place == Place::Entry || !known.contains(&raw.body.text));
    for raw in &mut own.raws {
        if raw.place == Place::Introduction && !known.is_empty() {
            raw.place = Place::Page;
            path.clone_into(&mut raw.path);
            raw.field("title", page.title.as_deref().unwrap_or(path), raw.line);
        }
    }
    reading.append(own);
}
