//! Goes through the blocks of a page, and gives each to a term, to the introduction, or to a note.

use std::ops::Range;

use super::blocks::{Block, BlockKind, Page};
use super::definitions::{Abbreviation, Definitions};
use super::lines::{push_block, with_definitions};
use super::navigation::{is_attributes, is_comment, is_contents, is_navigation, is_silent};
use super::shape::{Shape, Survey, glossary_header, is_letter_heading};
use super::term_line::{TermLine, anchors};
use super::words::{is_general, is_section};
use crate::import::account::{Coverage, Reading};
use crate::import::context::index_anchor;
use crate::import::draft::{Markup, RawEntry};
use crate::import::notes::{NoteKind, excerpt};
use crate::import::old_pages::{HeadingNumbers, OldAnchor};
use crate::import::passage::{NumberedLine, Passage};
use crate::import::value::{Field, Value};

/// A term whose text is being read.
#[derive(Default)]
pub(super) struct Term {
    pub(super) line: TermLine,
    /// The number of its first line.
    pub(super) number: usize,
    /// Further names, each with the number of its line.
    pub(super) names: Vec<(String, usize)>,
    pub(super) fields: Vec<Field>,
    pub(super) body: Vec<NumberedLine>,
    /// If it is a heading: its words, and the number after its anchor.
    pub(super) heading: Option<(String, usize)>,
    /// The headings of its text: the line of each, and the number after its anchor.
    pub(super) headings: Vec<(usize, usize)>,
    /// Whether its fields are cells of a table.
    pub(super) is_cell: bool,
}

/// A heading above terms: a group or a part of the page.
struct Group {
    level: u8,
    title: String,
    /// Whether its title is a tag of the terms below it.
    is_tag: bool,
    /// Whether its title is the tag of a term, or above a text.
    is_used: bool,
    number: usize,
}

/// A heading that is written only if a text follows it.
struct Heading {
    lines: Vec<NumberedLine>,
    /// Its words.
    title: String,
    /// Whether it is a tag of the terms below it.
    is_tag: bool,
}

/// What a note says about a heading that is not above a term or a text.
const WITHOUT_TEXT: &str = "a heading without a text";

/// The key of the group of a term.
const TOPIC: &str = "topic";

/// Reads the blocks of a page.
pub(super) struct PageReader<'p, 't> {
    pub(super) page: &'p Page<'t>,
    pub(super) file: &'p str,
    pub(super) name: &'p str,
    /// The page on the old site: its path in its folder without the extension, or its address, which begins with a
    /// slash.
    address: &'p str,
    shape: Option<Shape>,
    /// The header of the tables with terms.
    pub(super) header: Option<Vec<String>>,
    pub(super) title: Option<String>,
    pub(super) reading: Reading,
    coverage: Coverage<'t>,
    pub(super) definitions: Definitions,
    introduction: Vec<NumberedLine>,
    pub(super) term: Option<Term>,
    groups: Vec<Group>,
    /// The heading to be written before the next block of the introduction.
    heading: Option<Heading>,
    /// Anchors before a heading, which are those of its term.
    anchors: Vec<String>,
    numbers: HeadingNumbers,
    has_terms: bool,
}

impl<'p, 't> PageReader<'p, 't> {
    /// A reader of a page. `name` is the name by which links know the page, `address` its path or address on the old
    /// site.
    pub(super) fn new(
        page: &'p Page<'t>,
        file: &'p str,
        name: &'p str,
        address: &'p str,
        survey: Option<Survey>,
    ) -> Self {
        let first = page.line(0);
        Self {
            page,
            file,
            name,
            address,
            shape: survey.map(|survey| survey.shape),
            header: glossary_header(page),
            title: None,
            reading: Reading::default(),
            coverage: Coverage::new(page.text, first),
            definitions: Definitions::of(page),
            introduction: Vec::new(),
            term: None,
            groups: Vec::new(),
            heading: None,
            anchors: Vec::new(),
            numbers: HeadingNumbers::default(),
            has_terms: false,
        }
    }

    /// Reads all blocks, and the abbreviations that the page defines.
    pub(super) fn read(&mut self, abbreviations: Vec<Abbreviation>) {
        let page = self.page;
        for anchor in self.title.iter().map(String::as_str).chain(["top"]) {
            let anchor = index_anchor(self.name, anchor);
            self.reading.index_anchors.insert(anchor);
        }
        for (index, block) in page.blocks.iter().enumerate() {
            self.block(index, block);
        }
        self.close();
        self.end_heading(WITHOUT_TEXT);
        self.end_groups(0);
        self.abbreviations(abbreviations);
    }

