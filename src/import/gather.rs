//! Recognises the format of a source, and collects its raw entries, pages and files.

use std::path::Path;

use super::account::{Gathered, Reading};
use super::known_languages::KnownLanguages;
use super::markdown_folder::{self, is_markdown};
use super::notes::NoteKind;
use super::old_pages::OldPages;
use super::one_page::{PageFile, linked_files};
use super::page_source::{PageMarkup, PageSource};
use super::read::{self, Unread};
use super::report::Report;
use super::single_file::{self, ending};
use super::{Format, ImportOptions, fields, html, spec_up, sphinx};
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Progress;
use crate::disk::{Disk, PathKind as OnDisk};
use crate::project::images::{self, ImageFile};

/// Checks that the source exists and is not in the project's own `content/`, into which entries are written.
pub(super) fn check_place(disk: &Disk, options: &ImportOptions) -> Result<(), Failure> {
    let source = &options.source;
    if !disk.exists(source)? {
        return Err(Failure::Usage(format!(
            "there is no {}: give the file or the folder of a glossary",
            source.display()
        )));
    }
    let content = options.root.join("content");
    if !disk.exists(&content)? {
        return Ok(());
    }
    let own = disk.canonical(&content)?;
    if disk.canonical(source)?.starts_with(&own) {
        return Err(Failure::Usage(format!(
            "{} is in content/, into which the entries are written: move it to another folder first",
            source.display()
        )));
    }
    Ok(())
}

/// Reads a source. `known` are the languages of the glossary; `shown` is the name of the source in messages.
///
/// # Errors
///
/// [`Failure::Usage`] if the source has no known format, [`Failure::Io`] if a file cannot be read.
pub(super) fn gather(
    disk: &Disk,
    options: &ImportOptions,
    known: &KnownLanguages,
    shown: &str,
    progress: &dyn Progress,
    report: &mut Report,
) -> Result<Gathered, Failure> {
    let source = options.source.as_path();
    let kind = disk.kind(source)?;
    if kind == Some(OnDisk::Other) {
        return Err(Failure::Usage(format!(
            "{} is a link or a device: give the file or the folder itself",
            source.display()
        )));
    }
    let is_folder = kind == Some(OnDisk::Folder);
    report.is_folder = is_folder;
    let records = match is_folder {
        true => None,
        false => single_file::read(disk, options, known, shown, report)?,
    };
    let (mut gathered, reading) = match records {
        Some(read) => read,
        None => other(disk, options, known, shown, progress, report)?,
    };
    leave_broken_images(disk, shown, &mut gathered, report);
    gathered.raws = reading.raws;
    gathered.title = reading.title;
    gathered.language = reading.language;
    gathered.translations = reading.translations;
    gathered.index_anchors = reading.index_anchors;
    report.notes.extend(reading.notes);
    report.remarks.extend(reading.remarks);
    Ok(gathered)
}

/// Leaves out files that are not the images that their names say, because no page can show them.
fn leave_broken_images(disk: &Disk, shown: &str, gathered: &mut Gathered, report: &mut Report) {
    let shown = match report.is_folder {
        true => shown,
        false => read::parent(shown),
    };
    gathered.files.retain(|name, path| {
        // what cannot be read is reported when it is copied
        let is_broken =
            images::has_size(name) && matches!(images::look(disk, path), Ok(ImageFile::Other(_)));
        if is_broken {
            let file = match shown {
                "" => name.clone(),
                shown => read::named(shown, name),
            };
            let what = "a file that is not an image, though its name says so";
            report.note(NoteKind::LeftOut, &file, 0, what, "");
        }
        !is_broken
    });
}

