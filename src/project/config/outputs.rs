//! The formats of the setting `outputs`: other files in which the site has the glossary, for other programs.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::address::base_url::BaseUrl;
use crate::project::faults::Invalid;
use crate::project::keys::Keys;
use crate::text::nearest::nearest;

/// A format of the glossary for other programs. `site::export` writes each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// JSON with everything about each entry.
    Json,
    /// A table with commas.
    Csv,
    /// A table with tabs.
    Tsv,
    /// A Markdown file for each entry.
    Markdown,
    /// `llms.txt`, and the text of all entries.
    Llms,
    /// An Atom feed.
    Feed,
    /// An inventory of Sphinx.
    Inventory,
    /// SKOS in Turtle.
    SkosTurtle,
    /// SKOS in JSON-LD.
    SkosJsonld,
    /// TBX, version 2.
    Tbx,
    /// TBX-Basic, version 3.
    Tbx3,
    /// A text file for Anki.
    Anki,
    /// A dictionary of StarDict.
    Stardict,
    /// A glossary of OmegaT.
    Omegat,
    /// A dictionary of cspell.
    Cspell,
    /// A rule of Vale.
    Vale,
    /// Terms of textlint.
    Textlint,
    /// A personal dictionary of hunspell.
    Hunspell,
}

/// The data about a format that does not depend on the glossary.
struct Facts {
    format: Format,
    /// The name in settings and on the command line.
    name: &'static str,
    /// Another name on the command line.
    alias: Option<&'static str>,
    /// The path of its file in the site; `None` if it is a file for each entry.
    file: Option<&'static str>,
    /// Whether its addresses have to be URLs.
    needs_base_url: bool,
    /// Whether one file contains all languages of the glossary.
    has_all_languages: bool,
    /// What it is, for help and schemas.
    about: &'static str,
}

impl Facts {
    const fn new(
        format: Format,
        name: &'static str,
        file: &'static str,
        about: &'static str,
    ) -> Self {
        Self {
            format,
            name,
            alias: None,
            file: Some(file),
            needs_base_url: false,
            has_all_languages: false,
            about,
        }
    }

    const fn with_base_url(self) -> Self {
        Self {
            needs_base_url: true,
            ..self
        }
    }

    const fn with_all_languages(self) -> Self {
        Self {
            has_all_languages: true,
            ..self
        }
    }

    const fn in_many_files(self) -> Self {
        Self { file: None, ..self }
    }

    const fn also_called(self, alias: &'static str) -> Self {
        Self {
            alias: Some(alias),
            ..self
        }
    }
}

/// All formats, in the order of the documentation.
const FORMATS: &[Facts] = &[
    Facts::new(
        Format::Json,
        "json",
        "glossary.json",
        "Everything about each entry, as JSON",
    ),
    Facts::new(
        Format::Csv,
        "csv",
        "glossary.csv",
        "A table with commas, which `headword import` reads again",
    ),
    Facts::new(
        Format::Tsv,
        "tsv",
        "glossary.tsv",
        "A table with tabs, which `headword import` reads again",
    ),
    Facts::new(
        Format::Markdown,
        "markdown",
        "",
        "A Markdown file beside each term page",
    )
    .in_many_files(),
    Facts::new(
        Format::Llms,
        "llms",
        "llms.txt",
        "llms.txt and llms-full.txt, for language models",
    ),
    Facts::new(
        Format::Feed,
        "feed",
        "feed.xml",
        "An Atom feed of new and changed entries",
    )
    .with_base_url(),
    Facts::new(
        Format::Inventory,
        "inventory",
        "objects.inv",
        "An inventory for Sphinx, MyST and MkDocs",
    ),
    Facts::new(
        Format::SkosTurtle,
        "skos-turtle",
        "glossary.ttl",
        "A SKOS vocabulary in Turtle",
    )
    .with_base_url()
    .with_all_languages()
    .also_called("skos"),
    Facts::new(
        Format::SkosJsonld,
        "skos-jsonld",
        "glossary.jsonld",
        "A SKOS vocabulary in JSON-LD",
    )
    .with_base_url()
    .with_all_languages(),
    Facts::new(
        Format::Tbx,
        "tbx",
        "glossary.tbx",
        "A TBX 2 termbase, for OmegaT and Translate Toolkit",
    )
    .with_all_languages(),
    Facts::new(
        Format::Tbx3,
        "tbx3",
        "glossary.tbx3.tbx",
        "A TBX-Basic termbase, version 3",
    )
    .with_all_languages(),
    Facts::new(
        Format::Anki,
        "anki",
        "glossary.anki.txt",
        "Flashcards for Anki",
    ),
    Facts::new(
        Format::Stardict,
        "stardict",
        "glossary.stardict.tar",
        "A StarDict dictionary",
    ),
    Facts::new(
        Format::Omegat,
        "omegat",
        "glossary.omegat.txt",
        "A glossary for OmegaT",
    ),
    Facts::new(
        Format::Cspell,
        "cspell",
        "glossary.cspell.json",
        "Words and names to avoid, for cspell",
    ),
    Facts::new(
        Format::Vale,
        "vale",
        "glossary.vale.yml",
        "A rule against names to avoid, for Vale",
    ),
    Facts::new(
        Format::Textlint,
        "textlint",
        "glossary.textlint.json",
        "Names to avoid, for textlint-rule-terminology",
    ),
    Facts::new(
        Format::Hunspell,
        "hunspell",
        "glossary.hunspell.dic",
        "A personal dictionary for hunspell",
    ),
];

