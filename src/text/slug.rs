//! Slugs: the part of an address that identifies an entry, a tag or a heading.
//!
//! These rules determine addresses that other sites link to. Rules for another language may be added, but the
//! existing ones must never change.

use std::fmt;
use std::ops::RangeInclusive;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use super::fold::{nfc, nfkc};
use super::language::Language;
use super::slice;

/// The length of the longest slug, in bytes. File systems allow 255 bytes or more for a name.
/// Percent-encoding can make three bytes of one, and an address of that length can still be shared.
pub const MAX_BYTES: usize = 100;

/// First parts of addresses that the site's own pages and files use.
const RESERVED: &[&str] = &["404", "assets", "index", "letters", "search", "tags"];

/// Leaders and ellipses. In form KC they are full stops, of which a leading one would become the word `dot`.
const LEADERS: RangeInclusive<char> = '\u{2024}'..='\u{2026}';

/// Signs that stand for words after a name. They are no part of it.
const SIGNS: [char; 4] = ['\u{2122}', '\u{2120}', '\u{a9}', '\u{ae}'];

/// Names that Windows reserves for devices, with any extension (Microsoft, "Naming Files, Paths, and
/// Namespaces", and "CreateFileW" for the console's input and output). The ports are not in this list.
const DEVICES: &[&str] = &["aux", "con", "conin$", "conout$", "nul", "prn"];

/// The reason why a name is not a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlugError {
    /// It has neither letters nor digits.
    Empty,
    /// It contains capitals, characters or hyphens that [`slug`] would change.
    Form,
    /// It is longer than [`MAX_BYTES`].
    TooLong,
    /// The site's own pages or files use this address.
    Reserved,
    /// Windows reserves this file name for a device.
    Device,
}

impl fmt::Display for SlugError {
    /// The reason as part of a sentence, for a help. `it` is the name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it has neither letters nor digits"),
            Self::Form => f.write_str(
                "addresses have lower-case letters and digits of any script, with single hyphens \
                 between words, in normalisation form C",
            ),
            Self::TooLong => write!(f, "addresses have at most {MAX_BYTES} bytes"),
            Self::Reserved => f.write_str("it is reserved for the site itself"),
            Self::Device => f.write_str("Windows reserves this name for a device"),
        }
    }
}

/// A slug to use instead of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// The slug.
    pub slug: String,
    /// Whether the slug has a word more than the name, because the name's own slug cannot be used.
    pub is_longer: bool,
}

/// Makes a slug of a title in a language.
///
/// A slug consists of letters, marks and digits of any script, in lower case and normalisation form C, with
/// single hyphens between words. `™`, `℠`, `©` and `®` are removed. Then characters for compatibility become those
/// that they stand for (UAX #15, form KC): `²` becomes `2`. `+`, `#`, `&` and a leading `.` become the words
/// `plus`, `sharp`, `and` and `dot`. Invisible joiners and variation selectors are removed; any other
/// character separates words. `İ` becomes `i`; `I` becomes `ı` in Turkish and Azerbaijani. A slug has at most
/// [`MAX_BYTES`] bytes: a longer one is cut at the end of a word, or within its only word. It is empty if the
/// title has no character that a slug may contain.
///
/// A few letters of Thai, Lao and Korean have form KC too, but other letters than those that people type: they stay as
/// they are (`น้ำ`, `ㅋㅋㅋ`). A fraction is a word of its own beside another number: `3½` becomes `3-1-2`.
///
/// ```
/// use headword::text::language::Language;
/// use headword::text::slug::slug;
///
/// let english = Language::default();
/// assert_eq!(slug("Image Patch", &english), "image-patch");
/// assert_eq!(slug("C++", &english), "c-plus-plus");
/// assert_eq!(slug(".NET (framework)", &english), "dot-net-framework");
/// assert_eq!(slug("CO₂", &english), "co2");
/// assert_eq!(slug("…", &english), "");
/// ```
pub fn slug(title: &str, language: &Language) -> String {
    if title.is_ascii() && !language.is_turkic() {
        return joined(&title.trim().to_ascii_lowercase());
    }
    let named = title.replace(SIGNS, "");
    let named = named.replace(|c| LEADERS.contains(&c), " ");
    let small: String = compatible(&apart(&named))
        .chars()
        .map(|c| match c {
            '\u{130}' => 'i',
            'I' if language.is_turkic() => '\u{131}',
            c => c,
        })
        .collect();
    let small = small.to_lowercase();
    joined(compatible(&small).trim())
}

/// A text in form KC, but with all [`is_usual_letter`] as they are.
fn compatible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(is_usual_letter) {
        let before = piece.trim_end_matches(is_usual_letter);
        out.push_str(&nfkc(before));
        out.push_str(slice(piece, before.len()..));
    }
    out
}

/// Whether a letter is usual in its language, though form KC makes others of it: the vowels `ำ` of Thai and `ຳ` of
/// Lao, which form KC takes apart around a tone mark, the letters `ໜ` and `ໝ` of Lao, and single letters of Korean,
/// which become parts of syllables. The filler of Korean (U+3164) is not a letter.
fn is_usual_letter(c: char) -> bool {
    matches!(c, '\u{e33}' | '\u{eb3}' | '\u{edc}' | '\u{edd}' | '\u{3131}'..='\u{3163}' | '\u{3165}'..='\u{318e}')
}

