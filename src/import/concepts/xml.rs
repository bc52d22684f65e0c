//! XML as a tree of elements with their lines. Nothing in a file can refer to another file, and no text grows while it is
//! read: entities that the file defines itself are an error (and so is what an attacker would do with them).

use std::borrow::Cow;

use encoding_rs::Encoding;
use quick_xml::escape::{EscapeError, resolve_xml_entity};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::import::decoding::decoded;
use crate::import::value::Problem;
use crate::source::SourceFile;
use crate::text::slice;

/// The deepest nesting of elements. Termbases have about ten levels.
const DEEPEST: usize = 100;

/// An element. The names of elements and attributes are without their prefixes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// The line of the file; the first line is 1.
    pub(super) line: usize,
    pub(super) nodes: Vec<Node>,
}

/// A part of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All of its text, with that of the elements in it.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.add_text(&mut out);
        out
    }

    fn add_text(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.add_text(out),
            }
        }
    }

    /// Adds text at its end.
    fn push_text(&mut self, text: &str) {
        match self.nodes.last_mut() {
            Some(Node::Text(last)) => last.push_str(text),
            _ => self.nodes.push(Node::Text(text.to_owned())),
        }
    }
}

/// The text in the bytes of an XML file, with lines that end in `\n`: in UTF-8, UTF-16, or the encoding that the file
/// declares.
///
/// # Errors
///
/// The bytes are not a text in this encoding.
pub(super) fn text_of(bytes: &[u8]) -> Result<String, Problem> {
    if let Some(encoding) = declared(bytes) {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        if had_errors {
            let reason = format!("the file says that it is {}, and is not", encoding.name());
            return Err(Problem::new(1, reason));
        }
        return Ok(SourceFile::new("", text.into_owned()).text);
    }
    match decoded(bytes, "UTF-8")? {
        decoded
            if decoded
                .guessed
                .is_some_and(|name| !name.starts_with("UTF-16")) =>
        {
            Err(Problem::new(
                1,
                "the file is not UTF-8: save it again as UTF-8, or write its encoding into its first line",
            ))
        }
        decoded => Ok(decoded.text),
    }
}

/// The encoding in the declaration of a file without a byte order mark, if it is another one than UTF-8.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    if Encoding::for_bom(bytes).is_some() {
        return None;
    }
    let first = bytes.get(..bytes.len().min(200))?;
    let first = String::from_utf8_lossy(first);
    let declaration = first.strip_prefix("<?xml")?;
    let declaration = slice(declaration, ..declaration.find("?>")?);
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = value.get(1..)?.split(quote).next()?;
    let encoding = Encoding::for_label(name.as_bytes())?;
    // a file of single bytes is not UTF-16, whatever it says
    (encoding != encoding_rs::UTF_8 && encoding.is_ascii_compatible()).then_some(encoding)
}

/// The name of the root element, without its prefix; `None` if the beginning of the text is not XML.
pub(super) fn root_name(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                return Some(tag.local_name().as_ref().to_owned());
            }
            Event::Eof => return None,
            Event::Text(text) if !text.trim().is_empty() => return None,
            _ => {}
        }
    }
}

/// Reads a file element by element.
pub(super) struct XmlReader<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    /// An offset, and its line.
    counted: (usize, usize),
    /// The elements that are open.
    open: Vec<Element>,
}

/// A step of reading.
pub(super) enum Step {
    /// An element that the caller wants to look into. It has no content yet.
    Entered(Element),
    /// An element with all of its content.
    Whole(Element),
    /// Text between elements that are looked into.
    Text(String, usize),
    End,
}

