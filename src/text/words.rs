//! Text cut into pieces (words, characters, signs), with the kind of join before each piece.
//!
//! The keys of pieces can be combined like the pieces: `data center`, `data-center` and `datacenter` are cut
//! into different pieces, but have the same key.

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};

use super::fold::{fold, is_apostrophe, is_hyphen, is_ignorable};
use super::language::Language;
use super::slice;

/// The fingerprint of a folded text: its bytes as a polynomial modulo 2^64 (Karp and Rabin 1987). Two texts
/// may have the same key, by chance or because somebody looked for such a pair. So whoever finds a key also
/// compares the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    sum: u64,
    power: u64,
}

impl Key {
    /// The key of the empty text.
    pub const EMPTY: Self = Self { sum: 0, power: 1 };

    /// The base of the polynomial: 2^64 divided by the golden ratio, an odd number with well mixed bits.
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

    /// The key of a folded text.
    pub fn of(folded: &str) -> Self {
        folded.bytes().fold(Self::EMPTY, Self::with)
    }

    /// The key of this key's text followed by that of `next`.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        Self {
            sum: self.sum.wrapping_mul(next.power).wrapping_add(next.sum),
            power: self.power.wrapping_mul(next.power),
        }
    }

    /// The key as a number whose high bits are as well mixed as its low bits.
    pub fn mixed(self) -> u64 {
        let both_halves = self.sum ^ (self.sum >> 32);
        both_halves.wrapping_mul(Self::BASE)
    }

    /// The key of this key's text followed by a byte.
    #[inline]
    fn with(self, byte: u8) -> Self {
        Self {
            sum: self
                .sum
                .wrapping_mul(Self::BASE)
                .wrapping_add(u64::from(byte) + 1),
            power: self.power.wrapping_mul(Self::BASE),
        }
    }
}

/// The kind of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// Letters, marks and digits.
    Word,
    /// One character, with its marks, of a script without spaces between words.
    Character,
    /// Any other character.
    Sign,
}

/// The text between a piece and the piece before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// The beginning of the text, or a dash. No name continues across it.
    Break,
    /// Nothing.
    Nothing,
    /// White space.
    Space,
    /// One hyphen, or one en dash without spaces.
    Hyphen,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// The offset of its first byte in the text.
    pub start: usize,
    /// The offset after its last byte.
    pub end: usize,
    /// Whether it is a word, a character or a sign.
    pub kind: PieceKind,
    /// The text between it and the piece before.
    pub join: Join,
    /// The key of its folded text.
    pub key: Key,
    begins_numeric: bool,
    ends_numeric: bool,
}

impl Piece {
    /// The range of its bytes in the text.
    pub fn span(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The key of a text with this piece added. `key` is the key of the text so far, `before` its last
    /// piece. As in [`fold`], a join between two digits counts as a space.
    pub fn after(&self, key: Key, before: &Self) -> Key {
        if self.parts_digits(before) {
            key.then(Key::of(" ")).then(self.key)
        } else {
            key.then(self.key)
        }
    }

    /// Whether a join separates this piece from the piece before it, and both have a digit there.
    pub fn parts_digits(&self, before: &Self) -> bool {
        self.begins_numeric && before.ends_numeric && self.join != Join::Nothing
    }

    /// A sign with its key.
    fn sign(span: Range<usize>, join: Join, key: Key) -> Self {
        Self {
            start: span.start,
            end: span.end,
            kind: PieceKind::Sign,
            join,
            key,
            begins_numeric: false,
            ends_numeric: false,
        }
    }

    /// A word that is folded by the rules of the language.
    fn word(text: &str, span: Range<usize>, join: Join, language: &Language) -> Self {
        let Range { start, end } = span;
        let folded = fold(slice(text, span), language);
        Self {
            start,
            end,
            kind: PieceKind::Word,
            join,
            key: Key::of(&folded),
            begins_numeric: folded.starts_with(char::is_numeric),
            ends_numeric: folded.ends_with(char::is_numeric),
        }
    }
}

/// The role of a byte in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ByteClass {
    Word,
    Space,
    Hyphen,
    Sign,
    /// Part of a character outside ASCII.
    NonAscii,
}

