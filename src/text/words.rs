//! Text cut into the pieces that names are made of, with what joins them.
//!
//! A piece's key is made so that keys of pieces join as the pieces do: `data center`, `data-center`
//! and `datacenter` have one key, however they are cut.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};

use super::fold::{fold, is_apostrophe, is_hyphen, is_ignorable};
use super::language::Language;
use super::slice;

/// A text's folded bytes as a number: a polynomial modulo 2^64 (Karp and Rabin
/// 1987). Two texts may share a key, by chance or by somebody's design: whoever finds one compares
/// the texts as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    sum: u64,
    power: u64,
}

impl Key {
    /// The key of no text.
    pub const EMPTY: Self = Self { sum: 0, power: 1 };

    /// An odd number with bits all over: the golden ratio's.
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

    /// The key of a folded text.
    pub fn of(folded: &str) -> Self {
        folded.bytes().fold(Self::EMPTY, Self::with)
    }

    /// The key of two texts, one after the other.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        Self {
            sum: self.sum.wrapping_mul(next.power).wrapping_add(next.sum),
            power: self.power.wrapping_mul(next.power),
        }
    }

    /// The key as a number whose high bits are as mixed as its low ones.
    pub fn mixed(self) -> u64 {
        let both_halves = self.sum ^ (self.sum >> 32);
        both_halves.wrapping_mul(Self::BASE)
    }

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

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, marks and digits.
    Word,
    /// One character, with its marks, of a script that puts no spaces between words.
    Character,
    /// Any other character.
    Sign,
}

/// What stands before a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// The beginning of the text, or what no name reaches over: a dash.
    Break,
    /// The piece before, at once.
    Nothing,
    /// White space.
    Space,
    /// One hyphen, or one en dash without spaces.
    Hyphen,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// What stands before it.
    pub join: Join,
    /// Its folded text's key.
    pub key: Key,
    begins_numeric: bool,
    ends_numeric: bool,
}

impl Piece {
    /// The bytes of the piece in its text.
    pub fn span(&self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    /// The key of a text that ends with the piece `before`, with this one after it. As in
    /// [`fold`], a join between two digits stays.
    pub fn after(&self, key: Key, before: &Self) -> Key {
        match self.parts_digits(before) {
            true => key.then(Key::of(" ")).then(self.key),
            false => key.then(self.key),
        }
    }

    /// Whether a join between this piece and the one before it parts two digits.
    pub fn parts_digits(&self, before: &Self) -> bool {
        self.begins_numeric && before.ends_numeric && self.join != Join::Nothing
    }
}

/// How the bytes of ASCII are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Space,
    Hyphen,
    Sign,
    Other,
}

impl Class {
    /// How a byte is read.
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "there is a class for each byte")]
    fn of(byte: u8) -> Self {
        CLASSES[usize::from(byte)]
    }
}

const CLASSES: [Class; 256] = classes();

#[expect(
    clippy::indexing_slicing,
    reason = "the compiler runs it, and would tell"
)]
const fn classes() -> [Class; 256] {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        classes[byte] = if b.is_ascii_alphanumeric() || b == b'_' {
            Class::Word
        } else if b.is_ascii_whitespace() || b == 0x0b {
            Class::Space
        } else if b == b'-' {
            Class::Hyphen
        } else {
            Class::Sign
        };
        byte += 1;
    }
    classes
}

