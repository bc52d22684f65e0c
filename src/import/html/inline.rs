//! The words of a line of HTML with their marks, and the same line in Markdown.
//!
//! ```text
//! <b>Crumb:</b> the <i>in</i><i>side</i>      **Crumb**: the *inside*
//! ```
//!
//! Elements of HTML may be nested in any way, and marks may begin and end beside any character. In Markdown, they may
//! not. So each piece of a text knows its marks, and the marks are written anew.

use super::escape::{code, escaped};

/// A mark of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// A link: its number, so that two links are two, and its end in Markdown.
    Link(usize, String),
    Strong,
    Emphasis,
    Strike,
    /// An element that Markdown takes from HTML: its number, its name, and the words after its end.
    Element(usize, &'static str, String),
}

impl Mark {
    /// The place of the mark among the others: the first one is around all.
    fn rank(&self) -> usize {
        match self {
            Self::Link(..) => 0,
            Self::Strong => 1,
            Self::Emphasis => 2,
            Self::Strike => 3,
            Self::Element(number, ..) => 4 + number,
        }
    }

    /// Whether its signs count only beside certain characters (CommonMark 0.31, 6.2).
    fn is_delimiter(&self) -> bool {
        matches!(self, Self::Strong | Self::Emphasis | Self::Strike)
    }

    fn start(&self) -> String {
        match self {
            Self::Link(..) => "[".to_owned(),
            Self::Strong => "**".to_owned(),
            Self::Emphasis => "*".to_owned(),
            Self::Strike => "~~".to_owned(),
            Self::Element(_, name, _) => format!("<{name}>"),
        }
    }

    fn end(&self) -> String {
        match self {
            Self::Link(_, end) => end.clone(),
            Self::Element(_, name, after) => format!("</{name}>{after}"),
            mark => mark.start(),
        }
    }
}

/// The content of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// Plain words.
    Words,
    /// Plain words in code.
    Code,
    /// Markdown, such as a picture.
    Markdown,
    /// The anchor of HTML, which is not seen.
    Anchor,
    /// A line break.
    Break,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    /// The line of the source.
    pub(super) line: usize,
}

/// A line of words, or several with breaks between them.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
}

impl Line {
    /// Adds a piece. White space is one space, and none at the beginning of a line or after other white space.
    pub(super) fn push(&mut self, kind: PieceKind, text: &str, marks: &[Mark], line: usize) {
        let mut marks = marks.to_vec();
        marks.sort_by_key(Mark::rank);
        marks.dedup();
        let mut piece = Piece {
            kind,
            text: text.to_owned(),
            marks,
            line,
        };
        match piece.kind {
            PieceKind::Words | PieceKind::Code => {
                piece.text = collapsed(text, self.ends_in_space());
                if piece.text.is_empty() {
                    return;
                }
                let last = self
                    .pieces
                    .last_mut()
                    .filter(|last| last.kind == piece.kind && last.marks == piece.marks);
                if let Some(last) = last {
                    last.text.push_str(&piece.text);
                    return;
                }
            }
            PieceKind::Break => self.trim_end(),
            PieceKind::Anchor => {
                // an anchor between words would end their marks
                let begin = self
                    .pieces
                    .iter()
                    .rposition(|piece| piece.kind == PieceKind::Break);
                let place = begin.map_or(0, |at| at + 1);
                piece.marks.clear();
                self.pieces.insert(place, piece);
                return;
            }
            PieceKind::Markdown => {}
        }
        self.pieces.push(piece);
    }

    /// Whether a space at the end would be the first one on its line, or one of two.
    fn ends_in_space(&self) -> bool {
        let visible = |piece: &&Piece| piece.kind != PieceKind::Anchor;
        match self.pieces.iter().rev().find(visible) {
            None => true,
            Some(piece) => match piece.kind {
                PieceKind::Break => true,
                PieceKind::Words | PieceKind::Code => piece.text.ends_with([' ', '\u{a0}']),
                PieceKind::Markdown | PieceKind::Anchor => false,
            },
        }
    }

    /// Whether the next word would be joined to the last one.
    pub(super) fn ends_in_word(&self) -> bool {
        !self.ends_in_space()
    }

