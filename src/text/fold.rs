//! Names compared as readers compare them: blind to case, to normalisation and to joins.

use std::borrow::Cow;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;

use super::language::Language;

/// Whether a page may not hold a character: controls, except those that are space, and code points
/// that are no characters (HTML standard, "control-character-in-input-stream" and
/// "noncharacter-in-input-stream").
pub fn is_forbidden(c: char) -> bool {
    let is_space = matches!(c, '\n' | '\t' | '\r' | '\u{c}');
    let is_noncharacter =
        matches!(c, '\u{fdd0}'..='\u{fdef}') || matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff);
    (c.is_control() && !is_space) || is_noncharacter
}

/// `text` in Unicode normalisation form C (UAX #15).
pub fn nfc(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// `text` with every run of white space as one space, and none at its ends. A space that does not
/// break (U+00A0, U+202F) is no white space here: somebody put it there on purpose.
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

/// The key under which spellings of one name meet: full case folding of the language (Turkish i
/// apart), normalisation form C, straight apostrophes, and joins left out, so that `Data Center`,
/// `data-center` and `datacenter` are one. A join between two digits stays, as a space: `1-2` is
/// not `12`. A name that is nothing but joins keeps them.
pub fn fold(name: &str, language: &Language) -> String {
    if name.is_ascii() && !language.is_turkic() {
        return join(&name.to_ascii_lowercase());
    }
    let mapper = CaseMapper::new();
    let composed = nfc(name);
    let folded = if language.is_turkic() {
        mapper.fold_turkic_string(&composed)
    } else {
        mapper.fold_string(&composed)
    };
    join(&nfc(&folded))
}

/// The key under which names of files meet that some disk takes for one: blind to case and to
/// normalisation, as those of Windows and macOS are.
pub fn same_on_disk(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    nfc(&CaseMapper::new().fold_string(&nfc(path))).into_owned()
}

fn join(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut joined = false;
    for c in name.chars() {
        if is_join(c) {
            joined = true;
            continue;
        }
        if joined && c.is_numeric() && out.ends_with(char::is_numeric) {
            out.push(' ');
        }
        joined = false;
        out.push(if is_apostrophe(c) { '\'' } else { c });
    }
    if out.is_empty() { name.to_owned() } else { out }
}

/// White space, hyphens, and characters that show nothing: what may stand, or not, between the parts
/// of a name.
fn is_join(c: char) -> bool {
    c.is_whitespace() || is_hyphen(c) || is_ignorable(c)
}

/// Whether a character joins the parts of a compound: a hyphen, one that does not break, or an en
/// dash.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}')
}

/// Whether a character shows nothing and may stand in a word.
pub fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

/// Whether a character is an apostrophe, straight or typographic.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02bc}')
}
