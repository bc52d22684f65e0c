//! A published glossary, as its `glossary.json` describes it: the names to look for, and what a card shows.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::faults;
use crate::address::base_url::BaseUrl;
use crate::diagnostic::failure::Failure;
use crate::entry::front_matter::{CaseMode, LabelKind, LinkMode};
use crate::names::list::{Name, NameList, NamedEntry, Sense};
use crate::names::{EntryId, NameIndex};
use crate::site::export::json::NameKind;
use crate::source::Written;
use crate::text::language::Language;

/// A published glossary.
pub struct Published {
    /// The index of its names.
    pub(crate) names: NameIndex,
    /// The language of its texts.
    pub(crate) language: Language,
    /// The entries, in the order of the index.
    pub(super) entries: Vec<PublishedEntry>,
    /// The URL of its site, if it has one.
    pub(super) url: Option<String>,
    /// The entries by the addresses of their pages, without a slash at the end.
    by_path: HashMap<String, EntryId>,
}

/// An entry of a published glossary. What a card shows of it is serialized.
#[derive(Debug, Serialize)]
pub(super) struct PublishedEntry {
    /// The headword, with its sense in brackets if it has one.
    pub(super) headword: String,
    /// Its other names, as a card shows them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) others: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) status: String,
    pub(super) gloss: String,
    #[serde(skip)]
    pub(super) slug: String,
    /// The address of its page from the site's root, percent-encoded.
    #[serde(skip)]
    pub(super) path: String,
}

impl Published {
    /// Reads the bytes of a `glossary.json`. `path` is its path, for messages.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] if it is not the glossary of this program.
    pub fn read(bytes: &[u8], path: &str) -> Result<Self, Failure> {
        let document: Document = serde_json::from_slice(bytes)
            .map_err(|error| faults::not_a_glossary(path, &error.to_string()))?;
        if document.format != 1 {
            return Err(faults::unknown_format(path, document.format));
        }
        let language = Language::from_tag(&document.language).ok_or_else(|| {
            let why = format!("unknown language `{}`", document.language);
            faults::not_a_glossary(path, &why)
        })?;
        let url = document.url.as_deref().map(str::parse::<BaseUrl>);
        let url = url
            .transpose()
            .map_err(|why| faults::not_a_glossary(path, &format!("`url`: {why}")))?;
        let list = NameList {
            entries: document.entries.iter().map(named).collect(),
            drafts: Vec::new(),
        };
        let exclude = phrases(&document.exclude);
        let names = NameIndex::new(&list, &language, &exclude);
        let entries = document.entries.iter();
        let entries: Vec<_> = entries
            .map(|entry| entry.published(document.url.as_deref()))
            .collect();
        let paths = list.iter().zip(&entries);
        let by_path =
            paths.map(|((id, _), entry)| (entry.path.trim_end_matches('/').to_owned(), id));
        Ok(Self {
            by_path: by_path.collect(),
            names,
            entries,
            language,
            url: url.map(|url| url.as_str().to_owned()),
        })
    }

    /// An entry of the index.
    #[expect(
        clippy::indexing_slicing,
        reason = "identifiers are indices of the list from which the index was made"
    )]
    pub(super) fn entry(&self, id: EntryId) -> &PublishedEntry {
        &self.entries[id.index()]
    }

    /// All entries, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = (EntryId, &PublishedEntry)> {
        let entries = self.entries.iter().enumerate();
        entries.map(|(index, entry)| (EntryId::from_index(index), entry))
    }

    /// The entry to which an address leads, if it begins with `base`, that of the glossary.
    pub(super) fn linked(&self, address: &str, base: &str) -> Option<EntryId> {
        let path = address.split(['#', '?']).next()?.strip_prefix(base)?;
        let path = path.strip_suffix("index.html").unwrap_or(path);
        self.by_path.get(path.trim_end_matches('/')).copied()
    }
}

/// `glossary.json`, as far as it is needed here.
#[derive(Deserialize)]
struct Document {
    format: u64,
    language: String,
    url: Option<String>,
    #[serde(default)]
    exclude: Vec<String>,
    entries: Vec<EntryData>,
}

#[derive(Deserialize)]
struct EntryData {
    slug: String,
    url: String,
    headword: String,
    #[serde(default)]
    verb: bool,
    sense: Option<String>,
    names: Vec<NameData>,
    #[serde(default)]
    case: CaseMode,
    #[serde(default)]
    link: LinkMode,
    #[serde(default)]
    gloss: String,
    #[serde(default)]
    tags: Vec<String>,
    status: Option<String>,
}

#[derive(Deserialize)]
struct NameData {
    name: String,
    kind: NameKind,
}

impl EntryData {
    /// What a card shows of the entry. `url` is that of the glossary.
    fn published(&self, url: Option<&str>) -> PublishedEntry {
        let headword = match &self.sense {
            Some(sense) => format!("{} ({sense})", self.headword),
            None => self.headword.clone(),
        };
        let shown = |name: &&NameData| {
            matches!(
                name.kind,
                NameKind::Synonym | NameKind::Abbreviation | NameKind::Variant
            )
        };
        let others: Vec<&str> = self
            .names
            .iter()
            .filter(shown)
            .map(|name| name.name.as_str())
            .collect();
        PublishedEntry {
            headword,
            others: others.join(", "),
            status: self.status.clone().unwrap_or_default(),
            gloss: self.gloss.clone(),
            slug: self.slug.clone(),
            path: url
                .and_then(|url| self.url.strip_prefix(url))
                .unwrap_or(&self.url)
                .to_owned(),
        }
    }
}

fn named(entry: &EntryData) -> NamedEntry<'_> {
    let others = entry.names.iter();
    NamedEntry {
        title: Name {
            text: &entry.headword,
            kind: LabelKind::Title,
            place: None,
        },
        others: others.filter_map(name).collect(),
        sense: entry
            .sense
            .as_deref()
            .map(|text| Sense { text, place: None }),
        is_verb: entry.verb,
        tags: entry.tags.iter().map(String::as_str).collect(),
        slug: &entry.slug,
        path: "",
        case: entry.case,
        link: entry.link,
    }
}

/// A name of an entry, unless it is the headword.
fn name(name: &NameData) -> Option<Name<'_>> {
    (name.kind != NameKind::Headword).then(|| Name {
        text: &name.name,
        kind: name.kind.label(),
        place: None,
    })
}

/// Phrases as the index takes them. Their places are never shown.
fn phrases(texts: &[String]) -> Vec<Written> {
    texts
        .iter()
        .map(|text| Written {
            text: text.clone(),
            span: 0..0,
        })
        .collect()
}
