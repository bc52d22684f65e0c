//! The mark-up that is added to a page, and how it is found again.
//!
//! Everything that is needed to take it out is in the page itself: the sum of the page as it was, and a key, the
//! beginning of this sum, with which each added part is marked. No text of a page contains the sum of that page, so
//! nothing else can be taken for an added part; and if what is left has another sum, somebody changed the page.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use super::places::Places;
use super::published::PublishedEntry;
use crate::disk::Digest;
use crate::text::slice;

/// The name of the script that shows cards, in the root of the site.
pub(super) const SCRIPT: &str = "headword-cards.js";

/// The name of its style sheet.
pub(super) const STYLES: &str = "headword-cards.css";

/// The hexadecimal digits of a page's sum that are kept.
const SUM: usize = 32;

/// Those of them that are the key.
const KEY: usize = 8;

const HEAD: &str = "<meta name=\"headword-cards\" content=\"";
const HEAD_STYLES: &str = "\"><link rel=\"stylesheet\" href=\"";
const HEAD_SCRIPT: &str = "\"><script defer src=\"";
const HEAD_END: &str = "\"></script>";
const LINK: &str = "<a class=\"hw-term\" aria-describedby=\"hw-";
const LINK_END: &str = "</a>";
const LIST: &str = "<div class=\"hw-glosses\" id=\"hw-";
const LIST_END: &str = "</div>";
const PLACES: &str = "<script type=\"application/json\" class=\"hw-places\" id=\"hw-";
const PLACES_END: &str = "</script>";

/// The sum of a page as it was before anything was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum(String);

impl Sum {
    /// The sum of a page.
    pub(super) fn of(page: &[u8]) -> Self {
        let mut sum = Digest::of(page).to_string();
        sum.truncate(SUM);
        Self(sum)
    }

    fn key(&self) -> &str {
        slice(&self.0, ..KEY)
    }

    /// The tags for the head of a page. `root` is the way from the page to the root of its site.
    pub(super) fn head(&self, root: &str) -> String {
        let root = escaped(root);
        format!(
            "{HEAD}{}{HEAD_STYLES}{root}{STYLES}{HEAD_SCRIPT}{root}{SCRIPT}{HEAD_END}",
            self.0
        )
    }

    /// The tag that begins a link to the term with this number on the page.
    pub(super) fn link(&self, number: usize, address: &str) -> String {
        let (key, address) = (self.key(), escaped(address));
        format!("{LINK}{key}-{number}\" href=\"{address}\">")
    }

    /// The list of glosses, for the terms of a page in the order of their numbers. It is not shown.
    pub(super) fn list(&self, terms: &[&PublishedEntry], language: &str) -> String {
        let key = self.key();
        let language = escaped(language);
        let mut list =
            format!("{LIST}{key}\" lang=\"{language}\" data-pagefind-ignore=\"all\" hidden>");
        for (number, term) in terms.iter().enumerate() {
            let _ = write!(
                list,
                "<p id=\"hw-{key}-{number}\" data-name=\"{}\"",
                escaped(&term.headword)
            );
            for (name, text) in [("names", &term.others), ("status", &term.status)] {
                if !text.is_empty() {
                    let _ = write!(list, " data-{name}=\"{}\"", escaped(text));
                }
            }
            let _ = write!(list, ">{}</p>", escaped(&term.gloss));
        }
        list + LIST_END
    }

    /// The places of the links on a page that a framework draws again.
    pub(super) fn places(&self, places: &Places<'_>) -> String {
        let json = serde_json::to_string(places).unwrap_or_default();
        format!("{PLACES}{}\">{}{PLACES_END}", self.key(), in_script(&json))
    }
}

/// The end tag of a link.
pub(super) fn link_end() -> &'static str {
    LINK_END
}

/// The added parts of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Added {
    /// The sum of the page without them.
    pub(super) sum: Sum,
    /// Their bytes, in order.
    pub(super) parts: Vec<Range<usize>>,
}

/// The added parts of a page; `None` if there are none.
pub(super) fn added(text: &str) -> Option<Added> {
    let start = text.find(HEAD)?;
    let rest = slice(text, start + HEAD.len()..);
    let sum = rest.get(..SUM)?;
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if !sum.bytes().all(is_digit) {
        return None;
    }
    let sum = Sum(sum.to_owned());
    let mut end = start + HEAD.len() + SUM;
    for mark in [HEAD_STYLES, HEAD_SCRIPT, HEAD_END] {
        let rest = slice(text, end..);
        let address = rest.find('"')?;
        // between the first two marks there is no address
        let address = if mark == HEAD_STYLES { 0 } else { address };
        slice(rest, address..).strip_prefix(mark)?;
        end += address + mark.len();
    }
    let mut parts = Vec::new();
    parts.push(start..end);
    let link = format!("{LINK}{}-", sum.key());
    let tags = text.match_indices(&link).map(|(start, _)| start);
    for start in tags {
        let tag = start + slice(text, start..).find('>')? + 1;
        let close = tag + slice(text, tag..).find(LINK_END)?;
        parts.push(start..tag);
        parts.push(close..close + LINK_END.len());
    }
    for (begin, end) in [(LIST, LIST_END), (PLACES, PLACES_END)] {
        let begin = format!("{begin}{}\"", sum.key());
        if let Some(start) = text.find(&begin) {
            let end = start + slice(text, start..).find(end)? + end.len();
            parts.push(start..end);
        }
    }
    parts.sort_by_key(|part| part.start);
    Some(Added { sum, parts })
}

/// JSON in ASCII, for a script in a page of any encoding: without `<`, so that nothing in it can end the script.
fn in_script(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() && c != '<' {
            escaped.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        }
    }
    escaped
}

/// A text for HTML: between tags, and between quotation marks.
fn escaped(text: &str) -> Cow<'_, str> {
    let special = ['&', '<', '>', '"'];
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut done = 0;
    for (at, sign) in text.match_indices(special) {
        escaped.push_str(slice(text, done..at));
        escaped.push_str(match sign {
            "&" => "&amp;",
            "<" => "&lt;",
            ">" => "&gt;",
            _ => "&quot;",
        });
        done = at + sign.len();
    }
    escaped.push_str(slice(text, done..));
    Cow::Owned(escaped)
}
