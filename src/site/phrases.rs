//! The phrases of the theme, such as *See also*, in the language of the glossary.
//!
//! The default theme and the project have a file for each language, `templates/interface/TAG.toml`. The
//! English file is complete. A phrase that the files of another language lack is in English.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::counted::{Counted, Spoken};
use super::faults;
use crate::diagnostic::{Diagnostic, Faults};
use crate::entry::front_matter::FrontMatter;
use crate::glossary::Entry;
use crate::project::keys::{Document, Keys, Syntax};
use crate::project::theme;
use crate::source::{SourceFile, Written};
use crate::text::language::Language;

/// Makes a struct with a field for each phrase, which is also its key in files and in templates.
macro_rules! phrases {
    ($(#[$doc:meta])* $name:ident: $($key:ident),* $(; counted: $($counted:ident),*)? $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Serialize)]
        pub struct $name {
            $(pub(crate) $key: String,)*
            $($(pub(crate) $counted: Counted,)*)?
        }

        impl $name {
            /// Replaces the phrases that a table contains.
            fn read(&mut self, keys: &mut Keys<'_, '_>) {
                $(if let Some(phrase) = keys.string(stringify!($key)) {
                    self.$key = phrase.text;
                })*
            }

            $(
                /// Replaces the phrases with a number that a table contains. They are in the language `spoken`.
                fn read_counted(&mut self, keys: &mut Keys<'_, '_>, spoken: &Arc<Spoken>) {
                    $(if let Some(phrase) = Counted::read(keys, stringify!($counted), spoken) {
                        self.$counted = phrase;
                    })*
                }

                /// The phrases with a number, by their keys.
                pub(super) fn counted(&self) -> BTreeMap<&'static str, Counted> {
                    [$((stringify!($counted), self.$counted.clone())),*].into()
                }
            )?
        }
    };
}

phrases! {
    /// The phrases of pages: the keys of a file outside tables.
    PagePhrases:
    abbreviation,
    also_called,
    also_means,
    also_spelled,
    avoid,
    beside,
    book,
    book_letters,
    broader,
    cite,
    close,
    contents,
    copied,
    copy,
    copy_failed,
    copy_link,
    dark,
    deprecated,
    draft,
    edit,
    examples,
    in_review,
    index,
    instead,
    languages,
    letters,
    maintainers,
    map,
    map_key,
    map_rest,
    map_tags_only,
    mentioned_in,
    moved,
    moved_parts,
    moved_to,
    narrower,
    nearest,
    neighbours,
    next,
    not_found,
    not_found_text,
    not_translated,
    only_here,
    open,
    origin,
    other_names,
    out_of_date,
    outdated,
    part_of_speech,
    plain_text,
    previews_off,
    previews_on,
    previous,
    pronunciation,
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
    share,
    site,
    skip,
    sources,
    status,
    tag,
    tags,
    terms_here,
    to_index,
    translated,
    translations,
    updated,
    usage;
    counted: meanings, more, terms
}

phrases! {
    /// The phrases of search: the keys of the table `searching`.
    SearchPhrases:
    also,
    chance,
    corrected,
    in_text,
    index,
    instead,
    more,
    none,
    page,
    propose,
    recent,
    results,
    slash,
}

impl PagePhrases {
    /// The state of an entry: as it is written, but in the words of the theme if these have it. An entry that is
    /// replaced by another one is deprecated by itself.
    pub(super) fn status<'s>(&'s self, front: &'s FrontMatter) -> Option<&'s str> {
        let Some(Written { text, .. }) = &front.status else {
            return front.replaced_by.as_ref().map(|_| self.deprecated.as_str());
        };
        Some(match text.to_lowercase().as_str() {
            "draft" => &self.draft,
            "in review" => &self.in_review,
            "deprecated" => &self.deprecated,
            _ => text,
        })
    }

    /// The beginnings of the states in the words of the theme. The last one stands before a name.
    pub(super) fn states(&self) -> [&str; 4] {
        [
            &self.draft,
            &self.in_review,
            &self.deprecated,
            &self.replaced_by,
        ]
    }

