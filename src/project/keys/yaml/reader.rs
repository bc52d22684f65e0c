//! Reads the events of the YAML parser into a table.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as CharSpan};

use super::{DEEPEST, Yaml, YamlFault, YamlFaultKind};
use crate::diagnostic::reworded;
use crate::project::keys::value::{Content, Field, Table, Value};
use crate::source::Span;
use crate::text::slice;

/// A text that is not YAML, or not a table.
#[derive(Debug)]
pub(super) struct NotYaml {
    /// The reason.
    pub(super) reason: String,
    /// The bytes in the text: the opening bracket of a list or table that is not closed, or else the place
    /// at which the parser stopped.
    pub(super) span: Span,
}

/// A list or a table whose end has not been read yet.
struct Open<'a> {
    start: usize,
    container: Container<'a>,
}

enum Container<'a> {
    List(Vec<Value<'a>>),
    /// The fields, and the key whose value comes next. A key that cannot be used is `None`.
    Table(Table<'a>, Option<Option<Key<'a>>>),
}

struct Key<'a> {
    text: Cow<'a, str>,
    span: Span,
}

/// The state of reading.
struct Reader<'a> {
    text: &'a str,
    /// The byte of each character; empty if each character is one byte.
    bytes: Vec<usize>,
    offset: usize,
    open: Vec<Open<'a>>,
    /// The number of containers that are open and too deep, so that they are left out.
    skipped: usize,
    /// The byte at which the last key or value ends.
    last: usize,
    whole: Option<Value<'a>>,
    faults: Vec<YamlFault>,
}

/// Reads a whole text, which has to be a table or empty. It begins at the byte `offset` of a file.
///
/// # Errors
///
/// The text is not YAML, or is not a table.
pub(super) fn read_all(text: &str, offset: usize) -> Result<Yaml<'_>, NotYaml> {
    let mut reader = Reader {
        text,
        bytes: if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(byte, _)| byte).collect()
        },
        offset,
        open: Vec::new(),
        skipped: 0,
        last: 0,
        whole: None,
        faults: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| reader.not_yaml(&error))?;
        reader.event(event, &span);
    }
    let table = match reader.whole {
        None => Table::default(),
        Some(Value {
            content: Content::Table(table),
            ..
        }) => table,
        Some(value) => {
            return Err(NotYaml {
                reason: "expected a key and a colon".to_owned(),
                span: value.span.start - offset..value.span.end - offset,
            });
        }
    };
    Ok(Yaml {
        table,
        faults: reader.faults,
        broken: Vec::new(),
    })
}

/// Adds a field to a table, or reports that the table has its key.
pub(super) fn add<'a>(table: &mut Table<'a>, field: Field<'a>, faults: &mut Vec<YamlFault>) {
    match table.field(&field.key) {
        Some(first) => faults.push(YamlFault {
            kind: YamlFaultKind::DuplicateKey(field.key.to_string(), first.span.clone()),
            span: field.span,
        }),
        None => table.fields.push(field),
    }
}

