//! Pages that list entries: the index, letters, tags, and the senses of a word.

use serde::Serialize;

use super::letter_steps::{StepData, steps};
use super::{EntryLink, Page, Pages, TagLink, TextData};
use crate::address::site_path::SitePath;
use crate::glossary::{EntryId, IndexLine, LetterGroup, Tag};
use crate::site::html::Fragment;
use crate::site::pages::{structured_data, translations};
use crate::site_map::has_letter_pages;

/// One letter of the index.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct LetterData<'a> {
    /// The text of the letter: `A`, `#`.
    pub label: &'a str,
    /// The `id` of its section: `a`, `symbols`.
    pub id: &'a str,
    /// The address of its page, if each letter has its own page.
    pub url: Option<String>,
    /// The number of names.
    pub count: usize,
    /// The first name.
    pub first: &'a str,
    /// The last name.
    pub last: &'a str,
    /// The names, in order; empty if the letter's own page lists them.
    pub lines: Vec<LineData<'a>>,
}

/// One line of the index.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct LineData<'a> {
    /// The step within the letter that begins with this line, if the letter has its own page and is long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<StepData>,
    /// The name on this line, if it is not the entry's headword.
    pub other_name: Option<&'a str>,
    /// The entry.
    pub entry: EntryLink<'a>,
}

impl<'a> LineData<'a> {
    /// The name on this line.
    fn name(&self) -> &'a str {
        self.other_name.unwrap_or(self.entry.headword)
    }
}

/// `index.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct IndexPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The letters that have names, in order.
    pub letters: Vec<LetterData<'a>>,
    /// All tags, in order.
    pub tags: Vec<TagLink<'a>>,
    /// The text above the index, if there is one.
    pub introduction: Option<TextData<'a>>,
}

/// `letter.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct LetterPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The letter.
    pub letter: LetterData<'a>,
    /// The letter before it, without its names.
    pub previous: Option<LetterData<'a>>,
    /// The letter after it, without its names.
    pub next: Option<LetterData<'a>>,
    /// All letters, without their names.
    pub letters: Vec<LetterData<'a>>,
}

/// `tags.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct TagsPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// All tags, in order.
    pub tags: Vec<TagLink<'a>>,
}

/// `tag.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct TagPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The tag.
    pub tag: TagLink<'a>,
    /// The entries with the tag, in order.
    pub entries: Vec<EntryLink<'a>>,
}

/// `senses.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct SensesPage<'a> {
    /// The page; its title is the headword.
    pub page: Page<'a>,
    /// The entries with the headword, in order.
    pub entries: Vec<EntryLink<'a>>,
}

