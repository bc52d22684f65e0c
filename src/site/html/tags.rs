//! Writes tags as text, with all values escaped.

use pulldown_cmark::{CowStr, Event};
use pulldown_cmark_escape::{escape_href, escape_html};

/// Adds an attribute to a tag, unless its value is empty.
pub(super) fn push_attribute(tag: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        tag.push_str(&format!(" {name}=\""));
        push_escaped(tag, value);
        tag.push('"');
    }
}

/// Adds a text, escaped for a place between tags or in an attribute.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    // writing to a string cannot fail
    let _: Result<(), _> = escape_html(out, text);
}

/// The scheme of links between the articles of a dictionary. A word follows it, not a path.
pub const WORD_SCHEME: &str = "bword://";

/// Adds an address, escaped for an attribute. Characters that no address may contain are percent-encoded, except in a
/// link to a word, which programs compare with their words as it is.
pub(super) fn push_href(out: &mut String, address: &str) {
    if address.starts_with(WORD_SCHEME) {
        return push_escaped(out, address);
    }
    let _: Result<(), _> = escape_href(&mut *out, address);
}

/// HTML as an event.
pub(super) fn html<'e>(text: impl Into<CowStr<'e>>) -> Event<'e> {
    Event::InlineHtml(text.into())
}
