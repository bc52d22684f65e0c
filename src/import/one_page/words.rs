//! Words that tell what a heading is: the name of a glossary, a letter, a part of a page that is not a term.

/// Words by which a page calls itself a glossary.
const GLOSSARY: &[&str] = &[
    "abbreviations",
    "abbréviations",
    "abkürzungen",
    "abkürzungsverzeichnis",
    "acronyms",
    "acrónimos",
    "begriffe",
    "definitions",
    "définitions",
    "dictionary",
    "glosario",
    "glossaire",
    "glossar",
    "glossaries",
    "glossario",
    "glossary",
    "glossário",
    "jargon",
    "lexicon",
    "lexikon",
    "lexique",
    "nomenclature",
    "słowniczek",
    "terminology",
    "termes",
    "termos",
    "terms",
    "términos",
    "vocabulaire",
    "vocabulario",
    "vocabulary",
    "woordenlijst",
    "words",
    "wörterbuch",
    "глоссарий",
    "словарь",
    "термины",
];

/// The same in scripts without spaces between words.
const GLOSSARY_PARTS: &[&str] = &["术语", "術語", "词汇", "詞彙", "用語", "용어"];

/// Headings of parts of a page that are not terms.
const SECTIONS: &[&str] = &[
    "about",
    "about this glossary",
    "acknowledgements",
    "acknowledgments",
    "bibliography",
    "contents",
    "contributing",
    "contributors",
    "credits",
    "external links",
    "footnotes",
    "further reading",
    "how to contribute",
    "inhalt",
    "inhaltsverzeichnis",
    "introduction",
    "on this page",
    "overview",
    "quellen",
    "references",
    "see also",
    "siehe auch",
    "sources",
    "table des matières",
    "table of contents",
    "toc",
    "voir aussi",
    "índice",
    "目录",
    "目次",
];

/// Words in bold that label a part of a text, and are not terms.
const LABELS: &[&str] = &[
    "also known as",
    "attention",
    "beispiel",
    "caution",
    "danger",
    "definition",
    "example",
    "examples",
    "exemple",
    "hint",
    "hinweis",
    "important",
    "info",
    "note",
    "notes",
    "related",
    "related terms",
    "see",
    "see also",
    "siehe auch",
    "source",
    "sources",
    "synonym",
    "synonyms",
    "tip",
    "usage",
    "warning",
    "why it matters",
];

/// Whether a text, such as the title of a page or the name of a file, calls itself a glossary.
pub(in crate::import) fn names_glossary(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| GLOSSARY.contains(&word))
        || GLOSSARY_PARTS.iter().any(|part| lower.contains(part))
}

/// Whether a heading only says that terms follow.
pub(super) fn is_general(title: &str) -> bool {
    title.split_whitespace().count() <= 3 && names_glossary(title)
}

/// Whether a heading is that of a part of a page that is not a term.
pub(super) fn is_section(title: &str) -> bool {
    SECTIONS.contains(&title.trim().to_lowercase().as_str())
}

/// Whether words label a part of a text.
pub(super) fn is_label(words: &str) -> bool {
    LABELS.contains(&words.trim().to_lowercase().as_str())
}

/// Whether a heading is a letter of an index, or several: `A`, `A–C`, `0-9`, `#`, `Symbols`.
pub(in crate::import) fn is_letter(title: &str) -> bool {
    let lower = title.trim().to_lowercase();
    if ["symbols", "numbers", "numeric", "digits", "others"].contains(&lower.as_str()) {
        return true;
    }
    let bare = lower.strip_prefix("letter ").unwrap_or(&lower);
    let is_between = |c: char| c.is_whitespace() || "-–—/,&.·|".contains(c);
    let mut parts = bare.split(is_between).filter(|part| !part.is_empty());
    let mut count = 0;
    let are_letters = parts.all(|part| {
        count += 1;
        part.chars().count() == 1
    });
    !bare.is_empty() && are_letters && (1..=6).contains(&count)
}