impl ByteClass {
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "the table has an entry for each byte"
    )]
    fn of(byte: u8) -> Self {
        CLASSES[usize::from(byte)]
    }
}

/// The class of each byte.
const CLASSES: [ByteClass; 256] = classes();

#[expect(
    clippy::indexing_slicing,
    reason = "it runs at compile time, where a wrong index is an error"
)]
const fn classes() -> [ByteClass; 256] {
    let mut classes = [ByteClass::NonAscii; 256];
    let mut index = 0;
    while index < 128 {
        let byte = index as u8;
        classes[index] = if byte.is_ascii_alphanumeric() || byte == b'_' {
            ByteClass::Word
        } else if byte.is_ascii_whitespace() || byte == 0x0b {
            ByteClass::Space
        } else if byte == b'-' {
            ByteClass::Hyphen
        } else {
            ByteClass::Sign
        };
        index += 1;
    }
    classes
}

/// Cuts a text into pieces and adds them to `pieces`, in order.
///
/// ```
/// use headword::text::language::Language;
/// use headword::text::words::{Join, PieceKind, cut};
///
/// let text = "A data-center's rack – 東京";
/// let mut pieces = Vec::new();
/// cut(text, &Language::default(), &mut pieces);
/// let found: Vec<_> = pieces
///     .iter()
///     .map(|piece| (piece.join, &text[piece.span()], piece.kind))
///     .collect();
/// assert_eq!(
///     found,
///     [
///         (Join::Break, "A", PieceKind::Word),
///         (Join::Space, "data", PieceKind::Word),
///         (Join::Hyphen, "center", PieceKind::Word),
///         (Join::Nothing, "'", PieceKind::Sign),
///         (Join::Nothing, "s", PieceKind::Word),
///         (Join::Space, "rack", PieceKind::Word),
///         (Join::Break, "東", PieceKind::Character),
///         (Join::Nothing, "京", PieceKind::Character),
///     ]
/// );
/// ```
pub fn cut(text: &str, language: &Language, pieces: &mut Vec<Piece>) {
    let bytes = text.as_bytes();
    let is_turkic = language.is_turkic();
    let mut join = Join::Break;
    let mut offset = 0;
    while let Some(&first) = bytes.get(offset) {
        let piece = match ByteClass::of(first) {
            ByteClass::Space => {
                offset += 1;
                join = after_space(join);
                continue;
            }
            ByteClass::Hyphen => {
                offset += 1;
                join = after_hyphen(join);
                continue;
            }
            ByteClass::Sign => Piece::sign(offset..offset + 1, join, Key::EMPTY.with(first)),
            ByteClass::Word => ascii_word(text, offset, join, is_turkic)
                .unwrap_or_else(|| Piece::word(text, word_at(text, offset), join, language)),
            ByteClass::NonAscii => {
                let Some(c) = slice(text, offset..).chars().next() else {
                    break;
                };
                if c.is_whitespace() || is_hyphen(c) || is_ignorable(c) {
                    offset += c.len_utf8();
                    join = join_after(c, join);
                    continue;
                }
                non_ascii_piece(text, offset, c, join, language)
            }
        };
        offset = piece.end;
        pieces.push(piece);
        join = Join::Nothing;
    }
}

/// The word at an offset, if it is ASCII and no rule of a language applies to it. Most words are such;
/// their keys need no allocation.
#[inline]
fn ascii_word(text: &str, start: usize, join: Join, is_turkic: bool) -> Option<Piece> {
    let bytes = text.as_bytes();
    let first = *bytes.get(start)?;
    let mut last = first;
    let mut key = Key::EMPTY;
    let mut end = start;
    while let Some(&byte) = bytes.get(end)
        && ByteClass::of(byte) == ByteClass::Word
    {
        if is_turkic && byte == b'I' {
            return None;
        }
        key = key.with(byte.to_ascii_lowercase());
        last = byte;
        end += 1;
    }
    let is_ascii = bytes.get(end).is_none_or(u8::is_ascii);
    if !is_ascii && slice(text, end..).starts_with(continues_word) {
        return None;
    }
    Some(Piece {
        start,
        end,
        kind: PieceKind::Word,
        join,
        key,
        begins_numeric: first.is_ascii_digit(),
        ends_numeric: last.is_ascii_digit(),
    })
}

