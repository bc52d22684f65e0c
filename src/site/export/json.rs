//! `glossary.json`: everything about each entry, for any program. `headword schema export` prints its JSON Schema,
//! which is made from these types. The format only grows: no key changes its meaning.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Export, Links, in_order, markdown};
use crate::address::destination::AbsoluteUrl;
use crate::entry::front_matter::{CaseMode, LinkMode};
use crate::glossary::{Entry, EntryId, LabelKind};
use crate::link::RelationsElsewhere;
use crate::project::config::{Credit, Format};
use crate::source::Written;

/// A glossary as it is written to glossary.json.
#[derive(Debug, JsonSchema)]
#[schemars(
    title = "Glossary",
    description = "A glossary, as Headword writes it to glossary.json."
)]
pub struct Document<'a> {
    /// The data about the glossary.
    #[schemars(flatten)]
    pub head: Head<'a>,
    /// The entries, in the order of the index.
    pub entries: Vec<EntryData<'a>>,
}

/// The data about the glossary as a whole.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Head<'a> {
    /// The version of the format: 1. A key that is added later does not change it.
    pub format: u8,
    /// The name of the glossary.
    pub title: &'a str,
    /// The subject of the glossary in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<&'a str>,
    /// The language of all names and texts, as a BCP 47 tag.
    pub language: &'a str,
    /// The URL of the index in this language, if the settings have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The author of the glossary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<NameAndUrl<'a>>,
    /// The licence of the texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<NameAndUrl<'a>>,
    /// Phrases in which no name of an entry is meant.
    pub exclude: Vec<&'a str>,
    /// The same glossary in its other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<TranslationFile<'a>>,
}

/// The file of the glossary in another language.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TranslationFile<'a> {
    /// The language, as a BCP 47 tag.
    pub language: &'a str,
    /// The name of the glossary in this language.
    pub title: &'a str,
    /// The address of the file: a URL if the glossary has one, else a path from the folder of this file.
    pub url: String,
}

/// A name with a URL if there is one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NameAndUrl<'a> {
    /// The name.
    pub name: &'a str,
    /// The URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// An entry: one meaning.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryData<'a> {
    /// The identifier of the entry, which is the last part of its address.
    pub slug: &'a str,
    /// The address of its page: a URL if the glossary has one, else a path from the folder of this file.
    pub url: String,
    /// The main name.
    pub headword: &'a str,
    /// Whether the headword is a verb, so that its other forms are mentions too: *grounded* of *ground*.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub verb: bool,
    /// A word that distinguishes this meaning of the headword from others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sense: Option<&'a str>,
    /// All names with their kinds, the headword first.
    pub names: Vec<Name<'a>>,
    /// How upper and lower case of a mention have to agree with a name.
    pub case: CaseMode,
    /// Whether mentions are links automatically.
    pub link: LinkMode,
    /// How the headword is pronounced: the phonetic alphabet (IPA), or a respelling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pronunciation: Option<&'a str>,
    /// The address of a recording of it, as that of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
    /// The part of speech.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of_speech: Option<&'a str>,
    /// Where the word comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<&'a str>,
    /// Sentences that use the word, as plain text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
    /// A note on how the word is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<&'a str>,
    /// The state of the entry, as its author wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'a str>,
    /// The meaning in one line of plain text; empty if the entry has no text.
    pub gloss: &'a str,
    /// The meaning.
    pub definition: Definition,
    /// The subjects.
    pub tags: Vec<&'a str>,
    /// The slugs of the entries to see also.
    pub related: Vec<&'a str>,
    /// The slugs of more general entries.
    pub broader: Vec<&'a str>,
    /// The slugs of more specific entries.
    pub narrower: Vec<&'a str>,
    /// The slugs of the entries that the definition mentions, in the order of the text.
    pub mentions: Vec<&'a str>,
    /// The slug of the entry that replaces this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<&'a str>,
    /// The sources of the definition.
    pub sources: Vec<NameAndUrl<'a>>,
    /// The day of the last change, such as 2026-11-23.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    pub updated: Option<String>,
    /// Whether the entry is a draft.
    pub draft: bool,
    /// The text by which the entry is sorted, if it is not the headword.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_as: Option<&'a str>,
    /// The former addresses, from the site's root.
    pub redirect_from: Vec<&'a str>,
    /// The table `extra` of the entry, with any content.
    pub extra: Map<String, Value>,
    /// The same entry in other languages. Everything else about it is in the file of the language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<EntryTranslation<'a>>,
}