    /// The result: the entries and notes, and the introduction.
    pub(super) fn finish(mut self) -> (Reading, Passage) {
        self.drop_group_of_all();
        let introduction = with_definitions(self.introduction, &mut self.definitions);
        for (span, is_used) in self.definitions.footnotes() {
            if is_used {
                self.coverage.mark(self.page.numbers(span));
            }
        }
        for line in self.definitions.link_lines() {
            self.coverage.mark(line.number..line.number + 1);
        }
        // what was given to nobody is lost, whatever it is
        let what = "text that belongs to no term";
        let lost = self.coverage.notes(NoteKind::Lost, self.file, what);
        self.reading.notes.extend(lost);
        self.reading.title = self.title;
        (self.reading, introduction)
    }

    /// Takes groups that have all terms from each of them: they tell no term from another.
    fn drop_group_of_all(&mut self) {
        let is_group =
            |field: &Field, group: &Field| field.key == group.key && field.line == group.line;
        let raws = &mut self.reading.raws;
        let Some((first, others)) = raws.split_first().filter(|(_, others)| !others.is_empty())
        else {
            return;
        };
        let groups = first.fields.iter().filter(|field| field.key == TOPIC);
        let groups = groups.filter(|group| {
            let mut others = others.iter();
            others.all(|raw| raw.fields.iter().any(|field| is_group(field, group)))
        });
        let groups: Vec<Field> = groups.cloned().collect();
        for group in groups {
            for raw in self.reading.raws.iter_mut() {
                raw.fields.retain(|field| !is_group(field, &group));
            }
            let Value::List(words) = &group.value else {
                continue;
            };
            let words = words.first().and_then(Value::text).unwrap_or_default();
            let what = "a heading above all terms";
            self.reading.note(
                NoteKind::TakenOut,
                self.file,
                group.line,
                what,
                excerpt(&words),
            );
        }
    }

    pub(super) fn mark(&mut self, span: &Range<usize>) {
        self.coverage.mark(self.page.numbers(span));
    }

    fn taken_out(&mut self, block: &Block, what: &str) {
        self.mark(&block.span);
        let line = self.page.line(block.span.start);
        let detail = excerpt(self.page.written(block));
        self.reading
            .note(NoteKind::TakenOut, self.file, line, what, detail);
    }

    fn block(&mut self, index: usize, block: &Block) {
        let page = self.page;
        let written = page.written(block).trim();
        match block.kind {
            BlockKind::Heading(level) => return self.heading(index, level, block),
            BlockKind::Footnote => {
                if self.definitions.is_repeated(block) {
                    self.add(block);
                }
                return;
            }
            // a line between two terms
            BlockKind::Rule => return self.mark(&block.span),
            BlockKind::Html if is_comment(written) => return self.taken_out(block, "a comment"),
            _ => {}
        }
        if is_silent(page, block) {
            if is_attributes(written) && self.term.is_some() {
                return self.add(block);
            }
            if is_attributes(written) {
                return self.taken_out(block, "attributes");
            }
            self.mark(&block.span);
            self.anchors.extend(anchors(written));
            return;
        }
        let is_outside = self.term.is_none();
        if is_navigation(page, block) || is_outside && is_contents(page, block) {
            return self.taken_out(block, "a table of contents, or links within the page");
        }
        // where no term is being read, terms may be in other forms than most
        let is_form = |form: Shape| match self.shape {
            Some(Shape::Headings(_)) | None => false,
            Some(shape) => {
                let is_paragraph = matches!(form, Shape::Bold | Shape::Definitions);
                shape == form || is_outside && self.has_terms && is_paragraph
            }
        };
        let is_used = match block.kind {
            BlockKind::Paragraph if is_form(Shape::Bold) => self.bold(block),
            BlockKind::List if is_form(Shape::Items) => self.items(block),
            BlockKind::Definitions if is_form(Shape::Definitions) => self.definition_list(block),
            BlockKind::Table if is_form(Shape::Table) => self.table(block),
            _ => false,
        };
        if !is_used {
            self.add(block);
        }
    }

    /// Adds a block to the term that is being read, or to the introduction.
    fn add(&mut self, block: &Block) {
        self.mark(&block.span);
        let lines = self.page.lines(&block.span);
        if block.kind == BlockKind::Html || block.kind == BlockKind::Paragraph {
            let found = anchors(self.page.written(block));
            if let Some(term) = &mut self.term {
                term.line.anchors.extend(found);
            }
        }
        self.add_lines(lines);
    }

