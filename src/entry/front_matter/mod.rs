//! Front matter: the keys of an entry, before its body.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::value::Date;

use self::fences::{NoFrontMatter, Parts, parts};
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
pub mod meaning;
mod other_keys;
pub mod table;

/// Whether mentions of an entry become links automatically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LinkMode {
    /// Mentions of the entry and references to it are links.
    #[default]
    Auto,
    /// Only references are links.
    Explicit,
}

/// How upper and lower case of a mention have to agree with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CaseMode {
    /// A word of the name with a capital after its first letter, such as `eBPF`, or of one letter is found
    /// only with these capitals; any other word is found in any case.
    #[default]
    Smart,
    /// A mention is found only in the case of the name.
    Exact,
    /// A mention is found in any case.
    Any,
}

/// A source of a definition.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SourceNote {
    /// The text that the page shows, such as the author, title and year.
    #[schemars(with = "String", length(min = 1))]
    pub title: Written,
    /// The URL of the source, such as `https://example.org/paper.pdf`.
    #[schemars(with = "String", default)]
    pub url: Option<AbsoluteUrl>,
}

/// How a headword is pronounced.
#[derive(Debug, Clone, Default, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Pronunciation {
    /// The pronunciation in the phonetic alphabet (IPA), such as `/ˈmɜːkjʊri/`, or respelled.
    #[schemars(with = "String", default)]
    pub text: Option<Written>,
    /// A recording: the path of a sound file (mp3, ogg, opus, flac or wav) from the entry's file, such as
    /// `mercury.ogg`.
    #[schemars(with = "String", default)]
    pub audio: Option<Written>,
}

/// The keys of one entry, as its author wrote them.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(
    deny_unknown_fields,
    title = "Front matter",
    description = "The keys of an entry of a Headword glossary: TOML between two lines `+++`, or YAML between two lines `---`."
)]
pub struct FrontMatter {
    /// The headword: the main name of the entry.
    #[schemars(with = "String", length(min = 1))]
    pub title: Written,
    /// Short forms of the title, such as `["GPT"]`.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub abbreviations: Vec<Written>,
    /// Other names of the entry.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub synonyms: Vec<Written>,
    /// Other spellings of the names.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub variants: Vec<Written>,
    /// Names that references and search find, and no page shows.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub hidden: Vec<Written>,
    /// Names that should not be used. The page shows them struck out, with the headword to use instead.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub avoid: Vec<Written>,
    /// A word that distinguishes this meaning of the title from others; needed only if two entries share a
    /// title.
    #[schemars(with = "String", default)]
    pub sense: Option<Written>,
    /// The meaning in one line of plain text; default: the first sentence of the body.
    #[schemars(with = "String", default)]
    pub gloss: Option<Written>,
    /// Subjects to browse by.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub tags: Vec<Written>,
    /// Entries for *see also*, by any of their names or their slug. The relation holds in both directions.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub related: Vec<Written>,
    /// More general entries, by any of their names or their slug: this entry is a kind or a part of each.
    /// They list it as narrower.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub broader: Vec<Written>,
    /// The text to sort by, if the title does not sort as it is written; for Japanese, the reading.
    #[schemars(with = "String", default)]
    pub sort_as: Option<Written>,
    /// Whether mentions of the entry become links automatically.
    #[schemars(default)]
    pub link: LinkMode,
    /// How upper and lower case of a mention have to agree with the name.
    #[schemars(default)]
    pub case: CaseMode,
    /// Former addresses, from the site's root, such as `["old-slug", "docs/old.html"]`, also of parts of a
    /// former page: `"glossary.html#term-x"`. They redirect to the entry.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub redirect_from: Vec<Written>,
    /// How the headword is pronounced: in the phonetic alphabet (IPA) or respelled; or a table with this
    /// `text` and the path of a sound file, `audio`.
    #[schemars(with = "ShortOrLong<Pronunciation>", default)]
    pub pronunciation: Pronunciation,
    /// The part of speech, such as `noun` or `verb`.
    #[schemars(with = "String", default)]
    pub part_of_speech: Option<Written>,
    /// Where the word comes from.
    #[schemars(with = "String", default)]
    pub origin: Option<Written>,
    /// Sentences that use the word, in Markdown without blocks: references in them are links.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub examples: Vec<Written>,
    /// A note on how the word is used.
    #[schemars(with = "String", default)]
    pub usage: Option<Written>,
    /// The state of the entry, such as `draft`, `in review` or `deprecated`. It is shown wherever the entry is
    /// named.
    #[schemars(with = "String", default)]
    pub status: Option<Written>,
    /// The sources of the definition: a text, or a text and a URL, for each.
    #[schemars(with = "OneOrSeveral<ShortOrLong<SourceNote>>", default)]
    pub sources: Vec<SourceNote>,
    /// The day of the last change that matters to readers, such as 2026-11-23, without quotation
    /// marks.
    #[schemars(with = "String", default, extend("format" = "date"))]
    pub updated: Option<Date>,
    /// The place of the value of `updated`, in bytes of the file.
    #[schemars(skip)]
    pub updated_at: Option<Span>,
    /// Whether the entry is a draft, which a build includes only with `--drafts`.
    #[schemars(default)]
    pub draft: bool,
    /// The entry that replaces this one, by any of its names or its slug.
    #[schemars(with = "String", default)]
    pub replaced_by: Option<Written>,
    /// In a translation: the fingerprint of the text in the main language that it translates, which
    /// `headword translations done` writes.
    #[schemars(with = "String", default)]
    pub translated: Option<Written>,
    /// A table with any content, for templates.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>", default)]
    pub extra: toml::Table,
}

