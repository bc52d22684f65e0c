//! Settings: `glossary.toml` and the command line, merged once into plain data.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::address::base_url::BaseUrl;
use crate::address::destination::{AbsoluteUrl, Destination, Suffix};
use crate::address::site_path::Addresses;
use crate::diagnostic::Faults;
use crate::project::config::accent::Accent;
use crate::project::faults::Invalid;
use crate::project::keys::schema::{OneOrSeveral, ShortOrLong};
use crate::project::keys::{Document, Form, Keys};
use crate::source::{Place, SourceFile, Written};
use crate::text::language::Language;

pub use self::check::Check;

pub mod accent;
pub(crate) mod check;

/// The name of the settings file.
pub const FILE_NAME: &str = "glossary.toml";

/// The folder that a build writes, in the project.
const DEFAULT_OUTPUT: &str = "public";

/// What was typed on the command line, not yet merged with the settings file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The project's folder.
    pub root: PathBuf,
    /// The folder to write to, from the working folder; the project's `public` if there is none.
    pub output: Option<PathBuf>,
    /// The address that the site will have, in place of the settings'.
    pub base_url: Option<BaseUrl>,
    /// Whether entries marked `draft` take part.
    pub drafts: bool,
    /// Whether warnings count as errors.
    pub strict: bool,
    /// Whether the site's files are put in place one by one.
    pub in_place: bool,
    /// Whether the site's addresses are added to the address book.
    pub record: bool,
}

/// What a build needs to know besides the entries: each part by itself, since most of what is made of
/// entries needs only one.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(
    deny_unknown_fields,
    title = "Settings",
    description = "glossary.toml, the settings of a Headword glossary."
)]
pub struct Config {
    /// The options of this run.
    #[schemars(skip)]
    pub run: Run,
    /// What belongs to the language of the glossary.
    #[schemars(flatten)]
    pub edition: Edition,
    /// The settings of the project, whatever its language.
    #[schemars(flatten)]
    pub settings: Settings,
}

/// The options of one run: where it reads and writes, and which entries take part.
#[derive(Debug, Clone)]
pub struct Run {
    /// The project's folder.
    pub root: PathBuf,
    /// The folder to write to.
    pub output: PathBuf,
    /// Whether the site's files are put in place one by one, in a folder that stays the same.
    pub in_place: bool,
    /// Whether the site's addresses are added to the address book.
    pub record: bool,
    /// Whether entries marked `draft` take part.
    pub drafts: bool,
}

/// What belongs to one language of a glossary. A glossary has one edition today.
#[derive(Debug, Clone, JsonSchema)]
pub struct Edition {
    /// The glossary's name.
    #[schemars(length(min = 1))]
    pub title: String,
    /// What the glossary is about, in a sentence.
    #[schemars(with = "String", default)]
    pub description: Option<String>,
    /// The language of its entries, as a BCP 47 tag such as `en` or `pt-BR`.
    #[schemars(with = "String", default, extend("default" = "en"))]
    pub language: Language,
    /// How the addresses of its pages are made.
    #[schemars(skip)]
    pub addresses: Addresses,
}

/// The settings of a project, whatever the language of its entries.
#[derive(Debug, Clone, JsonSchema)]
pub struct Settings {
    /// The address that the site will have.
    #[schemars(with = "String", default, regex(pattern = "^https?://"))]
    pub base_url: Option<BaseUrl>,
    /// Who made it.
    #[schemars(with = "ShortOrLong<Credit>", default)]
    pub author: Option<Credit>,
    /// On what terms it may be used.
    #[schemars(with = "ShortOrLong<Credit>", default)]
    pub licence: Option<Credit>,
    /// Links in the header of every page, in order.
    #[schemars(with = "OneOrSeveral<NavigationLink>", default)]
    pub navigation: Vec<NavigationLink>,
    /// Where an entry can be edited; `{path}` stands for its file's path in the project.
    #[schemars(with = "String", default, regex(pattern = r"\{path\}"))]
    pub edit_url: Option<String>,
    /// Where a problem with an entry can be reported; `{title}`, `{path}` and `{url}` stand for
    /// what they are of it.
    #[schemars(with = "String", default)]
    pub report_url: Option<String>,
    /// Whether each letter has a page of its own; by the number of entries if it is not said.
    #[schemars(with = "bool", default, skip_serializing_if = "Option::is_none")]
    pub letter_pages: Option<bool>,
    /// The theme's colour, as CSS writes it: `#0b5563`, `teal`.
    #[schemars(with = "String", default)]
    pub accent: Option<Accent>,
    /// Whether dollar signs enclose formulas.
    #[schemars(default)]
    pub math: bool,
    /// What becomes of HTML in entries.
    #[schemars(default)]
    pub raw_html: RawHtml,
    /// Which mentions become links by themselves.
    #[schemars(default)]
    pub linking: Linking,
    /// How large things may be.
    #[schemars(default)]
    pub limits: Limits,
    /// What `headword check` asks for.
    #[schemars(default)]
    pub check: Check,
    /// Anything, for templates.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>", default)]
    pub extra: toml::Table,
}

