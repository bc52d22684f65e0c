//! Reads a folder of Markdown files with front matter, as Hugo, Zola, Jekyll, Docusaurus and Obsidian use
//! it: each file is an entry.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, HeadingLevel, Tag};
use rayon::prelude::*;

use super::account::{Gathered, Reading};
use super::draft::{Place, RawEntry, TranslationPlace};
use super::fields;
use super::known_languages::{KnownLanguages, SourceLanguage, TextLanguage};
use super::notes::NoteKind;
use super::one_page::PageFile;
use super::passage::{Passage, events};
use super::read::{self, Unread, base, stem};
use super::report::Report;
use super::source_languages::{SourceLanguages, TextPlace};
use super::spec_up::{self, SpecUpFile};
use super::sphinx;
use super::value::{Field, Problem, Value};
use crate::address::destination::is_harmless;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::progress::Progress;
use crate::disk::{Disk, PathKind};
use crate::entry::events::{element, visible_text};
use crate::entry::front_matter::meaning::{holds_definition, names_term};
use crate::project::config::Limits;
use crate::source::Edit;
use crate::text::fold::single_spaced;
use crate::text::slice;

/// The extensions of Markdown files.
const MARKDOWN: &[&str] = &["md", "markdown", "mdx"];

/// The names of files about a glossary, which are not terms.
const ABOUT: &[&str] = &[
    "about",
    "about-us",
    "changelog",
    "code-of-conduct",
    "contributing",
    "how-to-contribute",
    "style-guide",
];

/// The result of reading a Markdown file.
enum Read {
    /// An entry or a page, and what to do if it looks like a whole glossary.
    Text(Box<RawEntry>, Option<String>),
    /// Terms of Spec-Up.
    Terms(Box<Reading>),
    /// The reason why it is not part of the glossary, and its title.
    LeftOut(String, Option<String>),
    Invalid(Problem),
    Failed(DiskError),
}

/// The fewest terms of a page in a folder that looks like a whole glossary.
const MANY: usize = 10;

/// The most pages that the header of every page links to. If there are more, the footer does.
const MOST_IN_HEADER: usize = 5;

/// Reads a folder, or one file. `known` are the languages of the glossary; `shown` is the name of the source in messages.
///
/// # Errors
///
/// A file cannot be read.
pub(super) fn read(
    disk: &Disk,
    source: &Path,
    known: &KnownLanguages,
    shown: &str,
    progress: &dyn Progress,
    report: &mut Report,
) -> Result<(Gathered, Reading), DiskError> {
    let mut gathered = Gathered::default();
    let mut texts: Vec<(String, PathBuf)> = Vec::new();
    let (files, mut reading) = read::list(disk, source, shown)?;
    for (name, path) in files {
        if is_markdown(&name) {
            texts.push((name, path));
        } else {
            gathered.files.insert(name, path);
        }
    }
    if report.is_folder {
        gathered.is_vault = disk.kind(&source.join(".obsidian"))? == Some(PathKind::Folder);
    }
    gathered.had_pages = !gathered.is_vault;
    note_sphinx(disk, shown, &gathered.files, &mut reading)?;
    leave_large(disk, shown, &mut gathered.files, &mut reading)?;
    report.files = texts.len();
    report.others = gathered.files.len();
    let languages = match report.is_folder {
        true => {
            let names = texts.iter().map(|(name, _)| stem(name)).collect();
            SourceLanguages::find(disk, source, &names, known)?
        }
        false => SourceLanguages::default(),
    };
    let texts: Vec<(String, PathBuf, TextPlace)> = texts
        .into_iter()
        .map(|(name, path)| {
            let place = languages.place(stem(&name), known);
            (name, path, place)
        })
        .collect();
    let mut counts: HashMap<(Option<String>, String), usize> = HashMap::new();
    for (_, _, place) in &texts {
        *counts.entry(place.folder()).or_default() += 1;
    }
    let folder = FolderOfTexts {
        disk,
        shown,
        is_vault: gathered.is_vault,
        counts,
    };
    let part = progress.begin("reading", texts.len());
    let read: Vec<Read> = texts
        .par_iter()
        .map(|(name, path, place)| {
            part.step();
            folder.file(name, path, place)
        })
        .collect();
    let titles = sort(shown, &texts, read, &mut gathered, &mut reading, report)?;
    name_languages(languages, titles, &mut gathered, &mut reading, report);
    Ok((gathered, reading))
}