    fn trim_end(&mut self) {
        let places = self.pieces.iter_mut().rev();
        for piece in places {
            match piece.kind {
                PieceKind::Anchor => continue,
                PieceKind::Words | PieceKind::Code => {
                    let length = piece.text.trim_end().len();
                    piece.text.truncate(length);
                    if length > 0 {
                        return;
                    }
                }
                _ => return,
            }
        }
    }

    /// Whether readers see something of it.
    pub(super) fn is_visible(&self) -> bool {
        self.pieces.iter().any(|piece| match piece.kind {
            PieceKind::Words | PieceKind::Code => !piece.text.trim().is_empty(),
            PieceKind::Markdown => true,
            PieceKind::Anchor | PieceKind::Break => false,
        })
    }

    /// Whether it ends with a line break.
    pub(super) fn ends_in_break(&self) -> bool {
        let visible = |piece: &&Piece| piece.kind != PieceKind::Anchor;
        let last = self.pieces.iter().rev().find(visible);
        last.is_some_and(|piece| piece.kind == PieceKind::Break)
    }

    /// The lines in Markdown, each with its line in the source. All marks end with each line.
    pub(super) fn markdown(mut self) -> Vec<(String, usize)> {
        self.trim_end();
        while self.ends_in_break() {
            let last = |piece: &Piece| piece.kind == PieceKind::Break;
            if let Some(at) = self.pieces.iter().rposition(last) {
                self.pieces.remove(at);
            }
            self.trim_end();
        }
        let mut lines = Vec::new();
        for pieces in self.pieces.split(|piece| piece.kind == PieceKind::Break) {
            let number = pieces.first().map(|piece| piece.line);
            let number = number.or(lines.last().map(|(_, line)| *line)).unwrap_or(1);
            lines.push((written(pieces.to_vec()), number));
        }
        lines
    }
}

/// A text with one space for each white space. A no-break space alone stays as it is.
fn collapsed(text: &str, is_after_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // the white space since the last other character
    let mut space = is_after_space.then_some(' ');
    let mut is_first = is_after_space;
    for c in text.chars() {
        if c.is_whitespace() {
            let is_fixed = matches!(c, '\u{a0}' | '\u{202f}') && space.is_none();
            space = Some(if is_fixed { c } else { ' ' });
            continue;
        }
        match space.take() {
            Some(space) if !is_first => out.push(space),
            _ => {}
        }
        is_first = false;
        out.push(c);
    }
    match space {
        Some(space) if !is_first => out.push(space),
        _ => {}
    }
    out
}

/// The Markdown of pieces without breaks.
fn written(pieces: Vec<Piece>) -> String {
    let pieces = fitting(pieces);
    let mut out = String::new();
    let mut open: Vec<Mark> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let common = open
            .iter()
            .zip(&piece.marks)
            .take_while(|(one, other)| one == other)
            .count();
        while open.len() > common {
            if let Some(mark) = open.pop() {
                out.push_str(&mark.end());
            }
        }
        for mark in piece.marks.iter().skip(common) {
            out.push_str(&mark.start());
            open.push(mark.clone());
        }
        let after = pieces.get(index + 1).and_then(|next| {
            let opens_link = next
                .marks
                .iter()
                .any(|mark| matches!(mark, Mark::Link(..)) && !piece.marks.contains(mark));
            match opens_link {
                true => Some('['),
                false => next.text.chars().next(),
            }
        });
        match piece.kind {
            PieceKind::Words => {
                out.push_str(&escaped(&piece.text, out.chars().next_back(), after));
            }
            PieceKind::Code => out.push_str(&code(&piece.text)),
            _ => out.push_str(&piece.text),
        }
    }
    while let Some(mark) = open.pop() {
        out.push_str(&mark.end());
    }
    out.trim().to_owned()
}

