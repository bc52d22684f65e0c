//! The words of a page: texts, marks, links and pictures.

use std::ops::Range;

use super::elements::{has_style, kept};
use super::escape::{destination, escaped, title};
use super::formulas::{self, TextPart};
use super::inline::{Mark, PieceKind};
use super::outline::characters;
use super::writer::Writer;
use crate::import::notes::{NoteKind, excerpt};
use crate::import::one_page::leads_back;
use crate::text::slice;
use crate::web_page::tags::StartTag;

/// What is written for the tab of a word processor between a term and its text.
const TAB: &str = " – ";

/// Whether a text begins with several no-break spaces, as Word writes a tab.
fn is_tab(text: &str) -> bool {
    let spaces = text.chars().take_while(|c| c.is_whitespace());
    spaces.filter(|c| *c == '\u{a0}').count() > 1
}

impl Writer<'_> {
    /// Adds a text of the page.
    pub(super) fn text(&mut self, span: Range<usize>) {
        let written = slice(self.outline.text, span.clone());
        let text = characters(written);
        if let Some((_, pre)) = &mut self.pre {
            pre.push_str(&text);
            return;
        }
        let first = written.len() - written.trim_start().len();
        let offset = span.start + first.min(written.len().saturating_sub(1));
        if self.code > 0 {
            return self.piece(PieceKind::Code, &text, offset);
        }
        if is_tab(&text) && self.is_all_bold() {
            self.words(TAB, offset);
        }
        for part in formulas::parts(&text) {
            match part {
                TextPart::Words(words) => self.words(words, offset),
                TextPart::Formula(formula) => self.piece(PieceKind::Markdown, &formula, offset),
                TextPart::AsciiMath(formula) => {
                    let what = "a formula in AsciiMath, which is code now";
                    let line = self.outline.line(offset);
                    self.note(NoteKind::NotUnderstood, line, what, excerpt(formula));
                    self.piece(PieceKind::Code, formula, offset);
                }
            }
        }
    }

    /// Adds words of a place in the page.
    pub(super) fn words(&mut self, words: &str, offset: usize) {
        self.piece(PieceKind::Words, words, offset);
    }

    /// Adds a part of a line, after the anchors that wait for it.
    pub(super) fn piece(&mut self, kind: PieceKind, text: &str, offset: usize) {
        let line = self.outline.line(offset);
        self.write_anchors(kind == PieceKind::Markdown || !text.trim().is_empty(), line);
        self.line.push(kind, text, &self.marks, line);
    }

    /// A space between two words.
    pub(super) fn space(&mut self) {
        if self.line.ends_in_word() {
            self.line.push(PieceKind::Words, " ", &self.marks, 1);
        }
    }

    /// A line break. Two of them begin a paragraph.
    pub(super) fn line_break(&mut self) {
        if let Some((_, pre)) = &mut self.pre {
            pre.push('\n');
        } else if self.is_one_line() {
            self.space();
        } else if self.line.ends_in_break() {
            self.flush();
        } else if self.line.is_visible() {
            self.line.push(PieceKind::Break, "", &[], 1);
        }
    }

    /// Begins an element in a line.
    pub(super) fn inline(&mut self, index: usize, tag: &StartTag) {
        let name = tag.name.as_str();
        match name {
            "a" => self.link(index, tag),
            "b" | "strong" if !has_style(tag, "font-weight:normal") => {
                self.marks.push(Mark::Strong);
            }
            "b" | "strong" => {}
            // a whole reference, as MediaWiki writes it
            "cite" if tag.has_class(|class| class == "citation") => {}
            "cite" | "dfn" | "em" | "i" | "var" => self.marks.push(Mark::Emphasis),
            "del" | "s" | "strike" => self.marks.push(Mark::Strike),
            "rt" => {
                let words = characters(self.outline.raw(index));
                let words = words.trim();
                if !words.is_empty() && !words.contains('<') {
                    self.words(&format!(" ({words})"), tag.span.start);
                }
            }
            "span" if has_style(tag, "mso-tab-count") && self.is_all_bold() => {
                self.words(TAB, tag.span.start);
            }
            _ => {
                if let Some(name) = kept(name) {
                    let tooltip = self.tooltip(index, tag);
                    self.number += 1;
                    self.marks.push(Mark::Element(self.number, name, tooltip));
                }
            }
        }
        self.look(tag);
    }

    /// Adds the marks that the style of an element gives to its words.
    pub(super) fn look(&mut self, tag: &StartTag) {
        let look = self.styles.look(tag);
        let marks = [
            (look.is_bold, Mark::Strong),
            (look.is_italic, Mark::Emphasis),
            (look.is_struck, Mark::Strike),
        ];
        let marks = marks.into_iter().filter(|(has_mark, _)| *has_mark);
        self.marks.extend(marks.map(|(_, mark)| mark));
    }

    /// Whether all words of the line so far are in bold.
    fn is_all_bold(&self) -> bool {
        let pieces = &self.line.pieces;
        let mut words = pieces.iter().filter(|piece| !piece.text.trim().is_empty());
        let is_bold = words
            .all(|piece| piece.kind == PieceKind::Anchor || piece.marks.contains(&Mark::Strong));
        is_bold && self.line.is_visible()
    }

    /// The words of a tooltip, in brackets after the element.
    fn tooltip(&self, index: usize, tag: &StartTag) -> String {
        let words = tag.attribute("title").unwrap_or_default();
        let words: Vec<&str> = words.split_whitespace().collect();
        let words = words.join(" ");
        let shown = self.outline.words(index..self.outline.end(index), 500);
        match words.is_empty() || words == shown {
            true => String::new(),
            false => format!(" ({})", escaped(&words, Some('('), Some(')'))),
        }
    }

    fn link(&mut self, index: usize, tag: &StartTag) {
        let Some(address) = tag.attribute("href") else {
            return;
        };
        let address = self.own_address(address.trim());
        let shown = self.outline.words(index..self.outline.end(index), 500);
        let address = match address.as_str() {
            "#" | "" if leads_back(&shown) => "#top".to_owned(),
            "#" | "" | "#!" => return,
            _ => address,
        };
        if address.to_ascii_lowercase().starts_with("javascript:") {
            return;
        }
        self.number += 1;
        // the title is not a part of the text: in a wiki, it is the name of the other page
        let end = format!("]({})", destination(&address));
        self.marks.push(Mark::Link(self.number, end));
    }

    /// An address as the page should have it: without the URL of the page itself, which browsers write into pages that
    /// they save, and without the detour of Google Docs.
    fn own_address(&self, address: &str) -> String {
        if let Some((url, anchor)) = address.split_once('#')
            && self.own_urls.iter().any(|own| own == url)
        {
            return format!("#{anchor}");
        }
        let detour = address
            .strip_prefix("https://www.google.com/url?q=")
            .and_then(|rest| rest.split('&').next());
        match detour {
            Some(to) => percent_encoding::percent_decode_str(to)
                .decode_utf8_lossy()
                .into_owned(),
            None => address.to_owned(),
        }
    }

    /// Adds a picture or a field of a form.
    pub(super) fn thing(&mut self, tag: &StartTag) {
        match tag.name.as_str() {
            "img" => self.picture(tag),
            "input" if tag.attribute("type") == Some("checkbox") => {
                let mark = match tag.attribute("checked") {
                    Some(_) => "[x] ",
                    None => "[ ] ",
                };
                self.piece(PieceKind::Markdown, mark, tag.span.start);
            }
            "embed" => self.source(tag),
            _ => {}
        }
    }

    fn picture(&mut self, tag: &StartTag) {
        let is_data = |address: &&str| address.trim_start().starts_with("data:");
        let own = tag
            .attribute("src")
            .filter(|address| !address.trim().is_empty());
        // a page that loads pictures later has their addresses elsewhere
        let later = ["data-src", "data-original", "data-lazy-src"];
        let later = later.iter().find_map(|name| tag.attribute(name));
        let address = own.filter(|own| !is_data(own)).or(later).or(own);
        let alt = tag.attribute("alt").unwrap_or_default();
        let alt: Vec<&str> = alt.split_whitespace().collect();
        let alt = alt.join(" ");
        let Some(address) = address else {
            return self.words(&alt, tag.span.start);
        };
        let is_pixel = ["width", "height"]
            .iter()
            .all(|name| matches!(tag.attribute(name), Some("0" | "1")));
        if is_pixel {
            return;
        }
        if is_data(&address) {
            let line = self.outline.line(tag.span.start);
            let what = "a picture that is in the page itself: save it as a file";
            self.note(NoteKind::Lost, line, what, excerpt(&alt));
            return self.words(&alt, tag.span.start);
        }
        let alt = escaped(&alt, Some('['), Some(']'));
        let title = title(tag.attribute("title").filter(|title| *title != alt));
        let picture = format!("![{alt}]({}{title})", destination(address));
        self.piece(PieceKind::Markdown, &picture, tag.span.start);
    }

    /// A film, a frame of another page or the like, as a link.
    pub(super) fn source(&mut self, tag: &StartTag) {
        let address = ["src", "data"].iter().find_map(|name| tag.attribute(name));
        let Some(address) = address.filter(|address| !address.trim().is_empty()) else {
            return;
        };
        let words = tag.attribute("title").filter(|title| !title.is_empty());
        let words = escaped(words.unwrap_or(address), Some('['), Some(']'));
        let link = format!("[{words}]({})", destination(address));
        self.piece(PieceKind::Markdown, &link, tag.span.start);
    }
}
