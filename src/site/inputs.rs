//! The hash of everything from which a page is made. If it is that of the last build, the page is the same too, and is not
//! made again.

use std::fmt;
use std::hash::{Hash, Hasher};

use siphasher::sip::SipHasher13;

use crate::project::config::Config;
use crate::project::load::Sources;
use crate::project::theme;

/// The hash of everything from which a page is made: the program, the settings, the templates and the phrases, the
/// data for its template, and the text on it with the targets of its links. Shown in hexadecimal, with 16 digits.
///
/// It is SipHash-1-3 with 64 bits (Aumasson and Bernstein): two versions of a page have the same hash by accident with a
/// probability of 1 in 2⁶⁴.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InputHash(u64);

impl InputHash {
    /// Reads 16 hexadecimal digits in lower case; `None` if the text is anything else.
    pub fn read(hexadecimal: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if hexadecimal.len() != 16 || !hexadecimal.bytes().all(is_digit) {
            return None;
        }
        u64::from_str_radix(hexadecimal, 16).ok().map(Self)
    }
}

impl fmt::Display for InputHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Computes an [`InputHash`]. The result is the same on every machine, because numbers have the same bytes there.
#[derive(Debug, Clone, Default)]
pub struct InputHasher(SipHasher13);

impl InputHasher {
    /// A hasher that knows what all pages in a language are made from: the program, the settings, the project's
    /// templates and phrases, and the data about the `site`.
    pub(super) fn of_all_pages(config: &Config, sources: &Sources, site: &impl Hash) -> Self {
        let mut hasher = Self::default();
        env!("HEADWORD_SOURCES").hash(&mut hasher);
        // the debug form of a value has all of its fields
        format!("{:?} {:?}", config.edition, config.settings).hash(&mut hasher);
        for (files, of_theme) in [
            (&sources.templates, theme::TEMPLATES),
            (&sources.phrases, theme::PHRASES),
        ] {
            // a copy of a file of the theme changes nothing
            let texts = files.iter().map(|(name, it)| (&**name, &*it.text));
            let own: Vec<_> = texts.filter(|file| !of_theme.contains(file)).collect();
            own.hash(&mut hasher);
        }
        site.hash(&mut hasher);
        hasher
    }

    /// The hash of everything that the hasher knows, and of `input`.
    pub(super) fn with(&self, input: &impl Hash) -> InputHash {
        let mut hasher = self.clone();
        input.hash(&mut hasher);
        InputHash(hasher.finish())
    }
}

impl Hasher for InputHasher {
    fn finish(&self) -> u64 {
        self.0.finish()
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    fn write_u16(&mut self, number: u16) {
        self.write(&number.to_le_bytes());
    }

    fn write_u32(&mut self, number: u32) {
        self.write(&number.to_le_bytes());
    }

    fn write_u64(&mut self, number: u64) {
        self.write(&number.to_le_bytes());
    }

    fn write_u128(&mut self, number: u128) {
        self.write(&number.to_le_bytes());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    // the methods for numbers with a sign call those above
}