/// A text with a space between a fraction and a number beside it. In form KC, `3½` would be `31⁄2`.
fn apart(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = None;
    for c in text.chars() {
        let is_beside = last.is_some_and(|last: char| {
            last.is_numeric() && c.is_numeric() && (is_fraction(last) || is_fraction(c))
        });
        if is_beside {
            out.push(' ');
        }
        out.push(c);
        last = Some(c);
    }
    out
}

/// Whether a character is a vulgar fraction, such as `½`.
fn is_fraction(c: char) -> bool {
    matches!(c, '\u{bc}'..='\u{be}' | '\u{2150}'..='\u{215f}' | '\u{2189}')
}

/// The words of a text in lower case, with hyphens between them.
fn joined(lower: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut is_in_word = false;
    for (offset, c) in lower.char_indices() {
        let spelled_out = match c {
            '+' => Some("plus"),
            '#' => Some("sharp"),
            '&' => Some("and"),
            '.' if offset == 0 => Some("dot"),
            _ => None,
        };
        if let Some(word) = spelled_out {
            words.push(word.to_owned());
            is_in_word = false;
        } else if is_joiner(c) {
            // a word goes on after it
        } else if is_slug_char(c) && (is_in_word || !is_mark(c)) {
            match words.last_mut() {
                Some(word) if is_in_word => word.push(c),
                _ => words.push(c.to_string()),
            }
            is_in_word = true;
        } else {
            is_in_word = false;
        }
    }
    shortened(&nfc(&words.join("-")))
}

/// Checks that a name can be the slug of an entry. Letters for compatibility, such as `ﬁ`, may be in a name, but
/// [`slug`] makes none.
///
/// # Errors
///
/// The reason why it cannot. [`instead`] gives a slug that can.
pub fn check(name: &str) -> Result<(), SlugError> {
    if name.len() > MAX_BYTES {
        return Err(SlugError::TooLong);
    }
    let joined = joined(&nfc(name.trim()).to_lowercase());
    if joined.is_empty() {
        return Err(SlugError::Empty);
    }
    if joined != name {
        return Err(SlugError::Form);
    }
    if RESERVED.contains(&name) {
        return Err(SlugError::Reserved);
    }
    if !is_portable(name) {
        return Err(SlugError::Device);
    }
    Ok(())
}

/// A slug for an entry, in place of `name`: `My Tea` gives `my-tea`, `Tags` gives `tags-term`. `None` if
/// the name has neither letters nor digits.
pub fn instead(name: &str, language: &Language) -> Option<Instead> {
    let slug = slug(name, language);
    match check(&slug) {
        Ok(()) => Some(Instead {
            slug,
            is_longer: false,
        }),
        Err(SlugError::Empty) => None,
        Err(_) => Some(Instead {
            slug: format!("{slug}-term"),
            is_longer: true,
        }),
    }
}

/// The slug of a tag. It may be the name of a page of the site, because all tags are in a folder of their
/// own.
///
/// # Errors
///
/// [`SlugError::Empty`] or [`SlugError::Device`].
pub fn of_tag(tag: &str, language: &Language) -> Result<String, SlugError> {
    let slug = slug(tag, language);
    if slug.is_empty() {
        return Err(SlugError::Empty);
    }
    if !is_portable(&slug) {
        return Err(SlugError::Device);
    }
    Ok(slug)
}

/// Whether every host serves a file or folder with this name: every system can store it, and it does not
/// begin with a full stop, which would make it hidden.
pub fn is_portable(name: &str) -> bool {
    is_storable(name) && !name.starts_with('.')
}

/// Whether every system can store a file or folder with this name: it is not the name of a Windows device,
/// with or without an extension, contains no character that Windows forbids, and ends neither with a full
/// stop nor with a space (Microsoft, "Naming Files, Paths, and Namespaces"). The ports are `COM0` to `COM9` and
/// `LPT0` to `LPT9`, also with `¹`, `²` or `³` as the digit.
pub fn is_storable(name: &str) -> bool {
    let before_extension = name.split('.').next().unwrap_or_default();
    let stem = before_extension.trim_end().to_lowercase();
    let is_port = ["com", "lpt"].iter().any(|port| {
        stem.strip_prefix(port).is_some_and(|rest| {
            matches!(rest, "¹" | "²" | "³") || matches!(rest.as_bytes(), [b'0'..=b'9'])
        })
    });
    !DEVICES.contains(&stem.as_str())
        && !is_port
        && !name.contains(['<', '>', ':', '"', '/', '\\', '|', '?', '*'])
        && !name.ends_with(['.', ' '])
}

/// A slug with at most [`MAX_BYTES`] bytes, without a word that would be cut, if it has several words.
fn shortened(slug: &str) -> String {
    if slug.len() <= MAX_BYTES {
        return slug.to_owned();
    }
    let (head, rest) = slug
        .split_at_checked(slug.floor_char_boundary(MAX_BYTES))
        .unwrap_or((slug, ""));
    let whole_words = match head.rsplit_once('-') {
        Some((whole_words, _)) if !rest.starts_with('-') => whole_words,
        _ => head,
    };
    whole_words.trim_end_matches('-').to_owned()
}

/// Whether a slug may contain a character: a letter, a mark, a decimal digit or a numeral that is a letter (general
/// category Nl, such as `〇`) of any script.
pub fn is_slug_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Letter
        .union(GeneralCategoryGroup::Mark)
        .union(GeneralCategoryGroup::DecimalNumber)
        .union(GeneralCategoryGroup::LetterNumber)
        .contains(category)
}

/// Whether a character is a mark on the character before it. A word cannot begin with one.
fn is_mark(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Mark.contains(category)
}

/// Whether a character is invisible and only joins others or selects the form of one.
fn is_joiner(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
    )
}
