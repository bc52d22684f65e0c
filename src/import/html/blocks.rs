//! The blocks of a page: paragraphs, headings, terms, cells, code.

use super::escape::{at_start, longest_run};
use super::frames::{BlockKind, Frame, FrameKind, NOTHING};
use super::inline::{Line, PieceKind};
use super::tables::TablePart;
use super::writer::Writer;
use crate::import::notes::{NoteKind, excerpt};
use crate::import::one_page::{LINE, leads_back};
use crate::web_page::tags::StartTag;

impl Writer<'_> {
    /// Ends the paragraph that is being read.
    pub(super) fn flush(&mut self) {
        let line = self.take_line();
        if !line.is_visible() {
            return;
        }
        let lines: Vec<(String, usize)> = line.markdown();
        if self.is_link_back(&lines) {
            return;
        }
        let is_in_cell = self.cells > 0;
        let count = lines.len();
        let mut paragraph = Vec::new();
        let mut joined = String::new();
        for (index, (text, number)) in lines.into_iter().enumerate() {
            let is_last = index + 1 == count;
            if is_in_cell {
                joined.push_str(&at_start(&text));
                joined.push_str(if is_last { "" } else { "<br>" });
                if is_last {
                    paragraph.push((std::mem::take(&mut joined), number));
                }
                continue;
            }
            let mark = if is_last { "" } else { "\\" };
            paragraph.push((format!("{}{mark}", at_start(&text)), number));
        }
        self.push(BlockKind::Paragraph, paragraph);
    }

    /// The line that is being read. If it has only anchors, these wait for the next one.
    fn take_line(&mut self) -> Line {
        let line = std::mem::take(&mut self.line);
        if !line.is_visible() {
            let anchors = line.pieces.iter();
            let anchors = anchors.filter(|piece| piece.kind == PieceKind::Anchor);
            let anchors = anchors.filter_map(|piece| piece.text.split('"').nth(1));
            let mut before: Vec<String> = anchors.map(str::to_owned).collect();
            before.append(&mut self.anchors);
            self.anchors = before;
        }
        line
    }

    /// Whether lines in the text of a term are only a link back to the top. Then they get a note.
    fn is_link_back(&mut self, lines: &[(String, usize)]) -> bool {
        let [(text, number)] = lines else {
            return false;
        };
        let link = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(')'));
        let Some((words, address)) = link.and_then(|link| link.split_once("](")) else {
            return false;
        };
        let is_back = address.starts_with('#') && !address.contains(' ') && leads_back(words);
        if is_back && self.frames.len() > 1 {
            let what = "a table of contents, or links within the page";
            self.note(NoteKind::TakenOut, *number, what, excerpt(words));
            return true;
        }
        false
    }

    /// Writes the anchors that wait, if the next words are seen.
    pub(super) fn write_anchors(&mut self, is_visible: bool, line: usize) {
        if !is_visible {
            return;
        }
        for anchor in std::mem::take(&mut self.anchors) {
            let html = format!("<a id=\"{anchor}\"></a>");
            self.line.push(PieceKind::Anchor, &html, &[], line);
        }
    }

    /// Adds a block to the element that is being read.
    pub(super) fn push(&mut self, kind: BlockKind, lines: Vec<(String, usize)>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.push(kind, lines);
        }
    }

    /// Ends a quotation, an item or a definition.
    pub(super) fn end_frame(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let is_definition = frame.kind == FrameKind::Definition;
        let is_empty = frame.lines.is_empty();
        if is_empty && !is_definition {
            return;
        }
        let is_footnote = matches!(frame.kind, FrameKind::Footnote(_));
        let (kind, mut lines) = frame.finish();
        if is_footnote {
            // the texts of all terms can refer to it
            if let Some(page) = self.frames.first_mut() {
                page.push(kind, lines);
            }
            return;
        }
        if is_empty {
            lines = vec![(format!(":   {NOTHING}"), self.last_line())];
        }
        self.push(kind, lines);
    }

    /// The line in the source of the last line that was written.
    fn last_line(&self) -> usize {
        let lines = self.frames.last().and_then(|frame| frame.lines.last());
        lines.map_or(1, |(_, number)| *number)
    }

    /// The words of a heading or the like, on one line.
    fn single_line(&mut self) -> Option<(String, usize)> {
        self.single = self.single.saturating_sub(1);
        let line = self.take_line();
        if !line.is_visible() {
            return None;
        }
        let lines = line.markdown();
        let number = lines.first().map_or(1, |(_, number)| *number);
        let words: Vec<String> = lines.into_iter().map(|(line, _)| line).collect();
        Some((words.join(" "), number))
    }

    pub(super) fn end_heading(&mut self, level: usize) {
        let Some((words, number)) = self.single_line() else {
            return;
        };
        let line = match self.cells {
            0 => format!("{} {words}", "#".repeat(level)),
            _ => format!("**{}**", words.replace("**", "")),
        };
        self.push(BlockKind::Other, vec![(line, number)]);
    }

    pub(super) fn end_term(&mut self) {
        if let Some((words, number)) = self.single_line() {
            self.push(BlockKind::Term, vec![(at_start(&words), number)]);
        }
    }

    pub(super) fn end_cell(&mut self) {
        self.flush();
        self.cells = self.cells.saturating_sub(1);
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let (_, lines) = Frame::finish(frame);
        let lines: Vec<String> = lines.into_iter().map(|(line, _)| line).collect();
        let text = lines.join(&LINE.to_string());
        if let Some(Some(table)) = self.tables.last_mut() {
            table.end_cell(text.trim().replace('|', "\\|"));
        }
    }

    pub(super) fn end_table(&mut self) {
        self.flush();
        let Some(Some(table)) = self.tables.pop() else {
            return;
        };
        for part in table.finish(self.frames.len() == 1) {
            match part {
                TablePart::Heading(text, number) => {
                    let text = text.replace("**", "");
                    self.push(BlockKind::Other, vec![(format!("###### {text}"), number)]);
                }
                TablePart::Rows(lines) | TablePart::Text(lines) => {
                    self.push(BlockKind::Other, lines);
                }
            }
        }
    }

    /// Whether a table only places parts of the page: it has one column, or lists of terms or other tables in its cells.
    pub(super) fn is_layout(&self, index: usize) -> bool {
        let content = self.outline.content(index);
        let has_role = self.outline.tag(index).is_some_and(|tag| {
            matches!(tag.attribute("role"), Some("presentation" | "none"))
                || tag.has_class(|class| matches!(class, "highlighttable" | "linenodiv"))
        });
        // the sign of a note of Asciidoctor is in a cell beside its text, and so is a term
        let cell = self.outline.first(index..self.outline.end(index), "td");
        let is_beside = cell
            .and_then(|cell| self.outline.tag(cell))
            .is_some_and(|tag| tag.has_class(|class| matches!(class, "icon" | "hdlist1")));
        has_role
            || is_beside
            || content.cells <= content.rows
            || content.terms > 0
            || content.inner_rows > content.rows * 2
            || content.tables > 0 && content.rows < 4
            || content.headings > 1 && content.rows < 3
    }

    /// The language of a block of code, by a class of the element, of the one in it or of the one around it.
    pub(super) fn language(&self, index: usize, tag: &StartTag) -> String {
        let inner = self.outline.tag(index + 1);
        let around = (index.saturating_sub(3)..index).rev();
        let around = around.filter_map(|index| self.outline.tag(index));
        let tags = inner.into_iter().chain([tag]).chain(around);
        let mut classes = tags.flat_map(|tag| {
            tag.attribute("class")
                .unwrap_or_default()
                .split_ascii_whitespace()
        });
        let language = classes.find_map(|class| {
            let starts = ["language-", "lang-", "highlight-source-", "highlight-"];
            starts.iter().find_map(|start| class.strip_prefix(start))
        });
        let is_name = |name: &&str| {
            name.chars()
                .all(|c| c.is_ascii_alphanumeric() || "+#-_.".contains(c))
                && !matches!(
                    *name,
                    "none" | "default" | "plaintext" | "text" | "notranslate"
                )
        };
        language.filter(is_name).unwrap_or_default().to_owned()
    }

    pub(super) fn end_pre(&mut self, offset: usize) {
        let Some((language, text)) = self.pre.take() else {
            return;
        };
        let text = text.strip_prefix('\n').unwrap_or(&text).trim_end();
        if text.trim().is_empty() {
            return;
        }
        let last = self.outline.line(offset);
        let first = last.saturating_sub(text.matches('\n').count()).max(1);
        let fence = "`".repeat(longest_run(text).max(2) + 1);
        let mut lines = vec![(format!("{fence}{language}"), first)];
        let numbered = text.lines().enumerate();
        lines.extend(numbered.map(|(index, line)| (line.to_owned(), first + index)));
        lines.push((fence, last));
        self.push(BlockKind::Other, lines);
    }
}
