//! YAML as keys and values with their places (YAML 1.2.2, without anchors, aliases, tags and merge keys).
//!
//! A text without quotation marks stays a text here. If the whole is not YAML, each key of the top level is
//! read by itself, so that an error in one key does not hide the others:
//!
//! ```text
//! title: Tea: an introduction     an error in this line
//! tags: [drinks]                  `tags`, with its value
//! ```

pub(super) mod faults;
mod plain;
mod reader;
mod slips;

pub(super) use self::plain::{can_be_plain, text_of};
use self::reader::read_all;
pub use self::reader::reason;
pub(super) use self::slips::Slip;
use super::value::Table;
use crate::source::Span;
use crate::text::slice;

/// The deepest nesting of values.
pub(super) const DEEPEST: usize = 50;

/// YAML after reading.
#[derive(Debug, Default)]
pub(super) struct Yaml<'a> {
    /// The keys of the top level.
    pub(super) table: Table<'a>,
    /// The problems, in the order of the text.
    pub(super) faults: Vec<YamlFault>,
    /// The bytes of the lines that could not be read.
    pub(super) broken: Vec<Span>,
}

/// A problem in YAML, with its bytes in the file.
#[derive(Debug)]
pub(super) struct YamlFault {
    pub(super) kind: YamlFaultKind,
    pub(super) span: Span,
}

/// The kind of a problem in YAML.
#[derive(Debug)]
pub(super) enum YamlFaultKind {
    /// The text is not YAML.
    NotYaml {
        /// The reason, in the words of the parser.
        reason: String,
        /// The mistake, if it is a known one.
        slip: Option<Slip>,
    },
    /// A value has a name, as in `&tea`.
    Anchor,
    /// A name in the place of a value, as in `*tea`.
    Alias,
    /// A value has a type, as in `!!str 5`.
    Tag,
    /// A line `---` or `...`, or a directive.
    SecondDocument,
    /// The key `<<`.
    MergeKey,
    /// A list or a table in the place of a key.
    KeyIsNotText,
    /// A key that is there already, at the other bytes.
    DuplicateKey(String, Span),
    /// Values nested deeper than [`DEEPEST`].
    TooDeep,
    /// A part of a value that YAML reads as a comment: `#5` in `Agenda #5`. It is only a warning.
    Comment,
    /// A text of several lines, of which one begins with a dash as the items of a list do. It is only a warning.
    Folded,
}

impl YamlFault {
    /// Whether the problem is only a warning.
    pub(super) fn is_warning(&self) -> bool {
        matches!(self.kind, YamlFaultKind::Comment | YamlFaultKind::Folded)
    }
}

/// Reads YAML in a text that begins at the byte `offset` of a file.
pub(super) fn read(text: &str, offset: usize) -> Yaml<'_> {
    let parts = top_level(text);
    let is_one_document = || parts.iter().all(|part| !part.is_marker);
    if is_one_document()
        && let Ok(yaml) = read_all(text, offset)
    {
        return yaml;
    }
    let mut yaml = Yaml::default();
    for Part { span, is_marker } in parts {
        let start = offset + span.start;
        let text = slice(text, span);
        if is_marker {
            yaml.faults.push(YamlFault {
                kind: YamlFaultKind::SecondDocument,
                span: start..start + text.trim_end().len(),
            });
            continue;
        }
        match read_all(text, start) {
            Ok(read) => {
                yaml.faults.extend(read.faults);
                for field in read.table.fields {
                    reader::add(&mut yaml.table, field, &mut yaml.faults);
                }
            }
            Err(fault) => {
                yaml.faults.push(slips::explained(text, start, fault));
                yaml.broken.push(start..start + text.trim_end().len());
            }
        }
    }
    yaml
}

/// A part of a text.
struct Part {
    span: Span,
    /// Whether it is a line that begins or ends a document (YAML 1.2.2, 9.1).
    is_marker: bool,
}

/// The parts of a text: each key of the top level with its value, which is a line that is not indented, with
/// the lines after it that belong to it.
fn top_level(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let written = line.trim_end();
        let is_marker = written == "..."
            || ["... ", "--- "]
                .iter()
                .any(|marker| written.starts_with(marker))
            || line.starts_with('%');
        let belongs_to_last = line.starts_with([' ', '\t', '#', ']', '}', '\r', '\n'])
            || written == "-"
            || line.starts_with("- ");
        match parts.last_mut() {
            Some(last) if belongs_to_last && !last.is_marker => last.span.end = end,
            _ => parts.push(Part {
                span: start..end,
                is_marker,
            }),
        }
        start = end;
    }
    parts
}