impl<'t> XmlReader<'t> {
    /// A reader at the beginning of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            reader: Reader::from_str(text),
            counted: (0, 1),
            open: Vec::new(),
        }
    }

    /// The next step. `enters` says whether to look into an element.
    ///
    /// # Errors
    ///
    /// The file is not well-formed, too deep, or uses an entity that XML does not define.
    pub(super) fn step(&mut self, enters: fn(&str) -> bool) -> Result<Step, Problem> {
        // the number of elements that are looked into stays open between steps
        let outer = self.open.len();
        loop {
            let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = usize::try_from(self.reader.error_position()).unwrap_or(at);
                    return Err(
                        self.problem(at, format!("the file is not well-formed XML: {error}"))
                    );
                }
            };
            match event {
                Event::Start(tag) => {
                    let element = self.element(&tag, at)?;
                    if self.open.len() >= DEEPEST {
                        let reason = format!("elements are nested more than {DEEPEST} deep");
                        return Err(self.problem(at, reason));
                    }
                    let is_entered = self.open.len() == outer && enters(&element.name);
                    self.open.push(element.clone());
                    if is_entered {
                        return Ok(Step::Entered(element));
                    }
                }
                Event::Empty(tag) => {
                    let element = self.element(&tag, at)?;
                    if self.open.len() == outer {
                        return Ok(Step::Whole(element));
                    }
                    self.push(Node::Element(element));
                }
                Event::End(_) => {
                    let closed = self.open.pop();
                    // an element that was looked into
                    if self.open.len() < outer {
                        return self.step(enters);
                    }
                    match closed {
                        Some(element) if self.open.len() == outer => {
                            return Ok(Step::Whole(element));
                        }
                        Some(element) => self.push(Node::Element(element)),
                        None => {}
                    }
                }
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    let text = match event {
                        Event::Text(text) => text.into_inner(),
                        Event::CData(text) => text.into_inner(),
                        Event::GeneralRef(reference) => self.character(&reference, at)?,
                        _ => continue,
                    };
                    if let Some(step) = self.add_text(&text, at, outer) {
                        return Ok(step);
                    }
                }
                Event::Eof => {
                    return match self.open.last() {
                        Some(element) => {
                            let reason = format!("`<{}>` has no end", element.name);
                            Err(Problem::new(element.line, reason))
                        }
                        None => Ok(Step::End),
                    };
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// The text of a reference such as `&lt;` or `&#8211;`.
    fn character(&self, reference: &BytesRef<'_>, at: usize) -> Result<Cow<'static, str>, Problem> {
        if let Some(c) = reference.resolve_char_ref().ok().flatten() {
            return Ok(Cow::from(c.to_string()));
        }
        match resolve_xml_entity(reference) {
            Some(text) => Ok(Cow::from(text)),
            None => Err(self.problem(at, unknown_entity(reference))),
        }
    }

    fn push(&mut self, node: Node) {
        if let Some(parent) = self.open.last_mut() {
            parent.nodes.push(node);
        }
    }

    /// Adds text to the element that is open. Gives it back if the caller looks into this element.
    fn add_text(&mut self, text: &str, at: usize, outer: usize) -> Option<Step> {
        if self.open.len() > outer {
            if let Some(parent) = self.open.last_mut() {
                parent.push_text(text);
            }
            return None;
        }
        if text.trim().is_empty() {
            return None;
        }
        let line = self.line(at);
        Some(Step::Text(text.trim().to_owned(), line))
    }

    fn element(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<Element, Problem> {
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute
                .map_err(|error| self.problem(at, format!("an attribute is wrong: {error}")))?;
            let name = attribute.key.local_name().as_ref().to_owned();
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|error| {
                let reason = match &error {
                    quick_xml::Error::Escape(EscapeError::UnrecognizedEntity(_, name)) => {
                        unknown_entity(name)
                    }
                    error => format!("an attribute is wrong: {error}"),
                };
                self.problem(at, reason)
            })?;
            attributes.push((name, value.into_owned()));
        }
        Ok(Element {
            name: tag.local_name().as_ref().to_owned(),
            attributes,
            line: self.line(at),
            nodes: Vec::new(),
        })
    }

    /// The line of an offset. Offsets are asked for in order.
    fn line(&mut self, at: usize) -> usize {
        let (from, line) = self.counted;
        let between = self
            .text
            .as_bytes()
            .get(from..at.max(from))
            .unwrap_or_default();
        let line = line + between.iter().filter(|byte| **byte == b'\n').count();
        self.counted = (at.max(from), line);
        line
    }

    fn problem(&self, at: usize, reason: String) -> Problem {
        let before = slice(self.text, ..self.text.floor_char_boundary(at));
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        Problem::new(line, reason).at_column(column)
    }
}

fn unknown_entity(name: &str) -> String {
    format!(
        "`&{name};` is not defined by XML, and import does not read definitions of entities: write the text itself"
    )
}