impl<'a> Reader<'a> {
    fn event(&mut self, event: Event<'a>, span: &CharSpan) {
        let (start, end) = (self.byte(span.start.index()), self.byte(span.end.index()));
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.properties(anchor, tag.is_some(), start);
                self.scalar(text, style, start..end);
            }
            Event::SequenceStart(anchor, tag) => {
                self.properties(anchor, tag.is_some(), start);
                self.begin(start, Container::List(Vec::new()));
            }
            Event::MappingStart(anchor, tag) => {
                self.properties(anchor, tag.is_some(), start);
                self.begin(start, Container::Table(Table::default(), None));
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(end),
            // a known alias; the parser stops at an unknown one
            Event::Alias(_) => {
                self.fault(YamlFaultKind::Alias, start..end);
                self.value(Content::Nothing, start..end);
            }
            _ => {}
        }
    }

    /// Reports an anchor and a tag in front of a value.
    fn properties(&mut self, anchor: usize, has_tag: bool, start: usize) {
        let text = self.text;
        let written = slice(text, start..);
        let word = |sign| {
            let at = written.find(sign)?;
            let word = slice(written, at..);
            let length = word.find(char::is_whitespace).unwrap_or(word.len());
            Some(start + at..start + at + length)
        };
        // 0 is not an anchor
        if anchor > 0 {
            let span = word('&').unwrap_or(start..start);
            self.fault(YamlFaultKind::Anchor, span);
        }
        if has_tag {
            let span = word('!').unwrap_or(start..start);
            self.fault(YamlFaultKind::Tag, span);
        }
    }

    fn scalar(&mut self, text: Cow<'a, str>, style: ScalarStyle, span: Span) {
        let written = slice(self.text, span.clone());
        let end = span.start + written.trim_end().len();
        match style {
            ScalarStyle::Plain if text.is_empty() => {
                let colon = self.colon();
                self.value(Content::Nothing, colon..colon);
                self.comment(colon);
            }
            ScalarStyle::Plain => {
                let mut lines = slice(self.text, span.start..end).lines().skip(1);
                if lines.any(|line| line.trim_start().starts_with("- ")) {
                    self.fault(YamlFaultKind::Folded, span.start..end);
                }
                self.value(Content::Plain(text), span.start..end);
                self.comment(end);
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                // the parser's place is that of the first line of the text, without the sign before it
                let before = slice(self.text, self.last..span.start);
                let sign = before.find(['|', '>']).map(|at| self.last + at);
                let start = sign.unwrap_or(span.start);
                let end = start + slice(self.text, start..span.end).trim_end().len();
                self.value(Content::Text(text), start..end);
            }
            // the parser's place has a comment after the text
            _ => self.value(
                Content::Text(text),
                span.start..span.start + quoted(written),
            ),
        }
    }

    /// The byte after the colon of a key that has no value, or after the dash of an item that is empty.
    fn colon(&self) -> usize {
        let rest = slice(self.text, self.last..);
        let blank = rest.len() - rest.trim_start().len();
        match slice(rest, blank..).chars().next() {
            Some(':' | '-') => self.last + blank + 1,
            _ => self.last,
        }
    }

    /// Reports a comment after a value that may be meant as a part of it: `#5`, but not `# 5`.
    fn comment(&mut self, end: usize) {
        let line = slice(self.text, end..).lines().next().unwrap_or_default();
        let comment = line.trim_start();
        let is_meant = comment
            .strip_prefix('#')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()));
        if is_meant {
            let start = end + line.len() - comment.len();
            let span = start..start + comment.trim_end().len();
            self.fault(YamlFaultKind::Comment, span);
        }
    }

    fn begin(&mut self, start: usize, container: Container<'a>) {
        if self.open.len() >= DEEPEST {
            if self.skipped == 0 {
                self.fault(YamlFaultKind::TooDeep, start..start + 1);
            }
            self.skipped += 1;
            return;
        }
        self.open.push(Open { start, container });
    }

    fn end(&mut self, end: usize) {
        if self.skipped > 0 {
            self.skipped -= 1;
            if self.skipped == 0 {
                self.value(Content::Nothing, self.last..self.last);
            }
            return;
        }
        let Some(Open { start, container }) = self.open.pop() else {
            return;
        };
        // the parser's end of a block is that of the lines after it
        let is_flow = slice(self.text, start..).starts_with(['[', '{']);
        let end = if is_flow { end } else { self.last.max(start) };
        let content = match container {
            Container::List(items) => Content::List(items),
            Container::Table(table, _) => Content::Table(table),
        };
        self.value(content, start..end);
    }

    /// Adds a value, or a key, to the innermost list or table.
    fn value(&mut self, content: Content<'a>, span: Span) {
        self.last = self.last.max(span.end);
        if self.skipped > 0 {
            return;
        }
        let span = self.in_file(&span);
        let value = Value { content, span };
        match self.open.last_mut().map(|open| &mut open.container) {
            None if self.whole.is_none() => self.whole = Some(value),
            // of a second document: `read` gives only one to this reader
            None => {}
            Some(Container::List(items)) => items.push(value),
            Some(Container::Table(table, waiting)) => match waiting.take() {
                Some(Some(key)) => {
                    let field = Field {
                        key: key.text,
                        span: key.span,
                        value,
                    };
                    add(table, field, &mut self.faults);
                }
                Some(None) => {}
                None => {
                    let key = key(value, &mut self.faults);
                    *waiting = Some(key);
                }
            },
        }
    }

    fn fault(&mut self, kind: YamlFaultKind, span: Span) {
        let span = self.in_file(&span);
        self.faults.push(YamlFault { kind, span });
    }

    fn not_yaml(&self, error: &ScanError) -> NotYaml {
        let at = self.byte(error.marker().index());
        let is_open = |open: &&Open<'_>| slice(self.text, open.start..).starts_with(['[', '{']);
        let unclosed = self.open.iter().rfind(is_open).map(|open| open.start);
        let is_at_end = slice(self.text, at..).trim().is_empty();
        let start = unclosed.filter(|_| is_at_end).unwrap_or(at);
        let next = slice(self.text, start..).chars().next();
        let reason = match (is_at_end, next) {
            (true, Some('[')) => "the list is not closed".to_owned(),
            (true, Some('{')) => "the table is not closed".to_owned(),
            _ => reason(error.info()),
        };
        NotYaml {
            reason,
            span: start..start + next.filter(|c| *c != '\n').map_or(0, char::len_utf8),
        }
    }

    /// The byte of a character of the text.
    fn byte(&self, character: usize) -> usize {
        if self.bytes.is_empty() {
            return character.min(self.text.len());
        }
        let byte = self.bytes.get(character).copied();
        byte.unwrap_or(self.text.len())
    }

    fn in_file(&self, span: &Span) -> Span {
        span.start + self.offset..span.end + self.offset
    }
}

/// The length of the text in quotation marks at the beginning of `written`, with its marks.
///
/// ```text
/// "a \"b\"" # c      9
/// 'baker''s'         10
/// ```
fn quoted(written: &str) -> usize {
    let mut signs = written.char_indices();
    let mark = signs.next().map(|(_, mark)| mark);
    let mut signs = signs.peekable();
    while let Some((at, sign)) = signs.next() {
        if mark == Some('"') && sign == '\\' {
            signs.next();
        } else if Some(sign) == mark {
            let is_doubled =
                mark == Some('\'') && signs.next_if(|(_, next)| *next == '\'').is_some();
            if !is_doubled {
                return at + sign.len_utf8();
            }
        }
    }
    written.trim_end().len()
}

/// The words of the parser for a reason, in the words of authors.
pub fn reason(info: &str) -> String {
    let unclosed = "the quotation marks are not closed";
    let words = match info {
        "mapping values are not allowed in this context" => {
            "a text with a colon and a space needs quotation marks"
        }
        "while scanning a quoted scalar, found unexpected end of stream"
        | "invalid indentation in quoted scalar" => unclosed,
        "invalid trailing content after double-quoted scalar" => {
            "the text goes on after its last quotation mark"
        }
        "while scanning an anchor or alias, did not find expected alphabetic or numeric character" => {
            "a text that begins with & needs quotation marks"
        }
        "tabs disallowed within this context (block indentation)" => {
            "a tab cannot be at the beginning of a line of YAML"
        }
        "while parsing a block mapping, did not find expected key" => {
            "the line is not indented like the lines before it"
        }
        "block sequence entries are not allowed in this context" => {
            "a list begins on the line after its key"
        }
        "simple key expect ':'" => "expected a key and a colon",
        "while parsing a quoted scalar, found unknown escape character" => {
            "the text has a backslash with an unknown letter after it"
        }
        info => match info.strip_prefix("unexpected character: `") {
            Some(sign) => {
                let sign = sign.strip_suffix('\'').unwrap_or(sign);
                return format!("a text that begins with {sign} needs quotation marks");
            }
            None => return reworded(info),
        },
    };
    words.to_owned()
}

/// The key that a value is; `None` with a report if it cannot be one.
fn key<'a>(value: Value<'a>, faults: &mut Vec<YamlFault>) -> Option<Key<'a>> {
    let kind = match value.content {
        Content::Plain(text) if text == "<<" => YamlFaultKind::MergeKey,
        Content::Text(text) | Content::Plain(text) => {
            return Some(Key {
                text,
                span: value.span,
            });
        }
        _ => YamlFaultKind::KeyIsNotText,
    };
    faults.push(YamlFault {
        kind,
        span: value.span,
    });
    None
}
