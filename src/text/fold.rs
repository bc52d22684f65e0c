//! Folding: two spellings of one name get the same key, whatever their case, normalisation form and
//! hyphens.

use std::borrow::Cow;

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

use super::language::Language;

/// The letter `ß` and its capital, which case folding makes `ss`.
const SHARP_S: [char; 2] = ['ß', 'ẞ'];

/// Whether a page must not contain a character: a control that is not white space, or a noncharacter (HTML
/// standard, "control-character-in-input-stream" and "noncharacter-in-input-stream").
pub fn is_forbidden(c: char) -> bool {
    let is_space = matches!(c, '\n' | '\t' | '\r' | '\u{c}');
    let is_noncharacter =
        matches!(c, '\u{fdd0}'..='\u{fdef}') || matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff);
    (c.is_control() && !is_space) || is_noncharacter
}

/// A text in Unicode normalisation form C (UAX #15).
pub fn nfc(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// A text in Unicode normalisation form KC (UAX #15): characters for compatibility become those that they stand
/// for, such as the digit 2 for a superscript two.
pub fn nfkc(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text)
}

/// A text with one space in place of each run of white space, and without white space at its ends. A no-break
/// space (U+00A0, U+202F) stays, because an author put it there on purpose.
pub fn single_spaced(text: &str) -> String {
    let is_space = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}');
    let mut out = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The key that all spellings of one name share: in lower case by the full case folding of the language
/// (Turkish has its own rule for *i*), in normalisation form C, with straight apostrophes, and without spaces
/// and hyphens. Between two digits, these become one space: `1-2` is not `12`. A name of nothing but spaces
/// and hyphens keeps them.
///
/// ```
/// use headword::text::fold::fold;
/// use headword::text::language::Language;
///
/// let english = Language::default();
/// assert_eq!(fold("Data Center", &english), "datacenter");
/// assert_eq!(fold("data-center", &english), "datacenter");
/// assert_eq!(fold("Straße", &english), "strasse");
/// assert_eq!(fold("Level 1-2", &english), "level1 2");
/// ```
pub fn fold(name: &str, language: &Language) -> String {
    let mut key = String::with_capacity(name.len());
    push_folded(&mut key, name, language);
    key
}

/// Adds the key of a name, as [`fold`] gives it, to the end of a text.
pub fn push_folded(out: &mut String, name: &str, language: &Language) {
    if name.is_ascii() && !language.is_turkic() {
        return push_without_joins(out, name.chars().map(|c| c.to_ascii_lowercase()));
    }
    let mapper = CaseMapper::new();
    let composed = nfc(name);
    let folded = if language.is_turkic() {
        mapper.fold_turkic_string(&composed)
    } else {
        mapper.fold_string(&composed)
    };
    push_without_joins(out, nfc(&folded).chars());
}

/// The key of a headword beside other headwords: as [`fold`], but `ß` is not `ss`. *Maße* (dimensions) and *Masse* (mass)
/// are two words, as are *Buße* and *Busse*.
pub fn headword_key(name: &str, language: &Language) -> String {
    if !name.contains(SHARP_S) {
        return fold(name, language);
    }
    let parts: Vec<_> = name
        .split(SHARP_S)
        .map(|part| fold(part, language))
        .collect();
    parts.join("ß")
}

/// The number of letters `ß` in a name; `None` if all its letters are capitals, among which `ß` is written `SS`.
pub fn sharp_letters(name: &str) -> Option<usize> {
    let has_capitals_only = name.contains(char::is_uppercase) && !name.contains(char::is_lowercase);
    let count = name.matches(SHARP_S).count();
    (count > 0 || !has_capitals_only).then_some(count)
}

/// Tells which of several names, equal in folded form, a `written` text means: those with as many letters `ß`, or all if
/// none has as many. Beside *Maße*, *masse* means *Masse*. `counts` are those of the names, as [`sharp_letters`] gives
/// them; the result takes such a count.
pub fn spelled_alike(
    written: &str,
    mut counts: &mut dyn Iterator<Item = Option<usize>>,
) -> impl Fn(Option<usize>) -> bool + Copy + use<> {
    let own = sharp_letters(written);
    let any = Iterator::any(&mut counts, |count| may_be_alike(own, count));
    move |count| !any || may_be_alike(own, count)
}

/// Whether two names with these numbers of letters `ß`, as [`sharp_letters`] gives them, may be spelled alike.
pub fn may_be_alike(one: Option<usize>, other: Option<usize>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// Whether two names are different, but only in upper and lower case: `HEAD` and `head`, but not `data center` and
/// `datacenter`, and not `Straße` and `STRASSE`.
pub fn differ_in_case_alone(one: &str, other: &str, language: &Language) -> bool {
    one != other && without_case(one, language) == without_case(other, language)
}

/// A name in lower case, letter by letter.
pub fn without_case(name: &str, language: &Language) -> String {
    let mapper = CaseMapper::new();
    let small = |c| {
        if language.is_turkic() {
            mapper.simple_fold_turkic(c)
        } else {
            mapper.simple_fold(c)
        }
    };
    name.chars().map(small).collect()
}

/// A text in small letters, by the rules of its language: in Turkish and Azerbaijani, `İ` becomes `i`, and `I` becomes `ı`.
pub fn lower(text: &str, language: &Language) -> String {
    let language = &language.locale().id;
    CaseMapper::new()
        .lowercase_to_string(text, language)
        .into_owned()
}

/// A text without the accents on its letters, which are their combining marks: `naive` for `naïve`.
pub fn without_accents(text: &str) -> String {
    let categories = CodePointMapData::<GeneralCategory>::new();
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
    let is_mark = |c: &char| categories.get(*c) == GeneralCategory::NonspacingMark;
    decomposed.chars().filter(|c| !is_mark(c)).collect()
}

/// The key that file names share if Windows or macOS takes them for the same name, whatever their case and
/// their normalisation form.
pub fn file_name_key(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    nfc(&CaseMapper::new().fold_string(&nfc(path))).into_owned()
}

/// Adds a folded name without the characters that may join its parts, as [`fold`] describes.
fn push_without_joins(out: &mut String, name: impl Iterator<Item = char> + Clone) {
    let start = out.len();
    let mut last = None;
    let mut joined = false;
    for c in name.clone() {
        if is_join(c) {
            joined = true;
            continue;
        }
        if joined && c.is_numeric() && last.is_some_and(char::is_numeric) {
            out.push(' ');
        }
        joined = false;
        out.push(if is_apostrophe(c) { '\'' } else { c });
        last = Some(c);
    }
    if out.len() == start {
        out.extend(name);
    }
}

/// Whether a character may join the parts of a name or be left out: white space, a hyphen, or an invisible
/// character.
fn is_join(c: char) -> bool {
    c.is_whitespace() || is_hyphen(c) || is_ignorable(c)
}

/// Whether a character joins the parts of a compound: a hyphen, a no-break hyphen, or an en dash.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}')
}

/// Whether a character is invisible and may be inside a word: a soft hyphen, a joiner, or a character of no
/// width.
pub fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

/// Whether a character is an apostrophe, straight or typographic.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02bc}')
}
