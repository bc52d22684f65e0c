//! Settings: `glossary.toml` and the command line, merged once into plain data.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::address::base_url::BaseUrl;
use crate::address::destination::AbsoluteUrl;
use crate::address::site_path::Addresses;
use crate::diagnostic::Faults;
use crate::project::config::accent::Accent;
use crate::project::faults::Invalid;
use crate::project::keys::schema::{OneOrSeveral, ShortOrLong};
use crate::project::keys::{Document, Form, Keys, Syntax};
use crate::source::{SourceFile, Written};
use crate::text::language::Language;

pub use self::check::Check;
pub use self::index_pages::IndexPage;
pub use self::languages::{LanguageId, Translation, TranslationSettings};
pub use self::links::{LinkTarget, NavigationLink};
use self::links::{image, navigation};
pub use self::outputs::Format;
use self::outside_tables::outside_tables;

pub mod accent;
pub(crate) mod check;
mod index_pages;
mod languages;
mod links;
mod outputs;
mod outside_tables;

/// The name of the settings file.
pub const FILE_NAME: &str = "glossary.toml";

/// The name of the folder for the site, in the project's folder.
const DEFAULT_OUTPUT: &str = "public";

/// The options of the command line, before they are merged with the settings file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The project's folder.
    pub root: PathBuf,
    /// The folder to write to, relative to the working folder; default: `public` in the project.
    pub output: Option<PathBuf>,
    /// The URL of the published site, which overrides the one in the settings file.
    pub base_url: Option<BaseUrl>,
    /// Whether entries with `draft = true` are included.
    pub drafts: bool,
    /// Whether warnings count as errors.
    pub strict: bool,
    /// Whether the build replaces the site's files one by one, and not the whole folder at once.
    pub in_place: bool,
    /// Whether the site's addresses are added to the address book.
    pub record: bool,
}

/// Everything that a build needs besides the entries. The parts are separate types, since most code needs
/// only one of them.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(
    deny_unknown_fields,
    title = "Settings",
    description = "The settings of a Headword glossary, in glossary.toml."
)]
pub struct Config {
    /// The options of this run.
    #[schemars(skip)]
    pub run: Run,
    /// The texts and the rules that depend on the language: those of the main language, or of a translation.
    #[schemars(flatten)]
    pub edition: Edition,
    /// The settings that do not depend on the language.
    #[schemars(flatten)]
    pub settings: Settings,
    /// The languages into which the glossary is translated: a table for each, such as `[languages.de]`. Readers see them
    /// in this order.
    #[schemars(with = "BTreeMap<String, Translation>", default)]
    pub languages: Arc<[Translation]>,
}

/// The options of one run: the folders that it reads and writes, and whether it includes drafts.
#[derive(Debug, Clone)]
pub struct Run {
    /// The project's folder.
    pub root: PathBuf,
    /// The folder to write the site to.
    pub output: PathBuf,
    /// Whether the build replaces the site's files one by one, in a folder that stays the same.
    pub in_place: bool,
    /// Whether the site's addresses are added to the address book.
    pub record: bool,
    /// Whether entries with `draft = true` are included.
    pub drafts: bool,
}

/// The part of the settings that depends on the language. A glossary has one edition in its main language, and one
/// for each translation.
#[derive(Debug, Clone, JsonSchema)]
pub struct Edition {
    /// The name of the glossary, which every page shows.
    #[schemars(length(min = 1))]
    pub title: String,
    /// The subject of the glossary in a sentence, for the index and for search engines.
    #[schemars(with = "String", default)]
    pub description: Option<String>,
    /// The language of the entries, as a BCP 47 tag such as `en` or `pt-BR`. It decides the order and the
    /// letters of the index, which abbreviations are known, and the direction of text.
    #[schemars(with = "String", default, extend("default" = "en"))]
    pub language: Language,
    /// The scheme of the addresses of its pages.
    #[schemars(skip)]
    pub addresses: Addresses,
    /// The place of the language among those of the glossary.
    #[schemars(skip)]
    pub id: LanguageId,
}

