//! Reads a page that holds all terms of a glossary: `GLOSSARY.md`.
//!
//! ```text
//! # Words of the kitchen              the title of the glossary
//! Baked with care.                    the introduction
//! ## B                                a letter
//! ### Banneton <a name="basket"></a>  an entry, for links to `#banneton` and to `#basket`
//! A basket. See [crumb](#crumb).      its text
//! ```
//!
//! `shape` recognises how the terms are written. `reader` goes through the blocks of the page once, and gives each of
//! them to a term, to the introduction, or to a note. `definitions` adds the links and footnotes that a text uses.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, Tag};

use super::account::Reading;
use super::draft::{Place, RawEntry};
use super::fields::FileParts;
use super::notes::NoteKind;
use super::old_site::{joined, path_of};
use super::passage::{Passage, events};
use super::value::Field;
use crate::diagnostic::disk_error::DiskError;
use crate::disk::{Disk, PathKind};
use crate::entry::front_matter::meaning::names_term;
use blocks::{Block, BlockKind, Page};
pub(super) use cells::LINE;
use definitions::abbreviations;
pub(super) use navigation::leads_back;
use reader::PageReader;
use shape::{Shape, Survey, survey};
use term_line::TermLine;
pub(super) use words::{is_letter, names_glossary};

mod blocks;
mod cells;
mod definitions;
mod forms;
mod lines;
mod navigation;
mod reader;
mod shape;
mod term_line;
mod words;

/// A Markdown file that may be a page with all terms.
pub(super) struct PageFile<'f> {
    /// Its name in messages.
    file: &'f str,
    /// The name by which the page is known: that of the file, or of its folder if the file is `index.md`.
    name: String,
    /// The name of the file without its extension.
    stem: String,
    /// Its front matter and its text.
    parts: &'f FileParts<'f>,
    /// Whether the file is the page of a folder, and so cannot be called as a term.
    is_index: bool,
    /// The title of the whole page, which is not a part of its text.
    of_page: Option<&'f str>,
}

impl<'f> PageFile<'f> {
    /// A file, by its path on the disk and its name in messages.
    pub(super) fn new(path: &Path, file: &'f str, parts: &'f FileParts<'f>) -> Self {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let is_index = ["index", "_index", "readme"]
            .iter()
            .any(|name| stem.eq_ignore_ascii_case(name));
        let folder = path.parent().and_then(Path::file_name);
        let stem = stem.into_owned();
        let name = match folder.filter(|_| is_index) {
            Some(folder) => folder.to_string_lossy().into_owned(),
            None => stem.clone(),
        };
        Self {
            file,
            name,
            stem,
            parts,
            is_index,
            of_page: None,
        }
    }

    /// A page that was HTML: the name by which links know it, its name in messages, its text in Markdown, and the title of
    /// the whole page.
    pub(super) fn of_html(
        name: &str,
        file: &'f str,
        parts: &'f FileParts<'f>,
        title: Option<&'f str>,
    ) -> Self {
        Self {
            file,
            name: name.to_owned(),
            stem: name.to_owned(),
            parts,
            is_index: false,
            of_page: title,
        }
    }
}

/// The fewest terms of a page that does not call itself a glossary.
const FEWEST: usize = 5;

/// The fewest terms in headings of such a page, because an entry has headings, too.
const FEWEST_HEADINGS: usize = 10;