/// Pieces whose marks begin and end where Markdown allows it: not beside white space, and beside a sign only if there
/// is not a word on the other side.
fn fitting(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut cut = Vec::with_capacity(pieces.len());
    for piece in pieces {
        cut_spaces(piece, &mut cut);
    }
    // white space has the marks that both sides have
    let marks: Vec<Vec<Mark>> = cut.iter().map(|piece| piece.marks.clone()).collect();
    let sides = |index: usize| {
        let before = index.checked_sub(1).and_then(|index| marks.get(index));
        Some((before?, marks.get(index + 1)?))
    };
    for (index, piece) in cut.iter_mut().enumerate() {
        let is_space = piece.kind == PieceKind::Words && piece.text.trim().is_empty();
        if is_space {
            piece.marks = match sides(index) {
                Some((before, after)) => common(before, after),
                None => Vec::new(),
            };
        }
    }
    let cut = cut_signs(cut);
    cut.into_iter()
        .filter(|piece| !piece.text.is_empty())
        .collect()
}

/// The marks that two pieces have in common, from the outermost one on.
fn common(one: &[Mark], other: &[Mark]) -> Vec<Mark> {
    let both = one.iter().zip(other);
    let both = both.take_while(|(one, other)| one == other);
    both.map(|(mark, _)| mark.clone()).collect()
}

/// Cuts the white space at the ends of words off.
fn cut_spaces(piece: Piece, out: &mut Vec<Piece>) {
    if piece.kind != PieceKind::Words {
        out.push(piece);
        return;
    }
    let text = piece.text.clone();
    let inner = text.trim();
    let before = text.len() - text.trim_start().len();
    let (start, rest) = text.split_at(before);
    let end = rest.strip_prefix(inner).unwrap_or_default();
    for part in [start, inner, end] {
        if !part.is_empty() {
            out.push(Piece {
                text: part.to_owned(),
                ..piece.clone()
            });
        }
    }
}

/// Takes signs out of the marks that could not begin or end beside them.
fn cut_signs(pieces: Vec<Piece>) -> Vec<Piece> {
    let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !is_sign(c));
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for (index, piece) in pieces.iter().enumerate() {
        let before = out.last();
        let after = pieces.get(index + 1);
        let begins_within = is_word(before.and_then(last)) && first(piece).is_some_and(is_sign);
        let ends_within = is_word(after.and_then(first)) && last(piece).is_some_and(is_sign);
        // the marks without those that begin or end here
        let opened = inner_marks(piece, before);
        let closed = inner_marks(piece, after);
        let is_wrong_start = begins_within && opened.len() < piece.marks.len();
        let is_wrong_end = ends_within && closed.len() < piece.marks.len();
        if !is_wrong_start && !is_wrong_end {
            out.push(piece.clone());
            continue;
        }
        if piece.kind != PieceKind::Words {
            let marks = if is_wrong_start { opened } else { closed };
            out.push(Piece {
                marks,
                ..piece.clone()
            });
            continue;
        }
        let (signs, rest) = match is_wrong_start {
            true => {
                let rest = piece.text.trim_start_matches(is_sign);
                piece.text.split_at(piece.text.len() - rest.len())
            }
            false => ("", piece.text.as_str()),
        };
        let (words, more) = match is_wrong_end {
            true => rest.split_at(rest.trim_end_matches(is_sign).len()),
            false => (rest, ""),
        };
        let parts = [
            (signs, opened),
            (words, piece.marks.clone()),
            (more, closed),
        ];
        for (text, marks) in parts {
            if !text.is_empty() {
                out.push(Piece {
                    text: text.to_owned(),
                    marks,
                    ..piece.clone()
                });
            }
        }
    }
    out
}

/// The marks of a piece without those that count only beside certain characters and that another piece does not have.
fn inner_marks(piece: &Piece, other: Option<&Piece>) -> Vec<Mark> {
    let stays = |mark: &&Mark| {
        !mark.is_delimiter() || other.is_some_and(|other| other.marks.contains(mark))
    };
    piece.marks.iter().filter(stays).cloned().collect()
}

/// The first character of a piece as it is written.
fn first(piece: &Piece) -> Option<char> {
    match piece.kind {
        PieceKind::Words => piece.text.chars().next(),
        // a backtick or a bracket
        _ => Some('`'),
    }
}

/// The last character of a piece as it is written.
fn last(piece: &Piece) -> Option<char> {
    match piece.kind {
        PieceKind::Words => piece.text.chars().next_back(),
        _ => Some('`'),
    }
}

/// Whether a character is punctuation or a symbol for CommonMark, so that marks beside it count only in some places.
fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}