impl FrontMatter {
    /// Whether the entry is a draft that this build leaves out.
    pub fn is_withheld(&self, config: &Config) -> bool {
        self.draft && !config.run.drafts
    }

    /// Whether other entries and the addresses of the site see no difference: the names, the sense, the tags, the
    /// order, the rules of linking, the former addresses and whether it is a draft are the same.
    pub fn is_same_for_others(&self, other: &Self) -> bool {
        let texts = |front: &Self| -> Vec<(KeyKind, String)> {
            let counts = |kind| {
                use KeyKind::{Addresses, Label, Name, Tags};
                matches!(kind, Label(_) | Name | Tags | Addresses)
            };
            let texts = front.texts().filter(|(kind, _)| counts(*kind));
            texts
                .map(|(kind, text)| (kind, text.text.clone()))
                .collect()
        };
        let optional = |front: &Self| {
            let text = |written: &Option<Written>| written.as_ref().map(|it| it.text.clone());
            (text(&front.sense), text(&front.sort_as))
        };
        texts(self) == texts(other)
            && optional(self) == optional(other)
            && (self.link, self.case, self.draft) == (other.link, other.case, other.draft)
    }

    /// All texts of the front matter, each with the kind of its key, in the order of [`KEYS`]. Texts of
    /// sources and in `extra` are left out.
    pub fn texts(&self) -> impl Iterator<Item = (KeyKind, &Written)> {
        KEYS.iter()
            .flat_map(|key| (key.texts)(self).iter().map(|text| (key.kind, text)))
    }

    /// Reads the front matter at the beginning of an entry's file. Returns the front matter, and the byte
    /// at which the body begins. All errors are reported. If the title is missing, the file's name replaces
    /// it, so that references to the entry do not cause more errors.
    pub fn read(file: &Arc<SourceFile>, faults: &Faults) -> (Self, usize) {
        match parts(&file.text) {
            Ok(parts) => {
                let body = parts.body;
                (read_keys(file, parts, faults), body)
            }
            Err(reason) => {
                faults.report(missing_front_matter(&reason, file));
                let body = match reason {
                    NoFrontMatter::Missing => 0,
                    NoFrontMatter::Unclosed(_) => file.text.len(),
                };
                let mut front = Self::default();
                front.title.text = file.stem().to_owned();
                (front, body)
            }
        }
    }

    /// An error for each text with an invisible character, which makes two names look the same, or with a
    /// bidi override, which changes the order in which readers see the letters.
    fn hidden_characters(&self, file: &Arc<SourceFile>) -> Vec<Diagnostic> {
        let place = |written: &Written| Place::new(file, written.span.clone());
        let overridden = |written: &Written| {
            let c = written.text.chars().find(|c| is_bidi_override(*c))?;
            Some(override_in_text(c, place(written)))
        };
        let in_texts = self.texts().filter_map(|(kind, written)| match kind {
            KeyKind::Label(_) | KeyKind::Name | KeyKind::Tags | KeyKind::Addresses => Some(
                hidden_in_name(first_invisible(&written.text)?, place(written)),
            ),
            // the texts of examples are checked as Markdown
            KeyKind::Text | KeyKind::Pronunciation => overridden(written),
            _ => None,
        });
        let sources = self.sources.iter();
        let in_sources = sources.filter_map(|source| overridden(&source.title));
        in_texts.chain(in_sources).collect()
    }
}

/// The parts of an entry's file.
///
/// # Errors
///
/// The error to show for a file without front matter.
pub fn parts_of(file: &Arc<SourceFile>) -> Result<Parts, Box<Diagnostic>> {
    parts(&file.text).map_err(|reason| Box::new(missing_front_matter(&reason, file)))
}

/// Reads the keys in the front matter of the file. Errors are reported.
fn read_keys(file: &Arc<SourceFile>, parts: Parts, faults: &Faults) -> FrontMatter {
    let Parts { front, syntax, .. } = parts;
    let head = 0..syntax.fence().len();
    let document = Document::parse(file, front, head, syntax, faults);
    let mut keys = document.keys(faults);
    let mut front = FrontMatter::default();
    for key in KEYS {
        (key.read)(&mut front, &mut keys, key.name);
    }
    keys.report_misplaced("extra");
    keys.finish_with(|key| other_keys::instead(key, syntax));
    if front.title.text.is_empty() {
        front.title.text = file.stem().to_owned();
    }
    faults.report_all(front.hidden_characters(file));
    front
}
