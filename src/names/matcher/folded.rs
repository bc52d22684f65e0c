//! The folded text of some pieces, which is compared with names.

use std::cell::OnceCell;

use super::cut_text::CutText;
use crate::text::fold::{fold, is_ignorable, nfc, push_folded};
use crate::text::language::Language;
use crate::text::slice;

/// A character of a text as it is written.
pub(super) struct Letter {
    /// Its first byte in the folded text.
    pub(super) offset: usize,
    /// The character.
    pub(super) c: char,
}

/// The folded text of some pieces.
pub(super) struct Words {
    /// The text, with a space only where two digits meet: `datacenter` for *data center*, but `1 000`.
    pub(super) folded: String,
    /// The byte at which each piece begins in the text; a space before a digit belongs to the piece.
    pub(super) starts: Vec<usize>,
    /// Its characters as they are written; found at the first use.
    letters: OnceCell<Option<Vec<Letter>>>,
}

impl Words {
    /// Folds the pieces of a text from `first` to `last`.
    pub(super) fn read(text: CutText<'_>, first: usize, last: usize, language: &Language) -> Self {
        let mut folded = String::new();
        let mut starts = Vec::with_capacity(last - first + 1);
        for index in first..=last {
            let piece = text.piece(index);
            starts.push(folded.len());
            if index > first && piece.parts_digits(text.piece(index - 1)) {
                folded.push(' ');
            }
            push_folded(&mut folded, text.written(index), language);
        }
        Self {
            folded,
            starts,
            letters: OnceCell::new(),
        }
    }

    /// The characters as they are written. `first` is the index of the first piece. `None` in the rare case
    /// that a piece has another length, folded, than its characters together.
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
        for (index, start) in self.starts.iter().enumerate() {
            let parts_digits = slice(&self.folded, *start..).starts_with(' ');
            let mut offset = start + usize::from(parts_digits);
            let written = nfc(text.written(first + index));
            for c in written.chars().filter(|c| !is_ignorable(*c)) {
                letters.push(Letter { offset, c });
                offset += fold(c.encode_utf8(&mut [0; 4]), language).len();
            }
            let next = self.starts.get(index + 1);
            let end = next.copied().unwrap_or(self.folded.len());
            if offset != end {
                return None;
            }
        }
        Some(letters)
    }
}
