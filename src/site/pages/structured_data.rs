//! Structured data for programs: DefinedTerm and DefinedTermSet of schema.org as JSON-LD.
//!
//! Pages have it only if `base_url` is set, since it needs URLs.

use serde_json::{Value, json};

use crate::glossary::Entry;
use crate::project::config::Config;

/// What the data of an entry's page has beside the entry itself.
pub struct TermPage<'p> {
    /// The URL of the page.
    pub(super) url: Option<&'p str>,
    /// The URL of the sound file of its pronunciation.
    pub(super) recording: Option<String>,
    /// The examples as plain text.
    pub(super) examples: Vec<String>,
    /// The state of the entry.
    pub(super) status: Option<&'p str>,
    /// The URLs of the page in other languages, which describe the same term.
    pub(super) translations: Vec<&'p str>,
}

/// The data of an entry's page; `None` without `base_url`. Only the glossary's identifier is here: the rest is on the
/// index ([`term_set`]).
pub fn term(entry: &Entry, page: &TermPage<'_>, config: &Config) -> Option<String> {
    let (base, url) = (config.settings.base_url.as_ref()?, page.url?);
    let front = &entry.front;
    let mut names: Vec<Value> = entry.shown_names().map(Value::from).collect();
    names.extend(front.pronunciation.text.as_ref().map(|pronunciation| {
        json!({
            "@type": "PronounceableText",
            "inLanguage": config.edition.language.tag(),
            "textValue": entry.headword,
            "phoneticText": pronunciation.text,
        })
    }));
    let examples = page.examples.iter();
    let examples = examples.map(|text| json!({ "@type": "Quotation", "text": text }));
    let recording = page.recording.iter();
    let recording = recording.map(|url| json!({ "@type": "AudioObject", "contentUrl": url }));
    let works: Vec<Value> = recording.chain(examples).collect();
    // the vocabulary has no closer words for the last two
    let notes = [&front.usage, &front.origin];
    let notes: Vec<&str> = notes
        .into_iter()
        .flatten()
        .map(|note| note.text.as_str())
        .collect();
    let term = json!({
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "url": url,
        "name": entry.to_string(),
        "inDefinedTermSet": base.join(config.edition.addresses.prefix()),
        "description": Some(&entry.gloss.text).filter(|text| !text.is_empty()),
        "sameAs": some(page.translations.clone()),
        "alternateName": some(names),
        "additionalType": front.part_of_speech.as_ref().map(|part| &part.text),
        "disambiguatingDescription": some(notes),
        "subjectOf": some(works),
        "mainEntityOfPage": page.status.map(|status| json!({
            "@type": "WebPage",
            "@id": url,
            "creativeWorkStatus": status,
        })),
    });
    Some(in_script(&known(term)))
}

/// A list that has items.
fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
}

/// The data of the index: the whole glossary; `None` without `base_url`. `translations` are the URLs of the index in other
/// languages, the main one first.
pub fn term_set(config: &Config, translations: &[&str]) -> Option<String> {
    let base = config.settings.base_url.as_ref()?;
    let author = config.settings.author.as_ref();
    let licence = config.settings.licence.as_ref();
    let is_main = config.edition.id.is_main();
    let works = translations.iter().map(|url| json!({ "@id": url }));
    let works: Vec<Value> = works.collect();
    let set = json!({
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "@id": base.join(config.edition.addresses.prefix()),
        "url": base.join(config.edition.addresses.prefix()),
        "name": config.edition.title,
        "inLanguage": config.edition.language.tag(),
        "description": config.edition.description,
        "creator": author.map(|author| known(json!({
            "name": author.name,
            "url": author.url.as_ref().map(ToString::to_string),
        }))),
        // a translation names its original, which names its translations
        "translationOfWork": translations.first().filter(|_| !is_main).map(|url| json!({ "@id": url })),
        "workTranslation": some(works).filter(|_| is_main),
        "license": licence.and_then(|licence| Some(licence.url.as_ref()?.to_string())),
    });
    Some(in_script(&known(set)))
}

/// An object without the keys whose value is null.
fn known(mut object: Value) -> Value {
    if let Some(object) = object.as_object_mut() {
        object.retain(|_, value| !value.is_null());
    }
    object
}

/// JSON that is safe in a script element: it can neither end the element nor begin a comment in it (HTML
/// standard, "Restrictions for contents of script elements").
fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}
