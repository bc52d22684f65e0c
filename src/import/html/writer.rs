//! Writes the elements of a page as Markdown, block by block.

use std::collections::HashSet;
use std::ops::Range;

use super::elements::{Action, action, has_style, is_heading};
use super::footnotes::{self, Footnotes};
use super::formulas;
use super::frames::{BlockKind, Frame, FrameKind};
use super::inline::{Line, Mark, PieceKind};
use super::outline::Outline;
use super::parts::{Around, BESIDE_TEXT, Left, is_made_by_program, left};
use super::styles::Styles;
use super::tables::{Table, TableCell};
use crate::import::notes::{Note, NoteKind, excerpt};
use crate::text::slice;
use crate::web_page::tags::StartTag;
use crate::web_page::tree::Event;

/// The most elements with an indentation in another, such as lists in lists. What is deeper has that of the last one.
const DEEPEST: usize = 12;

/// What ends with an element.
#[derive(Debug, Default)]
struct Ending {
    kind: EndingKind,
    /// The number of marks that end.
    marks: usize,
    /// Whether the element is a part of the text, such as a section.
    is_part: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum EndingKind {
    #[default]
    Nothing,
    /// A space within one line.
    Space,
    /// The line ends.
    Block,
    Heading(usize),
    Term,
    /// One line in bold or in italics.
    Title,
    Frame,
    Cell,
    Table,
    /// A table that only places parts of the page.
    Layout,
    Head,
    List,
    Code,
    /// A quotation within a line.
    Quotation,
    Pre,
}

/// The lines of a page in Markdown, and the notes on what is not in them.
pub(super) struct Written {
    /// The lines, each with its line in the source.
    pub(super) lines: Vec<(String, usize)>,
    pub(super) notes: Vec<Note>,
}

/// Writes elements as Markdown.
pub(super) struct Writer<'p> {
    pub(super) outline: &'p Outline<'p>,
    pub(super) file: &'p str,
    pub(super) styles: &'p Styles,
    footnotes: &'p Footnotes,
    /// The URLs of the page itself.
    pub(super) own_urls: &'p [String],
    /// The bytes of all texts of the part that is read.
    most: usize,
    /// Whether it is the element of the main text.
    is_main: bool,
    pub(super) notes: Vec<Note>,
    pub(super) frames: Vec<Frame>,
    /// The words of the paragraph that is being read.
    pub(super) line: Line,
    pub(super) marks: Vec<Mark>,
    endings: Vec<Ending>,
    /// The number of open elements whose text is one line.
    pub(super) single: usize,
    /// The number of open elements whose text is code.
    pub(super) code: usize,
    /// The number of open parts of the text.
    parts: usize,
    /// The number of open cells of tables.
    pub(super) cells: usize,
    /// The anchors before the next words.
    pub(super) anchors: Vec<String>,
    /// The anchors that are written.
    known: HashSet<String>,
    /// The open tables; `None` for one that only places parts of the page.
    pub(super) tables: Vec<Option<Table>>,
    /// The open lists: their numbers, and the number of the next item of ordered ones.
    lists: Vec<(usize, Option<usize>)>,
    /// The text of code, if a block of it is being read, with its language.
    pub(super) pre: Option<(String, String)>,
    /// The last number that was given to a link, a list or the like.
    pub(super) number: usize,
}

impl<'p> Writer<'p> {
    pub(super) fn new(
        outline: &'p Outline<'p>,
        file: &'p str,
        styles: &'p Styles,
        footnotes: &'p Footnotes,
        own_urls: &'p [String],
    ) -> Self {
        Self {
            outline,
            file,
            styles,
            footnotes,
            own_urls,
            most: 0,
            is_main: false,
            notes: Vec::new(),
            frames: vec![Frame::new(FrameKind::Page)],
            line: Line::default(),
            marks: Vec::new(),
            endings: Vec::new(),
            single: 0,
            code: 0,
            parts: 0,
            cells: 0,
            anchors: Vec::new(),
            known: HashSet::new(),
            tables: Vec::new(),
            lists: Vec::new(),
            pre: None,
            number: 0,
        }
    }