/// Which mentions become links by themselves.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields, default)]
pub struct Linking {
    /// How many of the mentions of one entry in another become links.
    pub mentions: Mentions,
    /// Whether mentions in quotations become links.
    pub quotations: bool,
    /// Phrases that look like names and are not.
    #[schemars(with = "OneOrSeveral<String>")]
    pub exclude: Vec<Written>,
}

impl Default for Linking {
    fn default() -> Self {
        Self {
            mentions: Mentions::default(),
            quotations: true,
            exclude: Vec::new(),
        }
    }
}

/// What becomes of HTML in entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawHtml {
    /// It is shown as text, but for a few elements without attributes.
    #[default]
    Text,
    /// It is used as it is: every author may then do what a template may.
    Allow,
}

/// How large what entries bring may be: a build stays within the time and memory of its machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields, default)]
pub struct Limits {
    /// A file in `content/`, in bytes.
    #[schemars(range(min = 1))]
    pub file_size: u64,
    /// How many entries.
    #[schemars(range(min = 1))]
    pub entries: usize,
    /// How deep block quotes, lists and the like may be nested.
    #[schemars(range(min = 1))]
    pub nesting: usize,
    /// A page, in bytes.
    #[schemars(range(min = 1))]
    pub page_size: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_size: 10_000_000,
            entries: 200_000,
            nesting: 50,
            page_size: 20_000_000,
        }
    }
}

/// How many mentions of one entry in another become links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mentions {
    /// The first.
    #[default]
    First,
    /// The first after each heading.
    Section,
    /// All.
    All,
}

/// A name to credit, with an address where there is one.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Credit {
    /// What to show.
    #[schemars(length(min = 1))]
    pub name: String,
    /// A web address.
    #[schemars(with = "String", default)]
    pub url: Option<AbsoluteUrl>,
}

/// A link in the header.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct NavigationLink {
    /// What to show.
    #[schemars(length(min = 1))]
    pub title: String,
    /// Where it leads.
    #[schemars(rename = "url", with = "String", length(min = 1))]
    pub target: NavigationTarget,
}

/// Where a link in the header leads.
#[derive(Debug, Clone)]
pub enum NavigationTarget {
    /// To another site.
    Web(AbsoluteUrl),
    /// To a page or file of this one: the path from its root, what follows it, and where both are
    /// written.
    Site(String, Suffix, Place),
}

impl Config {
    /// Reads the settings file and lets the command line overrule it. Faults are reported; what is
    /// faulty takes its default, so that later stages can look for more.
    pub fn new(options: &Options, file: &Arc<SourceFile>, faults: &Faults) -> Self {
        let document = Document::parse(file, 0..file.text.len(), 0..0, faults);
        let mut keys = document.keys(faults);
        let run = Run {
            root: options.root.clone(),
            output: match &options.output {
                Some(output) => output.clone(),
                None if options.root == Path::new(".") => PathBuf::from(DEFAULT_OUTPUT),
                None => options.root.join(DEFAULT_OUTPUT),
            },
            in_place: options.in_place,
            record: options.record,
            drafts: options.drafts,
        };
        let edition = Edition::read(&mut keys);
        let settings = Settings::read(options, &mut keys, file);
        keys.finish();
        Self {
            run,
            edition,
            settings,
        }
    }

    /// The same, for a run in which drafts take part or do not.
    #[must_use]
    pub fn with_drafts(&self, drafts: bool) -> Self {
        let run = Run {
            drafts,
            ..self.run.clone()
        };
        Self {
            run,
            ..self.clone()
        }
    }
}

impl Edition {
    fn read(keys: &mut Keys<'_, '_>) -> Self {
        let title = keys.required_string("title");
        Self {
            title: title.map_or_else(String::new, |title| title.text),
            description: keys.string("description").map(|text| text.text),
            language: language(keys),
            addresses: Addresses::default(),
        }
    }
}

impl Settings {
    /// `file` is the one that is read.
    fn read(options: &Options, keys: &mut Keys<'_, '_>, file: &Arc<SourceFile>) -> Self {
        let written = base_url(keys);
        Self {
            base_url: options.base_url.clone().or(written),
            author: credit(keys, "author"),
            licence: credit(keys, "licence"),
            navigation: navigation(keys, file),
            edit_url: edit_url(keys),
            report_url: report_url(keys),
            letter_pages: keys.boolean("letter_pages"),
            accent: accent(keys),
            math: keys.boolean("math").unwrap_or(false),
            raw_html: keys
                .choice(
                    "raw_html",
                    &[("text", RawHtml::Text), ("allow", RawHtml::Allow)],
                )
                .unwrap_or_default(),
            linking: linking(keys),
            limits: limits(keys),
            check: Check::read(keys),
            extra: keys.anything("extra"),
        }
    }
}

