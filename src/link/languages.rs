//! The languages of a glossary, as the references of one of them see them.

use std::sync::Arc;

use super::LinkedGlossary;
use super::frame::Frame;
use crate::glossary::{Counterparts, Glossary};
use crate::project::config::Config;

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
    /// The linked glossary in the main language, if the references are in another one.
    pub main: Option<&'a Arc<LinkedGlossary>>,
}