impl PageFile<'_> {
    /// The number of terms on the page, if it is one with all terms of a glossary.
    pub(super) fn count_terms(&self) -> Option<usize> {
        let survey = self.survey()?;
        self.is_glossary(survey).then_some(survey.count)
    }

    /// Whether the page has something that looks like terms.
    pub(super) fn has_terms(&self) -> bool {
        self.survey().is_some()
    }

    fn survey(&self) -> Option<Survey> {
        let text = self.parts.body;
        let passage = Passage::new(text, self.parts.line);
        let (found, rest) = abbreviations(text, self.parts.line, &passage.code());
        survey(&Page::new(&rest, self.parts.line), found.len())
    }

    fn is_glossary(&self, survey: Survey) -> bool {
        let title = self.title();
        let says = names_glossary(&self.name) || title.as_deref().is_some_and(names_glossary);
        let fewest = match survey.shape {
            _ if says => 1,
            _ if self.is_index => 2,
            Shape::Headings(_) if title.is_some() => FEWEST_HEADINGS,
            _ => FEWEST,
        };
        survey.count >= fewest
    }

    /// The page on the old site: its address if front matter has it, or else the name of its file.
    fn address(&self) -> String {
        let mut fields = self.parts.fields.iter();
        let address = fields.find_map(|field| {
            let is_address = ["permalink", "url", "slug"].contains(&field.key.as_str());
            let text = field.value.text().filter(|_| is_address)?;
            text.starts_with('/').then_some(text)
        });
        address.unwrap_or_else(|| self.stem.clone())
    }

    /// The title in front matter, or the first heading if it is of the first level.
    fn title(&self) -> Option<String> {
        let is_title = |field: &&Field| names_term(&field.key);
        let field = self.parts.fields.iter().find(is_title);
        if let Some(title) = field.and_then(|field| field.value.text()) {
            return Some(title);
        }
        let page = Page::new(self.parts.body, 1);
        let is_heading = |block: &&Block| matches!(block.kind, BlockKind::Heading(_));
        let Some(heading) = page.blocks.iter().find(is_heading) else {
            return self.of_page.map(str::to_owned);
        };
        let is_first = |block: &&Block| block.kind == BlockKind::Heading(1);
        let is_alone = page.blocks.iter().filter(is_first).count() == 1;
        let is_title = is_first(&heading) && is_alone;
        match is_title {
            true => Some(TermLine::of(page.events_of(heading)).title),
            false => self.of_page.map(str::to_owned),
        }
    }

    /// Reads the page. Without terms, its text becomes the introduction, with a note.
    pub(super) fn read(&self) -> Reading {
        let text = self.parts.body;
        let code = Passage::new(text, self.parts.line).code();
        let (found, rest) = abbreviations(text, self.parts.line, &code);
        let page = Page::new(&rest, self.parts.line);
        let survey = survey(&page, found.len());
        let address = self.address();
        let mut reader = PageReader::new(&page, self.file, &self.name, &address, survey);
        reader.title = self
            .parts
            .fields
            .iter()
            .find(|field| names_term(&field.key))
            .and_then(|field| field.value.text());
        reader.read(found);
        let (mut reading, introduction) = reader.finish();
        let has_text = !introduction.text.trim().is_empty();
        if has_text || !self.parts.fields.is_empty() {
            reading.raws.push(RawEntry {
                place: Place::Introduction,
                file: self.file.to_owned(),
                line: self.parts.line,
                path: "index".to_owned(),
                fields: self.parts.fields.clone(),
                body: introduction,
                shared: Some(self.name.clone()),
                ..RawEntry::default()
            });
        }
        if reading.raws.iter().all(|raw| raw.place != Place::Entry) {
            let what = "a page in which no terms were found";
            reading.note(NoteKind::LooksLike, self.file, 0, what, "");
        }
        reading
    }
}

/// The files beside a page to which its links and images lead: their addresses, and their paths on the disk. Files
/// outside of the page's folder are left out.
pub(super) fn linked_files(
    disk: &Disk,
    page: &Path,
    text: &str,
) -> Result<BTreeMap<String, PathBuf>, DiskError> {
    let folder = page.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    let mut files = BTreeMap::new();
    for (event, _) in events(text) {
        let (Event::Start(Tag::Link { dest_url, .. }) | Event::Start(Tag::Image { dest_url, .. })) =
            event
        else {
            continue;
        };
        let address = path_of(&dest_url);
        let decoded = percent_decode_str(address).decode_utf8_lossy().into_owned();
        let name = joined("", &decoded);
        let is_outside =
            decoded.contains("..") || decoded.starts_with('/') || decoded.contains(':');
        if is_outside || name.is_empty() || is_text(&name) || files.contains_key(&name) {
            continue;
        }
        let path = folder.join(&name);
        let is_file = is_storable_path(&name) && disk.kind(&path)? == Some(PathKind::File);
        if is_file && disk.canonical(&path)?.starts_with(disk.canonical(folder)?) {
            files.insert(name, path);
        }
    }
    Ok(files)
}

/// Whether a file is another text, which no page publishes.
fn is_text(name: &str) -> bool {
    [".md", ".mdx", ".markdown"]
        .iter()
        .any(|ending| name.to_lowercase().ends_with(ending))
}

/// Whether the disk can be asked for a path: some systems refuse long names and others.
fn is_storable_path(name: &str) -> bool {
    name.len() < 1000 && name.split('/').all(|part| part.len() < 200) && !name.contains('\0')
}
