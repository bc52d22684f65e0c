//! What the theme says in its own words, in the language of the glossary.
//!
//! A file for each language, `templates/interface/TAG.toml`, the theme's or the project's. English
//! is complete; what another language's file leaves out is said in English.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::project::keys::{Document, Keys};
use crate::project::theme;
use crate::source::SourceFile;
use crate::text::language::Language;

/// Phrases by their key.
pub type Phrases = BTreeMap<&'static str, String>;

/// What pages say.
const OF_PAGES: &[&str] = &[
    "abbreviation",
    "also_called",
    "also_spelled",
    "avoid",
    "broader",
    "cite",
    "copied",
    "copy",
    "copy_failed",
    "copy_link",
    "dark",
    "edit",
    "filter",
    "index",
    "instead",
    "letters",
    "mentioned_in",
    "more",
    "moved",
    "moved_to",
    "narrower",
    "nearest",
    "neighbours",
    "next",
    "not_found",
    "not_found_text",
    "plain_text",
    "previous",
    "replaced_by",
    "replaces",
    "report",
    "retired",
    "retired_text",
    "say",
    "search",
    "search_failed",
    "search_needs_script",
    "see_also",
    "shown",
    "site",
    "skip",
    "sources",
    "tag",
    "tags",
    "terms",
    "terms_here",
    "to_index",
    "updated",
];

/// What search says, in the table `searching`.
const OF_SEARCH: &[&str] = &[
    "close", "found", "hint", "in_text", "index", "more", "none", "results", "slash",
];

/// The language that says everything.
const COMPLETE: &str = "en";

/// All phrases, in one language as far as it has them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Interface {
    /// What pages say.
    pub pages: Phrases,
    /// What search says.
    pub search: Phrases,
}

impl Interface {
    /// The phrases of a language: of `pt-BR`, those of `pt-BR`, then of `pt`, then the English
    /// ones; in each, the project's `own` before the theme's. Faults in a file are reported.
    pub fn new(
        own: &BTreeMap<String, Arc<SourceFile>>,
        language: &Language,
        faults: &Faults,
    ) -> Self {
        let mut interface = Self::default();
        let mut tags = language.lookup_tags();
        tags.retain(|tag| tag != COMPLETE);
        tags.insert(0, COMPLETE.to_owned());
        for tag in &tags {
            let of_theme = theme::INTERFACE.iter().find(|(of, _)| of == tag);
            if let Some((_, text)) = of_theme {
                let path = format!("templates/interface/{tag}.toml (default theme)");
                interface.read(&Arc::new(SourceFile::new(path, (*text).to_owned())), faults);
            }
            if let Some(file) = own.get(tag) {
                interface.read(file, faults);
            }
        }
        for (tag, file) in own {
            if Language::from_tag(tag).is_none_or(|language| language.tag() != tag) {
                let message = format!("`{tag}` is no language");
                let fault = Diagnostic::new(Code::InvalidValue, message)
                    .at_path(file.path.as_str())
                    .help("name the file after its language: a BCP 47 tag such as `de.toml` or `pt-BR.toml`");
                faults.report(fault);
            }
        }
        interface
    }

    fn read(&mut self, file: &Arc<SourceFile>, faults: &Faults) {
        let document = Document::parse(file, 0..file.text.len(), 0..0, faults);
        let mut keys = document.keys(faults);
        read(&mut keys, OF_PAGES, &mut self.pages);
        if let Some(mut keys) = keys.table("searching") {
            read(&mut keys, OF_SEARCH, &mut self.search);
            keys.finish();
        }
        keys.finish();
    }
}

fn read(keys: &mut Keys<'_, '_>, known: &[&'static str], phrases: &mut Phrases) {
    for key in known {
        if let Some(phrase) = keys.string(key) {
            phrases.insert(key, phrase.text);
        }
    }
}
