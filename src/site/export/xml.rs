//! Text in XML and HTML.

use pulldown_cmark_escape::escape_html;

/// A text, escaped for a place between tags or in an attribute. Characters that XML 1.0 forbids are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // writing to a string cannot fail
    let _: Result<(), _> = if text.contains(is_forbidden) {
        escape_html(&mut out, &text.replace(is_forbidden, ""))
    } else {
        escape_html(&mut out, text)
    };
    out
}

/// Whether XML 1.0 forbids a character (section 2.2).
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}
