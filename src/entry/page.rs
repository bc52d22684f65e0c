//! Pages that are not terms, such as *About*: the files in `pages/`. The text of `pages/index.md` introduces
//! the index, and has no page of its own.

use std::sync::Arc;

use schemars::JsonSchema;
use toml::value::Date;

use super::faults::{hidden_in_name, missing_front_matter, override_in_text};
use super::front_matter::fences::{NoFrontMatter, parts};
use super::front_matter::meaning::{KeyMeaning, meaning};
use super::front_matter::{KEYS, KeyKind};
use super::markdown::{self, Body};
use super::{edition_of, file_name, first_sentence, forbidden_characters, plain_keys};
use crate::address::site_path::{Addresses, SitePath};
use crate::diagnostic::{Diagnostic, Faults};
use crate::project::config::{Config, LanguageId};
use crate::project::keys::schema::OneOrSeveral;
use crate::project::keys::{Document, Keys, OtherKey};
use crate::source::{Place, SourceFile, Written};
use crate::text::bidi::is_bidi_override;
use crate::text::invisible::first_invisible;

/// The file of the introduction, as a path from the project's root.
pub const INTRODUCTION: &str = "pages/index.md";

/// The slug of the introduction.
const INDEX: &str = "index";

/// The part of every page that links to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Navigation {
    /// The header.
    #[default]
    Header,
    /// The footer.
    Footer,
    /// None: only texts link to the page.
    Nowhere,
}

/// The keys of a page, as its author wrote them.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema)]
#[schemars(
    deny_unknown_fields,
    title = "Front matter of a page",
    description = "The keys of a page of a Headword glossary, in pages/: TOML between two lines `+++`, or YAML between two lines `---`."
)]
pub struct PageFront {
    /// The heading of the page, and the text of links to it.
    #[schemars(with = "String", length(min = 1))]
    pub title: Written,
    /// The subject of the page in a sentence, for search; default: the first sentence of the text.
    #[schemars(with = "String", default)]
    pub description: Option<Written>,
    /// The place of the page among the others: pages with lower numbers come first, then the title decides.
    #[schemars(default)]
    pub order: f64,
    /// Where every page links to this one: `"header"`, `"footer"`, or `false` for nowhere.
    #[schemars(
        with = "serde_json::Value",
        default,
        extend("enum" = ["header", "footer", false], "default" = "header")
    )]
    pub navigation: Navigation,
    /// Former addresses, from the site's root, such as `["old-slug", "docs/old.html"]`, also of parts of a
    /// former page: `"old.html#part"`. They redirect to the page.
    #[schemars(with = "OneOrSeveral<String>", default)]
    pub redirect_from: Vec<Written>,
    /// The keys that the introduction has too.
    #[schemars(flatten)]
    pub shared: SharedKeys,
}

/// The keys of pages that the introduction has too.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema)]
#[schemars(
    deny_unknown_fields,
    title = "Front matter of the introduction",
    description = "The keys of pages/index.md of a Headword glossary: TOML between two lines `+++`, or YAML between two lines `---`."
)]
pub struct SharedKeys {
    /// The day of the last change that matters to readers, such as 2026-11-23, without quotation
    /// marks.
    #[schemars(with = "String", default, extend("format" = "date"))]
    pub updated: Option<Date>,
    /// Whether the page is a draft, which a build includes only with `--drafts`.
    #[schemars(default)]
    pub draft: bool,
    /// A table with any content, for templates.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>", default)]
    pub extra: toml::Table,
}

/// A page, read from its file alone.
#[derive(Debug)]
pub struct ParsedPage {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The file's name without its ending, and without the tag of its language: the page's address. For the
    /// introduction, `index`.
    pub slug: String,
    /// The language.
    pub language: LanguageId,
    /// The keys before the text.
    pub front: Arc<PageFront>,
    /// The text.
    pub body: Arc<Body>,
    /// The subject in one line of plain text: the author's, or the first sentence of the text.
    pub description: String,
    /// The diagnostics of the file's name and of the front matter.
    head_faults: Vec<Diagnostic>,
    /// The diagnostics of the body.
    body_faults: Vec<Diagnostic>,
}

