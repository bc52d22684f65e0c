//! The languages of a glossary: the tables `[languages.TAG]`, the configuration of each language, and the language of
//! each file.

use std::sync::Arc;

use schemars::JsonSchema;

use super::links::{NavigationLink, navigation};
use super::outside_tables::outside_tables;
use super::{Config, Edition};
use crate::address::site_path::Addresses;
use crate::project::faults::Invalid;
use crate::project::keys::Keys;
use crate::project::keys::schema::OneOrSeveral;
use crate::source::{SourceFile, Written};
use crate::text::language::Language;

/// The place of a language among those of a glossary. The main one is the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageId(usize);

impl LanguageId {
    /// The main language.
    pub const MAIN: Self = Self(0);

    /// The index in the list of all languages: 0 for the main one.
    pub fn index(self) -> usize {
        self.0
    }

    /// Whether it is the main language.
    pub fn is_main(self) -> bool {
        self == Self::MAIN
    }
}

/// A language into which the glossary is translated. A key that is missing has the value of the main language, or
/// none.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Translation {
    /// The name of the glossary in this language. Default: `title`.
    #[schemars(with = "String", default, length(min = 1))]
    pub title: Option<String>,
    /// The subject of the glossary in a sentence, in this language.
    #[schemars(with = "String", default)]
    pub description: Option<String>,
    /// Rules for links in texts of this language.
    #[schemars(default)]
    pub linking: TranslationLinking,
    /// More links in the header of pages in this language. Default: those of the main language.
    #[schemars(with = "OneOrSeveral<NavigationLink>", default)]
    pub navigation: Option<Vec<NavigationLink>>,
    /// The people who look after this translation.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub maintainers: Vec<Written>,
    /// The language.
    #[schemars(skip)]
    pub language: Language,
}

/// The part of `linking` that depends on the language.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TranslationLinking {
    /// Phrases that look like names but are not: no mention in them becomes a link.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub exclude: Vec<Written>,
}

/// What pages say of translations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields, default)]
pub struct TranslationSettings {
    /// Whether a term page shows the names of the term in the other languages.
    pub equivalents: bool,
    /// Whether the index of a language lists the terms that only the main language has, too.
    pub show_missing: bool,
    /// Whether the page of a translation says that the text of the main language has changed since.
    pub notice_outdated: bool,
    /// Whether a translated page can show the text of the main language beside its own.
    pub side_by_side: bool,
}

impl Default for TranslationSettings {
    fn default() -> Self {
        Self {
            equivalents: false,
            show_missing: false,
            notice_outdated: false,
            side_by_side: true,
        }
    }
}

impl TranslationSettings {
    /// Reads the table `translations`.
    pub(super) fn read(keys: &mut Keys<'_, '_>) -> Self {
        let mut settings = Self::default();
        if let Some(mut keys) = keys.table("translations") {
            let mut flag = |key, setting: &mut bool| {
                *setting = keys.boolean(key).unwrap_or(*setting);
            };
            flag("equivalents", &mut settings.equivalents);
            flag("show_missing", &mut settings.show_missing);
            flag("notice_outdated", &mut settings.notice_outdated);
            flag("side_by_side", &mut settings.side_by_side);
            keys.finish_with(outside_tables);
        }
        settings
    }
}

/// Reads the tables of the languages besides the main one, which `main` has.
pub(super) fn read(
    keys: &mut Keys<'_, '_>,
    main: &Edition,
    file: &Arc<SourceFile>,
) -> Vec<Translation> {
    let mut languages: Vec<Translation> = Vec::new();
    for (tag, mut table) in keys.tables_by_name("languages") {
        let language = match Language::from_tag(&tag.text) {
            None => Err(Invalid::LanguageTable(&tag.text)),
            Some(language) if language.shorter().is_some() => Err(Invalid::LongTag {
                written: &tag.text,
                tag: language.shorter().unwrap_or_default(),
            }),
            Some(language) if language.tag() == main.language.tag() => {
                Err(Invalid::MainLanguage(&tag.text))
            }
            Some(language)
                if languages
                    .iter()
                    .any(|it| it.language.tag() == language.tag()) =>
            {
                Err(Invalid::LanguageTwice(&tag.text))
            }
            Some(language) => Ok(language),
        };
        let linking = table.table("linking").map(|mut keys| {
            let exclude = keys.strings("exclude");
            keys.finish();
            TranslationLinking { exclude }
        });
        let has_navigation = table.written_at("navigation").is_some();
        let navigation = navigation(&mut table, file);
        let translation = Translation {
            title: table.string("title").map(|title| title.text),
            description: table.string("description").map(|text| text.text),
            linking: linking.unwrap_or_default(),
            navigation: has_navigation.then_some(navigation),
            maintainers: table.strings("maintainers"),
            language: Language::default(),
        };
        table.finish_with(outside_tables);
        match language {
            Ok(language) => languages.push(Translation {
                language,
                ..translation
            }),
            Err(invalid) => keys.invalid("languages", &tag.span, &invalid),
        }
    }
    languages
}

