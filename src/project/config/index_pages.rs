//! The setting `index_pages`: more pages about the whole glossary, below `/index/`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::project::faults::Invalid;
use crate::project::keys::Keys;

/// A page about the whole glossary that a site has only if its settings name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum IndexPage {
    /// The whole glossary on one page, to be printed.
    Book,
    /// All entries by their tags, as a map.
    Map,
    /// How much of the glossary is translated into each language.
    Translations,
}

/// The names of the pages in settings.
const NAMES: &[(&str, IndexPage)] = &[
    ("book", IndexPage::Book),
    ("map", IndexPage::Map),
    ("translations", IndexPage::Translations),
];

/// Reads the setting. `has_translations` says whether the glossary has a second language.
pub(super) fn read(keys: &mut Keys<'_, '_>, has_translations: bool) -> Vec<IndexPage> {
    let mut pages = Vec::new();
    for written in keys.strings("index_pages") {
        let found = NAMES.iter().find(|(name, _)| *name == written.text);
        let invalid = match found {
            Some((name, IndexPage::Translations)) if !has_translations => {
                Invalid::NeedsLanguage(name)
            }
            Some((_, page)) => {
                pages.push(*page);
                continue;
            }
            None => Invalid::Choice {
                written: &written.text,
                words: NAMES.iter().map(|(name, _)| *name).collect(),
            },
        };
        keys.invalid("index_pages", &written.span, &invalid);
    }
    pages
}
