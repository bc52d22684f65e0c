//! Slugs: the part of an address that stands for one entry, tag or heading.
//!
//! These rules decide addresses that others link to. They may gain languages, never change.

use std::fmt;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use super::fold::nfc;

/// The longest slug, in bytes. File systems hold names of 255 bytes or more; percent-encoded,
/// three bytes for one, an address of this length is not too long to be passed on.
pub const MAX_BYTES: usize = 100;

/// First parts of addresses that the site itself uses.
const RESERVED: &[&str] = &["404", "assets", "index", "letters", "search", "tags"];

/// Names that Windows keeps for devices, with any ending ("Naming Files, Paths, and Namespaces").
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

/// Why a name is no slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlugFault {
    /// It has no letter and no digit.
    Empty,
    /// It has characters, a case or hyphens that a slug has not.
    Form,
    /// It is longer than [`MAX_BYTES`].
    TooLong,
    /// The site's own pages have this address.
    Reserved,
    /// Windows cannot hold a file of this name.
    Device,
}

impl fmt::Display for SlugFault {
    /// The reason as a clause, for a name that is `it`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it has no letter and no digit"),
            Self::Form => f.write_str(
                "addresses have lower-case letters and digits of any script, with single hyphens \
                 between words, in normalisation form C",
            ),
            Self::TooLong => write!(f, "addresses have at most {MAX_BYTES} bytes"),
            Self::Reserved => f.write_str("it is a page or folder of the site itself"),
            Self::Device => f.write_str("Windows keeps this name for a device"),
        }
    }
}

/// A slug for a name that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// The slug.
    pub slug: String,
    /// Whether it has a word more than the name, since the name's own slug cannot be used.
    pub is_longer: bool,
}

/// The slug of a title: lower case, normalisation form C, letters, marks and digits of any script,
/// single hyphens between words. `+` becomes `plus`, `#` `sharp`, `&` `and`, a leading `.` `dot`;
/// joiners are dropped, all else separates. `C++` gives `c-plus-plus`, `.NET` `dot-net`. The result
/// has at most [`MAX_BYTES`] bytes, cut after a whole word if there is one; it is empty for a title
/// without anything to keep.
pub fn slug(title: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let lower = nfc(title.trim()).to_lowercase();
    for (at, c) in lower.char_indices() {
        let spelled = match c {
            '+' => Some("plus"),
            '#' => Some("sharp"),
            '&' => Some("and"),
            '.' if at == 0 => Some("dot"),
            _ => None,
        };
        if let Some(word) = spelled {
            words.push(word.to_owned());
            open = false;
        } else if is_joiner(c) {
            // as if it were not there
        } else if is_slug_char(c) && (open || !is_mark(c)) {
            match words.last_mut() {
                Some(word) if open => word.push(c),
                _ => words.push(c.to_string()),
            }
            open = true;
        } else {
            open = false;
        }
    }
    cut(&nfc(&words.join("-")))
}

/// Whether `name` can be an entry's slug.
///
/// # Errors
///
/// The reason why not; [`instead`] gives a name that can.
pub fn check(name: &str) -> Result<(), SlugFault> {
    if name.len() > MAX_BYTES {
        return Err(SlugFault::TooLong);
    }
    let slug = slug(name);
    if slug.is_empty() {
        return Err(SlugFault::Empty);
    }
    if slug != name {
        return Err(SlugFault::Form);
    }
    if RESERVED.contains(&name) {
        return Err(SlugFault::Reserved);
    }
    if !is_portable(name) {
        return Err(SlugFault::Device);
    }
    Ok(())
}

/// What an entry can have for its slug in place of `name`; `None` where the name has nothing to make one
/// of. `My Tea` gives `my-tea`, `Tags` gives `tags-term`.
pub fn instead(name: &str) -> Option<Instead> {
    let slug = slug(name);
    match check(&slug) {
        Ok(()) => Some(Instead {
            slug,
            is_longer: false,
        }),
        Err(SlugFault::Empty) => None,
        Err(_) => Some(Instead {
            slug: format!("{slug}-term"),
            is_longer: true,
        }),
    }
}

/// The slug of a tag.
///
/// # Errors
///
/// [`SlugFault::Empty`] and [`SlugFault::Device`]: a tag may be called as a page of the site is.
pub fn of_tag(tag: &str) -> Result<String, SlugFault> {
    let slug = slug(tag);
    if slug.is_empty() {
        return Err(SlugFault::Empty);
    }
    if !is_portable(&slug) {
        return Err(SlugFault::Device);
    }
    Ok(slug)
}

/// Whether every host serves a file or folder of this name: every system can hold it, and it does not
/// begin with a full stop, which hides it.
pub fn is_portable(name: &str) -> bool {
    is_storable(name) && !name.starts_with('.')
}

/// Whether every system can hold a file or folder of this name: it is no device of Windows, with
/// any ending, has no character that Windows forbids, and ends neither with a full stop nor with a
/// space ("Naming Files, Paths, and Namespaces").
pub fn is_storable(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_lowercase();
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

fn cut(slug: &str) -> String {
    if slug.len() <= MAX_BYTES {
        return slug.to_owned();
    }
    let (head, rest) = slug
        .split_at_checked(slug.floor_char_boundary(MAX_BYTES))
        .unwrap_or((slug, ""));
    let whole = match head.rsplit_once('-') {
        Some((whole, _)) if !rest.starts_with('-') => whole,
        _ => head,
    };
    whole.trim_end_matches('-').to_owned()
}

fn is_slug_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Letter
        .union(GeneralCategoryGroup::Mark)
        .union(GeneralCategoryGroup::DecimalNumber)
        .contains(category)
}

/// Whether a character belongs to one before it: without one, it shows nothing or floats.
fn is_mark(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Mark.contains(category)
}

/// Whether a character joins others or chooses a form of one, and shows nothing itself.
fn is_joiner(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
    )
}
