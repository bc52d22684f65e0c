//! What the theme says in its own words, in the language of the glossary.
//!
//! A file for each language, `templates/interface/TAG.toml`, the theme's or the project's. English
//! is complete; what another language's file leaves out is said in English.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::faults;
use crate::diagnostic::{Diagnostic, Faults};
use crate::project::keys::{Document, Keys};
use crate::project::theme;
use crate::source::SourceFile;
use crate::text::language::Language;

/// Makes a struct with a field for each phrase, which is also its key in files and in templates.
macro_rules! phrases {
    ($(#[$doc:meta])* $name:ident: $($key:ident),* $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Serialize)]
        pub struct $name {
            $(pub(crate) $key: String,)*
        }

        impl $name {
            /// Takes over the phrases that a table has.
            fn read(&mut self, keys: &mut Keys<'_, '_>) {
                $(if let Some(phrase) = keys.string(stringify!($key)) {
                    self.$key = phrase.text;
                })*
            }
        }
    };
}

phrases! {
    /// What pages say, in a file's own keys.
    PagePhrases:
    abbreviation,
    also_called,
    also_spelled,
    avoid,
    broader,
    cite,
    copied,
    copy,
    copy_failed,
    copy_link,
    dark,
    edit,
    filter,
    index,
    instead,
    letters,
    mentioned_in,
    more,
    moved,
    moved_to,
    narrower,
    nearest,
    neighbours,
    next,
    not_found,
    not_found_text,
    plain_text,
    previous,
    replaced_by,
    replaces,
    report,
    retired,
    retired_text,
    say,
    search,
    search_failed,
    search_needs_script,
    see_also,
    shown,
    site,
    skip,
    sources,
    tag,
    tags,
    terms,
    terms_here,
    to_index,
    updated,
}

phrases! {
    /// What search says, in the table `searching`.
    SearchPhrases:
    close,
    found,
    hint,
    in_text,
    index,
    more,
    none,
    results,
    slash,
}

/// The language that says everything.
const COMPLETE: &str = "en";

/// All phrases, in one language as far as it has them.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    /// What pages say.
    pub pages: PagePhrases,
    /// What search says.
    pub search: SearchPhrases,
    /// What is wrong with the files of phrases.
    pub faults: Vec<Diagnostic>,
}

impl Phrases {
    /// The phrases of a language: of `pt-BR`, those of `pt-BR`, then of `pt`, then the English
    /// ones; in each, the project's `own` before the theme's.
    pub fn new(own: &BTreeMap<String, Arc<SourceFile>>, language: &Language) -> Self {
        let mut phrases = Self::default();
        let found = Faults::default();
        let mut tags = language.lookup_tags();
        tags.retain(|tag| tag != COMPLETE);
        tags.insert(0, COMPLETE.to_owned());
        for tag in &tags {
            let of_theme = theme::PHRASES.iter().find(|(of, _)| of == tag);
            if let Some((_, text)) = of_theme {
                let path = format!("templates/interface/{tag}.toml (default theme)");
                phrases.read(&Arc::new(SourceFile::new(path, (*text).to_owned())), &found);
            }
            if let Some(file) = own.get(tag) {
                phrases.read(file, &found);
            }
        }
        for (tag, file) in own {
            if Language::from_tag(tag).is_none_or(|language| language.tag() != tag) {
                found.report(faults::unknown_language(tag, &file.path));
            }
        }
        phrases.faults = found.into_diagnostics();
        phrases
    }

    fn read(&mut self, file: &Arc<SourceFile>, faults: &Faults) {
        let document = Document::parse(file, 0..file.text.len(), 0..0, faults);
        let mut keys = document.keys(faults);
        self.pages.read(&mut keys);
        if let Some(mut keys) = keys.table("searching") {
            self.search.read(&mut keys);
            keys.finish();
        }
        keys.finish();
    }
}