/// The settings that do not depend on the language of the entries.
#[derive(Debug, Clone, JsonSchema)]
pub struct Settings {
    /// The URL of the published site, such as `https://example.org/glossary/`. Canonical links, the
    /// sitemap, link previews, structured data, OpenSearch, the URLs in citations and some `outputs` need it.
    #[schemars(with = "String", default, regex(pattern = "^https?://"))]
    pub base_url: Option<BaseUrl>,
    /// The author of the glossary: a name, or a name and a URL.
    #[schemars(with = "ShortOrLong<Credit>", default)]
    pub author: Option<Credit>,
    /// The licence of the texts: its name, or its name and a URL.
    #[schemars(with = "ShortOrLong<Credit>", default)]
    pub licence: Option<Credit>,
    /// More links in the header of every page, after those to the index and the tags, in order.
    #[schemars(with = "OneOrSeveral<NavigationLink>", default)]
    pub navigation: Vec<NavigationLink>,
    /// A URL where an entry can be edited, with `{path}` for the path of its file in the project:
    /// `https://example.org/edit/main/{path}`.
    #[schemars(with = "String", default, regex(pattern = r"\{path\}"))]
    pub edit_url: Option<String>,
    /// A URL where a problem with an entry can be reported, with `{title}`, `{path}` and `{url}` for the
    /// entry's title, the path of its file and the URL of its page (`{url}` needs `base_url`):
    /// `https://example.org/issues/new?title={title}`.
    #[schemars(with = "String", default)]
    pub report_url: Option<String>,
    /// Whether each letter of the index has its own page. If not, the index lists all terms. Default:
    /// `true` for more than 1,000 entries.
    #[schemars(with = "bool", default, skip_serializing_if = "Option::is_none")]
    pub letter_pages: Option<bool>,
    /// More pages about the whole glossary. `translations`, at `/index/translations/`, says how much of it is
    /// translated into each language.
    #[schemars(with = "OneOrSeveral<IndexPage>", default)]
    pub index_pages: Vec<IndexPage>,
    /// The image that other sites show with a link to a page without an image of its own: a path from the site's root
    /// such as `/cover.png`, for the file `static/cover.png`, or a whole URL. It needs `base_url`.
    #[schemars(with = "String", default)]
    pub image: Option<LinkTarget>,
    /// The theme's colour, in CSS: `#0b5563`, `teal`. It sets the hue; Headword derives the shades for the
    /// light and the dark colour scheme.
    #[schemars(with = "String", default)]
    pub accent: Option<Accent>,
    /// The file `_redirects`, in which hosts such as Netlify and Cloudflare find former addresses. Default:
    /// `root`, but `none` if `base_url` is missing or has a path.
    #[schemars(default, extend("default" = null))]
    pub redirect_rules: RedirectRules,
    /// More files in which the site has the glossary, in formats for other programs.
    #[schemars(with = "OneOrSeveral<Format>", default)]
    pub outputs: Vec<Format>,
    /// Whether numbers in names count in the order of the index: GPT-2 before GPT-10.
    #[schemars(default)]
    pub numeric_order: bool,
    /// Whether text between dollar signs is a formula in LaTeX: `$x^2$`, `$$x^2$$`.
    #[schemars(default)]
    pub math: bool,
    /// Whether HTML in entries is shown as text or used as HTML.
    #[schemars(default)]
    pub raw_html: RawHtml,
    /// Which mentions of entries become links automatically.
    #[schemars(default)]
    pub linking: Linking,
    /// What pages say of translations.
    #[schemars(default)]
    pub translations: TranslationSettings,
    /// Limits on the size of entries, files and pages.
    #[schemars(default)]
    pub limits: Limits,
    /// The rules of `headword check`.
    #[schemars(default)]
    pub check: Check,
    /// A table with any content, for templates.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>", default)]
    pub extra: toml::Table,
}

/// Which mentions of entries become links automatically.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields, default)]
pub struct Linking {
    /// How many mentions of a term in each entry become links.
    pub mentions: Mentions,
    /// Whether mentions in block quotes become links.
    pub quotations: bool,
    /// Phrases that look like names but are not, such as `["in service"]`: no mention in them becomes a
    /// link.
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

/// How HTML in entries is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawHtml {
    /// HTML is shown as text, except a few elements without attributes.
    #[default]
    Text,
    /// HTML is used as it is. Everybody who writes entries can then run scripts in the pages.
    Allow,
}

/// The addresses in the file `_redirects`. Hosts read it only in the root of what they serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RedirectRules {
    /// There is no such file.
    #[default]
    None,
    /// Paths from the site's folder, for a host whose root is this folder.
    Root,
    /// Paths with that of `base_url`, for the root of a host that has the site in a folder. Somebody has to
    /// copy the file there.
    Path,
}

