//! Text files, and changes to them: spans, lines and columns, edits.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::slice::SliceIndex;
use std::sync::{Arc, OnceLock};

/// A range of bytes in the text of a [`SourceFile`].
pub type Span = Range<usize>;

/// The byte order mark, which some editors put at the head of a file.
pub const MARK: &str = "\u{feff}";

/// A text file of a project, without a byte order mark, with `\n` as line endings. It remembers the mark and
/// the line endings of the file, for code that writes the file.
#[derive(Debug)]
pub struct SourceFile {
    /// The path from the project's root, with `/` on every system.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Whether the file begins with a byte order mark.
    has_mark: bool,
    /// The line ends that are not a line feed in the file, in their order.
    returns: Vec<Return>,
    /// The byte at which each line begins; computed at the first use.
    lines: OnceLock<Vec<usize>>,
}

/// A line end with a carriage return.
#[derive(Debug, Clone, Copy)]
struct Return {
    /// The byte of its line feed in the text.
    at: usize,
    /// The line end in the file: `\r\n`, or a lone `\r`, as programs for the old Macintosh wrote it.
    written: &'static str,
}

/// The place of diagnostics about a name that a user types in the shell.
const COMMAND_LINE: &str = "the command line";

impl SourceFile {
    /// A name that a user types in the shell.
    pub fn typed(name: &str) -> Self {
        Self::new(COMMAND_LINE, name.to_owned())
    }

    /// Whether it is a name that a user types in the shell, and not a file.
    pub fn is_typed(&self) -> bool {
        self.path == COMMAND_LINE
    }

    /// Takes a file's path and its decoded text. Drops a byte order mark, and replaces `\r\n` and `\r` by a
    /// line feed, so that a file reads the same whatever system wrote it. These are the line ends of CommonMark.
    pub fn new(path: impl Into<String>, text: String) -> Self {
        let (text, has_mark) = match text.strip_prefix(MARK) {
            Some(rest) => (rest.to_owned(), true),
            None => (text, false),
        };
        let (text, returns) = with_line_feeds(text);
        Self {
            path: path.into(),
            text,
            has_mark,
            returns,
            lines: OnceLock::new(),
        }
    }

    /// The whole file as it was before it was read: with its byte order mark and its carriage returns.
    pub fn as_written(&self) -> String {
        let mark = if self.has_mark { MARK } else { "" };
        let mut written = String::with_capacity(self.length());
        written.push_str(mark);
        let mut done = 0;
        for end in &self.returns {
            written.push_str(self.slice(done..end.at));
            written.push_str(end.written);
            done = end.at + 1;
        }
        written.push_str(self.slice(done..));
        written
    }

    /// The whole file as [`SourceFile::as_written`] gives it, after some edits of `text`. All other bytes
    /// are as they were.
    pub fn edited(&self, edits: &[Edit]) -> String {
        let mark = if self.has_mark { MARK.len() } else { 0 };
        let in_file = |at: usize| {
            let before = self.returns.iter().take_while(|end| end.at < at);
            // a line end of two bytes moves the text after it by one
            mark + at + before.filter(|end| end.written.len() == 2).count()
        };
        let edits = edits.iter().map(|edit| {
            let span = in_file(edit.span.start)..in_file(edit.span.end);
            Edit::new(span, self.text_as_written(edit))
        });
        apply(&self.as_written(), &edits.collect::<Vec<_>>())
    }

    /// The new text of an edit, with the line endings of the file: those of the line in which the edit begins,
    /// or of the line before it if that is the last line and has none.
    pub fn text_as_written<'e>(&self, edit: &'e Edit) -> Cow<'e, str> {
        if self.returns.is_empty() || !edit.text.contains('\n') {
            return Cow::Borrowed(&edit.text);
        }
        let start = edit.span.start;
        let end = self.slice(start..).find('\n').map(|at| start + at);
        let end = end.or_else(|| self.slice(..start).rfind('\n'));
        let index = end.and_then(|end| self.returns.binary_search_by_key(&end, |end| end.at).ok());
        match index.and_then(|index| self.returns.get(index)) {
            Some(end) => Cow::Owned(edit.text.replace('\n', end.written)),
            None => Cow::Borrowed(&edit.text),
        }
    }

    /// The file's name without its folder and its extension: `patch` for `content/vision/patch.md`.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The text of a range of bytes; empty if the range is outside the file, or begins or ends inside a
    /// character.
    pub fn slice(&self, range: impl SliceIndex<str, Output = str>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The number of bytes of [`Self::as_written`].
    pub fn length(&self) -> usize {
        let mark = if self.has_mark { MARK.len() } else { 0 };
        let more = self.returns.iter().map(|end| end.written.len() - 1);
        mark + self.text.len() + more.sum::<usize>()
    }

    /// The byte of the text for a byte of [`Self::as_written`] after the byte order mark, which is not inside a line
    /// end.
    pub fn offset_of_written(&self, offset: usize) -> usize {
        let mark = if self.has_mark { MARK.len() } else { 0 };
        let mut offset = offset.saturating_sub(mark);
        for end in &self.returns {
            if end.at >= offset {
                break;
            }
            offset -= end.written.len() - 1;
        }
        offset
    }

    /// The line and the column of a byte offset, both counted from 1, columns in characters. An offset past
    /// the end counts as the end, an offset inside a character as the beginning of that character.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let end = self.text.floor_char_boundary(offset);
        let (line, start) = self.line_at(end);
        (line + 1, self.slice(start..end).chars().count() + 1)
    }

    /// The line of a byte offset, counted from 0, and the byte at which it begins.
    pub fn line_at(&self, offset: usize) -> (usize, usize) {
        let lines = self.line_starts();
        let after = lines.partition_point(|start| *start <= offset);
        let line = after.saturating_sub(1);
        (line, lines.get(line).copied().unwrap_or_default())
    }

    /// The bytes of a line, counted from 0, without its line ending; `None` if the text has fewer lines.
    pub fn line(&self, index: usize) -> Option<Span> {
        let lines = self.line_starts();
        let start = *lines.get(index)?;
        let next = lines.get(index + 1).map(|next| next - 1);
        Some(start..next.unwrap_or(self.text.len()))
    }

    fn line_starts(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let after = self
                .text
                .match_indices('\n')
                .map(|(newline, _)| newline + 1);
            std::iter::once(0).chain(after).collect()
        })
    }

    /// The bytes of the whole lines that `span` touches, without the line ending of the last line.
    pub fn lines_around(&self, span: Span) -> Span {
        let start = self
            .slice(..span.start)
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        let end = self
            .slice(span.end..)
            .find('\n')
            .map_or(self.text.len(), |at| span.end + at);
        start..end
    }
}

