//! Addresses of this site: paths from its root.

use std::fmt;

/// The address of a page or a file of this site, as a path from its root, with `/` between its parts and
/// none before the first. The address of a page ends with `/`; the empty one is the site's root.
///
/// ```text
/// address             file                   from there to the root
///                     index.html             ./
/// adapter/            adapter/index.html     ../
/// tags/models/        tags/models/index.html ../../
/// assets/icon.svg     assets/icon.svg        ../
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

impl SitePath {
    /// The address with this path from the root: `tags/`, `logo.svg`.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// The address at which a host serves a file, given by its path from the root: a folder's for its
    /// `index.html`, else the path itself.
    pub fn of_file(path: &str) -> Self {
        let folder = path.strip_suffix("index.html");
        let folder = folder.filter(|folder| folder.is_empty() || folder.ends_with('/'));
        Self(folder.unwrap_or(path).to_owned())
    }

    /// The path from the root of the file that a host serves at the address: a folder's is its index.
    pub fn file(&self) -> String {
        let Self(path) = self;
        if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.clone()
        }
    }

    /// The way from a page at the address to the root, as relative links begin: `./`, `../`.
    pub fn to_root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    /// The link to the address from a page whose way to the root is `root`: `../adapter/`.
    pub fn from(&self, root: &str) -> String {
        format!("{root}{}", self.0)
    }

    /// The path from the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How the addresses of an edition's pages are made: all of them begin with its prefix, which is empty
/// for the first language of a glossary and `de/` for a German edition beside it.
///
/// # Example
///
/// ```
/// use headword::address::site_path::Addresses;
///
/// assert_eq!(Addresses::default().entry("adapter").as_str(), "adapter/");
/// assert_eq!(Addresses::below("de/").tag("modelle").as_str(), "de/tags/modelle/");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    prefix: String,
}

impl Addresses {
    /// Addresses that begin with `prefix`, which is empty or ends with `/`.
    pub fn below(prefix: impl Into<String>) -> Self {
        Self {
            prefix: prefix.into(),
        }
    }

    /// The index.
    pub fn index(&self) -> SitePath {
        self.page("")
    }

    /// The page of the entry with a slug.
    pub fn entry(&self, slug: &str) -> SitePath {
        self.page(&format!("{slug}/"))
    }

    /// One letter of the index, by its identifier.
    pub fn letter(&self, id: &str) -> SitePath {
        self.page(&format!("letters/{id}/"))
    }

    /// The list of tags.
    pub fn tags(&self) -> SitePath {
        self.page("tags/")
    }

    /// The page of the tag with a slug.
    pub fn tag(&self, slug: &str) -> SitePath {
        self.page(&format!("tags/{slug}/"))
    }

    /// The page to search on.
    pub fn search(&self) -> SitePath {
        self.page("search/")
    }

    fn page(&self, path: &str) -> SitePath {
        SitePath(format!("{}{path}", self.prefix))
    }
}
