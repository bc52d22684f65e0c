//! Front matter: what an author says of an entry before its body.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use toml::value::Date;

use self::fences::{FENCE, NoFrontMatter, parts};
pub use self::keys::{KEYS, Key, KeyKind, LabelKind};
use super::faults::{hidden_in_name, missing_front_matter, override_in_text};
use crate::address::destination::AbsoluteUrl;
use crate::diagnostic::{Diagnostic, Faults};
use crate::project::config::Config;
use crate::project::keys::Document;
use crate::project::keys::schema::{OneOrSeveral, ShortOrLong};
use crate::source::{Place, SourceFile, Span, Written};
use crate::text::bidi::is_bidi_override;
use crate::text::invisible::first_invisible;

pub mod fences;
mod keys;

/// Whether mentions of an entry become links by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LinkMode {
    /// They do.
    #[default]
    Auto,
    /// Only references link here.
    Explicit,
}

/// How the case of a mention is compared with a name's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CaseMode {
    /// Word by word: capitals within a word bind, others do not.
    #[default]
    Smart,
    /// As written.
    Exact,
    /// Not at all.
    Any,
}

/// Where a definition comes from.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Citation {
    /// What to show.
    #[schemars(with = "String", length(min = 1))]
    pub title: Written,
    /// A web address.
    #[schemars(with = "String", default)]
    pub url: Option<AbsoluteUrl>,
}

/// The keys of one entry, as written.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(
    deny_unknown_fields,
    title = "Front matter",
    description = "What stands between the lines `+++` of an entry of a Headword glossary."
)]
pub struct FrontMatter {
    /// The headword: the main name.
    #[schemars(with = "String", length(min = 1))]
    pub title: Written,
    /// Short forms, such as `["GPT"]`.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub abbreviations: Vec<Written>,
    /// Other names.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub synonyms: Vec<Written>,
    /// Other spellings.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub variants: Vec<Written>,
    /// Names that search finds and no page shows.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub hidden: Vec<Written>,
    /// Names that should not be used; readers are told to say the title instead.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub avoid: Vec<Written>,
    /// Which meaning of the title this is, where two entries share one.
    #[schemars(with = "String", default)]
    pub sense: Option<Written>,
    /// The meaning in one line of plain text; without it, the first sentence of the body.
    #[schemars(with = "String", default)]
    pub gloss: Option<Written>,
    /// Subjects to browse by.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub tags: Vec<Written>,
    /// Entries to see also, by any of their names or their slug.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub related: Vec<Written>,
    /// Entries that this one is a kind or part of.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub broader: Vec<Written>,
    /// What to sort by in place of the title.
    #[schemars(with = "String", default)]
    pub sort_as: Option<Written>,
    /// Whether mentions of the entry become links by themselves.
    #[schemars(default)]
    pub link: LinkMode,
    /// How the case of a mention is compared with that of the name.
    #[schemars(default)]
    pub case: CaseMode,
    /// Former addresses, from the site's root: `old-slug`, `docs/old.html`.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub redirect_from: Vec<Written>,
    /// Where the definition comes from.
    #[schemars(with = "OneOrSeveral<ShortOrLong<Citation>>", default)]
    pub sources: Vec<Citation>,
    /// The day of the last change that matters to readers, such as 2026-11-23, without quotation
    /// marks.
    #[schemars(with = "String", default, extend("format" = "date"))]
    pub updated: Option<Date>,
    /// Where that day is written.
    #[schemars(skip)]
    pub updated_at: Option<Span>,
    /// Whether the entry is left out unless drafts are asked for.
    #[schemars(default)]
    pub draft: bool,
    /// The entry that takes this one's place.
    #[schemars(with = "String", default)]
    pub replaced_by: Option<Written>,
    /// Anything, for templates.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>", default)]
    pub extra: toml::Table,
}

impl FrontMatter {
    /// Whether the entry is a draft that this build leaves out.
    pub fn is_withheld(&self, config: &Config) -> bool {
        self.draft && !config.run.drafts
    }

    /// All texts of the front matter, with what their keys hold, in the order of [`KEYS`]. Those of
    /// sources and in `extra` are left out.
    pub fn texts(&self) -> impl Iterator<Item = (KeyKind, &Written)> {
        KEYS.iter()
            .flat_map(|key| (key.texts)(self).iter().map(|text| (key.kind, text)))
    }

    /// Reads the front matter at the head of an entry's file. Gives it, and where the body begins.
    /// All faults are reported. Where there is no title, the file's name stands in for it, so that
    /// what points at the entry is not at fault as well.
    pub fn read(file: &Arc<SourceFile>, faults: &Faults) -> (Self, usize) {
        match parts(&file.text) {
            Ok(parts) => (read_keys(file, parts.front, faults), parts.body),
            Err(why) => {
                faults.report(missing_front_matter(&why, file));
                let body = match why {
                    NoFrontMatter::Missing => 0,
                    NoFrontMatter::Yaml(_) | NoFrontMatter::Unclosed(_) => file.text.len(),
                };
                (read_keys(file, 0..0, &Faults::default()), body)
            }
        }
    }

    /// The faults of characters that make two names look the same, or a text read otherwise than it
    /// is written.
    fn hidden_characters(&self, file: &Arc<SourceFile>) -> Vec<Diagnostic> {
        let place = |written: &Written| Place::new(file, written.span.clone());
        let overridden = |written: &Written| {
            let found = written.text.chars().find(|c| is_bidi_override(*c))?;
            Some(override_in_text(found, place(written)))
        };
        let in_texts = self.texts().filter_map(|(kind, written)| match kind {
            KeyKind::Label(_) | KeyKind::Name | KeyKind::Tags | KeyKind::Addresses => Some(
                hidden_in_name(first_invisible(&written.text)?, place(written)),
            ),
            KeyKind::Text => overridden(written),
            _ => None,
        });
        let sources = self.sources.iter();
        let in_sources = sources.filter_map(|source| overridden(&source.title));
        in_texts.chain(in_sources).collect()
    }
}

/// Where the front matter of an entry's file stands.
///
/// # Errors
///
/// The fault of a file that has none.
pub fn span(file: &Arc<SourceFile>) -> Result<Span, Box<Diagnostic>> {
    let parts = parts(&file.text);
    parts
        .map(|parts| parts.front)
        .map_err(|why| Box::new(missing_front_matter(&why, file)))
}

fn read_keys(file: &Arc<SourceFile>, span: Span, faults: &Faults) -> FrontMatter {
    let document = Document::parse(file, span, 0..FENCE.len(), faults);
    let mut keys = document.keys(faults);
    let mut front = FrontMatter::default();
    for key in KEYS {
        (key.read)(&mut front, &mut keys, key.name);
    }
    keys.finish();
    if front.title.text.is_empty() {
        front.title.text = file.stem().to_owned();
    }
    for fault in front.hidden_characters(file) {
        faults.report(fault);
    }
    front
}