/// The titles of a source by its languages; `None` is the main one.
type Titles = BTreeMap<Option<String>, String>;

/// Puts what was read of each text where it belongs: to the texts, to the pages that are left out, or into the report.
/// Returns the titles of the source that index pages without a text have.
///
/// # Errors
///
/// A file could not be read.
fn sort(
    shown: &str,
    texts: &[(String, PathBuf, TextPlace)],
    read: Vec<Read>,
    gathered: &mut Gathered,
    reading: &mut Reading,
    report: &mut Report,
) -> Result<Titles, DiskError> {
    let mut titles = Titles::new();
    let mut files_of_terms = 0;
    for ((name, _, text), read) in texts.iter().zip(read) {
        let place = read::named(shown, name);
        let tag = text.language.tag().map(str::to_owned);
        if !matches!(text.language, TextLanguage::Foreign(_)) {
            *report.files_of.entry(tag.clone()).or_default() += 1;
        }
        match read {
            Read::Text(raw, help) => {
                if let Some(help) = help {
                    let what = "a file with many terms, which is one entry or page now";
                    reading.note(NoteKind::LooksLike, &raw.file, 0, what, help);
                }
                reading.raws.push(*raw);
            }
            Read::Terms(terms) => {
                files_of_terms += 1;
                reading.append(*terms);
            }
            Read::LeftOut(why, title) => {
                let is_own = !matches!(text.language, TextLanguage::Foreign(_));
                if matches!(text.path.as_str(), "_index" | "index" | "README" | "readme")
                    && is_own
                    && let Some(title) = title
                {
                    titles.entry(tag.clone()).or_insert(title);
                }
                if is_own {
                    let pages = gathered.pages.entry(tag).or_default();
                    pages.insert(text.path.clone());
                }
                reading.note(NoteKind::LeftOut, &place, 0, why, "");
            }
            Read::Invalid(problem) => report.add_error(&place, problem),
            Read::Failed(error) => return Err(error),
        }
    }
    if files_of_terms > 0 && files_of_terms * 2 >= texts.len() {
        // in a specification of Spec-Up, other files are no terms
        for raw in reading
            .raws
            .iter_mut()
            .filter(|raw| !raw.fields.iter().any(|field| field.key == "term"))
        {
            raw.place = Place::Page;
        }
    }
    Ok(titles)
}

/// Makes the introduction and the title of each language, with the `titles` of index pages where no text has one, and
/// says which languages the source has.
fn name_languages(
    languages: SourceLanguages,
    mut titles: Titles,
    gathered: &mut Gathered,
    reading: &mut Reading,
    report: &Report,
) {
    let tags = languages.translations.iter();
    let tags = tags.map(|it| Some(it.language.tag().to_owned()));
    for tag in std::iter::once(None).chain(tags) {
        let title = choose_introduction(&mut reading.raws, tag.as_ref());
        if let Some(title) = title {
            titles.insert(tag.clone(), title);
        }
        let base = languages.base_of(tag.as_deref());
        gathered.bases.extend(base.map(|base| (tag, base)));
    }
    reading.title = titles.remove(&None).or(languages.title);
    let translations = languages.translations.into_iter();
    let translations = translations.filter(|it| report.files_of.contains_key(&it.tag()));
    reading.translations = translations
        .map(|it| SourceLanguage {
            title: titles.remove(&it.tag()).or(it.title),
            ..it
        })
        .collect();
    if !reading.translations.is_empty() {
        if let Some(main) = &languages.main
            && !report.files_of.contains_key(&None)
        {
            reading.remarks.push(format!(
                "no text of the source is in `{0}`, the main language: to choose another one, use `--language`",
                main.tag()
            ));
        }
        reading.language = languages
            .main
            .map(|main| (main, languages.reason.to_owned()));
    }
}