    pub(super) fn add_lines(&mut self, lines: Vec<NumberedLine>) {
        let heading = self.heading.take();
        let out = match &mut self.term {
            Some(term) => &mut term.body,
            None => {
                let out = &mut self.introduction;
                if let Some(heading) = heading {
                    push_block(out, heading.lines);
                    if let Some(group) = self.groups.last_mut() {
                        group.is_used = true;
                    }
                }
                out
            }
        };
        push_block(out, lines);
    }

    fn heading(&mut self, index: usize, level: u8, block: &Block) {
        let page = self.page;
        let mut line = TermLine::of(page.events_of(block));
        line.anchors.append(&mut self.anchors);
        let has_text = self.has_own_text(index);
        let shape = self.shape;
        let of_terms = match shape {
            Some(Shape::Headings(level)) => Some(level),
            _ => None,
        };
        if line.title.is_empty() {
            return self.add(block);
        }
        if let Some(shape) = shape
            && is_letter_heading(&line.title, level, shape, has_text)
        {
            return self.begin_part(block, level, line, false, false);
        }
        let is_deeper = of_terms.is_none_or(|of_terms| level > of_terms);
        if is_deeper && of_terms.is_some() {
            if let Some(term) = &mut self.term {
                let number = self.numbers.next(&line.title);
                term.headings.push((page.line(block.span.start), number));
                return self.add(block);
            }
            return self.begin_part(block, level, line, false, true);
        }
        let is_first = self.title.is_none() && level == 1 && !self.has_terms;
        let is_title = is_first && of_terms != Some(1);
        if is_title {
            self.title = Some(line.title.clone());
            return self.begin_part(block, level, line, false, false);
        }
        if is_section(&line.title) && (!self.has_terms || self.is_last(index)) {
            return self.begin_part(block, level, line, false, true);
        }
        let is_term = match of_terms {
            Some(of_terms) if level == of_terms => true,
            // a heading with a text and without terms below it stands among groups, and is a term
            Some(_) => has_text && !self.has_below(index, level) && self.has_terms,
            None => false,
        };
        if !is_term {
            let is_tag = !is_general(&line.title) && self.shape.is_some();
            return self.begin_part(block, level, line, is_tag, true);
        }
        self.mark(&block.span);
        self.close();
        self.end_groups(level);
        let number = page.line(block.span.start);
        let heading = Some((line.title.clone(), self.numbers.next(&line.title)));
        self.open(Term {
            line,
            number,
            heading,
            ..Term::default()
        });
    }

    /// Begins a part of the page that is not a term: a letter, a group of terms, or a section of the introduction.
    fn begin_part(
        &mut self,
        block: &Block,
        level: u8,
        line: TermLine,
        is_tag: bool,
        is_shown: bool,
    ) {
        self.mark(&block.span);
        self.close();
        self.end_groups(level);
        let words = numbered(&line.title, self.numbers.next(&line.title));
        for anchor in line.anchors.iter().chain([&words]) {
            let anchor = index_anchor(self.name, anchor);
            self.reading.index_anchors.insert(anchor);
        }
        self.end_heading(WITHOUT_TEXT);
        self.heading = is_shown.then(|| Heading {
            lines: self.page.lines(&block.span),
            title: line.title.clone(),
            is_tag,
        });
        self.groups.push(Group {
            level,
            title: line.title,
            is_tag,
            is_used: false,
            number: self.page.line(block.span.start),
        });
    }

    /// Ends the groups of a level and of deeper ones, with a note on each that has no terms and no text.
    fn end_groups(&mut self, level: u8) {
        let ended = self.groups.extract_if(.., |group| group.level >= level);
        let ended: Vec<Group> = ended.collect();
        for group in ended {
            if group.is_tag && !group.is_used {
                let detail = excerpt(&group.title);
                let kind = NoteKind::TakenOut;
                self.reading
                    .note(kind, self.file, group.number, WITHOUT_TEXT, detail);
            }
        }
    }

    /// Adds a note on the last heading if it is not a tag, and has no text.
    fn end_heading(&mut self, what: &str) {
        let heading = self.heading.take().filter(|heading| !heading.is_tag);
        if let Some(heading) = heading {
            let line = heading.lines.first().map_or(0, |line| line.number);
            let detail = excerpt(&heading.title);
            self.reading
                .note(NoteKind::TakenOut, self.file, line, what, detail);
        }
    }

