//! The text of a file in Markdown or MDX, block by block, with the place of each word in the file.
//!
//! The file may be of any program. So nothing in it is an error, and what is not Markdown is left out (`dialects`).

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::dialects::{BORDER, CommonText, Syntax, THING};
use super::passages::Searched;
use super::text_block::{BREAK_MASK, TextBlock, WORD_MASK, html_parts};
use crate::text::definition_lists::definition_lists;
use crate::text::slice;
use crate::web_page::elements::{Role, is_emphasis, is_void};
use crate::web_page::tags::{Sink, StartTag, read};

/// The text of a file.
#[derive(Debug, Default)]
pub(crate) struct MarkdownText {
    /// Its blocks, in order.
    pub(crate) blocks: Vec<TextBlock>,
    /// The bytes of its comments, in order.
    pub(crate) comments: Vec<Range<usize>>,
}

impl MarkdownText {
    /// Reads a file.
    pub(crate) fn read(source: &str, syntax: Syntax, searched: Searched) -> Self {
        let common = CommonText::read(source, syntax);
        let mut reader = Reader {
            common: &common,
            searched,
            found: Self::default(),
            block: TextBlock::default(),
            event: 0,
            headings: 0,
            quotes: 0,
            skipped: 0,
            html: None,
            links: Vec::new(),
            emphasis: Vec::new(),
            excluded: Vec::new(),
        };
        let parser = Parser::new_ext(&common.text, options(&common.text)).into_offset_iter();
        for (number, (event, span)) in parser.enumerate() {
            if !matches!(event, Event::Text(_) | Event::SoftBreak) {
                reader.event = number;
            }
            reader.event(event, span);
        }
        reader.border();
        let mut found = reader.found;
        found.comments.extend(common.comments);
        found.comments.sort_by_key(|comment| comment.start);
        found
    }
}

/// What most programs add to CommonMark.
fn options(text: &str) -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | definition_lists(text)
}

/// An element of HTML whose text is left out.
struct Excluded {
    name: String,
    /// Whether it ends with its paragraph at the latest.
    is_inline: bool,
}

