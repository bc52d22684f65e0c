//! Positions in the protocol: lines and columns from 0, columns in units of an encoding.

use gen_lsp_types::{Position, Range};

use crate::source::{MARK, SourceFile, Span};

/// The units of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, which every client understands.
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The encoding with a name in the protocol.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "utf-8" => Self::Utf8,
            "utf-16" => Self::Utf16,
            "utf-32" => Self::Utf32,
            _ => return None,
        })
    }

    /// Its name in the protocol.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// The number of units of a text.
    pub(super) fn units(self, text: &str) -> usize {
        text.chars().map(|c| self.width(c)).sum()
    }

    /// The byte of a line at which a column begins. A column inside a character counts as the beginning of
    /// the character, and one past the end of the line as the end.
    pub(super) fn byte(self, line: &str, column: usize) -> usize {
        let mut units = 0;
        for (byte, c) in line.char_indices() {
            units += self.width(c);
            if units > column {
                return byte;
            }
        }
        line.len()
    }
}

/// A file as the client sees it.
#[derive(Clone, Copy)]
pub(super) struct View<'f> {
    /// The file.
    pub(super) file: &'f SourceFile,
    /// The units of columns.
    pub(super) encoding: Encoding,
    /// Whether the client counts a byte order mark before the text, which the file does not have in its text.
    pub(super) has_mark: bool,
}

impl View<'_> {
    /// The position of a byte.
    pub(super) fn position(&self, offset: usize) -> Position {
        let (line, start) = self.file.line_at(offset);
        let mut column = self.encoding.units(self.file.slice(start..offset));
        if line == 0 {
            column += self.mark();
        }
        Position::new(limited(line), limited(column))
    }

    /// The range of some bytes.
    pub(super) fn range(&self, span: &Span) -> Range {
        Range::new(self.position(span.start), self.position(span.end))
    }

    /// The byte at a position. A position outside the text counts as the nearest one in it.
    pub(super) fn offset(&self, position: Position) -> usize {
        let (line, mut column) = (unlimited(position.line), unlimited(position.character));
        if line == 0 {
            column = column.saturating_sub(self.mark());
        }
        match self.file.line(line) {
            Some(span) => span.start + self.encoding.byte(self.file.slice(span), column),
            None => self.file.text.len(),
        }
    }

    /// The bytes of a range.
    pub(super) fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        start..end.max(start)
    }

    fn mark(&self) -> usize {
        if self.has_mark {
            self.encoding.units(MARK)
        } else {
            0
        }
    }
}

/// A number as the protocol has it.
fn limited(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn unlimited(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