/// An entry in another language.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryTranslation<'a> {
    /// The language, as a BCP 47 tag.
    pub language: &'a str,
    /// The address of its page, as that of the entry.
    pub url: String,
    /// The main name in this language.
    pub headword: &'a str,
    /// All names in this language with their kinds, the headword first.
    pub names: Vec<Name<'a>>,
    /// The meaning in one line of plain text; empty if the entry has no text.
    pub gloss: &'a str,
}

/// A name of an entry.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Name<'a> {
    /// The name.
    pub name: &'a str,
    /// Its kind.
    pub kind: NameKind,
}

/// The kind of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// The main name.
    Headword,
    /// Another name.
    Synonym,
    /// A short form.
    Abbreviation,
    /// Another spelling.
    Variant,
    /// A name that readers do not see, but that means the entry.
    Hidden,
    /// A name to avoid.
    Avoid,
}

impl NameKind {
    /// The kind of a label in this format.
    fn of(kind: LabelKind) -> Self {
        match kind {
            LabelKind::Title => Self::Headword,
            LabelKind::Synonym => Self::Synonym,
            LabelKind::Abbreviation => Self::Abbreviation,
            LabelKind::Variant => Self::Variant,
            LabelKind::Hidden => Self::Hidden,
            LabelKind::Deprecated => Self::Avoid,
        }
    }

    /// The kind of the label that has this kind here.
    pub fn label(self) -> LabelKind {
        match self {
            Self::Headword => LabelKind::Title,
            Self::Synonym => LabelKind::Synonym,
            Self::Abbreviation => LabelKind::Abbreviation,
            Self::Variant => LabelKind::Variant,
            Self::Hidden => LabelKind::Hidden,
            Self::Avoid => LabelKind::Deprecated,
        }
    }
}

/// A definition in three forms.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Definition {
    /// The text as the author wrote it, in Markdown; references to entries are links.
    pub markdown: String,
    /// The text as the page shows it, with all links. It contains no script.
    pub html: String,
    /// The text without any markup.
    pub text: String,
}

/// Writes the whole file: one line for the glossary, and one for each entry.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let head = serde_json::to_string(&head(export))?;
    let head = head.strip_suffix('}').unwrap_or(&head);
    write!(out, "{head},\"entries\":[")?;
    let mut before: &[u8] = b"\n";
    in_order(
        &export.ids(),
        |id| serde_json::to_vec(&data(export, *id, export.glossary().entry(*id))),
        |entry| {
            out.write_all(before)?;
            before = b",\n";
            out.write_all(&entry?)
        },
    )?;
    out.write_all(b"\n]}\n")
}

fn head<'a>(export: &Export<'a>) -> Head<'a> {
    let (edition, settings) = (&export.config.edition, &export.config.settings);
    let credit = |credit: &'a Credit| NameAndUrl {
        name: &credit.name,
        url: credit.url.as_ref().map(AbsoluteUrl::to_string),
    };
    Head {
        format: 1,
        title: &edition.title,
        description: edition.description.as_deref(),
        language: edition.language.tag(),
        url: settings.base_url.as_ref().map(|_| export.index_address()),
        author: settings.author.as_ref().map(credit),
        licence: settings.licence.as_ref().map(credit),
        exclude: texts(&settings.linking.exclude),
        translations: translation_files(export),
    }
}

fn translation_files<'a>(export: &Export<'a>) -> Vec<TranslationFile<'a>> {
    let own = export.config.edition.id;
    let others = export.languages().into_iter();
    let others = others.map(|other| &other.config.edition);
    others
        .filter(|edition| edition.id != own)
        .map(|edition| TranslationFile {
            language: edition.language.tag(),
            title: &edition.title,
            url: export.address(
                &edition
                    .addresses
                    .file(Format::Json.file().unwrap_or_default()),
            ),
        })
        .collect()
}

