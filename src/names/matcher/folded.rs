//! Pieces of a text in the form in which they are compared with names.

use std::cell::OnceCell;

use super::cut_text::CutText;
use crate::text::fold::{fold, is_ignorable, nfc};
use crate::text::language::Language;
use crate::text::slice;

/// A character of a text as it is written.
pub(super) struct Letter {
    /// Where it begins in the folded text.
    pub(super) place: usize,
    /// The character.
    pub(super) c: char,
}

/// The folded text of some pieces, and where in it each begins, a space between digits with it.
pub(super) struct Words {
    /// The text.
    pub(super) folded: String,
    /// Where each piece begins in it.
    pub(super) starts: Vec<usize>,
    /// Its characters as they are written, found when first needed.
    letters: OnceCell<Option<Vec<Letter>>>,
}

impl Words {
    /// Reads the pieces of a text from `first` to `last`.
    pub(super) fn read(text: CutText<'_>, first: usize, last: usize, language: &Language) -> Self {
        let mut folded = String::new();
        let mut starts = Vec::with_capacity(last - first + 1);
        for at in first..=last {
            let piece = text.piece(at);
            starts.push(folded.len());
            if at > first && piece.parts_digits(text.piece(at - 1)) {
                folded.push(' ');
            }
            folded.push_str(&fold(text.written(at), language));
        }
        Self {
            folded,
            starts,
            letters: OnceCell::new(),
        }
    }

    /// The characters as they are written, found once; `first` is the piece of the text with which they
    /// begin. `None` in the rare case that the whole is not folded as its characters are.
    pub(super) fn letters(
        &self,
        text: CutText<'_>,
        first: usize,
        language: &Language,
    ) -> Option<&[Letter]> {
        let letters = self
            .letters
            .get_or_init(|| self.read_letters(text, first, language));
        letters.as_deref()
    }

    fn read_letters(
        &self,
        text: CutText<'_>,
        first: usize,
        language: &Language,
    ) -> Option<Vec<Letter>> {
        let mut letters = Vec::with_capacity(self.folded.len());
        for (at, start) in self.starts.iter().enumerate() {
            let parts_digits = slice(&self.folded, *start..).starts_with(' ');
            let mut place = start + usize::from(parts_digits);
            let written = nfc(text.written(first + at));
            for c in written.chars().filter(|c| !is_ignorable(*c)) {
                letters.push(Letter { place, c });
                place += fold(c.encode_utf8(&mut [0; 4]), language).len();
            }
            let next = self.starts.get(at + 1);
            let end = next.copied().unwrap_or(self.folded.len());
            if place != end {
                return None;
            }
        }
        Some(letters)
    }
}
