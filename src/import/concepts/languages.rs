//! The languages of a file: which of them is the main one, and which part of the glossary each of the others belongs to.

use std::collections::{HashMap, HashSet};

use super::concept::{MOST_LANGUAGES, Vocabulary};
use crate::import::known_languages::{KnownLanguages, SourceLanguage, TextLanguage, is_likely};
use crate::text::language::Language;

/// The part of the glossary for each tag in a file.
#[derive(Debug, Default)]
pub(super) struct Roles {
    by_tag: HashMap<String, TextLanguage>,
    /// The tags that are not those of languages.
    unknown: HashSet<String>,
    /// The main language, and where the file names it.
    pub(super) main: Option<(Language, String)>,
    /// The other languages, in the order of the file.
    pub(super) translations: Vec<SourceLanguage>,
}

/// A tag in a file.
struct Tag {
    /// As it is written.
    written: String,
    /// `None` if it is not the tag of a language that people speak.
    language: Option<Language>,
    count: usize,
}

impl Roles {
    /// The part of the glossary for texts with a tag. Texts without a language are in the main one.
    pub(super) fn of(&self, tag: &str) -> TextLanguage {
        self.by_tag.get(tag).cloned().unwrap_or_default()
    }

    /// Whether a tag is not that of a language.
    pub(super) fn is_unknown(&self, tag: &str) -> bool {
        self.unknown.contains(tag)
    }

    /// Decides about all tags: the main language is the one that is wanted; otherwise the file's own; otherwise English;
    /// otherwise the most frequent one.
    pub(super) fn new(
        vocabulary: &Vocabulary,
        wanted: Option<&Language>,
        known: &KnownLanguages,
    ) -> Self {
        let tags = tags(vocabulary);
        let mut roles = Self::default();
        let main = main(&tags, vocabulary.language.as_deref(), wanted);
        roles.main = match (main.and_then(|index| tags.get(index)), wanted) {
            (_, Some(wanted)) => Some((wanted.clone(), "its texts".to_owned())),
            (Some(tag), None) => {
                let is_own = vocabulary.language.as_deref() == Some(tag.written.as_str());
                let by = if is_own {
                    "its own `xml:lang`"
                } else {
                    "its texts"
                };
                tag.language
                    .clone()
                    .map(|language| (language, by.to_owned()))
            }
            (None, None) => None,
        };
        let main_tag = main.and_then(|index| tags.get(index)?.language.as_ref());
        for tag in &tags {
            let role = match &tag.language {
                _ if tag.written.is_empty() => TextLanguage::Main,
                // `DE` and `de` are one language
                Some(language) if main_tag.is_some_and(|main| main.tag() == language.tag()) => {
                    TextLanguage::Main
                }
                None => {
                    roles.unknown.insert(tag.written.clone());
                    TextLanguage::Foreign(format!(
                        "a text in an unknown language, `{}`",
                        tag.written
                    ))
                }
                Some(language) => roles.translation(language, &tags, main, known),
            };
            roles.by_tag.insert(tag.written.clone(), role);
        }
        roles
    }

    /// The role of another language than the main one.
    fn translation(
        &mut self,
        language: &Language,
        tags: &[Tag],
        main: Option<usize>,
        known: &KnownLanguages,
    ) -> TextLanguage {
        let language = known.translations.as_ref().map_or_else(
            || language.clone(),
            |own| nearest(language, own, tags, main).unwrap_or_else(|| language.clone()),
        );
        let role = known.role(&language);
        if role.tag().is_some()
            && !self
                .translations
                .iter()
                .any(|it| it.language.tag() == language.tag())
        {
            self.translations.push(SourceLanguage {
                language,
                title: None,
            });
        }
        role
    }
}

/// The language of a glossary for a language of a file: the same, or that without a region (`de` for `de-DE`) if no other
/// tag of the file means it.
fn nearest(
    language: &Language,
    own: &[Language],
    tags: &[Tag],
    main: Option<usize>,
) -> Option<Language> {
    if let Some(same) = own.iter().find(|it| it.tag() == language.tag()) {
        return Some(same.clone());
    }
    let is_alike = |other: &Language| other.primary() == language.primary();
    let others = tags
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != main);
    let others = others.filter_map(|(_, tag)| tag.language.as_ref());
    let alike: HashSet<&str> = others
        .filter(|other| is_alike(other))
        .map(Language::tag)
        .collect();
    if alike.len() > 1 {
        return None;
    }
    let mut alike = own.iter().filter(|other| is_alike(other));
    match (alike.next(), alike.next()) {
        (Some(one), None) => Some(one.clone()),
        _ => None,
    }
}

/// All tags of a file, in its order.
fn tags(vocabulary: &Vocabulary) -> Vec<Tag> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut tags: Vec<Tag> = Vec::new();
    for texts in vocabulary
        .concepts
        .iter()
        .flat_map(|concept| &concept.texts)
    {
        let place = *places.entry(&texts.tag).or_insert_with(|| {
            let written = texts.tag.as_str();
            let is_one = tags.len() < MOST_LANGUAGES;
            let language = is_one.then(|| Language::from_tag(&written.replace('_', "-")));
            let language = language.flatten();
            tags.push(Tag {
                written: written.to_owned(),
                language: language.map(shortest).filter(is_likely),
                count: 0,
            });
            tags.len() - 1
        });
        if let Some(tag) = tags.get_mut(place) {
            tag.count += 1;
        }
    }
    tags
}

/// A language with two letters if there are any: `de` for `ger`.
fn shortest(language: Language) -> Language {
    let shorter = language.shorter().and_then(|tag| Language::from_tag(&tag));
    shorter.unwrap_or(language)
}

/// The index of the main language's tag.
fn main(tags: &[Tag], own: Option<&str>, wanted: Option<&Language>) -> Option<usize> {
    let alike = |language: &Language| {
        let is = |same: &dyn Fn(&Language) -> bool| {
            let places = tags.iter().enumerate();
            let mut found = places.filter(|(_, tag)| tag.language.as_ref().is_some_and(same));
            found.next().map(|(index, _)| index)
        };
        is(&|it| it.tag() == language.tag())
            .or_else(|| is(&|it| it.primary() == language.primary()))
    };
    if let Some(wanted) = wanted {
        return alike(wanted);
    }
    let own = own.and_then(|own| Language::from_tag(&own.replace('_', "-")));
    let english = Language::from_tag("en");
    let usual = own
        .as_ref()
        .and_then(alike)
        .or_else(|| english.as_ref().and_then(alike));
    usual.or_else(|| {
        let known = tags
            .iter()
            .enumerate()
            .filter(|(_, tag)| tag.language.is_some());
        // the first of the most frequent ones
        let most = known.rev().max_by_key(|(_, tag)| tag.count);
        most.map(|(index, _)| index)
    })
}