fn language(keys: &mut Keys<'_, '_>) -> Language {
    let Some(tag) = keys.string("language") else {
        return Language::default();
    };
    Language::from_tag(&tag.text).unwrap_or_else(|| {
        keys.invalid("language", &tag.span, &Invalid::Language(&tag.text));
        Language::default()
    })
}

fn base_url(keys: &mut Keys<'_, '_>) -> Option<BaseUrl> {
    let written = keys.string("base_url")?;
    match written.text.parse() {
        Ok(url) => Some(url),
        Err(help) => {
            let invalid = Invalid::BaseUrl {
                written: &written.text,
                help,
            };
            keys.invalid("base_url", &written.span, &invalid);
            None
        }
    }
}

fn linking(keys: &mut Keys<'_, '_>) -> Linking {
    let mut linking = Linking::default();
    if let Some(mut keys) = keys.table("linking") {
        let words = [
            ("first", Mentions::First),
            ("section", Mentions::Section),
            ("all", Mentions::All),
        ];
        linking.mentions = keys.choice("mentions", &words).unwrap_or_default();
        linking.quotations = keys.boolean("quotations").unwrap_or(true);
        linking.exclude = keys.strings("exclude");
        keys.finish();
    }
    linking
}

fn limits(keys: &mut Keys<'_, '_>) -> Limits {
    let mut limits = Limits::default();
    if let Some(mut keys) = keys.table("limits") {
        let set = |limit: &mut usize, written: Option<u64>| {
            if let Some(written) = written {
                *limit = usize::try_from(written).unwrap_or(usize::MAX);
            }
        };
        limits.file_size = keys.count("file_size").unwrap_or(limits.file_size);
        set(&mut limits.entries, keys.count("entries"));
        set(&mut limits.nesting, keys.count("nesting"));
        set(&mut limits.page_size, keys.count("page_size"));
        keys.finish();
    }
    limits
}

fn credit(keys: &mut Keys<'_, '_>, key: &'static str) -> Option<Credit> {
    match keys.form(key)? {
        Form::Text(name) => Some(Credit {
            name: name.text,
            url: None,
        }),
        Form::Table(mut keys) => {
            let name = keys.required_string("name");
            let url = keys.web_address("url");
            keys.finish();
            Some(Credit {
                name: name?.text,
                url,
            })
        }
    }
}

fn navigation(keys: &mut Keys<'_, '_>, file: &Arc<SourceFile>) -> Vec<NavigationLink> {
    let mut links = Vec::new();
    for form in keys.forms("navigation") {
        match form {
            Form::Text(text) => {
                keys.invalid("navigation", &text.span, &Invalid::NavigationText);
            }
            Form::Table(mut keys) => {
                let title = keys.required_string("title");
                let url = keys.required_string("url");
                let target = url.and_then(|url| navigation_target(&keys, url, file));
                keys.finish();
                if let (Some(title), Some(target)) = (title, target) {
                    links.push(NavigationLink {
                        title: title.text,
                        target,
                    });
                }
            }
        }
    }
    links
}

fn navigation_target(
    keys: &Keys<'_, '_>,
    url: Written,
    file: &Arc<SourceFile>,
) -> Option<NavigationTarget> {
    match Destination::read(&url.text, FILE_NAME) {
        Destination::Web(address) => Some(NavigationTarget::Web(address)),
        Destination::Site(path, suffix) => {
            let place = Place::new(file, url.span);
            Some(NavigationTarget::Site(path, suffix, place))
        }
        _ => {
            keys.invalid("url", &url.span, &Invalid::NavigationUrl(&url.text));
            None
        }
    }
}

fn edit_url(keys: &mut Keys<'_, '_>) -> Option<String> {
    let written = keys.string("edit_url")?;
    if !written.text.contains("{path}") || AbsoluteUrl::read(&written.text).is_none() {
        keys.invalid("edit_url", &written.span, &Invalid::EditUrl(&written.text));
        return None;
    }
    Some(written.text)
}

fn report_url(keys: &mut Keys<'_, '_>) -> Option<String> {
    let written = keys.string("report_url")?;
    if AbsoluteUrl::read(&written.text).is_none() {
        let invalid = Invalid::ReportUrl(&written.text);
        keys.invalid("report_url", &written.span, &invalid);
        return None;
    }
    Some(written.text)
}

fn accent(keys: &mut Keys<'_, '_>) -> Option<Accent> {
    let written = keys.string("accent")?;
    let accent = Accent::read(&written.text);
    if accent.is_none() {
        keys.invalid("accent", &written.span, &Invalid::Accent(&written.text));
    }
    accent
}