/// The piece that begins with the character `c`, which is not ASCII and not a join.
fn non_ascii_piece(text: &str, start: usize, c: char, join: Join, language: &Language) -> Piece {
    let after_first = start + c.len_utf8();
    if is_unspaced(c) {
        let marks = slice(text, after_first..).chars();
        let marks = marks.take_while(|c| is_mark(*c)).map(char::len_utf8);
        let end = after_first + marks.sum::<usize>();
        Piece {
            kind: PieceKind::Character,
            ..Piece::word(text, start..end, join, language)
        }
    } else if is_word(c) {
        Piece::word(text, word_at(text, start), join, language)
    } else {
        let span = start..after_first;
        let folded = fold(slice(text, span.clone()), language);
        Piece::sign(span, join, Key::of(&folded))
    }
}

/// The range of the word that begins at an offset.
fn word_at(text: &str, start: usize) -> Range<usize> {
    let rest = slice(text, start..);
    let length = rest.find(|c| !continues_word(c)).unwrap_or(rest.len());
    start..start + length
}

/// The join after white space.
fn after_space(join: Join) -> Join {
    match join {
        Join::Nothing | Join::Space => Join::Space,
        // a hyphen beside a space is a dash
        Join::Hyphen | Join::Break => Join::Break,
    }
}

/// The join after a hyphen. A second hyphen, or one beside a space, is a dash.
fn after_hyphen(join: Join) -> Join {
    match join {
        Join::Nothing => Join::Hyphen,
        _ => Join::Break,
    }
}

/// The join after a character outside ASCII that may be between pieces.
fn join_after(c: char, join: Join) -> Join {
    if c.is_whitespace() {
        after_space(join)
    } else if is_hyphen(c) {
        after_hyphen(join)
    } else {
        join
    }
}

/// Whether a word goes on with a character.
fn continues_word(c: char) -> bool {
    is_ignorable(c) || (is_word(c) && !is_unspaced(c))
}

/// Whether a character is part of a word: `\w` of UTS #18, but `_` is the only connector.
pub fn is_word(c: char) -> bool {
    (c.is_alphanumeric() && !is_apostrophe(c)) || c == '_' || is_mark(c)
}

/// Whether a character is a quotation mark.
pub fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{ab}' | '\u{bb}' | '\u{201c}'..='\u{201f}' | '\u{2018}' | '\u{201a}'
    )
}

/// Whether some words of a text are in quotation marks: the text speaks of them, and does not use them.
pub fn is_quoted(text: &str, words: &Range<usize>) -> bool {
    let before = slice(text, ..words.start).chars().next_back();
    let after = slice(text, words.end..).chars().next();
    let is_mark = |c: char| {
        is_quotation_mark(c) || matches!(c, '\'' | '\u{2019}' | '「' | '」' | '『' | '』')
    };
    before.is_some_and(is_mark) && after.is_some_and(is_mark)
}

/// Whether a character is a mark, such as an accent, on the character before it.
fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

/// Whether a character belongs to a script without spaces between words.
pub fn is_unspaced(c: char) -> bool {
    const OTHERS: [Script; 4] = [Script::Thai, Script::Lao, Script::Khmer, Script::Myanmar];
    c >= '\u{0e00}' && (is_cjk(c) || OTHERS.contains(&CodePointMapData::<Script>::new().get(c)))
}

/// Whether a character is a Chinese character or a kana.
pub fn is_cjk(c: char) -> bool {
    const SCRIPTS: [Script; 3] = [Script::Han, Script::Hiragana, Script::Katakana];
    // the mark that lengthens a vowel belongs to both kana
    c == '\u{30fc}' || SCRIPTS.contains(&CodePointMapData::<Script>::new().get(c))
}
