//! The destination of a link: every link of every page passes this file.
//!
//! Links are parsed by the WHATWG URL standard, in the same way as by a browser. So a disguised scheme is
//! seen before any file is looked up.

use std::fmt;

use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode,
};
use url::{Position, Url};

use crate::text::fold::nfc;

/// The folder of entries, at the beginning of a path.
const CONTENT: &str = "content/";

/// The folder of pages that are not terms, at the beginning of a path.
const PAGES: &str = "pages/";

/// The URL to resolve relative links against. No site can have it (RFC 2606, 2).
const PLACEHOLDER: &str = "https://headword.invalid/";
const PLACEHOLDER_HOST: &str = "headword.invalid";

/// The ASCII characters to encode in a path: the path percent-encode set of the WHATWG URL standard, and `%`.
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

/// The ASCII characters that are not valid after the host of a URL (WHATWG URL standard, "URL code
/// points"). Parsers leave some of them as they are.
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

/// The ASCII characters to encode in a value of a query: all but the unreserved ones (RFC 3986, 2.3).
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A path, percent-encoded so that it is ASCII.
pub fn encode_all(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// A path, percent-encoded for a link. Characters outside ASCII stay, because addresses may contain them.
pub fn encode_path(path: &str) -> String {
    let ascii_only = encode_all(path);
    if path.is_ascii() {
        return ascii_only;
    }
    path.chars()
        .map(|c| match c {
            c if c.is_ascii() => encode_all(&c.to_string()),
            c => c.to_string(),
        })
        .collect()
}

/// The path `to`, relative to the folder of the file `from`. Both are paths from the same root.
///
/// ```text
/// from deep/adapter.md to lora.md: ../lora.md
/// ```
pub fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<_> = from.split('/').collect();
    let mut to: Vec<_> = to.split('/').collect();
    from.pop();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to.drain(shared..)).collect::<Vec<_>>().join("/")
}

/// A text, percent-encoded for a value in the query of a URL. Letters and digits of ASCII and `-._~` stay
/// (RFC 3986, 2.3).
pub fn encode_component(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

/// An absolute URL with the scheme `http`, `https` or `mailto`, as an author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsoluteUrl(String);

impl AbsoluteUrl {
    /// A URL as it was written. If it contains characters that are not valid in a URL, it is the one that
    /// the WHATWG URL standard makes of it, with any characters encoded that are still not valid.
    fn of(written: &str, url: &Url) -> Self {
        let is_valid = |c: char| !c.is_control() && !" \"<>[\\]^`{|}".contains(c);
        if written.chars().all(is_valid) {
            return Self(written.to_owned());
        }
        // a host may be an IPv6 address in brackets (RFC 3986, 3.2.2)
        let host = &url[..Position::BeforePath];
        let rest = utf8_percent_encode(&url[Position::BeforePath..], INVALID);
        Self(format!("{host}{rest}"))
    }

    /// Parses a URL; `None` if it is not absolute or has another scheme.
    pub fn read(written: &str) -> Option<Self> {
        match Destination::read(written, "") {
            Destination::Web(url) => Some(url),
            _ => None,
        }
    }
}

impl fmt::Display for AbsoluteUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The destination of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A page of another site, or a mailbox.
    Web(AbsoluteUrl),
    /// A heading of the same page, by its identifier.
    Anchor(String),
    /// The file of an entry, as a path from `content/`.
    Entry(String, Suffix),
    /// The file of a page, as a path from `pages/`.
    Page(String, Suffix),
    /// Another file in `content/` or `pages/`, as a path from the project's root.
    File(String, Suffix),
    /// A page or a file of the site, as a path from its root.
    Site(String, Suffix),
    /// A relative path that leaves `content/` and `pages/`.
    Outside,
    /// A destination that pages must not link to, with the reason, for a message.
    Forbidden(String),
}

