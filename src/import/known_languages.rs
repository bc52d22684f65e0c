//! The languages of the glossary into which a source is imported, and those of the source.

use icu_locale::{LocaleExpander, TransformResult};

use crate::text::language::Language;

/// The languages of the glossary, as far as they are known before the source is read.
#[derive(Debug, Default)]
pub(super) struct KnownLanguages {
    /// The main language: that of the command line, or of an existing project.
    pub(super) main: Option<Language>,
    /// The languages into which an existing project is translated. A new one can have any.
    pub(super) translations: Option<Vec<Language>>,
}

/// A language into which a source is translated.
#[derive(Debug, Clone)]
pub(super) struct SourceLanguage {
    pub(super) language: Language,
    /// The title of the glossary in this language.
    pub(super) title: Option<String>,
}

/// The part of the glossary to which a text belongs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum TextLanguage {
    /// The main language.
    #[default]
    Main,
    /// Another language, by its tag.
    Translation(String),
    /// No language of the glossary, for this reason.
    Foreign(String),
}

impl SourceLanguage {
    /// The tag, as texts in this language have it.
    pub(super) fn tag(&self) -> Option<String> {
        Some(self.language.tag().to_owned())
    }
}

impl TextLanguage {
    /// The tag of another language than the main one.
    pub(super) fn tag(&self) -> Option<&str> {
        match self {
            Self::Translation(tag) => Some(tag),
            Self::Main | Self::Foreign(_) => None,
        }
    }
}

impl KnownLanguages {
    /// The part of the glossary to which texts in another language than the main one belong.
    pub(super) fn role(&self, language: &Language) -> TextLanguage {
        let tag = language.tag();
        let is_own = |own: &Language| own.tag() == tag;
        match &self.translations {
            Some(own) if !own.iter().any(is_own) => TextLanguage::Foreign(format!(
                "a text in `{tag}`, which is not a language of the glossary: to import it, add `[languages.{tag}]` to \
                 glossary.toml"
            )),
            _ => TextLanguage::Translation(tag.to_owned()),
        }
    }
}

/// The language of a folder with the name of a language's tag, such as `de` or `pt-br`.
pub(super) fn known_language(name: &str) -> Option<Language> {
    if name
        .split(['-', '_'])
        .next()
        .is_none_or(|primary| primary.len() != 2)
    {
        return None;
    }
    let language = Language::from_tag(&name.replace('_', "-"))?;
    is_likely(&language).then_some(language)
}

/// Whether a language is one that people speak, and not only a tag in the right form.
pub(super) fn is_likely(language: &Language) -> bool {
    let mut likely = language.locale().id.clone();
    let expander = LocaleExpander::new_extended();
    expander.maximize(&mut likely) == TransformResult::Modified || likely.script.is_some()
}