impl RedirectRules {
    /// The default for a URL of the site.
    fn default_for(base_url: Option<&BaseUrl>) -> Self {
        match base_url {
            Some(url) if url.path() == "/" => Self::Root,
            // no host would read the file in a folder
            _ => Self::None,
        }
    }
}

/// Limits on the size of entries, files and pages. They keep a build within the time and the memory of
/// its machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields, default)]
pub struct Limits {
    /// The largest size of a file in `content/`, in bytes.
    #[schemars(range(min = 1))]
    pub file_size: u64,
    /// The largest number of entries.
    #[schemars(range(min = 1))]
    pub entries: usize,
    /// The depth to which block quotes, lists and emphasis may be nested.
    #[schemars(range(min = 1))]
    pub nesting: usize,
    /// The largest size of a page of the site, in bytes.
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

/// How many mentions of a term in each entry become links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mentions {
    /// The first mention of a term in each entry.
    #[default]
    First,
    /// The first mention after each heading.
    Section,
    /// Every mention.
    All,
}

/// The name of an author or a licence, with a URL if there is one.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Credit {
    /// The name that pages show.
    #[schemars(length(min = 1))]
    pub name: String,
    /// The URL to which the name links, such as `https://example.org/`.
    #[schemars(with = "String", default)]
    pub url: Option<AbsoluteUrl>,
}

impl Config {
    /// Reads the settings file `file`; `options` override it. Errors are reported to `faults`, and a key
    /// with an error takes its default, so that later stages can find more errors.
    pub fn new(options: &Options, file: &Arc<SourceFile>, faults: &Faults) -> Self {
        let document = Document::parse(file, 0..file.text.len(), 0..0, Syntax::Toml, faults);
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
        let languages = languages::read(&mut keys, &edition, file);
        let settings = Settings {
            index_pages: index_pages::read(&mut keys, !languages.is_empty()),
            ..Settings::read(options, &mut keys, file)
        };
        keys.report_misplaced("extra");
        keys.finish();
        Self {
            run,
            edition,
            settings,
            languages: languages.into(),
        }
    }

    /// Whether the site has a page about the whole glossary.
    pub fn has(&self, page: IndexPage) -> bool {
        self.settings.index_pages.contains(&page)
    }

    /// The same configuration for a run that includes drafts, or does not.
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
            id: LanguageId::MAIN,
        }
    }
}

impl Settings {
    /// Reads the table `keys` of the settings file `file`; `options` override it.
    fn read(options: &Options, keys: &mut Keys<'_, '_>, file: &Arc<SourceFile>) -> Self {
        let written = base_url(keys);
        let base_url = options.base_url.clone().or(written);
        let redirect_rules = keys.choice(
            "redirect_rules",
            &[
                ("none", RedirectRules::None),
                ("root", RedirectRules::Root),
                ("path", RedirectRules::Path),
            ],
        );
        Self {
            redirect_rules: redirect_rules
                .unwrap_or_else(|| RedirectRules::default_for(base_url.as_ref())),
            outputs: outputs::read(keys, base_url.as_ref()),
            base_url,
            author: credit(keys, "author"),
            licence: credit(keys, "licence"),
            navigation: navigation(keys, file),
            edit_url: edit_url(keys),
            report_url: report_url(keys),
            letter_pages: keys.boolean("letter_pages"),
            index_pages: Vec::new(),
            image: image(keys, file),
            accent: accent(keys),
            numeric_order: keys.boolean("numeric_order").unwrap_or(false),
            math: keys.boolean("math").unwrap_or(false),
            raw_html: keys
                .choice(
                    "raw_html",
                    &[("text", RawHtml::Text), ("allow", RawHtml::Allow)],
                )
                .unwrap_or_default(),
            linking: linking(keys),
            translations: TranslationSettings::read(keys),
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
    let Some(language) = Language::from_tag(&tag.text) else {
        keys.invalid("language", &tag.span, &Invalid::Language(&tag.text));
        return Language::default();
    };
    if let Some(shorter) = language.shorter() {
        let invalid = Invalid::LongTag {
            written: &tag.text,
            tag: shorter,
        };
        keys.invalid("language", &tag.span, &invalid);
    }
    language
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
        keys.finish_with(outside_tables);
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
        keys.finish_with(outside_tables);
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