/// Cuts a text into pieces, which are added to `pieces` in order.
pub fn cut(text: &str, language: &Language, pieces: &mut Vec<Piece>) {
    let bytes = text.as_bytes();
    let is_turkic = language.is_turkic();
    let mut join = Join::Break;
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        let start = at;
        let piece = match Class::of(first) {
            Class::Space => {
                at += 1;
                join = after_space(join);
                continue;
            }
            Class::Hyphen => {
                at += 1;
                join = after_hyphen(join);
                continue;
            }
            Class::Sign => {
                at += 1;
                sign(start, at, join, Key::EMPTY.with(first))
            }
            Class::Word => {
                let mut key = Key::EMPTY;
                let mut is_plain = true;
                let mut last = first;
                while let Some(&byte) = bytes.get(at)
                    && Class::of(byte) == Class::Word
                {
                    is_plain &= !(is_turkic && byte == b'I');
                    key = key.with(byte.to_ascii_lowercase());
                    last = byte;
                    at += 1;
                }
                let is_ascii = bytes.get(at).is_none_or(u8::is_ascii);
                let next = || slice(text, at..).chars().next();
                let goes_on = !is_ascii && next().is_some_and(continues_word);
                if is_plain && !goes_on {
                    Piece {
                        start,
                        end: at,
                        kind: Kind::Word,
                        join,
                        key,
                        begins_numeric: first.is_ascii_digit(),
                        ends_numeric: last.is_ascii_digit(),
                    }
                } else {
                    at = word_end(text, at);
                    word(text, start, at, join, language)
                }
            }
            Class::Other => {
                let Some(c) = slice(text, at..).chars().next() else {
                    break;
                };
                at += c.len_utf8();
                if c.is_whitespace() {
                    join = after_space(join);
                    continue;
                } else if is_hyphen(c) {
                    join = after_hyphen(join);
                    continue;
                } else if is_ignorable(c) {
                    continue;
                } else if is_unspaced(c) {
                    let rest = slice(text, at..).chars();
                    at += rest
                        .take_while(|c| is_mark(*c))
                        .map(char::len_utf8)
                        .sum::<usize>();
                    let mut piece = word(text, start, at, join, language);
                    piece.kind = Kind::Character;
                    piece
                } else if is_word(c) {
                    at = word_end(text, at);
                    word(text, start, at, join, language)
                } else {
                    let folded = fold(slice(text, start..at), language);
                    sign(start, at, join, Key::of(&folded))
                }
            }
        };
        pieces.push(piece);
        join = Join::Nothing;
    }
}

fn sign(start: usize, end: usize, join: Join, key: Key) -> Piece {
    Piece {
        start,
        end,
        kind: Kind::Sign,
        join,
        key,
        begins_numeric: false,
        ends_numeric: false,
    }
}

/// A word that needs more than ASCII's rules.
fn word(text: &str, start: usize, end: usize, join: Join, language: &Language) -> Piece {
    let folded = fold(slice(text, start..end), language);
    Piece {
        start,
        end,
        kind: Kind::Word,
        join,
        key: Key::of(&folded),
        begins_numeric: folded.starts_with(char::is_numeric),
        ends_numeric: folded.ends_with(char::is_numeric),
    }
}

fn word_end(text: &str, at: usize) -> usize {
    let rest = slice(text, at..).chars().take_while(|c| continues_word(*c));
    at + rest.map(char::len_utf8).sum::<usize>()
}

fn after_space(join: Join) -> Join {
    match join {
        Join::Nothing | Join::Space => Join::Space,
        // a dash with a space at its side
        Join::Hyphen | Join::Break => Join::Break,
    }
}

fn after_hyphen(join: Join) -> Join {
    match join {
        Join::Nothing => Join::Hyphen,
        _ => Join::Break,
    }
}

fn continues_word(c: char) -> bool {
    is_ignorable(c) || (is_word(c) && !is_unspaced(c))
}

/// Whether a character is part of a word: UTS #18's `\w`, without its connectors but `_`.
pub fn is_word(c: char) -> bool {
    (c.is_alphanumeric() && !is_apostrophe(c)) || c == '_' || is_mark(c)
}

/// Whether a character stands around words that are quoted.
pub fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{ab}' | '\u{bb}' | '\u{201c}'..='\u{201f}' | '\u{2018}' | '\u{201a}'
    )
}

fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

/// Whether a character is of a script that puts no spaces between words.
pub fn is_unspaced(c: char) -> bool {
    const OTHERS: [Script; 4] = [Script::Thai, Script::Lao, Script::Khmer, Script::Myanmar];
    c >= '\u{0e00}' && (is_cjk(c) || OTHERS.contains(&CodePointMapData::<Script>::new().get(c)))
}

/// Whether a character is a Chinese one or kana.
pub fn is_cjk(c: char) -> bool {
    const SCRIPTS: [Script; 3] = [Script::Han, Script::Hiragana, Script::Katakana];
    // the mark that lengthens a vowel belongs to both kana
    c == '\u{30fc}' || SCRIPTS.contains(&CodePointMapData::<Script>::new().get(c))
}