/// A text with `\n` as line endings, and the line ends that were replaced.
fn with_line_feeds(text: String) -> (String, Vec<Return>) {
    if !text.contains('\r') {
        return (text, Vec::new());
    }
    let mut out = String::with_capacity(text.len());
    let mut returns = Vec::new();
    let mut lines = text.split('\r');
    out.push_str(lines.next().unwrap_or_default());
    for line in lines {
        let (written, line) = match line.strip_prefix('\n') {
            Some(line) => ("\r\n", line),
            None => ("\r", line),
        };
        returns.push(Return {
            at: out.len(),
            written,
        });
        out.push('\n');
        out.push_str(line);
    }
    (out, returns)
}

/// Whether a text has a line end that is only a carriage return, which TOML does not know.
pub fn has_lone_return(text: &str) -> bool {
    let mut lines = text.split('\r').skip(1);
    lines.any(|line| !line.starts_with('\n'))
}

/// A span of one file, such as the text that a diagnostic marks.
#[derive(Clone)]
pub struct Place {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The bytes.
    pub span: Span,
}

impl Place {
    /// The place of `span` in `file`.
    pub fn new(file: &Arc<SourceFile>, span: Span) -> Self {
        Self {
            file: Arc::clone(file),
            span,
        }
    }

    /// The text of the span.
    pub fn text(&self) -> &str {
        self.file.slice(self.span.clone())
    }

    /// The key by which places are sorted for readers: the path, then the position.
    pub fn order(&self) -> (&str, usize, usize) {
        (&self.file.path, self.span.start, self.span.end)
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.file.line_column(self.span.start);
        write!(f, "{}:{line}:{column}", self.file.path)
    }
}

/// A text that an author wrote in a file, with its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The text, with the escapes of TOML resolved.
    pub text: String,
    /// The bytes in the file, with the quotation marks.
    pub span: Span,
}

impl Written {
    /// The text of a key that may be missing.
    pub fn text_of(written: &Option<Self>) -> Option<&str> {
        written.as_ref().map(|written| written.text.as_str())
    }
}

/// A replacement of some bytes of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that are replaced; an empty span for an insertion.
    pub span: Span,
    /// The new text.
    pub text: String,
}

impl Edit {
    /// Replaces the bytes `span` by `text`.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self {
            span,
            text: text.into(),
        }
    }

    /// The edit that changes `before` into `after`. It does not touch the beginning and the end that both
    /// have in common: from `a pod` to `a node`, it replaces the bytes `2..5`. `None` if both are the same.
    pub fn between(before: &str, after: &str) -> Option<Self> {
        if before == after {
            return None;
        }
        let same = |(one, other): &(char, char)| one == other;
        let length = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
            pairs.take_while(same).map(|(c, _)| c.len_utf8()).sum()
        };
        let start = length(&mut before.chars().zip(after.chars()));
        let rest = |text| str::get(text, start..).unwrap_or_default();
        let (old, new) = (rest(before), rest(after));
        let end = length(&mut old.chars().rev().zip(new.chars().rev()));
        Some(Self {
            span: start..before.len() - end,
            text: new.get(..new.len() - end).unwrap_or_default().to_owned(),
        })
    }
}

/// The edits of a text that can be made together, sorted by position. Of two edits that overlap, the first
/// is kept; an edit that begins or ends inside a character is dropped.
pub fn compatible<'e>(text: &str, edits: &'e [Edit]) -> Vec<&'e Edit> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut end = 0;
    edits.retain(|edit| {
        let is_kept = edit.span.start >= end && text.get(edit.span.clone()).is_some();
        if is_kept {
            end = edit.span.end;
        }
        is_kept
    });
    edits
}

/// A text after those of the edits that are [`compatible`]: `a pod` with `2..5` replaced by `node` gives
/// `a node`.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut done = 0;
    for edit in compatible(text, edits) {
        changed.push_str(text.get(done..edit.span.start).unwrap_or_default());
        changed.push_str(&edit.text);
        done = edit.span.end;
    }
    changed.push_str(text.get(done..).unwrap_or_default());
    changed
}