struct Reader<'c> {
    common: &'c CommonText,
    searched: Searched,
    found: MarkdownText,
    block: TextBlock,
    /// The number of the last event that is not text. Words with the same number have no markup between them.
    event: usize,
    headings: usize,
    quotes: usize,
    /// The number of blocks of code and images that are open.
    skipped: usize,
    /// The bytes of the HTML that is read.
    html: Option<Range<usize>>,
    /// The beginnings and addresses of the links that are open; no address if the text is one.
    links: Vec<(usize, Option<Box<str>>)>,
    /// The beginnings of the emphasis that is open, with the names of elements of HTML.
    emphasis: Vec<(usize, String)>,
    excluded: Vec<Excluded>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            _ if self.skipped > 0 => {}
            Event::Text(text) => self.text(&text, span),
            Event::Code(code) => self.piece(&code, span, false, true),
            Event::InlineMath(_) | Event::DisplayMath(_) => self.block.mark(WORD_MASK),
            Event::Html(_) => {
                let is_next = self
                    .html
                    .as_ref()
                    .is_some_and(|html| html.end == span.start);
                match &mut self.html {
                    Some(html) if is_next => html.end = span.end,
                    _ => {
                        self.html_block();
                        self.html = Some(span);
                    }
                }
            }
            Event::InlineHtml(_) => self.html(span, true),
            Event::SoftBreak => self.piece(" ", span, false, false),
            Event::HardBreak => self.block.mark(BREAK_MASK),
            Event::Rule => self.border(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Image { .. } => {
                self.skipped += 1;
                self.block.mark(WORD_MASK);
            }
            Tag::Emphasis | Tag::Strikethrough => {
                self.emphasis.push((self.block.text.len(), String::new()));
            }
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                let is_text = !matches!(link_type, LinkType::Autolink | LinkType::Email);
                let address = is_text.then(|| dest_url.into_string().into_boxed_str());
                self.links.push((self.block.text.len(), address));
            }
            Tag::Strong | Tag::Superscript | Tag::Subscript => {}
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.border();
                self.skipped += 1;
            }
            tag => {
                self.border();
                match tag {
                    Tag::Heading { .. } => self.headings += 1,
                    Tag::BlockQuote(_) => self.quotes += 1,
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.skipped = self.skipped.saturating_sub(1),
            TagEnd::Emphasis | TagEnd::Strikethrough => self.end_emphasis(""),
            TagEnd::Link => self.end_link(),
            TagEnd::Strong | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => {
                self.skipped = self.skipped.saturating_sub(1);
            }
            TagEnd::HtmlBlock => self.html_block(),
            tag => {
                self.border();
                match tag {
                    TagEnd::Heading(_) => self.headings = self.headings.saturating_sub(1),
                    TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
                    _ => {}
                }
            }
        }
    }

    /// Ends the block.
    fn border(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        self.links.clear();
        self.emphasis.clear();
        self.excluded.retain(|element| !element.is_inline);
        if block.text.trim().is_empty() {
            return;
        }
        block.is_heading = self.headings > 0;
        block.is_quoted = self.quotes > 0;
        self.found.blocks.push(block);
    }

    fn end_link(&mut self) {
        if let Some((start, Some(address))) = self.links.pop() {
            let words = start..self.block.text.len();
            self.block.links.push((words, address));
        }
    }

    fn end_emphasis(&mut self, name: &str) {
        let place = self.emphasis.iter().rposition(|(_, open)| open == name);
        if let Some(place) = place {
            let (start, _) = self.emphasis.remove(place);
            self.block.emphasised.push(start..self.block.text.len());
        }
    }

    /// Adds a text of Markdown.
    fn text(&mut self, text: &str, span: Range<usize>) {
        let is_verbatim = slice(&self.common.text, span.clone()) == text;
        let is_address = matches!(self.links.last(), Some((_, None)));
        if !is_verbatim {
            return self.piece(text, span, false, is_address);
        }
        let mut start = 0;
        for (at, sign) in text.match_indices([THING, BORDER]) {
            let words = slice(text, start..at);
            self.piece(words, span.start + start..span.start + at, true, is_address);
            let is_thing = sign.starts_with(THING);
            self.block
                .mark(if is_thing { WORD_MASK } else { BREAK_MASK });
            start = at + sign.len();
        }
        let words = slice(text, start..);
        self.piece(words, span.start + start..span.end, true, is_address);
    }

    /// Adds a text with its bytes in the text that is parsed.
    fn piece(&mut self, words: &str, span: Range<usize>, is_verbatim: bool, is_masked: bool) {
        if words.is_empty() {
            return;
        }
        let is_in_link = self.searched == Searched::Linkable && !self.links.is_empty();
        let is_masked = is_masked || is_in_link || !self.excluded.is_empty();
        if !is_verbatim {
            let source = self.common.source(span);
            self.block.add(words, source, self.event, false, is_masked);
            return;
        }
        for part in self.common.parts(span.clone()) {
            let words = slice(&self.common.text, part.text);
            self.block
                .add(words, part.source, self.event, true, is_masked);
        }
    }

    fn html_block(&mut self) {
        if let Some(html) = self.html.take() {
            self.html(html, false);
        }
    }

    /// Reads some HTML: one tag in a text, or a whole block.
    fn html(&mut self, span: Range<usize>, is_inline: bool) {
        let common = self.common;
        let mut tags = Tags::default();
        read(slice(&common.text, span.clone()), &mut tags);
        let mut done = span.start;
        for (tag, place) in tags.0 {
            let place = span.start + place.start..span.start + place.end;
            self.html_text(done..place.start);
            done = place.end;
            match tag {
                HtmlTag::Comment => self.found.comments.push(common.source(place)),
                HtmlTag::Start(tag) => self.start_element(&tag, is_inline),
                HtmlTag::End(name) => self.end_element(&name),
            }
        }
        self.html_text(done..span.end);
    }

    /// Adds a text of HTML.
    fn html_text(&mut self, span: Range<usize>) {
        let common = self.common;
        for part in html_parts(&common.text, span) {
            let is_more_space =
                part.words == " " && (self.block.text.ends_with(' ') || self.block.text.is_empty());
            if !is_more_space {
                self.piece(&part.words, part.source, part.is_verbatim, false);
            }
        }
    }

    fn start_element(&mut self, tag: &StartTag, is_inline: bool) {
        let name = &tag.name;
        if let Some(excluded) = self.excluded.last() {
            if excluded.name == *name {
                let is_inline = excluded.is_inline;
                let name = name.clone();
                self.excluded.push(Excluded { name, is_inline });
            }
            return;
        }
        let is_link = self.searched == Searched::Linkable
            && is_inline
            && name != "a"
            && (name.contains("link")
                || name.contains("button")
                || tag.attribute("href").is_some()
                || tag.attribute("to").is_some());
        if is_link {
            // a component that is a link, such as `<RouterLink>` of Vue
            self.excluded.push(Excluded {
                name: name.clone(),
                is_inline,
            });
            return;
        }
        match (self.searched.role(tag), name.as_str()) {
            (_, "br") => self.block.mark(BREAK_MASK),
            (_, "wbr") => {}
            (Role::Object, _) | (_, "img") => self.block.mark(WORD_MASK),
            (Role::Block | Role::Heading | Role::Quote | Role::Closed, _) => self.border(),
            _ => {}
        }
        if is_void(name) {
            return;
        }
        match self.searched.role(tag) {
            Role::Link => {
                let address = tag.attribute("href").map(Box::from);
                self.links.push((self.block.text.len(), address));
                self.excluded.push(Excluded {
                    name: name.clone(),
                    is_inline,
                });
            }
            Role::Literal | Role::Object | Role::Closed | Role::Hidden => {
                self.excluded.push(Excluded {
                    name: name.clone(),
                    is_inline,
                });
            }
            _ if is_emphasis(name) => {
                self.emphasis.push((self.block.text.len(), name.clone()));
            }
            Role::Heading => self.headings += 1,
            _ => {}
        }
    }

    fn end_element(&mut self, name: &str) {
        if let Some(excluded) = self.excluded.last() {
            if excluded.name == name {
                self.excluded.pop();
                if name == "a" {
                    self.end_link();
                }
            }
            return;
        }
        let tag = StartTag {
            name: name.to_owned(),
            ..StartTag::default()
        };
        match self.searched.role(&tag) {
            Role::Heading => {
                self.border();
                self.headings = self.headings.saturating_sub(1);
            }
            Role::Block | Role::Quote | Role::Closed => self.border(),
            _ if is_emphasis(name) => self.end_emphasis(name),
            _ => {}
        }
    }
}

/// A tag or a comment of HTML.
enum HtmlTag {
    Start(StartTag),
    End(String),
    Comment,
}

/// The tags and comments of some HTML, each with its bytes.
#[derive(Default)]
struct Tags(Vec<(HtmlTag, Range<usize>)>);

impl Sink for Tags {
    fn start(&mut self, tag: StartTag) {
        let span = tag.span.clone();
        self.0.push((HtmlTag::Start(tag), span));
    }

    fn end(&mut self, name: &str, span: Range<usize>) {
        self.0.push((HtmlTag::End(name.to_owned()), span));
    }

    fn comment(&mut self, _: &str, span: Range<usize>) {
        self.0.push((HtmlTag::Comment, span));
    }

    fn doctype(&mut self, span: Range<usize>) {
        self.0.push((HtmlTag::Comment, span));
    }

    fn is_foreign(&self) -> bool {
        false
    }

    fn is_xml(&self) -> bool {
        false
    }
}
