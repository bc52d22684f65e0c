//! The meanings of other tools' keys.

use super::{KEYS, Key, KeyKind, LabelKind};

/// The meaning of a key.
#[derive(Debug, Clone, Copy)]
pub enum KeyMeaning {
    /// A key of front matter.
    Own(&'static Key),
    /// Other names or old addresses, which can be told apart by their form.
    Aliases,
    /// A definition, or a short form of it. If the entry has no text, that with the lowest rank becomes its
    /// text.
    Definition {
        /// The rank, from 0.
        rank: u8,
    },
    /// The day of a change. The one with the lowest rank counts.
    Day {
        /// The rank, from 0.
        rank: u8,
    },
    /// Whether the entry is published, not a draft.
    Published,
    /// The state of the entry, such as *draft*.
    Status,
    /// The last part of the address.
    Slug,
    /// An address on the old site or a URL elsewhere, which can be told apart by their form.
    Url,
    /// Only the old tool uses it.
    Layout,
}

/// The names that other tools have for keys of front matter.
const OTHER_NAMES: &[(&str, &[&str])] = &[
    (
        "title",
        &[
            "name",
            "term",
            "begriff",
            "terme",
            "término",
            "termo",
            "headword",
            "word",
            "entry",
            "first_heading",
            "file_name",
            "gloss_term",
        ],
    ),
    (
        "abbreviations",
        &[
            "abbreviation",
            "acronym",
            "acronyms",
            "abbr",
            "abbrev",
            "short_form",
            "initialism",
        ],
    ),
    (
        "synonyms",
        &[
            "synonym",
            "also_called",
            "also",
            "other_names",
            "aka",
            "also_known_as",
            "alternative_names",
            "alt_names",
            "alternatives",
            "long_form",
            "full_name",
        ],
    ),
    ("variants", &["variant", "spellings"]),
    ("avoid", &["deprecated_terms", "deprecated_names"]),
    ("sense", &["field", "context", "domain"]),
    (
        "tags",
        &[
            "tag",
            "category",
            "categories",
            "topic",
            "topics",
            "subject",
            "subjects",
            "keywords",
        ],
    ),
    (
        "related",
        &[
            "related_terms",
            "see_also",
            "seealso",
            "see",
            "gloss_see",
            "gloss_see_also",
        ],
    ),
    ("broader", &["broader_terms"]),
    ("sort_as", &["sort_key", "reading"]),
    ("redirect_from", &["redirects"]),
    (
        "sources",
        &[
            "source",
            "reference",
            "references",
            "full_link",
            "link",
            "external_link",
            "citation",
        ],
    ),
    (
        "pronunciation",
        &["ipa", "phonetic", "phonetics", "respelling"],
    ),
    ("part_of_speech", &["pos", "word_class"]),
    ("origin", &["etymology"]),
    (
        "examples",
        &[
            "example",
            "example_sentences",
            "quotations",
            "usage_examples",
        ],
    ),
    ("usage", &["usage_note", "usage_notes"]),
    ("replaced_by", &["superseded_by"]),
    ("extra", &["params", "taxonomies"]),
];

/// Keys for the pages of the old site.
const OF_LAYOUT: &[&str] = &[
    "weight",
    "type",
    "layout",
    "menu",
    "menus",
    "toc",
    "toc_hide",
    "linktitle",
    "link_title",
    "nav_order",
    "nav_exclude",
    "has_children",
    "exclude_search",
    "markup",
    "outputs",
    "template",
    "in_search_index",
    "hide_title",
    "hide_table_of_contents",
    "hide_toc",
    "simple_list",
    "no_list",
    "cascade",
    "custom_edit_url",
    "displayed_sidebar",
    "cssclass",
    "cssclasses",
    "publishdir",
    "comments",
    "math",
    "katex",
    "mathjax",
    "mermaid",
    "build",
    "_build",
    "render",
    "sitemap",
    "card",
    "toc_max_heading_level",
    "toc_min_heading_level",
];

/// The meaning of a key; `None` if the key is unknown. `seeAlso`, `see-also` and `See also` are one key.
pub fn meaning(key: &str) -> Option<KeyMeaning> {
    let key = key.trim().trim_start_matches('\u{feff}');
    let joined = |key: &str| key.to_lowercase().replace(['-', ' '], "_");
    meaning_of(&joined(key)).or_else(|| meaning_of(&joined(&parted(key))))
}

/// A key with a space before each capital that follows a small letter.
fn parted(key: &str) -> String {
    let mut out = String::new();
    for c in key.chars() {
        if c.is_uppercase() && out.ends_with(char::is_lowercase) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// The meaning of a key in small letters, whose words are joined by low lines.
fn meaning_of(key: &str) -> Option<KeyMeaning> {
    Some(match key {
        "alias" | "aliases" => KeyMeaning::Aliases,
        "definition" | "def" | "meaning" | "explanation" | "bedeutung" | "erklärung"
        | "définition" | "definición" | "definição" | "body" | "text" | "content" | "gloss_def"
        | "para" => KeyMeaning::Definition { rank: 0 },
        "short_description" | "short_definition" | "gloss" | "hover_text" => {
            KeyMeaning::Definition { rank: 1 }
        }
        "description" => KeyMeaning::Definition { rank: 2 },
        "summary" | "excerpt" | "abstract" | "lead" => KeyMeaning::Definition { rank: 3 },
        "lastmod" | "last_updated" | "last_modified" | "last_modified_at" | "modified"
        | "last_update" => KeyMeaning::Day { rank: 0 },
        "date" | "created" | "publishdate" | "published_at" => KeyMeaning::Day { rank: 1 },
        "published" | "publish" => KeyMeaning::Published,
        "status" => KeyMeaning::Status,
        "slug" | "id" => KeyMeaning::Slug,
        "url" | "permalink" | "path" => KeyMeaning::Url,
        key if OF_LAYOUT.contains(&key) => KeyMeaning::Layout,
        key if key.starts_with("sidebar_") || key.starts_with("pagination_") => KeyMeaning::Layout,
        key => KeyMeaning::Own(own_key(key)?),
    })
}

/// The key of front matter with a name. Keys with a fixed choice of words are left out, because other tools
/// have other words; so is the record of a translation, which no other tool makes.
fn own_key(key: &str) -> Option<&'static Key> {
    let other = OTHER_NAMES.iter().find(|(_, others)| others.contains(&key));
    let name = other.map_or(key, |(own, _)| own);
    let is_shared = |kind| !matches!(kind, KeyKind::Choice | KeyKind::Fingerprint);
    KEYS.iter()
        .find(|own| own.name == name && is_shared(own.kind))
}

/// Whether the value of a key is the name of a term.
pub fn names_term(key: &str) -> bool {
    let title = KeyKind::Label(LabelKind::Title);
    matches!(meaning(key), Some(KeyMeaning::Own(key)) if key.kind == title)
}

/// Whether the value of a key is a definition.
pub fn holds_definition(key: &str) -> bool {
    matches!(meaning(key), Some(KeyMeaning::Definition { .. }))
}

/// Whether a key is known at all.
pub fn is_known(key: &str) -> bool {
    meaning(key).is_some()
}