    /// Whether a block that is not navigation follows a heading directly.
    fn has_own_text(&self, index: usize) -> bool {
        let page = self.page;
        let rest = page.blocks.get(index + 1..).unwrap_or_default();
        rest.iter()
            .take_while(|block| !matches!(block.kind, BlockKind::Heading(_)))
            .any(|block| {
                block.kind != BlockKind::Rule
                    && block.kind != BlockKind::Footnote
                    && !is_silent(page, block)
                    && !is_navigation(page, block)
            })
    }

    /// Whether the next heading is below this one.
    fn has_below(&self, index: usize, level: u8) -> bool {
        let rest = self.page.blocks.get(index + 1..).unwrap_or_default();
        let next = rest.iter().find_map(|block| match block.kind {
            BlockKind::Heading(level) => Some(level),
            _ => None,
        });
        next.is_some_and(|next| next > level)
    }

    /// Whether all headings after this one are sections, too, or below it.
    fn is_last(&self, index: usize) -> bool {
        let level = |block: &Block| match block.kind {
            BlockKind::Heading(level) => Some(level),
            _ => None,
        };
        let own = self.page.blocks.get(index).and_then(level);
        let rest = self.page.blocks.get(index + 1..).unwrap_or_default();
        rest.iter().all(|block| {
            let is_above = level(block).is_some_and(|level| Some(level) <= own);
            !is_above || is_section(&TermLine::of(self.page.events_of(block)).title)
        })
    }

    /// Begins a term.
    pub(super) fn open(&mut self, mut term: Term) {
        self.close();
        self.end_heading("a heading above terms");
        self.has_terms = true;
        term.line.anchors.append(&mut self.anchors);
        let tags = self.groups.iter_mut().filter(|group| group.is_tag);
        for group in tags {
            group.is_used = true;
            term.fields.push(Field {
                key: TOPIC.to_owned(),
                // a comma would make two tags of it
                value: Value::List(vec![Value::quoted(group.title.as_str())]),
                line: group.number,
            });
        }
        self.term = Some(term);
    }

    /// Ends the term that is being read, and makes an entry of it.
    pub(super) fn close(&mut self) {
        let Some(term) = self.term.take() else {
            return;
        };
        let Term {
            line,
            number,
            names,
            mut body,
            fields,
            heading,
            headings,
            is_cell,
        } = term;
        if !line.images.is_empty() {
            let text = line.images.join(" ");
            body.insert(0, NumberedLine { text, number });
            body.insert(1, NumberedLine::blank(body.first()));
        }
        if !line.footnotes.is_empty() {
            let marks = line.footnotes.concat();
            push_block(
                &mut body,
                vec![NumberedLine {
                    text: marks,
                    number,
                }],
            );
        }
        for path in &line.paths {
            let what = "a link in the line of a term";
            let detail = format!("`{path}`");
            self.reading
                .note(NoteKind::Unlinked, self.file, number, what, detail);
        }
        let mut raw = RawEntry {
            file: self.file.to_owned(),
            line: number,
            markup: if is_cell {
                Markup::Cell
            } else {
                Markup::Markdown
            },
            shared: Some(self.name.to_owned()),
            headings,
            ..RawEntry::default()
        };
        raw.field("term", line.title.as_str(), number);
        for (name, number) in names {
            raw.fields.push(Field {
                key: "synonyms".to_owned(),
                value: Value::List(vec![Value::quoted(name)]),
                line: number,
            });
        }
        raw.fields.extend(fields);
        for url in line.urls {
            let part = |key: &str, text: &str| Field {
                key: key.to_owned(),
                value: Value::quoted(text),
                line: number,
            };
            let source = vec![part("title", &line.title), part("url", &url)];
            raw.fields.push(Field {
                key: "source".to_owned(),
                value: Value::List(vec![Value::Table(source)]),
                line: number,
            });
        }
        self.address.clone_into(&mut raw.page);
        let ids = line.anchors.iter().cloned().map(OldAnchor::Id);
        raw.old_anchors = ids.collect();
        raw.anchors = line.anchors;
        match heading {
            Some((words, repeated)) => {
                raw.anchors.insert(0, numbered(&words, repeated));
                let heading = OldAnchor::Heading { words, repeated };
                raw.old_anchors.insert(0, heading);
            }
            None => raw.anchors.push(line.title.clone()),
        }
        raw.body = with_definitions(body, &mut self.definitions);
        self.reading.raws.push(raw);
    }
}

/// The words of a heading, with the number after its anchor.
fn numbered(words: &str, repeated: usize) -> String {
    match repeated {
        0 => words.to_owned(),
        count => format!("{words} {count}"),
    }
}
