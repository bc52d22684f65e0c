//! What an address means: the one gate for everything that pages link to.
//!
//! Addresses are read as the WHATWG URL standard has it: what a browser would make of one is what
//! is judged, before any file is looked up.

use std::fmt;

use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode,
};
use url::{Position, Url};

/// The folder of entries, as part of every path.
const CONTENT: &str = "content/";

/// A site that never is, to resolve relative addresses against.
const PLACEHOLDER: &str = "https://headword.invalid/";
const PLACEHOLDER_HOST: &str = "headword.invalid";

/// What a path in an address may not hold as it is: the standard's path percent-encode set, with
/// `%` itself.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// What no part of an address after its host may hold as it is (WHATWG URL, "URL code point"), as far
/// as parsers leave it.
pub(crate) const INVALID: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What a value in a query may not hold as it is.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A path as part of an address. Letters of other scripts stay: addresses hold them.
pub fn encode_path(path: &str) -> String {
    let ascii_only = utf8_percent_encode(path, PATH).to_string();
    if path.is_ascii() {
        return ascii_only;
    }
    path.chars()
        .map(|c| match c {
            c if c.is_ascii() => utf8_percent_encode(&c.to_string(), PATH).to_string(),
            c => c.to_string(),
        })
        .collect()
}

/// A text as a value in an address's query: everything but letters, digits and `-._~` encoded
/// (RFC 3986, 2.3).
pub fn encode_component(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

/// The absolute address of a page elsewhere, or of a mailbox: `http`, `https` or `mailto`. It is
/// written as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress(String);

impl WebAddress {
    /// An address as it was written, or, if that has characters that an address may not have, as the
    /// standard repairs it; what it leaves as it is, though it is not valid, is encoded.
    fn of(written: &str, url: &Url) -> Self {
        let is_valid = |c: char| !c.is_control() && !" \"<>[\\]^`{|}".contains(c);
        if written.chars().all(is_valid) {
            return Self(written.to_owned());
        }
        // brackets belong to hosts that are numbers (RFC 3986, 3.2.2)
        let host = &url[..Position::BeforePath];
        let rest = utf8_percent_encode(&url[Position::BeforePath..], INVALID);
        Self(format!("{host}{rest}"))
    }

    /// Reads an address; `None` if it is not absolute, or of another scheme.
    pub fn read(written: &str) -> Option<Self> {
        match Destination::read(written, "") {
            Destination::Web(address) => Some(address),
            _ => None,
        }
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// To another site, or a mailbox.
    Web(WebAddress),
    /// To a heading of the same page.
    Anchor(String),
    /// To an entry's file, by its path from `content/`, and what follows the path.
    Entry(String, Suffix),
    /// To a file beside entries, by its path from `content/`.
    File(String, Suffix),
    /// To a page or file of the site, by its path from the root.
    Site(String, Suffix),
    /// Out of `content/`.
    Outside,
    /// To a scheme or host that pages may not link to, with what is wrong about it.
    Forbidden(String),
}

/// What follows the path in an address: `?page=2#top`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suffix {
    text: String,
    anchor: Option<String>,
}

impl Suffix {
    fn of(url: &Url) -> Self {
        let query = url.query().map(|query| format!("?{query}"));
        let fragment = url.fragment().map(|fragment| format!("#{fragment}"));
        Self {
            text: [query, fragment].into_iter().flatten().collect(),
            anchor: url.fragment().map(decode),
        }
    }

    /// The heading or element meant, percent-encoding resolved.
    pub fn anchor(&self) -> Option<&str> {
        self.anchor.as_deref().filter(|anchor| !anchor.is_empty())
    }

    /// The suffix as it is written after a path.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Destination {
    /// Reads an address as it stands in the file at `path` (from the project's root).
    pub fn read(written: &str, path: &str) -> Self {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let base = format!("{PLACEHOLDER}{}/", encode_path(folder));
        let Ok(url) = Url::parse(&base).and_then(|base| base.join(written)) else {
            return Self::Forbidden("it is not an address".to_owned());
        };
        let is_absolute = Url::parse(written).is_ok();
        match url.scheme() {
            "mailto" if url.path().is_empty() => {
                return Self::Forbidden("it names nobody".to_owned());
            }
            "mailto" => return Self::Web(WebAddress::of(written, &url)),
            "http" | "https" if url.host_str() != Some(PLACEHOLDER_HOST) => {
                // `https:page` is absolute alone, and relative to a page of that scheme
                return if is_absolute && names_host(written) {
                    Self::Web(WebAddress::of(written, &url))
                } else {
                    Self::Forbidden(
                        match is_absolute {
                            true => "two slashes have to follow the scheme",
                            false => "it leaves out `https:`",
                        }
                        .to_owned(),
                    )
                };
            }
            "http" | "https" if is_absolute => {
                return Self::Forbidden("it leaves out the host".to_owned());
            }
            "https" => {}
            scheme => return Self::Forbidden(format!("its scheme is `{scheme}:`")),
        }
        let suffix = Suffix::of(&url);
        if let Some(anchor) = written.strip_prefix('#') {
            return Self::Anchor(decode(anchor));
        }
        let target = decode(url.path().trim_start_matches('/'));
        if written.starts_with(['/', '\\']) {
            return Self::Site(target, suffix);
        }
        // the placeholder's root swallows `..`: it is counted in the text itself
        if climbs_out(written, folder) {
            return Self::Outside;
        }
        match target.strip_prefix(CONTENT) {
            None => Self::Outside,
            Some(file) if is_entry(file) => Self::Entry(file.to_owned(), suffix),
            Some(file) => Self::File(file.to_owned(), suffix),
        }
    }
}

/// Whether two slashes follow the scheme, as parsers see them: a backslash is one, and tabs and new
/// lines are none.
fn names_host(written: &str) -> bool {
    let rest = written.split_once(':').map_or("", |(_, rest)| rest);
    let mut rest = rest.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r'));
    let mut is_slash = || matches!(rest.next(), Some('/' | '\\'));
    is_slash() && is_slash()
}

/// Whether a path has the ending of an entry's file.
pub fn is_entry(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("md"))
}

/// The endings of files beside entries that a site may hold. A browser that opens one runs nothing of
/// it: HTML, SVG, XML and scripts are not among them.
pub const HARMLESS: &[&str] = &[
    "avif", "csv", "flac", "gif", "jpeg", "jpg", "json", "mp3", "mp4", "ogg", "opus", "pdf", "png",
    "tsv", "txt", "webm", "webp", "zip",
];

/// Whether a site may hold a file that an entry brings.
pub fn is_harmless(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| HARMLESS.iter().any(|own| ending.eq_ignore_ascii_case(own)))
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Whether a relative address has more `..` than there are folders to leave.
fn climbs_out(written: &str, folder: &str) -> bool {
    let path = written.split(['?', '#']).next().unwrap_or_default();
    let mut depth = folder.split('/').filter(|part| !part.is_empty()).count();
    for part in path.split(['/', '\\']) {
        match decode(part).as_str() {
            ".." if depth == 0 => return true,
            ".." => depth -= 1,
            "" | "." => {}
            _ => depth += 1,
        }
    }
    false
}
