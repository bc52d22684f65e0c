//! Front matter: what an author says of an entry before its body.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use toml::value::Date;

use crate::address::destination::WebAddress;
use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::project::config::Config;
use crate::project::keys::{Document, Form, Keys, OneOrSeveral, ShortOrLong};
use crate::source::{Place, SourceFile, Span, Written};
use crate::text::hidden::{hidden, is_override};
use crate::text::slice;

/// The line before and after front matter.
const FENCE: &str = "+++";

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
    pub url: Option<WebAddress>,
}

/// The keys of one entry, as written.
#[derive(Debug, Clone, JsonSchema)]
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

    /// Reports characters in names that nobody sees: two names may then look the same, or one not
    /// be what it seems.
    fn report_hidden(&self, file: &Arc<SourceFile>, faults: &Faults) {
        let lists = [
            &self.abbreviations,
            &self.synonyms,
            &self.variants,
            &self.hidden,
            &self.avoid,
            &self.tags,
            &self.redirect_from,
        ];
        let names = std::iter::once(&self.title)
            .chain(lists.into_iter().flatten())
            .chain(&self.sense)
            .chain(&self.sort_as);
        for name in names {
            if let Some(c) = hidden(&name.text) {
                let message = format!(
                    "the name has a character in it that nobody sees, U+{:04X}",
                    u32::from(c)
                );
                let fault = Diagnostic::new(Code::HiddenCharacter, message)
                    .at(Place::new(file, name.span.clone()))
                    .help("remove it, or type the name anew");
                faults.report(fault);
            }
        }
        let texts = self.sources.iter().map(|source| &source.title);
        for text in texts.chain(&self.gloss) {
            if let Some(c) = text.text.chars().find(|c| is_override(*c)) {
                faults.report(turning(c, Place::new(file, text.span.clone())));
            }
        }
    }

    /// Where the keys of an entry's file stand, without the fences; `None` where it has no front matter,
    /// which is reported.
    pub fn span(file: &Arc<SourceFile>, faults: &Faults) -> Option<Span> {
        match fences(&file.text) {
            Ok((span, _)) => Some(span),
            Err(fault) => {
                faults.report(fault.diagnostic(file));
                None
            }
        }
    }

    /// Reads the front matter at the head of an entry's file. Gives it, and where the body begins.
    /// All faults are reported. Where there is no title, the file's name stands in for it, so that
    /// what points at the entry is not at fault as well.
    pub fn read(file: &Arc<SourceFile>, faults: &Faults) -> (Self, usize) {
        match fences(&file.text) {
            Ok((span, body)) => (read_keys(file, span, faults), body),
            Err(fault) => {
                faults.report(fault.diagnostic(file));
                (read_keys(file, 0..0, &Faults::default()), fault.body(file))
            }
        }
    }
}

/// Why a file has no front matter.
enum FenceFault {
    Missing,
    Yaml(Span),
    Unclosed(Span),
}

impl FenceFault {
    /// Where the body begins, as far as that can be told.
    fn body(&self, file: &SourceFile) -> usize {
        match self {
            Self::Missing => 0,
            Self::Yaml(_) | Self::Unclosed(_) => file.text.len(),
        }
    }

    fn diagnostic(&self, file: &Arc<SourceFile>) -> Diagnostic {
        let (message, span, help) = match self {
            Self::Missing => (
                "the entry does not begin with front matter",
                0..0,
                match file.text.starts_with('\u{feff}') {
                    true => "remove the character U+FEFF, which nobody sees, before the `+++`",
                    false => "begin the file with the lines `+++`, `title = \"…\"`, `+++`",
                },
            ),
            Self::Yaml(span) => (
                "the entry begins with YAML front matter",
                span.clone(),
                "write `+++` for `---`, and TOML between: `title = \"…\"` for `title: …`",
            ),
            Self::Unclosed(span) => (
                "the front matter is not closed",
                span.clone(),
                "write a line `+++` after the last key",
            ),
        };
        Diagnostic::new(Code::MissingFrontMatter, message)
            .at(Place::new(file, span))
            .help(help)
    }
}

/// The bytes of an entry's front matter, between the fences; `None` where it has none.
pub fn region(text: &str) -> Option<Span> {
    fences(text).ok().map(|(span, _)| span)
}

/// The bytes between the fences, and where the body begins.
fn fences(text: &str) -> Result<(Span, usize), FenceFault> {
    let first = text.lines().next().unwrap_or_default();
    if first.trim_end() == "---" {
        return Err(FenceFault::Yaml(0..3));
    }
    if first.trim_end() != FENCE {
        return Err(FenceFault::Missing);
    }
    let start = (first.len() + 1).min(text.len());
    let mut at = start;
    for line in slice(text, start..).split_inclusive('\n') {
        if line.trim_end() == FENCE {
            return Ok((start..at, at + line.len()));
        }
        at += line.len();
    }
    Err(FenceFault::Unclosed(0..FENCE.len()))
}

fn read_keys(file: &Arc<SourceFile>, span: Span, faults: &Faults) -> FrontMatter {
    let document = Document::parse(file, span, 0..FENCE.len(), faults);
    let mut keys = document.keys(faults);
    let front = FrontMatter {
        title: keys.required_string("title").unwrap_or_else(|| Written {
            text: file.stem().to_owned(),
            span: 0..0,
        }),
        abbreviations: keys.strings("abbreviations"),
        synonyms: keys.strings("synonyms"),
        variants: keys.strings("variants"),
        hidden: keys.strings("hidden"),
        avoid: keys.strings("avoid"),
        sense: keys.string("sense"),
        gloss: keys.string("gloss"),
        tags: keys.strings("tags"),
        related: keys.strings("related"),
        broader: keys.strings("broader"),
        sort_as: keys.string("sort_as"),
        link: keys
            .choice(
                "link",
                &[("auto", LinkMode::Auto), ("explicit", LinkMode::Explicit)],
            )
            .unwrap_or_default(),
        case: keys
            .choice(
                "case",
                &[
                    ("smart", CaseMode::Smart),
                    ("exact", CaseMode::Exact),
                    ("any", CaseMode::Any),
                ],
            )
            .unwrap_or_default(),
        redirect_from: keys.strings("redirect_from"),
        sources: sources(&mut keys),
        updated: keys.date("updated"),
        updated_at: keys.written_at("updated"),
        draft: keys.boolean("draft").unwrap_or(false),
        replaced_by: keys.string("replaced_by"),
        extra: keys.anything("extra"),
    };
    keys.finish();
    front.report_hidden(file, faults);
    front
}

/// The fault of a character that makes text read otherwise than it is written.
pub fn turning(c: char, place: Place) -> Diagnostic {
    let message = format!(
        "the text has a character in it that turns others round, U+{:04X}",
        u32::from(c)
    );
    Diagnostic::new(Code::HiddenCharacter, message)
        .at(place)
        .help("remove it: the text would read otherwise than it is written")
}

fn sources(keys: &mut Keys<'_, '_>) -> Vec<Citation> {
    keys.forms("sources")
        .into_iter()
        .filter_map(|form| match form {
            Form::Text(title) => Some(Citation {
                url: WebAddress::read(&title.text),
                title,
            }),
            Form::Table(mut keys) => {
                let title = keys.required_string("title");
                let url = keys.web_address("url");
                keys.finish();
                Some(Citation { title: title?, url })
            }
        })
        .collect()
}
