//! A text, cut into pieces: words, and the signs between them.

use crate::text::slice;
use crate::text::words::Piece;

/// A text with its pieces.
#[derive(Clone, Copy)]
pub(super) struct CutText<'t> {
    /// The whole text.
    pub(super) text: &'t str,
    /// Its pieces, in order.
    pub(super) pieces: &'t [Piece],
}

impl<'t> CutText<'t> {
    /// The piece with an index.
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "indices come from loops over these pieces"
    )]
    pub(super) fn piece(self, index: usize) -> &'t Piece {
        &self.pieces[index]
    }

    /// The text of a piece, as it is written.
    #[inline]
    pub(super) fn written(self, index: usize) -> &'t str {
        slice(self.text, self.piece(index).span())
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