/// Makes the first page at the top of the source in a language the introduction, and gives its title. All others are
/// pages.
fn choose_introduction(raws: &mut [RawEntry], tag: Option<&String>) -> Option<String> {
    let rank = |raw: &RawEntry| match raw.path.as_str() {
        "_index" => Some(0),
        "index" => Some(1),
        path if path.eq_ignore_ascii_case("readme") => Some(2),
        _ => None,
    };
    let is_page = |raw: &&RawEntry| raw.place == Place::Page && raw.translation.tag.as_ref() == tag;
    let pages = || raws.iter().filter(is_page);
    let first = pages().filter_map(rank).min();
    let is_crowded = pages().count() > MOST_IN_HEADER;
    let mut title = None;
    for raw in raws.iter_mut().filter(|raw| is_page(&&**raw)) {
        if first.is_some() && rank(raw) == first && title.is_none() {
            raw.place = Place::Introduction;
            title = raw.fields.iter().find(|field| names_term(&field.key));
            title = title.filter(|field| field.key != "file name");
            let text = title.and_then(|field| field.value.text());
            return Some(text.unwrap_or_default()).filter(|title| !title.is_empty());
        } else if is_crowded {
            raw.field("navigation", "footer", 1);
        }
    }
    None
}

/// Notes files of Sphinx with a glossary, which are not read as a part of a folder of Markdown.
fn note_sphinx(
    disk: &Disk,
    shown: &str,
    files: &BTreeMap<String, PathBuf>,
    reading: &mut Reading,
) -> Result<(), DiskError> {
    for (name, path) in files.iter().filter(|(name, _)| name.ends_with(".rst")) {
        match read::text(disk, path) {
            Ok(text) if sphinx::is_glossary(&text) => {
                let place = read::named(shown, name);
                let what = "a file that was not read";
                let help =
                    format!("(the directive `glossary` of Sphinx): `headword import {place}`");
                reading.note(NoteKind::LooksLike, &place, 0, what, help);
            }
            Err(Unread::Failed(error)) => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Leaves out files that are larger than the limit for published files.
fn leave_large(
    disk: &Disk,
    shown: &str,
    files: &mut BTreeMap<String, PathBuf>,
    reading: &mut Reading,
) -> Result<(), DiskError> {
    let limit = Limits::default().file_size;
    let mut large = Vec::new();
    for (name, path) in files.iter().filter(|(name, _)| is_harmless(name)) {
        if disk.stamp(path)?.length > limit {
            large.push(name.clone());
        }
    }
    for name in large {
        files.remove(&name);
        let what = format!("a file with more than {limit} bytes");
        reading.note(NoteKind::LeftOut, &read::named(shown, &name), 0, what, "");
    }
    Ok(())
}

pub(super) fn is_markdown(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| MARKDOWN.iter().any(|own| ending.eq_ignore_ascii_case(own)))
}

/// The Markdown files of a folder.
struct FolderOfTexts<'f> {
    disk: &'f Disk,
    shown: &'f str,
    is_vault: bool,
    /// The number of Markdown files in each folder, for each language.
    counts: HashMap<(Option<String>, String), usize>,
}

impl FolderOfTexts<'_> {
    fn file(&self, name: &str, path: &Path, place: &TextPlace) -> Read {
        let text = match read::text(self.disk, path) {
            Ok(text) => text,
            Err(Unread::Invalid(problem)) => return Read::Invalid(problem),
            Err(Unread::Failed(error)) => return Read::Failed(error),
        };
        let parts = match fields::split(&text) {
            Ok(parts) => parts,
            Err(problem) => return Read::Invalid(problem),
        };
        let file = self.named(name, path);
        if spec_up::has_terms(parts.body) {
            let terms = SpecUpFile {
                file: &file,
                path: stem(name),
                text: parts.body,
                line: parts.line,
            };
            let mut reading = terms.read();
            if !parts.fields.is_empty() {
                let what = "front matter of a file with terms of Spec-Up";
                reading.note(NoteKind::LeftOut, &file, 1, what, "");
            }
            return Read::Terms(Box::new(reading));
        }
        let mut raw = RawEntry {
            file,
            line: 1,
            path: place.path.clone(),
            folder: place
                .path
                .rfind('/')
                .map_or(String::new(), |at| slice(&place.path, ..=at).to_owned()),
            translation: TranslationPlace {
                tag: place.language.tag().map(str::to_owned),
                key: place.path.clone(),
                tree: place.tree.clone(),
            },
            fields: parts.fields.clone(),
            body: Passage::new(parts.body, parts.line),
            ..RawEntry::default()
        };
        if let Some((why, title)) = self.left_out(&raw, place) {
            return Read::LeftOut(why, title);
        }
        let terms = PageFile::new(path, self.shown, &parts).count_terms();
        let help = if sphinx::is_glossary(&text) {
            Some(format!(
                "(the directive `glossary` of Sphinx): `headword import {}`",
                raw.file
            ))
        } else if let Some(terms) = self.terms_in_html(&raw) {
            let file = &raw.file;
            Some(format!(
                "({terms} terms in HTML): `headword import {file} --format html` reads all of the file as HTML"
            ))
        } else {
            let terms = terms.filter(|terms| *terms >= MANY);
            terms.map(|terms| format!("({terms} terms): `headword import {}`", raw.file))
        };
        if self.is_page_of_folder(&raw) {
            raw.place = Place::Page;
        }
        let is_index = is_index(base(&raw.path));
        if is_index && !raw.folder.is_empty() {
            // the folder is the entry, or the page
            raw.path = raw.folder.trim_end_matches('/').to_owned();
        }
        name_by_heading(&mut raw, self.is_vault);
        Read::Text(Box::new(raw), help)
    }

    /// The name of a file in messages. `shown` may be the file itself.
    fn named(&self, name: &str, path: &Path) -> String {
        let is_whole = path
            .file_name()
            .is_some_and(|own| own.to_string_lossy() == name)
            && self.shown.ends_with(name);
        if is_whole {
            self.shown.to_owned()
        } else {
            read::named(self.shown, name)
        }
    }

    /// The number of terms in the HTML of a text, `<dt>` and `<summary>`, if there are so many that it may be a glossary.
    fn terms_in_html(&self, raw: &RawEntry) -> Option<usize> {
        let events = events(&raw.body.text);
        let html = events.iter().filter_map(|(event, _)| match event {
            Event::Html(html) | Event::InlineHtml(html) => Some(html.to_ascii_lowercase()),
            _ => None,
        });
        let html: String = html.collect();
        let count = |tag: &str| html.match_indices(tag).count();
        let terms = count("<dt>") + count("<dt ") + count("<summary>") + count("<summary ");
        let fewest = if raw.file == self.shown { 2 } else { MANY };
        (terms >= fewest).then_some(terms)
    }

    /// Whether a text is the page of a folder, or another page that is not a term.
    fn is_page_of_folder(&self, raw: &RawEntry) -> bool {
        let base = base(&raw.path);
        let folder = (
            raw.translation.tag.clone(),
            raw.folder.trim_end_matches('/').to_owned(),
        );
        let is_alone = !raw.folder.is_empty() && self.counts.get(&folder) == Some(&1);
        let is_term = self.is_vault || title(raw).is_some_and(|title| is_index(&title));
        base == "_index" || is_index(base) && !is_alone && !is_term || is_about(base)
    }

    /// The reason why a file is not part of the glossary, and its title.
    fn left_out(&self, raw: &RawEntry, place: &TextPlace) -> Option<(String, Option<String>)> {
        let reason = |why: &str| Some((why.to_owned(), title(raw)));
        let base = base(&raw.path);
        if base.starts_with('_') && base != "_index" {
            return reason("a template or a part of one: its name begins with `_`");
        }
        if let TextLanguage::Foreign(why) = &place.language {
            return reason(why);
        }
        let says = |is: fn(&str) -> bool| raw.fields.iter().any(|field| is(&field.key));
        if !raw.body.text.trim().is_empty() || says(holds_definition) && !is_index(base) {
            return None;
        }
        if self.is_page_of_folder(raw) {
            return reason("a page without a text");
        }
        if says(|key| matches!(key, "redirect_to" | "redirect" | "destination")) {
            return reason("a page that only leads to another address");
        }
        if says(|key| key == "layout") {
            return reason("a page without a text, which a layout makes");
        }
        if raw.fields.is_empty() {
            return reason("an empty file");
        }
        None
    }
}

