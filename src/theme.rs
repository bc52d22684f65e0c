//! The default theme, built into the program: this repository's own `templates/` and `static/`.

/// Templates by name.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("404.html", include_str!("../templates/404.html")),
    ("base.html", include_str!("../templates/base.html")),
    ("entry.html", include_str!("../templates/entry.html")),
    ("index.html", include_str!("../templates/index.html")),
    ("redirect.html", include_str!("../templates/redirect.html")),
    (
        "sitemap-index.xml",
        include_str!("../templates/sitemap-index.xml"),
    ),
    ("sitemap.xml", include_str!("../templates/sitemap.xml")),
    ("tag.html", include_str!("../templates/tag.html")),
    ("tags.html", include_str!("../templates/tags.html")),
];

/// Static files by their path in the site.
pub const STATIC_FILES: &[(&str, &[u8])] = &[
    (
        "assets/headword.css",
        include_bytes!("../static/assets/headword.css"),
    ),
    (
        "assets/icon.svg",
        include_bytes!("../static/assets/icon.svg"),
    ),
];