    /// Writes some events of the page: those of an element. `is_main` is whether it is that of the main text.
    pub(super) fn write(mut self, events: Range<usize>, is_main: bool) -> Written {
        self.most = self.outline.length(events.clone());
        self.is_main = is_main;
        let page = self.outline.page;
        let mut index = events.start;
        while index < events.end {
            let Some(event) = page.events.get(index) else {
                break;
            };
            match event {
                Event::Open(element) => {
                    let is_done = self.is_of_footnote(index, &element.tag)
                        || self.is_embedded(index, &element.tag)
                        || self.skips(index, index == events.start, &element.tag);
                    if is_done {
                        index = self.outline.end(index);
                    } else {
                        self.open(index, &element.tag);
                    }
                }
                Event::Close(span) => self.close(span.start),
                Event::Text(span) => self.text(span.clone()),
                Event::Break => self.line_break(),
                Event::Thing(tag) => self.thing(tag),
                Event::Rule if self.single == 0 && self.cells == 0 => {
                    self.flush();
                    let line = self.outline.line(self.offset(index));
                    self.push(BlockKind::Other, vec![("---".to_owned(), line)]);
                }
                Event::Rule => self.space(),
                Event::SoftBreak | Event::Seam => {}
            }
            index += 1;
        }
        self.flush();
        while self.frames.len() > 1 {
            self.end_frame();
        }
        let lines = self
            .frames
            .pop()
            .map(Frame::finish)
            .unwrap_or((BlockKind::Other, Vec::new()));
        Written {
            lines: lines.1,
            notes: self.notes,
        }
    }

    /// Whether the words that are being read are one line.
    pub(super) fn is_one_line(&self) -> bool {
        self.single > 0
    }

    /// The offset of an event, or of one before it that has a place.
    fn offset(&self, index: usize) -> usize {
        let events = self.outline.page.events.get(..index).unwrap_or_default();
        let place = |event: &Event| match event {
            Event::Open(element) => Some(element.tag.span.end),
            Event::Close(span) | Event::Text(span) => Some(span.end),
            _ => None,
        };
        events.iter().rev().find_map(place).unwrap_or(0)
    }

    /// Adds a note on a line of the page.
    pub(super) fn note(&mut self, kind: NoteKind, line: usize, what: &str, detail: String) {
        let note = Note::new(kind, self.file, line, what, detail);
        self.notes.push(note);
    }

    /// Writes the mark of a footnote. Whether the element is one, or the link in a footnote that leads back to its mark.
    fn is_of_footnote(&mut self, index: usize, tag: &StartTag) -> bool {
        if let Some(label) = self.footnotes.reference(index) {
            let mark = format!("[^{label}]");
            self.piece(PieceKind::Markdown, &mark, tag.span.start);
            return true;
        }
        let is_in_footnote = self
            .frames
            .iter()
            .any(|frame| matches!(frame.kind, FrameKind::Footnote(_)));
        is_in_footnote && tag.name == "a" && {
            let words = self.outline.words(index..self.outline.end(index), 20);
            footnotes::leads_back(&words, tag.attribute("href"))
        }
    }

    /// Writes a formula, a film or a drawing, all of whose text is a part of it. Whether the element is one.
    fn is_embedded(&mut self, index: usize, tag: &StartTag) -> bool {
        let is_source = tag.name == "script"
            && tag
                .attribute("type")
                .is_some_and(|kind| kind.starts_with("math/tex"));
        if !is_source && !formulas::is_formula(tag) && action(tag) != Action::Embedded {
            return false;
        }
        self.remember_anchor(index, tag);
        if is_source {
            let is_display = tag
                .attribute("type")
                .is_some_and(|kind| kind.contains("display"));
            let formula = formulas::markdown(self.outline.raw(index), is_display);
            self.piece(PieceKind::Markdown, &formula, tag.span.start);
            return true;
        }
        let line = self.outline.line(tag.span.start);
        let words = self.outline.words(index..self.outline.end(index), 500);
        if formulas::is_formula(tag) {
            match formulas::of_element(self.outline, index) {
                Some(formula) => self.piece(PieceKind::Markdown, &formula, tag.span.start),
                // the script beside it is its source
                None if tag.name != "math" && self.outline.text.contains("math/tex") => {}
                None => {
                    let what = "a formula, whose source is not in the page";
                    self.note(NoteKind::NotUnderstood, line, what, excerpt(&words));
                    self.words(&words, tag.span.start);
                }
            }
            return true;
        }
        self.source(tag);
        // browsers show the words in a film only if they cannot show the film
        let is_shown = !matches!(tag.name.as_str(), "audio" | "video");
        if is_shown && !words.is_empty() {
            let what = "a drawing or a film that is in the page itself";
            self.note(NoteKind::Lost, line, what, excerpt(&words));
        }
        true
    }

