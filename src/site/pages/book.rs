//! The whole glossary on one page, to be printed: `/index/book/`.

use std::borrow::Cow;

use serde::Serialize;

use super::term::sources;
use super::{LinkData, Page, Pages, TextData};
use crate::entry::front_matter::FrontMatter;
use crate::glossary::{EntryId, IndexLine, LabelKind};
use crate::site::html::Fragment;
use crate::source::Written;

/// `book.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct BookPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The last day on which an entry was changed, `2026-11-23`; `None` if no entry has a day.
    pub updated: Option<String>,
    /// The text above the index, if there is one.
    pub introduction: Option<TextData<'a>>,
    /// The letters with entries.
    pub letters: Vec<BookLetter<'a>>,
    /// The names of the index that are not headwords.
    pub other_names: Vec<OtherName<'a>>,
}

/// A letter of the book.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct BookLetter<'a> {
    /// Its anchor.
    pub id: String,
    /// The letter as readers see it.
    pub label: &'a str,
    /// Always `None`: a link to the letter leads to its anchor, and not to a page.
    pub url: Option<String>,
    /// Its entries, in order.
    pub entries: Vec<BookEntry<'a>>,
}

/// An entry in the book.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct BookEntry<'a> {
    /// Its anchor.
    pub slug: &'a str,
    /// The main name.
    pub headword: &'a str,
    /// The text that tells the meaning from others with the same headword.
    pub sense: Option<&'a str>,
    /// How the headword is pronounced, in the phonetic alphabet or respelled.
    pub pronunciation: Option<&'a str>,
    /// The part of speech.
    pub part_of_speech: Option<&'a str>,
    /// The state of the entry.
    pub status: Option<&'a str>,
    /// Short forms.
    pub abbreviations: Vec<&'a str>,
    /// Other names.
    pub synonyms: Vec<&'a str>,
    /// Other spellings.
    pub variants: Vec<&'a str>,
    /// Names to avoid.
    pub avoid: Vec<&'a str>,
    /// The meaning in one line, if it is not the first sentence of the definition.
    pub gloss: Option<Cow<'a, str>>,
    /// The body: safe HTML.
    pub definition: &'a str,
    /// Sentences that use the word: safe HTML without blocks.
    pub examples: &'a [String],
    /// A note on how the word is used.
    pub usage: Option<Cow<'a, str>>,
    /// Where the word comes from.
    pub origin: Option<Cow<'a, str>>,
    /// The entry that replaces this one.
    pub replaced_by: Option<BookLink<'a>>,
    /// The entries for *see also*.
    pub related: Vec<BookLink<'a>>,
    /// More general entries.
    pub broader: Vec<BookLink<'a>>,
    /// More specific entries.
    pub narrower: Vec<BookLink<'a>>,
    /// The sources of the definition.
    pub sources: Vec<LinkData<'a>>,
}

/// A reference to an entry in the book.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct BookLink<'a> {
    /// The headword, with the sense if the entry has one.
    pub name: String,
    /// The address within the page.
    pub url: String,
    /// The letter under which the entry stands.
    pub letter: &'a str,
}

/// A name that is not a headword, and its entry.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct OtherName<'a> {
    /// The name.
    pub name: &'a str,
    /// Its entry.
    pub entry: BookLink<'a>,
}

