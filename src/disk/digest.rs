//! The SHA-256 sum of a file, which identifies its bytes.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// A SHA-256 sum (FIPS 180-4), shown in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// A sum that no file has, as far as anybody knows.
    pub const NONE: Self = Self([0; 32]);

    /// The sum of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The sum of all bytes that were added to `sum`.
    pub(super) fn finished(sum: Sha256) -> Self {
        Self(sum.finalize().into())
    }

    /// Reads 64 hexadecimal digits in lower case; `None` if the text is anything else.
    pub fn read(hexadecimal: &str) -> Option<Self> {
        let (pairs, rest) = hexadecimal.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return None;
        }
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let mut sum = [0; 32];
        for (byte, [high, low]) in sum.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(sum))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (words, _) = self.0.as_chunks::<8>();
        words
            .iter()
            .try_for_each(|word| write!(f, "{:016x}", u64::from_be_bytes(*word)))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
