//! The default theme, which is part of the program: the folders `templates/` and `static/` of this
//! repository.

use crate::text::nearest::nearest;

/// Templates by name.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("404.html", include_str!("../../templates/404.html")),
    ("base.html", include_str!("../../templates/base.html")),
    ("book.html", include_str!("../../templates/book.html")),
    (
        "coverage.html",
        include_str!("../../templates/coverage.html"),
    ),
    ("entry.html", include_str!("../../templates/entry.html")),
    ("former.html", include_str!("../../templates/former.html")),
    ("head.html", include_str!("../../templates/head.html")),
    ("index.html", include_str!("../../templates/index.html")),
    ("letter.html", include_str!("../../templates/letter.html")),
    ("map.html", include_str!("../../templates/map.html")),
    (
        "opensearch.xml",
        include_str!("../../templates/opensearch.xml"),
    ),
    ("page.html", include_str!("../../templates/page.html")),
    ("parts.html", include_str!("../../templates/parts.html")),
    (
        "redirect.html",
        include_str!("../../templates/redirect.html"),
    ),
    ("retired.html", include_str!("../../templates/retired.html")),
    ("search.html", include_str!("../../templates/search.html")),
    ("senses.html", include_str!("../../templates/senses.html")),
    (
        "sitemap-index.xml",
        include_str!("../../templates/sitemap-index.xml"),
    ),
    ("sitemap.xml", include_str!("../../templates/sitemap.xml")),
    ("tag.html", include_str!("../../templates/tag.html")),
    ("tags.html", include_str!("../../templates/tags.html")),
];

/// The name of the template that a similar name most likely means. A name with another beginning means another template: short
/// names are similar to too many others.
pub fn similar(name: &str) -> Option<&'static str> {
    let names = TEMPLATES.iter().map(|(known, _)| *known);
    let begins_alike = |known: &&str| known.get(..3) == name.get(..3);
    nearest(name, names.filter(begins_alike)).first().copied()
}

/// The phrases of the theme, by language.
pub const PHRASES: &[(&str, &str)] = &[
    ("ar", include_str!("../../templates/interface/ar.toml")),
    ("bn", include_str!("../../templates/interface/bn.toml")),
    ("de", include_str!("../../templates/interface/de.toml")),
    ("en", include_str!("../../templates/interface/en.toml")),
    ("es", include_str!("../../templates/interface/es.toml")),
    ("fr", include_str!("../../templates/interface/fr.toml")),
    ("hi", include_str!("../../templates/interface/hi.toml")),
    ("it", include_str!("../../templates/interface/it.toml")),
    ("ja", include_str!("../../templates/interface/ja.toml")),
    ("ko", include_str!("../../templates/interface/ko.toml")),
    ("nl", include_str!("../../templates/interface/nl.toml")),
    ("pl", include_str!("../../templates/interface/pl.toml")),
    ("pt", include_str!("../../templates/interface/pt.toml")),
    ("ru", include_str!("../../templates/interface/ru.toml")),
    ("sv", include_str!("../../templates/interface/sv.toml")),
    ("tr", include_str!("../../templates/interface/tr.toml")),
    ("ur", include_str!("../../templates/interface/ur.toml")),
    ("vi", include_str!("../../templates/interface/vi.toml")),
    ("zh", include_str!("../../templates/interface/zh.toml")),
    (
        "zh-Hant",
        include_str!("../../templates/interface/zh-Hant.toml"),
    ),
];

/// The theme's style sheet. The build adds the glossary's accent colour to it.
pub const STYLE_SHEET: &str = "assets/headword.css";

/// The style sheet of the book, which only a glossary with this page has.
pub const BOOK_STYLE_SHEET: &str = "assets/book.css";

/// The style sheet of the map, which only a glossary with this page has.
pub const MAP_STYLE_SHEET: &str = "assets/map.css";

/// The static files that only a glossary in several languages has.
pub const OF_TRANSLATIONS: &[&str] = &["assets/beside.js", "assets/languages.js"];

/// Static files by their path in the site.
pub const STATIC_FILES: &[(&str, &[u8])] = &[
    (
        STYLE_SHEET,
        include_bytes!("../../static/assets/headword.css"),
    ),
    (
        BOOK_STYLE_SHEET,
        include_bytes!("../../static/assets/book.css"),
    ),
    (
        "assets/headword.js",
        include_bytes!("../../static/assets/headword.js"),
    ),
    (
        "assets/cards.js",
        include_bytes!("../../static/assets/cards.js"),
    ),
    (
        "assets/copy.js",
        include_bytes!("../../static/assets/copy.js"),
    ),
    (
        "assets/former.js",
        include_bytes!("../../static/assets/former.js"),
    ),
    (
        "assets/languages.js",
        include_bytes!("../../static/assets/languages.js"),
    ),
    (
        "assets/letters.js",
        include_bytes!("../../static/assets/letters.js"),
    ),
    (
        MAP_STYLE_SHEET,
        include_bytes!("../../static/assets/map.css"),
    ),
    (
        "assets/narrow.js",
        include_bytes!("../../static/assets/narrow.js"),
    ),
    (
        "assets/beside.js",
        include_bytes!("../../static/assets/beside.js"),
    ),
    (
        "assets/enlarge.js",
        include_bytes!("../../static/assets/enlarge.js"),
    ),
    (
        "assets/nearest.js",
        include_bytes!("../../static/assets/nearest.js"),
    ),
    (
        "assets/read-page.js",
        include_bytes!("../../static/assets/read-page.js"),
    ),
    (
        "assets/redirect.js",
        include_bytes!("../../static/assets/redirect.js"),
    ),
    (
        "assets/search.js",
        include_bytes!("../../static/assets/search.js"),
    ),
    (
        "assets/search-engine.js",
        include_bytes!("../../static/assets/search-engine.js"),
    ),
    (
        "assets/icon.svg",
        include_bytes!("../../static/assets/icon.svg"),
    ),
];

/// A script or a style sheet of the theme as a site has it: without the lines that are comments, which take a sixth of its
/// size on the way to a reader. No text in these files has a line that begins like a comment.
pub fn without_comments(path: &str, text: &str) -> String {
    let mut is_in_comment = false;
    let is_code = |line: &&str| {
        let line = line.trim();
        if path.ends_with(".js") {
            return !line.starts_with("//");
        }
        let is_comment = is_in_comment || line.starts_with("/*");
        is_in_comment = is_comment && !line.ends_with("*/");
        !is_comment
    };
    text.split_inclusive('\n').filter(is_code).collect()
}