/// The title in the front matter of a file.
fn title(raw: &RawEntry) -> Option<String> {
    let is_title = |field: &&Field| field.key.eq_ignore_ascii_case("title");
    let title = raw.fields.iter().find(is_title)?.value.text()?;
    Some(title).filter(|title| !title.trim().is_empty())
}

/// Whether a file with this name, without its extension, is the page of its folder.
fn is_index(base: &str) -> bool {
    ["_index", "index", "readme"]
        .iter()
        .any(|name| base.eq_ignore_ascii_case(name))
}

/// Whether a file with this name, without its extension, is a page about the glossary, not a term.
fn is_about(base: &str) -> bool {
    let base = base.to_lowercase().replace('_', "-");
    ABOUT.contains(&base.as_str())
}

/// Adds a title if no key has one: the first heading, or the file name. Removes a heading that repeats the
/// title. In a vault, a note is called as its file.
fn name_by_heading(raw: &mut RawEntry, is_vault: bool) {
    let heading = first_heading(&raw.body.text);
    let named = raw
        .fields
        .iter()
        .find(|field| names_term(&field.key) && !field.value.is_empty())
        .and_then(|field| field.value.text());
    let base = base(&raw.path).to_owned();
    let field = |key: &str, text: &str| Field {
        key: key.to_owned(),
        value: Value::quoted(text),
        line: 1,
    };
    match (named, heading) {
        (Some(title), Some((text, span))) if single_spaced(&title) == single_spaced(&text) => {
            raw.body.apply(vec![Edit::new(span, "")]);
        }
        (Some(_), _) => {}
        (None, Some((text, span))) if is_vault => {
            let is_same =
                single_spaced(&base).to_lowercase() == single_spaced(&text).to_lowercase();
            if is_same {
                raw.body.apply(vec![Edit::new(span, "")]);
            }
            raw.fields.insert(0, field("file name", &base));
        }
        (None, None) if is_vault => raw.fields.insert(0, field("file name", &base)),
        (None, Some((text, span))) => {
            raw.fields.insert(0, field("first heading", &text));
            raw.body.apply(vec![Edit::new(span, "")]);
        }
        (None, None) => {
            raw.fields.insert(0, field("file name", &words_of(&base)));
        }
    }
}

/// A file name as a title. If it has neither spaces nor capitals, hyphens become spaces.
fn words_of(name: &str) -> String {
    let is_address = !name.contains(' ') && !name.contains(char::is_uppercase);
    if is_address {
        name.replace(['-', '_'], " ")
    } else {
        name.to_owned()
    }
}

/// The words and the byte range of a heading of the first level at the beginning of a text.
fn first_heading(text: &str) -> Option<(String, std::ops::Range<usize>)> {
    let events = events(text);
    // imports and comments may be before it
    let at = events
        .iter()
        .position(|(event, _)| matches!(event, Event::Start(Tag::Heading { .. })))?;
    let (event, span) = events.get(at)?;
    let is_first = matches!(
        event,
        Event::Start(Tag::Heading {
            level: HeadingLevel::H1,
            ..
        })
    );
    let before = slice(text, ..span.start);
    let is_top = before.lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with("import ") || line.starts_with("<!--")
    });
    let words = visible_text(element(&events, at));
    let words = words.split(" {#").next().unwrap_or_default().to_owned();
    (is_first && is_top && !words.trim().is_empty()).then(|| (words, span.clone()))
}
