//! What the address in a Markdown link or image means, before any file is looked up.
//!
//! Every address that a page is going to hold comes through [`Destination::read`], which follows
//! the WHATWG URL standard: what a browser would make of it is what is judged.

use percent_encoding::percent_decode_str;
use url::Url;

/// The folder of entries, as part of every path.
const CONTENT: &str = "content/";

/// A site that never is, to resolve relative addresses against.
const PLACEHOLDER: &str = "https://headword.invalid/";

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// To another site, or a mail address.
    Web(String),
    /// To a heading of the same page.
    Anchor(String),
    /// To the entry in a file, by its path from `content/`, and perhaps to a heading of it.
    Entry(String, Option<String>),
    /// To a file beside entries, by its path from `content/`; what follows the path, `#page=2`, is
    /// kept.
    File(String, String),
    /// To a page or file of the site, by its path from the root; what follows is kept.
    Site(String, String),
    /// Out of `content/`.
    Outside,
    /// To a scheme or host that pages may not link to, with what is wrong about it.
    Forbidden(String),
}

impl Destination {
    /// Reads an address as it stands in the entry at `path` (from the project's root).
    pub fn read(written: &str, path: &str) -> Self {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let resolved = Url::parse(PLACEHOLDER)
            .and_then(|root| root.join(&format!("{folder}/")))
            .and_then(|base| base.join(written));
        let Ok(url) = resolved else {
            return Self::Forbidden("it is not an address".to_owned());
        };
        match url.scheme() {
            "http" | "https" if url.host_str() != Some("headword.invalid") => {
                if Url::parse(written).is_err() {
                    return Self::Forbidden("it leaves out `https:`".to_owned());
                }
                return Self::Web(written.to_owned());
            }
            "mailto" => return Self::Web(written.to_owned()),
            "https" => {}
            scheme => return Self::Forbidden(format!("its scheme is `{scheme}:`")),
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        if let Some(anchor) = written.strip_prefix('#') {
            return Self::Anchor(decoded(anchor));
        }
        let mut rest = url
            .query()
            .map_or(String::new(), |query| format!("?{query}"));
        if let Some(fragment) = url.fragment() {
            rest.push('#');
            rest.push_str(&decoded(fragment));
        }
        let target = decoded(url.path().trim_start_matches('/'));
        if written.starts_with(['/', '\\']) {
            return Self::Site(target, rest);
        }
        // the placeholder's root swallows `..`: count it from the text itself
        if climbs_out(written, folder) {
            return Self::Outside;
        }
        match target.strip_prefix(CONTENT) {
            None => Self::Outside,
            Some(file) if is_entry(file) => {
                Self::Entry(file.to_owned(), url.fragment().map(decoded))
            }
            Some(file) => Self::File(file.to_owned(), rest),
        }
    }
}

/// Whether a path has the ending of an entry's file.
pub fn is_entry(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("md"))
}

/// Whether a relative address has more `..` than there are folders to leave.
fn climbs_out(written: &str, folder: &str) -> bool {
    let path = written.split(['?', '#']).next().unwrap_or_default();
    let mut depth = folder.split('/').filter(|part| !part.is_empty()).count();
    for part in path.split(['/', '\\']) {
        let part = percent_decode_str(part).decode_utf8_lossy();
        match part.as_ref() {
            ".." if depth == 0 => return true,
            ".." => depth -= 1,
            "" | "." => {}
            _ => depth += 1,
        }
    }
    false
}