fn data<'a>(export: &Export<'a>, id: EntryId, entry: &'a Entry) -> EntryData<'a> {
    let links = export.linked.links(id);
    let glossary = export.glossary();
    let slug = |id: EntryId| glossary.entry(id).slug.as_str();
    // the entry has the same slug in each language, so those that only the main one has are named as well
    let main = export.linked.main.as_deref();
    let in_main = main.zip(links.elsewhere.as_deref());
    let slugs = |ids: &[EntryId], elsewhere: fn(&RelationsElsewhere) -> &[EntryId]| {
        let elsewhere = in_main.into_iter().flat_map(move |(main, relations)| {
            let ids = elsewhere(relations).iter();
            ids.map(|id| main.glossary.entry(*id).slug.as_str())
        });
        let own = ids.iter().map(|id| slug(*id));
        own.chain(elsewhere).collect::<Vec<&str>>()
    };
    let replaced_by = slugs(links.replaced_by.as_slice(), |it| it.replaced_by.as_slice());
    let firsts = links.text.mentions.iter();
    let firsts = firsts.filter(|mention| mention.sentence.is_some());
    let front = &entry.front;
    EntryData {
        slug: &entry.slug,
        url: export.entry_address(id),
        headword: &entry.headword,
        verb: entry.is_verb,
        sense: entry.sense.as_deref(),
        names: names(entry),
        case: front.case,
        link: front.link,
        pronunciation: Written::text_of(&front.pronunciation.text),
        recording: export.recording(id),
        part_of_speech: Written::text_of(&front.part_of_speech),
        origin: Written::text_of(&front.origin),
        examples: export.examples(id).collect(),
        usage: Written::text_of(&front.usage),
        status: Written::text_of(&front.status),
        gloss: &entry.gloss.text,
        definition: Definition {
            markdown: markdown::definition(export, id),
            html: export.html(id, Links::Site),
            text: export.plain_text(id),
        },
        tags: entry
            .tags
            .iter()
            .map(|tag| glossary.tag(*tag).name.as_str())
            .collect(),
        related: slugs(&links.related, |it| &it.related),
        broader: slugs(&links.broader, |it| &it.broader),
        narrower: slugs(&links.narrower, |it| &it.narrower),
        mentions: firsts.map(|mention| slug(mention.to)).collect(),
        replaced_by: replaced_by.first().copied(),
        sources: front
            .sources
            .iter()
            .map(|source| NameAndUrl {
                name: &source.title.text,
                url: source.url.as_ref().map(AbsoluteUrl::to_string),
            })
            .collect(),
        updated: front.updated.map(|day| day.to_string()),
        draft: front.draft,
        sort_as: Written::text_of(&front.sort_as),
        redirect_from: texts(&front.redirect_from),
        extra: object(&front.extra),
        translations: export
            .translations(id)
            .map(|version| {
                let entry = version.entry();
                EntryTranslation {
                    language: version.export.language(),
                    url: export.address(version.export.entry_path(version.id).as_str()),
                    headword: &entry.headword,
                    names: names(entry),
                    gloss: &entry.gloss.text,
                }
            })
            .collect(),
    }
}

fn texts(written: &[Written]) -> Vec<&str> {
    written.iter().map(|text| text.text.as_str()).collect()
}

fn names(entry: &Entry) -> Vec<Name<'_>> {
    let labels = entry.labels.iter();
    labels
        .map(|label| Name {
            name: &label.text,
            kind: NameKind::of(label.kind),
        })
        .collect()
}

fn object(table: &toml::Table) -> Map<String, Value> {
    let fields = table.iter();
    fields
        .map(|(key, field)| (key.clone(), value(field)))
        .collect()
}

/// A value of TOML in JSON. A date, and a number that JSON does not have, become a text.
fn value(value_of_toml: &toml::Value) -> Value {
    match value_of_toml {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) if number.is_finite() => Value::from(*number),
        toml::Value::Float(number) => Value::from(number.to_string()),
        toml::Value::Boolean(flag) => Value::from(*flag),
        toml::Value::Datetime(moment) => Value::from(moment.to_string()),
        toml::Value::Array(items) => items.iter().map(value).collect(),
        toml::Value::Table(table) => Value::Object(object(table)),
    }
}
