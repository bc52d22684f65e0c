//! The URL where a site is published.

use std::str::FromStr;

use url::Url;

/// The URL of a site's root: `http` or `https`, a host, and a path that ends with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl FromStr for BaseUrl {
    /// The reason why a text is not such a URL, for the reader of a message.
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut url = Url::parse(text).map_err(|error| {
            format!("{error}; write the whole URL, such as `https://example.org/glossary/`")
        })?;
        if !matches!(url.scheme(), "http" | "https") || !text.contains("://") {
            return Err("the URL has to begin with `https://` or `http://`".to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the URL of a site cannot contain a user or a password".to_owned());
        }
        if url.path().starts_with("//") {
            // in a link, such a path would be the name of a host
            return Err("the path of the URL has to begin with a single slash".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("the URL of a site cannot contain `?` or `#`".to_owned());
        }
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Ok(Self(url))
    }
}

impl BaseUrl {
    /// The URL of a path from the site's root, percent-encoded (RFC 3986).
    pub fn join(&self, path: &str) -> String {
        // each page has several URLs, and nearly all of their paths have nothing to encode
        let is_plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'/');
        if path.bytes().all(is_plain) {
            return format!("{}{path}", self.0);
        }
        let mut url = self.0.clone();
        url.set_path(&format!("{}{path}", self.0.path()));
        url.into()
    }

    /// The path on the host for a path from the site's root, percent-encoded.
    pub fn path_to(&self, path: &str) -> String {
        let mut url = self.0.clone();
        url.set_path(&format!("{}{path}", self.0.path()));
        url.path().to_owned()
    }

    /// The path of the site's root on its host, such as `/` or `/glossary/`.
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// The URL of the site's root.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}
