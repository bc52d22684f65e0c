//! A text with the pieces that it was cut into: words, and the signs between them.

use crate::text::slice;
use crate::text::words::Piece;

/// A text with the pieces that it was cut into.
#[derive(Clone, Copy)]
pub(super) struct CutText<'t> {
    /// All of it.
    pub(super) text: &'t str,
    /// Its pieces, in order.
    pub(super) pieces: &'t [Piece],
}

impl<'t> CutText<'t> {
    /// A piece of it.
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "places of pieces come from walks over these pieces"
    )]
    pub(super) fn piece(self, at: usize) -> &'t Piece {
        &self.pieces[at]
    }

    /// A piece as it is written.
    #[inline]
    pub(super) fn written(self, at: usize) -> &'t str {
        slice(self.text, self.piece(at).span())
    }

    /// The text before a byte.
    #[inline]
    pub(super) fn before(self, byte: usize) -> &'t str {
        slice(self.text, ..byte)
    }

    /// The text from a byte on.
    #[inline]
    pub(super) fn after(self, byte: usize) -> &'t str {
        slice(self.text, byte..)
    }
}