    /// Whether the element is not a part of the text. Then it gets a note, if it has words.
    fn skips(&mut self, index: usize, is_first: bool, tag: &StartTag) -> bool {
        // the number or the bullet of an item of Word
        if has_style(tag, "mso-list:ignore") {
            return true;
        }
        let around = Around {
            is_main: self.is_main,
            is_in_part: self.parts > 0 || self.single > 0 || self.frames.len() > 1,
        };
        let why = match left(self.outline, index, around, self.most) {
            Some(why) if !is_first => why,
            _ if self.is_mark_of_heading(index, tag) => Left::Made,
            _ => return false,
        };
        match why {
            Left::Hidden => return true,
            // the anchor of the heading may be that of its mark
            Left::Made => self.remember_anchor(index, tag),
            Left::Beside => {}
        }
        let words = self.outline.words(index..self.outline.end(index), 200);
        let has_words = words.chars().any(char::is_alphanumeric);
        if has_words {
            let line = self.outline.line(tag.span.start);
            let (kind, what) = match why {
                Left::Beside => (NoteKind::LeftOut, BESIDE_TEXT),
                _ => (
                    NoteKind::TakenOut,
                    "a link or a mark of the old page's program",
                ),
            };
            self.note(kind, line, what, excerpt(&words));
        }
        true
    }

    /// Whether a link leads to its own place, as marks of headings do: `¶`, `#`.
    fn is_mark_of_heading(&self, index: usize, tag: &StartTag) -> bool {
        let is_within = tag.name == "a" && tag.attribute("href").is_some_and(|to| to.contains('#'));
        is_within && {
            let range = index..self.outline.end(index);
            let has_picture = self
                .outline
                .page
                .events
                .get(range.clone())
                .unwrap_or_default();
            let has_picture = has_picture
                .iter()
                .any(|event| matches!(event, Event::Thing(_)));
            let words = self.outline.words(range, 20);
            !has_picture && matches!(words.as_str(), "" | "¶" | "#" | "§" | "🔗" | "⚓" | "∞")
        }
    }

    /// Keeps the anchor of an element for the next words.
    fn remember_anchor(&mut self, index: usize, tag: &StartTag) {
        let id = tag.attribute("id");
        let name = tag.attribute("name").filter(|_| tag.name == "a");
        for anchor in [id, name].into_iter().flatten() {
            let anchor = anchor.strip_prefix("user-content-").unwrap_or(anchor);
            let is_target = self.outline.targets.contains(anchor);
            let is_writable = !anchor.is_empty()
                && anchor.len() < 200
                && !anchor.contains(|c: char| c.is_whitespace() || "\"<>`|\\".contains(c));
            if !is_writable || !is_target && is_made_by_program(anchor) {
                continue;
            }
            let content = self.outline.content(index);
            let is_around = content.is_group() || content.length * 2 > self.most;
            if is_around && !is_heading(&tag.name) && !self.begins_with_heading(index) {
                continue;
            }
            if self.known.insert(anchor.to_owned()) {
                self.anchors.push(anchor.to_owned());
            }
        }
    }

    /// Whether a heading is the first thing in an element.
    fn begins_with_heading(&self, index: usize) -> bool {
        let events = self
            .outline
            .page
            .events
            .get(index + 1..self.outline.end(index));
        for event in events.unwrap_or_default() {
            match event {
                Event::Open(element) if is_heading(&element.tag.name) => return true,
                Event::Text(span) if slice(self.outline.text, span.clone()).trim().is_empty() => {}
                Event::Open(_) | Event::Close(_) => {}
                _ => return false,
            }
        }
        false
    }

    fn open(&mut self, index: usize, tag: &StartTag) {
        self.remember_anchor(index, tag);
        let mut ending = Ending::default();
        let marks = self.marks.len();
        match action(tag) {
            _ if self.pre.is_some() => {}
            Action::Inline => self.inline(index, tag),
            Action::Code => {
                self.code += 1;
                ending.kind = EndingKind::Code;
            }
            Action::Quotation => {
                self.words("“", tag.span.start);
                ending.kind = EndingKind::Quotation;
            }
            // all else begins a line, of which there is only one in a heading or the like
            _ if self.single > 0 => {
                self.space();
                ending.kind = EndingKind::Space;
            }
            action => {
                self.flush();
                ending.is_part = action == Action::Part;
                ending.kind = self.begin(action, index, tag);
            }
        }
        ending.marks = self.marks.len() - marks;
        self.parts += usize::from(ending.is_part);
        self.endings.push(ending);
    }