impl Format {
    /// All formats, in the order of the documentation.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|facts| facts.format)
    }

    /// The format with a name or an alias.
    pub fn named(name: &str) -> Option<Self> {
        let is_meant = |facts: &&Facts| facts.name == name || facts.alias == Some(name);
        FORMATS.iter().find(is_meant).map(|facts| facts.format)
    }

    /// The name in settings and on the command line.
    pub fn name(self) -> &'static str {
        self.facts().map_or("", |facts| facts.name)
    }

    /// Another name on the command line.
    pub fn alias(self) -> Option<&'static str> {
        self.facts()?.alias
    }

    /// What it is, in one line.
    pub fn about(self) -> &'static str {
        self.facts().map_or("", |facts| facts.about)
    }

    /// The path of its file in the site; `None` if it is a file for each entry.
    pub fn file(self) -> Option<&'static str> {
        self.facts()?.file
    }

    /// Whether its addresses have to be URLs.
    pub fn needs_base_url(self) -> bool {
        self.facts().is_some_and(|facts| facts.needs_base_url)
    }

    /// Whether one file contains all languages of the glossary. Of the other formats, each language has a file of its
    /// own.
    pub fn has_all_languages(self) -> bool {
        self.facts().is_some_and(|facts| facts.has_all_languages)
    }

    fn facts(self) -> Option<&'static Facts> {
        FORMATS.iter().find(|facts| facts.format == self)
    }
}

impl JsonSchema for Format {
    fn schema_name() -> Cow<'static, str> {
        "Format".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words = FORMATS.iter().map(|facts| {
            json_schema!({
                "type": "string",
                "const": facts.name,
                "description": format!("{}.", facts.about),
            })
        });
        json_schema!({ "oneOf": words.collect::<Vec<_>>() })
    }
}

/// Reads the setting `outputs`, each format once and in the order of the documentation. Formats that need
/// URLs are errors without a `base_url`.
pub(super) fn read(keys: &mut Keys<'_, '_>, base_url: Option<&BaseUrl>) -> Vec<Format> {
    let mut formats = Vec::new();
    for written in keys.strings("outputs") {
        let found = FORMATS.iter().find(|facts| facts.name == written.text);
        let invalid = match found {
            Some(facts) if facts.needs_base_url && base_url.is_none() => {
                Invalid::NeedsBaseUrl(facts.name)
            }
            Some(facts) => {
                formats.push(facts.format);
                continue;
            }
            None => Invalid::Choice {
                written: &written.text,
                words: meant(&written.text),
            },
        };
        keys.invalid("outputs", &written.span, &invalid);
    }
    formats.sort_unstable();
    formats.dedup();
    formats
}

/// The formats that an unknown name may mean: those with a similar name, or else all.
fn meant(name: &str) -> Vec<&'static str> {
    let names = || FORMATS.iter().map(|facts| facts.name);
    match (Format::named(name), nearest(name, names())) {
        (Some(format), _) => vec![format.name()],
        (None, similar) if similar.is_empty() => names().collect(),
        (None, similar) => similar,
    }
}
