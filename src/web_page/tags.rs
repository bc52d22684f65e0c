//! Reads the tags and comments of a page, each with its place in the source.
//!
//! The page is never written anew: links are put in between its bytes. So all that this file gives are places,
//! and what is known of each tag.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::{Emitter, Error, State, Tokenizer};

/// A start tag.
#[derive(Debug, Default)]
pub struct StartTag {
    /// The name in lower case.
    pub name: String,
    /// The attributes, with their names in lower case and their values without character references.
    pub attributes: Vec<(String, String)>,
    /// Whether it ends with `/>`, which counts only in SVG, in MathML and in XML.
    pub is_self_closing: bool,
    /// Its bytes.
    pub span: Range<usize>,
}

impl StartTag {
    /// The value of an attribute; of two with the same name, the first one counts.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the attribute `class` has one of some names.
    pub fn has_class(&self, is_one: impl Fn(&str) -> bool) -> bool {
        let classes = self.attribute("class").unwrap_or_default();
        classes.split_ascii_whitespace().any(is_one)
    }
}

/// Gets the tags and comments of a page, in their order.
pub trait Sink {
    /// A start tag.
    fn start(&mut self, tag: StartTag);
    /// An end tag, with its name in lower case and its bytes.
    fn end(&mut self, name: &str, span: Range<usize>);
    /// A comment, a processing instruction or the like, with its bytes.
    fn comment(&mut self, text: &str, span: Range<usize>);
    /// A document type.
    fn doctype(&mut self, span: Range<usize>);
    /// Whether the next text is in an element of SVG or MathML, where `<![CDATA[` begins a text.
    fn is_foreign(&self) -> bool;
    /// Whether the page is XML, where `/>` ends any element.
    fn is_xml(&self) -> bool;
}

/// Gives all tags and comments of a page to `sink` (WHATWG HTML, 13.2.5).
pub fn read(text: &str, sink: &mut impl Sink) {
    // the tokenizer makes one character of a carriage return and a line feed, and would have to count two bytes
    let without_returns = text.contains('\r').then(|| text.replace('\r', " "));
    let emitter = Tags::new(sink);
    let tokenizer =
        Tokenizer::new_with_emitter(without_returns.as_deref().unwrap_or(text), emitter);
    let Ok(()) = tokenizer.finish();
}

/// The characters of a text with character references, such as `é` for `&eacute;`.
pub fn decoded(text: &str) -> String {
    // nearly all of them
    match text {
        "&amp;" => return "&".to_owned(),
        "&gt;" => return ">".to_owned(),
        "&lt;" => return "<".to_owned(),
        "&nbsp;" => return "\u{a0}".to_owned(),
        "&quot;" => return "\"".to_owned(),
        text if !text.contains('&') => return text.to_owned(),
        _ => {}
    }
    let mut decoded = String::new();
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        if let html5gum::Token::String(part) = token {
            decoded.push_str(&String::from_utf8_lossy(&part));
        }
    }
    decoded
}

/// The tag that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    End,
}

/// Puts tags together from their parts.
struct Tags<'s, S> {
    sink: &'s mut S,
    /// The byte after the last one that was read.
    position: usize,
    /// The first byte of the tag or comment that is being read.
    begin: usize,
    kind: Kind,
    /// The name of the tag.
    name: Vec<u8>,
    /// The names and values of its attributes. The tokenizer gives them in parts, which may end within a
    /// character.
    attributes: Vec<(Vec<u8>, Vec<u8>)>,
    is_self_closing: bool,
    comment: Vec<u8>,
    /// The name of the last start tag, with which texts such as scripts end.
    last_start: Vec<u8>,
}

impl<'s, S: Sink> Tags<'s, S> {
    fn new(sink: &'s mut S) -> Self {
        Self {
            sink,
            position: 0,
            begin: 0,
            kind: Kind::Start,
            name: Vec::new(),
            attributes: Vec::new(),
            is_self_closing: false,
            comment: Vec::new(),
            last_start: Vec::new(),
        }
    }

    fn span(&self) -> Range<usize> {
        self.begin..self.position
    }
}

/// The text of some bytes of a page. All of a name or value are whole characters.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

impl<S: Sink> Emitter for Tags<'_, S> {
    type Token = Infallible;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn set_last_start_tag(&mut self, last_start_tag: Option<&[u8]>) {
        self.last_start = last_start_tag.unwrap_or_default().to_owned();
    }

    fn emit_eof(&mut self) {}

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, _: &[u8]) {}

    fn start_open_tag(&mut self) {
        self.begin = self.position.saturating_sub(1);
    }

    fn init_start_tag(&mut self) {
        self.kind = Kind::Start;
        self.name.clear();
        self.attributes.clear();
        self.is_self_closing = false;
    }

    fn init_end_tag(&mut self) {
        self.kind = Kind::End;
        self.name.clear();
        self.attributes.clear();
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.name.extend(name);
    }

    fn init_attribute(&mut self) {
        self.attributes.push((Vec::new(), Vec::new()));
    }

    fn push_attribute_name(&mut self, part: &[u8]) {
        if let Some((name, _)) = self.attributes.last_mut() {
            name.extend(part);
        }
    }

    fn push_attribute_value(&mut self, part: &[u8]) {
        if let Some((_, value)) = self.attributes.last_mut() {
            value.extend(part);
        }
    }

    fn set_self_closing(&mut self) {
        self.is_self_closing = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let span = self.span();
        let name = std::mem::take(&mut self.name);
        let attributes = self.attributes.drain(..);
        if self.kind == Kind::End {
            drop(attributes);
            self.last_start.clear();
            self.sink.end(&text(name), span);
            return None;
        }
        self.last_start.clone_from(&name);
        let tag = StartTag {
            name: text(name),
            attributes: attributes
                .map(|(name, value)| (text(name), text(value)))
                .collect(),
            is_self_closing: self.is_self_closing,
            span,
        };
        // in SVG, the texts of `title`, `style` and `script` have tags
        let has_tags = self.sink.is_foreign() || tag.is_self_closing && self.sink.is_xml();
        let state = state_in(&tag.name).filter(|_| !has_tags);
        self.sink.start(tag);
        state
    }

    fn init_comment(&mut self) {
        self.comment.clear();
    }

    fn push_comment(&mut self, part: &[u8]) {
        self.comment.extend(part);
    }

    fn emit_current_comment(&mut self) {
        let span = self.span();
        let text = String::from_utf8_lossy(&self.comment);
        self.sink.comment(&text, span);
    }

    fn init_doctype(&mut self) {}

    fn emit_current_doctype(&mut self) {
        let span = self.span();
        self.sink.doctype(span);
    }

    fn set_force_quirks(&mut self) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.kind == Kind::End && !self.name.is_empty() && self.name == self.last_start
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.sink.is_foreign()
    }
}

/// The state of the tokenizer after a start tag. A browser with scripts reads the text of `noscript` without
/// tags.
fn state_in(name: &str) -> Option<State> {
    match name {
        "textarea" | "title" => Some(State::RcData),
        "plaintext" => Some(State::PlainText),
        "script" => Some(State::ScriptData),
        "style" | "iframe" | "xmp" | "noembed" | "noframes" | "noscript" => Some(State::RawText),
        _ => None,
    }
}
