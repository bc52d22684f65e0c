//! Reads a source that is a page of HTML, or a folder of them.

use std::path::Path;

use super::{HtmlPage, ReadPage};
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::import::account::{Gathered, Reading};
use crate::import::decoding::decoded_page;
use crate::import::draft::Place;
use crate::import::notes::NoteKind;
use crate::import::old_pages::OldPages;
use crate::import::one_page::linked_files;
use crate::import::read::{self, Unread};
use crate::import::report::Report;
use crate::import::value::Problem;

/// The extensions of pages.
const ENDINGS: &[&str] = &["html", "htm", "xhtml", "xht"];

/// Whether a file is a page of HTML, by its extension in small letters.
pub(in crate::import) fn is_page(ending: &str) -> bool {
    ENDINGS.contains(&ending)
}

/// Whether a file is a page of HTML, by its path.
fn has_ending(name: &str) -> bool {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| is_page(&ending))
}

/// A page, and a remark on its encoding if that was guessed.
type Page = (ReadPage, Option<String>);

/// Reads a file that is a page of HTML. `name` is its path in the source, `page` the name by which links know it, and `file`
/// its name in messages.
///
/// # Errors
///
/// The file cannot be read, or has a problem.
fn read_file(disk: &Disk, path: &Path, name: &str, page: &str, file: &str) -> Result<Page, Unread> {
    let bytes = read::bytes(disk, path)?;
    let decoded = decoded_page(&bytes).map_err(Unread::Invalid)?;
    let page = HtmlPage {
        text: &decoded.text,
        path: name,
        name: page,
        file,
    };
    let read = page.read().map_err(Unread::Invalid)?;
    let remark = decoded.guessed.map(|encoding| {
        format!("{file} was read as {encoding}: if letters are wrong, save it as UTF-8")
    });
    Ok((read, remark))
}

/// Reads a source that is one page. `shown` is its name in messages.
///
/// # Errors
///
/// [`Failure::Io`] if the file cannot be read.
pub(in crate::import) fn single_page(
    disk: &Disk,
    source: &Path,
    shown: &str,
    report: &mut Report,
) -> Result<(Gathered, Reading), Failure> {
    report.files = 1;
    let name = source.file_name().unwrap_or_default().to_string_lossy();
    let stem = read::stem(&name);
    let folder = source.parent().and_then(Path::file_name);
    let page = match folder.filter(|_| stem.eq_ignore_ascii_case("index")) {
        Some(folder) => folder.to_string_lossy().into_owned(),
        None => stem.to_owned(),
    };
    let (page, remark) = match read_file(disk, source, &name, &page, shown) {
        Ok(read) => read,
        Err(Unread::Failed(error)) => return Err(error.into()),
        Err(Unread::Invalid(problem)) => {
            report.add_error(shown, problem);
            return Ok((Gathered::default(), Reading::default()));
        }
    };
    report.remarks.extend(remark);
    let mut files = linked_files(disk, source, &page.markdown)?;
    // other pages are not files that an entry can bring along
    files.retain(|name, _| !has_ending(name));
    let gathered = Gathered {
        files,
        old_pages: OldPages::of_files(disk, source, false)?,
        ..Gathered::default()
    };
    Ok((gathered, page.reading))
}

/// Whether one of the pages of a folder is a glossary. What cannot be read is reported later.
///
/// # Errors
///
/// The folder cannot be read.
pub(in crate::import) fn has_glossary(disk: &Disk, source: &Path) -> Result<bool, Failure> {
    let (files, _) = read::list(disk, source, "")?;
    let mut pages = files.iter().filter(|(name, _)| has_ending(name));
    Ok(pages.any(|(name, path)| {
        let page = read_file(disk, path, name, read::stem(name), name);
        page.is_ok_and(|(page, _)| page.is_glossary)
    }))
}

/// Reads the pages of a folder that are glossaries.
///
/// # Errors
///
/// [`Failure::Usage`] if none is one, [`Failure::Io`] if a file cannot be read.
pub(in crate::import) fn folder(
    disk: &Disk,
    source: &Path,
    shown: &str,
    report: &mut Report,
) -> Result<(Gathered, Reading), Failure> {
    let mut gathered = Gathered {
        old_pages: OldPages::of_files(disk, source, true)?,
        ..Gathered::default()
    };
    let (files, mut reading) = read::list(disk, source, shown)?;
    let mut found = 0;
    let mut problems: Vec<(String, Problem)> = Vec::new();
    for (name, path) in files {
        if !has_ending(&name) {
            gathered.files.insert(name, path);
            continue;
        }
        report.files += 1;
        let place = read::named(shown, &name);
        match read_file(disk, &path, &name, read::stem(&name), &place) {
            Ok((page, remark)) if page.is_glossary => {
                found += 1;
                reading.remarks.extend(remark);
                add(page, read::stem(&name), &mut reading);
            }
            Ok(_) => {
                let what = "a page that is not a glossary";
                reading.note(NoteKind::LeftOut, &place, 0, what, "");
            }
            Err(Unread::Failed(error)) => return Err(error.into()),
            Err(Unread::Invalid(problem)) => problems.push((place, problem)),
        }
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
