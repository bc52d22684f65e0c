//! The kinds of files that get links, by their names.

/// A kind of files that get links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// Built pages: HTML.
    Pages,
    /// Sources: Markdown and MDX.
    Sources,
}

impl FileKind {
    /// Whether a file is of this kind, by its path.
    pub(super) fn has(self, path: &str) -> bool {
        let file = path.rsplit('/').next().unwrap_or_default();
        let Some((name, ending)) = file.rsplit_once('.') else {
            return false;
        };
        // mdBook and Docsify read the lists of their pages line by line
        let is_list = matches!(name, "SUMMARY" | "_sidebar" | "_navbar" | "_coverpage");
        let endings: &[&str] = match self {
            Self::Pages => &["html", "htm"],
            Self::Sources if is_list => &[],
            Self::Sources => &["md", "markdown", "mdx"],
        };
        endings
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    }
}