/// The query and the fragment of a link: `?page=2#top`.
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

    /// The fragment of an anchor alone.
    pub fn of_anchor(anchor: &str) -> Self {
        Self {
            text: format!("#{}", encode_path(anchor)),
            anchor: Some(anchor.to_owned()),
        }
    }

    /// The suffix with its fragment in normalisation form C, which the anchors of headings have.
    #[must_use]
    pub fn composed(self) -> Self {
        let Some(anchor) = self
            .anchor
            .as_deref()
            .filter(|anchor| nfc(anchor) != **anchor)
        else {
            return self;
        };
        let composed = Self::of_anchor(&nfc(anchor));
        let query = self.text.split('#').next().unwrap_or_default();
        Self {
            text: format!("{query}{}", composed.text),
            anchor: composed.anchor,
        }
    }

    /// The identifier of the heading or element, decoded; `None` if there is no fragment or an empty one.
    pub fn anchor(&self) -> Option<&str> {
        self.anchor.as_deref().filter(|anchor| !anchor.is_empty())
    }

    /// The suffix as text, to add to a path.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Destination {
    /// Parses the address of a link. `path` is the file that contains the link, as a path from the
    /// project's root.
    ///
    /// ```text
    /// link in content/vision/patch.md    destination
    /// https://example.org/               Web
    /// mailto:me@example.org              Web
    /// #history                           Anchor("history")
    /// pixel.md                           Entry("vision/pixel.md")
    /// ../pixel.md#history                Entry("pixel.md"), with the suffix #history
    /// ../../pages/about.md               Page("about.md")
    /// grid.png                           File("content/vision/grid.png")
    /// /tags/                             Site("tags/")
    /// ../../README.md                    Outside
    /// JaVa\tScript:alert(1)              Forbidden("its scheme is `javascript:`")
    /// //example.org/                     Forbidden("its scheme `https:` is missing")
    /// ```
    pub fn read(written: &str, path: &str) -> Self {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let base = format!("{PLACEHOLDER}{}/", encode_path(folder));
        let Ok(url) = Url::parse(&base).and_then(|base| base.join(written)) else {
            return Self::Forbidden("it is not a valid URL".to_owned());
        };
        let is_absolute = Url::parse(written).is_ok();
        let is_on_placeholder = url.scheme() == "https" && url.host_str() == Some(PLACEHOLDER_HOST);
        if is_absolute || !is_on_placeholder {
            return Self::elsewhere(written, &url, is_absolute);
        }
        let suffix = Suffix::of(&url);
        if let Some(anchor) = written.strip_prefix('#') {
            return Self::Anchor(decode(anchor));
        }
        let target = decode(url.path().trim_start_matches('/'));
        if written.starts_with(['/', '\\']) {
            return Self::Site(target, suffix);
        }
        // the parser drops each `..` at the root of the placeholder
        if climbs_out(written, folder) {
            return Self::Outside;
        }
        let path_in = |folder| target.strip_prefix(folder).map(str::to_owned);
        match (path_in(CONTENT), path_in(PAGES)) {
            (Some(path), _) if is_entry(&path) => Self::Entry(path, suffix),
            (_, Some(path)) if is_entry(&path) => Self::Page(path, suffix),
            (None, None) => Self::Outside,
            _ => Self::File(target, suffix),
        }
    }

    /// The destination of a link with a scheme or a host of its own. `url` is the parsed link;
    /// `is_absolute` says whether the link has a scheme.
    fn elsewhere(written: &str, url: &Url, is_absolute: bool) -> Self {
        let reason = match url.scheme() {
            "mailto" if url.path().is_empty() => "it has no recipient",
            "mailto" => return Self::Web(AbsoluteUrl::of(written, url)),
            "http" | "https" if url.host_str() == Some(PLACEHOLDER_HOST) => "its host is missing",
            "http" | "https" if !is_absolute => "its scheme `https:` is missing",
            // a browser accepts `https:page`, but as a path on a page with the same scheme
            "http" | "https" if !has_two_slashes(written) => {
                "two slashes have to follow its scheme"
            }
            "http" | "https" => return Self::Web(AbsoluteUrl::of(written, url)),
            scheme => return Self::Forbidden(format!("its scheme is `{scheme}:`")),
        };
        Self::Forbidden(reason.to_owned())
    }
}

/// Whether two slashes follow the scheme, as parsers see it: a backslash counts as a slash, and they skip
/// tabs and line breaks.
fn has_two_slashes(written: &str) -> bool {
    let after_scheme = written.split_once(':').map_or("", |(_, rest)| rest);
    let mut characters = after_scheme
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'));
    let mut is_slash = || matches!(characters.next(), Some('/' | '\\'));
    is_slash() && is_slash()
}

/// Whether a file is an entry or a page: its extension is `.md`, in capitals or not. A `README.md` is neither.
pub fn is_entry(path: &str) -> bool {
    let is_markdown = extension(path).is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    is_markdown && !is_readme(path)
}

/// Whether a file is about its folder, for people on the code host. A `readme.md` in lower case is an entry.
pub fn is_readme(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.eq_ignore_ascii_case("readme.md") && name != "readme.md"
}

/// Whether a path from the project's root is that of a page, or of another file in the folder of pages.
pub fn is_in_pages(path: &str) -> bool {
    path.starts_with(PAGES)
}

/// The extensions of Markdown files that are not entries, because an entry ends in `.md`.
const OTHER_MARKDOWN: &[&str] = &["markdown", "mdown", "mdwn", "mdx", "mkd", "mkdn"];

/// Whether a path is that of a Markdown file with another extension than entries have, and not that of a file
/// about its folder.
pub fn has_other_extension(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.to_lowercase().starts_with("readme.") {
        return false;
    }
    let is = |extension: &str| {
        let mut others = OTHER_MARKDOWN.iter();
        others.any(|other| extension.eq_ignore_ascii_case(other))
    };
    extension(path).is_some_and(is)
}

/// The extensions of files in `content/` and `pages/` that a site may publish. A browser that opens such a file runs no
/// script: HTML, SVG, XML and scripts are not in the list.
pub const HARMLESS: &[&str] = &[
    "avif", "csv", "flac", "gif", "jpeg", "jpg", "json", "mp3", "mp4", "ogg", "opus", "pdf", "png",
    "tsv", "txt", "wav", "webm", "webp", "zip",
];

/// The extensions of sound files. All of them are in [`HARMLESS`].
pub const SOUND: &[&str] = &["mp3", "ogg", "opus", "flac", "wav"];

/// Whether a site may publish a file from `content/` or `pages/`, by the extension of the file.
pub fn is_harmless(path: &str) -> bool {
    has_extension(path, HARMLESS)
}

/// Whether a file is a sound file, by its extension.
pub fn is_sound(path: &str) -> bool {
    has_extension(path, SOUND)
}

/// Whether a file is an SVG drawing, by its extension.
pub fn is_svg(path: &str) -> bool {
    has_extension(path, &["svg"])
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    let is = |own: &str| {
        extensions
            .iter()
            .any(|other| own.eq_ignore_ascii_case(other))
    };
    extension(path).is_some_and(is)
}

/// The part of a path after the last full stop.
fn extension(path: &str) -> Option<&str> {
    Some(path.rsplit_once('.')?.1)
}

/// A percent-encoded text, decoded. Bytes that are not UTF-8 become U+FFFD.
fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Whether a relative path has more `..` than there are folders to leave.
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