/// Reads a source that is not a file with records.
fn other(
    disk: &Disk,
    options: &ImportOptions,
    known: &KnownLanguages,
    shown: &str,
    progress: &dyn Progress,
    report: &mut Report,
) -> Result<(Gathered, Reading), Failure> {
    let source = options.source.as_path();
    let markup = match options.format {
        Some(format) => format.page_markup(),
        None => PageMarkup::of_ending(&ending(source)),
    };
    let pages = |markup| PageSource {
        markup,
        disk,
        options,
        shown,
    };
    if let Some(markup) = markup.filter(|_| !report.is_folder) {
        return pages(markup).single_page(report);
    }
    let text = if report.is_folder {
        None
    } else {
        if options.format.is_none() {
            check_ending(source)?;
        }
        match read::text(disk, source) {
            Ok(text) => Some(text),
            Err(Unread::Failed(error)) => return Err(error.into()),
            Err(Unread::Invalid(problem)) => {
                report.files = 1;
                report.add_error(shown, problem);
                return Ok((Gathered::default(), Reading::default()));
            }
        }
    };
    let format = match options.format {
        Some(format) => format,
        None => guess(disk, options, text.as_deref())?,
    };
    Ok(match (format, text) {
        (
            Format::Tsv
            | Format::Csv
            | Format::Yaml
            | Format::Json
            | Format::Toml
            | Format::Xlsx
            | Format::Ods
            | Format::Tbx
            | Format::Skos,
            text,
        ) => return Err(no_single_file(source, format, text.is_none())),
        (Format::Markdown | Format::Page, Some(text)) => {
            let page = MarkdownPage {
                path: source,
                file: shown,
                text: &text,
                is_forced: format == Format::Page,
            };
            match page.read(disk, report)? {
                Some(read) => read,
                None => markdown_folder::read(disk, source, known, shown, progress, report)?,
            }
        }
        (Format::Markdown | Format::Page, None) => {
            match only_page(disk, source, shown, format == Format::Page, report)? {
                Some(read) => read,
                None => markdown_folder::read(disk, source, known, shown, progress, report)?,
            }
        }
        (Format::Files, _) => {
            let mut read = markdown_folder::read(disk, source, known, shown, progress, report)?;
            // the user says that it is not a page with all terms
            read.1.notes.retain(|note| note.kind != NoteKind::LooksLike);
            read
        }
        (Format::Sphinx, Some(text)) => {
            report.files = 1;
            let name = source.file_name().unwrap_or_default().to_string_lossy();
            let reading = sphinx::read(&text, read::stem(&name), shown);
            let gathered = Gathered {
                old_pages: OldPages::find(disk, source, false)?,
                ..Gathered::default()
            };
            (gathered, reading)
        }
        (Format::Sphinx, None) => sphinx_folder(disk, source, shown, report)?,
        (Format::Html, Some(_)) => pages(PageMarkup::Html).single_page(report)?,
        (Format::Html, None) => pages(PageMarkup::Html).folder(report)?,
        (Format::AsciiDoc, Some(_)) => pages(PageMarkup::AsciiDoc).single_page(report)?,
        (Format::AsciiDoc, None) => pages(PageMarkup::AsciiDoc).folder(report)?,
    })
}

/// The failure for a source that is not read as the single file of its format: a folder, or a file whose name does not show
/// the format.
fn no_single_file(source: &Path, format: Format, is_folder: bool) -> Failure {
    let source = source.display();
    Failure::Usage(match format {
        _ if !is_folder => {
            format!("the name of {source} does not show its format: use `--format`")
        }
        Format::Tsv | Format::Csv => {
            format!("{source} is a folder: give the file of the table")
        }
        _ => format!("{source} is a folder: give the file with the terms"),
    })
}

/// Refuses files that import cannot read, with the way to make a file that it can.
fn check_ending(source: &Path) -> Result<(), Failure> {
    let help = match ending(source).as_str() {
        "xls" | "xlsb" | "numbers" => "import does not read this workbook: save it as `.xlsx`",
        "xml" => "the file is neither TBX nor RDF: make a table of it, and save it as `CSV UTF-8`",
        "docx" | "odt" | "pdf" => {
            "import does not read this format: make a table of it, and save it as `CSV UTF-8`"
        }
        _ => return Ok(()),
    };
    Err(Failure::Usage(format!("{}: {help}", source.display())))
}

/// A Markdown file that may hold all terms.
struct MarkdownPage<'m> {
    path: &'m Path,
    /// Its name in messages.
    file: &'m str,
    text: &'m str,
    /// Whether the user says that it holds all terms.
    is_forced: bool,
}

