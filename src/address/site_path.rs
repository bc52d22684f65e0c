//! The addresses of the site's own pages and files, as paths from its root.

use std::fmt;

/// The address of a page or a file of the site: the path from its root, without a `/` at the beginning. The
/// address of a page ends with `/`, except that of the index, which is empty.
///
/// ```text
/// address             file                   path to the root
///                     index.html             ./
/// adapter/            adapter/index.html     ../
/// tags/models/        tags/models/index.html ../../
/// assets/icon.svg     assets/icon.svg        ../
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

impl SitePath {
    /// The address with a path from the root, such as `tags/` or `logo.svg`.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// The address at which a host serves a file. `path` is the path of the file from the root; for an
    /// `index.html`, the address is that of its folder.
    pub fn of_file(path: &str) -> Self {
        let folder = path.strip_suffix("index.html");
        let folder = folder.filter(|folder| folder.is_empty() || folder.ends_with('/'));
        Self(folder.unwrap_or(path).to_owned())
    }

    /// The file that a host serves at the address, as a path from the root. For the address of a folder, it
    /// is the `index.html` in it.
    pub fn file(&self) -> String {
        let Self(path) = self;
        if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.clone()
        }
    }

    /// The beginning of relative links from a page at the address: the path to the root, such as `./` or
    /// `../`.
    pub fn to_root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    /// The link to the address, such as `../adapter/`, from a page whose path to the root is `root`.
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

/// The addresses of the pages of an edition. All of them begin with its prefix, which is empty for the
/// first language of a glossary and, for example, `de/` for a German edition beside it.
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
    /// The addresses of an edition with a prefix. A prefix is empty or ends with `/`.
    pub fn below(prefix: impl Into<String>) -> Self {
        Self {
            prefix: prefix.into(),
        }
    }

    /// The address of the index.
    pub fn index(&self) -> SitePath {
        self.page("")
    }

    /// The address of the entry with a slug.
    pub fn entry(&self, slug: &str) -> SitePath {
        self.page(format_args!("{slug}/"))
    }

    /// The address of a letter of the index. `id` is the letter's identifier, such as `a` or `symbols`.
    pub fn letter(&self, id: &str) -> SitePath {
        self.page(format_args!("letters/{id}/"))
    }

    /// The address of the list of tags.
    pub fn tags(&self) -> SitePath {
        self.page("tags/")
    }

    /// The address of the tag with a slug.
    pub fn tag(&self, slug: &str) -> SitePath {
        self.page(format_args!("tags/{slug}/"))
    }

    /// The address of the search page.
    pub fn search(&self) -> SitePath {
        self.page("search/")
    }

    /// The address of the page about translations.
    pub fn coverage(&self) -> SitePath {
        self.page("index/translations/")
    }

    /// The address of the whole glossary on one page.
    pub fn book(&self) -> SitePath {
        self.page("index/book/")
    }

    /// The address of the map of the glossary.
    pub fn map(&self) -> SitePath {
        self.page("index/map/")
    }

    /// The path of the style sheet with the title of the glossary, for the margins of the printed book.
    pub fn book_margins(&self) -> String {
        self.file("index/book/margins.css")
    }

    /// The path of the page for unknown addresses. Hosts look for it in the folder of the address, and then in the
    /// folders around that one.
    pub fn not_found(&self) -> String {
        self.file("404.html")
    }

    /// The path of a file of this language, such as `feed.xml`: `de/feed.xml`.
    pub fn file(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// The first part of all addresses: empty, or such as `de/`.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    fn page(&self, path: impl fmt::Display) -> SitePath {
        SitePath(format!("{}{path}", self.prefix))
    }
}
