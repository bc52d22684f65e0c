//! Reads pages of HTML that hold the terms of a glossary.
//!
//! ```text
//! bytes ─► text ─► elements ─► main text ─► Markdown ─► entries, notes ─► the same with the lines of the source
//!  decoding  web_page  parts       writer     one_page    lines
//! ```
//!
//! A page is written as Markdown once, with its anchors, and then read as a Markdown page with all terms. So terms, groups
//! and letters, the introduction, links among the terms and anchors are judged by the same code, whichever language of
//! markup the page has. Markdown has all that matters for this: headings, lists, tables, and definition lists.

use std::ops::Range;

use super::account::Reading;
use super::draft::{Markup, Place};
use super::fields::FileParts;
use super::notes::{Note, NoteKind, excerpt};
use super::old_pages::OldAnchor;
use super::one_page::{LINE, PageFile, names_glossary};
use super::value::Problem;
use crate::source::Edit;
use crate::text::language::Language;
use crate::text::slice;
use crate::web_page::main_texts::MainTexts;
use crate::web_page::tree::{self, Event};
use footnotes::Footnotes;
use frames::NOTHING;
use outline::{Outline, characters};
use parts::{BESIDE_TEXT, main_text};
use styles::Styles;
use writer::{Writer, Written};

mod blocks;
mod elements;
mod escape;
mod footnotes;
mod formulas;
mod frames;
mod inline;
mod outline;
mod parts;
mod styles;
mod tables;
mod words;
mod writer;

/// A page of HTML.
pub(super) struct HtmlPage<'f> {
    pub(super) text: &'f str,
    /// Its path in the source, with its extension.
    pub(super) path: &'f str,
    /// The name by which links know it.
    pub(super) name: &'f str,
    /// Its name in messages.
    pub(super) file: &'f str,
}

/// A page that was written as Markdown.
struct Converted {
    markdown: String,
    /// The line in the source of each of its lines.
    lines: Vec<usize>,
    notes: Vec<Note>,
    title: Option<String>,
    language: Option<Language>,
}

/// What was read of a page.
pub(super) struct ReadPage {
    pub(super) reading: Reading,
    /// The page in Markdown, with its links.
    pub(super) markdown: String,
    /// Whether it is a page with all terms of a glossary.
    pub(super) is_glossary: bool,
    /// The title of the page.
    pub(super) title: Option<String>,
}

impl HtmlPage<'_> {
    /// Reads the page.
    ///
    /// # Errors
    ///
    /// Its elements are nested too deeply.
    pub(super) fn read(&self) -> Result<ReadPage, Problem> {
        let converted = self.converted()?;
        let parts = FileParts {
            fields: Vec::new(),
            body: &converted.markdown,
            line: 1,
        };
        let title = converted.title.clone();
        let page = PageFile::of_html(self.name, self.file, &parts, title.as_deref());
        let is_glossary = page.count_terms().is_some();
        let mut reading = page.read();
        self.restore(&mut reading, &converted.lines);
        reading.notes.extend(converted.notes);
        reading.title = reading.title.or_else(|| title.clone());
        reading.language = converted
            .language
            .map(|language| (language, "the page's `lang`".to_owned()));
        Ok(ReadPage {
            reading,
            markdown: converted.markdown,
            is_glossary,
            title,
        })
    }

    /// Gives entries and notes the lines of the source, and its anchors.
    fn restore(&self, reading: &mut Reading, lines: &[usize]) {
        let line = |number: usize| match number {
            0 => 0,
            number => lines.get(number - 1).or(lines.last()).copied().unwrap_or(1),
        };
        reading.renumber(line);
        let folder = self.path.rsplit_once('/');
        let folder = folder.map_or(String::new(), |(folder, _)| format!("{folder}/"));
        for raw in &mut reading.raws {
            raw.markup = match raw.markup {
                Markup::Cell => Markup::HtmlCell,
                _ => Markup::Html,
            };
            raw.folder.clone_from(&folder);
            if raw.place == Place::Entry {
                raw.page = self.path.to_owned();
            }
            // only what is in the page is an anchor
            let is_id = |anchor: &OldAnchor| matches!(anchor, OldAnchor::Id(_));
            raw.old_anchors.retain(is_id);
            if let Some(at) = raw.body.text.find(NOTHING)
                && slice(&raw.body.text, ..at).trim().is_empty()
            {
                let edit = Edit::new(at..at + NOTHING.len(), "");
                raw.body.apply(vec![edit]);
            }
            raw.body.trim();
            raw.body.text = on_one_line(raw.body.text.trim());
        }
        for note in &mut reading.notes {
            note.detail = note.detail.replace(LINE, " ");
        }
    }

    /// Writes the page as Markdown: its main text, if this has terms, or else all of it.
    fn converted(&self) -> Result<Converted, Problem> {
        let texts = MainTexts::new(None).map_err(|reason| Problem::new(0, reason))?;
        let page = tree::page(self.text, texts.selectors(), self.is_xml());
        if page.is_too_deep {
            let reason =
                "elements are nested more than 512 deep, and browsers do not show such pages";
            return Err(Problem::new(0, reason));
        }
        let outline = Outline::new(self.text, &page);
        let mut styles = Styles::default();
        for index in 0..page.events.len() {
            if outline.tag(index).is_some_and(|tag| tag.name == "style") {
                styles.add(outline.raw(index));
            }
        }
        let footnotes = Footnotes::of(&outline);
        let write = |events: Range<usize>, is_main| {
            let writer = Writer::new(
                &outline,
                self.file,
                &styles,
                &footnotes,
                &page.facts.own_urls,
            );
            writer.write(events, is_main)
        };
        let title = title(&outline);
        let has_terms = |written: &Written| {
            let body = text_of(&written.lines);
            let parts = FileParts {
                fields: Vec::new(),
                body: &body,
                line: 1,
            };
            PageFile::of_html(self.name, self.file, &parts, None).has_terms()
        };
        let whole = 0..page.events.len();
        let main = main_text(&outline, &texts);
        let of_main = main.clone().map(|main| write(main, true));
        let (written, main) = match of_main {
            Some(written) if has_terms(&written) => (written, main),
            Some(of_main) => match write(whole, false) {
                written if has_terms(&written) => (written, None),
                _ => (of_main, main),
            },
            None => (write(whole, false), None),
        };
        let mut notes = written.notes;
        if let Some(main) = main {
            notes.extend(beside(&outline, main, self.file));
        }
        let language = page.facts.language.as_deref();
        Ok(Converted {
            markdown: text_of(&written.lines),
            lines: written.lines.into_iter().map(|(_, line)| line).collect(),
            notes,
            title,
            language: language.and_then(Language::from_tag),
        })
    }

    /// Whether the page is XML, where `/>` ends any element.
    fn is_xml(&self) -> bool {
        self.path.ends_with(".xhtml") || self.text.trim_start().starts_with("<?xml")
    }
}