/// Reads the files of pages. The result has the order of the files. A page of `known` replaces the reading of
/// a file with the same path and text. All of `known` must have been read with the same `config`.
pub fn pages<'k>(
    files: &[Arc<SourceFile>],
    known: impl IntoIterator<Item = &'k Arc<ParsedPage>>,
    config: &Config,
) -> Vec<Arc<ParsedPage>> {
    let editions = config.editions();
    let known: Vec<_> = known.into_iter().collect();
    let read = |file: &Arc<SourceFile>| {
        let is_same =
            |page: &&&Arc<ParsedPage>| page.file.path == file.path && page.file.text == file.text;
        match known.iter().find(is_same) {
            Some(page) => Arc::clone(page),
            None => Arc::new(ParsedPage::new(file, edition_of(file, &editions))),
        }
    };
    files.iter().map(read).collect()
}

impl ParsedPage {
    /// Reads the file of a page with the configuration of its language.
    fn new(file: &Arc<SourceFile>, config: &Config) -> Self {
        let language = &config.edition.language;
        let collected = Faults::default();
        let (_, slug) = config.place_of(&file.path);
        let is_introduction = slug == INDEX;
        let (front, start) = PageFront::read(file, is_introduction, &collected);
        let mut head_faults = collected.into_diagnostics();
        if !is_introduction {
            head_faults.extend(file_name::fault(file, slug, config));
        }
        let read = markdown::read(file, start, config);
        let events = &read.parsed.events;
        let mut body_faults = read.faults;
        body_faults.extend(forbidden_characters(file, start, events));
        let description = match &front.description {
            Some(written) => written.text.clone(),
            None => first_sentence(events, language).map_or_else(String::new, |first| first.text),
        };
        Self {
            slug: slug.to_owned(),
            language: config.edition.id,
            file: Arc::clone(file),
            front: Arc::new(front),
            body: Arc::new(read.body),
            description,
            head_faults,
            body_faults,
        }
    }

    /// Whether the text introduces the index.
    pub fn is_introduction(&self) -> bool {
        self.slug == INDEX
    }

    /// The address at which readers find the text: that of the index for the introduction.
    pub fn address(&self, addresses: &Addresses) -> SitePath {
        if self.is_introduction() {
            addresses.index()
        } else {
            addresses.entry(&self.slug)
        }
    }

    /// Whether the page is a draft that this build leaves out.
    pub fn is_withheld(&self, config: &Config) -> bool {
        self.front.shared.draft && !config.run.drafts
    }

    /// The diagnostics of the page's own file. If the page is a draft that the build leaves out, those of its
    /// text are left out too, because the text may be unfinished.
    pub fn faults(&self, config: &Config) -> impl Iterator<Item = &Diagnostic> {
        let of_body: &[Diagnostic] = if self.is_withheld(config) {
            &[]
        } else {
            &self.body_faults
        };
        self.head_faults.iter().chain(of_body)
    }

    /// The text before the body: the front matter with its fences.
    pub fn head(&self) -> &str {
        self.file.slice(..self.body.start)
    }

    /// A place in the page's file.
    pub fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place::new(&self.file, span)
    }
}