    /// The parts of a state in the words of the theme: the phrase, and what follows it. `None` for a state in the words of
    /// an author.
    pub(super) fn parts_of_status<'s>(&'s self, status: &'s str) -> Option<(&'s str, &'s str)> {
        self.states().into_iter().find_map(|phrase| {
            let rest = status.strip_prefix(phrase)?;
            (rest.is_empty() || rest.starts_with(' ')).then_some((phrase, rest))
        })
    }

    /// The state of an entry beside its name on other pages. An entry that is replaced by another, its `successor`, names
    /// this: *Replaced by Core Store*.
    pub(super) fn status_beside<'s>(
        &'s self,
        front: &'s FrontMatter,
        successor: Option<&Entry>,
    ) -> Option<Cow<'s, str>> {
        match successor {
            Some(successor) => Some(format!("{} {successor}", self.replaced_by).into()),
            None => self.status(front).map(Cow::from),
        }
    }
}

/// The language whose file has all phrases.
const COMPLETE: &str = "en";

/// All phrases, in one language or, where it lacks one, in English.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    /// The phrases of pages.
    pub pages: PagePhrases,
    /// The phrases of search.
    pub search: SearchPhrases,
    /// The number of results: the key `found` of the table `searching`.
    pub(super) found: Counted,
    /// The words around a name in a question, such as *what is a*: the key `around` of the table `searching`.
    pub around: String,
    /// The language of the phrases: that of the glossary, even if it lacks some, or English if no file has phrases in
    /// it.
    pub(super) spoken: Arc<Spoken>,
    /// The diagnostics of the files with phrases.
    pub faults: Vec<Diagnostic>,
}

impl Phrases {
    /// The phrases of a language. For `pt-BR`, these are the phrases of `pt-BR`, else those of `pt`, else the
    /// English ones. In each of these languages, the files of the project (`own`, by tag) come before those
    /// of the theme.
    pub fn new(own: &BTreeMap<String, Arc<SourceFile>>, language: &Language) -> Self {
        let mut phrases = Self::default();
        let faults = Faults::default();
        let english = Arc::clone(&phrases.spoken);
        let native = Arc::new(Spoken::new(language));
        let mut tags = language.lookup_tags();
        tags.retain(|tag| tag != COMPLETE);
        tags.insert(0, COMPLETE.to_owned());
        let mut has_file = false;
        for tag in &tags {
            let of_theme = theme::PHRASES.iter().find(|(of, _)| of == tag);
            let of_theme = of_theme.map(|(_, text)| {
                let path = format!("templates/interface/{tag}.toml (default theme)");
                Arc::new(SourceFile::new(path, (*text).to_owned()))
            });
            for file in of_theme.iter().chain(own.get(tag)) {
                let is_native = tag != COMPLETE || language.primary() == COMPLETE;
                has_file |= is_native;
                phrases.read(file, if is_native { &native } else { &english }, &faults);
            }
        }
        if !has_file {
            faults.report(faults::english_interface(language));
        }
        for (tag, file) in own {
            if Language::from_tag(tag).is_none_or(|language| language.tag() != tag) {
                faults.report(faults::unknown_language(tag, &file.path));
            }
        }
        phrases.faults = faults.into_diagnostics();
        phrases
    }

    /// Reads a file with phrases in a language. After a file without a phrase, the language of all phrases is still that
    /// of the files before it.
    fn read(&mut self, file: &Arc<SourceFile>, spoken: &Arc<Spoken>, faults: &Faults) {
        let document = Document::parse(file, 0..file.text.len(), 0..0, Syntax::Toml, faults);
        let mut keys = document.keys(faults);
        if keys.is_empty() {
            return;
        }
        self.spoken = Arc::clone(spoken);
        self.pages.read(&mut keys);
        self.pages.read_counted(&mut keys, &self.spoken);
        if let Some(mut keys) = keys.table("searching") {
            self.search.read(&mut keys);
            if let Some(found) = Counted::read(&mut keys, "found", &self.spoken) {
                self.found = found;
            }
            if let Some(around) = keys.string("around") {
                self.around = around.text;
            }
            keys.finish();
        }
        keys.finish();
    }
}