impl<'a> Pages<'a> {
    /// The letter of each entry, by the position of the entry.
    pub fn letters_of_entries(&self) -> Vec<&'a str> {
        let mut letters = vec![""; self.glossary().entries.len()];
        for group in self.glossary().index.iter() {
            for line in &group.lines {
                if let IndexLine::Entry(id) = line
                    && let Some(letter) = letters.get_mut(id.index())
                {
                    *letter = &group.letter.label;
                }
            }
        }
        letters
    }

    /// The book. `texts` and `letters` have the text and the letter of each entry, by its position.
    pub fn book(
        &self,
        introduction: Option<&'a Fragment>,
        texts: &'a [Fragment],
        letters: &[&'a str],
    ) -> BookPage<'a> {
        let styles = |text: &Fragment| !text.math_styles.is_empty();
        let page = Page {
            description: self.description(),
            math_styles: texts.iter().chain(introduction).any(styles),
            ..self.page(
                &self.config.edition.addresses.book(),
                "book",
                self.words().book.clone(),
            )
        };
        let link = |id: EntryId| self.book_link(id, letters);
        let mut groups = Vec::new();
        let mut other_names = Vec::new();
        for group in self.glossary().index.iter() {
            let mut entries = Vec::new();
            for line in &group.lines {
                match line {
                    IndexLine::Entry(id) => {
                        if let Some(text) = texts.get(id.index()) {
                            entries.push(self.book_entry(*id, text, &link));
                        }
                    }
                    IndexLine::OtherName(name, id) => other_names.push(OtherName {
                        name,
                        entry: link(*id),
                    }),
                    // it is in the book of the main language
                    IndexLine::InMain(_) => {}
                }
            }
            if !entries.is_empty() {
                groups.push(BookLetter {
                    id: format!("_letter-{}", group.letter.id),
                    label: &group.letter.label,
                    url: None,
                    entries,
                });
            }
        }
        let days = self.glossary().iter();
        let updated = days.filter_map(|(_, entry)| entry.front.updated).max();
        BookPage {
            updated: updated.map(|day| day.to_string()),
            introduction: introduction.and_then(|content| {
                let id = self.glossary().introduction()?;
                Some(self.text_data(id, content, &page))
            }),
            letters: groups,
            other_names,
            page,
        }
    }

    fn book_entry(
        &self,
        id: EntryId,
        definition: &'a Fragment,
        link: &dyn Fn(EntryId) -> BookLink<'a>,
    ) -> BookEntry<'a> {
        let entry = self.glossary().entry(id);
        let front: &FrontMatter = &entry.front;
        let links = self.linked.links(id);
        let all = |ids: &[EntryId]| ids.iter().map(|id| link(*id)).collect();
        BookEntry {
            slug: &entry.slug,
            headword: &entry.headword,
            sense: entry.sense.as_deref(),
            pronunciation: Written::text_of(&front.pronunciation.text),
            part_of_speech: Written::text_of(&front.part_of_speech),
            status: self.words().status(front),
            abbreviations: entry.names(LabelKind::Abbreviation).collect(),
            synonyms: entry.names(LabelKind::Synonym).collect(),
            variants: entry.names(LabelKind::Variant).collect(),
            avoid: entry.names(LabelKind::Deprecated).collect(),
            gloss: (!entry.gloss.is_derived && !entry.gloss.text.is_empty())
                .then(|| self.printed(entry.gloss.shown())),
            definition: &definition.html,
            examples: &definition.examples,
            usage: self.printed_key(&front.usage),
            origin: self.printed_key(&front.origin),
            replaced_by: links.replaced_by.map(link),
            related: all(&links.related),
            broader: all(&links.broader),
            narrower: all(&links.narrower),
            sources: sources(front),
        }
    }

    fn book_link(&self, id: EntryId, letters: &[&'a str]) -> BookLink<'a> {
        let entry = self.glossary().entry(id);
        BookLink {
            name: entry.to_string(),
            url: format!("#{}", entry.slug),
            letter: letters.get(id.index()).copied().unwrap_or_default(),
        }
    }

    /// The style sheet with the title of the glossary in the margins of the printed book. A title is a string of CSS (CSS
    /// Syntax 3, 4.3.5), in which no character may end the string.
    pub fn book_margins(&self) -> String {
        let mut title = String::new();
        for c in self.config.edition.title.chars() {
            match c {
                '"' | '\\' => title.extend(['\\', c]),
                c if c.is_control() => title.push(' '),
                c => title.push(c),
            }
        }
        format!(
            "@page {{ @top-center {{ content: \"{title}\"; }} }}\n@page :first {{ @top-center {{ content: none; }} }}\n"
        )
    }
}