impl PageFront {
    /// Reads the front matter at the beginning of a page's file. Returns it, and the byte at which the body
    /// begins. All errors are reported. The introduction needs no front matter, and has only the shared keys.
    fn read(file: &Arc<SourceFile>, is_introduction: bool, faults: &Faults) -> (Self, usize) {
        let mut front = Self::default();
        let parts = match parts(&file.text) {
            Ok(parts) => parts,
            Err(NoFrontMatter::Missing) if is_introduction => return (front, 0),
            Err(reason) => {
                faults.report(missing_front_matter(&reason, file));
                front.title.text = file.stem().to_owned();
                return match reason {
                    NoFrontMatter::Missing => (front, 0),
                    NoFrontMatter::Unclosed(_) => (front, file.text.len()),
                };
            }
        };
        let head = 0..parts.syntax.fence().len();
        let document = Document::parse(file, parts.front, head, parts.syntax, faults);
        let mut keys = document.keys(faults);
        if !is_introduction {
            front.read_own(&mut keys);
            if front.title.text.is_empty() {
                front.title.text = file.stem().to_owned();
            }
        }
        front.shared = SharedKeys {
            updated: keys.date("updated"),
            draft: keys.boolean("draft").unwrap_or(false),
            extra: keys.anything("extra"),
        };
        keys.report_misplaced("extra");
        keys.finish_with(|key| instead(key, is_introduction));
        faults.report_all(front.hidden_characters(file));
        faults.report_all(plain_keys::warning(file, "title", &front.title, false));
        let description = front.description.iter();
        faults.report_all(
            description.filter_map(|text| plain_keys::warning(file, "description", text, true)),
        );
        (front, parts.body)
    }

    /// Reads the keys that the introduction does not have.
    fn read_own(&mut self, keys: &mut Keys<'_, '_>) {
        const PLACES: &[(&str, Navigation)] = &[
            ("header", Navigation::Header),
            ("footer", Navigation::Footer),
        ];
        self.title = keys.required_string("title").unwrap_or_default();
        self.description = keys.string("description");
        self.order = keys.number("order").unwrap_or_default();
        self.navigation = keys
            .choice_or_false("navigation", PLACES, Navigation::Nowhere)
            .unwrap_or_default();
        self.redirect_from = keys.strings("redirect_from");
    }

    /// An error for each text with an invisible character, or with one that changes the direction of text.
    fn hidden_characters(&self, file: &Arc<SourceFile>) -> Vec<Diagnostic> {
        let place = |written: &Written| Place::new(file, written.span.clone());
        let names = std::iter::once(&self.title).chain(&self.redirect_from);
        let in_names = names.filter_map(|written| {
            let c = first_invisible(&written.text)?;
            Some(hidden_in_name(c, place(written)))
        });
        let in_description = self.description.iter().filter_map(|written| {
            let c = written.text.chars().find(|c| is_bidi_override(*c))?;
            Some(override_in_text(c, place(written)))
        });
        in_names.chain(in_description).collect()
    }
}

/// The key to write on a page instead of a key of entries, or of another tool; `None` if neither has it.
fn instead(key: &str, is_introduction: bool) -> Option<OtherKey> {
    let advice = |help: &str| Some(OtherKey::Advice(help.to_owned()));
    let of_settings = ["title", "description"].contains(&key);
    if is_introduction && of_settings {
        return advice("remove it: the index has the title and the description of glossary.toml");
    }
    match key {
        "weight" | "nav_order" | "position" | "sidebar_position" => {
            return Some(OtherKey::Key("order"));
        }
        "menu" | "menus" | "nav" => return Some(OtherKey::Key("navigation")),
        _ => {}
    }
    match meaning(key)? {
        KeyMeaning::Aliases => Some(OtherKey::Key("redirect_from")),
        KeyMeaning::Definition { rank: 0 } => advice("write the text below the front matter"),
        KeyMeaning::Definition { .. } => Some(OtherKey::Key("description")),
        KeyMeaning::Day { .. } => Some(OtherKey::Key("updated")),
        KeyMeaning::Published | KeyMeaning::Status => Some(OtherKey::Key("draft")),
        KeyMeaning::Slug | KeyMeaning::Url => {
            advice("the name of the file is the address: rename the file")
        }
        KeyMeaning::Layout => advice("remove it, or put it in `extra` for your templates"),
        KeyMeaning::Own(own) => match own.kind {
            KeyKind::Table => Some(OtherKey::Key("extra")),
            KeyKind::Day | KeyKind::Flag | KeyKind::Addresses => Some(OtherKey::Key(own.name)),
            _ if KEYS.iter().any(|entry| entry.name == key) => {
                advice("only entries have this key: a page in pages/ is not a term")
            }
            _ => None,
        },
    }
}
