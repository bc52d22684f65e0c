//! The name of a language in itself.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::language::Language;

/// The names by tags, from CLDR: on each line a tag and the name. Every page of a site asks for them.
static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("endonyms.txt").lines();
    lines.filter_map(|line| line.split_once(' ')).collect()
});

/// The tag of the language with a name in itself, in any case: `de` for `Deutsch` and `deutsch`. `None` if no language has this
/// name.
pub fn tag(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let mut named = NAMES
        .iter()
        .filter(|(_, known)| known.to_lowercase() == name);
    named.next().map(|(tag, _)| *tag)
}

/// The name of a language in itself, as in a list of languages. A language that CLDR does not name has its tag.
///
/// ```
/// use headword::text::endonym::endonym;
/// use headword::text::language::Language;
///
/// let name = |tag| endonym(&Language::from_tag(tag).unwrap());
/// assert_eq!(name("de"), "Deutsch");
/// assert_eq!(name("pt-BR"), "Português (Brasil)");
/// assert_eq!(name("zh-TW"), "繁體中文");
/// assert_eq!(name("es-UY"), "Español");
/// assert_eq!(name("tlh"), "tlh");
/// ```
pub fn endonym(language: &Language) -> String {
    let tags = language.lookup_tags();
    let mut tags = tags.iter().rev();
    let name = tags.find_map(|tag| NAMES.get(tag.as_str()).copied());
    name.unwrap_or(language.tag()).to_owned()
}