impl MarkdownPage<'_> {
    /// Reads the page, if it holds all terms of a glossary.
    fn read(
        &self,
        disk: &Disk,
        report: &mut Report,
    ) -> Result<Option<(Gathered, Reading)>, Failure> {
        let parts = match fields::split(self.text) {
            Ok(parts) => parts,
            Err(problem) => {
                report.files = 1;
                report.add_error(self.file, problem);
                return Ok(Some((Gathered::default(), Reading::default())));
            }
        };
        let page = PageFile::new(self.path, self.file, &parts);
        if spec_up::has_terms(parts.body) || !self.is_forced && page.count_terms().is_none() {
            return Ok(None);
        }
        report.files = 1;
        let gathered = Gathered {
            files: linked_files(disk, self.path, parts.body)?,
            old_pages: OldPages::find(disk, self.path, false)?,
            ..Gathered::default()
        };
        Ok(Some((gathered, page.read())))
    }
}

/// Reads the only Markdown file of a folder, if it holds all terms of a glossary.
fn only_page(
    disk: &Disk,
    source: &Path,
    shown: &str,
    is_forced: bool,
    report: &mut Report,
) -> Result<Option<(Gathered, Reading)>, Failure> {
    let (files, listed) = read::list(disk, source, shown)?;
    let mut texts = files.iter().filter(|(name, _)| is_markdown(name));
    let (Some((name, path)), None) = (texts.next(), texts.next()) else {
        if is_forced {
            return Err(Failure::Usage(format!(
                "{} has several Markdown files, or none: give the file that holds all terms",
                source.display()
            )));
        }
        return Ok(None);
    };
    let text = match read::text(disk, path) {
        Ok(text) => text,
        Err(Unread::Failed(error)) => return Err(error.into()),
        // the reader of folders reports it
        Err(Unread::Invalid(_)) => return Ok(None),
    };
    let file = read::named(shown, name);
    let page = MarkdownPage {
        path,
        file: &file,
        text: &text,
        is_forced,
    };
    let Some((mut gathered, mut reading)) = page.read(disk, report)? else {
        return Ok(None);
    };
    reading.append(listed);
    // addresses are relative to the folder of the page
    let folder = read::parent(name);
    let below = |name: &String| match folder {
        "" => Some(name.clone()),
        folder => Some(name.strip_prefix(folder)?.strip_prefix('/')?.to_owned()),
    };
    let others = files.iter().filter(|(name, _)| !is_markdown(name));
    for (name, path) in others {
        report.others += 1;
        if let Some(name) = below(name) {
            gathered.files.insert(name, path.clone());
        }
    }
    Ok(Some((gathered, reading)))
}

/// Reads all files of a folder with a glossary of Sphinx.
fn sphinx_folder(
    disk: &Disk,
    source: &Path,
    shown: &str,
    report: &mut Report,
) -> Result<(Gathered, Reading), Failure> {
    let mut gathered = Gathered {
        old_pages: OldPages::find(disk, source, true)?,
        ..Gathered::default()
    };
    let (files, mut reading) = read::list(disk, source, shown)?;
    for (name, path) in files {
        if !name.ends_with(".rst") && !is_markdown(&name) {
            gathered.files.insert(name, path);
            continue;
        }
        report.files += 1;
        let place = read::named(shown, &name);
        match read::text(disk, &path) {
            Ok(text) if sphinx::is_glossary(&text) => {
                reading.append(sphinx::read(&text, read::stem(&name), &place));
            }
            Ok(text) => {
                let what = "a file without a glossary directive";
                reading.note(NoteKind::LeftOut, &place, 0, what, "");
                let terms = if is_markdown(&name) {
                    page_terms(&path, &text)
                } else {
                    sphinx::looks_like_glossary(&text)
                };
                if let Some(terms) = terms {
                    note_look(&name, &place, terms, &mut reading);
                }
            }
            Err(Unread::Failed(error)) => return Err(error.into()),
            Err(Unread::Invalid(problem)) => report.add_error(&place, problem),
        }
    }
    report.others = gathered.files.len();
    Ok((gathered, reading))
}