    /// Begins an element with lines of its own. Gives what ends with it.
    fn begin(&mut self, action: Action, index: usize, tag: &StartTag) -> EndingKind {
        let is_deep = self.frames.len() > DEEPEST;
        if let Some(label) = self.footnotes.text(index).filter(|_| !is_deep) {
            // only its mark led to it
            self.anchors.clear();
            return self.begin_frame(FrameKind::Footnote(label.to_owned()));
        }
        match action {
            Action::Heading(level) => {
                self.single += 1;
                EndingKind::Heading(level)
            }
            Action::Term => {
                self.single += 1;
                EndingKind::Term
            }
            Action::Title(mark) if self.outline.content(index).headings == 0 => {
                self.single += 1;
                self.marks.push(mark);
                EndingKind::Title
            }
            Action::List(start) => {
                self.number += 1;
                self.lists.push((self.number, start));
                EndingKind::List
            }
            Action::Item if !is_deep => {
                let kind = self.item(index, tag);
                self.begin_frame(kind)
            }
            Action::Quote if !is_deep => self.begin_frame(FrameKind::Quote),
            Action::Definition if !is_deep && self.frames.last().is_some_and(Frame::is_in_term) => {
                self.begin_frame(FrameKind::Definition)
            }
            Action::Pre => {
                self.pre = Some((self.language(index, tag), String::new()));
                EndingKind::Pre
            }
            Action::Table if is_deep || self.is_layout(index) => {
                self.tables.push(None);
                EndingKind::Layout
            }
            Action::Table | Action::Head | Action::Row | Action::Cell => {
                self.begin_in_table(&action, tag)
            }
            _ => {
                self.look(tag);
                EndingKind::Block
            }
        }
    }

    /// Begins a table or a part of one. Gives what ends with it.
    fn begin_in_table(&mut self, action: &Action, tag: &StartTag) -> EndingKind {
        let line = self.outline.line(tag.span.start);
        if *action == Action::Table {
            self.tables.push(Some(Table::new(line)));
            return EndingKind::Table;
        }
        let Some(Some(table)) = self.tables.last_mut() else {
            return EndingKind::Block;
        };
        match action {
            Action::Head => {
                table.is_head = true;
                EndingKind::Head
            }
            Action::Row => {
                table.begin_row(line);
                EndingKind::Block
            }
            _ if table.has_row() => {
                table.begin_cell(TableCell::of(tag));
                self.cells += 1;
                self.begin_frame(FrameKind::Cell);
                EndingKind::Cell
            }
            _ => EndingKind::Block,
        }
    }

    fn begin_frame(&mut self, kind: FrameKind) -> EndingKind {
        self.frames.push(Frame::new(kind));
        EndingKind::Frame
    }

    /// The frame of an item.
    fn item(&mut self, index: usize, tag: &StartTag) -> FrameKind {
        if tag.name == "p" {
            return self.item_of_word(index);
        }
        match self.lists.last_mut() {
            Some((list, next)) => {
                let own = tag.attribute("value").and_then(|value| value.parse().ok());
                let number = next.map(|next| own.unwrap_or(next));
                *next = number.map(|number: usize| number.saturating_add(1));
                FrameKind::Item(*list, number.map(|number| number.min(999_999)))
            }
            None => FrameKind::Item(0, None),
        }
    }

    /// The frame of an item as Word writes it: a paragraph with its number or its bullet.
    fn item_of_word(&self, index: usize) -> FrameKind {
        let range = index..self.outline.end(index);
        let is_mark = |index: &usize| {
            let tag = self.outline.tag(*index);
            tag.is_some_and(|tag| has_style(tag, "mso-list:ignore"))
        };
        let mark = range.clone().find(is_mark);
        let words = mark.map(|mark| self.outline.words(mark..self.outline.end(mark), 20));
        let number = words.and_then(|words| words.trim_end_matches(['.', ')']).parse().ok());
        FrameKind::Item(0, number)
    }

    fn close(&mut self, offset: usize) {
        let Some(ending) = self.endings.pop() else {
            return;
        };
        match ending.kind {
            EndingKind::Nothing => {}
            EndingKind::Block => self.flush(),
            EndingKind::Space => self.space(),
            EndingKind::Heading(level) => self.end_heading(level),
            EndingKind::Term => self.end_term(),
            EndingKind::Title => {
                self.single -= 1;
                self.flush();
            }
            EndingKind::Frame => {
                self.flush();
                self.end_frame();
            }
            EndingKind::Cell => self.end_cell(),
            EndingKind::Table => self.end_table(),
            EndingKind::Layout => {
                self.flush();
                self.tables.pop();
            }
            EndingKind::Head => {
                if let Some(Some(table)) = self.tables.last_mut() {
                    table.is_head = false;
                }
            }
            EndingKind::List => {
                self.flush();
                self.lists.pop();
            }
            EndingKind::Code => self.code = self.code.saturating_sub(1),
            EndingKind::Quotation => self.words("”", offset),
            EndingKind::Pre => self.end_pre(offset),
        }
        self.parts -= usize::from(ending.is_part);
        self.marks.truncate(self.marks.len() - ending.marks);
    }
}
