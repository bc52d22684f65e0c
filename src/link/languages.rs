//! The languages of a glossary, as the references of one of them see them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::LinkedGlossary;
use super::frame::Frame;
use crate::glossary::{Counterparts, Glossary, TextId};
use crate::project::config::{Config, LanguageId};

/// A language of the glossary, as the references of any language see it.
#[derive(Clone, Copy)]
pub struct Abroad<'a> {
    /// The configuration of the language.
    pub config: &'a Config,
    /// The entries and pages, with their newest texts.
    pub glossary: &'a Glossary,
    /// The names and addresses.
    pub frame: &'a Frame,
}

/// All languages of a glossary, as the references of one of them see them.
pub struct Languages<'a> {
    /// All languages, the main one first.
    pub abroad: &'a [Abroad<'a>],
    /// The same entries and pages in different languages.
    pub counterparts: &'a Arc<Counterparts>,
    /// The entries and pages of all languages by the paths of their files, from the project's root.
    pub by_path: &'a TextsByPath,
    /// The linked glossary in the main language, if the references are in another one.
    pub main: Option<&'a Arc<LinkedGlossary>>,
}

/// The entries and pages of all languages by the paths of their files, from the project's root.
pub type TextsByPath = BTreeMap<Box<str>, (LanguageId, TextId)>;

/// The entries and pages of all languages by their paths.
pub fn texts_by_path(abroad: &[Abroad<'_>]) -> TextsByPath {
    let texts = abroad.iter().flat_map(|it| {
        let (id, glossary) = (it.config.edition.id, it.glossary);
        let texts = glossary.text_ids();
        texts.map(move |text| (Box::from(glossary.path_of(text)), (id, text)))
    });
    texts.collect()
}
