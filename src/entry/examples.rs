//! Examples in front matter: Markdown without blocks, in a string.

use std::sync::Arc;

use super::forbidden_characters;
use super::markdown::{self, Body, ReadBody};
use crate::diagnostic::{Diagnostic, Fix};
use crate::project::config::Config;
use crate::project::keys::Syntax;
use crate::source::{Edit, Place, SourceFile, Span, Written};
use crate::text::slice;

/// An example as it is kept: a text with its place in the entry's file.
#[derive(Debug, Clone)]
pub struct Example {
    /// The text as a body of its own. Its file has the path of the entry's file, and contains only the text.
    pub body: Arc<Body>,
    /// The bytes of the string in the entry's file, with its quotation marks.
    pub span: Span,
    file: Arc<SourceFile>,
    /// The places in the entry's file: pairs of an offset in the text and one in the file. From each pair to the
    /// next one, both have the same bytes. Empty if the text is not written as it is read.
    places: Box<[(usize, usize)]>,
}

impl Example {
    /// Reads an example in the front matter of a file. Returns it with the diagnostics of its text.
    pub(super) fn read(
        written: &Written,
        file: &Arc<SourceFile>,
        config: &Config,
    ) -> (Self, Vec<Diagnostic>) {
        let text = SourceFile::new(file.path.as_str(), written.text.clone());
        let text = Arc::new(text);
        let ReadBody {
            body,
            parsed,
            mut faults,
        } = markdown::read_inline(&text, config);
        faults.extend(forbidden_characters(&text, 0, &parsed.events));
        let literal = file.slice(written.span.clone());
        let places = places(&text.text, literal, Syntax::of(file)).unwrap_or_default();
        let places = places.into_iter();
        let example = Self {
            body: Arc::new(body),
            span: written.span.clone(),
            file: Arc::clone(file),
            places: places
                .map(|(text, literal)| (text, written.span.start + literal))
                .collect(),
        };
        let faults = faults.into_iter().map(|fault| example.placed(fault));
        let faults = faults.collect();
        (example, faults)
    }

    /// Whether the place of each word in the entry's file is known.
    pub fn is_placed(&self) -> bool {
        !self.places.is_empty()
    }

    /// The bytes in the entry's file of some bytes of the text; all of the string if the place is not known.
    pub fn span_of(&self, span: &Span) -> Span {
        let offset = |at: usize| {
            let next = self.places.partition_point(|(text, _)| *text <= at);
            let (text, file) = self.places.get(next.checked_sub(1)?)?;
            Some(file + at - text)
        };
        match (offset(span.start), offset(span.end)) {
            (Some(start), Some(end)) if start <= end => start..end,
            _ => self.span.clone(),
        }
    }

    /// A diagnostic about the text, with its place and its fixes in the entry's file.
    pub fn placed(&self, diagnostic: Diagnostic) -> Diagnostic {
        let span = diagnostic.place().map(|place| self.span_of(&place.span));
        let diagnostic = diagnostic.with_fixes(|fix| self.placed_fix(fix));
        match span {
            Some(span) => diagnostic.at(Place::new(&self.file, span)),
            None => diagnostic,
        }
    }

    /// A fix of the text as one of the entry's file. `None` if the place is not known, or if the new text would have
    /// to be written in another way there.
    fn placed_fix(&self, fix: Fix) -> Option<Fix> {
        if !Arc::ptr_eq(&fix.file, &self.body.file) {
            return Some(fix);
        }
        let is_plain = |edit: &Edit| !edit.text.contains(['"', '\'', '\\', ':', '#', '\n']);
        if !self.is_placed() || !fix.edits.iter().all(is_plain) {
            return None;
        }
        let edits = fix.edits.into_iter();
        Some(Fix {
            file: Arc::clone(&self.file),
            edits: edits
                .map(|edit| Edit::new(self.span_of(&edit.span), edit.text))
                .collect(),
            ..fix
        })
    }
}

/// The places of the characters of a text in the value `literal` of a key, as pairs of offsets in both; `None` if the
/// value is written in another way than with the usual escapes.
///
/// ```text
/// a "b"    "a \"b\""    (0, 1), (3, 5), (4, 6) …
/// ```
fn places(text: &str, literal: &str, syntax: Syntax) -> Option<Vec<(usize, usize)>> {
    let marks = ["\"\"\"", "'''", "\"", "'"];
    let mark = marks.into_iter().find(|mark| literal.starts_with(mark));
    let mut at = match mark {
        Some(mark) if mark.len() == 1 || syntax == Syntax::Toml => mark.len(),
        // the first line of a block has its sign
        _ if literal.starts_with(['|', '>']) => literal.find('\n')?,
        _ => 0,
    };
    let has_escapes = mark.is_some_and(|mark| mark.starts_with('"'));
    let has_doubled = syntax == Syntax::Yaml && mark == Some("'");
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (offset, c) in text.char_indices() {
        let rest = slice(literal, at..);
        let space = rest.len() - rest.trim_start().len();
        // a run of white space is one space, and there is none at the beginning
        let skipped = if c.is_whitespace() { 0 } else { space };
        let start = at + skipped;
        let rest = slice(literal, start..);
        let length = if c.is_whitespace() && space > 0 {
            space
        } else if has_escapes && rest.starts_with('\\') {
            escape(rest)?
        } else if has_doubled && c == '\'' && rest.starts_with("''") {
            2
        } else if rest.starts_with(c) {
            c.len_utf8()
        } else {
            return None;
        };
        let is_next = places
            .last()
            .is_some_and(|(text, file)| start == file + (offset - text));
        if !is_next {
            places.push((offset, start));
        }
        at = start + length;
    }
    // the end of the text
    let is_next = places
        .last()
        .is_some_and(|(start, file)| at == file + (text.len() - start));
    if !is_next {
        places.push((text.len(), at));
    }
    Some(places)
}

/// The length of the escape at the beginning of a text; `None` if it stands for nothing, as at the end of a line.
fn escape(text: &str) -> Option<usize> {
    Some(match text.chars().nth(1)? {
        'x' => 4,
        'u' => 6,
        'U' => 10,
        '\n' | '\r' => return None,
        c => 1 + c.len_utf8(),
    })
}