/// The first part of the addresses of a language: its tag in lower case.
///
/// ```text
/// pt-BR    pt-br/
/// ```
fn prefix(language: &Language) -> String {
    format!("{}/", language.tag().to_lowercase())
}

impl Config {
    /// The configuration of each language, the main one first. `self` is the configuration of the main language.
    pub fn editions(&self) -> Vec<Arc<Self>> {
        let translations = self.languages.iter().enumerate();
        let translations =
            translations.map(|(index, it)| self.translated(LanguageId(index + 1), it));
        std::iter::once(self.clone())
            .chain(translations)
            .map(Arc::new)
            .collect()
    }

    /// The configuration of a translation.
    fn translated(&self, id: LanguageId, translation: &Translation) -> Self {
        let mut settings = self.settings.clone();
        settings.linking.exclude = translation.linking.exclude.clone();
        if let Some(navigation) = &translation.navigation {
            settings.navigation = navigation.clone();
        }
        let title = translation.title.as_ref();
        Self {
            run: self.run.clone(),
            edition: Edition {
                title: title.unwrap_or(&self.edition.title).clone(),
                description: translation.description.clone(),
                addresses: Addresses::below(prefix(&translation.language)),
                language: translation.language.clone(),
                id,
            },
            settings,
            languages: Arc::clone(&self.languages),
        }
    }

    /// The language and the slug of the file of an entry or a page, by its path from the project's root. A file is in a
    /// language besides the main one if its name ends with its tag, or if it is in a folder of entries with its tag as
    /// its name. Upper and lower case of tags make no difference.
    ///
    /// ```text
    /// content/rye.md            main language    rye
    /// content/rye.de.md         German           rye
    /// content/de/bread/rye.md   German           rye
    /// pages/about.de.md         German           about
    /// content/rye.fr.md         main language    rye.fr, if there is no `[languages.fr]`
    /// ```
    pub fn place_of<'p>(&self, path: &'p str) -> (LanguageId, &'p str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if self.languages.is_empty() {
            return (LanguageId::MAIN, stem);
        }
        let by_name = stem
            .rsplit_once('.')
            .and_then(|(slug, tag)| Some((self.language_named(tag)?, slug)));
        match (self.language_of_folder(path), by_name) {
            (None, Some(named)) => named,
            (Some(folder), Some((id, slug))) if folder == id => (id, slug),
            (Some(folder), _) => (folder, stem),
            (None, None) => (LanguageId::MAIN, stem),
        }
    }

    /// The language of the folder directly below `content/` that holds a file.
    fn language_of_folder(&self, path: &str) -> Option<LanguageId> {
        let (folder, _) = path.strip_prefix("content/")?.split_once('/')?;
        self.language_named(folder)
    }

    /// The path that a file in the folder of a language would have outside of this folder; `None` for other files.
    ///
    /// ```text
    /// content/de/bread/rye.png    content/bread/rye.png
    /// ```
    pub fn outside_of_folder(&self, path: &str) -> Option<String> {
        self.language_of_folder(path)?;
        let (_, rest) = path.strip_prefix("content/")?.split_once('/')?;
        Some(format!("content/{rest}"))
    }

    /// The language besides the main one with a tag, in any case.
    fn language_named(&self, tag: &str) -> Option<LanguageId> {
        let is = |it: &Translation| it.language.tag().eq_ignore_ascii_case(tag);
        let index = self.languages.iter().position(is)?;
        Some(LanguageId(index + 1))
    }

    /// The first part of the addresses of a language in an address, with the rest of it; `None` for an address of the
    /// main language.
    ///
    /// ```text
    /// de/rye/    German, rye/
    /// ```
    pub fn language_of_address<'p>(&self, address: &'p str) -> Option<(LanguageId, &'p str)> {
        let mut languages = self.languages.iter().enumerate();
        languages.find_map(|(index, it)| {
            let prefix = prefix(&it.language);
            let bare = prefix.trim_end_matches('/');
            let rest = address.strip_prefix(bare)?;
            let rest = match rest.strip_prefix('/') {
                Some(rest) => rest,
                None if rest.is_empty() => rest,
                None => return None,
            };
            Some((LanguageId(index + 1), rest))
        })
    }
}