/// Whether a text is a page of HTML, by its beginning.
pub(super) fn is_html(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    // comments and the declaration of XML may be before it
    while let Some(end) = match rest {
        _ if rest.starts_with("<!--") => rest.find("-->").map(|end| end + 3),
        _ if rest.starts_with("<?xml") => rest.find("?>").map(|end| end + 2),
        _ => None,
    } {
        rest = slice(rest, end..).trim_start();
    }
    let begin: String = rest.chars().take(14).collect();
    let begin = begin.to_ascii_lowercase();
    begin == "<!doctype html" || begin.starts_with("<html")
}

/// The lines of a page as one text.
fn text_of(lines: &[(String, usize)]) -> String {
    let lines: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
    lines.join("\n")
}

/// The text of a table that is not one of terms: the lines of its cells with line breaks.
fn on_one_line(text: &str) -> String {
    if !text.contains(LINE) {
        return text.to_owned();
    }
    let parts = text.split(LINE).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    parts.join("<br>")
}

/// Notes on the parts of a page that are not in its main text.
fn beside(outline: &Outline<'_>, main: Range<usize>, file: &str) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut index = 0;
    while let Some(event) = outline.page.events.get(index) {
        if index == main.start {
            index = main.end;
            continue;
        }
        let (range, offset) = match event {
            Event::Open(element) => {
                let end = outline.end(index);
                let is_around = index < main.start && end >= main.end;
                let is_shown = !matches!(element.tag.name.as_str(), "head" | "script" | "style");
                if is_around {
                    index += 1;
                    continue;
                }
                let range = if is_shown { index..end } else { index..index };
                (range, element.tag.span.start)
            }
            Event::Text(span) => (index..index + 1, span.start),
            _ => (index..index, 0),
        };
        let words = outline.words(range.clone(), 200);
        if words.chars().any(char::is_alphanumeric) {
            let line = outline.line(offset);
            let what = BESIDE_TEXT;
            notes.push(Note::new(
                NoteKind::LeftOut,
                file,
                line,
                what,
                excerpt(&words),
            ));
        }
        index = match event {
            Event::Open(_) => outline.end(index) + 1,
            _ => index + 1,
        };
    }
    notes
}

/// The title of a page: its only heading of the first level, or else the part of `<title>` that calls it a glossary.
fn title(outline: &Outline<'_>) -> Option<String> {
    let all = 0..outline.page.events.len();
    let mut headings = all
        .clone()
        .filter(|index| outline.tag(*index).is_some_and(|tag| tag.name == "h1"));
    if let (Some(heading), None) = (headings.next(), headings.next()) {
        let words = outline.words(heading..outline.end(heading), 300);
        let words = words.trim_end_matches(['¶', '#', '§']).trim();
        if !words.is_empty() {
            return Some(words.to_owned());
        }
    }
    let title = outline.first(all, "title")?;
    let title = characters(outline.raw(title));
    let words: Vec<&str> = title.split_whitespace().collect();
    let title = words.join(" ");
    let separators = [" | ", " – ", " — ", " - ", " · ", " :: ", " « ", " » "];
    let mut parts = vec![title.as_str()];
    for separator in separators {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect();
    }
    let named = parts.iter().find(|part| names_glossary(part));
    let part = named.or(parts.first())?.trim();
    (!part.is_empty()).then(|| part.to_owned())
}
