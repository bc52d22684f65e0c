//! Characters that change the direction of the text around them (UAX #9).

use icu_properties::CodePointSetData;
use icu_properties::props::BidiControl;

/// Whether a character is one of Unicode's Bidi_Control: a mark, an embedding, an override or an isolate.
pub fn is_bidi_control(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<BidiControl>().contains(c)
}

/// Whether a character is an override (U+202D, U+202E). It reverses even letters, so that a reviewer and a
/// reader see different texts (Trojan Source, CVE-2021-42574). No language needs it.
pub fn is_bidi_override(c: char) -> bool {
    matches!(c, '\u{202d}' | '\u{202e}')
}

/// A text from left to right, apart from the text around it: between U+2066 and U+2069 (UAX #9, 2.4).
pub fn isolated(text: &str) -> String {
    format!("\u{2066}{text}\u{2069}")
}

/// A text without the marks of [`isolated`].
pub fn without_isolates(text: &str) -> String {
    text.replace(['\u{2066}', '\u{2069}'], "")
}

/// A text of several lines for a terminal: each character that controls it, or that changes the direction of text, is
/// U+FFFD.
pub fn without_controls(text: &str) -> String {
    let is_unsafe = |c: char| (c.is_control() && c != '\n') || is_bidi_control(c);
    text.replace(is_unsafe, "\u{fffd}")
}