/// The number of terms of a Markdown file that looks like a page with all terms.
fn page_terms(path: &Path, text: &str) -> Option<usize> {
    let parts = fields::split(text).ok()?;
    let terms = PageFile::new(path, "", &parts).count_terms()?;
    (terms >= MANY).then_some(terms)
}

/// The fewest terms of a file that looks like a whole glossary.
const MANY: usize = 10;

/// Notes a file that looks like a glossary, and is not read.
fn note_look(name: &str, place: &str, terms: usize, reading: &mut Reading) {
    let what = "a file that was not read";
    let help = match is_markdown(name) {
        true => format!("`headword import {place}`"),
        false => "put the terms into the directive `glossary`".to_owned(),
    };
    let detail = format!("({terms} terms): {help}");
    reading.note(NoteKind::LooksLike, place, 0, what, detail);
}

/// The format of a folder: that of most of its files. A glossary of Sphinx stands in one or a few files of a
/// documentation, so it counts if the other Markdown files are not entries with front matter.
fn format_of_folder(disk: &Disk, options: &ImportOptions) -> Result<Format, Failure> {
    let source = options.source.as_path();
    let (files, _) = read::list(disk, source, "")?;
    let (mut directives, mut entries, mut others) = (0_usize, 0_usize, 0_usize);
    let (mut html, mut asciidoc) = (0_usize, 0_usize);
    for (name, path) in &files {
        match PageMarkup::of_ending(&ending(path)) {
            Some(PageMarkup::Html) => html += 1,
            Some(PageMarkup::AsciiDoc) => asciidoc += 1,
            None => {}
        }
        if !is_markdown(name) && !name.ends_with(".rst") {
            continue;
        }
        // a file that cannot be read is reported later
        let Ok(text) = read::text(disk, path) else {
            continue;
        };
        if sphinx::is_glossary(&text) {
            directives += 1;
        } else if ["---", "+++", "{"].contains(&text.lines().next().unwrap_or_default().trim_end())
        {
            entries += 1;
        } else {
            others += 1;
        }
    }
    let texts = directives + entries + others;
    let pages = [
        (asciidoc, PageMarkup::AsciiDoc, Format::AsciiDoc),
        (html, PageMarkup::Html, Format::Html),
    ];
    for (count, markup, format) in pages {
        let others = html + asciidoc - count + texts;
        let source = PageSource {
            markup,
            disk,
            options,
            shown: "",
        };
        if count > others && (others == 0 || source.has_glossary()?) {
            return Ok(format);
        }
    }
    let is_vault = disk.kind(&source.join(".obsidian"))? == Some(OnDisk::Folder);
    let has_markdown = files.iter().any(|(name, _)| is_markdown(name));
    let is_sphinx = directives > 0 && entries <= directives + others && !is_vault;
    Ok(if is_sphinx || !has_markdown && others > 0 {
        Format::Sphinx
    } else {
        Format::Markdown
    })
}

/// Recognises the format of a source by its name and its content.
fn guess(disk: &Disk, options: &ImportOptions, text: Option<&str>) -> Result<Format, Failure> {
    let source = options.source.as_path();
    let ending = ending(source);
    let Some(text) = text else {
        return format_of_folder(disk, options);
    };
    match ending.as_str() {
        "rst" | "rest" => Ok(Format::Sphinx),
        "md" | "mdx" | "markdown" if sphinx::is_glossary(text) => Ok(Format::Sphinx),
        "md" | "mdx" | "markdown" => Ok(Format::Markdown),
        "txt" if sphinx::is_glossary(text) => Ok(Format::Sphinx),
        _ if html::is_html(text) => Ok(Format::Html),
        _ => Err(Failure::Usage(format!(
            "the name of {} does not show its format: write `--format tsv`, `csv`, `page`, `markdown`, \
             `sphinx`, `yaml`, `json`, `toml`, `xlsx`, \
             `ods`, `html`, `asciidoc`, `tbx` or `skos`",
            source.display()
        ))),
    }
}