impl<'a> Pages<'a> {
    /// The index; `content` is the HTML of its introduction, if there is one.
    pub fn index(&self, content: Option<&'a Fragment>) -> IndexPage<'a> {
        let mut page = Page {
            math_styles: content.is_some_and(|content| !content.math_styles.is_empty()),
            description: self.description(),
            ..self.page(
                &self.config.edition.addresses.index(),
                "index",
                self.config.edition.title.clone(),
            )
        };
        let others: Vec<_> = translations::other_urls(&page.translations).collect();
        page.structured_data = structured_data::term_set(self.config, &others);
        let own_pages = has_letter_pages(self.glossary(), self.config);
        IndexPage {
            letters: self.letters(&page.root, !own_pages),
            tags: self.tag_links(&page.root),
            introduction: content.and_then(|content| {
                let id = self.glossary().introduction()?;
                Some(self.text_data(id, content, &page))
            }),
            page,
        }
    }

    /// The page of a letter; `at` is its index in the glossary's index.
    #[expect(
        clippy::indexing_slicing,
        reason = "the site map has pages for the letters of this index"
    )]
    pub fn letter(&self, at: usize) -> LetterPage<'a> {
        let group = &self.glossary().index[at];
        let label = group.letter.label.clone();
        let names = group.lines.iter().map(|line| self.name(line));
        let page = Page {
            description: listed(names),
            ..self.page(
                &self.config.edition.addresses.letter(&group.letter.id),
                "letter",
                label,
            )
        };
        let mut letter = self.letter_of(group, &page.root, true);
        let names: Vec<&str> = letter.lines.iter().map(LineData::name).collect();
        let steps = steps(&names, &self.config.edition.language);
        for (line, step) in letter.lines.iter_mut().zip(steps) {
            line.step = step;
        }
        let index = &self.glossary().index;
        let beside = |at: Option<usize>| {
            let group = index.get(at?)?;
            Some(self.letter_of(group, &page.root, false))
        };
        LetterPage {
            letter,
            previous: beside(at.checked_sub(1)),
            next: beside(at.checked_add(1)),
            letters: self.letters(&page.root, false),
            page,
        }
    }

    /// The description of the glossary, or its first names.
    pub(super) fn description(&self) -> Option<String> {
        let first_names = || {
            let lines = self.glossary().index.iter().flat_map(|group| &group.lines);
            listed(lines.map(|line| self.name(line)))
        };
        let description = &self.config.edition.description;
        description.clone().or_else(first_names)
    }

    /// The name on a line.
    fn name(&self, line: &'a IndexLine) -> &'a str {
        match line {
            IndexLine::Entry(id) => &self.glossary().entry(*id).headword,
            IndexLine::OtherName(name, _) => name,
            IndexLine::InMain(id) => match &self.linked.main {
                Some(main) => &main.glossary.entry(*id).headword,
                None => "",
            },
        }
    }

    pub(super) fn letters(&self, root: &str, with_lines: bool) -> Vec<LetterData<'a>> {
        let groups = self.glossary().index.iter();
        groups
            .map(|group| self.letter_of(group, root, with_lines))
            .collect()
    }

    fn letter_of(&self, group: &'a LetterGroup, root: &str, with_lines: bool) -> LetterData<'a> {
        let own_page = has_letter_pages(self.glossary(), self.config);
        let name = |line: Option<&'a IndexLine>| line.map_or("", |line| self.name(line));
        let is_headword = |line: &&IndexLine| !matches!(line, IndexLine::OtherName(..));
        let headwords = || group.lines.iter().filter(is_headword);
        let lines = if with_lines {
            group.lines.as_slice()
        } else {
            &[]
        };
        let lines = lines.iter().filter_map(|line| {
            let (other_name, entry) = match line {
                IndexLine::Entry(id) => (None, self.entry_link(*id, root)),
                IndexLine::OtherName(name, id) => (Some(name.as_str()), self.entry_link(*id, root)),
                // only the index of a translation has such lines
                IndexLine::InMain(id) => {
                    let main = self.linked.main.as_deref()?;
                    (None, self.entry_in_main(main, *id, root))
                }
            };
            Some(LineData {
                step: None,
                other_name,
                entry,
            })
        });
        LetterData {
            label: &group.letter.label,
            id: &group.letter.id,
            url: own_page.then(|| {
                self.config
                    .edition
                    .addresses
                    .letter(&group.letter.id)
                    .from(root)
            }),
            count: headwords().count(),
            first: name(headwords().next().or(group.lines.first())),
            last: name(headwords().next_back().or(group.lines.last())),
            lines: lines.collect(),
        }
    }

    /// The list of tags.
    pub fn tags(&self) -> TagsPage<'a> {
        let names = self.glossary().tags.iter().map(|tag| tag.name.as_str());
        let page = Page {
            description: listed(names),
            ..self.page(
                &self.config.edition.addresses.tags(),
                "tags",
                self.words().tags.clone(),
            )
        };
        TagsPage {
            tags: self.tag_links(&page.root),
            page,
        }
    }

    /// One tag's page.
    pub fn tag(&self, tag: &'a Tag) -> TagPage<'a> {
        let page = self.page(
            &self.config.edition.addresses.tag(&tag.slug),
            "tag",
            tag.name.clone(),
        );
        let entries = self.entry_links(&tag.entries, &page.root);
        TagPage {
            tag: self.tag_link(tag, &page.root),
            page: Page {
                description: listed(entries.iter().map(|entry| entry.name.as_ref())),
                ..page
            },
            entries,
        }
    }

    /// The list of the senses of a word, at a path from the site's root; `at` is the index of the word among the
    /// shared headwords.
    #[expect(
        clippy::indexing_slicing,
        reason = "the site map has pages for the headwords of this glossary"
    )]
    pub fn senses(&self, path: &str, at: usize) -> SensesPage<'a> {
        let shared = &self.glossary().shared_headwords()[at];
        let page = self.page(&SitePath::of_file(path), "senses", shared.name.clone());
        let entries = self.entry_links(&shared.entries, &page.root);
        SensesPage {
            page: Page {
                description: listed(entries.iter().map(|entry| entry.name.as_ref())),
                ..page
            },
            entries,
        }
    }

    fn entry_links(&self, ids: &[EntryId], root: &str) -> Vec<EntryLink<'a>> {
        ids.iter().map(|id| self.entry_link(*id, root)).collect()
    }
}

/// The longest description of a list, in bytes: search engines show no more.
const DESCRIPTION: usize = 150;

/// The description of a page that lists names: the first names, `Attention, Image patch, …`.
pub(super) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let mut description = String::new();
    for name in names {
        if !description.is_empty() && description.len() + name.len() > DESCRIPTION {
            description.push_str(", …");
            break;
        }
        if !description.is_empty() {
            description.push_str(", ");
        }
        description.push_str(name);
    }
    (!description.is_empty()).then_some(description)
}
