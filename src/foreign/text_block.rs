//! A block of text, with the way back from each word to its place in the source.
//!
//! ```text
//! <p>A <em>data&nbsp;center</em>   is cold      in the source
//! A data center is cold                         the text of the block
//! ```

use std::borrow::Cow;
use std::ops::Range;

use crate::text::slice;
use crate::web_page::tags::decoded;

/// The byte that replaces what is not prose, such as code, in the text to search. No name contains it, and none
/// begins or ends beside it.
pub(crate) const WORD_MASK: char = '\0';

/// The byte that replaces a line break. No name contains it, but a name may begin or end beside it.
pub(crate) const BREAK_MASK: char = '\u{1}';

/// A block of text.
#[derive(Debug, Default)]
pub(crate) struct TextBlock {
    /// Its text, with one space for each white space.
    pub(crate) text: String,
    /// The same text with the same length, but without what is not searched.
    pub(crate) searched: String,
    /// Whether it is a heading.
    pub(crate) is_heading: bool,
    /// Whether it is in a block quote.
    pub(crate) is_quoted: bool,
    /// The links in it, with their addresses.
    pub(crate) links: Vec<(Range<usize>, Box<str>)>,
    /// The parts of the text that are in emphasis, or struck out.
    pub(crate) emphasised: Vec<Range<usize>>,
    pieces: Vec<Piece>,
}

/// A part of a text, and its place in the source.
#[derive(Debug)]
struct Piece {
    /// Its bytes in the text.
    words: Range<usize>,
    /// Its bytes in the source.
    source: Range<usize>,
    /// The number of its event.
    event: usize,
    /// Whether it is as in the source. If not, it is a character reference or white space, and can be cut only
    /// at its ends.
    is_verbatim: bool,
}

/// The place of an end of some words.
pub(super) struct End {
    /// The byte in the source.
    pub(super) source: usize,
    /// The number of the event.
    pub(super) event: usize,
}

impl TextBlock {
    /// Adds a character for something that is not text.
    pub(super) fn mark(&mut self, mask: char) {
        self.text.push(' ');
        self.searched.push(mask);
    }

    /// Adds the text `words` of the bytes `source` of the event with a number. If it `is_masked`, it is not searched. If
    /// it is not `is_verbatim`, it is another text than these bytes.
    pub(super) fn add(
        &mut self,
        words: &str,
        source: Range<usize>,
        event: usize,
        is_verbatim: bool,
        is_masked: bool,
    ) {
        let start = self.text.len();
        self.text.push_str(words);
        if is_masked {
            let mask = std::iter::repeat_n(WORD_MASK, words.len());
            self.searched.extend(mask);
        } else {
            self.searched.push_str(words);
        }
        self.pieces.push(Piece {
            words: start..self.text.len(),
            source,
            event,
            is_verbatim,
        });
    }

    /// The place in the source at which some words begin.
    pub(super) fn start(&self, offset: usize) -> Option<End> {
        let after = self
            .pieces
            .partition_point(|piece| piece.words.start <= offset);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        let within = offset - piece.words.start;
        (piece.is_verbatim || within == 0).then_some(End {
            source: piece.source.start + within,
            event: piece.event,
        })
    }

    /// The place in the source at which some words end.
    pub(super) fn end(&self, offset: usize) -> Option<End> {
        let after = self
            .pieces
            .partition_point(|piece| piece.words.start < offset);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        let is_end = offset == piece.words.end;
        let source = if is_end {
            piece.source.end
        } else {
            piece.source.start + (offset - piece.words.start)
        };
        (is_end || (piece.is_verbatim && offset < piece.words.end)).then_some(End {
            source,
            event: piece.event,
        })
    }

    /// Whether some words are in one text of the page, without a tag or a comment in it.
    pub(super) fn is_in_one_text(&self, words: &Range<usize>) -> bool {
        let (start, end) = (self.start(words.start), self.end(words.end));
        start
            .zip(end)
            .is_some_and(|(start, end)| start.event == end.event)
    }

    /// The bytes in the source from the first to the last of some words, with the markup between them. `None` if one
    /// of the words begins or ends within a character reference.
    pub(crate) fn place(&self, words: &Range<usize>) -> Option<Range<usize>> {
        Some(self.start(words.start)?.source..self.end(words.end)?.source)
    }
}

/// Whether some words of a text are in a formula that a script draws later: between `\\(` and `\\)`, `\\[` and `\\]`, or `$$`
/// (the delimiters of MathJax and of KaTeX).
pub(super) fn is_in_formula(text: &str, words: &Range<usize>) -> bool {
    let before = slice(text, ..words.start);
    leaves_open(before, "\\(", "\\)")
        || leaves_open(before, "\\[", "\\]")
        || before.matches("$$").count() % 2 == 1
}

/// Whether a text has an opening mark without the closing mark after it.
pub(super) fn leaves_open(text: &str, open: &str, close: &str) -> bool {
    let opened = text.rfind(open);
    opened.is_some() && opened > text.rfind(close)
}

/// A part of a text of HTML.
pub(super) struct HtmlPart<'s> {
    /// Its text, as readers see it; one space for white space.
    pub(super) words: Cow<'s, str>,
    /// Its bytes in the source.
    pub(super) source: Range<usize>,
    /// Whether it is as in the source.
    pub(super) is_verbatim: bool,
}

/// The parts of a text of HTML, which are words, white space and character references. `span` are its bytes in `source`.
pub(super) fn html_parts(source: &str, span: Range<usize>) -> impl Iterator<Item = HtmlPart<'_>> {
    let text = slice(source, span.clone());
    let mut done = 0;
    std::iter::from_fn(move || {
        let first = *text.as_bytes().get(done)?;
        let rest = slice(text, done..);
        let length = match first {
            b if is_space(b) => rest.bytes().take_while(|b| is_space(*b)).count(),
            b'&' => reference(rest),
            _ => rest
                .bytes()
                .position(|b| is_space(b) || b == b'&')
                .unwrap_or(rest.len()),
        };
        let written = slice(rest, ..length);
        let source = span.start + done..span.start + done + length;
        done += length;
        let words = if is_space(first) {
            Cow::Borrowed(" ")
        } else if first == b'&' && length > 1 {
            Cow::Owned(decoded(written))
        } else {
            Cow::Borrowed(written)
        };
        Some(HtmlPart {
            is_verbatim: !is_space(first) && words == written,
            words,
            source,
        })
    })
}

/// White space of HTML, which browsers show as one space.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c' | b'\r')
}

/// The length of what may be a character reference at the beginning of a text, with its `&`.
fn reference(text: &str) -> usize {
    let name = slice(text, 1..);
    let name = name.strip_prefix('#').unwrap_or(name);
    let rest = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let rest = rest.strip_prefix(';').unwrap_or(rest);
    text.len() - rest.len()
}
